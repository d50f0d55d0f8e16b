import type { ChangePage } from '../../core/index.js';
import type { Run } from './change-cursor.js';
import { type HubSpotClient, unlessAbsent, unlessCode } from './client.js';
import { timeValue } from './property-values.js';
import { searchAt } from './run-places.js';
import type { RecordsPage } from './schema.js';

export type Changes = Required<Pick<ChangePage, 'references' | 'unreadable'>>;

/** When an e-mail was logged there, whenever it was sent (Activities, Emails). */
const made = 'hs_createdate';
const modified = 'hs_lastmodifieddate';
const pipeline = 'hs_pipeline';

/**
 * The tickets that a page of e-mails hangs on and that have not changed since, each with the time of its
 * newest; one that has is told by its own change. Null where this account's e-mails cannot be
 * searched, without their scope for one: they are read with their tickets then, and by webhook.
 */
export async function mailedTickets(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  run: Run,
  readAt: Date,
): Promise<{ page: RecordsPage; changes: Changes } | null> {
  const page = await unlessUnsearchable(client.searchEmails(searchAt(run, made)));
  if (page === null) return null;
  const onTickets = await client.ticketsOfEmails(page.results.map(({ id }) => id));
  const newest = new Map<string, number>();
  for (const email of page.results) {
    const atMs = madeMs(email) || readAt.getTime();
    for (const ticketId of onTickets.get(email.id) ?? []) {
      newest.set(ticketId, Math.max(atMs, newest.get(ticketId) ?? 0));
    }
  }
  const references = (await unchangedSince(client, pipelines, newest)).map((externalId) => ({
    externalId,
    updatedAt: new Date(newest.get(externalId) ?? 0),
  }));
  return { page, changes: { references, unreadable: page.unreadable } };
}

export function madeMs({ properties, createdAt }: RecordsPage['results'][number]): number {
  const told = timeValue(properties[made]);
  return Number.isNaN(told) ? (createdAt?.getTime() ?? Number.NaN) : told;
}

/** Those of the tickets that the settings want read, and that last changed before their time here. */
async function unchangedSince(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  times: ReadonlyMap<string, number>,
): Promise<string[]> {
  const tickets = await client.records('tickets', [...times.keys()], [pipeline, modified]);
  return tickets
    .filter(({ properties }) => !pipelines || pipelines.includes(properties[pipeline] ?? ''))
    .filter(({ id, properties }) => !(timeValue(properties[modified]) >= (times.get(id) ?? 0)))
    .map(({ id }) => id);
}

function unlessUnsearchable<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode(
    'missing_scope',
    unlessCode('forbidden', unlessCode('bad_request', unlessAbsent(work))),
  );
}
