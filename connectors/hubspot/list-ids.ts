import { ConnectorError } from '../../core/index.js';
import type { HubSpotClient } from './client.js';

/** A million tickets; an account with more needs its days counted another way. */
const pagesMax = 10_000;

/**
 * Ids of tickets created from `from` until before `to`, by the plain list: it reads the records
 * themselves, not the search index, and knows no 10,000. It has no filter by time, so all tickets
 * are gone through; deleted ones are not in it.
 */
export async function* listIds(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  from: Date,
  to: Date,
): AsyncIterable<string> {
  let after: string | undefined;
  for (let count = 0; count < pagesMax; count += 1) {
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
