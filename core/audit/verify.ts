import { type HistoryRow, verifyChain } from './chain.js';

/** One chain of history, its rows in order of sequence. */
export type HistoryChain = { chain: string; rows: readonly HistoryRow[] };

export type Verification = {
  chains: number;
  entries: number;
  /** Every chain that does not hold, with the sequence of its first faulty row. */
  broken: readonly { chain: string; sequence: number }[];
};

/**
 * Verifies every chain, one in memory at a time. It proves that nothing was altered, inserted or
 * taken out between rows; rows cut off at a chain's end are found by a checkpoint, not here.
 */
export async function verifyHistory(
  chains: AsyncIterable<HistoryChain> | Iterable<HistoryChain>,
): Promise<Verification> {
  const broken: { chain: string; sequence: number }[] = [];
  let count = 0;
  let entries = 0;
  for await (const { chain, rows } of chains) {
    count += 1;
    entries += rows.length;
    const sequence = verifyChain(rows);
    if (sequence !== null) broken.push({ chain, sequence });
  }
  return { chains: count, entries, broken };
}
