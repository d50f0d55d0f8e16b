import { z } from 'zod';
import { type ChangePage, ConnectorError, type ItemReference } from '../../core/index.js';
import { readRows } from '../read-rows.js';
import { type GmailClient, unlessCode } from './client.js';
import {
  type HistoryChange,
  type HistoryPage,
  historyChange,
  historyRecord,
  type ThreadsPage,
  threadRow,
} from './schema.js';
import type { GmailSettings } from './settings.js';
import { timeOfHistory } from './time-of-history.js';

/** How often one listing was begun again because the vendor refused the place it had named, and when last. */
const restarts = { restarts: z.number().optional(), restartedMs: z.number().optional() };

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
    ...restarts,
  }),
  z.object({
    at: z.literal('history'),
    from: z.string(),
    /** Every change before this instant has been listed. */
    coveredMs: z.number(),
    /** Straight from a listing: no history has been read from here yet. */
    isFresh: z.boolean(),
    page: z.string().nullable(),
    ...restarts,
  }),
]);
type Cursor = z.output<typeof cursorSchema>;
type Listing = Extract<Cursor, { at: 'listing' }>;
type History = Extract<Cursor, { at: 'history' }>;

type Narrowed = Pick<GmailSettings, 'labelIds'>;

/**
 * So often a listing is begun again, each within an hour of the one before. A vendor that refuses more of
 * its own places is told of, and is listed again from the same history point once it has had an hour's rest.
 */
const restartsMax = 10;
const restMs = 3_600_000;

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
  const query = after(cursor.sinceMs);
  const page = await unlessPlaceRefused(cursor, client.threads({ query, pageToken: cursor.page }));
  if (page === 'refused') return begunAgain(cursor, readAt);
  const { references, unreadable } = threadsIn(page, cursor.pin);
  const next = page.nextPageToken ?? null;
  if (next !== null) {
    // A listing that has more but does not go on would be read for ever.
    if (next === cursor.page) throw new ConnectorError('unreadable', 'listing_stands_still');
    return { references, unreadable, cursor: kept({ ...cursor, page: next }), hasMore: true };
  }
  return {
    references,
    unreadable,
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

function threadsIn({ threads }: ThreadsPage, pin: string) {
  const { read, unreadable } = readRows(threadRow, threads ?? []);
  // A thread without a history id is fetched in any case: the pin is newer than any it had.
  const references = read.map(({ id, historyId }) => ({
    externalId: id,
    updatedAt: timeOfHistory(historyId ?? pin),
  }));
  return { references, unreadable };
}

/**
 * A place in a listing does not last: a token kept over a night, or by a vendor that has started anew,
 * is refused as a bad request. Without a token the request itself is at fault.
 */
async function unlessPlaceRefused<Page>(
  { page }: Cursor,
  work: Promise<Page>,
): Promise<Page | 'refused'> {
  if (page === null) return work;
  const answer = await unlessCode(
    'bad_request',
    work.then((value) => ({ value })),
  );
  return answer === null ? 'refused' : answer.value;
}

/** The same listing from its beginning: what is known by then costs one listing. */
function begunAgain(cursor: Cursor, nowMs: number): ChangePage {
  const isRested = nowMs - (cursor.restartedMs ?? 0) >= restMs;
  const count = isRested ? 1 : (cursor.restarts ?? 0) + 1;
  // The place stays as it was: each look asks for it once more, until it is given or the hour is over.
  if (count > restartsMax) throw new ConnectorError('retry', 'page_refused');
  const anew = { ...cursor, page: null, restarts: count, restartedMs: nowMs };
  return { references: [], cursor: kept(anew), hasMore: true };
}

async function listHistory(
  client: GmailClient,
  narrowed: Narrowed,
  now: () => Date,
  cursor: History,
  since: Date,
): Promise<ChangePage> {
  const readAt = now().getTime();
  const page = await unlessPlaceRefused(cursor, client.history(cursor.from, cursor.page));
  if (page === 'refused') return begunAgain(cursor, readAt);
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
    ...changesIn(page, narrowed),
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
function changesIn(
  page: HistoryPage,
  narrowed: Narrowed,
): Pick<ChangePage, 'references' | 'unreadable'> {
  const newest = new Map<string, Date>();
  const { read, unreadable } = readRows(historyRecord, page.history ?? []);
  for (const record of read) {
    // A record without an id changed by the time of this page.
    const at = timeOfHistory(record.id ?? page.historyId);
    const [came, other] = [
      readEach(record.messagesAdded, record.messagesDeleted),
      readEach(record.labelsAdded, record.labelsRemoved),
    ];
    unreadable.push(...came.unreadable, ...other.unreadable);
    for (const threadId of changedThreads(came.read, other.read, narrowed)) {
      const known = newest.get(threadId);
      if (known === undefined || at > known) newest.set(threadId, at);
    }
  }
  const references: ItemReference[] = [...newest].map(([externalId, updatedAt]) => ({
    externalId,
    updatedAt,
  }));
  return { references, unreadable };
}

function readEach(...lists: readonly (readonly unknown[] | null | undefined)[]) {
  return readRows(
    historyChange,
    lists.flatMap((list) => list ?? []),
  );
}

/**
 * Mail that came, went, or moved to or from the bin and spam. Reading, starring, archiving and the
 * hub's own labels change nothing of what was said, and drafts are not said yet.
 */
function changedThreads(
  came: readonly HistoryChange[],
  relabelled: readonly HistoryChange[],
  { labelIds = [] }: Narrowed,
): string[] {
  const matters = new Set(['TRASH', 'SPAM', ...labelIds]);
  const isMail = (labels: readonly string[] | null | undefined) =>
    !(labels ?? []).some((label) => label === 'DRAFT' || label === 'CHAT');
  const moved = relabelled.filter((change) =>
    (change.labelIds ?? []).some((label) => matters.has(label)),
  );
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
