import { z } from 'zod';
import type { BotTools } from '../bot-tools.js';
import { quietly } from '../receiving/tell.js';
import { asWritten } from '../receiving/written.js';

/** A thread of questions is short; further back nobody means it any more. */
const messagesRead = 50;
const questionsKept = 3;
const lengthMax = 300;

const page = z.object({
  messages: z
    .array(z.object({ ts: z.string(), user: z.string().optional(), text: z.string().optional() }))
    .default([]),
});

/**
 * What this person asked before in the same thread, oldest first, read again from the thread:
 * nothing of it is kept. Empty where Slack shows none.
 */
export async function earlierQuestions(
  tools: BotTools,
  place: { channel: string; threadTs: string; user: string; before: string },
): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await quietly(tools, 'earlier_questions', async () => {
    const asked = { channel: place.channel, ts: place.threadTs, limit: messagesRead };
    const { messages } = page.parse(await tools.web.conversations.replies(asked));
    found = messages
      .filter(({ user, ts }) => user === place.user && Number(ts) < Number(place.before))
      .map(({ text }) => asWritten(text ?? '').replace(/<@[^>]*>/g, ' '))
      .map((text) => text.replace(/\s+/g, ' ').trim().slice(0, lengthMax))
      .filter((text) => text !== '')
      .slice(-questionsKept);
  });
  return found;
}
