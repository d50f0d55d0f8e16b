import { setImmediate as letOthersRun } from 'node:timers/promises';
import { holdLease } from '../effects/hold-lease.js';
import { ConnectorError, type FetchEach } from './connector-contract.js';
import {
  type IntakeTools,
  ItemFault,
  judgeClaimed,
  leaseUntil,
  type OpenConnection,
} from './intake.js';
import type { JudgedItem, PendingItem } from './source-book.js';

/** Verdicts are kept by so many, so that a process that dies in a large batch leaves little to do again. */
const keptAtOnce = 50;
/**
 * Claimed at once where the connector names no number of its own: few enough that a cut leaves little,
 * enough that the database is asked seldom.
 */
const batchSizeDefault = 50;
/** A vendor that stumbles stumbles over the whole batch: so often it is asked for together all the same. */
const togetherTriesMax = 3;

/** How many of its waiting items are claimed at once. */
export function batchSizeOf({ connection }: OpenConnection): number {
  const size = connection.togetherMax ?? batchSizeDefault;
  // Nothing would ever be claimed with it, and nobody told.
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError('togetherMax is no batch size');
  return size;
}

/** Lets one piece of work run at a time. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function oneByOne(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * Judges many items of one connection with a bounded number at a time. Claims, leases and verdicts go
 * to the database once for all, so an item that is no reversal costs no transaction of its own. When
 * `signal` ends it, what was not begun is let go and waits as before. `onAsked` hears when all that is
 * common to them is asked for.
 */
export async function judgeTogether(
  tools: IntakeTools,
  open: OpenConnection,
  itemIds: readonly string[],
  how: { atOnce: number; signal: AbortSignal; onJudged: () => void; onAsked?: () => void },
): Promise<void> {
  const items = await tools.book.claimAll(itemIds, tools.now(), leaseUntil(tools));
  if (items.length === 0) return;
  const ids = items.map((item) => item.id);
  const letGo = holdLease((until) => tools.book.extend(ids, until), {
    leaseMs: tools.leaseMs,
    now: tools.now,
    onFault: () => tools.count('lease_not_kept', { kind: 'item' }),
  });
  /** Judged, and not kept yet. */
  const judged: JudgedItem[] = [];
  const untouched: string[] = [];
  const queue = items.values();
  const toolsHere = loggingInTurn(withClientOnce(tools, open.clientId));
  const work = async (fetchItem: FetchEach) => {
    for (const item of queue) {
      if (how.signal.aborted) {
        untouched.push(item.id);
        continue;
      }
      // What is at hand already is judged without a wait: answers of the database would lie meanwhile,
      // and with them the counter's lock, which every other entry waits for.
      await letOthersRun();
      const result = await judgedUnlessFault(toolsHere, open, item, fetchItem);
      if (result) judged.push(result);
      if (judged.length >= keptAtOnce) await tools.book.judgedAll(judged.splice(0));
      how.onJudged();
    }
  };
  let asked: FetchEach | null = null;
  try {
    const fetchItem = await fetcherOf(open, items);
    asked = fetchItem;
    if (how.onAsked) void Promise.resolve(fetchItem.isAsked).then(how.onAsked, how.onAsked);
    const ends = await Promise.allSettled(
      Array.from({ length: how.atOnce }, () => work(fetchItem)),
    );
    // A lost database stops the run, but not before what the others did is kept.
    const fault = ends.find((end) => end.status === 'rejected');
    if (fault) throw fault.reason;
  } finally {
    letGo();
    await tools.book.judgedAll(judged);
    await tools.book.release([...untouched, ...[...queue].map((item) => item.id)]);
    // A run that was ended leaves no requests behind it.
    await Promise.allSettled([asked?.isAsked]);
  }
}

/** The client is one for all: asked for once, it is half of what a batch asks of the database. */
function withClientOnce(tools: IntakeTools, clientId: string): IntakeTools {
  let asked: ReturnType<IntakeTools['store']['client']> | null = null;
  const client: IntakeTools['store']['client'] = (id) => {
    if (id !== clientId) return tools.store.client(id);
    asked ??= tools.store.client(id);
    return asked;
  };
  return { ...tools, store: { ...tools.store, client } };
}

/**
 * Entries are numbered one after the other: logged side by side they only wait for the counter, each with
 * one of the few connections through which leases are kept and places in the limits are taken.
 */
function loggingInTurn(tools: IntakeTools): IntakeTools {
  const { desk } = tools;
  const turns = oneByOne();
  const logManyFromSource: typeof desk.logManyFromSource = (...given) =>
    turns(() => desk.logManyFromSource(...given));
  return { ...tools, desk: { ...desk, logManyFromSource } };
}

/** One item's fault never ends the run: it was put off or aside, and is told. */
async function judgedUnlessFault(...given: Parameters<typeof judgeClaimed>) {
  try {
    return await judgeClaimed(...given);
  } catch (error) {
    if (!(error instanceof ItemFault)) throw error;
    const [tools, open] = given;
    const code = error.cause instanceof Error ? error.cause.name : 'unknown';
    tools.warn('item_fault', { connection: open.id, code });
    return null;
  }
}

/**
 * How each item is fetched. Where what is common to all cannot be had, each says so for itself and is
 * put off, to be asked for together again: one failure of a batch makes no request of each item. But
 * content that spoils it may be one item's own, so then each is fetched by itself at once. So is one
 * that could not be read, or came to grief too often: whatever ails it must not keep the others waiting.
 */
async function fetcherOf(
  { connection }: OpenConnection,
  items: readonly PendingItem[],
): Promise<FetchEach> {
  const alone = (id: string) => connection.fetchItem(id);
  const wanted = items.filter(mayGoTogether).map((item) => item.externalId);
  if (!connection.fetchTogether || wanted.length === 0) return alone;
  const together = new Set(wanted);
  try {
    const fetch = await connection.fetchTogether(wanted);
    const each = (id: string) => (together.has(id) ? fetch(id) : alone(id));
    return Object.assign(each, { isAsked: fetch.isAsked ?? Promise.resolve() });
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.kind === 'unreadable' || error.kind === 'give_up') return alone;
    return (id) => (together.has(id) ? Promise.reject(error) : alone(id));
  }
}

/** The try under way is counted among the attempts. */
function mayGoTogether({ attempts, unreadableTries }: PendingItem): boolean {
  return attempts <= togetherTriesMax && unreadableTries === 0;
}
