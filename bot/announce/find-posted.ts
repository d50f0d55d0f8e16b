import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { codeOf } from './slack-trouble.js';

/** Names our messages in Slack's message metadata (docs.slack.dev/messaging/message-metadata). */
export const effectEvent = 'reversal_hub_effect';

export type Mark = {
  effect_id: string;
  reversal: string;
  part: 'card' | 'line' | 'list' | 'notice';
};

/**
 * A repeat looks this far back: three pages of Slack's largest advised page
 * (docs.slack.dev/reference/methods/conversations.history: at most 999, 200 advised).
 */
const pagesMax = 3;
const pageSize = 200;

const page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** The `ts` of a message that already carries this mark, in a channel or in one thread of it. */
export async function findPosted(
  web: webApi.WebClient,
  channelId: string,
  threadTs: string | null,
  isIt: (mark: Partial<Mark>) => boolean,
): Promise<string | null> {
  let cursor: string | undefined;
  for (let read = 0; read < pagesMax; read += 1) {
    const options = { channel: channelId, limit: pageSize, include_all_metadata: true, cursor };
    const answer = page.parse(
      threadTs === null
        ? await web.conversations.history(options)
        : await web.conversations.replies({ ...options, ts: threadTs }),
    );
    for (const message of answer.messages) {
      if (message.metadata?.event_type !== effectEvent) continue;
      if (isIt(message.metadata.event_payload as Partial<Mark>)) return message.ts;
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (!cursor) return null;
  }
  return null;
}

/**
 * Whether the message a thread hangs on is one of the hub's cards, by its mark. A thread that
 * Slack does not show to the hub is none of its cards; trouble on the way is thrown.
 */
export async function isOwnCard(
  web: webApi.WebClient,
  channel: string,
  threadTs: string,
): Promise<boolean> {
  const root = await rootOf(web, channel, threadTs);
  const mark = root?.metadata;
  return mark?.event_type === effectEvent && mark.event_payload.part === 'card';
}

async function rootOf(web: webApi.WebClient, channel: string, ts: string) {
  try {
    const asked = { channel, ts, limit: 1, include_all_metadata: true };
    const answer = page.parse(await web.conversations.replies(asked));
    return answer.messages.find((message) => message.ts === ts);
  } catch (error) {
    if (unseen.has(codeOf(error))) return undefined;
    throw error;
  }
}

/** Source: docs.slack.dev/reference/methods/conversations.replies, list of errors. */
const unseen: ReadonlySet<string> = new Set([
  'channel_not_found',
  'thread_not_found',
  'not_in_channel',
  'missing_scope',
]);
