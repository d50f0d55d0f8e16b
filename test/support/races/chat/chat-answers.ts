import { answerFaults as deskFaults } from '../race-checks.js';
import type { Told } from '../race-model.js';
import { type Racer, racers } from '../race-people.js';
import type { Record } from '../race-records.js';
import type { ChatAsking, Said } from './chat-acts.js';
import type { Seen } from './chat-checks.js';
import { notTakenYet } from './chat-record.js';
import type { ChatRaced } from './chat-run.js';
import { meaningOf } from './chat-words.js';

type Case = { entry: Record; own: readonly ChatAsking[]; raced: ChatRaced; seen: Seen };

/** Each press, command and message was answered once, and what was told is what history holds. */
export function answerFaults(one: Case, told: readonly Told[]): readonly string[] {
  return [
    ...one.own.flatMap((asking) => (asking.atDesk ? deskFaults(asking.atDesk, one.entry) : [])),
    ...one.own.flatMap((asking) => sentFaults(asking, one)),
    ...one.own.flatMap((asking) => saidFaults(asking, one)),
    ...racers.flatMap((racer) => aloneFaults(racer, one)),
    ...racers.flatMap((racer) => toldFaults(racer, one, told)),
  ];
}

const failed = 'Not taken: something failed';
const late = 'The late answer: ';

/** One answer to each; only where a hub died may one be missing, and then a later one came. */
function sentFaults({ act, way, sent }: ChatAsking, { raced, seen }: Case): string[] {
  const what = `${act.deed} by ${act.by}, ${way}`;
  const answers = sent.map(({ responseId }) => seen.record.answersTo(responseId));
  const counts = answers.map((texts) => texts.length - (isLatePair(texts) ? 1 : 0));
  const isEach = counts.every((count) => (raced.died ? count <= 1 : count === 1));
  const isAnswered = sent.length === 0 || counts.some((count) => count === 1);
  return [
    ...(isEach && isAnswered ? [] : [`${what}: answered ${counts.join(', ')} times`]),
    ...answers
      .flat()
      .filter((text) => text.startsWith(failed))
      .map(() => `${what}: failed on our side`),
  ];
}

/** Told after 2.5 s that it is not taken yet, and then how it ended. */
const isLatePair = (texts: readonly string[]) =>
  texts.length === 2 &&
  texts.some((text) => text.startsWith(notTakenYet)) &&
  texts.some((text) => text.startsWith(late));

/** What was acknowledged is noted, and only an intact decision was acted on. */
function saidFaults(asking: ChatAsking, { seen }: Case): string[] {
  const { act, entry, said, place } = asking;
  const meaning = meaningOf(act.deed, entry);
  return said.flatMap(({ ts }) => {
    const what = `${act.deed} by ${act.by}, answer`;
    const isActed = seen.kept.acted.has(keyOf(place.channelId, ts));
    return [
      ...(seen.kept.noted.has(`${place.channelId} ${ts}`) ? [] : [`${what}: not noted`]),
      ...(isActed && meaning !== 'decides' && meaning !== 'decides if alone'
        ? [`${what}: acted on, and it decides nothing`]
        : []),
      ...(isActed && meaning === 'decides if alone' && !isAlone(asking, ts, seen)
        ? [`${what}: a bare yes was acted on after somebody else had spoken`]
        : []),
    ];
  });
}

export const keyOf = (channelId: string, ts: string) => `chat:${channelId}:${ts}`;

/** As Slack shows the thread: nobody but the speaker wrote between the card and the bare yes. */
function isAlone({ act, entry, place }: ChatAsking, ts: string, { slack }: Seen): boolean {
  const user = place.chatUserIdOf(act.by);
  const before = slack
    .replies(place.channelId, entry.cardTs ?? '')
    .filter((one) => !one.isFromBot && one.user !== user && Number(one.ts) < Number(ts));
  return before.length === 0;
}

/** What one person was told alone in a card's thread: no message twice, and none was left without. */
function aloneFaults(racer: Racer, one: Case): string[] {
  const { entry, own, raced, seen } = one;
  const [first] = own.filter(({ entry: { cardTs } }) => cardTs !== null);
  if (!first?.entry.cardTs) return [];
  const user = raced.place.chatUserIdOf(racer);
  const mine = own.filter(({ act }) => act.by === racer);
  const due = mine.flatMap((asking) => asking.said.map((said) => dueFor(asking, said, one)));
  const got = seen.record.toldAlone(user, first.entry.cardTs).length;
  // "You may not" is said once a thread to a person, whatever they answer there later.
  const isSaidOnce = seen.kept.mayNot.has(`${entry.id} ${user}`);
  const fixed = due.filter(({ mayBeSaidOnce }) => !(isSaidOnce && mayBeSaidOnce));
  const least = fixed.reduce((sum, { least: add }) => sum + add, 0) + (isSaidOnce ? 1 : 0);
  const most = due.reduce((sum, { most: add }) => sum + add, 0);
  // Told, and then the hub died before Slack heard that it had: the next hub tells it again.
  const isRight = got >= least && got <= (raced.died ? 2 * most : most);
  return isRight ? [] : [`${racer} was told ${got} times alone, due ${least} to ${most}`];
}

type Due = { least: 0 | 1; most: 0 | 1; mayBeSaidOnce: boolean };

/** How often a message is to be answered to its author alone. */
function dueFor(asking: ChatAsking, { ts, isChanged }: Said, one: Case): Due {
  const { act, entry, place } = asking;
  const due = (least: 0 | 1, most: 0 | 1): Due => ({ least, most, mayBeSaidOnce: true });
  // An edited message is told once that it is not acted on.
  if (act.deed === 'edited_into_yes') return { least: 1, most: 1, mayBeSaidOnce: false };
  const meaning = meaningOf(act.deed, entry);
  const isActed = one.seen.kept.acted.has(keyOf(place.channelId, ts));
  // A vote that counted is told by its line in the thread.
  if (meaning === 'nothing' || isActed) return due(0, 0);
  // Small talk beside what is decided, or of whoever asked for it, needs no answer.
  const mayBeIdle = meaning !== 'decides' || act.deed === 'approve_less';
  const isIdle = mayBeIdle && (isRequester(act.by, one) || !isOpenThroughout(asking, one.entry));
  return due(isChanged || isIdle ? 0 : 1, 1);
}

function isRequester(racer: Racer, { entry, raced }: Case): boolean {
  return racer === 'agent' || entry.requesters.includes(raced.people[racer].id);
}

/** Whether the entry waited for a decision from the asking's beginning to its end. */
function isOpenThroughout({ from, until }: ChatAsking, { lines }: Record): boolean {
  const stood = lines.flatMap(({ at, facts }) => {
    const status = facts.to ?? facts.status;
    return typeof status === 'string' ? [{ at, status }] : [];
  });
  return stood
    .filter(({ at }, index) => at <= until && (stood[index + 1]?.at ?? until) >= from)
    .every(({ status }) => status === 'pending_approval');
}

const voteWords = /^(?:The late answer: )?You (?:approved|rejected|asked for|accepted|chose)/;
const again = 'That was counted before';

/** Nobody is told of a decision that history does not hold, and none is held untold. */
function toldFaults(racer: Racer, { own, raced, seen }: Case, told: readonly Told[]): string[] {
  const { id } = raced.people[racer];
  return (['button', 'command'] as const).flatMap((way) => {
    const held = told.filter(
      ({ line }) => line.personId === id && line.surface === `chat_${way}`,
    ).length;
    const said = own
      .filter((one) => one.way === way && one.act.by === racer)
      .flatMap(({ sent }) => sent.flatMap(({ responseId }) => seen.record.answersTo(responseId)))
      .filter((text) => voteWords.test(text) && !text.includes(again)).length;
    const isTrue = raced.died ? said <= held : said === held;
    return isTrue ? [] : [`${racer} was told of ${said} decisions by ${way}, held ${held}`];
  });
}
