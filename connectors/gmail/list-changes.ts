import { z } from 'zod';
import { type ChangePage, ConnectorError, type ItemReference } from '../../core/index.js';
import type { GmailClient } from './client.js';
import type { HistoryPage, HistoryRecord } from './schema.js';
import type { GmailSettings } from './settings.js';
import { timeOfHistory } from './time-of-history.js';

/**
 * What is kept between two listings. `listing` reads the mailbox through once, from an instant on,
 * and remembers the history id that stood when it began; `history` goes on from there.
 */
const cursorSchema = z.discriminatedUnion('at', [
  z.object({
    at: z.literal('listing'),
    pin: z.string(),
    sinceMs: z.number(),
    /** Set where history was lost: what is known since then is looked at again at the end. */
    lostMs: z.number().nullable(),
    page: z.string().nullable(),
  }),
  z.object({
    at: z.literal('history'),
    from: z.string(),
    /** Every change before this instant has been listed. */
    coveredMs: z.number(),
    /** Straight from a listing: no history has been read from here yet. */
    isFresh: z.boolean(),
    page: z.string().nullable(),
  }),
]);
type Cursor = z.output<typeof cursorSchema>;
type Listing = Extract<Cursor, { at: 'listing' }>;
type History = Extract<Cursor, { at: 'history' }>;

type Narrowed = Pick<GmailSettings, 'labelIds'>;

/** How far before a lost history its known threads are looked at again. */
const lostLeadMs = 7 * 86_400_000;

/**
 * One page of changes. The first listing is pinned to a history id taken before it, so that nothing
 * falls between listing and history. A history the vendor has forgotten (history.list, 404) begins
 * the listing anew, pinned anew, once: the page after it goes on from there.
 */
export async function listChanges(
  client: GmailClient,
  narrowed: Narrowed,
  now: () => Date,
  saved: string | null,
  since: Date,
): Promise<ChangePage> {
  const cursor = cursorOf(saved) ?? (await beginListing(client, since, null));
  return cursor.at === 'listing'
    ? listThreads(client, now, cursor)
    : listHistory(client, narrowed, now, cursor, since);
}

async function beginListing(
  client: GmailClient,
  since: Date,
  lostMs: number | null,
): Promise<Listing> {
  const { historyId } = await client.profile();
  return { at: 'listing', pin: historyId, sinceMs: since.getTime(), lostMs, page: null };
}

async function listThreads(
  client: GmailClient,
  now: () => Date,
  cursor: Listing,
): Promise<ChangePage> {
  const readAt = now().getTime();
  const page = await client.threads({ query: after(cursor.sinceMs), pageToken: cursor.page });
  const references = (page.threads ?? []).map(({ id, historyId }) => ({
    externalId: id,
    // A thread without a history id is fetched in any case: the pin is newer than any it had.
    updatedAt: timeOfHistory(historyId ?? cursor.pin),
  }));
  const next = page.nextPageToken ?? null;
  if (next !== null) {
    // A listing that has more but does not go on would be read for ever.
    if (next === cursor.page) throw new ConnectorError('unreadable', 'listing_stands_still');
    return { references, cursor: kept({ ...cursor, page: next }), hasMore: true };
  }
  return {
    references,
    cursor: kept({
      at: 'history',
      from: cursor.pin,
      coveredMs: readAt,
      isFresh: true,
      page: null,
    }),
    // History since the pin is read in the same run, unless there was nothing at all.
    hasMore: references.length > 0,
    ...(cursor.lostMs === null
      ? {}
      : { reconcile: { since: new Date(cursor.lostMs - lostLeadMs) } }),
  };
}

async function listHistory(
  client: GmailClient,
  narrowed: Narrowed,
  now: () => Date,
  cursor: History,
  since: Date,
): Promise<ChangePage> {
  const readAt = now().getTime();
  const page = await client.history(cursor.from, cursor.page);
  if (page === null) {
    const anew = await beginListing(client, since, cursor.coveredMs);
    // A mailbox that forgets what it has just told is listed once a run, not round and round.
    return { references: [], cursor: kept(anew), hasMore: !cursor.isFresh };
  }
  const next = page.nextPageToken ?? null;
  if (next !== null && next === cursor.page) {
    throw new ConnectorError('unreadable', 'history_stands_still');
  }
  return {
    references: referencesIn(page, narrowed),
    cursor: kept(
      next === null
        ? {
            at: 'history',
            from: newer(page.historyId, cursor.from),
            coveredMs: readAt,
            isFresh: false,
            page: null,
          }
        : { ...cursor, page: next },
    ),
    hasMore: next !== null,
  };
}

/** Each thread that changed in a way that matters, once, with its newest history id. */
function referencesIn(page: HistoryPage, narrowed: Narrowed): ItemReference[] {
  const newest = new Map<string, Date>();
  for (const record of page.history ?? []) {
    const at = timeOfHistory(record.id);
    for (const threadId of changedThreads(record, narrowed)) {
      const known = newest.get(threadId);
      if (known === undefined || at > known) newest.set(threadId, at);
    }
  }
  return [...newest].map(([externalId, updatedAt]) => ({ externalId, updatedAt }));
}

/**
 * Mail that came, went, or moved to or from the bin and spam. Reading, starring, archiving and the
 * hub's own labels change nothing of what was said, and drafts are not said yet.
 */
function changedThreads(record: HistoryRecord, { labelIds = [] }: Narrowed): string[] {
  const matters = new Set(['TRASH', 'SPAM', ...labelIds]);
  const isMail = (labels: readonly string[] | null | undefined) =>
    !(labels ?? []).some((label) => label === 'DRAFT' || label === 'CHAT');
  const moved = [...(record.labelsAdded ?? []), ...(record.labelsRemoved ?? [])].filter((change) =>
    (change.labelIds ?? []).some((label) => matters.has(label)),
  );
  const came = [...(record.messagesAdded ?? []), ...(record.messagesDeleted ?? [])];
  return [...came, ...moved]
    .filter(({ message }) => isMail(message.labelIds))
    .map(({ message }) => message.threadId);
}

/**
 * Mail since an instant, in Gmail's search words; `after:` takes seconds since 1970 (guide "Searching
 * for messages"). Drafts and chats are told apart at fetching, where that is certain.
 */
function after(sinceMs: number): string {
  const seconds = Math.floor(sinceMs / 1000);
  return seconds > 0 ? `after:${seconds}` : '';
}

function newer(left: string, right: string): string {
  return BigInt(left) > BigInt(right) ? left : right;
}

function kept(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** A cursor that cannot be read is none: the mailbox is listed anew, and nothing is missed. */
function cursorOf(saved: string | null): Cursor | null {
  if (saved === null) return null;
  const parsed = cursorSchema.safeParse(jsonOf(saved));
  return parsed.success ? parsed.data : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
