import { webApi } from '@slack/bolt';
import { z } from 'zod';
import {
  type Directory,
  localeOf,
  type Messenger,
  type Person,
  type PostedMessage,
} from '../../core/index.js';
import { effectEvent, findPosted, type Mark } from '../announce/find-posted.js';
import { announcerErrorOf, codeOf, isMessageGone } from '../announce/slack-trouble.js';
import type { Card } from '../cards/card-blocks.js';
import { clip, limits } from '../cards/limits.js';
import { plain } from '../cards/mrkdwn.js';
import { digestMessage } from '../digest/digest-message.js';
import { waitingMessage } from './waiting-message.js';

type Tools = {
  /** Must not repeat calls by itself: a repeat here first looks for what it posted. */
  web: webApi.WebClient;
  directory: Directory;
  now: () => Date;
  publicUrl: string;
  homeView(person: Person): Promise<Parameters<webApi.WebClient['views']['publish']>[0]['view']>;
};

/** Speaks to one person in Slack. Throws only `AnnouncerError`; every call may be repeated. */
export function createMessenger(tools: Tools): Messenger {
  const chatUserOf = createLookUp(tools);
  const sendOnce = async (user: string, card: Card, effectId: string): Promise<PostedMessage> => {
    const channelId = await directChannel(tools.web, user);
    const isIt = (other: Partial<Mark>) => other.effect_id === effectId;
    const found = await findPosted(tools.web, channelId, null, isIt);
    if (found) return { channelId, messageId: found };
    const mark: Mark = { effect_id: effectId, reversal: '', part: 'notice' };
    const answer = await tools.web.chat.postMessage({
      channel: channelId,
      ...card,
      metadata: { event_type: effectEvent, event_payload: mark },
      unfurl_links: false,
      unfurl_media: false,
    });
    return { channelId, messageId: z.object({ ts: z.string() }).parse(answer).ts };
  };
  return {
    showWaiting: (person, waiting, posted, effectId) =>
      reaching(null, async () => {
        const card = waitingMessage(waiting, localeOf(person, waiting.first?.client ?? null));
        if (posted) {
          if (await updated(tools.web, posted, card, effectId)) return posted;
          if (waiting.count === 0) return null;
        }
        const user = await chatUserOf(person);
        return user === null ? null : sendOnce(user, card, effectId);
      }),

    removeMessage: (posted) =>
      reaching(undefined, async () => {
        try {
          await tools.web.chat.delete({ channel: posted.channelId, ts: posted.messageId });
        } catch (error) {
          if (!isMessageGone(error)) throw error;
        }
      }),

    refreshHome: (person) =>
      reaching(undefined, async () => {
        const user = await chatUserOf(person);
        if (user === null) return;
        await tools.web.views.publish({ user_id: user, view: await tools.homeView(person) });
      }),

    sendLine: (person, text, effectId) =>
      reaching(false, async () => {
        const user = await chatUserOf(person);
        if (user === null) return false;
        await sendOnce(user, { text: clip(plain(text), limits.messageText), blocks: [] }, effectId);
        return true;
      }),

    sendDigest: (person, digest, effectId) =>
      reaching(false, async () => {
        const user = await chatUserOf(person);
        if (user === null) return false;
        await sendOnce(
          user,
          digestMessage(digest, { ...tools, locale: localeOf(person) }),
          effectId,
        );
        return true;
      }),
  };
}

/**
 * What Slack answers where nobody can be written to; the person is left alone until they come back.
 * Sources: docs.slack.dev/reference/methods/conversations.open, …/chat.postMessage, …/users.lookupByEmail.
 */
const unreachable: ReadonlySet<string> = new Set([
  'user_not_found',
  'users_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'not_enabled',
]);

async function reaching<T>(nobody: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && unreachable.has(error.data.error))
      return nobody;
    throw announcerErrorOf(error);
  }
}

/** False where the message is gone. */
async function updated(
  web: webApi.WebClient,
  posted: PostedMessage,
  card: Card,
  effectId: string,
): Promise<boolean> {
  const mark: Mark = { effect_id: effectId, reversal: '', part: 'notice' };
  try {
    await web.chat.update({
      channel: posted.channelId,
      ts: posted.messageId,
      ...card,
      metadata: { event_type: effectEvent, event_payload: mark },
    });
    return true;
  } catch (error) {
    if (isMessageGone(error)) return false;
    throw error;
  }
}

const opened = z.object({ channel: z.object({ id: z.string() }) });

async function directChannel(web: webApi.WebClient, user: string): Promise<string> {
  return opened.parse(await web.conversations.open({ users: user })).channel.id;
}

/** Nobody of this e-mail in Slack: not asked again for so long. */
const strangerMs = 3_600_000;
const found = z.object({ user: z.object({ id: z.string(), deleted: z.boolean().optional() }) });

/** A person's Slack user: known, or by the e-mail of their profile, which is then remembered. */
function createLookUp({ web, directory, now }: Tools) {
  const strangers = new Map<string, number>();
  return async (person: Person): Promise<string | null> => {
    if (person.chatUserId) return person.chatUserId;
    if ((strangers.get(person.id) ?? 0) > now().getTime()) return null;
    try {
      const answer = found.parse(await web.users.lookupByEmail({ email: person.email }));
      if (!answer.user.deleted && !(await directory.byChatUserId(answer.user.id))) {
        await directory.linkChatUser(person.id, answer.user.id);
        return answer.user.id;
      }
    } catch (error) {
      if (codeOf(error) !== 'users_not_found') throw error;
    }
    strangers.set(person.id, now().getTime() + strangerMs);
    return null;
  };
}
