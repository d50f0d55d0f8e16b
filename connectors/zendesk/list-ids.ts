import { ConnectorError } from '../../core/index.js';
import type { ZendeskClient } from './client.js';

/** "The Search API returns up to 1,000 results per query" (Search, "Results limit"), 100 a page. */
const resultsMax = 1_000;
const resultsPerPage = 100;
/** Half a million tickets created in one listing; more than any day holds. */
const requestsMax = 5_000;
const secondMs = 1_000;

/**
 * Ids of tickets created from `from` until before `to`, by search: another index than the export's,
 * which also knows archived tickets. A span with too many results is halved. Newly made tickets
 * appear in search some minutes late, so ask for spans that have ended.
 */
export async function* listIds(client: ZendeskClient, from: Date, to: Date): AsyncIterable<string> {
  // Tickets carry whole seconds, so rounding up loses none and lists none twice.
  const spans = [{ from: wholeSecond(from), to: wholeSecond(to) }];
  let requests = 0;
  const search = (query: string, page: number) => {
    requests += 1;
    if (requests > requestsMax) throw new ConnectorError('give_up', 'listing_too_long');
    return client.search(query, page);
  };
  for (let span = spans.pop(); span; span = spans.pop()) {
    if (span.from >= span.to) continue;
    const query = `type:ticket created>=${vendorTime(span.from)} created<${vendorTime(span.to)}`;
    let page = await search(query, 1);
    if (page.count > resultsMax) {
      const middle = wholeSecond(new Date((span.from + span.to) / 2));
      if (middle >= span.to) throw new ConnectorError('give_up', 'too_many_in_a_second');
      spans.push({ from: middle, to: span.to }, { from: span.from, to: middle });
      continue;
    }
    for (let number = 1; ; number += 1) {
      for (const found of page.results) {
        const createdMs = Date.parse(found.created_at);
        const isTicket = (found.result_type ?? 'ticket') === 'ticket';
        if (isTicket && createdMs >= span.from && createdMs < span.to) yield String(found.id);
      }
      if (page.results.length === 0 || number * resultsPerPage >= page.count) break;
      page = await search(query, number + 1);
    }
  }
}

function wholeSecond(at: Date): number {
  return Math.ceil(at.getTime() / secondMs) * secondMs;
}

function vendorTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
