import { ConnectorError } from '../../core/index.js';
import type { Run } from './change-cursor.js';
import { type Filter, searchPageSize } from './client.js';
import type { RecordsPage } from './schema.js';

const objectId = 'hs_object_id';
/**
 * A record that changes while it is found is shown with its new time at its old place (seen by
 * estuary/connectors #2210). So the place to go on from is never taken from what changed about when
 * the run began or later, as long as a page has older ones; and so many of the newest are left out.
 */
const strayAgeMs = 5 * 60_000;
const strayTimesMax = 5;

/** Where the run goes on; null where it has come to its end. */
export function nextPlace(
  run: Run,
  page: RecordsPage,
  timeOf: (row: RecordsPage['results'][number]) => number,
): Run | null {
  const ids = page.results.map(({ id }) => id);
  const isLast = !page.paging?.next && ids.length + page.unreadable.length < searchPageSize;
  if (run.afterId !== null) {
    const largest = largestId(ids, run.afterId);
    if (!isLast && largest === run.afterId) throw standsStill();
    if (!isLast) return { ...run, afterId: largest };
    // The crowded instant is done: on to the next.
    return run.isUntimed ? null : { ...run, at: run.at + 1, afterId: null };
  }
  if (isLast) return null;
  // Only times that were told: a made-up one would be a place past what lies before it.
  const times = page.results
    .map(timeOf)
    .filter((time) => !Number.isNaN(time))
    .toSorted((a, b) => b - a);
  if (ids.length === 0) throw standsStill();
  if (times.length === 0) return { ...run, afterId: '0', isUntimed: true };
  const settled = times.filter((time) => time < run.startedAt - strayAgeMs);
  const places = [settled, times].map((some) => some[Math.min(strayTimesMax, some.length) - 1]);
  const at = places.find((place) => place !== undefined && place > run.at);
  return at === undefined ? { ...run, afterId: '0' } : { ...run, at };
}

/** A listing that has more but does not go on would be read for ever. */
const standsStill = () => new ConnectorError('unreadable', 'listing_stands_still');

/** What to search for at this place of a run, by the property that holds the time. */
export function searchAt(
  { at, afterId, isUntimed }: Run,
  time: string,
): { filters: Filter[]; sort: string } {
  const since: Filter = { propertyName: time, operator: 'GTE', value: String(at) };
  if (afterId === null) return { filters: [since], sort: time };
  // Only one sort is allowed, so time and id cannot be mixed.
  const until: Filter = { propertyName: time, operator: 'LTE', value: String(at) };
  const after: Filter = { propertyName: objectId, operator: 'GT', value: afterId };
  const filters = isUntimed ? [since, after] : [since, until, after];
  return { filters, sort: objectId };
}

/** Ids are longer than a number holds exactly. */
function largestId(ids: readonly string[], atLeast: string): string {
  return String(
    ids.map(BigInt).reduce((largest, one) => (one > largest ? one : largest), BigInt(atLeast)),
  );
}
