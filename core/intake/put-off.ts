import type { ConnectorError } from './connector-contract.js';
import type { IntakeTools } from './intake.js';
import type { PendingItem } from './source-book.js';

type PutOffTools = Pick<IntakeTools, 'book' | 'now' | 'warn'>;

/** Between two tries of an item that cannot be had; when its connection recovers it is due at once. */
const backoffMaxMs = 15 * 60_000;
/** After so many readings an item that cannot be read, or that we fail at, is put aside. */
const unreadableMax = 3;
/** What is no JSON at all may have been spoilt on its way, by a proxy or a vendor in trouble. */
const spoiltMax = 8;
const spoiltCode = 'bad_json';

/**
 * What lasts puts an item aside: the vendor refuses this very thing for good, or its content cannot be
 * read. What may pass, however long it takes, keeps it waiting: it comes again by itself, ever more seldom.
 */
export async function putOff(tools: PutOffTools, item: PendingItem, error: ConnectorError) {
  const now = tools.now();
  const { kind, code } = error;
  const isUnreadable = kind === 'unreadable';
  const readingsMax = code === spoiltCode ? spoiltMax : unreadableMax;
  if (kind === 'give_up' || (isUnreadable && item.unreadableTries + 1 >= readingsMax)) {
    await tools.book.quarantine(item.id, now, code);
    tools.warn('item_quarantined', { connection: item.connectionId, code });
    return;
  }
  const backoffMs =
    error.waitMs ?? Math.min(1_000 * 2 ** Math.min(item.attempts, 10), backoffMaxMs);
  await tools.book.again(item.id, new Date(now.getTime() + backoffMs), code, {
    // Waiting and signing in again say nothing about the item: they count as no try of it.
    isTry: kind === 'retry' || isUnreadable,
    isUnreadable,
    ...(kind === 'retry' || kind === 're_authorise' ? { trouble: { kind, at: now } } : {}),
  });
}

/** A fault of ours: the item is kept, and after some tries put aside where it is seen. */
export async function putOffOwnFault(tools: PutOffTools, item: PendingItem) {
  if (item.unreadableTries + 1 >= unreadableMax) {
    await tools.book.quarantine(item.id, tools.now(), 'internal_fault');
    return;
  }
  const at = new Date(tools.now().getTime() + 5_000);
  await tools.book.again(item.id, at, 'internal_fault', { isTry: true, isUnreadable: true });
}
