import type { ChangePage } from '../../core/index.js';
import type { Run } from './change-cursor.js';
import { type HubSpotClient, unlessAbsent, unlessCode } from './client.js';
import { timeValue } from './property-values.js';
import { searchAt } from './run-places.js';
import type { RecordsPage } from './schema.js';

export type Changes = Required<Pick<ChangePage, 'references' | 'unreadable'>>;

/** When an e-mail was logged there, whenever it was sent (Activities, Emails). */
const made = 'hs_createdate';

/**
 * The tickets that a page of e-mails hangs on, each with the time of its newest: newer than the ticket's
 * own where that has not moved, and read again then. Null where this account's e-mails cannot be
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
  const wanted = await inPipelines(client, pipelines, [...newest.keys()]);
  const references = [...newest]
    .filter(([ticketId]) => wanted.has(ticketId))
    .map(([externalId, atMs]) => ({ externalId, updatedAt: new Date(atMs) }));
  return { page, changes: { references, unreadable: page.unreadable } };
}

export function madeMs({ properties, createdAt }: RecordsPage['results'][number]): number {
  const told = timeValue(properties[made]);
  return Number.isNaN(told) ? (createdAt?.getTime() ?? Number.NaN) : told;
}

/** Those of the tickets that the settings want read. */
async function inPipelines(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  ticketIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!pipelines || ticketIds.length === 0) return new Set(ticketIds);
  const tickets = await client.records('tickets', ticketIds, ['hs_pipeline']);
  const wanted = tickets.filter(({ properties }) =>
    pipelines.includes(properties.hs_pipeline ?? ''),
  );
  return new Set(wanted.map(({ id }) => id));
}

function unlessUnsearchable<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode(
    'missing_scope',
    unlessCode('forbidden', unlessCode('bad_request', unlessAbsent(work))),
  );
}
