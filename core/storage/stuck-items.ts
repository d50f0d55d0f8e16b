import type { StuckItems } from '../intake/source-book.js';
import type { WithPrisma } from './transaction.js';

/**
 * What waits because it could not be fetched, by connection: of the worst reason alone, which is what a person
 * must mend before all else, then what most items wait for. Every item has a connection: they are named for the
 * index, which begins with them, as items that are judged are many.
 */
export async function stuckItems({
  prisma,
}: Pick<WithPrisma, 'prisma'>): Promise<ReadonlyMap<string, StuckItems>> {
  const rows = await prisma.$queryRaw<
    { id: string; code: string | null; refused: boolean; items: number; since: Date }[]
  >`
    SELECT "connection_id" AS id, "reasons"[1] AS code, "trouble_kind" = 're_authorise' AS refused,
      count(*)::int AS items, min("trouble_since") AS since
    FROM "source_item"
    WHERE "connection_id" IN (SELECT "id" FROM "connection") AND "verdict" = 'pending'
      AND "trouble_kind" IS NOT NULL
    GROUP BY 1, 2, 3
    ORDER BY refused, items, code`;
  // The last of a connection is the worst.
  return new Map(
    rows.map(({ id, code, ...row }) => [id, { ...row, code: code ?? 'unknown' }] as const),
  );
}
