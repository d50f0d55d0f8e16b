import type { Privacy } from '../privacy/privacy.js';
import type { ReversalStore } from '../reversals/ports.js';
import type { Reversal } from '../reversals/reversal.js';
import { Prisma } from './generated/client.js';
import { entriesOf } from './read-reversal.js';
import type { WithPrisma } from './transaction.js';

type QueueReads = Pick<ReversalStore, 'pending' | 'workOf' | 'dueBy'>;

/** What waits, what is somebody's, and what is due soon. Statuses stand in the text: partial indexes. */
export function queueReadsOf({ prisma }: WithPrisma, privacy: Privacy): QueueReads {
  const inOrder = async (rows: readonly { id: string }[]): Promise<Reversal[]> => {
    const found = await prisma.reversal.findMany({
      where: { id: { in: rows.map((row) => row.id) } },
    });
    const byId = new Map(found.map((row) => [row.id, row]));
    return entriesOf(
      prisma,
      privacy,
      rows.flatMap(({ id }) => byId.get(id) ?? []),
    );
  };
  const page = async (condition: Prisma.Sql, order: Prisma.Sql, limit: number) => {
    const [rows, counted] = await Promise.all([
      prisma.$queryRaw<{ id: string }[]>`
        SELECT "id"::text AS "id" FROM "reversal" WHERE ${condition} ORDER BY ${order} LIMIT ${limit}::int`,
      prisma.$queryRaw<{ total: bigint }[]>`
        SELECT count(*) AS "total" FROM "reversal" WHERE ${condition}`,
    ]);
    return { items: await inOrder(rows), total: Number(counted[0]?.total ?? 0) };
  };

  return {
    async pending(clients, limit) {
      if (clients.length === 0) return [];
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        SELECT "id"::text AS "id" FROM "reversal"
        WHERE "client_id" IN (${Prisma.join([...clients])})
          AND "status" = 'pending_approval' AND NOT "historic"
        ORDER BY "due_at" ASC NULLS LAST, "logged_at" ASC, "id" ASC LIMIT ${limit}::int`;
      return inOrder(rows);
    },

    async workOf(clients, personId, limit) {
      if (clients.length === 0) return { items: [], total: 0 };
      return page(
        Prisma.sql`("logged_by_id" = ${personId}::uuid OR "assignee_id" = ${personId}::uuid)
          AND ${open} AND NOT "historic" AND "client_id" IN (${Prisma.join([...clients])})`,
        Prisma.sql`"due_at" ASC NULLS LAST, "logged_at" ASC, "id" ASC`,
        limit,
      );
    },

    async dueBy(clients, until, limit) {
      if (clients.length === 0) return { items: [], total: 0 };
      return page(
        // A contested dispute is due until its evidence is in; what else was approved asks no decision.
        Prisma.sql`${open} AND "due_at" IS NOT NULL AND "due_at" <= ${until.toISOString()}::timestamptz
          AND ("status" <> 'approved' OR ("outcome" = 'contest' AND NOT ${handedIn}))
          AND "client_id" IN (${Prisma.join([...clients])})`,
        Prisma.sql`"due_at" ASC, "logged_at" ASC, "id" ASC`,
        limit,
      );
    },
  };
}

const open = Prisma.sql`"status" IN ('needs_review', 'pending_approval', 'changes_requested', 'approved')`;

/** By the processor's word, or by a person's since the newest decision. */
const handedIn = Prisma.sql`(coalesce("dispute_status", '') IN ('submitted', 'under_review') OR EXISTS (
  SELECT 1 FROM "history" h WHERE h."reversal_id" = "reversal"."id" AND h."action" = 'submit'
    AND h."at" >= coalesce((SELECT max(d."at") FROM "decision" d WHERE d."reversal_id" = "reversal"."id"), '-infinity')))`;
