import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkCompleteness, completenessOf } from '../../core/intake/completeness.js';
import { noteSubscription, watchConnections } from '../../core/intake/connection-watch.js';
import { type Connection, ConnectorError } from '../../core/intake/connector-contract.js';
import type { OpenConnection } from '../../core/intake/intake.js';
import type { DatabaseEngine } from './databases.js';
import { hashOf, openStorageFixture, type StorageFixture } from './storage-fixture.js';

const connectionId = 'acme-zendesk';
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const now = new Date('2026-03-10T09:00:00Z');
const actFrom = new Date('2026-03-06T12:00:00Z');

/** Nothing is missed without somebody knowing; nobody is told twice. */
export function completenessGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.database.query('DELETE FROM completeness_day');
    await fixture.database.query('DELETE FROM source_item');
  });

  describe('a day is compared with the vendor’s own list', () => {
    const check = (listIds: Connection['listIds'], at = now) => {
      const open: OpenConnection = {
        id: connectionId,
        clientId: 'acme',
        actFrom,
        thresholds: null,
        connection: {
          check: async () => ({ account: 'hub' }),
          listChanges: async () => ({ references: [], cursor: 'c', hasMore: false }),
          fetchItem: async () => null,
          ...(listIds ? { listIds } : {}),
        },
      };
      const tools = {
        days: fixture.books.completeness,
        now: () => at,
        count: () => undefined,
        warn: () => undefined,
      };
      return checkCompleteness(tools, open, 7, new AbortController().signal);
    };
    /** What the vendor holds, by the hour of its creation. */
    const listing = (items: Readonly<Record<string, Date>>): Connection['listIds'] =>
      async function* (from, to) {
        for (const [id, at] of Object.entries(items)) if (at >= from && at < to) yield id;
      };
    const save = async (...ids: string[]) => {
      await fixture.books.sources.saveReferences(
        connectionId,
        ids.map((externalId) => ({ externalId, updatedAt: actFrom })),
      );
      return fixture.books.sources.pending(connectionId, now, 100);
    };
    const judge = async (verdict: 'left' | 'gone', ...ids: string[]) => {
      for (const itemId of await save(...ids)) {
        await fixture.books.sources.claim(itemId, now, new Date(now.getTime() + 1_000));
        const kept = { contentHash: hashOf('x'), url: null, score: null, reasons: [], at: now };
        await fixture.books.sources.judgedAll([
          { itemId, verdict, sourceUpdatedAt: actFrom, ...kept },
        ]);
      }
    };
    const waiting = async () => fixture.books.sources.waiting(connectionId);
    const day = (number: number, hour = 13) => new Date(Date.UTC(2026, 2, number, hour));
    const statesOf = (checks: Awaited<ReturnType<typeof check>>) =>
      Object.fromEntries(checks.map((one) => [one.day.slice(8), one.state]));

    it('complete, from the day it was added to the last that has ended; today is left for tomorrow', async () => {
      await judge('left', 'a', 'b');
      const checks = await check(
        listing({ old: day(6, 11), a: day(6), b: day(8), 'not yet': day(10, 1) }),
      );
      expect(statesOf(checks)).toEqual({
        '06': 'complete',
        '07': 'complete',
        '08': 'complete',
        '09': 'complete',
      });
      expect(await fixture.books.sources.connections()).toMatchObject([
        { id: connectionId, completeness: { days: 4, gaps: 0, missing: 0, unknownSince: null } },
        { completeness: null },
      ]);
    });

    it('a day that ended just now is not compared: the vendor’s own list comes late', async () => {
      const checks = await check(listing({}), new Date('2026-03-10T00:30:00Z'));
      expect(checks.at(-1)?.day).toBe('2026-03-08');
    });

    it('what was never heard of is a gap, and closes itself', async () => {
      await judge('left', 'a');
      const far = listing({ a: day(7), lost: day(7), 'lost too': day(8) });
      expect(statesOf(await check(far))).toMatchObject({
        '07': 'gap',
        '08': 'gap',
        '09': 'complete',
      });
      expect(await waiting()).toBe(2);
      expect(completenessOf(await check(far))).toMatchObject({ gaps: 2, missing: 2 });
      await judge('left');
      expect(completenessOf(await check(far))).toMatchObject({ gaps: 0, missing: 0 });
    });

    it('what was taken for gone and is listed is looked at again', async () => {
      await judge('gone', 'a');
      await check(listing({ a: day(7) }));
      expect(await waiting()).toBe(1);
    });

    it('what could not be read is a gap, and is not read again by itself', async () => {
      const [id = ''] = await save('bad');
      await fixture.books.sources.claim(id, now, now);
      await fixture.books.sources.quarantine(id, now, 'bad_json');
      const checks = await check(listing({ bad: day(7) }));
      expect(checks.find((one) => one.day === '2026-03-07')).toMatchObject({
        state: 'gap',
        aside: 1,
      });
      expect(await waiting()).toBe(0);
    });

    it.each([
      ['a connector that lists no ids', undefined, 'not_able'],
      [
        'a listing that is refused',
        // biome-ignore lint/correctness/useYield: the vendor refuses before the first id.
        async function* () {
          throw new ConnectorError('re_authorise', 'forbidden');
        },
        'forbidden',
      ],
    ] as const)('%s: unknown since the first day', async (_name, listIds, reason) => {
      const checks = await check(listIds as Connection['listIds']);
      expect(checks.map((one) => [one.state, one.reason])).toEqual(
        checks.map(() => ['unknown', reason]),
      );
      expect(completenessOf(checks).unknownSince).toBe('2026-03-06');
    });

    it('an id listed many times, and more ids than are compared at once, are counted once each', async () => {
      const ids = Array.from({ length: 1_200 }, (_, number) => `n-${number}`);
      const checks = await check(async function* (from) {
        if (from.toISOString().startsWith('2026-03-07')) yield* [...ids, ...ids.slice(-50)];
      });
      const found = checks.find((one) => one.day === '2026-03-07');
      expect(found?.missing).toBe(1_200);
      expect(await waiting()).toBe(1_200);
    });
  });

  describe('people are told of a connection', () => {
    const at = (hours: number) => new Date(now.getTime() + hours * hourMs);
    const look = (hours: number) => watchConnections(fixture.books.watch, at(hours), []);
    const told = async () => {
      const rows = await fixture.database.prisma.effect.findMany({
        where: { kind: 'notify_operations' },
        orderBy: { createdAt: 'asc' },
      });
      return rows.map((row) => String((row.payload as { text: string }).text));
    };
    beforeEach(async () => {
      await fixture.database.query('DELETE FROM effect');
      await fixture.database.query(
        'UPDATE connection SET incident = NULL, failure = NULL, failing_since = NULL, news_at = NULL, news_count = 0, watched_since = NULL, gap_now_ms = 0, gap_before_ms = 0, is_gap_broken = false, listened_at = NULL, listening_since = NULL',
      );
    });

    it('a refused token once, however often it is looked at and by however many, and once when it is well', async () => {
      const refused = { code: 'unauthorised', kind: 're_authorise' } as const;
      await fixture.books.sources.noteFailure(connectionId, at(0), refused);
      await Promise.all([look(0), look(0), look(0)]);
      await fixture.books.sources.noteFailure(connectionId, at(1), refused);
      await look(1);
      expect(await told()).toEqual([
        expect.stringContaining(`${connectionId}: its credentials are refused`),
      ]);
      await fixture.books.sources.noteSuccess(connectionId, at(2));
      await Promise.all([look(2), look(2)]);
      expect((await told()).slice(1)).toEqual([`${connectionId} is well again.`]);
      await fixture.books.sources.noteFailure(connectionId, at(3), refused);
      await look(3);
      expect(await told()).toHaveLength(3);
    });

    it('silence longer than it ever was, learned from its own gaps, and its end', async () => {
      // Ten days: every six hours, then a weekend of two days.
      for (let hours = -240; hours <= -60; hours += 6) {
        await fixture.books.sources.noteNews(connectionId, at(hours), 1);
      }
      await fixture.books.sources.noteNews(connectionId, at(-12), 1);
      const quietFor = async (hours: number) => {
        await fixture.books.sources.noteSuccess(connectionId, at(hours));
        await look(hours);
        return (await told()).length;
      };
      expect(await quietFor(30)).toBe(0);
      expect(await quietFor(47)).toBe(0);
      expect(await quietFor(49)).toBe(1);
      expect(await quietFor(80)).toBe(1);
      await fixture.books.sources.noteNews(connectionId, at(81), 3);
      expect(await quietFor(81)).toBe(2);
    });

    it('a processor that sends nothing for longer than it ever did is told, the hub’s own absence is not', async () => {
      const hear = (hours: number) =>
        watchConnections(fixture.books.watch, at(hours), [connectionId]);
      const send = (hours: number) => fixture.books.sources.noteNews(connectionId, at(hours), 1);
      const toldAfter = async (hours: number) => {
        await hear(hours);
        return (await told()).length;
      };
      for (let hours = -240; hours <= 0; hours += 6) await send(hours);
      await hear(-1);
      // The hub is away for two days, and back for some hours.
      expect(await toldAfter(48)).toBe(0);
      for (let minutes = 0; minutes <= 60 * 7; minutes += 9) await hear(48 + minutes / 60);
      expect((await told()).length).toBe(0);
      await send(55.1);
      const [row] = await fixture.books.watch.watched();
      expect(row?.quiet.longestGapMs).toBe(6 * hourMs);
      for (let minutes = 0; minutes <= 60 * 8; minutes += 9) await hear(55.1 + minutes / 60);
      expect(await told()).toEqual([expect.stringContaining(`${connectionId} has sent nothing`)]);
      await send(64);
      expect(await toldAfter(64.01)).toBe(2);
    });

    it('a vendor that refuses to send notices is told once, and once when it sends again', async () => {
      const { watch, sources } = fixture.books;
      const refused = { kind: 're_authorise', code: 'forbidden' } as const;
      const late = { kind: 'retry', code: 'timed_out' } as const;
      const shown = async () =>
        (await sources.connections()).find((one) => one.id === connectionId)?.subscription;
      const note = async (trouble: typeof refused | typeof late | null, hours: number) => {
        await noteSubscription(watch, connectionId, trouble, at(hours));
        return (await told()).length;
      };
      const before = await note(null, 0);
      expect(await note(late, 1)).toBe(before);
      expect(await note(late, 7)).toBe(before);
      expect(await shown()).toEqual({ failure: 'timed_out', since: at(1) });
      expect(await note(null, 8)).toBe(before);
      expect(await note(late, 20)).toBe(before);
      expect(await note(late, 33)).toBe(before + 1);
      expect(await note(refused, 39)).toBe(before + 1);
      expect(await shown()).toEqual({ failure: 'forbidden', since: at(20) });
      expect(await note(null, 40)).toBe(before + 2);
      expect(await note(null, 41)).toBe(before + 2);
      expect(await shown()).toBeNull();
      expect(await note(refused, 50)).toBe(before + 3);
    });

    it('refused in several processes at once it is one trouble, told once', async () => {
      const { watch } = fixture.books;
      const refused = { kind: 're_authorise', code: 'forbidden' } as const;
      await noteSubscription(watch, connectionId, null, at(60));
      const before = (await told()).length;
      const hours = Array.from({ length: 8 }, (_, n) => 61 + n / 1_000);
      await Promise.all(
        hours.map((hour) => noteSubscription(watch, connectionId, refused, at(hour))),
      );
      expect((await told()).length).toBe(before + 1);
    });

    it('an outage of ours teaches nothing about how quiet the source is', async () => {
      for (let hours = -240; hours <= -100; hours += 2) {
        await fixture.books.sources.noteNews(connectionId, at(hours), 1);
      }
      await fixture.books.sources.noteFailure(connectionId, at(-99), {
        code: 'cut_off',
        kind: 'retry',
      });
      await fixture.books.sources.noteNews(connectionId, at(0), 40);
      const [row] = await fixture.books.watch.watched();
      expect(row?.quiet.longestGapMs).toBe(2 * hourMs);
    });

    it('a gap is forgotten after eight weeks', async () => {
      const gapAt = async (days: number) => {
        await fixture.books.sources.noteNews(
          connectionId,
          new Date(now.getTime() + days * dayMs),
          1,
        );
        const [row] = await fixture.books.watch.watched();
        return row?.quiet.longestGapMs;
      };
      await gapAt(0);
      expect(await gapAt(10)).toBe(10 * dayMs);
      for (let day = 11; day < 62; day += 1) await gapAt(day);
      expect(await gapAt(62)).toBe(dayMs);
    });
  });
}
