import type { SlackStandIn } from '../../stand-ins/slack/slack-stand-in.js';
import { retold } from '../race-checks.js';
import type { Told } from '../race-model.js';
import { type Policies, racers } from '../race-people.js';
import type { Record } from '../race-records.js';
import type { ChatAsking } from './chat-acts.js';
import { answerFaults, keyOf } from './chat-answers.js';
import type { Kept } from './chat-kept.js';
import type { ChatRecord } from './chat-record.js';
import type { ChatRaced } from './chat-run.js';
import type { createTickets } from './chat-tickets.js';

/** What is looked at from outside: Slack, what it was told, the helpdesk and the database. */
export type Seen = {
  slack: SlackStandIn;
  record: ChatRecord;
  tickets: ReturnType<typeof createTickets>;
  policies: Policies;
  kept: Kept;
};

/** Faults of one entry, by what history holds, what Slack was told and what people did. */
export function chatFaultsOf(entry: Record, raced: ChatRaced, seen: Seen): readonly string[] {
  const own = raced.askings.filter((one) => one.entry.id === entry.id);
  const { faults, told } = retold(entry, own, raced.people, seen.policies);
  const found = [
    ...told.flatMap((one) => sourceFaults(one, entry, own, raced, seen)),
    ...answerFaults({ entry, own, raced, seen }, told),
    ...cardFaults(entry, seen.record),
    ...lineFaults(entry, seen.record),
    ...threadFaults(told, own, raced, seen),
    ...noteFaults(entry, raced, seen.tickets),
  ];
  return [...faults, ...found.map((fault) => `${entry.reference}: ${fault}`)];
}

/** A vote was cast by something its person did, on the content that stood on their screen. */
function sourceFaults(
  { line, hashBefore }: Told,
  { id }: Record,
  own: readonly ChatAsking[],
  { people, place }: ChatRaced,
  { record, kept }: Seen,
): string[] {
  const by = own.filter(({ act }) => people[act.by].id === line.personId);
  const meanwhile = by.filter(({ from, until }) => from <= line.at && line.at <= until);
  const shows = (from: number, until: number) =>
    record.shownBetween(id, from, until).includes(hashBefore);
  const fault = (why: string) => [`${line.sequence} ${line.action} by ${line.surface}: ${why}`];
  switch (line.surface) {
    case 'chat_button':
      return meanwhile.some(({ sent }) => sent.some(({ shown }) => shown === hashBefore))
        ? []
        : fault('no button with that content was pressed');
    case 'chat_command':
      return meanwhile.some(({ way, from }) => way === 'command' && shows(from, line.at))
        ? []
        : fault('the card did not show that content');
    case 'chat_thread': {
      const acted = by
        .flatMap(({ said }) => said.map(({ ts }) => ts))
        .filter((ts) => kept.acted.has(keyOf(place.channelId, ts)))
        .map((ts) => Math.round(Number(ts) * 1_000));
      return acted.some((at) => shows(at, at))
        ? []
        : fault('the card did not show that content when it was answered');
    }
    default:
      return fault('nobody decides there');
  }
}

const ends: ReadonlySet<string> = new Set(['completed', 'rejected', 'cancelled']);

/** One card, and in the end it shows what is so. */
function cardFaults({ id, hash, status }: Record, record: ChatRecord): string[] {
  const posted = record.cardsPosted(id);
  if (posted === 0) return [];
  const isTrue = record.lastShown(id) === (ends.has(status) ? null : hash);
  return [
    ...(posted === 1 ? [] : [`${posted} cards were posted`]),
    ...(isTrue ? [] : ['its card shows what is not so']),
  ];
}

/** Each line was posted once, those that another one took in with it. */
function lineFaults({ effects }: Record, record: ChatRecord): string[] {
  return effects
    .filter(({ kind }) => kind === 'add_thread_line')
    .flatMap(({ effectId, state, code }) => {
      const posted = record.linesPosted(effectId);
      const isRight = posted === (state === 'done' ? 1 : 0) && state !== 'failed';
      return isRight ? [] : [`a line is ${state} (${code}) and was posted ${posted} times`];
    });
}

/** Whoever decided by an answer is named in the thread. */
function threadFaults(
  told: readonly Told[],
  own: readonly ChatAsking[],
  { people, place }: ChatRaced,
  { slack }: Seen,
): string[] {
  const cardTs = own.find(({ entry }) => entry.cardTs !== null)?.entry.cardTs ?? '';
  const said = slack
    .replies(place.channelId, cardTs)
    .filter(({ isFromBot }) => isFromBot)
    .map(({ text }) => text)
    .join('\n');
  return racers
    .filter((racer) =>
      told.some(({ line }) => line.surface === 'chat_thread' && line.personId === people[racer].id),
    )
    .filter((racer) => !said.includes(place.nameOf(racer)))
    .map((racer) => `${racer} decided by an answer, and no line says so`);
}

const noted: ReadonlySet<string> = new Set(['approved', 'rejected', 'completed']);

/** What was decided stands on the ticket once, and what was taken back does not stand there last. */
function noteFaults(
  { effects, status }: Record,
  { died }: ChatRaced,
  { timesBrought }: ReturnType<typeof createTickets>,
): string[] {
  const notes = effects.filter(({ kind }) => kind === 'write_back');
  const brought = notes.filter(({ effectId }) => timesBrought(effectId) > 0);
  const names = brought.map((one) => `${one.status} in round ${one.round}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const again = died ? [] : brought.filter(({ effectId }) => timesBrought(effectId) > 1);
  const due = notes.filter((one) => noted.has(status) && one.status === status);
  const newest = Math.max(...due.map(({ round }) => Number(round)));
  const isTold = due.every(
    ({ effectId, round }) => Number(round) !== newest || timesBrought(effectId) > 0,
  );
  return [
    ...twice.map((name) => `two notes of ${name}`),
    ...again.map((one) => `a note of ${one.status} was brought twice`),
    ...(isTold ? [] : [`its ticket was not told that it is ${status}`]),
  ];
}
