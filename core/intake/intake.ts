import { holdLease } from '../effects/hold-lease.js';
import type { Desk } from '../reversals/desk.js';
import type { NewMessage, ReversalStore } from '../reversals/ports.js';
import type { Identifier, Reversal } from '../reversals/reversal.js';
import { candidateOf } from './candidate.js';
import { type CardDataBook, type CardDataLook, nothingLeft } from './card-data.js';
import { type Connection, ConnectorError } from './connector-contract.js';
import { isAhead, keepPage } from './keep-page.js';
import type { ClientModels } from './learning/client-models.js';
import { newIn, staffOf, toLogRequest } from './log-request.js';
import { putOff, putOffOwnFault } from './put-off.js';
import { redact } from './redact.js';
import type { JudgedItem, PendingItem, SourceBook, Verdict } from './source-book.js';
import type { SourceItem } from './source-item.js';

/** What one connection's intake needs; everything outside is handed in. */
export type IntakeTools = {
  book: SourceBook;
  desk: Desk;
  store: ReversalStore;
  /** Asks processors for payments that an item names and nobody knows yet; never holds it up. */
  lookUpPayments?: (clientId: string, identifiers: readonly Identifier[]) => Promise<void>;
  /** What each client's corrections add to the reading; absent: the common reading alone. */
  models?: ClientModels;
  /** Where incidents with card data are kept; absent in tests of other things only. */
  cardData?: Pick<CardDataBook, 'keepItem'>;
  now: () => Date;
  /** How long one process may have an item before another takes it over. */
  leaseMs: number;
  count: (name: string, labels?: Record<string, string>) => void;
  warn: (event: string, fields: Record<string, string | number>) => void;
};

export type OpenConnection = {
  id: string;
  clientId: string;
  actFrom: Date;
  connection: Connection;
  /** Scores from which an item is logged or reviewed; the client's own where set. */
  thresholds: { logAt: number; reviewAt: number } | null;
};

/** A page cap, so that one run ends: the next run goes on from the saved cursor. */
const pagesMax = 200;
/**
 * Notices and listings run ahead of what a vendor hands out: what is not found at first is looked for
 * once more, so much later. What it says it has deleted is believed at once.
 */
const lookAgainMs = 5 * 60_000;
/**
 * Lists changes since the cursor, page by page. The cursor and the items it covers are saved in
 * one transaction, so a process that dies in between loses and repeats nothing.
 */
export async function pollConnection(tools: IntakeTools, open: OpenConnection): Promise<string[]> {
  try {
    for (let page = 0; page < pagesMax; page += 1) {
      const cursor = await tools.book.cursor(open.id);
      const changes = await open.connection.listChanges(cursor, open.actFrom);
      await keepPage(tools, open.id, changes, { movesCursor: true });
      tools.count('listed', { connection: open.id });
      if (!changes.hasMore) break;
    }
    await tools.book.noteSuccess(open.id, tools.now());
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    // Waiting for our own turn says nothing about the connection.
    if (error.code !== 'own_limit') await tools.book.noteFailure(open.id, tools.now(), error);
    tools.warn('connection_failed', { connection: open.id, code: error.code });
  }
  await tools.book.lookForGone(open.id, tools.now());
  return [...(await tools.book.pending(open.id, tools.now(), 1_000))];
}

/** Fetches, reads and judges one item: the only step in which raw text lives. */
export async function judgeItem(
  tools: IntakeTools,
  connections: ReadonlyMap<string, OpenConnection>,
  itemId: string,
): Promise<void> {
  const item = await tools.book.claim(itemId, tools.now(), leaseUntil(tools));
  if (!item) return;
  const open = connections.get(item.connectionId);
  if (!open) {
    await tools.book.again(item.id, leaseUntil(tools), 'connection_off', { isTry: false });
    return;
  }
  const letGo = holdLease((until) => tools.book.extend([item.id], until), {
    leaseMs: tools.leaseMs,
    now: tools.now,
    onFault: () => tools.count('lease_not_kept', { kind: 'item' }),
  });
  try {
    const result = await judgeClaimed(tools, open, item, (id) => open.connection.fetchItem(id));
    if (result) await tools.book.judgedAll([result]);
  } catch (error) {
    throw error instanceof ItemFault ? error.cause : error;
  } finally {
    letGo();
  }
}

export function leaseUntil(tools: IntakeTools): Date {
  return new Date(tools.now().getTime() + tools.leaseMs);
}

/** A fault of ours at one item, which has been put off or aside by now: no reason to leave the others. */
export class ItemFault extends Error {
  override readonly name = 'ItemFault';
}

/**
 * Fetches and judges an item that is claimed. Returns the verdict to be kept, or null where it was put
 * off or aside. Throws `ItemFault` for a fault of ours.
 */
export async function judgeClaimed(
  tools: IntakeTools,
  open: OpenConnection,
  item: PendingItem,
  fetchItem: Connection['fetchItem'],
): Promise<JudgedItem | null> {
  try {
    const source = await fetchItem(item.externalId);
    if (!source || source.isDeleted) {
      for (const id of item.reversalIds) {
        await tools.desk.addFromSource(id, open.id, [goneMessage(item, tools.now())], []);
      }
      if (item.holdsCardData) await keepCardData(tools, open, item, nothingLeft, null);
      const gone = { verdict: 'gone', contentHash: null, score: null, reasons: [] } as const;
      const lookAgainAt = new Date(tools.now().getTime() + lookAgainMs);
      const isBelieved = source !== null || item.verdict === 'gone';
      return { ...judgedItem(tools, item, gone, source), ...(isBelieved ? {} : { lookAgainAt }) };
    }
    return await judge(tools, open, item, source);
  } catch (error) {
    if (!(error instanceof ConnectorError)) {
      await putOffOwnFault(tools, item);
      throw new ItemFault('an item could not be judged', { cause: error });
    }
    await putOff(tools, item, error);
    return null;
  }
}

/** An entry outlives its ticket; whoever decides it is shown that the ticket is gone, once. */
function goneMessage(item: PendingItem, at: Date): NewMessage {
  return {
    sourceItemId: item.id,
    externalId: `gone:${item.id}`,
    author: 'system',
    authorName: null,
    text: redact('The ticket was deleted at the source.').text,
    isPublic: false,
    sentAt: at,
  };
}

async function judge(
  tools: IntakeTools,
  open: OpenConnection,
  item: PendingItem,
  source: SourceItem,
): Promise<JudgedItem> {
  const client = await tools.store.client(open.clientId);
  if (!client) throw new Error('a connection names a client that is not in the database');
  const model = (await tools.models?.of(client.id)) ?? null;
  const candidate = candidateOf(source, client, open.thresholds, model);
  for (const kind of candidate.findings) tools.count('redacted', { kind });
  // A ticket solved by then was opened before then too: one solved since is work like any other.
  const historic = source.createdAt < open.actFrom && !isWrittenOnSince(source, open.actFrom);
  // Before the verdict: a process that dies in between finds the item waiting, and keeps it again.
  if (item.holdsCardData || candidate.cardData.found.length > 0) {
    await keepCardData(tools, open, item, candidate.cardData, historic ? null : source);
  }
  const messages = candidate.messages.map((message) => ({ ...message, sourceItemId: item.id }));
  const { contentHash, score, reasons } = candidate;
  const known = item.reversalIds;
  const isChanged = contentHash !== item.contentHash;
  if (isChanged) {
    for (const id of known) await tools.desk.addFromSource(id, open.id, messages, staffOf(source));
  }
  const entries = await Promise.all(known.map((id) => tools.store.byId(id)));
  const live = entries.filter((entry) => !entry?.historic);
  // History that its customer asks for anew: nothing of it waits for anybody, so it begins anew.
  const isFirst = known.length === 0 || (!historic && live.length === 0);
  if (isFirst && candidate.outcome === 'leave') {
    const verdict = known.length === 0 ? 'left' : 'historic';
    return judgedItem(tools, item, { verdict, contentHash, score, reasons }, source);
  }
  const beside = isFirst || live.length > 0 ? live : entries;
  const asked = isFirst || isChanged ? newIn(candidate, beside) : [];
  if (asked.length > 0 && !historic) {
    await tools.lookUpPayments?.(client.id, candidate.identifiers);
  }
  const requests = asked.map((one, index) =>
    toLogRequest(client, item, source, one, { historic, position: known.length + index }),
  );
  const logged = requests.length > 0 ? await tools.desk.logManyFromSource(open.id, requests) : [];
  const verdict = verdictOf([...entries, ...logged.map(({ reversal }) => reversal)]);
  tools.count('judged', { connection: open.id, verdict });
  return judgedItem(tools, item, { verdict, contentHash, score, reasons }, source);
}

/** A customer who writes from then on asks today, however old the ticket or the thread is. */
function isWrittenOnSince({ messages }: SourceItem, actFrom: Date): boolean {
  return messages.some((one) => one.author === 'customer' && one.sentAt >= actFrom);
}

/** History is recorded and nothing is written there (domain-rules.md, History import): no report. */
async function keepCardData(
  tools: IntakeTools,
  open: OpenConnection,
  item: PendingItem,
  look: CardDataLook,
  reportOn: SourceItem | null,
) {
  const { id, connectionId, externalId } = item;
  const owner = reportOn?.assignee?.name ?? reportOn?.assignee?.email ?? null;
  await tools.cardData?.keepItem(
    { id, connectionId, externalId, clientId: open.clientId },
    look,
    reportOn && { owner: owner && redact(owner).text, url: reportOn.url },
    tools.now(),
  );
}

function verdictOf(entries: readonly (Reversal | null)[]): Verdict {
  if (entries.every((entry) => entry?.historic)) return 'historic';
  return entries.some((entry) => entry?.status === 'needs_review') ? 'review' : 'logged';
}

type Judgement = Pick<JudgedItem, 'verdict' | 'contentHash' | 'score' | 'reasons'>;

function judgedItem(
  tools: IntakeTools,
  item: PendingItem,
  result: Judgement,
  source: SourceItem | null,
): JudgedItem {
  return {
    itemId: item.id,
    ...result,
    // A time far ahead would be newer than every change to come: the listing's counts.
    sourceUpdatedAt:
      source && !isAhead(source.updatedAt, tools.now()) ? source.updatedAt : item.sourceUpdatedAt,
    url: source?.url ?? null,
    at: tools.now(),
  };
}
