import { gmail } from 'googleapis/build/src/apis/gmail/index.js';
import type { z } from 'zod';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import { unlessTooDeep } from '../unless-too-deep.js';
import {
  type DraftsPage,
  draftAnswer,
  draftsAnswer,
  type HistoryPage,
  historyAnswer,
  type Label,
  labelAnswer,
  labelsAnswer,
  type MessagesPage,
  messagesAnswer,
  type Part,
  partsAnswer,
  profileAnswer,
  rawAnswer,
  type Thread,
  type ThreadsPage,
  threadAnswer,
  threadsAnswer,
  watchAnswer,
} from './schema.js';
import type { GmailSettings } from './settings.js';
import { openSignIn } from './sign-in.js';

/** Vendor maximum of a page (threads, messages, history and drafts list, "maxResults"). */
const pageSize = 500;
const userId = 'me';

type Narrowing = { query: string; pageToken: string | null };

/** One mailbox's requests in the vendor's words. Throws ConnectorError only; null is "no such record". */
export type GmailClient = {
  profile(): Promise<{ emailAddress: string; historyId: string }>;
  threads(narrowing: Narrowing): Promise<ThreadsPage>;
  messages(narrowing: Narrowing & { labelId: string | null }): Promise<MessagesPage>;
  /** Null where the vendor no longer knows that history id: it asks for a full listing. */
  history(startHistoryId: string, pageToken: string | null): Promise<HistoryPage | null>;
  /**
   * Labels, times and sizes of a thread's messages, and the headers named; or all of them with
   * their texts (`whole`), refused with code `too_large` where that is more than one answer may hold.
   */
  thread(id: string, told: readonly string[] | 'whole'): Promise<Thread | null>;
  /** A message as it came over the wire; `untold` where it is not given out so. */
  rawMessage(id: string): Promise<Buffer | 'untold' | null>;
  /** A message taken apart by the vendor, without the content of what is attached. */
  messageParts(id: string): Promise<Part | null>;
  labels(): Promise<readonly Label[]>;
  /** Refused with code `conflict` when it exists already. */
  createLabel(name: string): Promise<Label>;
  /** Null where the thread is gone. */
  changeLabels(
    threadId: string,
    add: readonly string[],
    remove: readonly string[],
  ): Promise<true | null>;
  drafts(pageToken: string | null): Promise<DraftsPage>;
  /** Null where the thread is gone. */
  createDraft(threadId: string, raw: Buffer): Promise<{ messageId: string } | null>;
  deleteDraft(id: string): Promise<void>;
  /** Asks for notices on a topic; they end by themselves after about a week. */
  watch(topic: string): Promise<{ expiresAt: Date }>;
};

export function openGmailClient(settings: GmailSettings, tools: ConnectorTools): GmailClient {
  const signIn = openSignIn(settings, tools);
  const { users } = gmail({ version: 'v1', auth: signIn.client });
  const { labelIds, includeSpamAndTrash: includeSpamTrash } = settings;
  // Several labels in a list mean all of them; where any of several will do, fetching tells.
  const oneLabel = labelIds?.length === 1 ? { labelIds } : {};

  /** A token may be withdrawn before its time: once it is refused, another is asked for, once. */
  async function sent<T>(call: () => Promise<{ data: T }>): Promise<unknown> {
    try {
      return (await unwrapped(call())).data;
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.code !== 'unauthorised') throw error;
      signIn.forget();
      return (await unwrapped(call())).data;
    }
  }

  const read = async <T>(
    schema: z.ZodType<T>,
    code: string,
    call: () => Promise<{ data: unknown }>,
  ): Promise<T> => {
    const answer = await sent(call);
    const parsed = unlessTooDeep(() => schema.safeParse(answer));
    if (!parsed.success) throw new ConnectorError('unreadable', code);
    return parsed.data;
  };
  const list = ({ query, pageToken }: Narrowing) => ({
    userId,
    includeSpamTrash,
    maxResults: pageSize,
    ...oneLabel,
    ...(query === '' ? {} : { q: query }),
    ...placeOf(pageToken),
  });

  return {
    profile: () => read(profileAnswer, 'unreadable_profile', () => users.getProfile({ userId })),
    threads: (narrowing) =>
      read(threadsAnswer, 'unreadable_threads', () => users.threads.list(list(narrowing))),
    messages: ({ labelId, ...narrowing }) =>
      read(messagesAnswer, 'unreadable_messages', () =>
        users.messages.list({
          ...list(narrowing),
          ...(labelId === null ? {} : { labelIds: [labelId] }),
        }),
      ),
    history: (startHistoryId, pageToken) =>
      unlessCode(
        'not_found',
        read(historyAnswer, 'unreadable_history', () =>
          users.history.list({
            userId,
            startHistoryId,
            maxResults: pageSize,
            ...placeOf(pageToken),
          }),
        ),
      ),
    thread: (id, told) =>
      unlessMissing(
        read(threadAnswer, 'unreadable_thread', () =>
          users.threads.get({ userId, id, ...formOf(told) }),
        ),
      ),
    async rawMessage(id) {
      const asked = read(rawAnswer, 'unreadable_message', () =>
        users.messages.get({ userId, id, format: 'raw' }),
      );
      // Refused for its form alone: a thread that gave this message's id has it.
      const told = unlessCode('bad_request', asked).then((answer) => answer ?? { raw: null });
      const answer = await unlessMissing(told);
      return answer && (answer.raw ? Buffer.from(answer.raw, 'base64url') : 'untold');
    },
    async messageParts(id) {
      const answer = await unlessMissing(
        read(partsAnswer, 'unreadable_message', () =>
          users.messages.get({ userId, id, format: 'full' }),
        ),
      );
      return answer?.payload ?? null;
    },
    labels: async () =>
      (await read(labelsAnswer, 'unreadable_labels', () => users.labels.list({ userId }))).labels ??
      [],
    createLabel: (name) =>
      read(labelAnswer, 'unreadable_labels', () =>
        users.labels.create({
          userId,
          requestBody: {
            name,
            labelListVisibility: 'labelShow',
            messageListVisibility: 'show',
          },
        }),
      ),
    changeLabels: (threadId, add, remove) =>
      unlessMissing(
        sent(() =>
          users.threads.modify({
            userId,
            id: threadId,
            requestBody: { addLabelIds: [...add], removeLabelIds: [...remove] },
          }),
        ).then(() => true as const),
      ),
    drafts: (pageToken) =>
      read(draftsAnswer, 'unreadable_drafts', () =>
        users.drafts.list({ userId, maxResults: pageSize, ...placeOf(pageToken) }),
      ),
    async createDraft(threadId, raw) {
      const answer = await unlessMissing(
        read(draftAnswer, 'unreadable_draft', () =>
          users.drafts.create({
            userId,
            requestBody: { message: { threadId, raw: raw.toString('base64url') } },
          }),
        ),
      );
      return answer && { messageId: answer.message.id };
    },
    async deleteDraft(id) {
      await unlessMissing(sent(() => users.drafts.delete({ userId, id })));
    },
    async watch(topic) {
      const requestBody = { topicName: topic, ...(labelIds ? { labelIds } : {}) };
      const answer = await read(watchAnswer, 'unreadable_watch', () =>
        users.watch({ userId, requestBody }),
      );
      return { expiresAt: new Date(answer.expiration) };
    },
  };
}

function formOf(told: readonly string[] | 'whole') {
  if (told === 'whole') return { format: 'full' };
  return told.length > 0
    ? { format: 'metadata', metadataHeaders: [...told] }
    : { format: 'minimal' };
}

function placeOf(pageToken: string | null) {
  return pageToken === null ? {} : { pageToken };
}

/** The SDK wraps what its transport throws; inside is the trouble, already in our words. */
async function unwrapped<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof ConnectorError) throw error.cause;
    throw error;
  }
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
