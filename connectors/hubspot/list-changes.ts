import { type ChangePage, ConnectorError } from '../../core/index.js';
import { type ChangeCursor, readCursor, writeCursor } from './change-cursor.js';
import { type Filter, type HubSpotClient, searchPageSize } from './client.js';
import { timeValue } from './property-values.js';
import type { RecordsPage } from './schema.js';

const minuteMs = 60_000;
/**
 * The index is late by "a few moments" (CRM search, "Limitations"): each run begins so long before
 * the last one. Covers the difference of two clocks too.
 */
const lookBackMs = 2 * minuteMs;
/** Connectors in use elsewhere have met an hour (estuary/connectors, source-hubspot-native): now and then we look as far. */
const deepLookBackMs = 60 * minuteMs;
const deepEveryMs = 10 * minuteMs;
/** The search leaves deleted tickets out ("archived", CRM search); the list of them has no order in time. */
const sweepEveryMs = 10 * minuteMs;
/**
 * A ticket that changes while it is found is shown with its new time at its old place (seen by
 * estuary/connectors #2210). So the place to go on from is never taken from what changed about when
 * the run began or later, as long as a page has older ones; and so many of the newest are left out.
 */
const strayAgeMs = 5 * minuteMs;
const strayTimesMax = 5;

const modified = 'hs_lastmodifieddate';
const objectId = 'hs_object_id';

/**
 * One page of tickets changed, oldest first, then of tickets deleted. Pages never go on by offset:
 * `after` ends at 10,000 results, and skips a ticket whenever one before it changes. Each page asks
 * for what changed at or after the last one's time; an instant that fills a page is read by id.
 */
export async function listChanges(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  now: () => Date,
  saved: string | null,
  since: Date,
): Promise<ChangePage> {
  const cursor = begun(saved === null ? null : readCursor(saved), since, now().getTime());
  if (cursor.run) return runPage(client, pipelines, cursor, cursor.run, now);
  if (cursor.sweep) return sweepPage(client, pipelines, cursor, cursor.sweep, now);
  throw new Error('a begun listing has neither a run nor a sweep');
}

/** The cursor with something under way: goes on with it, or begins the next run. */
function begun(saved: ChangeCursor | null, since: Date, nowMs: number): ChangeCursor {
  if (saved?.run || saved?.sweep) return saved;
  const sinceMs = Math.max(0, since.getTime());
  const isDeep = saved === null || nowMs - saved.deepAt >= deepEveryMs;
  const from = saved === null ? sinceMs : saved.through - (isDeep ? deepLookBackMs : lookBackMs);
  // Nothing deleted before the first listing was ever listed: there is nothing to take back.
  const cursor = saved ?? { v: 1, through: sinceMs, deepAt: nowMs, sweptAt: nowMs, sweep: null };
  return {
    ...cursor,
    run: { startedAt: nowMs, isDeep, at: Math.max(from, sinceMs), afterId: null },
  };
}

type Run = NonNullable<ChangeCursor['run']>;

async function runPage(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  cursor: ChangeCursor,
  run: Run,
  now: () => Date,
): Promise<ChangePage> {
  const readAt = now();
  const search = searchOf(run);
  const filters = [...search.filters, ...pipelineFilter(pipelines)];
  const page = await client.searchTickets({ ...search, filters });
  const changes = changesIn(page, readAt);
  const next = nextPlace(run, page);
  if (next) return pageOf(changes, { ...cursor, run: next }, true);
  const ended = {
    ...cursor,
    through: run.startedAt,
    deepAt: run.isDeep ? run.startedAt : cursor.deepAt,
    run: null,
  };
  if (run.startedAt - cursor.sweptAt < sweepEveryMs) return pageOf(changes, ended, false);
  const from = cursor.sweptAt - deepLookBackMs;
  const sweep = { startedAt: run.startedAt, from, after: null };
  return pageOf(changes, { ...ended, sweep }, true);
}

/** Where the run goes on; null where it has come to its end. */
function nextPlace(run: Run, page: RecordsPage): Run | null {
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
    .map(changedMs)
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

function searchOf({ at, afterId, isUntimed }: Run): { filters: Filter[]; sort: string } {
  if (afterId === null) return byTime(at);
  return isUntimed ? byIdSince(at, afterId) : byId(at, afterId);
}

/** Tickets in the order of their change, from an instant on. */
function byTime(fromMs: number): { filters: Filter[]; sort: string } {
  return {
    filters: [{ propertyName: modified, operator: 'GTE', value: String(fromMs) }],
    sort: modified,
  };
}

/** Tickets of one instant after an id; only one sort is allowed, so time and id cannot be mixed. */
function byId(atMs: number, afterId: string): { filters: Filter[]; sort: string } {
  return {
    filters: [
      { propertyName: modified, operator: 'GTE', value: String(atMs) },
      { propertyName: modified, operator: 'LTE', value: String(atMs) },
      { propertyName: objectId, operator: 'GT', value: afterId },
    ],
    sort: objectId,
  };
}

/** Tickets changed from an instant on, after an id: whatever changes meanwhile is of the next run. */
function byIdSince(fromMs: number, afterId: string): { filters: Filter[]; sort: string } {
  return {
    filters: [
      { propertyName: modified, operator: 'GTE', value: String(fromMs) },
      { propertyName: objectId, operator: 'GT', value: afterId },
    ],
    sort: objectId,
  };
}

function pipelineFilter(pipelines: readonly string[] | undefined): Filter[] {
  if (!pipelines) return [];
  return [{ propertyName: 'hs_pipeline', operator: 'IN', values: [...pipelines] }];
}

type Sweep = NonNullable<ChangeCursor['sweep']>;

/** One page of all deleted tickets, of which those deleted since the last look are told. */
async function sweepPage(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  cursor: ChangeCursor,
  sweep: Sweep,
  now: () => Date,
): Promise<ChangePage> {
  const readAt = now();
  const page = await client.ticketsPage(sweep.after ?? undefined, true);
  // Whoever does not know the word `archived` shows the living: they are no news, and need no pages.
  const deleted = page.results.filter(({ archived, archivedAt }) => archived || archivedAt);
  const isUnderstood = deleted.length > 0 || page.results.length === 0;
  const references = deleted
    .filter(({ properties }) => !pipelines || pipelines.includes(properties.hs_pipeline ?? ''))
    .map(({ id, archivedAt }) => ({ externalId: id, updatedAt: archivedAt ?? readAt }))
    .filter(({ updatedAt }) => updatedAt.getTime() >= sweep.from);
  const changes = { references, unreadable: page.unreadable };
  const after = page.paging?.next?.after;
  if (isUnderstood && after !== undefined && after !== sweep.after) {
    return pageOf(changes, { ...cursor, sweep: { ...sweep, after } }, true);
  }
  return pageOf(changes, { ...cursor, sweptAt: sweep.startedAt, sweep: null }, false);
}

type Changes = Required<Pick<ChangePage, 'references' | 'unreadable'>>;

function pageOf(changes: Changes, cursor: ChangeCursor, hasMore: boolean): ChangePage {
  return { ...changes, cursor: writeCursor(cursor), hasMore };
}

/** Each ticket once, with the later time where a page shows it twice. */
function changesIn(page: RecordsPage, readAt: Date): Changes {
  const times = new Map<string, number>();
  for (const row of page.results) {
    const told = changedMs(row);
    // Without a time that can be read it has changed now: it is fetched, and its fault is told.
    const atMs = Number.isNaN(told) ? readAt.getTime() : told;
    times.set(row.id, Math.max(atMs, times.get(row.id) ?? atMs));
  }
  const references = [...times].map(([externalId, atMs]) => ({
    externalId,
    updatedAt: new Date(atMs),
  }));
  return { references, unreadable: page.unreadable };
}

/** When a ticket changed, by its property or by the record's own word; NaN where neither can be read. */
function changedMs({ properties, updatedAt }: RecordsPage['results'][number]): number {
  const told = timeValue(properties[modified]);
  return Number.isNaN(told) ? (updatedAt?.getTime() ?? Number.NaN) : told;
}

/** Ids are longer than a number holds exactly. */
function largestId(ids: readonly string[], atLeast: string): string {
  return String(
    ids.map(BigInt).reduce((largest, one) => (one > largest ? one : largest), BigInt(atLeast)),
  );
}
