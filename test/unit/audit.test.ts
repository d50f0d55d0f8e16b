import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  chainHash,
  chainStart,
  type HistoryRow,
  verifyChain,
} from '../../core/audit/chain.js';
import { verifyHistory } from '../../core/audit/verify.js';

const id = '11111111-1111-4111-8111-111111111111';

function chainOf(length: number): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const content = {
      chain: id,
      sequence,
      reversalId: id,
      subjectId: '22222222-2222-4222-8222-222222222222',
      at: new Date(Date.UTC(2026, 2, 1, 12, sequence)),
      actorKind: 'hub',
      personId: null,
      connectionId: null,
      surface: 'hub',
      action: 'logged',
      facts: '{}',
      values: new Uint8Array([1, 2, sequence]),
    };
    const previousHash = rows.at(-1)?.hash ?? chainStart;
    rows.push({ ...content, previousHash, hash: chainHash(content, previousHash) });
  }
  return rows;
}

describe('a history chain', () => {
  it('holds as it was written', () => {
    expect(verifyChain(chainOf(5))).toBeNull();
    expect(verifyChain([])).toBeNull();
  });

  const elsewhere = '33333333-3333-4333-8333-333333333333';
  it.each<[keyof HistoryRow, Partial<HistoryRow>]>([
    ['chain', { chain: elsewhere }],
    ['sequence', { sequence: 9 }],
    ['reversalId', { reversalId: elsewhere }],
    ['subjectId', { subjectId: null }],
    ['at', { at: new Date(0) }],
    ['actorKind', { actorKind: 'person' }],
    ['personId', { personId: elsewhere }],
    ['connectionId', { connectionId: 'acme-zendesk' }],
    ['surface', { surface: 'rest' }],
    ['action', { action: 'approve' }],
    ['facts', { facts: '{"amountMinor":"1"}' }],
    ['values', { values: new Uint8Array([1, 2, 4]) }],
    ['previousHash', { previousHash: 'f'.repeat(64) }],
    ['hash', { hash: 'f'.repeat(64) }],
  ])('an altered %s is found at its row', (_column, change) => {
    const rows = chainOf(5);
    const third = rows[2];
    if (!third) throw new Error('five rows');
    rows[2] = { ...third, ...change };
    expect(verifyChain(rows)).toBe(3);
  });

  it('a row altered and hashed anew is found at the row after it', () => {
    const rows = chainOf(5);
    const third = rows[2];
    if (!third) throw new Error('five rows');
    const forged = { ...third, action: 'approve' };
    rows[2] = { ...forged, hash: chainHash(forged, forged.previousHash) };
    expect(verifyChain(rows)).toBe(4);
  });

  it.each([
    ['taken out', (rows: HistoryRow[]) => rows.toSpliced(2, 1)],
    ['put in twice', (rows: HistoryRow[]) => rows.toSpliced(3, 0, ...rows.slice(2, 3))],
    ['changed in order', (rows: HistoryRow[]) => [...rows.slice(0, 2), ...rows.slice(2).reverse()]],
  ])('a row %s is found', (_how, alter) => {
    expect(verifyChain(alter(chainOf(5)))).toBeGreaterThanOrEqual(3);
  });

  it('verification names every broken chain and counts what it read', async () => {
    const whole = { chain: 'a', rows: chainOf(3) };
    const broken = { chain: 'b', rows: chainOf(3).toSpliced(0, 1) };
    expect(await verifyHistory([whole, broken])).toEqual({
      chains: 2,
      entries: 5,
      broken: [{ chain: 'b', sequence: 1 }],
    });
  });
});

it('canonical JSON is the same text whatever the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'ü"' }], a: true })).toBe(
    canonicalJson({ a: true, b: [1, { c: 'ü"', d: null }] }),
  );
});
