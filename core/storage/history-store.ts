import { z } from 'zod';
import { canonicalJson, chainHash, chainStart, type HistoryRow } from '../audit/chain.js';
import type { HistoryChain } from '../audit/verify.js';
import type { Privacy } from '../privacy/privacy.js';
import type { HistoryLine, NewHistoryEntry } from '../reversals/ports.js';
import { surfaces } from '../reversals/reversal.js';
import type { History, Prisma } from './generated/client.js';
import { oneOf } from './one-of.js';
import { type SubjectWithKey, sealerOf } from './sealed-fields.js';
import type { Transaction, WithPrisma } from './transaction.js';

export const storedFacts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);
const storedValues = z.record(z.string(), z.union([z.string(), z.null()]));

/**
 * Adds one line to a reversal's chain, and returns the chain as it then ends; the row lock keeps two
 * writers from the same sequence. `known` is the chain of an entry that the same transaction made: nobody
 * else can see that yet.
 */
export async function addReversalHistory(
  tx: Transaction,
  privacy: Privacy,
  reversalId: string,
  entry: NewHistoryEntry,
  known?: Chain,
): Promise<Chain> {
  const { subject, end } = known ?? (await lockedChain(tx, reversalId));
  const sealer = sealerOf(privacy, subject);
  const newEnd = await append(tx, reversalId, end, (sequence) => ({
    reversalId,
    subjectId: sealer.subjectId,
    at: entry.at,
    ...actorColumns(entry.actor),
    surface: entry.surface,
    action: entry.action,
    facts: canonicalJson(entry.facts),
    values:
      Object.keys(entry.values).length === 0
        ? null
        : sealer.seal('history.values', rowIdOf(reversalId, sequence), canonicalJson(entry.values)),
  }));
  return { subject, end: newEnd };
}

/** Adds a line about the hub itself (the chain `settings`). The caller holds that chain's lock. */
export async function addHubHistory(
  tx: Transaction,
  chain: string,
  entry: Pick<NewHistoryEntry, 'at' | 'action' | 'facts'> &
    Partial<Pick<NewHistoryEntry, 'actor' | 'surface'>>,
): Promise<void> {
  const end = await tx.history.findFirst({
    where: { chain },
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  await append(tx, chain, end, () => ({
    reversalId: null,
    subjectId: null,
    at: entry.at,
    ...actorColumns(entry.actor ?? { kind: 'hub' }),
    surface: entry.surface ?? 'hub',
    action: entry.action,
    facts: canonicalJson(entry.facts),
    values: null,
  }));
}

type Content = Omit<HistoryRow, 'chain' | 'sequence' | 'previousHash' | 'hash' | 'values'> & {
  values: History['values'];
};

type ChainEnd = { sequence: number; hash: string };

/** Under whose key a reversal's lines are sealed, and where its chain ends; null before the first. */
export type Chain = { subject: SubjectWithKey; end: ChainEnd | null };

/** Both asked at once, once the entry's row is locked. */
async function lockedChain(tx: Transaction, reversalId: string): Promise<Chain> {
  await tx.$queryRaw`SELECT 1 FROM "reversal" WHERE "id" = ${reversalId}::uuid FOR NO KEY UPDATE`;
  const rows = await tx.$queryRaw<
    {
      id: string;
      client_id: string;
      wrapped: Uint8Array | null;
      sequence: number | null;
      hash: string | null;
    }[]
  >`
    SELECT s."id"::text, s."client_id", k."wrapped", h."sequence", h."hash"
    FROM "reversal" r
    JOIN "subject" s ON s."id" = r."subject_id"
    LEFT JOIN "subject_key" k ON k."subject_id" = s."id"
    LEFT JOIN LATERAL (
      SELECT "sequence", "hash" FROM "history" WHERE "chain" = ${reversalId}
      ORDER BY "sequence" DESC LIMIT 1) h ON true
    WHERE r."id" = ${reversalId}::uuid`;
  const [row] = rows;
  if (!row) throw new Error('history was to be added to a reversal that is not there');
  const { id, client_id: clientId, wrapped, sequence, hash } = row;
  const key = wrapped ? { wrapped } : null;
  const end: ChainEnd | null = sequence !== null && hash !== null ? { sequence, hash } : null;
  return { subject: { id, clientId, key }, end };
}

async function append(
  tx: Transaction,
  chain: string,
  last: ChainEnd | null,
  contentAt: (sequence: number) => Content,
): Promise<ChainEnd> {
  const sequence = (last?.sequence ?? 0) + 1;
  const previousHash = last?.hash ?? chainStart;
  const row = { chain, sequence, ...contentAt(sequence) };
  const hash = chainHash(row, previousHash);
  await tx.history.create({ data: { ...row, previousHash, hash }, select: { id: true } });
  return { sequence, hash };
}

function actorColumns(actor: NewHistoryEntry['actor']) {
  return {
    actorKind: actor.kind,
    personId: actor.kind === 'person' ? actor.personId : null,
    connectionId: actor.kind === 'connection' ? actor.connectionId : null,
  };
}

const rowIdOf = (chain: string, sequence: number) => `${chain}:${sequence}`;

const lineParts = {
  person: { select: { name: true } },
  subject: { include: { key: true } },
} satisfies Prisma.HistoryInclude;

/** A reversal's history, oldest first, with its values opened. */
export async function historyLines(
  database: WithPrisma,
  privacy: Privacy,
  reversalId: string,
): Promise<readonly HistoryLine[]> {
  const rows = await database.prisma.history.findMany({
    where: { reversalId },
    orderBy: { sequence: 'asc' },
    include: lineParts,
  });
  return rows.map((row) => ({
    sequence: row.sequence,
    at: row.at,
    actor: row.person?.name ?? row.connectionId ?? 'hub',
    surface: oneOf(surfaces, row.surface),
    action: row.action,
    facts: storedFacts.parse(JSON.parse(row.facts)),
    values: valuesOf(privacy, row),
    hash: row.hash,
  }));
}

function valuesOf(privacy: Privacy, row: Prisma.HistoryGetPayload<{ include: typeof lineParts }>) {
  if (!row.values || !row.subject) return {};
  const rowId = rowIdOf(row.chain, row.sequence);
  const text = sealerOf(privacy, row.subject).open('history.values', rowId, row.values);
  return text === null ? null : storedValues.parse(JSON.parse(text));
}

/** Rows read at a time while the whole history is verified; bounds memory. */
const pageSize = 1000;

/** History as it stands, for verification: every chain whole, one after the other. */
export function createHistoryReader(database: WithPrisma) {
  const { history } = database.prisma;
  return {
    /** One chain: a reversal's id, or `settings`. Empty when there is none. */
    rowsOf: (chain: string): Promise<readonly HistoryRow[]> =>
      history.findMany({ where: { chain }, orderBy: { sequence: 'asc' } }),

    async *chains(): AsyncIterable<HistoryChain> {
      let rows: HistoryRow[] = [];
      for await (const row of everyRow(database)) {
        const open = rows[0];
        if (open && open.chain !== row.chain) {
          yield { chain: open.chain, rows };
          rows = [];
        }
        rows.push(row);
      }
      const open = rows[0];
      if (open) yield { chain: open.chain, rows };
    },
  };
}

async function* everyRow({ prisma }: WithPrisma): AsyncIterable<HistoryRow> {
  let last: { chain: string; sequence: number } | null = null;
  for (;;) {
    const page: History[] = await prisma.history.findMany({
      where: last
        ? {
            OR: [
              { chain: { gt: last.chain } },
              { chain: last.chain, sequence: { gt: last.sequence } },
            ],
          }
        : {},
      orderBy: [{ chain: 'asc' }, { sequence: 'asc' }],
      take: pageSize,
    });
    yield* page;
    last = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}
