import { z } from 'zod';
import type { Faults } from '../faults.js';
import type { Route } from './gate.js';
import { isReply, pageOf } from './list-page.js';
import { brief, RAW_WANTED, rawOf } from './mail-routes.js';
import type { HistoryEntry, Mailbox } from './mailbox.js';
import { headerIn, headersOf } from './mime.js';
import { ok, refusals } from './replies.js';

/** "at least every 7 days" (guide "Push notifications", "Renew mailbox watch"). */
const WATCH_LIFE_MS = 7 * 86_400_000;
const RESERVED = new Set([
  'inbox',
  'sent',
  'draft',
  'drafts',
  'trash',
  'spam',
  'unread',
  'starred',
]);
const named = z.object({ name: z.string().min(1) });
const drafted = z.object({ message: z.unknown() });
const watched = z.object({
  topicName: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/),
  labelIds: z.array(z.string()).optional(),
});

/** Profile, history, labels, drafts and the watch. */
export function addAccountRoutes(route: Route, mailbox: Mailbox, faults: Faults): void {
  route('get', '/profile', () =>
    ok({
      emailAddress: mailbox.address,
      messagesTotal: mailbox.messages.size,
      threadsTotal: new Set([...mailbox.messages.values()].map((one) => one.threadId)).size,
      historyId: String(mailbox.historyId()),
    }),
  );

  route('get', '/history', ({ query }) => {
    const asked = query.get('startHistoryId') ?? '';
    if (!/^\d+$/.test(asked)) return refusals.invalid('Missing required parameter: startHistoryId');
    const start = Number(asked);
    const isKnown = start >= mailbox.oldestHistoryId && start <= mailbox.historyId();
    // Asked of the first page only: in the midst of a listing the vendor has it at hand.
    const isLost = !query.has('pageToken') && faults.storm?.isExpired() === true;
    if (!isKnown || isLost) return refusals.notFound();
    const label = query.get('labelId');
    const kinds = query.getAll('historyTypes');
    const entries = mailbox.history.filter(
      ({ id, kind, change }) =>
        id > start &&
        (label === null || change.message.labelIds.includes(label)) &&
        (kinds.length === 0 || kinds.includes(singular[kind])),
    );
    const page = pageOf(entries, query);
    if (isReply(page)) return page;
    const rows = faults.storm?.shown(page.items) ?? page.items;
    return ok({
      ...(rows.length > 0 ? { history: rows.map(historyRow) } : {}),
      nextPageToken: page.next,
      historyId: String(mailbox.historyId()),
    });
  });

  route('get', '/labels', () => ok({ labels: [...mailbox.labels.values()] }));
  route('get', '/labels/:id', ({ params }) => {
    const label = mailbox.labels.get(params.id ?? '');
    return label ? ok(label) : refusals.notFound();
  });
  route('post', '/labels', ({ body }) => {
    const asked = named.safeParse(body);
    if (!asked.success || RESERVED.has(asked.data.name.toLowerCase())) {
      return refusals.invalid('Invalid label name');
    }
    const lowered = asked.data.name.toLowerCase();
    const isTaken = [...mailbox.labels.values()].some((one) => one.name.toLowerCase() === lowered);
    return isTaken ? refusals.labelExists() : ok(mailbox.addLabel(asked.data.name));
  });

  route('get', '/drafts', ({ query }) => {
    const page = pageOf([...mailbox.drafts.values()], query);
    if (isReply(page)) return page;
    return ok({
      drafts: page.items.map((draft) => ({ id: draft.id, message: messageOf(draft.messageId) })),
      nextPageToken: page.next,
    });
  });
  route('get', '/drafts/:id', ({ params }) => {
    const draft = mailbox.drafts.get(params.id ?? '');
    if (!draft) return refusals.notFound();
    const raw = mailbox.messages.get(draft.messageId)?.raw.toString('base64url');
    return ok({ id: draft.id, message: { ...messageOf(draft.messageId), raw } });
  });
  route('post', '/drafts', (call) => {
    const asked = drafted.safeParse(call.body);
    const { raw, threadId } = rawOf(asked.success ? { ...call, body: asked.data.message } : call);
    if (!raw) return refusals.invalid(RAW_WANTED);
    if (threadId && mailbox.threadOf(threadId).length === 0) return refusals.notFound();
    const draft = mailbox.addDraft(raw, threadId);
    return ok({ id: draft.id, message: messageOf(draft.messageId) });
  });
  route('post', '/drafts/send', ({ body }) => {
    const id = z.object({ id: z.string() }).safeParse(body).data?.id ?? '';
    const draft = mailbox.drafts.get(id);
    const message = draft && mailbox.messages.get(draft.messageId);
    if (!message) return refusals.notFound();
    if (!headerIn(headersOf(message.raw), 'to'))
      return refusals.invalid('Recipient address required');
    // A sent draft is another message: the draft goes, the mail comes.
    mailbox.remove(message.id);
    return brief(mailbox.add({ raw: message.raw, labelIds: ['SENT'], threadId: message.threadId }));
  });
  route('delete', '/drafts/:id', ({ params }) => {
    const draft = mailbox.drafts.get(params.id ?? '');
    if (!draft) return refusals.notFound();
    mailbox.remove(draft.messageId);
    return { status: 204 };
  });

  route('post', '/watch', ({ body }) => {
    const asked = watched.safeParse(body);
    if (!asked.success) return refusals.invalid('Invalid topicName');
    const { topicName, labelIds } = asked.data;
    const expiration = mailbox.now().getTime() + WATCH_LIFE_MS;
    mailbox.watch = { topicName, labelIds: labelIds ?? null, expiration };
    return ok({ historyId: String(mailbox.historyId()), expiration: String(expiration) });
  });
  route('post', '/stop', () => {
    mailbox.watch = null;
    return { status: 204 };
  });

  function messageOf(id: string) {
    const message = mailbox.messages.get(id);
    return { id, threadId: message?.threadId, labelIds: message?.labelIds };
  }
}

const singular = {
  messagesAdded: 'messageAdded',
  messagesDeleted: 'messageDeleted',
  labelsAdded: 'labelAdded',
  labelsRemoved: 'labelRemoved',
} as const satisfies Record<HistoryEntry['kind'], string>;

function historyRow({ id, kind, change }: HistoryEntry) {
  const { id: messageId, threadId } = change.message;
  return { id: String(id), messages: [{ id: messageId, threadId }], [kind]: [change] };
}
