import type { RequestLimit } from '../../core/index.js';
import type { ZendeskSettings } from './settings.js';

const minuteMs = 60_000;
/** A poll asks once; a second page and a second process are not made to wait. */
const exportsAtOnce = 4;

/**
 * developer.zendesk.com/api-reference/introduction/rate-limits, read 2026-11: per account and minute,
 * the smallest plan's until the first answer's `X-Rate-Limit` tells the account's own (Team 200,
 * Professional 400, Enterprise 700, Enterprise Plus 2,500).
 */
const documented = [
  {
    name: 'requests',
    points: 200,
    windowMs: minuteMs,
    costOf: () => 1,
    // An export's answer may tell the export's own limit.
    pointsTold: (headers, { url }) =>
      isExport(url) ? null : numberIn(headers.get('x-rate-limit')),
  },
  // "Incremental exports: 10 requests per minute"; 30 with the High Volume add-on.
  {
    name: 'exports',
    points: 10,
    windowMs: minuteMs,
    burst: exportsAtOnce,
    costOf: ({ url }) => (isExport(url) ? 1 : 0),
  },
  // "Update Ticket: 100 requests per minute per account"; tags count here too, to be on the safe side.
  {
    name: 'updates',
    points: 100,
    windowMs: minuteMs,
    costOf: ({ method }) => (method === 'GET' ? 0 : 1),
  },
] as const satisfies readonly RequestLimit[];

/** The documented limits, with the account's own numbers where the settings name them. */
export function zendeskLimits({ limits }: ZendeskSettings): readonly RequestLimit[] {
  return documented.map((limit: RequestLimit & { name: 'requests' | 'exports' | 'updates' }) => {
    const own = limits?.[limit.name];
    return own === undefined ? limit : { ...limit, points: own, pointsTold: undefined };
  });
}

export function isExport(url: URL): boolean {
  return url.pathname.includes('/api/v2/incremental/');
}

function numberIn(header: string | null): number | null {
  const value = Number(header ?? Number.NaN);
  return Number.isInteger(value) && value > 0 ? value : null;
}
