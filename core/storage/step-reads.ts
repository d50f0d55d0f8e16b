import type { ReversalStore } from '../reversals/ports.js';
import type { WithPrisma } from './transaction.js';

type StepReads = Pick<ReversalStore, 'stepsDue' | 'pendingNumbers'>;

/** What the clock of the steps looks for. The condition stands in the text: a partial index. */
export function stepReadsOf({ prisma }: WithPrisma): StepReads {
  return {
    async stepsDue(at, limit) {
      const rows = await prisma.$queryRaw<{ number: number }[]>`
        SELECT "number" FROM "reversal"
        WHERE "step_due_at" IS NOT NULL AND "step_due_at" <= ${at.toISOString()}::timestamptz
        ORDER BY "step_due_at" ASC, "number" ASC LIMIT ${limit}::int`;
      return rows.map((row) => row.number);
    },

    async pendingNumbers(after, limit) {
      const rows = await prisma.reversal.findMany({
        where: { status: 'pending_approval', historic: false, number: { gt: after } },
        orderBy: { number: 'asc' },
        select: { number: true },
        take: limit,
      });
      return rows.map((row) => row.number);
    },
  };
}
