import type { Reply } from '../faults.js';
import { refusals } from './replies.js';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;

/** A page of a list and the place to go on from; a refusal where the token is none of ours. */
export function pageOf<Item>(
  items: readonly Item[],
  query: URLSearchParams,
): { items: Item[]; next: string | undefined } | Reply {
  const token = query.get('pageToken');
  const from = token === null ? 0 : Number(/^page(\d{1,9})$/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) return refusals.invalid('Invalid pageToken');
  const size = Math.min(Number(query.get('maxResults') ?? PAGE_DEFAULT) || PAGE_DEFAULT, PAGE_MAX);
  const next = from + size < items.length ? `page${from + size}` : undefined;
  return { items: items.slice(from, from + size), next };
}

export function isReply(value: object): value is Reply {
  return 'status' in value;
}
