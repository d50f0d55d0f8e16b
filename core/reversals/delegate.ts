import { createHash } from 'node:crypto';
import { mayTakeOver } from './delegation.js';
import type { Actor } from './desk.js';
import { type DeskTools, dayIn, inTransaction } from './desk-tools.js';
import { daysIn } from './office-hours.js';
import type { LogTransaction, ReversalStore } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import type { Person } from './reversal.js';

export type DelegateRequest = {
  toEmail: string;
  /** Days in the zone of who is away, both included: `2026-12-01`. */
  firstDay: string;
  lastDay: string;
  /** Names this very request: sent again it is one, with other content it is refused. */
  requestKey?: string | null;
};

/** A time away as people read it. */
export type TimeAway = {
  person: string;
  standIn: string;
  firstDay: string;
  lastDay: string;
};

/** Longer is not away but gone: then the configuration names somebody else. */
const daysMax = 366;
const dayMs = 86_400_000;

/**
 * Hands one's decisions to somebody else between two days; what overlaps of one's own earlier ones
 * ends. Refuses who could not decide for them: nobody of their clients, the other side, a payer.
 */
export async function delegate(
  tools: DeskTools,
  actor: Actor,
  request: DelegateRequest,
): Promise<TimeAway | Refusal> {
  const { person } = actor;
  const to = await colleague(tools.store, person, request.toEmail);
  if ('refused' in to) return to;
  const timezone = await zoneOf(tools.store, person);
  const { firstDay, lastDay } = request;
  const refused = refusalOfDays(firstDay, lastDay, dayIn(timezone, tools.now()));
  if (refused) return refused;
  const { from, until } = daysIn(timezone, firstDay, lastDay);
  const at = tools.now();
  return inTransaction<TimeAway>(tools.store, async (tx) => {
    const same = { person: person.name, standIn: to.name, firstDay, lastDay };
    if (request.requestKey) {
      const print = [person.id, 'delegate', to.id, firstDay, lastDay].join('\n');
      const hash = createHash('sha256').update(print).digest('hex');
      const before = await tx.takeRequest(request.requestKey, hash);
      if (before) return before.sameContent ? same : refuse('key_reused_with_other_content');
    }
    // Said twice it is one time away: nobody hears of it again.
    if (await tx.hasDelegation({ personId: person.id, toId: to.id, from, until })) return same;
    await tx.endDelegations(person.id, at, { from, until });
    await tx.addDelegation({ personId: person.id, toId: to.id, from, until, at });
    const days = { firstDay, lastDay };
    await tx.addDelegationHistory({
      at,
      personId: person.id,
      surface: actor.surface,
      action: 'delegated',
      facts: { to: to.id, ...days },
    });
    await tell(tools, tx, to, { what: 'delegated', actor: person.name, ...days });
    await askForCounts(tools, tx, person, [at, from, until]);
    return same;
  });
}

/** Ends one's own times away, those to come among them. Returns how many there were. */
export async function endDelegation(tools: DeskTools, actor: Actor): Promise<number> {
  const { person } = actor;
  const at = tools.now();
  return tools.store.transaction(async (tx) => {
    const ended = await tx.endDelegations(person.id, at, null);
    if (ended === 0) return 0;
    await tx.addDelegationHistory({
      at,
      personId: person.id,
      surface: actor.surface,
      action: 'delegation_ended',
      facts: { ended },
    });
    await askForCounts(tools, tx, person, [at]);
    return ended;
  });
}

/**
 * Somebody was removed from chat: nobody decides for them or through them any more, and whoever else is
 * asked is told. Safe to repeat; a configured time away begins anew with the next start.
 */
export async function endDelegationsOf(tools: DeskTools, person: Person): Promise<number> {
  const at = tools.now();
  return tools.store.transaction(async (tx) => {
    const own = await tx.endDelegations(person.id, at, null);
    const ended = own + (await tx.endDelegationsTo(person.id, at));
    await askForCounts(tools, tx, person, [at]);
    if (ended === 0) return 0;
    await tx.addDelegationHistory({
      at,
      personId: person.id,
      surface: 'hub',
      action: 'delegation_ended',
      facts: { ended, because: 'left_chat' },
    });
    return ended;
  });
}

/** Times away that are not over: one's own, and those in which one stands in for others. */
export async function delegationsOf(
  { store, now }: Pick<DeskTools, 'store' | 'now'>,
  person: Person,
): Promise<readonly TimeAway[]> {
  const people = await colleaguesOf(store, person);
  const away: TimeAway[] = [];
  for (const one of people) {
    const timezone = await zoneOf(store, one);
    for (const { toId, from, until } of one.delegations ?? []) {
      if (until <= now() || (one.id !== person.id && toId !== person.id)) continue;
      const standIn = people.find((other) => other.id === toId)?.name ?? 'somebody who is gone';
      const lastDay = dayIn(timezone, new Date(until.getTime() - 1));
      away.push({ person: one.name, standIn, firstDay: dayIn(timezone, from), lastDay });
    }
  }
  return away.sort((one, other) => one.firstDay.localeCompare(other.firstDay));
}

/** Everybody who may stand in for this person, by name. */
export async function standInsFor(
  store: ReversalStore,
  person: Person,
): Promise<readonly Person[]> {
  const people = await colleaguesOf(store, person);
  return people
    .filter((one) => mayTakeOver(one, person) && !one.hasLeftChat)
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Somebody else of one's clients who may stand in, by e-mail. */
export async function colleague(
  store: ReversalStore,
  person: Person,
  email: string,
): Promise<Person | Refusal> {
  const wanted = email.trim().toLowerCase();
  const found = (await colleaguesOf(store, person)).find((one) => one.email === wanted);
  if (!found) return refuse('invalid_request', { detail: 'somebody who sees a client of yours' });
  if (found.id === person.id)
    return refuse('invalid_request', { detail: 'somebody else than you' });
  if (found.hasLeftChat)
    return refuse('invalid_request', { detail: 'somebody who was not removed from chat' });
  if (mayTakeOver(found, person)) return found;
  const detail =
    'somebody of your own side who may decide: no payer, and nobody of the other company';
  return refuse('invalid_request', { detail });
}

async function colleaguesOf(store: ReversalStore, person: Person): Promise<readonly Person[]> {
  const known = new Map<string, Person>();
  for (const client of person.clients) {
    for (const one of await store.peopleOf(client)) known.set(one.id, one);
  }
  return [...known.values()];
}

async function zoneOf(store: ReversalStore, person: Person): Promise<string> {
  const [first] = person.clients;
  const client = person.timezone || first === undefined ? null : await store.client(first);
  return person.timezone ?? client?.timezone ?? 'UTC';
}

function refusalOfDays(firstDay: string, lastDay: string, today: string): Refusal | null {
  const days = [firstDay, lastDay].map((day) => Date.parse(`${day}T00:00:00Z`));
  const [first, last] = days;
  // A day that no calendar has, such as 30 February, is read as another one.
  const isReal = [firstDay, lastDay].every(
    (day, at) => days[at] && new Date(days[at]).toISOString().startsWith(day),
  );
  if (!isReal || first === undefined || last === undefined)
    return refuse('invalid_request', { detail: 'days such as 2026-12-01 2026-12-14' });
  if (last < first) return refuse('invalid_request', { detail: 'the first day before the last' });
  if (lastDay < today) return refuse('invalid_request', { detail: 'days that are not over yet' });
  if (last - first > daysMax * dayMs)
    return refuse('invalid_request', { detail: 'a year at most' });
  return null;
}

/** One line to whoever was handed something, beside what they are told to wait for them. */
export async function tell(
  tools: DeskTools,
  tx: LogTransaction,
  to: Person,
  payload: Readonly<Record<string, string>>,
) {
  await tx.addEffect({
    kind: 'tell_handed_over',
    dedupeKey: `tell_handed_over:${to.id}:${tools.newId()}`,
    reversalId: null,
    clientId: null,
    payload: { ...payload, personId: to.id },
    notBefore: tools.now(),
  });
}

/** What waits for whom changes when a time away begins and when it ends. */
async function askForCounts(
  tools: DeskTools,
  tx: LogTransaction,
  person: Person,
  instants: readonly Date[],
) {
  for (const clientId of person.clients) {
    for (const notBefore of instants) {
      await tx.addEffect({
        kind: 'tell_waiting',
        dedupeKey: `tell_waiting:${clientId}:${tools.newId()}`,
        reversalId: null,
        clientId,
        payload: {},
        notBefore,
      });
    }
  }
}
