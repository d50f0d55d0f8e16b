import { z } from 'zod';
import type { Faults, Reply } from '../faults.js';
import type { Call, Route } from './gate.js';
import { isReply, pageOf } from './list-page.js';
import type { Mailbox, MessageRecord } from './mailbox.js';
import { headerIn, headersOf, partOf } from './mime.js';
import { ok, refusals } from './replies.js';
import { matcherOf } from './search.js';

const ID = /^[0-9a-f]{1,16}$/;
const change = z.object({
  addLabelIds: z.array(z.string()).optional(),
  removeLabelIds: z.array(z.string()).optional(),
});
const incoming = z.object({
  raw: z.string().optional(),
  threadId: z.string().optional(),
  labelIds: z.array(z.string()).optional(),
});

/** Messages and threads: list, read, bring in, send, label, throw away. */
export function addMailRoutes(route: Route, mailbox: Mailbox, faults: Faults): void {
  const shownPage = <Item>(items: readonly Item[]) => faults.storm?.shown(items) ?? items;

  route('get', '/messages', ({ query }) => {
    const page = pageOf(found(query), query);
    if (isReply(page)) return page;
    return ok({
      messages: shownPage(page.items).map(({ id, threadId }) => ({ id, threadId })),
      nextPageToken: page.next,
      resultSizeEstimate: page.items.length,
    });
  });

  route('get', '/threads', ({ query }) => {
    const ids = [...new Set(found(query).map((message) => message.threadId))];
    const page = pageOf(ids, query);
    if (isReply(page)) return page;
    return ok({
      threads: shownPage(page.items).map((id) => ({
        id,
        snippet: '',
        historyId: String(historyOf(id)),
      })),
      nextPageToken: page.next,
      resultSizeEstimate: page.items.length,
    });
  });

  route('get', '/messages/:id', ({ params, query }) => {
    const message = mailbox.messages.get(params.id ?? '');
    if (!ID.test(params.id ?? '')) return refusals.invalid('Invalid id value');
    return message ? shown(message, query) : refusals.notFound();
  });

  route('get', '/threads/:id', ({ params, query }) => {
    if (!ID.test(params.id ?? '')) return refusals.invalid('Invalid id value');
    if (query.get('format') === 'raw') return refusals.invalid('Invalid format');
    const messages = mailbox.threadOf(params.id ?? '');
    if (messages.length === 0) return refusals.notFound();
    const replies = messages.map((message) => shown(message, query));
    return ok({
      id: params.id,
      historyId: String(historyOf(params.id ?? '')),
      messages: replies.map((reply) => reply.body),
    });
  });

  route('post', '/messages', (call) => bringIn(call, 'receivedTime'));
  route('post', '/messages/import', (call) => bringIn(call, 'dateHeader'));
  route('post', '/messages/send', (call) => {
    const { raw, threadId } = rawOf(call);
    if (!raw) return refusals.invalid(RAW_WANTED);
    if (!headerIn(headersOf(raw), 'to')) return refusals.invalid('Recipient address required');
    return brief(mailbox.add({ raw, labelIds: ['SENT'], threadId }));
  });

  for (const [kind, of] of [
    ['messages', (id: string) => [mailbox.messages.get(id)].filter((one) => one !== undefined)],
    ['threads', (id: string) => mailbox.threadOf(id)],
  ] as const) {
    const each = (act: (message: MessageRecord, call: Call) => void) => (call: Call) => {
      const messages = of(call.params.id ?? '');
      if (messages.length === 0) return refusals.notFound();
      for (const message of messages) act(message, call);
      return ok({ id: call.params.id });
    };
    route('post', `/${kind}/:id/modify`, (call) => {
      const asked = change.safeParse(call.body);
      if (!asked.success) return refusals.invalid('Invalid JSON payload received.');
      const { addLabelIds = [], removeLabelIds = [] } = asked.data;
      const unknown = [...addLabelIds, ...removeLabelIds].find((id) => !mailbox.labels.has(id));
      if (unknown) return refusals.invalid(`Invalid label: ${unknown}`);
      return each((message) => mailbox.changeLabels(message, addLabelIds, removeLabelIds))(call);
    });
    route(
      'post',
      `/${kind}/:id/trash`,
      each((message) => mailbox.changeLabels(message, ['TRASH'], ['INBOX'])),
    );
    route(
      'post',
      `/${kind}/:id/untrash`,
      each((message) => mailbox.changeLabels(message, [], ['TRASH'])),
    );
    route('delete', `/${kind}/:id`, (call) => {
      const reply = each((message) => mailbox.remove(message.id))(call);
      return reply.status === 200 ? { status: 204 } : reply;
    });
  }

  function found(query: URLSearchParams): MessageRecord[] {
    const matches = matcherOf(query.get('q') ?? '');
    const labels = query.getAll('labelIds');
    const isAll = query.get('includeSpamTrash') === 'true';
    return mailbox
      .listed()
      .filter(
        (message) =>
          matches(message) &&
          labels.every((label) => message.labelIds.includes(label)) &&
          (isAll || !message.labelIds.some((label) => label === 'SPAM' || label === 'TRASH')),
      );
  }

  function historyOf(threadId: string): number {
    return Math.max(...mailbox.threadOf(threadId).map((message) => message.historyId));
  }

  function bringIn(call: Call, dateDefault: string): Reply {
    const { raw, threadId, labelIds } = rawOf(call);
    if (!raw) return refusals.invalid(RAW_WANTED);
    const unknown = labelIds.find((id) => !mailbox.labels.has(id));
    if (unknown) return refusals.invalid(`Invalid label: ${unknown}`);
    if (threadId && mailbox.threadOf(threadId).length === 0) return refusals.notFound();
    const source = call.query.get('internalDateSource') ?? dateDefault;
    const dated = Date.parse(headerIn(headersOf(raw), 'date') ?? '');
    const at = source === 'dateHeader' && !Number.isNaN(dated) ? new Date(dated) : undefined;
    return brief(mailbox.add({ raw, labelIds, threadId, at }));
  }
}

export const RAW_WANTED =
  "'raw' RFC822 payload message string or uploading message via /upload/* URL required";

/** What a request brings: base64url in JSON, or the mail itself as an upload. */
export function rawOf(call: Call): {
  raw: Buffer | null;
  threadId?: string | undefined;
  labelIds: string[];
} {
  if (Buffer.isBuffer(call.body)) {
    return { raw: call.body.length > 0 ? call.body : null, labelIds: [] };
  }
  const asked = incoming.safeParse(call.body);
  if (!asked.success) return { raw: null, labelIds: [] };
  const { raw, threadId, labelIds = [] } = asked.data;
  return { raw: raw ? Buffer.from(raw, 'base64url') : null, threadId, labelIds };
}

export function brief({ id, threadId, labelIds }: MessageRecord): Reply {
  return ok({ id, threadId, labelIds });
}

function shown(message: MessageRecord, query: URLSearchParams): Reply {
  const { id, threadId, labelIds, raw } = message;
  const base = {
    id,
    threadId,
    labelIds,
    snippet: '',
    historyId: String(message.historyId),
    internalDate: String(message.internalDate),
    sizeEstimate: raw.length,
  };
  switch (query.get('format') ?? 'full') {
    case 'minimal':
      return ok(base);
    case 'raw':
      return ok({ ...base, raw: raw.toString('base64url') });
    case 'metadata': {
      const wanted = query.getAll('metadataHeaders').map((name) => name.toLowerCase());
      const headers = headersOf(raw).filter(
        ({ name }) => wanted.length === 0 || wanted.includes(name.toLowerCase()),
      );
      return ok({ ...base, payload: { mimeType: 'text/plain', headers } });
    }
    case 'full':
      return ok({ ...base, payload: partOf(raw) });
    default:
      return refusals.invalid('Invalid format');
  }
}
