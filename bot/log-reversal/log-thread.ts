import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { NewMessage } from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { clip } from '../cards/limits.js';
import { hasCardData } from '../reading-port.js';
import { asWritten } from '../receiving/written.js';

/** Slack advises at most 200 a page (docs.slack.dev/apis/web-api/pagination). */
const pageSize = 200;
/** A thread longer than this is a project, not one reversal; a few calls a minute are allowed. */
const messagesMax = 400;
const pagesMax = 5;
/** Of one message; Slack takes 40,000 characters, of which nobody reads the rest. */
const textMax = 8_000;
const filesMax = 20;

/** Absent and empty are the same to Slack (docs.slack.dev/reference/methods/conversations.replies). */
const reply = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  username: z.string().optional(),
  text: z.string().default(''),
  files: z
    .array(
      z.object({
        name: z.string().nullish(),
        permalink: z.string().optional(),
        mode: z.string().optional(),
      }),
    )
    .optional(),
});
type Reply = z.infer<typeof reply>;

const page = z.object({
  messages: z.array(reply).default([]),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

export type ReadThread = {
  messages: readonly NewMessage[];
  /** All that was written, redacted, oldest first. */
  text: string;
  files: number;
  /** Some of it held card data: left out, recorded and to be told. */
  hadCardData: boolean;
  /** There was more than is read. */
  isCut: boolean;
};

/** The bot itself, whose words are no communication. */
export type Own = { userId: string | undefined; botId: string | undefined };

/**
 * The thread that a message stands in as communications, oldest first: who, when, what, and files as
 * links to where they are. What the bot itself said is none. Throws what Slack refuses.
 */
export async function readThread(
  tools: BotTools,
  asker: Asker,
  thread: { channel: string; ts: string },
  own: Own,
): Promise<ReadThread> {
  const { replies, isCut } = await repliesOf(tools.web, thread);
  const names = createNames(tools);
  const messages: NewMessage[] = [];
  let files = 0;
  let hadCardData = false;
  for (const one of replies) {
    if (isOwn(one, own)) continue;
    const links = linksOf(one);
    files += links.length;
    const written = [clip(asWritten(one.text).trim(), textMax), ...links];
    const { text, findings } = tools.reading.redact(written.filter(Boolean).join('\n'));
    if (text.trim() === '') continue;
    if (hasCardData(findings)) {
      hadCardData = true;
      const clientId = asker.place?.id ?? null;
      await tools.noteCardData(
        { channelId: thread.channel, messageId: one.ts, clientId },
        findings,
      );
    }
    messages.push({
      sourceItemId: null,
      // The same message brought again adds nothing.
      externalId: `chat:${thread.channel}:${one.ts}`,
      author: one.bot_id ? 'system' : 'agent',
      authorName: await names(one),
      text,
      isPublic: false,
      sentAt: new Date(Number(one.ts) * 1000),
    });
  }
  const text = messages.map((message) => message.text).join('\n');
  return { messages, text, files, hadCardData, isCut };
}

async function repliesOf(web: webApi.WebClient, { channel, ts }: { channel: string; ts: string }) {
  const replies: Reply[] = [];
  let cursor = '';
  for (let count = 0; count < pagesMax; count += 1) {
    const answer = page.parse(
      await web.conversations.replies({
        channel,
        ts,
        limit: pageSize,
        ...(cursor ? { cursor } : {}),
      }),
    );
    replies.push(...answer.messages);
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '' || replies.length > messagesMax) break;
  }
  return {
    replies: replies.slice(0, messagesMax),
    isCut: cursor !== '' || replies.length > messagesMax,
  };
}

const isOwn = (one: Reply, own: Own) =>
  (own.userId !== undefined && one.user === own.userId) ||
  (own.botId !== undefined && one.bot_id === own.botId);

/** The file stays where it is: its name and the link to it, never its content. */
function linksOf({ files = [] }: Reply): string[] {
  return files
    .filter((file) => file.permalink && file.mode !== 'tombstone')
    .slice(0, filesMax)
    .map((file) => `File: ${clip(file.name ?? 'without a name', 120)} ${file.permalink}`);
}

const profile = z.object({
  user: z.object({
    real_name: z.string().optional(),
    profile: z.object({ real_name: z.string().optional() }).optional(),
  }),
});

/** Each author is looked up once; who cannot be is kept without a name. */
function createNames(tools: BotTools): (one: Reply) => Promise<NewMessage['authorName']> {
  const known = new Map<string, NewMessage['authorName']>();
  return async (one) => {
    if (!one.user) return one.username ? tools.reading.redact(one.username).text : null;
    const found = known.get(one.user);
    if (found !== undefined) return found;
    const name = await nameOf(tools, one.user);
    const redacted = name ? tools.reading.redact(name).text : null;
    known.set(one.user, redacted);
    return redacted;
  };
}

async function nameOf(tools: BotTools, user: string): Promise<string | null> {
  const person = await tools.who(user);
  if (person) return person.name;
  const answer = profile.safeParse(await tools.web.users.info({ user }));
  if (!answer.success) return null;
  return answer.data.user.profile?.real_name ?? answer.data.user.real_name ?? null;
}
