import type { Jobs } from '../jobs/queue.js';
import { dayIn } from '../reversals/desk-tools.js';
import type { ReversalStore } from '../reversals/ports.js';
import type { Person } from '../reversals/reversal.js';
import { isDigestTime, zoneOf } from './digest.js';
import type { PersonBook } from './person-book.js';
import { quietMs, whatPeopleSee } from './tell-people.js';

const queue = 'ask_to_tell_people';
/** A digest comes at most so long after its hour, a held-back message so long after its. */
const everyMs = 5 * 60_000;

export type RoundTools = {
  book: PersonBook;
  store: ReversalStore;
  everybody: () => Promise<readonly Person[]>;
  now: () => Date;
};

/**
 * Looks every few minutes whose morning it is, and for whom a quiet hour is over. The outbox keeps it
 * to one digest a person and day, whatever restarts.
 */
export async function startPeopleRounds(jobs: Jobs, tools: RoundTools): Promise<void> {
  jobs.process(queue, async () => {
    await askForDueDigests(tools);
    await askAfterQuietHours(tools);
    await askWhereTimeChanged(tools);
  });
  await jobs.every(queue, 'all', everyMs);
}

/** Asks for every digest whose hour has come; returns how many are new. */
export async function askForDueDigests(tools: RoundTools): Promise<number> {
  const { book, store, now } = tools;
  const due: { personId: string; day: string }[] = [];
  for (const person of await tools.everybody()) {
    if (person.clients.length === 0) continue;
    const { digestHour } = await book.noticeOf(person.id);
    const zone = await zoneOf(store, person);
    if (digestHour === null || !isDigestTime(zone, digestHour, now())) continue;
    due.push({ personId: person.id, day: dayIn(zone, now()) });
  }
  return book.askForDigests(due, now());
}

/** What came within a quiet hour and waits still rings after it. */
export async function askAfterQuietHours({ book, now }: RoundTools): Promise<void> {
  const before = new Date(now().getTime() - quietMs);
  for (const { personId, pingedAt } of await book.heldBack(before)) {
    await book.askToTell([personId], `quiet_over:${pingedAt.getTime()}`, now());
  }
}

/**
 * Time alone changes whom an entry waits for (somebody is away from today on), and so does a changed
 * configuration: no commit tells it.
 */
export async function askWhereTimeChanged({ book, store, now }: RoundTools): Promise<void> {
  const round = `round:${Math.floor(now().getTime() / everyMs)}`;
  for (const { id } of await store.clients()) {
    const seen = await whatPeopleSee(store, book, id, now());
    const changed = seen.filter((one) => one.isToldAnew).map((one) => one.id);
    await book.askToTell(changed, round, now());
  }
}
