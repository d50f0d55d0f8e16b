import { dayIn } from '../reversals/desk-tools.js';
import type { ReversalStore } from '../reversals/ports.js';
import type { Person } from '../reversals/reversal.js';
import { queueOf, queuesOf, type WorkQueue } from '../reversals/work-queue.js';
import { digestFor, isQuiet, zoneOf } from './digest.js';
import type { Effect } from './effect.js';
import { handedOverLine } from './handed-over-words.js';
import type { Messenger, WaitingView } from './messenger.js';
import type { PersonBook, PersonNotice } from './person-book.js';

/** What telling people needs beside the outbox. */
export type PeopleTools = {
  book: PersonBook;
  messenger: Messenger;
  /** An active person, or null. */
  person(id: string): Promise<Person | null>;
};

type Tools = {
  people: PeopleTools | null;
  store: ReversalStore;
  now: () => Date;
  /** Ends the other effects of this kind for the same client or person: one telling says it all. */
  fold(effect: Effect): Promise<void>;
};

type Result = 'done' | { dropped: string };

/** A new message rings; until so long after the last one what waits is told without ringing. */
export const quietMs = 60 * 60_000;
/** Whoever has not opened App Home for so long sees it fresh when they open it. */
const homeKeptMs = 7 * 86_400_000;

/** Something changed at a client: everybody whose count or App Home shows it is told, each by itself. */
export async function tellWaiting(tools: Tools, effect: Effect): Promise<Result> {
  const { people, store, now } = tools;
  if (!people) return { dropped: 'chat_not_configured' };
  if (!effect.clientId) return { dropped: 'no_client' };
  // Before anything is read: what is asked for from here on is asked anew.
  await tools.fold(effect);
  const seen = await whatPeopleSee(store, people.book, effect.clientId, now());
  const changed = seen.filter((one) => one.isHomeKept || one.isToldAnew).map((one) => one.id);
  await people.book.askToTell(changed, effect.id, now());
  return 'done';
}

/** Of everybody of a client whether their message is out of date, and whether App Home is kept fresh. */
export async function whatPeopleSee(
  store: ReversalStore,
  book: PersonBook,
  clientId: string,
  at: Date,
): Promise<readonly { id: string; isToldAnew: boolean; isHomeKept: boolean }[]> {
  const all = await store.peopleOf(clientId);
  const asked = all.map((person) => ({ person, clients: person.clients }));
  const queues = await queuesOf(store, asked, at);
  const seen = [];
  for (const [index, { id }] of all.entries()) {
    const notice = await book.noticeOf(id);
    const queue = queues[index];
    const isOld = queue !== undefined && isToldAnew(notice, queue, at);
    seen.push({ id, isToldAnew: isOld, isHomeKept: isHomeKept(notice, at) });
  }
  return seen;
}

/** One person's direct message and App Home, as they should be now. */
export async function tellPerson(tools: Tools, effect: Effect): Promise<Result> {
  const { people, now } = tools;
  if (!people) return { dropped: 'chat_not_configured' };
  await tools.fold(effect);
  const person = await people.person(effect.payload.personId ?? '');
  if (!person) return { dropped: 'person_gone' };
  const notice = await people.book.noticeOf(person.id);
  const queue = await queueOf(tools.store, person, person.clients, now());
  const told = await tellDirectly(tools, people, { effect, person, notice, queue });
  if (isHomeKept(notice, now())) await people.messenger.refreshHome(person);
  return told;
}

const isHomeKept = ({ homeOpenedAt }: PersonNotice, now: Date) =>
  homeOpenedAt !== null && now.getTime() - homeOpenedAt.getTime() < homeKeptMs;

const shownOf = ({ entries, isWhole }: WorkQueue) =>
  entries.length === 0 ? '0' : `${entries.length}${isWhole ? '' : '+'} ${entries[0]?.reference}`;

/** Whether the direct message says something else than it should, or may ring at last. */
function isToldAnew(notice: PersonNotice, queue: WorkQueue, now: Date): boolean {
  const wanted = notice.isDirect ? shownOf(queue) : '0';
  const mayRing = wanted !== '0' && !notice.isPinged && !isQuietHour(notice, now);
  return wanted !== (notice.shown ?? '0') || mayRing;
}

const isQuietHour = ({ pingedAt }: PersonNotice, now: Date) =>
  pingedAt !== null && now.getTime() - pingedAt.getTime() < quietMs;

type Telling = { effect: Effect; person: Person; notice: PersonNotice; queue: WorkQueue };

/**
 * One direct message "n waiting", changed in place. It rings, as a new message, only where nothing
 * waited before, and an hour after the last one at the earliest.
 */
async function tellDirectly(
  tools: Tools,
  { book, messenger }: PeopleTools,
  { effect, person, notice, queue }: Telling,
): Promise<Result> {
  const now = tools.now();
  if (!isToldAnew(notice, queue, now)) return 'done';
  const { message, pingedAt } = notice;
  const shown = notice.isDirect ? shownOf(queue) : '0';
  const waiting = await waitingView(tools.store, shown === '0' ? nothing : queue);
  const rings = shown !== '0' && !notice.isPinged && !isQuietHour(notice, now);
  if (!rings) {
    const stands = message && (await messenger.showWaiting(person, waiting, message, effect.id));
    const isPinged = notice.isPinged && shown !== '0';
    await book.saveTold(person.id, { message: stands, shown, isPinged, pingedAt });
    return 'done';
  }
  // One at a time: the old one goes before the new one comes, and both may be repeated.
  if (message) await messenger.removeMessage(message);
  const stands = await messenger.showWaiting(person, waiting, null, effect.id);
  // Nobody there: looked for again after an hour, not at every change.
  const isPinged = stands !== null;
  await book.saveTold(person.id, { message: stands, shown, isPinged, pingedAt: now });
  return isPinged ? 'done' : { dropped: 'not_in_chat' };
}

const nothing: WorkQueue = { entries: [], isWhole: true };

async function waitingView(store: ReversalStore, queue: WorkQueue): Promise<WaitingView> {
  const [reversal] = queue.entries;
  return {
    count: queue.entries.length,
    isWhole: queue.isWhole,
    first: reversal ? { reversal, client: await store.client(reversal.clientId) } : null,
  };
}

/** One line to whom somebody handed their work or their decisions. */
export async function tellHandedOver({ people }: Tools, effect: Effect): Promise<Result> {
  if (!people) return { dropped: 'chat_not_configured' };
  const person = await people.person(effect.payload.personId ?? '');
  if (!person) return { dropped: 'person_gone' };
  const line = handedOverLine(effect.payload);
  return (await people.messenger.sendLine(person, line, effect.id))
    ? 'done'
    : { dropped: 'not_in_chat' };
}

/** The morning's digest; a day that is over, or has nothing to tell, is let go. */
export async function sendDigest(tools: Tools, effect: Effect): Promise<Result> {
  const { people, store, now } = tools;
  if (!people) return { dropped: 'chat_not_configured' };
  const person = await people.person(effect.payload.personId ?? '');
  if (!person) return { dropped: 'person_gone' };
  const { day = '' } = effect.payload;
  const zone = await zoneOf(store, person);
  if (dayIn(zone, now()) !== day) return { dropped: 'day_is_over' };
  if ((await people.book.noticeOf(person.id)).digestHour === null) return { dropped: 'not_wanted' };
  const queue = await queueOf(store, person, person.clients, now());
  const digest = await digestFor(store, person, {
    zone,
    day,
    now: now(),
    waiting: await waitingView(store, queue),
  });
  if (isQuiet(digest)) return { dropped: 'nothing_to_tell' };
  return (await people.messenger.sendDigest(person, digest, effect.id))
    ? 'done'
    : { dropped: 'not_in_chat' };
}
