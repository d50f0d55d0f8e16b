import type { Reply } from '../faults.js';
import { refusals } from './replies.js';

/** Vendor maximum for both kinds: developer.zendesk.com/api-reference/introduction/pagination. */
const PAGE_SIZE_MAX = 100;

export interface ListRequest<T> {
  /** The key of the list in the answer: `tickets`. */
  name: string;
  items: readonly T[];
  idOf: (item: T) => number;
  show: (item: T) => unknown;
  query: URLSearchParams;
  /** Address of this list, for the links. */
  url: string;
  /** What else stands in the answer, made from the records of this page. */
  sideload?: (page: readonly T[]) => Record<string, unknown>;
}

/**
 * One page: cursor paging where `page[size]`, `page[after]` or `page[before]` is given, else offset
 * paging (`page`, `per_page`) with `count`, as the vendor chooses.
 */
export function listReply<T>(request: ListRequest<T>): Reply {
  const asksCursor = [...request.query.keys()].some((key) => key.startsWith('page['));
  return asksCursor ? cursorReply(request) : offsetReply(request);
}

function cursorReply<T>(request: ListRequest<T>): Reply {
  const { items, query, idOf } = request;
  const size = pageSize(query.get('page[size]'));
  if (size === null) return refusals.invalidPagination('page[size] is not a valid page size');
  const after = query.get('page[after]');
  const before = query.get('page[before]');
  const anchor = after ?? before;
  const anchorAt =
    anchor === null ? -1 : items.findIndex((item) => idOf(item) === idOfCursor(anchor));
  if (anchor !== null && anchorAt < 0) {
    return refusals.invalidPagination('page[after] or page[before] is not a valid cursor');
  }
  const start = after === null && before !== null ? Math.max(0, anchorAt - size) : anchorAt + 1;
  const end = after === null && before !== null ? anchorAt : start + size;
  const page = items.slice(start, end);
  const [first, last] = [page[0], page.at(-1)];
  const beforeCursor = first === undefined ? null : cursorOf(idOf(first));
  const afterCursor = last === undefined ? null : cursorOf(idOf(last));
  const link = (key: string, cursor: string) => {
    const search = new URLSearchParams(query);
    search.delete('page[after]');
    search.delete('page[before]');
    search.set(key, cursor);
    return `${request.url}?${search}`;
  };
  return {
    status: 200,
    body: {
      [request.name]: page.map(request.show),
      ...request.sideload?.(page),
      meta: {
        has_more: start + page.length < items.length,
        after_cursor: afterCursor,
        before_cursor: beforeCursor,
      },
      links: {
        prev: start > 0 && beforeCursor !== null ? link('page[before]', beforeCursor) : null,
        next:
          start + page.length < items.length && afterCursor !== null
            ? link('page[after]', afterCursor)
            : null,
      },
    },
  };
}

function offsetReply<T>(request: ListRequest<T>): Reply {
  const { items, query } = request;
  const size = pageSize(query.get('per_page'));
  const number = Number(query.get('page') ?? 1);
  if (size === null || !Number.isInteger(number) || number < 1) {
    return refusals.invalidPagination('page or per_page is not valid');
  }
  const page = items.slice((number - 1) * size, number * size);
  const link = (target: number) => {
    const search = new URLSearchParams(query);
    search.set('page', String(target));
    return `${request.url}?${search}`;
  };
  return {
    status: 200,
    body: {
      [request.name]: page.map(request.show),
      ...request.sideload?.(page),
      next_page: number * size < items.length ? link(number + 1) : null,
      previous_page: number > 1 ? link(number - 1) : null,
      count: items.length,
    },
  };
}

function pageSize(text: string | null): number | null {
  if (text === null) return PAGE_SIZE_MAX;
  const size = Number(text);
  return Number.isInteger(size) && size > 0 ? Math.min(size, PAGE_SIZE_MAX) : null;
}

function cursorOf(id: number): string {
  return Buffer.from(JSON.stringify({ o: 'id', v: id })).toString('base64url');
}

function idOfCursor(cursor: string): number | null {
  const match = /"v":(\d+)/.exec(Buffer.from(cursor, 'base64url').toString());
  return match ? Number(match[1]) : null;
}
