import { expect } from 'vitest';
import { type Connection, ConnectorError, type ItemReference } from '../../../core/index.js';
import { candidateOf } from '../../../core/intake/candidate.js';
import type { Outcome } from './ladder.js';

const client = {
  id: 'acme',
  name: 'Acme Store',
  currency: 'USD',
  timezone: 'America/New_York',
  policy: null,
  chatChannelId: null,
};

export async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    // A code is kept and shown: one word of ours, never the vendor's text.
    expect(error.code).toMatch(/^[a-z_]+$/);
    return { kind: error.kind, waitMs: error.waitMs };
  }
}

export async function writeNote(connection: Connection, externalId: string, effectId = 'effect-1') {
  return connection.writeBack?.({
    externalId,
    note: 'RV-000001 approved',
    // Where an answer is drafted instead of a note, it stands for it.
    replyDraft: { about: 'RV-000001', text: 'RV-000001 approved' },
    addTags: ['reversal_approved'],
    removeTags: ['reversal_pending'],
    effectId,
  });
}

export async function listAll(connection: Connection, cursor: string | null, since: Date) {
  const references: ItemReference[] = [];
  for (let pages = 0, at = cursor; pages < 50; pages += 1) {
    const page = await connection.listChanges(at, since);
    references.push(...page.references);
    at = page.cursor;
    if (!page.hasMore) return { references, cursor: page.cursor };
  }
  throw new Error('the listing does not end');
}

/** One run from the cursor: what each item listed was read to be, and when it was changed. */
export async function sync(connection: Connection, from: string | null, since: Date) {
  const { references, cursor } = await listAll(connection, from, since);
  const hashes: Record<string, string> = {};
  const times: Record<string, number> = {};
  for (const id of idsOf(references)) {
    const item = await connection.fetchItem(id);
    if (!item) continue;
    hashes[id] = candidateOf(item, client, null).contentHash;
    times[id] = item.updatedAt.getTime();
  }
  return { cursor, hashes, times };
}

/** The work's value; null where it came to trouble outside. */
export async function unlessTrouble<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}

export function idsOf(references: readonly ItemReference[]): string[] {
  return references.map((reference) => reference.externalId);
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
