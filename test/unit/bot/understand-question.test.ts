import { describe, expect, it } from 'vitest';
import { understandQuestion } from '../../../bot/find-reversals/understand-question.js';
import { acme, globex } from './reversal-builder.js';

// A Wednesday, 09:00 in New York.
const context = {
  now: new Date('2026-11-18T14:00:00Z'),
  timezone: 'America/New_York',
  currency: 'USD',
  clients: [acme, globex],
};

describe('a question is read by its words', () => {
  it.each([
    ['chargebacks over 500 for acme', { type: 'chargeback', minAmount: 50000n, client: 'acme' }],
    ['refunds under $20', { type: 'refund', maxAmount: 2000n, currency: 'USD' }],
    ['refunds over 30 EUR', { type: 'refund', minAmount: 3000n, currency: 'EUR' }],
    ['needs review', { status: 'needs_review' }],
    ['approved refunds in EUR', { type: 'refund', status: 'approved', currency: 'EUR' }],
    ['RV-12', { q: 'RV-000012' }],
    ['customer@example.com', { q: 'customer@example.com' }],
    ['<mailto:customer@example.com|customer@example.com>', { q: 'customer@example.com' }],
    ['ch_3PqLmN8aBcDe', { q: 'ch_3PqLmN8aBcDe' }],
    ['order 8841', { q: '8841' }],
    ['card ending 4242', { q: '4242' }],
    ['mine', { agent: 'me' }],
    ['pending for Globex', { status: 'pending_approval', client: 'globex' }],
  ] as const)('%s', (text, filter) => {
    const understood = understandQuestion(text, context);
    expect(understood.filter).toEqual(filter);
    expect(understood.left).toEqual([]);
  });
});

describe('days are those of the asker’s zone', () => {
  it.each([
    ['today', '2026-11-18T05:00:00.000Z', '2026-11-19T04:59:59.999Z'],
    ['yesterday', '2026-11-17T05:00:00.000Z', '2026-11-18T04:59:59.999Z'],
    ['this week', '2026-11-16T05:00:00.000Z', '2026-11-19T04:59:59.999Z'],
    ['last week', '2026-11-09T05:00:00.000Z', '2026-11-16T04:59:59.999Z'],
    ['2026-11-02', '2026-11-02T05:00:00.000Z', '2026-11-03T04:59:59.999Z'],
  ])('%s', (text, from, to) => {
    const { filter } = understandQuestion(text, context);
    expect([filter.from?.toISOString(), filter.to?.toISOString()]).toEqual([from, to]);
  });
});

it('says which words it did not understand', () => {
  expect(understandQuestion('refunds with purple stickers', context).left).toEqual([
    'purple',
    'stickers',
  ]);
});
