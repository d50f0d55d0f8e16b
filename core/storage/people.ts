import { z } from 'zod';
import { userRemoved } from '../effects/chat-troubles.js';
import type { Delegation } from '../reversals/delegation.js';
import { type Person, roles } from '../reversals/reversal.js';
import { Prisma } from './generated/client.js';
import { storedOfficeHours } from './office-hours.js';
import { oneOf } from './one-of.js';
import type { Transaction } from './transaction.js';

/** Times away that are read of a person: the newest, which hold all that are still to come. */
const delegationsMax = 20;

/** A person as one statement reads them; times come as texts. */
const storedPerson = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  chatUserId: z.string().nullable(),
  timezone: z.string().nullable(),
  locale: z.string().nullable(),
  officeHours: z.unknown(),
  clients: z.array(z.string()),
  delegations: z.array(
    z.object({ toId: z.string(), fromAt: z.coerce.date(), untilAt: z.coerce.date() }),
  ),
  hasLeftChat: z.boolean(),
});

type PersonRow = z.output<typeof storedPerson>;

/**
 * Whoever this condition holds for (the person stands as `p` in it), in order of e-mail, with the
 * clients they may see: one that was switched off is not among them. Marked where chat told that they
 * were removed. One statement in place of one for each table: every command and entry asks for people.
 */
export async function readPeople(
  tx: Transaction,
  condition: Prisma.Sql,
): Promise<readonly Person[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT p."id"::text AS "id", p."email", p."name", p."role", p."chat_user_id" AS "chatUserId",
      p."timezone", p."locale", p."office_hours" AS "officeHours",
      (SELECT coalesce(json_agg(pc."client_id" ORDER BY pc."client_id"), '[]')
        FROM "person_client" pc JOIN "client" c ON c."id" = pc."client_id" AND c."is_active"
        WHERE pc."person_id" = p."id") AS "clients",
      (SELECT coalesce(json_agg(json_build_object('toId', d."to_id", 'fromAt', d."from_at",
          'untilAt', d."until_at") ORDER BY d."from_at" DESC), '[]')
        FROM (SELECT * FROM "delegation" WHERE "person_id" = p."id" AND "ended_at" IS NULL
          ORDER BY "from_at" DESC LIMIT ${delegationsMax}::int) AS d) AS "delegations",
      EXISTS (SELECT 1 FROM "chat_trouble" t
        WHERE t."place" = p."chat_user_id" AND t."code" = ${userRemoved}) AS "hasLeftChat"
    FROM "person" p
    WHERE ${condition}
    ORDER BY p."email"`;
  return rows.map((row) => personOf(storedPerson.parse(row)));
}

/** Active people of a client, in order of e-mail. */
export const peopleOf = (tx: Transaction, clientId: string): Promise<readonly Person[]> =>
  readPeople(
    tx,
    Prisma.sql`p."is_active" AND EXISTS (SELECT 1 FROM "person_client" pc
      WHERE pc."person_id" = p."id" AND pc."client_id" = ${clientId})`,
  );

function personOf(row: PersonRow): Person {
  const { delegations, officeHours, hasLeftChat, role, ...person } = row;
  return {
    ...person,
    role: oneOf(roles, role),
    ...(delegations.length > 0 && { delegations: delegations.map(delegationOf) }),
    ...(officeHours !== null && { officeHours: storedOfficeHours.parse(officeHours) }),
    ...(hasLeftChat && { hasLeftChat }),
  };
}

const delegationOf = ({ toId, fromAt, untilAt }: PersonRow['delegations'][number]): Delegation => ({
  toId,
  from: fromAt,
  until: untilAt,
});
