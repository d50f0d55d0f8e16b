import { setTimeout } from 'node:timers/promises';
import { channelSpacing } from '../announce/places.js';
import { codeOf } from '../announce/slack-trouble.js';
import type { Answer, BotTools } from '../bot-tools.js';
import { clip, limits } from '../cards/limits.js';

type Place = { channel: string; user: string; threadTs?: string | undefined };

/** Tells one person alone in a channel; where that cannot be, in a direct message. Never throws. */
export async function tellAlone(tools: BotTools, place: Place, answer: Answer): Promise<void> {
  await quietly(tools, 'tell_alone', async () => {
    if (place.channel === '') {
      await tools.web.chat.postMessage({ channel: place.user, ...wordsOf(tools, answer) });
      return;
    }
    await tools.web.chat.postEphemeral({
      channel: place.channel,
      user: place.user,
      ...(place.threadTs ? { thread_ts: place.threadTs } : {}),
      ...wordsOf(tools, answer),
    });
  });
}

/**
 * Says it where everybody there can read it, as one of the channel's messages of a second. Throws:
 * whoever shares must hear that it failed.
 */
export async function say(
  tools: BotTools,
  channel: string,
  threadTs: string | undefined,
  answer: Answer,
): Promise<void> {
  await turnIn(tools, channel);
  await tools.web.chat.postMessage({
    channel,
    ...(threadTs ? { thread_ts: threadTs } : {}),
    ...wordsOf(tools, answer),
    unfurl_links: false,
    unfurl_media: false,
  });
}

/** Somebody waits for it, and Slack for the event's end: past this it goes out all the same. */
const turnMs = 1_200;

/**
 * The place of one message in the channel's pace, which cards and lines keep too. Asked for once: each
 * asking puts whoever comes next further back.
 */
async function turnIn({ pace, now }: BotTools, channel: string): Promise<void> {
  const waitMs = await pace.take(channel, channelSpacing, now());
  if (waitMs > 0) await setTimeout(Math.min(waitMs, turnMs));
}

/** Telling comes after the commit: its failure must not undo or repeat what was done. */
export async function quietly(
  tools: BotTools,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    tools.telemetry.warn('chat_not_told', { what, code: codeOf(error) });
  }
}

/** Stands where an answer would have shown card data: said truly, with the way on. */
export const blockedWords =
  'The answer holds what looks like a card number, so it is not shown here. Nothing was lost: open the entry on the dashboard, or ask an admin to look for the number at its source.';

/** What is sent for an answer, within Slack's limits; card data is stopped and counted here. */
export function wordsOf(tools: Pick<BotTools, 'holdsCardData' | 'telemetry'>, answer: Answer) {
  if (tools.holdsCardData(answer)) {
    tools.telemetry.count('tripwire', { exit: 'chat' });
    return { text: blockedWords };
  }
  const text = clip(answer.text, limits.messageText);
  return answer.blocks && answer.blocks.length > 0
    ? { text, blocks: answer.blocks.slice(0, limits.messageBlocks) }
    : { text };
}
