import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../stand-ins/slack/delivery.js';
import { carryOut } from '../race-acts.js';
import { logEntries, type Racing } from '../race-entry.js';
import { alive, type Life, mortal } from '../race-life.js';
import { openPolicies, peopleByRacer, type Racers } from '../race-people.js';
import type { Script } from '../race-script.js';
import type { RaceStorage } from '../race-storage.js';
import {
  type ChatAsking,
  type ChatEntry,
  type ChatRacing,
  chatAskingOf,
  command,
  doInChat,
  press,
} from './chat-acts.js';
import { type ChatHub, openChatHub } from './chat-hub.js';
import { type ChatPlace, chatPlaces, chatSettings } from './chat-places.js';
import type { ChatAct } from './chat-script.js';
import { openChatSlack } from './chat-slack.js';
import { createTickets } from './chat-tickets.js';
import { createWaiting } from './chat-waiting.js';

const ends: ReadonlySet<string> = new Set(['completed', 'rejected', 'cancelled']);

/** One script at one place, and all that was done there. */
export type ChatRaced = {
  script: Script<ChatAct>;
  place: ChatPlace;
  people: Racers;
  entries: readonly ChatEntry[];
  askings: ChatAsking[];
  died: boolean;
};
export type ChatRace = Awaited<ReturnType<typeof openChatRace>>;

/** A hub with its bot, Slack before it, and people who click, write and command in its channels. */
export async function openChatRace(storage: RaceStorage) {
  const { slack, record } = openChatSlack();
  const tickets = createTickets();
  const policies = openPolicies(storage.books, chatSettings);
  await policies.apply(1);
  const people = new Map<ChatPlace, Racers>();
  for (const place of chatPlaces) {
    people.set(place, await peopleByRacer(storage.books(), place.emailOf));
  }
  const counts = {
    interleavings: 0,
    restarts: 0,
    retriedBySlack: 0,
    givenUpBySlack: 0,
    toldLate: 0,
    askedAgain: 0,
  };
  const acts: Record<string, number> = {};
  const telemetry = {
    count(name: string) {
      if (name === 'retried_by_slack') counts.retriedBySlack += 1;
      if (name === 'chat_late') counts.toldLate += 1;
    },
    warn: () => undefined,
  };
  const start = () => openChatHub({ storage, slack, helpdesk: tickets.writer, telemetry });
  let hub: ChatHub = await start();
  const waiting = createWaiting(storage);
  const dyingAt = new Set<ChatPlace>();

  const peopleAt = (place: ChatPlace): Racers => {
    const found = people.get(place);
    if (!found) throw new Error('nobody is at this place');
    return found;
  };
  const chatAt = (place: ChatPlace): ChatRacing => {
    const racing: Racing = {
      people: peopleAt(place),
      books: storage.books(),
      place,
      desk: hub.desk,
    };
    return { slack, racing, policies };
  };

  async function begin(script: Script<ChatAct>, place: ChatPlace, died: boolean) {
    const logged = await logEntries(chatAt(place).racing, script);
    const entries: ChatEntry[] = logged.map((one) => {
      return { ...one, cardTs: null, blocks: [], blocksBefore: [] };
    });
    return { script, place, people: peopleAt(place), entries, askings: [], died };
  }

  /** Cards are drawn, then people look at them. False where nothing is left to race for. */
  async function look({ entries, place }: ChatRaced): Promise<boolean> {
    const rows = await waiting.forCards(entries.map(({ id }) => id));
    for (const { id, hash, minor, cardTs } of rows) {
      const entry = entries.find((one) => one.id === id);
      if (!entry) continue;
      const shown = slack.messages(place.channelId).find(({ ts }) => ts === cardTs);
      entry.seenBefore = entry.seen;
      entry.seen = { hash, minor: BigInt(minor) };
      entry.blocksBefore = entry.blocks;
      entry.blocks = shown?.blocks ?? [];
      entry.cardTs = cardTs;
    }
    return rows.some(({ status }) => !ends.has(status));
  }

  function askingsOf(raced: ChatRaced, wave: number): readonly ChatAsking[] {
    const [first, twin] = raced.entries;
    const asked = (raced.script.waves[wave] ?? []).flatMap((act) => {
      const entry = act.isOnTwin && twin ? twin : first;
      return entry ? [chatAskingOf(act, entry, raced.place)] : [];
    });
    for (const { act, way } of asked) acts[nameOf(act, way)] = (acts[nameOf(act, way)] ?? 0) + 1;
    raced.askings.push(...asked);
    counts.interleavings += 1;
    return asked;
  }

  async function ask(asking: ChatAsking, life: Life): Promise<void> {
    await sleep(asking.act.waitMs);
    asking.from = Date.now();
    await doInChat(chatAt(asking.place), asking, life);
    asking.until = Date.now();
  }

  const isHeard = (eventId: string | null) =>
    slack.deliveries.some((one) => one.eventId === eventId && one.status === 200);

  /** Slack brings an event three times more; on a machine too slow even for that it is brought again. */
  async function heard({ eventId }: Delivery): Promise<void> {
    const isOver = () =>
      isHeard(eventId) ||
      slack.deliveries.some(
        (one) => one.eventId === eventId && one.attempt === 3 && one.failure !== null,
      );
    await waiting.until('a retry', isOver);
    while (eventId && !isHeard(eventId)) {
      counts.givenUpBySlack += 1;
      await slack.redeliver(eventId, 'ack was lost');
    }
  }

  /** Each press and command has its answer; where the hub died, one of those that were sent again. */
  function isAnswered({ sent, place }: ChatAsking): boolean {
    const over = sent.filter(({ responseId }) => record.isAnswered(responseId)).length;
    return sent.length === 0 || (dyingAt.has(place) ? over > 0 : over === sent.length);
  }

  /** Until Slack has brought every event, and whatever was acknowledged is done and answered. */
  async function settle(askings: readonly ChatAsking[]): Promise<void> {
    for (const event of askings.flatMap(({ said }) => said.flatMap(({ events }) => events))) {
      if (event.status !== 200) await heard(event);
    }
    // A slow hub acknowledges before its work has begun: whoever asked waits for the answer.
    await waiting.until('answers', () => askings.every(isAnswered));
    await hub.settled();
    const now = Date.now();
    for (const asking of askings) asking.until = now;
  }

  /** Whoever heard nothing does it again, as people do; what Slack gave up, it brings once more. */
  async function askAgain(asking: ChatAsking): Promise<void> {
    const chat = chatAt(asking.place);
    const { atDesk, act, said, way } = asking;
    const wanted = act.isRepeated ? 2 : 1;
    while (atDesk && atDesk.answers.length < wanted) {
      atDesk.answers.push(await carryOut(chat.racing, policies, atDesk));
    }
    for (const event of said.flatMap(({ events }) => events)) await heard(event);
    if ((way === 'button' || way === 'command') && !isAnswered(asking)) {
      counts.askedAgain += 1;
      await (way === 'button' ? press(chat, asking) : command(chat, asking));
    }
  }

  async function runOne(script: Script<ChatAct>, place: ChatPlace): Promise<ChatRaced> {
    const raced: ChatRaced = await begin(script, place, false);
    for (let wave = 0; wave < script.waves.length; wave += 1) {
      if (!(await look(raced))) break;
      const asked = askingsOf(raced, wave);
      await Promise.all(asked.map((asking) => ask(asking, alive)));
      await settle(asked);
    }
    return raced;
  }

  async function dieIn(raced: readonly ChatRaced[], wave: number): Promise<void> {
    const asked: ChatAsking[] = [];
    for (const one of raced) if (await look(one)) asked.push(...askingsOf(one, wave));
    const life = mortal();
    const works = Promise.all(asked.map((asking) => ask(asking, life)));
    await sleep(raced[wave % raced.length]?.script.diesAfterMs ?? 0);
    life.end();
    await hub.die();
    await storage.restart();
    hub = await start();
    await works;
    counts.restarts += 1;
    await slack.idle();
    for (const asking of asked) await askAgain(asking);
    await settle(asked);
  }

  return {
    record,
    tickets,
    policies,
    counts,
    acts,
    slack,
    /** Each place takes one script after the other; all effects are delivered in the end. */
    async run(scripts: readonly Script<ChatAct>[]): Promise<readonly ChatRaced[]> {
      const left = [...scripts];
      const raced: ChatRaced[] = [];
      const lane = async (place: ChatPlace) => {
        for (let script = left.pop(); script; script = left.pop()) {
          raced.push(await runOne(script, place));
        }
      };
      await Promise.all(chatPlaces.map(lane));
      await waiting.forEffects(idsOf(raced));
      return raced;
    },
    /** A script a place; all go wave by wave together, and in each wave the hub is killed and starts anew. */
    async runDying(scripts: readonly Script<ChatAct>[]): Promise<readonly ChatRaced[]> {
      const raced: ChatRaced[] = [];
      for (const [index, place] of chatPlaces.entries()) {
        const script = scripts[index];
        if (!script) continue;
        dyingAt.add(place);
        raced.push(await begin(script, place, true));
      }
      const wavesMost = Math.max(...scripts.map(({ waves }) => waves.length));
      for (let wave = 0; wave < wavesMost; wave += 1) await dieIn(raced, wave);
      await waiting.forEffects(idsOf(raced));
      dyingAt.clear();
      return raced;
    },
    async close() {
      await hub.close();
      slack.close();
    },
  };
}

const idsOf = (raced: readonly ChatRaced[]) =>
  raced.flatMap(({ entries }) => entries.map(({ id }) => id));

function nameOf(act: ChatAct, way: ChatAsking['way']): string {
  if (way !== 'answer') return way;
  if (act.deed === 'edited_into_yes' || act.fate === 'edited') return 'answer, edited';
  return act.fate === 'removed' ? 'answer, deleted' : 'answer';
}
