import type { RequestLimit } from '../../core/index.js';
import type { GmailSettings } from './settings.js';

const minuteMs = 60_000;

/**
 * developers.google.com/workspace/gmail/api/reference/quota, read 2026-11: a mailbox's units a minute
 * in one project (15,000 in projects made before the table of 2026).
 */
const unitsPerMinute = 6_000;

/**
 * Units a method takes, by the table of 2026 as copies of it have it: what that page itself says for
 * each is not confirmed. The first that fits counts; a method that is not named takes as much as most.
 */
const costs: readonly { method: string; path: RegExp; units: number }[] = [
  { method: 'GET', path: /\/messages\/[^/]+$/, units: 20 },
  { method: 'GET', path: /\/threads\/[^/]+$/, units: 40 },
  { method: 'GET', path: /\/threads$/, units: 10 },
  { method: 'GET', path: /\/messages$/, units: 5 },
  { method: 'GET', path: /\/history$/, units: 2 },
  { method: 'GET', path: /\/(profile|labels)$/, units: 1 },
  { method: 'GET', path: /\/drafts$/, units: 5 },
  { method: 'POST', path: /\/watch$/, units: 100 },
];
const unitsElse = 10;

/** One limit: units of one mailbox; tokens and keys are asked for elsewhere and take none. */
export function gmailLimits({ limits }: GmailSettings): readonly RequestLimit[] {
  const points = limits?.units ?? unitsPerMinute;
  return [{ name: 'units', points, windowMs: minuteMs, costOf: unitsOf }];
}

function unitsOf({ method, url }: { method: string; url: URL }): number {
  if (!url.pathname.includes('/gmail/v1/')) return 0;
  const known = costs.find((one) => one.method === method && one.path.test(url.pathname));
  return known?.units ?? unitsElse;
}
