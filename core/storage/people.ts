import { userRemoved } from '../effects/chat-troubles.js';
import type { Delegation } from '../reversals/delegation.js';
import { type Person, roles } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { storedOfficeHours } from './office-hours.js';
import { oneOf } from './one-of.js';
import type { Transaction } from './transaction.js';

/** Times away that are read of a person: the newest, which hold all that are still to come. */
const delegationsMax = 20;

/** A person with the clients they may see; a client that was switched off is not among them. */
export const personParts = {
  clients: {
    where: { client: { isActive: true } },
    select: { clientId: true },
    orderBy: { clientId: 'asc' },
  },
  delegations: {
    where: { endedAt: null },
    select: { toId: true, fromAt: true, untilAt: true },
    orderBy: { fromAt: 'desc' },
    take: delegationsMax,
  },
} satisfies Prisma.PersonInclude;

export type PersonRow = Prisma.PersonGetPayload<{ include: typeof personParts }>;

export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: oneOf(roles, row.role),
    clients: row.clients.map((one) => one.clientId),
    chatUserId: row.chatUserId,
    timezone: row.timezone,
    locale: row.locale,
    ...(row.delegations.length > 0 && { delegations: row.delegations.map(delegationOf) }),
    ...(row.officeHours !== null && { officeHours: storedOfficeHours.parse(row.officeHours) }),
  };
}

const delegationOf = ({ toId, fromAt, untilAt }: PersonRow['delegations'][number]): Delegation => ({
  toId,
  from: fromAt,
  until: untilAt,
});

/** Active people of a client, in order of e-mail; marked where chat told that they were removed. */
export async function peopleOf(tx: Transaction, clientId: string): Promise<readonly Person[]> {
  const rows = await tx.person.findMany({
    where: { isActive: true, clients: { some: { clientId } } },
    include: personParts,
    orderBy: { email: 'asc' },
  });
  const ids = rows.flatMap((row) => row.chatUserId ?? []);
  const removed = await tx.chatTrouble.findMany({
    where: { place: { in: ids }, code: userRemoved },
    select: { place: true },
  });
  const gone = new Set(removed.map(({ place }) => place));
  return rows.map((row) =>
    row.chatUserId !== null && gone.has(row.chatUserId)
      ? { ...personOf(row), hasLeftChat: true }
      : personOf(row),
  );
}
