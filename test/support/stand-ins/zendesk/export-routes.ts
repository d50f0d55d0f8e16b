import type { Faults, Reply } from '../faults.js';
import type { Route } from './gate.js';
import { type TicketRecord, ticketJson } from './records.js';
import { ok, refusals } from './replies.js';
import type { ZendeskState } from './state.js';
import { asks, ticketUsers } from './ticket-routes.js';

/** developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports. */
const PAGE_SIZE_MAX = 1_000;
const START_TIME_AGE_MIN_MS = 60_000;
const REQUESTS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/**
 * The cursor export. It leaves out what changed within `exportLagMs` ("any items that were created or
 * changed within the minute prior to your request are excluded"), tells of deleted tickets with
 * status `deleted`, and compares `generated_timestamp`, not `updated_at`.
 */
export function addExportRoutes(
  route: Route,
  state: ZendeskState,
  options: { exportLagMs: number; rateLimit: boolean; faults: Faults },
): void {
  let recent: number[] = [];
  const asked = new WeakSet<TicketRecord>();

  route('get', '/incremental/tickets/cursor', (call) => {
    const nowMs = state.now().getTime();
    const limited = options.rateLimit ? refusedByRate(nowMs) : null;
    if (limited) return limited;

    const cursorText = call.query.get('cursor');
    const startText = call.query.get('start_time');
    const cursor = cursorText === null ? null : readCursor(cursorText);
    if (cursorText !== null && cursor === null) {
      return refusals.invalidPagination('cursor is not valid');
    }
    if (cursor !== null && options.faults.storm?.isExpired()) {
      return refusals.invalidPagination('cursor is not valid');
    }
    const startTime = Number(startText ?? Number.NaN);
    if (cursor === null && !Number.isInteger(startTime)) {
      return refusals.invalidAttribute('start_time', 'It must be a Unix time in seconds.');
    }
    if (cursor === null && startTime * 1000 > nowMs - START_TIME_AGE_MIN_MS) {
      return refusals.startTimeTooRecent();
    }
    const size = Number(call.query.get('per_page') ?? PAGE_SIZE_MAX);
    if (!Number.isInteger(size) || size < 1) {
      return refusals.invalidPagination('per_page is not valid');
    }

    const isAfter = (ticket: TicketRecord) =>
      cursor === null ? ticket.generated_timestamp >= startTime : ticket.changeSequence > cursor;
    putLateOnesLast();
    const withDeleted = call.query.get('exclude_deleted') !== 'true';
    const waiting = [...state.tickets.values()]
      .filter((ticket) => isAfter(ticket) && isExported(ticket, nowMs))
      .filter((ticket) => withDeleted || ticket.status !== 'deleted')
      .sort((left, right) => left.changeSequence - right.changeSequence);
    const page = waiting.slice(0, Math.min(size, PAGE_SIZE_MAX));
    const last = page.at(-1);
    const afterCursor = last ? cursorOf(last) : cursorText;
    const url = `${call.api}/incremental/tickets/cursor.json`;
    return ok({
      tickets: (options.faults.storm?.shown(page) ?? page).map((ticket) =>
        ticketJson(ticket, state.ticketFields, call.api),
      ),
      ...(asks(call, 'users') ? ticketUsers(page, state, call.api) : {}),
      // Nothing exported yet: there is no place to go on from, and the caller keeps its start_time.
      after_url: afterCursor === null ? null : `${url}?cursor=${encodeURIComponent(afterCursor)}`,
      after_cursor: afterCursor,
      before_url: null,
      before_cursor: null,
      end_of_stream: page.length === waiting.length,
    });
  });

  /** A record that the index took late has its old time and a place behind what is listed by now. */
  function putLateOnesLast() {
    const { storm } = options.faults;
    if (!storm) return;
    for (const ticket of [...state.tickets.values()]) {
      if (asked.has(ticket)) continue;
      asked.add(ticket);
      if (storm.isLate()) state.markChanged(ticket, new Date(ticket.generated_timestamp * 1000));
    }
  }

  function refusedByRate(nowMs: number): Reply | null {
    recent = recent.filter((at) => at > nowMs - MINUTE_MS);
    const oldest = recent[0];
    if (recent.length >= REQUESTS_PER_MINUTE && oldest !== undefined) {
      return refusals.exportLimitReached(
        Math.max(1, Math.ceil((oldest + MINUTE_MS - nowMs) / 1000)),
      );
    }
    recent.push(nowMs);
    return null;
  }

  function isExported(ticket: TicketRecord, nowMs: number): boolean {
    return ticket.generated_timestamp * 1000 <= nowMs - options.exportLagMs;
  }
}

/** Looks like the vendor's (`1576613539.0||451|`), with the place in our order of changes behind it. */
function cursorOf(ticket: TicketRecord): string {
  const text = `${ticket.generated_timestamp}.0||${ticket.id}|${ticket.changeSequence}`;
  return Buffer.from(text).toString('base64');
}

function readCursor(cursor: string): number | null {
  const match = /^\d+\.0\|\|\d+\|(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  return match ? Number(match[1]) : null;
}
