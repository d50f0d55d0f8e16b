import { describe, expect, it } from 'vitest';
import { incidentOf, type WatchedConnection } from '../../../core/intake/connection-watch.js';

const now = new Date('2026-03-16T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const hourMs = 3_600_000;

/** Read a minute ago, watched for ten weeks, never quiet for more than two hours. */
function watched(over: Partial<WatchedConnection> = {}): WatchedConnection {
  return {
    id: 'acme-zendesk',
    lastSucceededAt: hoursAgo(1 / 60),
    listening: null,
    failure: null,
    failureKind: null,
    failingSince: null,
    stuck: null,
    incident: null,
    ...over,
    quiet: {
      newsAt: hoursAgo(1),
      newsCount: 500,
      longestGapMs: 2 * hourMs,
      watchedSince: hoursAgo(24 * 70),
      ...over.quiet,
    },
  };
}
const quiet = (over: Partial<WatchedConnection['quiet']>) => ({
  quiet: { ...watched().quiet, ...over },
});
/** Sent to: the last delivery so many hours ago, the hub there to hear for so many. */
const sentTo = (newsHours: number, hearsHours: number) => ({
  ...quiet({ newsAt: hoursAgo(newsHours) }),
  lastSucceededAt: hoursAgo(newsHours),
  listening: { since: hoursAgo(hearsHours), until: now },
});
const failing = (kind: WatchedConnection['failureKind'], hours: number) => ({
  failure: 'code',
  failureKind: kind,
  failingSince: hoursAgo(hours),
});

const stuck = (refused: boolean, hours: number) => ({
  stuck: { items: 3, code: 'forbidden', refused, since: hoursAgo(hours) },
});

describe('what is told of a connection', () => {
  it.each([
    // name | what is known | what is told
    ['nothing while it is read', {}, null],
    ['nothing within its longest gap', quiet({ newsAt: hoursAgo(2) }), null],
    ['nothing a little past it', quiet({ newsAt: hoursAgo(2.4) }), null],
    ['silence past it', quiet({ newsAt: hoursAgo(2.6) }), 'silent'],
    [
      'nothing past a weekend it knows',
      quiet({ newsAt: hoursAgo(60), longestGapMs: 64 * hourMs }),
      null,
    ],
    [
      'silence past such a weekend',
      quiet({ newsAt: hoursAgo(81), longestGapMs: 64 * hourMs }),
      'silent',
    ],
    [
      'nothing within the least silence',
      quiet({ newsAt: hoursAgo(0.9), longestGapMs: 60_000 }),
      null,
    ],
    ['silence of a busy source', quiet({ newsAt: hoursAgo(1.1), longestGapMs: 60_000 }), 'silent'],
    [
      'nothing in the first week',
      quiet({ newsAt: hoursAgo(9), watchedSince: hoursAgo(24 * 7) }),
      null,
    ],
    ['nothing after a handful of news', quiet({ newsAt: hoursAgo(50), newsCount: 19 }), null],
    ['nothing where there never was news', quiet({ newsAt: null, watchedSince: null }), null],
    [
      'nothing of the hub’s own absence',
      { ...quiet({ newsAt: hoursAgo(50) }), lastSucceededAt: hoursAgo(49) },
      null,
    ],
    ['silence of one that is sent to', sentTo(2.6, 900), 'silent'],
    ['nothing of one within its longest gap', sentTo(2.4, 900), null],
    ['nothing of the hub’s own absence at one that is sent to', sentTo(50, 2), null],
    ['silence of one after the hub came back', sentTo(50, 2.6), 'silent'],
    ['a refused token at once', failing('re_authorise', 0), 'refused'],
    ['nothing of a short outage', failing('retry', 0.4), null],
    ['a long outage', failing('retry', 0.6), 'failing'],
    ['a long wait', failing('wait', 2), 'failing'],
    ['items that are refused, at once', stuck(true, 0), 'stuck'],
    ['nothing of items that fail for a while', stuck(false, 0.4), null],
    ['items that fail for long', stuck(false, 0.6), 'stuck'],
    [
      'a refused token before its items',
      { ...failing('re_authorise', 0), ...stuck(true, 0) },
      'refused',
    ],
    [
      'items rather than silence',
      { ...stuck(true, 1), ...quiet({ newsAt: hoursAgo(9) }) },
      'stuck',
    ],
    [
      'an outage rather than silence',
      { ...failing('retry', 3), ...quiet({ newsAt: hoursAgo(9) }) },
      'failing',
    ],
  ] as const)('%s', (_name, over, what) => {
    expect(incidentOf(watched(over), now)?.what ?? null).toBe(what);
  });

  it('a short outage does not end a silence that was told', () => {
    const incident = { what: 'silent' as const, since: hoursAgo(9) };
    expect(incidentOf(watched({ ...failing('retry', 0.1), incident }), now)).toEqual(incident);
  });
});
