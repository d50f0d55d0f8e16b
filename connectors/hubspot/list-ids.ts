import { ConnectorError } from '../../core/index.js';
import { type Filter, type HubSpotClient, searchPageSize } from './client.js';

/** An account of so many tickets is gone through whole: a hundred requests. */
const wholeListMax = 10_000;
/** A million tickets, should the count be wrong; as many created in one window by search. */
const listPagesMax = 10_000;
const searchPagesMax = 5_000;

const created = 'createdate';
const objectId = 'hs_object_id';

type Span = { pipelines: readonly string[] | undefined; from: Date; to: Date };

/**
 * Ids of tickets created from `from` until before `to`; deleted ones are not among them. A small account
 * by the plain list: it reads the records themselves, not the search index, and has no filter by time.
 * A larger one by search over the time of creation, which no change moves, in the order of ids: its
 * pages share neither time, order nor cursor with the listing of changes, only the index, which has
 * had an hour to take the ticket in.
 */
export async function* listIds(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  from: Date,
  to: Date,
  wholeMax = wholeListMax,
): AsyncIterable<string> {
  const span = { pipelines, from, to };
  const isSmall = (await client.ticketCount()) <= wholeMax;
  yield* isSmall ? fromList(client, span) : fromSearch(client, span);
}

async function* fromList(
  client: HubSpotClient,
  { pipelines, from, to }: Span,
): AsyncIterable<string> {
  let after: string | undefined;
  for (let count = 0; count < listPagesMax; count += 1) {
    const page = await client.ticketsPage(after, false);
    for (const { id, properties, createdAt } of page.results) {
      const createdMs =
        Date.parse(properties.createdate ?? '') || (createdAt?.getTime() ?? Number.NaN);
      const isInPipeline = !pipelines || pipelines.includes(properties.hs_pipeline ?? '');
      if (isInPipeline && createdMs >= from.getTime() && createdMs < to.getTime()) yield id;
    }
    const next = page.paging?.next?.after;
    if (next === undefined) return;
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
    const ids = page.results.map(({ id }) => BigInt(id));
    const largest = ids.reduce((most, id) => (id > most ? id : most), afterId);
    if (ids.length < searchPageSize && !page.paging?.next) return;
    if (largest === afterId) throw new ConnectorError('unreadable', 'no_next_page');
    afterId = largest;
  }
  throw new ConnectorError('give_up', 'listing_too_long');
}
