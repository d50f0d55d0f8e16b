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
 * The tickets that a page of e-mails hangs on, each with a time after its own last change: an e-mail
 * may be made first and hung on its ticket later, when that change has been read already. Read once
 * for it, the ticket is not read again, as the time stays the same. Null where this account's e-mails
 * cannot be searched or followed, without their scope for one: they are read with their tickets then,
 * and by webhook.
 */
export async function mailedTickets(
  client: HubSpotClient,
  pipelines: readonly string[] | undefined,
  run: Run,
  readAt: Date,
): Promise<{ page: RecordsPage; changes: Changes } | null> {
  const page = await unlessClosed(client.searchEmails(searchAt(run, made)));
  const ids = page?.results.map(({ id }) => id) ?? [];
  const onTickets = page && (await unlessClosed(client.ticketsOfEmails(ids)));
  if (page === null || onTickets === null) return null;
  const newest = new Map<string, number>();
  for (const email of page.results) {
    const atMs = madeMs(email) || readAt.getTime();
    for (const ticketId of onTickets.get(email.id) ?? []) {
      newest.set(ticketId, Math.max(atMs, newest.get(ticketId) ?? 0));
    }
  }
  const tickets = await client.records('tickets', [...newest.keys()], [pipeline, modified]);
  const references = tickets
    .filter(({ properties }) => !pipelines || pipelines.includes(properties[pipeline] ?? ''))
    .map(({ id, properties }) => {
      const afterChange = timeValue(properties[modified]) + 1;
      return { externalId: id, updatedAt: new Date(later(newest.get(id) ?? 0, afterChange)) };
    });
  return { page, changes: { references, unreadable: page.unreadable } };
}

export function madeMs({ properties, createdAt }: RecordsPage['results'][number]): number {
  const told = timeValue(properties[made]);
  return Number.isNaN(told) ? (createdAt?.getTime() ?? Number.NaN) : told;
}

/** The second may be told by nobody. */
const later = (at: number, other: number) => (other > at ? other : at);

function unlessClosed<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode(
    'missing_scope',
    unlessCode('forbidden', unlessCode('bad_request', unlessAbsent(work))),
  );
}
