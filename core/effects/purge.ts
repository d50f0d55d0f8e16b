import type { Jobs } from '../jobs/queue.js';

/** What nobody needs any more; storage fills it in. */
export type PurgeBook = {
  /** Drafts whose week is over. Returns how many went. */
  expiredDrafts(at: Date): Promise<number>;
  /** Rows of the outbox that ended before then, so many at most. Returns how many went. */
  endedEffects(before: Date, limit: number): Promise<number>;
};

const queue = 'purge';
const everyMs = 3_600_000;
/** Long enough to look into what went wrong; no repeat of an event comes so late. */
const keptMs = 30 * 24 * 3_600_000;
/** In one transaction: short locks, however much there is. */
const batchMax = 1_000;

type Telemetry = { count: (name: string, labels?: Record<string, string>) => void };

/** Every hour: expired drafts are personal data, ended effects only weight. Safe to repeat and to cut. */
export async function startPurge(
  jobs: Jobs,
  book: PurgeBook,
  now: () => Date,
  telemetry: Telemetry,
): Promise<void> {
  jobs.process(queue, () => purge(book, now(), telemetry));
  await jobs.every(queue, 'all', everyMs);
}

/** One round to its end. */
export async function purge(book: PurgeBook, at: Date, { count }: Telemetry): Promise<void> {
  if ((await book.expiredDrafts(at)) > 0) count('purged', { what: 'drafts' });
  const before = new Date(at.getTime() - keptMs);
  for (;;) {
    const gone = await book.endedEffects(before, batchMax);
    if (gone > 0) count('purged', { what: 'effects' });
    if (gone < batchMax) return;
  }
}
