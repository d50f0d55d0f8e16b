import { type ChangePage, ConnectorError } from '../../core/index.js';
import { readRows } from '../read-rows.js';
import { type ExportStart, unlessCode, type ZendeskClient } from './client.js';
import { type ExportRow, exportRow } from './schema.js';

/** "start_time … must be older than one minute" (Incremental Exports); twice that for our clock's sake. */
const startAgeMinMs = 120_000;

/**
 * One page of the cursor export, oldest change first. The saved cursor is the vendor's own; while
 * the export has nothing yet it gives none, and the start time is kept as `start:<seconds>`.
 */
export async function listChanges(
  client: ZendeskClient,
  now: () => Date,
  cursor: string | null,
  since: Date,
): Promise<ChangePage> {
  const readAt = now();
  const start = startOf(cursor, since, readAt);
  const page = await pageFrom(client, start, since, readAt);
  const saved = 'cursor' in start ? start.cursor : `start:${start.startTime}`;
  const next = page.after_cursor ?? saved;
  // An export that has more but does not go on would be read for ever.
  if (!page.end_of_stream && next === saved) {
    throw new ConnectorError('unreadable', 'export_stands_still');
  }
  const { read, unreadable } = readRows(exportRow, page.tickets);
  return {
    references: read.map((row) => ({ externalId: row.id, updatedAt: changedAt(row, readAt) })),
    unreadable,
    cursor: next,
    hasMore: !page.end_of_stream,
  };
}

/** How far before the refused cursor's time the export is read again; what is known costs one listing. */
const overlapMs = 3_600_000;

/**
 * A cursor that the vendor refuses would stop the connection for ever. Cursors hold the time of
 * their last ticket (base64 of `1576613539.0||467|`, Incremental Exports): it goes on from there.
 */
async function pageFrom(client: ZendeskClient, start: ExportStart, since: Date, now: Date) {
  if (!('cursor' in start)) return client.exportPage(start);
  const page = await unlessCode('bad_request', client.exportPage(start));
  if (page !== null) return page;
  const text = Buffer.from(start.cursor, 'base64').toString();
  const seconds = /^(\d{1,12})(?:\.\d+)?\|\|/.exec(text)?.[1];
  const fromMs = seconds === undefined ? 0 : Number(seconds) * 1_000 - overlapMs;
  return client.exportPage(startOf(null, new Date(Math.max(since.getTime(), fromMs)), now));
}

function startOf(cursor: string | null, since: Date, now: Date): ExportStart {
  const kept = /^start:(\d+)$/.exec(cursor ?? '')?.[1];
  if (kept !== undefined) return { startTime: Number(kept) };
  if (cursor !== null) return { cursor };
  const startMs = Math.min(since.getTime(), now.getTime() - startAgeMinMs);
  return { startTime: Math.max(0, Math.floor(startMs / 1000)) };
}

/** The largest time a date can hold (ECMAScript, "Time Values"), in seconds. */
const secondsMax = 8_640_000_000_000;

/**
 * The export goes by `generated_timestamp`, which system updates move while `updated_at` stays
 * (Incremental Exports, "Excluding system updates"); the later of the two is when it changed.
 */
function changedAt(ticket: ExportRow, readAt: Date): Date {
  const updatedMs = ticket.updated_at ? Date.parse(ticket.updated_at) : null;
  const generatedMs =
    typeof ticket.generated_timestamp === 'number' && ticket.generated_timestamp < secondsMax
      ? ticket.generated_timestamp * 1000
      : null;
  // Without a time that can be read it has changed now: it is fetched, and its fault is told.
  if (updatedMs === null && generatedMs === null) return readAt;
  return new Date(Math.max(updatedMs ?? 0, generatedMs ?? 0));
}
