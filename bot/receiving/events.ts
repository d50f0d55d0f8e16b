import type { App } from '@slack/bolt';
import type { SharedFile } from '../add-evidence/add-evidence.js';
import type { Answer, BotTools } from '../bot-tools.js';
import { answerThread, type InThread, joined } from '../decide-reversal/thread-answer.js';
import { earlierQuestions } from '../find-reversals/earlier-questions.js';
import { homeView } from '../home/home.js';
import { strangerWords } from '../who/who-speaks.js';
import { isCommandHere } from './about-this-entry.js';
import { noteCardData, noteDeleted, noteEdited } from './card-data.js';
import { askerOf } from './commands.js';
import { converse } from './conversation.js';
import type { Handled } from './handled.js';
import {
  homeEvent,
  type MentionEvent,
  type MessageEvent,
  mentionEvent,
  messageEvent,
} from './payloads.js';
import { createReadOnce } from './read-once.js';
import { createOnce } from './take-in-time.js';
import { quietly, say, tellAlone } from './tell.js';

/**
 * Events are answered after their work is committed: a throw here becomes a 503 and Slack sends
 * the event again. The same message under a new event id acts once, by its channel and time.
 */
export function receiveEvents(app: App, tools: BotTools, handled: Handled): void {
  const firstTelling = createOnce();
  const readOnce = createReadOnce<InThread>();
  const answeredOnce = createReadOnce<Answer>(answersKept);

  app.event('message', async ({ event, context }) => {
    const message = messageEvent.parse(event);
    if (message.subtype === 'message_deleted' && message.channel && message.deleted_ts) {
      handled.by(context, 'message_deleted');
      await noteDeleted(tools, message.channel, message.deleted_ts);
      return;
    }
    const spoken = spokenIn(message, context.botUserId);
    if (!spoken) return;
    if (spoken.isDirect) {
      handled.by(context, 'direct_message');
      await noteCardData(tools, spoken);
      if (!spoken.isEdit) await answerDirectly(tools, spoken, firstTelling, answeredOnce);
      return;
    }
    if (spoken.isEdit) await noteEdited(tools, spoken);
    if (!spoken.threadTs) return;
    handled.by(context, 'thread_message');
    await inThread(tools, { ...spoken, threadTs: spoken.threadTs }, firstTelling, readOnce);
  });

  app.event('app_mention', async ({ event, context }) => {
    handled.by(context, 'mention');
    const mention = mentionEvent.parse(event);
    const spoken = spokenIn(
      { ...mention, type: 'message', channel_type: 'channel' },
      context.botUserId,
    );
    if (!spoken) return;
    await noteCardData(tools, spoken);
    if (spoken.isEdit) return;
    // In a card's thread a mention is an answer to the card, unless it says something else.
    const thread = spoken.threadTs
      ? await inThread(tools, { ...spoken, threadTs: spoken.threadTs }, firstTelling, readOnce)
      : null;
    if (thread?.isTaken) return;
    const about = thread?.about ?? null;
    await answerMention(
      tools,
      spoken,
      { about, before: thread?.answer ?? null },
      firstTelling,
      answeredOnce,
    );
  });

  app.event('app_home_opened', async ({ event, context }) => {
    handled.by(context, 'home');
    const home = homeEvent.parse(event);
    const person = await tools.who(home.user);
    if (person) await tools.people.homeOpened(person.id, tools.now());
    const view = await homeView(tools, person);
    await quietly(tools, 'home', async () => {
      await tools.web.views.publish({ user_id: home.user, view });
    });
  });
}

type Spoken = {
  channel: string;
  user: string;
  ts: string;
  threadTs: string | undefined;
  /** Without a mention of the bot at its beginning or end. */
  text: string;
  written: string;
  isEdit: boolean;
  isDirect: boolean;
  isMention: boolean;
  files: readonly SharedFile[];
};

/** A person's own words, or null: bots, joins, deletions and other subtypes say nothing. */
function spokenIn(
  message: Omit<MessageEvent, 'deleted_ts'> | (MentionEvent & { channel_type?: string }),
  botUserId: string | undefined,
): Spoken | null {
  const isEdit = message.subtype === 'message_changed';
  const source = isEdit && 'message' in message ? message.message : message;
  // file_share and thread_broadcast are a person's words with a file or shown in the channel too
  // (docs.slack.dev/reference/events/message, subtypes).
  const allowed =
    source?.subtype === undefined ||
    ['file_share', 'thread_broadcast'].includes(source.subtype) ||
    isEdit;
  if (!source || !allowed || source.bot_id || !source.user || !source.ts || !message.channel)
    return null;
  if (source.user === botUserId) return null;
  const own = botUserId ? source.text.replaceAll(`<@${botUserId}>`, ' ').trim() : source.text;
  return {
    channel: message.channel,
    user: source.user,
    ts: source.ts,
    threadTs: source.thread_ts === source.ts ? undefined : source.thread_ts,
    text: own,
    written: source.text,
    isEdit: isEdit || source.edited !== undefined,
    isDirect: 'channel_type' in message && message.channel_type === 'im',
    isMention: botUserId !== undefined && source.text.includes(`<@${botUserId}>`),
    files: source.files ?? [],
  };
}

/**
 * A message that was refused, and its author told so, must not act when Slack brings it again after
 * things have changed. An edit is a message of its own, each time.
 */
async function inThread(
  tools: BotTools,
  spoken: Spoken & { threadTs: string },
  firstTelling: (name: string) => boolean,
  readOnce: ReturnType<typeof createReadOnce<InThread>>,
): Promise<InThread> {
  const isCommand = spoken.isMention && isCommandHere(spoken.text);
  const read = () => answerThread(tools, { ...spoken, isCommand });
  const thread = await (spoken.isEdit ? read() : readOnce(nameOf(spoken), read));
  const { answer } = thread;
  // What a mention says is told with the rest of its answer.
  if (answer && thread.isTaken)
    await once(firstTelling, spoken, () => tellAlone(tools, spoken, answer));
  return thread;
}

async function answerDirectly(
  tools: BotTools,
  spoken: Spoken,
  firstTelling: (name: string) => boolean,
  answeredOnce: AnsweredOnce,
): Promise<void> {
  const answer = await answeredOnce(nameOf(spoken), () =>
    answerOf(tools, spoken, { channelId: null, about: null }),
  );
  await once(firstTelling, spoken, () =>
    quietly(tools, 'direct_message', () => say(tools, spoken.channel, spoken.threadTs, answer)),
  );
}

async function answerMention(
  tools: BotTools,
  spoken: Spoken,
  { about, before }: { about: string | null; before: Answer | null },
  firstTelling: (name: string) => boolean,
  answeredOnce: AnsweredOnce,
): Promise<void> {
  const answer = await answeredOnce(nameOf(spoken), () =>
    answerOf(tools, spoken, { channelId: spoken.channel, about }),
  );
  const whole = joined(before?.text ?? null, answer) ?? answer;
  await once(firstTelling, spoken, () => tellAlone(tools, spoken, whole));
}

/** What was refused stays refused when Slack brings it again, though things have changed since. */
type AnsweredOnce = ReturnType<typeof createReadOnce<Answer>>;
/** Answers hold blocks, and Slack's repeats come within the hour. */
const answersKept = 1_000;
const nameOf = ({ channel, ts }: Spoken) => `${channel} ${ts}`;

async function answerOf(
  tools: BotTools,
  spoken: Spoken,
  { channelId, about }: { channelId: string | null; about: string | null },
): Promise<Answer> {
  const asker = await askerOf(tools, spoken.user, channelId, 'chat_command');
  if (!asker) return { text: strangerWords };
  const answer = await converse(
    tools,
    { ...asker, channelId: spoken.channel },
    {
      text: spoken.text,
      requestKey: `chat:${spoken.channel}:${spoken.ts}`,
      triggerId: null,
      canShare: channelId !== null,
      ...(about === null ? {} : { about }),
      ...(spoken.threadTs === undefined
        ? {}
        : { earlier: earlierOf(tools, spoken, spoken.threadTs) }),
    },
  );
  return answer ?? { text: 'Done.' };
}

const earlierOf =
  (tools: BotTools, { channel, user, ts }: Spoken, threadTs: string) =>
  () =>
    earlierQuestions(tools, { channel, threadTs, user, before: ts });

/** Slack may deliver a message twice, and once more as a mention: its author is told once. */
async function once(
  firstTelling: (name: string) => boolean,
  spoken: Spoken,
  tell: () => Promise<void>,
): Promise<void> {
  if (firstTelling(`${spoken.channel} ${spoken.ts} ${spoken.isEdit}`)) await tell();
}
