import zendesk from 'node-zendesk';
import type { z } from 'zod';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import { exchange, failureOf, type HttpAnswer } from '../http.js';
import { readRows } from '../read-rows.js';
import { isExport } from './limits.js';
import {
  type Comment,
  type CommentsPage,
  commentsAnswer,
  type ExportPage,
  exportAnswer,
  refusalAnswer,
  type SearchPage,
  sdkAnswer,
  searchAnswer,
  type Ticket,
  ticketAnswer,
  ticketSchema,
  ticketsAnswer,
  type User,
  userAnswer,
  usersAnswer,
} from './schema.js';
import type { ZendeskSettings } from './settings.js';

/** The vendor's largest export pages take tens of seconds to be written. */
const requestTimeoutMs = 60_000;
/** Vendor maximum of a list's page and of `show_many` ids (API introduction, "Pagination"; Users). */
const pageSize = 100;
/** Ends the reading of a conversation longer than any that people could have. */
const commentPagesMax = 100;
/** Vendor maximum of an export page (Incremental Exports, "per_page"), then ever less for accounts with large tickets. */
const exportPageSizes = [1_000, 250, 50, 10, 1] as const;

export type TicketWithUsers = { ticket: Ticket; users: readonly User[] };
type Conversation = { comments: readonly Comment[]; users: readonly User[] };
export type ExportStart = { cursor: string } | { startTime: number };

/** One account's requests in the vendor's words. Throws ConnectorError only; null is "no such ticket". */
export type ZendeskClient = {
  ownUser(): Promise<User>;
  exportPage(start: ExportStart): Promise<ExportPage>;
  ticket(id: string): Promise<TicketWithUsers | null>;
  /** Those of the tickets that the vendor shows and that can be read, by id. */
  tickets(ids: readonly string[]): Promise<ReadonlyMap<string, TicketWithUsers>>;
  /** Every comment, oldest first, with the users that wrote them. */
  conversation(ticketId: string): Promise<Conversation | null>;
  users(ids: readonly number[]): Promise<readonly User[]>;
  addTags(ticketId: string, tags: readonly string[]): Promise<void>;
  removeTags(ticketId: string, tags: readonly string[]): Promise<void>;
  /** All tags anew. Refused with code `conflict` when the ticket has changed after `updatedStamp`. */
  setTags(ticketId: string, tags: readonly string[], updatedStamp: string): Promise<void>;
  /** Refused with code `conflict` when the ticket has changed after `updatedStamp`. */
  addNote(ticketId: string, body: string, updatedStamp: string): Promise<void>;
  search(query: string, page: number): Promise<SearchPage>;
};

export function openZendeskClient(settings: ZendeskSettings, tools: ConnectorTools): ZendeskClient {
  // Of the SDK's services this one hands whole answers back; `tickets` keeps one named part and
  // drops the sideloaded users and the place to go on from.
  const service = zendesk.createClient({
    username: settings.email,
    token: settings.apiToken,
    endpointUri: `${settings.baseUrl}/api/v2`,
    customHeaders: { 'User-Agent': tools.userAgent },
    throwOriginalException: true,
    transportConfig: transportOf(tools),
  }).ticketexport;

  type Path = readonly (string | Record<string, unknown>)[];
  async function request(method: string, path: Path, body?: unknown): Promise<unknown> {
    // The SDK takes the last part off the array it is given; its types know texts only.
    const uri: unknown = [...path];
    const answer: unknown = await service.request(method, uri as string, ...(body ? [body] : []));
    return read(sdkAnswer, 'unreadable_answer', answer).result;
  }
  const get = async <T>(schema: z.ZodType<T>, code: string, path: Path): Promise<T> =>
    read(schema, code, await request('GET', path));

  const client: ZendeskClient = {
    ownUser: async () => (await get(userAnswer, 'unreadable_user', ['users', 'me'])).user,
    async exportPage(start) {
      const place = 'cursor' in start ? { cursor: start.cursor } : { start_time: start.startTime };
      for (const size of exportPageSizes) {
        const path = ['incremental', 'tickets', 'cursor', { ...place, per_page: size }];
        const page = await unlessCode('too_large', get(exportAnswer, 'unreadable_export', path));
        if (page) return page;
      }
      throw new ConnectorError('give_up', 'too_large');
    },
    async ticket(id) {
      const path = ['tickets', id, { include: 'users' }];
      const answer = await unlessMissing(get(ticketAnswer, 'unreadable_ticket', path));
      return answer && { ticket: answer.ticket, users: answer.users ?? [] };
    },
    async tickets(ids) {
      const found = new Map<string, TicketWithUsers>();
      for (let from = 0; from < ids.length; from += pageSize) {
        const part = ids.slice(from, from + pageSize).join(',');
        const path = ['tickets', 'show_many', { ids: part, include: 'users' }];
        const answer = await get(ticketsAnswer, 'unreadable_ticket', path);
        const users = new Map((answer.users ?? []).map((user) => [user.id, user]));
        for (const ticket of readRows(ticketSchema, answer.tickets).read) {
          const { id, requester_id, assignee_id } = ticket;
          const named = [requester_id, assignee_id].flatMap((one) => users.get(one ?? null) ?? []);
          found.set(String(id), { ticket, users: named });
        }
      }
      return found;
    },
    conversation: (ticketId) => unlessMissing(readConversation(ticketId)),
    async users(ids) {
      const found: User[] = [];
      for (let from = 0; from < ids.length; from += pageSize) {
        const part = ids.slice(from, from + pageSize);
        const path = ['users', 'show_many', { ids: part.join(',') }];
        const answer = await unlessAbsent(get(usersAnswer, 'unreadable_user', path));
        found.push(...(answer ? answer.users : await usersOneByOne(part)));
      }
      return found;
    },
    async addTags(ticketId, tags) {
      await request('PUT', ['tickets', ticketId, 'tags'], { tags });
    },
    async removeTags(ticketId, tags) {
      await request('DELETE', ['tickets', ticketId, 'tags'], { tags });
    },
    async setTags(ticketId, tags, updatedStamp) {
      await request('PUT', ['tickets', ticketId], {
        ticket: { tags, safe_update: true, updated_stamp: updatedStamp },
      });
    },
    async addNote(ticketId, body, updatedStamp) {
      await request('PUT', ['tickets', ticketId], {
        ticket: {
          comment: { body, public: false },
          safe_update: true,
          updated_stamp: updatedStamp,
        },
      });
    },
    search: (query, page) =>
      get(searchAnswer, 'unreadable_search', [
        'search',
        { query, sort_by: 'created_at', sort_order: 'asc', page, per_page: pageSize },
      ]),
  };

  /** For an account that has no call for many; whoever is not found there stays unknown. */
  async function usersOneByOne(ids: readonly number[]): Promise<User[]> {
    const found: User[] = [];
    for (const id of ids) {
      const path = ['users', String(id)];
      const answer = await unlessAbsent(get(userAnswer, 'unreadable_user', path));
      if (answer) found.push(answer.user);
    }
    return found;
  }

  async function readConversation(ticketId: string): Promise<Conversation> {
    const comments: Comment[] = [];
    const users: User[] = [];
    let place: CommentsPlace = { page: { size: pageSize } };
    for (let pages = 0; pages < commentPagesMax; pages += 1) {
      const path = ['tickets', ticketId, 'comments', { include: 'users', ...place }];
      const answer: CommentsPage = await get(commentsAnswer, 'unreadable_comment', path);
      comments.push(...answer.comments);
      users.push(...(answer.users ?? []));
      const next = placeAfter(answer);
      if (next === null) return { comments, users };
      if (JSON.stringify(next) === JSON.stringify(place)) {
        throw new ConnectorError('unreadable', 'no_next_page');
      }
      place = next;
    }
    throw new ConnectorError('give_up', 'too_many_comments');
  }

  return client;
}

/** Where in a conversation a page begins: by cursor, or by number where the account pages so. */
type CommentsPlace = { page: { size: number; after?: string } } | { page: number };

/**
 * Where the next page begins; null after the last. Cursor paging tells it under `meta`, offset paging
 * as a link, `next_page` (API introduction, "Pagination"), whichever of the two was asked for.
 */
function placeAfter({ meta, next_page: link }: CommentsPage): CommentsPlace | null {
  if (meta?.has_more === false || (!meta && !link)) return null;
  const search = new URLSearchParams(link?.split('?')[1]);
  const after = meta?.after_cursor ?? search.get('page[after]');
  if (after) return { page: { size: pageSize, after } };
  const page = Number(search.get('page') ?? Number.NaN);
  if (!Number.isInteger(page)) throw new ConnectorError('unreadable', 'no_next_page');
  return { page };
}

/** The value, or null where the account has no such call or record. */
function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode('account_not_found', unlessMissing(work));
}

/** The promise's value, or null for the one trouble that the caller has an answer to. */
export async function unlessCode<T>(code: string, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError && error.code === code) return null;
    throw error;
  }
}

function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode('gone', unlessCode('not_found', work));
}

/**
 * What the SDK sends and receives through. Left to itself it takes 429, 410 and 502 for success, and
 * any answer with Retry-After for a failure; here every status is judged before the SDK sees it.
 */
function transportOf(tools: ConnectorTools) {
  return {
    async transportFn(
      url: string,
      options: { method: string; headers: Record<string, string>; body?: string },
    ): Promise<HttpAnswer> {
      const { method, headers, body } = options;
      const answer = await exchange(tools, {
        url: withoutSize(url),
        method,
        headers,
        body,
        timeoutMs: requestTimeoutMs,
      });
      const failure = failureOf(answer, tools.now());
      const isMissing = failure?.code === 'not_found' || failure?.code === 'gone';
      if (isMissing && !isMissingRecord(answer)) {
        throw new ConnectorError('re_authorise', 'account_not_found');
      }
      if (failure) throw failure;
      return answer;
    },
    responseAdapter: (answer: HttpAnswer) => ({
      status: answer.status,
      statusText: '',
      json: async () => answer.body,
      headers: {
        get: (name: string) =>
          name === 'content-type' && answer.isJson ? 'application/json' : null,
      },
    }),
  };
}

/**
 * The SDK asks every list it knows for a `page[size]`; the export has `per_page` instead (Incremental
 * Exports, "Query string parameters"), and nothing says that it bears both.
 */
function withoutSize(url: string): string {
  const plain = new URL(url);
  if (!isExport(plain)) return url;
  plain.searchParams.delete('page[size]');
  return plain.toString();
}

/**
 * A closed or mistyped account, or a proxy, answers 404 or 410 to everything, in HTML or as `InvalidEndpoint`: taken for
 * missing tickets it would have us call every ticket gone. A missing record is `RecordNotFound`.
 */
function isMissingRecord(answer: HttpAnswer): boolean {
  if (!answer.isJson) return false;
  const refusal = refusalAnswer.safeParse(answer.body);
  return !refusal.success || refusal.data.error !== 'InvalidEndpoint';
}

function read<T>(schema: z.ZodType<T>, code: string, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ConnectorError('unreadable', code);
  return parsed.data;
}
