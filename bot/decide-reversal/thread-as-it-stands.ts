import type { webApi } from '@slack/bolt';
import { z } from 'zod';

const replies = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        user: z.string().optional(),
        bot_id: z.string().optional(),
        text: z.string().optional(),
        edited: z.unknown().optional(),
      }),
    )
    .default([]),
  has_more: z.boolean().optional(),
});

/** A thread longer than this is not read to its end: its answers are confirmed with one tap. */
const repliesRead = 200;

/**
 * The thread as Slack has it now: events come late and out of order, the thread does not lie.
 * `changed`: the answer was edited or deleted; `others`: somebody else wrote before it;
 * `unknown`: it cannot be told. Source: docs.slack.dev/reference/methods/conversations.replies.
 */
export async function threadAsItStands(
  web: webApi.WebClient,
  answer: { channel: string; threadTs: string; ts: string; user: string; text: string },
): Promise<'alone' | 'others' | 'changed' | 'unknown'> {
  const read = replies.safeParse(
    await web.conversations.replies({
      channel: answer.channel,
      ts: answer.threadTs,
      latest: answer.ts,
      inclusive: true,
      limit: repliesRead,
    }),
  );
  if (!read.success || read.data.has_more) return 'unknown';
  const before = read.data.messages.filter(
    (message) =>
      Number(message.ts) > Number(answer.threadTs) && Number(message.ts) < Number(answer.ts),
  );
  const own = read.data.messages.find((message) => message.ts === answer.ts);
  if (!own || own.edited !== undefined || own.text !== answer.text) return 'changed';
  const isOther = before.some(
    (message) => message.user !== undefined && message.user !== answer.user && !message.bot_id,
  );
  return isOther ? 'others' : 'alone';
}
