import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeReport } from '../../core/insight/report.js';
import { reportWords } from '../../core/insight/report-words.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { DatabaseEngine } from './databases.js';
import { hashOf, openStorageFixture, type StorageFixture, usd } from './storage-fixture.js';

/** What a report tells is what the log holds, counted over a real database. */
export function insightGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  const at = (text: string) => new Date(`2026-03-${text}:00Z`);

  it('counts the period that ended, in the zone asked for, and no historic entry', async () => {
    const { books, log } = fixture;
    const entry = (loggedAt: Date, more = {}) => log({ loggedAt, amount: usd(1_000n), ...more });
    // In New York the ninth of March begins at 04:00 UTC, in summer time.
    await entry(at('09T03:59'));
    await entry(at('09T04:00'));
    await entry(at('10T03:59'), { type: 'chargeback', dueAt: at('10T06:00') });
    await entry(at('10T04:00'));
    await entry(at('09T12:00'), { historic: true });
    await entry(at('09T12:00'), { clientId: 'globex' });
    const report = await makeReport(
      { store: books.reversals, insight: books.insight },
      {
        period: 'daily',
        clients: ['acme'],
        timezone: 'America/New_York',
        now: at('10T15:00'),
      },
    );
    expect(report).toMatchObject({
      from: '2026-03-09',
      to: '2026-03-09',
      logged: { count: 2, sums: [{ currency: 'USD', count: 2, minor: 2_000n }] },
      byType: [
        { type: 'chargeback', count: 1 },
        { type: 'refund', count: 1 },
      ],
      decided: { count: 0 },
      medianDecisionMs: null,
      overdue: 1,
    });
    expect(reportWords(report, 'en-US').lines).toContain('Logged: 2 ($20.00)');
  });

  it('the median is of first decisions in the period, without questions back', async () => {
    const { books, person } = fixture;
    const decide = async (waits: readonly (readonly [string, number])[]) => {
      const one = await fixture.log({ loggedAt: at('02T08:00') });
      if (isRefusal(one)) throw new Error(one.refused);
      for (const [decision, minutes] of waits) {
        await fixture.database.prisma.decision.create({
          data: {
            id: randomUUID(),
            reversalId: one.id,
            subjectId: await subjectOf(one.id),
            round: 1,
            personId: person('manager@example.com').id,
            decision,
            contentHash: hashOf('content'),
            surface: 'rest',
            at: new Date(at('02T08:00').getTime() + minutes * 60_000),
          },
        });
      }
    };
    const subjectOf = async (id: string) =>
      (await fixture.database.prisma.reversal.findUniqueOrThrow({ where: { id } })).subjectId;
    await decide([['approve', 10]]);
    await decide([
      ['request_changes', 1],
      ['approve', 30],
      ['reject', 500],
    ]);
    await decide([['reject', 90]]);
    const median = (from: Date, to: Date) => books.insight.medianDecisionMs(['acme'], from, to);
    expect(await median(at('02T00:00'), at('02T23:59'))).toBe(30 * 60_000);
    expect(await median(at('03T00:00'), at('03T23:59'))).toBeNull();
    expect(
      await books.insight.medianDecisionMs(['globex'], at('02T00:00'), at('03T00:00')),
    ).toBeNull();
  });

  it('an export is a line of history that names who, when and what, and no customer', async () => {
    const { books, person } = fixture;
    const filter = { client: 'acme', customer: 'jane@example.com', minAmount: 5n };
    const by = person('manager@example.com');
    await Promise.all([
      books.exports.record(by, filter, 12, at('02T08:00')),
      books.exports.record(by, filter, 12, at('02T08:00')),
    ]);
    const rows = await fixture.database.prisma.history.findMany({ where: { chain: 'exports' } });
    expect(rows.map((row) => [row.sequence, row.personId, JSON.parse(row.facts)])).toEqual(
      [1, 2].map((sequence) => [
        sequence,
        by.id,
        { client: 'acme', customer: 'given', minAmount: '5', entries: 12 },
      ]),
    );
  });
}
