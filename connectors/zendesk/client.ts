import zendesk from 'node-zendesk';
import type { z } from 'zod';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import { exchange, failureOf, type HttpAnswer } from '../http.js';
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
        for (const raw of answer.tickets) {
          const ticket = ticketSchema.safeParse(raw);
          if (!ticket.success) continue;
          const { id, requester_id, assignee_id } = ticket.data;
          const named = [requester_id, assignee_id].flatMap((one) => users.get(one ?? null) ?? []);
          found.set(String(id), { ticket: ticket.data, users: named });
        }
      }
      return found;
    },
    conversation: (ticketId) => unlessMissing(readConversation(ticketId)),
    async users(ids) {
      const found: User[] = [];
      for (let from = 0; from < ids.length; from += pageSize) {
        const part = ids.slice(from, from + pageSize).join(',');
        const path = ['users', 'show_many', { ids: part }];
        found.push(...(await get(usersAnswer, 'unreadable_user', path)).users);
      }
      return found;
    },
    async addTags(ticketId, tags) {
      await request('PUT', ['tickets', ticketId, 'tags'], { tags });
    },
    async removeTags(ticketId, tags) {
      await request('DELETE', ['tickets', ticketId, 'tags'], { tags });
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

  async function readConversation(ticketId: string): Promise<Conversation> {
    const comments: Comment[] = [];
    const users: User[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < commentPagesMax; pages += 1) {
      const page: Record<string, unknown> = {
        size: pageSize,
        ...(after === null ? {} : { after }),
      };
      const path = ['tickets', ticketId, 'comments', { include: 'users', page }];
      const answer: CommentsPage = await get(commentsAnswer, 'unreadable_comment', path);
      comments.push(...answer.comments);
      users.push(...(answer.users ?? []));
      if (!(answer.meta?.has_more ?? typeof answer.next_page === 'string')) {
        return { comments, users };
      }
      const next: string | null = answer.meta?.after_cursor ?? null;
      if (next === null || next === after) throw new ConnectorError('unreadable', 'no_next_page');
      after = next;
    }
    throw new ConnectorError('give_up', 'too_many_comments');
  }

  return client;
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
        url,
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
