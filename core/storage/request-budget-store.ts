import type { RequestBudget } from '../intake/limits.js';
import type { WithPrisma } from './transaction.js';

/** The row whose time is a pause of the whole connection. */
const pauseName = '*';

/**
 * Places in the rows of each connection's limits (generic cell rate: `free_at` is when the next
 * place is free). One statement a place, so that processes never count past each other.
 */
export function createRequestBudget({ prisma }: WithPrisma): RequestBudget {
  return {
    async take({ connectionId, limit }, { costMs, burstMs, patienceMs }, now) {
      const at = now.toISOString();
      const [taken] = await prisma.$queryRaw<{ wait_ms: number }[]>`
        WITH pause AS (
          SELECT coalesce(max("free_at"), '-infinity') AS until FROM "request_budget"
          WHERE "connection_id" = ${connectionId} AND "name" = ${pauseName}
        ), cost AS (SELECT make_interval(secs => ${costMs}::float8 / 1000) AS span)
        INSERT INTO "request_budget" AS row ("connection_id", "name", "free_at")
        SELECT ${connectionId}, ${limit}, cost.span + greatest(pause.until,
          ${at}::timestamptz - make_interval(secs => ${burstMs}::float8 / 1000))
        FROM pause, cost
        WHERE pause.until <= ${at}::timestamptz + make_interval(secs => ${patienceMs}::float8 / 1000)
        ON CONFLICT ("connection_id", "name") DO UPDATE SET
          "free_at" = greatest(excluded."free_at",
            row."free_at" + make_interval(secs => ${costMs}::float8 / 1000))
          WHERE row."free_at" <= ${at}::timestamptz + make_interval(secs => ${patienceMs}::float8 / 1000)
        RETURNING (extract(epoch FROM row."free_at" - ${at}::timestamptz) * 1000)::float8
          - ${costMs}::float8 AS wait_ms`;
      if (taken) return { waitMs: Math.max(0, Math.ceil(taken.wait_ms)) };
      const [full] = await prisma.$queryRaw<{ wait_ms: number }[]>`
        SELECT (extract(epoch FROM max("free_at") - ${at}::timestamptz) * 1000)::float8 AS wait_ms
        FROM "request_budget"
        WHERE "connection_id" = ${connectionId} AND "name" IN (${limit}, ${pauseName})`;
      return { refusedForMs: Math.max(0, Math.ceil(full?.wait_ms ?? 0)) };
    },

    async pause(connectionId, until) {
      await prisma.$executeRaw`
        INSERT INTO "request_budget" AS row ("connection_id", "name", "free_at")
        VALUES (${connectionId}, ${pauseName}, ${until.toISOString()}::timestamptz)
        ON CONFLICT ("connection_id", "name") DO UPDATE SET
          "free_at" = greatest(row."free_at", excluded."free_at")`;
    },
  };
}
