import type { FailureKind } from './stand-in.js';

/** What a call came to: a value, or the kind of trouble with the wait it asks for. */
export type Outcome = { value: unknown } | { kind: string; waitMs: number | null };
type Rung = { name: string; kind: FailureKind; fetch: Outcome; list: Outcome; write: Outcome };

export const trouble = (kind: string, waitMs: number | null = null): Outcome => ({ kind, waitMs });
const everywhere = (outcome: Outcome) => ({ fetch: outcome, list: outcome, write: outcome });
export const status = (code: number, headers?: Record<string, string>) => ({
  status: code,
  headers,
});
export const minuteMs = 60_000;
/** Past every timeout that a connector may have. */
export const pastTimeoutsMs = 10 * minuteMs;

/** Design, "Connectors are plugins": one rung for each way in which a vendor fails. */
export const ladder: readonly Rung[] = [
  { name: 'bad JSON', kind: 'badJson', ...everywhere(trouble('unreadable')) },
  {
    name: 'a page of HTML with status 200',
    kind: { status: 200, body: '<html>maintenance</html>' },
    ...everywhere(trouble('retry')),
  },
  { name: 'network cut', kind: 'cut', ...everywhere(trouble('retry')) },
  { name: 'truncated body', kind: 'truncate', ...everywhere(trouble('retry')) },
  { name: '302', kind: status(302), ...everywhere(trouble('re_authorise')) },
  { name: '400', kind: status(400), ...everywhere(trouble('give_up')) },
  { name: '401', kind: status(401), ...everywhere(trouble('re_authorise')) },
  { name: '403', kind: status(403), ...everywhere(trouble('re_authorise')) },
  {
    name: '404',
    kind: status(404),
    fetch: { value: null },
    list: trouble('give_up'),
    write: { value: 'gone' },
  },
  { name: '409', kind: status(409), ...everywhere(trouble('retry')) },
  {
    name: '410',
    kind: status(410),
    fetch: { value: null },
    list: trouble('give_up'),
    write: { value: 'gone' },
  },
  {
    name: '429 with Retry-After',
    kind: status(429, { 'Retry-After': '7' }),
    ...everywhere(trouble('wait', 7_000)),
  },
  {
    name: '429 with a date in Retry-After',
    kind: status(429, { 'Retry-After': 'Mon, 02 Mar 2026 10:12:00 GMT' }),
    ...everywhere(trouble('wait', 2 * minuteMs)),
  },
  {
    name: '429 without Retry-After',
    kind: status(429),
    // How long is not said: core waits a second, then ever longer.
    ...everywhere(trouble('wait')),
  },
  { name: '500', kind: status(500), ...everywhere(trouble('retry')) },
  { name: '502', kind: status(502), ...everywhere(trouble('retry')) },
  {
    name: '503 with Retry-After',
    kind: status(503, { 'Retry-After': '30' }),
    ...everywhere(trouble('wait', 30_000)),
  },
  { name: '503 without Retry-After', kind: status(503), ...everywhere(trouble('retry')) },
];

/** Held for longer than any timeout; the test's clock runs ahead. */
export const stalls: readonly { name: string; kind: FailureKind }[] = [
  { name: 'no answer at all', kind: 'timeout' },
  { name: 'a body that stalls half way', kind: { slowMs: 2 * pastTimeoutsMs } },
];

/** Cases of a suite that ran whole: three calls a rung, and what else it holds. */
export const casesMin = ladder.length * 3 + 25;
