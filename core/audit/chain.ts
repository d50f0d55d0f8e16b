import { createHash } from 'node:crypto';

/** One row of history as it stands in the database: ciphertext, not what it says. */
export type HistoryRow = {
  chain: string;
  /** 1, 2, 3 … in its chain. */
  sequence: number;
  reversalId: string | null;
  subjectId: string | null;
  at: Date;
  actorKind: string;
  personId: string | null;
  connectionId: string | null;
  surface: string;
  action: string;
  /** Canonical JSON text. */
  facts: string;
  values: Uint8Array | null;
  previousHash: string;
  hash: string;
};

/** What the first row of every chain points at. */
export const chainStart = '0'.repeat(64);

/**
 * SHA-256 in hex over the canonical JSON of all columns and the hash before. Ciphertext is
 * covered, not plaintext: a destroyed key erases a person and the chain still verifies.
 */
export function chainHash(entry: Omit<HistoryRow, 'previousHash' | 'hash'>, previous: string) {
  const covered = {
    chain: entry.chain,
    sequence: entry.sequence,
    reversalId: entry.reversalId,
    subjectId: entry.subjectId,
    at: entry.at.toISOString(),
    actorKind: entry.actorKind,
    personId: entry.personId,
    connectionId: entry.connectionId,
    surface: entry.surface,
    action: entry.action,
    facts: entry.facts,
    values: entry.values ? Buffer.from(entry.values).toString('base64') : null,
    previousHash: previous,
  } satisfies Record<Exclude<keyof HistoryRow, 'hash'>, string | number | null>;
  return createHash('sha256').update(canonicalJson(covered), 'utf8').digest('hex');
}

/** The sequence of the first row that is altered, missing or out of place; null when none is. */
export function verifyChain(rows: readonly HistoryRow[]): number | null {
  let previous = chainStart;
  for (const [index, row] of rows.entries()) {
    const isInPlace =
      row.sequence === index + 1 && row.chain === rows[0]?.chain && row.previousHash === previous;
    if (!isInPlace || chainHash(row, previous) !== row.hash) return index + 1;
    previous = row.hash;
  }
  return null;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON with sorted keys and no spaces: the same content is the same text. */
export function canonicalJson(value: Json): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
