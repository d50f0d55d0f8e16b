import type { InsightBook } from '../insight/report.js';
import type { WithPrisma } from './transaction.js';

/** Figures that need more than counting. */
export function createInsightBook({ prisma }: WithPrisma): InsightBook {
  return {
    async medianDecisionMs(clients, from, to) {
      // A question back is no decision: whoever waits still waits.
      const [row] = await prisma.$queryRaw<{ median: number | null }[]>`
        SELECT (percentile_cont(0.5) WITHIN GROUP (
          ORDER BY extract(epoch FROM decided."at" - entry."logged_at") * 1000
            - coalesce((line."facts"::jsonb ->> 'clientWaitMs')::float8, 0)))::float8 AS median
        FROM "decision" AS decided
        JOIN "reversal" AS entry ON entry."id" = decided."reversal_id"
        LEFT JOIN "history" AS line ON line."reversal_id" = decided."reversal_id"
          AND line."at" = decided."at" AND line."action" = decided."decision"
          AND line."person_id" = decided."person_id"
        WHERE entry."client_id" = ANY(${[...clients]}::text[]) AND NOT entry."historic"
          AND decided."decision" <> 'request_changes'
          AND decided."at" BETWEEN ${from.toISOString()}::timestamptz AND ${to.toISOString()}::timestamptz
          AND NOT EXISTS (
            SELECT 1 FROM "decision" AS earlier
            WHERE earlier."reversal_id" = decided."reversal_id" AND earlier."at" < decided."at"
              AND earlier."decision" <> 'request_changes')`;
      return row?.median ?? null;
    },

    async clientWait(clients, from, to) {
      const [row] = await prisma.$queryRaw<{ count: bigint; median: number | null }[]>`
        SELECT count(*) AS count, (percentile_cont(0.5) WITHIN GROUP (
          ORDER BY (line."facts"::jsonb ->> 'clientWaitMs')::float8))::float8 AS median
        FROM "decision" AS decided
        JOIN "reversal" AS entry ON entry."id" = decided."reversal_id"
        JOIN "history" AS line ON line."reversal_id" = decided."reversal_id"
          AND line."at" = decided."at" AND line."action" = decided."decision"
          AND line."person_id" = decided."person_id"
        WHERE entry."client_id" = ANY(${[...clients]}::text[]) AND NOT entry."historic"
          AND line."facts"::jsonb ->> 'clientWaitMs' IS NOT NULL
          AND decided."at" BETWEEN ${from.toISOString()}::timestamptz AND ${to.toISOString()}::timestamptz`;
      return { count: Number(row?.count ?? 0), medianMs: row?.median ?? null };
    },
  };
}
