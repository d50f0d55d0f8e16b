import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { type Announcer, AnnouncerError, type PostedMessage } from '../../core/index.js';
import type { BotSettings, BotTelemetry } from '../bot-tools.js';
import { type Card, cardOf } from '../cards/card-blocks.js';
import { foldedListOf } from '../cards/folded-list.js';
import { clip, limits } from '../cards/limits.js';
import { plain } from '../cards/mrkdwn.js';
import { effectEvent, findPosted, type Mark } from './find-posted.js';
import type { Places } from './places.js';
import { isMessageGone } from './slack-trouble.js';

type Tools = {
  /** Must not repeat calls by itself: a repeat here first looks for what it posted. */
  web: webApi.WebClient;
  places: Places;
  settings: Pick<BotSettings, 'operationsChannel'>;
  telemetry: BotTelemetry;
  now: () => Date;
};

/** Says things in Slack. Throws only `AnnouncerError`; every call may be repeated at any time. */
export function createAnnouncer(tools: Tools): Announcer {
  const { places } = tools;
  return {
    showCard: (view, posted, effectId) =>
      places.within(posted?.channelId ?? view.client.chatChannelId, async () => {
        const mark: Mark = { effect_id: effectId, reversal: view.reversal.id, part: 'card' };
        const card = cardOf(view);
        if (posted) {
          const updated = await update(tools, posted, card, mark);
          if (updated) return { ...posted, shownAt: updated };
        }
        const channelId = view.client.chatChannelId;
        if (!channelId) throw new AnnouncerError('give_up', 'client_has_no_channel');
        await places.turn(channelId);
        // A card lost between posting and remembering is taken up again, not posted twice.
        const found = await findPosted(
          tools.web,
          channelId,
          null,
          (other) =>
            other.part === 'card' &&
            other.reversal === mark.reversal &&
            other.reversal !== undefined,
        );
        if (found && found !== posted?.messageId) {
          const taken = { channelId, messageId: found };
          const updated = await update(tools, taken, card, mark);
          if (updated) return { ...taken, shownAt: updated };
        }
        const messageId = await post(tools, channelId, card, mark);
        return { channelId, messageId, shownAt: timeOf(messageId) };
      }),

    addThreadLine: (posted, text, effectId, mentions) =>
      places.within(posted.channelId, async () => {
        await places.turn(posted.channelId);
        const mark: Mark = { effect_id: effectId, reversal: '', part: 'line' };
        const isIt = (other: Partial<Mark>) => other.effect_id === effectId;
        if (await findPosted(tools.web, posted.channelId, posted.messageId, isIt)) return;
        await post(tools, posted.channelId, lineCard(text, mentions), mark, posted.messageId);
      }),

    showFoldedList: (client, day, lists, posted, effectId) =>
      places.within(posted?.channelId ?? client.chatChannelId, async () => {
        // A list is one a client and day, whatever asked for it.
        const mark: Mark = { effect_id: effectId, reversal: `${client.id}/${day}`, part: 'list' };
        const card = foldedListOf(client, lists);
        if (posted && (await update(tools, posted, card, mark))) return posted;
        const channelId = client.chatChannelId;
        if (!channelId) throw new AnnouncerError('give_up', 'client_has_no_channel');
        await places.turn(channelId);
        const isIt = (other: Partial<Mark>) =>
          other.part === 'list' && other.reversal === mark.reversal;
        const found = await findPosted(tools.web, channelId, null, isIt);
        if (found) {
          const taken = { channelId, messageId: found };
          if (await update(tools, taken, card, mark)) return taken;
        }
        return { channelId, messageId: await post(tools, channelId, card, mark) };
      }),

    notifyOperations: (text, effectId) =>
      places.within(tools.settings.operationsChannel ?? null, async () => {
        const channelId = tools.settings.operationsChannel;
        if (!channelId) {
          tools.telemetry.count('operations_notice_without_channel');
          return;
        }
        await places.turn(channelId);
        const isIt = (other: Partial<Mark>) => other.effect_id === effectId;
        if (await findPosted(tools.web, channelId, null, isIt)) return;
        const mark: Mark = { effect_id: effectId, reversal: '', part: 'notice' };
        await post(tools, channelId, lineCard(text), mark);
      }),
  };
}

const lineCard = (text: string, mentions: readonly string[] = []): Card => {
  // A user id is letters and digits; whatever else stood here would not be called.
  const users = mentions.filter((id) => /^[A-Z0-9]+$/.test(id)).map((id) => ` <@${id}>`);
  const called = users.join('');
  const safe = clip(plain(text), limits.messageText - called.length);
  return { text: `${safe}${called}`, blocks: [] };
};

const postedAnswer = z.object({ ts: z.string() });

async function post(
  tools: Tools,
  channelId: string,
  card: Card,
  mark: Mark,
  threadTs?: string,
): Promise<string> {
  const answer = await tools.web.chat.postMessage({
    channel: channelId,
    text: card.text,
    ...(card.blocks.length > 0 ? { blocks: card.blocks } : {}),
    ...(threadTs ? { thread_ts: threadTs } : {}),
    metadata: { event_type: effectEvent, event_payload: mark },
    unfurl_links: false,
    unfurl_media: false,
  });
  return postedAnswer.parse(answer).ts;
}

const updatedAnswer = z.object({
  message: z
    .object({ edited: z.object({ ts: z.string() }).optional() })
    .optional()
    .catch(undefined),
});

/**
 * When the new content stood there: Slack's own time where it says so, else ours. Null where the
 * message is gone. An answer is bound to what stood there before it, so too late is the safe side.
 */
async function update(
  tools: Tools,
  posted: PostedMessage,
  card: Card,
  mark: Mark,
): Promise<Date | null> {
  try {
    const answer = updatedAnswer.parse(
      await tools.web.chat.update({
        channel: posted.channelId,
        ts: posted.messageId,
        text: card.text,
        blocks: card.blocks,
        metadata: { event_type: effectEvent, event_payload: mark },
      }),
    );
    const editedAt = answer.message?.edited?.ts;
    return editedAt ? timeOf(editedAt) : tools.now();
  } catch (error) {
    if (!isMessageGone(error)) throw error;
    tools.telemetry.count('card_posted_anew');
    return null;
  }
}

/** A Slack timestamp (`seconds.micros`) as an instant. */
export function timeOf(ts: string): Date {
  return new Date(Math.round(Number(ts) * 1000));
}
