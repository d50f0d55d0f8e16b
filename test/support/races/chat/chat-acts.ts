import type { Delivery } from '../../stand-ins/slack/delivery.js';
import type { SlackStandIn } from '../../stand-ins/slack/slack-stand-in.js';
import type { Block } from '../../stand-ins/slack/workspace.js';
import { type Asking, askingOf, carryOut } from '../race-acts.js';
import type { Entry, Racing } from '../race-entry.js';
import type { Life } from '../race-life.js';
import type { Policies } from '../race-people.js';
import type { Act } from '../race-script.js';
import type { ChatPlace } from './chat-places.js';
import { hashIn } from './chat-record.js';
import type { ChatAct } from './chat-script.js';
import { answerOf, buttonOf, changedTo, commandOf } from './chat-words.js';

/** An entry with its card as people have it on their screens; null where it has none. */
export type ChatEntry = Entry & {
  cardTs: string | null;
  blocks: readonly Block[];
  blocksBefore: readonly Block[];
};

/** One press or command, and where Slack takes the answer to it. */
type Sent = { responseId: string; shown: string | null };
/** One message in the thread of the card, and the events by which Slack tells of it. */
export type Said = { ts: string; events: Delivery[]; isChanged: boolean };

/** What somebody did, by the one way in which it was done. */
export type ChatAsking = {
  act: ChatAct;
  entry: ChatEntry;
  place: ChatPlace;
  from: number;
  until: number;
  way: 'button' | 'answer' | 'command' | 'desk';
  sent: Sent[];
  said: Said[];
  /** Away from chat: as the races at the desk do it. */
  atDesk: Asking | null;
};

export function chatAskingOf(act: ChatAct, entry: ChatEntry, place: ChatPlace): ChatAsking {
  const way = wayOf(act, entry);
  const atDesk = way === 'desk' && isDeskAct(act) ? askingOf(act, entry) : null;
  return { act, entry, place, from: 0, until: 0, way, sent: [], said: [], atDesk };
}

/** The drawn way where it can say this, else one that can. */
function wayOf(act: ChatAct, entry: ChatEntry): ChatAsking['way'] {
  if (act.way === 'button' && pressable(act, entry)) return 'button';
  const command = commandOf(act, entry);
  const canAnswer = entry.cardTs !== null && answerOf(act.deed, entry) !== null;
  if (canAnswer && (act.way !== 'command' || command === null)) return 'answer';
  return command === null ? 'desk' : 'command';
}

/** What the person's screen shows, if the button is on it. */
function pressable({ deed, isStale }: ChatAct, entry: ChatEntry) {
  const actionId = buttonOf(deed, entry);
  const blocks = isStale ? entry.blocksBefore : entry.blocks;
  const has = blocks.some(
    ({ elements }) => Array.isArray(elements) && elements.some((one) => one.action_id === actionId),
  );
  return actionId && has ? { actionId, blocks } : null;
}

function isDeskAct(act: ChatAct): act is ChatAct & Act {
  const inChatAlone: readonly string[] = ['bare_yes', 'talk', 'edited_into_yes'];
  return !inChatAlone.includes(act.deed);
}

export type ChatRacing = { slack: SlackStandIn; racing: Racing; policies: Policies };

/** Does it as a person does it in Slack; resolves when Slack has the hub's answer to each request. */
export async function doInChat(chat: ChatRacing, asking: ChatAsking, life: Life): Promise<void> {
  const { act } = asking;
  if (asking.atDesk) return doAtDesk(chat, asking.atDesk, life);
  if (asking.way === 'answer') return answer(chat, asking);
  const once = () => (asking.way === 'button' ? press(chat, asking) : command(chat, asking));
  await Promise.all(act.isRepeated ? [once(), once()] : [once()]);
}

async function doAtDesk({ racing, policies }: ChatRacing, asking: Asking, life: Life) {
  const once = async () => {
    try {
      asking.answers.push(await life.whileAlive(carryOut(racing, policies, asking)));
    } catch (error) {
      if (!life.isOver()) throw error;
    }
  };
  await Promise.all(asking.act.isRepeated ? [once(), once()] : [once()]);
}

export async function press({ slack }: ChatRacing, asking: ChatAsking): Promise<void> {
  const { act, entry, place, sent } = asking;
  const button = pressable(act, entry);
  if (!button || !entry.cardTs) throw new Error('a button was to be pressed that nobody sees');
  const seen = [...button.blocks];
  const user = place.chatUserIdOf(act.by);
  const pressing = slack.click(user, place.channelId, entry.cardTs, button.actionId, { seen });
  sent.push({ responseId: responseIdIn(newest(slack)), shown: hashIn(seen) });
  await pressing;
}

export async function command({ slack }: ChatRacing, asking: ChatAsking): Promise<void> {
  const { act, entry, place, sent } = asking;
  const text = commandOf(act, entry);
  if (text === null) throw new Error(`no command for ${act.deed}`);
  const user = place.chatUserIdOf(act.by);
  const running = slack.runCommand(user, place.channelId, '/reversal', text);
  sent.push({ responseId: responseIdIn(newest(slack)), shown: null });
  await running;
}

async function answer({ slack }: ChatRacing, { act, entry, place, said }: ChatAsking) {
  const text = answerOf(act.deed, entry);
  if (text === null || !entry.cardTs) throw new Error(`no answer for ${act.deed}`);
  const user = place.chatUserIdOf(act.by);
  const { channelId } = place;
  const saying = slack.say(user, channelId, text, { threadTs: entry.cardTs });
  const first = newest(slack);
  const { ts } = eventIn(first);
  const isChanged = act.fate !== 'stays' || act.deed === 'edited_into_yes';
  const one: Said = { ts, events: [first], isChanged };
  said.push(one);
  const works: Promise<unknown>[] = [saying];
  const also = (work: Promise<unknown>) => {
    one.events.push(newest(slack));
    works.push(work);
  };
  if (act.isRepeated && act.repeat === 'new_event') {
    also(slack.messageUnderNewEventId(channelId, ts));
  }
  if (act.isRepeated && act.repeat === 'same_event') {
    also(slack.redeliver(first.eventId ?? '', 'ack was lost'));
  }
  if (act.fate === 'removed' && act.deed !== 'edited_into_yes') {
    also(slack.remove(user, channelId, ts));
  } else if (isChanged) also(slack.edit(user, channelId, ts, changedTo(act.deed, entry)));
  await Promise.all(works);
}

/** What was sent to the hub last: a request's sending is noted before anything is awaited. */
function newest(slack: SlackStandIn): Delivery {
  const delivery = slack.deliveries.at(-1);
  if (!delivery) throw new Error('nothing was sent');
  return delivery;
}

function responseIdIn({ body, kind }: Delivery): string {
  const form = new URLSearchParams(body);
  const url: unknown =
    kind === 'command'
      ? form.get('response_url')
      : JSON.parse(form.get('payload') ?? '{}').response_url;
  const id = String(url).split('/').at(-1);
  if (!id) throw new Error('a press without a response URL');
  return id;
}

function eventIn({ body }: Delivery): { ts: string } {
  return { ts: String(JSON.parse(body).event.ts) };
}
