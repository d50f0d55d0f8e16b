import { describe, expect, it } from 'vitest';
import { understandQuestions } from '../../../bot/find-reversals/follow-up.js';

const berlin = { now: new Date('2026-11-24T15:00:00Z'), timezone: 'Europe/Berlin' };
const read = (...lines: string[]) => understandQuestions(lines.join('\n'), berlin);

describe('a follow-up keeps what it does not say anew', () => {
  it('a currency narrows the list before it', () => {
    expect(read('chargebacks over 500 for acme', 'only the ones in euro')).toMatchObject({
      understood: true,
      measure: 'list',
      filter: { type: 'chargeback', minAmount: 50_000n, client: 'acme', currency: 'EUR' },
    });
  });

  it('a figure stays the figure it was', () => {
    const asked = read('how many refunds did I log yesterday', 'and last week?');
    expect(asked).toMatchObject({ measure: 'count', filter: { agent: 'me', from: '2026-11-16' } });
    expect(asked.filter.to).toBe('2026-11-22');
  });

  it('a sum is split, not counted, when it is asked for by client', () => {
    expect(read('total approved last month', 'and by client')).toMatchObject({
      measure: 'sum',
      groupBy: 'client',
      filter: { status: 'approved', dateOf: 'decided', from: '2026-10-01' },
    });
  });

  it('a new period replaces the old one and stays about the same day', () => {
    const { filter } = read('chargebacks due this week', 'and next week');
    expect(filter).toEqual({
      type: 'chargeback',
      dateOf: 'due',
      from: '2026-11-30',
      to: '2026-12-06',
    });
  });

  it('the last word counts, however many there were', () => {
    const asked = read('refunds today', 'only over 100', 'for acme', 'and for globex');
    expect(asked.filter).toMatchObject({ type: 'refund', minAmount: 10_000n, client: 'globex' });
  });
});

describe('what is no follow-up begins anew', () => {
  it('a whole question', () => {
    expect(read('chargebacks over 500', 'refunds yesterday').filter).toEqual({
      type: 'refund',
      from: '2026-11-23',
      to: '2026-11-23',
      dateOf: 'logged',
    });
  });

  it('behind something that was no question', () => {
    expect(read('hello there', 'only the ones in euro').filter).toEqual({ currency: 'EUR' });
  });

  it('behind a single entry', () => {
    expect(read('show RV-45', 'only the ones in euro').filter).toEqual({ currency: 'EUR' });
  });
});
