import type { webApi } from '@slack/bolt';
import { z } from 'zod';

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
