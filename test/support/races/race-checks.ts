import { isDeepStrictEqual } from 'node:util';
import type { Asking } from './race-acts.js';
import { isApproving, isDeciding, retell, satisfies, type Told } from './race-model.js';
import type { Policies, Racer, Racers } from './race-people.js';
import type { Record } from './race-records.js';

/** Everything that was asked about the entries of one script, and whether the hub died meanwhile. */
export type Raced = { askings: readonly Asking[]; died: boolean };

/** Who asked, from when to when: a policy in force meanwhile may be the one that was asked. */
type Asked = { act: { by: Racer }; from: number; until: number };

/** Faults of one entry; empty where all that must hold does. */
export function faultsOf(
  record: Record,
  { askings, died }: Raced,
  people: Racers,
  policies: Policies,
): readonly string[] {
  const own = askings.filter(({ entry }) => entry.id === record.id);
  const { faults, told } = retold(record, own, people, policies);
  return [
    ...faults,
    ...own.flatMap((one) => answerFaults(one, record)),
    ...(died ? [] : doneFaults(record, told, own, people)),
  ];
}

/** What must hold of an entry whoever asked and wherever, and the decisions that were counted. */
export function retold(
  record: Record,
  askings: readonly Asked[],
  people: Racers,
  policies: Policies,
): { faults: readonly string[]; told: readonly Told[] } {
  const { faults, told } = retell(record, [people.agent.id]);
  const all = [
    ...faults,
    ...told.flatMap((one) => policyFaults(one, record, askings, people, policies)),
    ...voteFaults(record, told),
    ...effectFaults(record),
    ...balanceFaults(record),
  ];
  return { faults: all, told };
}

/** Each asking was answered, and of a repeated one at most one did something. */
export function answerFaults(one: Asking, { reference }: Record): string[] {
  const asked = one.act.isRepeated ? 2 : 1;
  const done = one.answers.filter((answer) => answer === 'done').length;
  const isKeyed = !one.act.deed.startsWith('edit') && one.act.deed !== 'policy';
  const what = `${reference} ${one.act.deed} by ${one.act.by}`;
  return [
    ...(one.answers.length === asked ? [] : [`${what}: ${one.answers.length} answers`]),
    ...(isKeyed && done > 1 ? [`${what}: done ${done} times`] : []),
  ];
}

/** Approved means that a policy in force then was satisfied; still open means that one was not. */
function policyFaults(
  { line, voters, minor, isMatched, fallbacks }: Told,
  { reference }: Record,
  askings: readonly Asked[],
  people: Racers,
  policies: Policies,
): string[] {
  if (!isApproving(line.action)) return [];
  const from = Math.min(
    line.at,
    ...askings
      .filter((one) => people[one.act.by].id === line.personId)
      .filter((one) => one.from <= line.at && one.until >= line.at)
      .map((one) => one.from),
  );
  const who = Object.values(people).filter((person) => voters.includes(person.id));
  const answers = policies.between(from, line.at).map((policy) => {
    const asked = policy.asks(minor, isMatched);
    const same = fallbacks.filter((one) =>
      isDeepStrictEqual(policy.asks(one.minor, isMatched), asked),
    );
    return satisfies(
      asked,
      who,
      same.map(({ step }) => step),
    );
  });
  const isSettled = line.facts.to !== line.facts.from;
  // An admin who was asked besides may fill the step that another waits for: then only too few is wrong.
  if (!isSettled && fallbacks.length > 0) return [];
  return answers.includes(isSettled)
    ? []
    : [`${reference} ${line.sequence} ${line.action}: ${isSettled ? 'too few' : 'enough'} votes`];
}

/** Every stored vote was told, and nobody's counts twice in a round. */
function voteFaults({ reference, votes }: Record, told: readonly Told[]): string[] {
  const names = votes.map((vote) => `${vote.personId} ${vote.decision} ${vote.round} ${vote.hash}`);
  const lines = told.map(
    ({ line }) =>
      `${line.personId} ${line.action} ${line.facts.round} ${String(line.facts.contentHash)}`,
  );
  return names
    .filter((name) => !lines.includes(name))
    .map((name) => `${reference}: ${name} untold`);
}

/** What people were told was done is what history holds, on the content that they saw. */
function doneFaults(
  { reference, lines }: Record,
  told: readonly Told[],
  askings: readonly Asking[],
  people: Racers,
): string[] {
  const done = askings.filter((one) => one.answers.includes('done') && one.shown !== null);
  const saw = done.map((one) => `${people[one.act.by].id} ${one.shown}`).sort();
  const held = told.map(({ line, hashBefore }) => `${line.personId} ${hashBefore}`).sort();
  const notes = askings.filter((one) => one.act.deed === 'note' && one.answers.includes('done'));
  const kept = lines.filter((line) => line.action === 'note');
  return [
    ...(saw.join() === held.join()
      ? []
      : [`${reference}: told ${saw.length}, held ${held.length}`]),
    ...(notes.length === kept.length ? [] : [`${reference}: ${kept.length} notes`]),
  ];
}

/** The outbox says the final state: a card for each change, and one note of it at the source. */
function effectFaults({ reference, lines, effects, status }: Record): string[] {
  const changes = lines.filter((line) => line.facts.from !== line.facts.to);
  const cards = effects.filter((effect) => effect.kind === 'show_card');
  const notes = effects.filter((effect) => effect.kind === 'write_back');
  const rounds = notes.filter((note) => note.status === status).map((note) => Number(note.round));
  const newest = rounds.filter((round) => round === Math.max(...rounds));
  const isTold = notes.length === 0 || newest.length === 1;
  const decided = lines.filter((line) => isDeciding(line.action));
  return [
    ...(cards.length >= changes.length ? [] : [`${reference}: ${cards.length} cards`]),
    ...(cards.length >= decided.length ? [] : [`${reference}: ${cards.length} cards of votes`]),
    ...(isTold ? [] : [`${reference}: ${newest.length} notes of ${status}`]),
  ];
}

/** What is approved on a payment is never more than what was captured. */
function balanceFaults({ reference, captured, approved }: Record): string[] {
  const isWithin = captured === null || approved <= captured;
  return isWithin ? [] : [`${reference}: ${approved} approved of ${captured}`];
}
