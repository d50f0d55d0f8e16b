import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError, type RequestLimit } from '../../core/intake/connector-contract.js';
import { limitedFetch } from '../../core/intake/limits.js';
import type { DatabaseEngine } from './databases.js';
import { loggedAt, openStorageFixture, type StorageFixture } from './storage-fixture.js';

const minuteMs = 60_000;
const all: RequestLimit = { name: 'all', points: 200, windowMs: minuteMs, costOf: () => 1 };
const exportsOnly: RequestLimit = {
  name: 'exports',
  points: 10,
  windowMs: minuteMs,
  burst: 4,
  costOf: ({ url }) => (url.pathname === '/export' ? 1 : 0),
};

/** Limits hold for all processes of a hub together; the vendor is the far side. */
export function limitsGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  /** When each request reached the vendor, on the test's clock. */
  let arrivals: number[] = [];
  let nowMs = 0;
  let answer: () => Response = () => new Response('{}');

  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.database.query('DELETE FROM request_budget');
    arrivals = [];
    nowMs = loggedAt.getTime();
    answer = () => new Response('{}');
  });

  /** One process; a wait is not slept, the request arrives that much later. */
  const aProcess = (limits: readonly RequestLimit[], connectionId = 'acme-zendesk') => {
    let waitedMs = 0;
    return limitedFetch(connectionId, limits, {
      now: () => new Date(nowMs),
      budget: fixture.books.requests,
      sleep: async (ms) => {
        waitedMs += ms;
      },
      fetch: async () => {
        arrivals.push(nowMs + waitedMs);
        waitedMs = 0;
        return answer();
      },
    });
  };
  const troubleOf = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (error) {
      if (error instanceof ConnectorError) return `${error.kind} ${error.code} ${error.waitMs}`;
      throw error;
    }
    return 'none';
  };
  const mostInAMinute = () =>
    Math.max(
      ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + minuteMs).length),
    );

  it('two processes together never send more in any minute than is allowed, and nearly as much', async () => {
    const processes = [aProcess([all]), aProcess([all])] as const;
    const startMs = nowMs;
    for (let number = 0; number < 300; number += 1) {
      const trouble = await troubleOf(processes[number % 2 === 0 ? 0 : 1]('https://far.example/'));
      if (trouble !== 'none') number -= 1;
      nowMs += 100;
    }
    expect(mostInAMinute()).toBeLessThanOrEqual(200);
    const spanMs = Math.max(...arrivals) - startMs;
    expect(arrivals.length / (spanMs / minuteMs)).toBeGreaterThan(200 * 0.95);
  });

  it('each limit counts what belongs to it: an export’s turn holds no other request up', async () => {
    const send = aProcess([all, exportsOnly]);
    for (let number = 0; number < 5; number += 1) await send('https://far.example/export');
    const waits = arrivals.map((at) => at - nowMs);
    expect(waits.slice(0, 4)).toEqual([0, 0, 0, 0]);
    arrivals = [];
    await send('https://far.example/tickets/1');
    expect(arrivals[0]).toBeLessThan(nowMs + 2_000);
  });

  it('who waited for a rarer limit goes before those that wait for the common one alone', async () => {
    const order: string[] = [];
    const send = limitedFetch('acme-zendesk', [all, exportsOnly], {
      now: () => new Date(nowMs),
      budget: fixture.books.requests,
      sleep: () => sleep(10),
      fetch: async (input) => {
        order.push(new URL(String(input)).pathname);
        return answer();
      },
    });
    const sent = Array.from({ length: 30 }, () => send('https://far.example/tickets/1'));
    await Promise.all([...sent, send('https://far.example/export')]);
    expect(order).toHaveLength(31);
    expect(order.indexOf('/export')).toBeLessThan(25);
  });

  it('one that is aborted while it waits for its turn is not sent, and the others are', async () => {
    const send = aProcess([all]);
    const ending = new AbortController();
    const sent = Array.from({ length: 5 }, () => send('https://far.example/'));
    const ended = send('https://far.example/', { signal: ending.signal });
    ending.abort();
    await expect(ended).rejects.toThrow(/abort/i);
    await Promise.all(sent);
    expect(arrivals).toHaveLength(5);
  });

  it('where more wait than a request can wait for, one more is told when to come again', async () => {
    const send = aProcess([all]);
    const troubles = await Promise.all(
      Array.from({ length: 60 }, () => troubleOf(send('https://far.example/'))),
    );
    const refused = troubles.filter((trouble) => trouble !== 'none');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((trouble) => /^wait own_limit \d+$/.test(trouble))).toBe(true);
    expect(arrivals).toHaveLength(60 - refused.length);
  });

  it('a turn further away than a request can wait takes no place and says when to come again', async () => {
    const send = aProcess([exportsOnly]);
    let trouble = 'none';
    while (trouble === 'none') trouble = await troubleOf(send('https://far.example/export'));
    expect(trouble).toMatch(/^wait own_limit \d+$/);
    const sent = arrivals.length;
    expect(await troubleOf(send('https://far.example/export'))).toBe(trouble);
    expect(arrivals).toHaveLength(sent);
    nowMs += minuteMs;
    expect(await troubleOf(send('https://far.example/export'))).toBe('none');
  });

  describe('a refusal for too many requests', () => {
    const rows = [
      { name: '429 with seconds', status: 429, after: '120', pauseMs: 120_000 },
      {
        name: '429 with a date',
        status: 429,
        after: 'Sun, 01 Mar 2026 12:01:30 GMT',
        pauseMs: 90_000,
      },
      { name: '503 with seconds', status: 503, after: '45', pauseMs: 45_000 },
      { name: '503 without Retry-After', status: 503, after: null, pauseMs: null },
      { name: '500 with Retry-After', status: 500, after: '45', pauseMs: null },
    ];
    it.each(rows)('$name pauses the whole connection in every process: $pauseMs', async (row) => {
      const headers: Record<string, string> =
        row.after === null ? {} : { 'Retry-After': row.after };
      answer = () => new Response('', { status: row.status, headers });
      await aProcess([all, exportsOnly])('https://far.example/tickets/1');
      answer = () => new Response('{}');
      const other = aProcess([all, exportsOnly]);
      const expected = row.pauseMs === null ? 'none' : `wait own_limit ${row.pauseMs}`;
      expect(await troubleOf(other('https://far.example/export'))).toBe(expected);
      // A connector that declares no limits obeys the pause all the same.
      expect(await troubleOf(aProcess([])('https://far.example/'))).toBe(expected);
      expect(await troubleOf(aProcess([all], 'globex-gmail')('https://far.example/'))).toBe('none');
      nowMs += row.pauseMs ?? 0;
      expect(await troubleOf(other('https://far.example/export'))).toBe('none');
    });
  });

  // How long it lasts is the connector's to read: test/unit/intake/pausing.test.ts.
  it('429 without Retry-After: nothing is sent before the connector has read it', async () => {
    answer = () => new Response('', { status: 429 });
    await aProcess([all])('https://far.example/tickets/1');
    answer = () => new Response('{}');
    await aProcess([all])('https://far.example/tickets/2');
    expect(arrivals[1]).toBeGreaterThanOrEqual(nowMs + 1_000);
  });

  it('the account’s own number, told by an answer, replaces the documented one', async () => {
    const told: RequestLimit = {
      ...all,
      points: 60,
      pointsTold: (headers) => Number(headers.get('x-rate-limit')),
    };
    answer = () => new Response('{}', { headers: { 'X-Rate-Limit': '6000' } });
    const send = aProcess([told]);
    for (let number = 0; number < 100; number += 1) await send('https://far.example/');
    expect(Math.max(...arrivals) - nowMs).toBeLessThan(4_000);
  });
}
