import { ConnectorError } from '../../core/index.js';
import { type Filter, type HubSpotClient, searchPageSize } from './client.js';
import { timeValue } from './property-values.js';

/** Tickets of an account that is gone through whole: ten thousand requests, a quarter of an hour. */
const wholeListMax = 1_000_000;
/** One way through the list serves the days asked about right after it: a week costs what a day does. */
const listKeptMs = 5 * 60_000;
/** A million tickets, should the count be wrong; as many created in one window by search. */
const listPagesMax = 10_000;
const searchPagesMax = 5_000;

const created = 'createdate';
const objectId = 'hs_object_id';

type Span = { pipelines: readonly string[] | undefined; from: Date; to: Date };

/** Tickets created since `from`, as the list had them between two instants. */
type Passed = {
  from: number;
  begunAt: number;
  endedAt: number;
  tickets: readonly { id: string; at: number }[];
};

/**
 * Ids of tickets created from `from` until before `to`; deleted ones are not among them. By the plain
 * list: it reads the records themselves, not the search index that the listing of changes goes by, ends
 * at no 10,000 (CRM search, "Limitations", has the limit for searches alone) and has no filter by time,
 * so that one way through it is kept for the days asked about next. A larger account by search over the
 * time of creation, which no change moves, in the order of ids: its pages share neither time, order nor
 * cursor with the listing of changes, only the index, which has had an hour to take the ticket in.
 */
export function openListIds(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  now: () => Date,
  wholeMax = wholeListMax,
): (from: Date, to: Date) => AsyncIterable<string> {
  let kept: Passed | null = null;
  /** A way through that began after the span had ended, and ended not long ago, has all of it. */
  const serves = ({ from, begunAt, endedAt }: Passed, span: Span) =>
    from <= span.from.getTime() &&
    begunAt >= span.to.getTime() &&
    now().getTime() - endedAt < listKeptMs;
  return async function* listIds(from, to) {
    const span = { pipelines, from, to };
    if (!kept || !serves(kept, span)) {
      kept = null;
      if ((await client.ticketCount()) > wholeMax) return yield* fromSearch(client, span);
      kept = await passOf(client, span, now);
    }
    const isWithin = ({ at }: { at: number }) => at >= from.getTime() && at < to.getTime();
    for (const { id } of kept.tickets.filter(isWithin)) yield id;
  };
}

/** One way through the whole list, of which what was created since the span's beginning is kept. */
async function passOf(
  client: HubSpotClient,
  { pipelines, from }: Span,
  now: () => Date,
): Promise<Passed> {
  const begunAt = now().getTime();
  const tickets: { id: string; at: number }[] = [];
  let after: string | undefined;
  for (let count = 0; count < listPagesMax; count += 1) {
    const page = await client.ticketsPage(after, false);
    // A day with a ticket that nobody can name cannot be vouched for.
    if (page.unreadable.length > 0) throw new ConnectorError('unreadable', 'unreadable_list');
    for (const { id, properties, createdAt } of page.results) {
      const at = timeValue(properties.createdate) || (createdAt?.getTime() ?? Number.NaN);
      const isInPipeline = !pipelines || pipelines.includes(properties.hs_pipeline ?? '');
      if (isInPipeline && at >= from.getTime()) tickets.push({ id, at });
    }
    const next = page.paging?.next?.after;
    if (next === undefined) {
      return { from: from.getTime(), begunAt, endedAt: now().getTime(), tickets };
    }
    if (next === after) throw new ConnectorError('unreadable', 'no_next_page');
    after = next;
  }
  throw new ConnectorError('give_up', 'listing_too_long');
}

/** Never by offset, which ends at 10,000: each page begins after the last one's largest id. */
async function* fromSearch(
  client: HubSpotClient,
  { pipelines, from, to }: Span,
): AsyncIterable<string> {
  const window: Filter[] = [
    { propertyName: created, operator: 'GTE', value: String(from.getTime()) },
    { propertyName: created, operator: 'LT', value: String(to.getTime()) },
    ...(pipelines ? [{ propertyName: 'hs_pipeline', operator: 'IN', values: [...pipelines] }] : []),
  ];
  let afterId = 0n;
  for (let count = 0; count < searchPagesMax; count += 1) {
    const further = { propertyName: objectId, operator: 'GT', value: String(afterId) };
    const page = await client.searchTickets({ filters: [...window, further], sort: objectId });
    for (const { id } of page.results) yield id;
    if (page.unreadable.length > 0) throw new ConnectorError('unreadable', 'unreadable_search');
    const ids = page.results.map(({ id }) => BigInt(id));
    const largest = ids.reduce((most, id) => (id > most ? id : most), afterId);
    if (ids.length < searchPageSize && !page.paging?.next) return;
    if (largest === afterId) throw new ConnectorError('unreadable', 'no_next_page');
    afterId = largest;
  }
  throw new ConnectorError('give_up', 'listing_too_long');
}
