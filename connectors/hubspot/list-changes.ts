import type { ChangePage } from '../../core/index.js';
import { type ChangeCursor, type Run, readCursor, writeCursor } from './change-cursor.js';
import type { Filter, HubSpotClient } from './client.js';
import { type Changes, madeMs, mailedTickets } from './mailed-tickets.js';
import { timeValue } from './property-values.js';
import { nextPlace, searchAt } from './run-places.js';
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
const modified = 'hs_lastmodifieddate';
/**
 * One page of tickets changed, oldest first, then of those that e-mails came to, then of tickets deleted. Pages never go on by offset:
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
  const from = new Date(since.getTime() - client.aheadMs());
  const cursor = begun(saved === null ? null : readCursor(saved), from, now().getTime());
  if (cursor.run) return runPage(client, pipelines, cursor, cursor.run, now, from);
  if (cursor.mails?.run) return mailPage(client, pipelines, cursor, cursor.mails.run, now);
  if (cursor.sweep) return sweepPage(client, pipelines, cursor, cursor.sweep, now);
  throw new Error('a begun listing has nothing under way');
}

/** The cursor with something under way: goes on with it, or begins the next run. */
function begun(saved: ChangeCursor | null, since: Date, nowMs: number): ChangeCursor {
  if (saved?.run || saved?.mails?.run || saved?.sweep) return saved;
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

async function runPage(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  cursor: ChangeCursor,
  run: Run,
  now: () => Date,
  since: Date,
): Promise<ChangePage> {
  const readAt = now();
  const search = searchAt(run, modified);
  const filters = [...search.filters, ...pipelineFilter(pipelines)];
  const page = await client.searchTickets({ ...search, filters });
  const changes = changesIn(page, readAt);
  const next = nextPlace(run, page, changedMs);
  if (next) return pageOf(changes, { ...cursor, run: next }, true);
  const ended = {
    ...cursor,
    through: inVendorTime(client, run),
    deepAt: run.isDeep ? run.startedAt : cursor.deepAt,
    run: null,
  };
  return beginMails(client, changes, ended, run, since);
}

/**
 * The run's tickets are all listed: on to the e-mails made since the last run. The first run has none to
 * look for, as every ticket is read after it began.
 */
function beginMails(
  client: HubSpotClient,
  changes: Changes,
  cursor: ChangeCursor,
  run: Run,
  since: Date,
): ChangePage {
  const { mails } = cursor;
  const seen = { through: inVendorTime(client, run), run: null };
  if (!mails) return endRun(client, changes, { ...cursor, mails: seen }, run);
  const from = mails.through - (run.isDeep ? deepLookBackMs : lookBackMs);
  const at = Math.max(from, since.getTime(), 0);
  const mailRun = { startedAt: run.startedAt, isDeep: run.isDeep, at, afterId: null };
  return pageOf(changes, { ...cursor, mails: { ...mails, run: mailRun } }, true);
}

const nothing: Changes = { references: [], unreadable: [] };

/** When a run began; never later than the vendor's clock, whose times it is compared with. */
const inVendorTime = (client: HubSpotClient, { startedAt }: Run) =>
  startedAt - Math.ceil(client.aheadMs());

/**
 * One page of the tickets that e-mails were hung on. A ticket's time of change moves with its properties,
 * not with what is associated with it (met by airbytehq/airbyte #44554 and #27199), so an e-mail may
 * come without it.
 */
async function mailPage(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  cursor: ChangeCursor,
  run: Run,
  now: () => Date,
): Promise<ChangePage> {
  const found = await mailedTickets(client, pipelines, run, now());
  const through = cursor.mails?.through ?? run.startedAt;
  if (!found) {
    // Once they can be searched, those that came meanwhile are looked for.
    return endRun(client, nothing, { ...cursor, mails: { through, run: null } }, run);
  }
  const next = nextPlace(run, found.page, madeMs);
  if (next) return pageOf(found.changes, { ...cursor, mails: { through, run: next } }, true);
  const seen = { through: inVendorTime(client, run), run: null };
  return endRun(client, found.changes, { ...cursor, mails: seen }, run);
}

/** All is listed; now and then deleted tickets are looked for. */
function endRun(
  client: HubSpotClient,
  changes: Changes,
  cursor: ChangeCursor,
  { startedAt }: Run,
): ChangePage {
  if (startedAt - cursor.sweptAt < sweepEveryMs) return pageOf(changes, cursor, false);
  const from = cursor.sweptAt - deepLookBackMs - Math.ceil(client.aheadMs());
  return pageOf(changes, { ...cursor, sweep: { startedAt, from, after: null } }, true);
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
