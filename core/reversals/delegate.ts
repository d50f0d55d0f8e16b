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
  /** True where whoever reads it is away; two people may have one name. */
  isOwn: boolean;
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
  const { requestKey, firstDay, lastDay } = request;
  const said = { person: person.name, firstDay, lastDay, isOwn: true };
  return inTransaction<TimeAway>(tools.store, async (tx) => {
    // First of all: what was answered stays answered, though the days are over or the other is gone.
    const before = requestKey
      ? await tx.takeRequest(requestKey, fingerprintOf(person, request))
      : null;
    if (before && !before.sameContent) return refuse('key_reused_with_other_content');
    if (before) return { ...said, standIn: await nameBehind(tx, person, request.toEmail) };
    const to = await colleague(tx, person, request.toEmail);
    if ('refused' in to) return to;
    const same = { ...said, standIn: to.name };
    const timezone = await zoneOf(tx, person);
    const at = tools.now();
    const refused = refusalOfDays(firstDay, lastDay, dayIn(timezone, at));
    if (refused) return refused;
    const { from, until } = daysIn(timezone, firstDay, lastDay);
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

function fingerprintOf(person: Person, { toEmail, firstDay, lastDay }: DelegateRequest): string {
  const print = [person.id, 'delegate', asWritten(toEmail), firstDay, lastDay].join('\n');
  return createHash('sha256').update(print).digest('hex');
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
      const standIn = people.find((other) => other.id === toId)?.name ?? nobodyNow;
      const lastDay = dayIn(timezone, new Date(until.getTime() - 1));
      const isOwn = one.id === person.id;
      const firstDay = dayIn(timezone, from);
      away.push({ person: one.name, standIn, firstDay, lastDay, isOwn });
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
  store: Directory,
  person: Person,
  email: string,
): Promise<Person | Refusal> {
  const found = await behind(store, person, email);
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

const nobodyNow = 'somebody who is gone';

/** The name of whom a request named, whether they may take anything over now or not. */
export async function nameBehind(store: Directory, person: Person, email: string): Promise<string> {
  return (await behind(store, person, email))?.name ?? nobodyNow;
}

async function behind(store: Directory, person: Person, email: string): Promise<Person | null> {
  const people = await colleaguesOf(store, person);
  return people.find((one) => one.email === asWritten(email)) ?? null;
}

/** Two ways to write one e-mail are one. */
export const asWritten = (email: string) => email.trim().toLowerCase();

/** Who works for whom: outside a transaction, and as one sees it. */
type Directory = Pick<ReversalStore, 'client' | 'peopleOf'>;

async function colleaguesOf(store: Directory, person: Person): Promise<readonly Person[]> {
  const known = new Map<string, Person>();
  for (const client of person.clients) {
    for (const one of await store.peopleOf(client)) known.set(one.id, one);
  }
  return [...known.values()];
}

async function zoneOf(store: Directory, person: Person): Promise<string> {
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
