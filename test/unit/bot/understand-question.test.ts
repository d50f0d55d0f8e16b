import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { understandQuestion } from '../../../bot/find-reversals/understand-question.js';
import { acme, globex } from './reversal-builder.js';

const corpus = readFileSync(new URL('../../corpora/questions.txt', import.meta.url), 'utf8');
const rows = corpus
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' => ') as [text: string, expected: string | undefined]);

const berlin = { now: new Date('2026-11-24T15:00:00Z'), timezone: 'Europe/Berlin' };

/** Measure and filter as the corpus writes them, in alphabetical order. */
function written(text: string): string {
  const { understood, measure, filter, groupBy, sort, limit } = understandQuestion(text, berlin);
  const { minAmount: min, maxAmount: max, dateOf: on, reasonCode: code, ...same } = filter;
  const m = measure === 'list' ? undefined : measure;
  const all = { ...same, min, max, on, code, m, by: groupBy, sort, limit };
  const parts = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value).replaceAll(' ', '_')}`);
  return understood ? parts.toSorted().join(' ') : 'not understood';
}

describe('every question of the corpus means what stands beside it', () => {
  it.each(rows)('%s', (text, expected = '') => {
    const wanted = expected === 'not understood' ? [expected] : expected.split(/\s+/).toSorted();
    expect(written(text)).toBe(wanted.filter((part) => part !== '').join(' '));
  });
});

// A Wednesday, 09:00 in New York.
const context = {
  now: new Date('2026-11-18T14:00:00Z'),
  timezone: 'America/New_York',
  currency: 'USD',
  clients: [acme, globex],
};

describe('where the clients are known', () => {
  it.each([
    ['pending for Globex', { status: 'pending_approval', client: 'globex' }],
    ['Acme Store refunds', { type: 'refund', client: 'acme' }],
    ['acme’s refunds', { type: 'refund', client: 'acme' }],
    ['<mailto:customer@example.com|customer@example.com>', { customer: 'customer@example.com' }],
  ] as const)('%s', (text, filter) => {
    expect(understandQuestion(text, context)).toMatchObject({ understood: true, filter, left: [] });
  });

  it('a client nobody here knows is not answered for the others', () => {
    const read = understandQuestion('refunds for Initech', context);
    expect(read).toMatchObject({ understood: false, unknownClient: 'Initech' });
    expect(read.filter.client).toBeUndefined();
  });

  it('a client whose name is like another word is no slip of the finger', () => {
    const clients = [{ id: 'desputes', name: 'Desputes' }];
    const read = understandQuestion('pendign refunds for desputes', { ...context, clients });
    expect(read.filter).toEqual({ type: 'refund', status: 'pending_approval', client: 'desputes' });
    expect(understandQuestion('desputes', context).filter).toEqual({ type: 'chargeback' });
  });

  it('3/4 is the fourth of March in New York, the third of April in Berlin', () => {
    expect(understandQuestion('on 3/4', context).filter.from).toBe('2026-03-04');
    expect(understandQuestion('on 3/4', berlin).filter.from).toBe('2026-04-03');
  });

  it('a bare dollar is the client’s own dollar', () => {
    const read = understandQuestion('over $5', { ...context, currency: 'CAD' });
    expect(read.filter).toEqual({ minAmount: 500n, currency: 'CAD' });
  });
});

describe('what cannot be answered truly is not answered', () => {
  it.each([
    ['', 'nothing is asked'],
    ['hello', 'a greeting'],
    ['tell me a joke', 'not about reversals'],
    ['what is the weather like', 'not about reversals'],
    ['🙂🙂', 'pictures only'],
    ['refunds and chargebacks this week', 'two types'],
    ['refunds today vs yesterday', 'two periods'],
    ['everything but not refunds', 'an exclusion'],
    ['refunds except acme', 'an exclusion'],
    ['refunds for acme and globex', 'two clients'],
    ['pending or rejected refunds', 'two statuses'],
    ['total by client and month', 'two groups'],
    ['refunds in the first week of March', 'half a period'],
    ['how do I log a refund', 'asks for help'],
  ])('%s', (text) => {
    expect(understandQuestion(text, berlin).understood).toBe(false);
  });

  it('says which words it did not understand', () => {
    const { left } = understandQuestion('chargebacks over 5 EUR with purple stickers', context);
    expect(left).toEqual(['purple', 'stickers']);
  });

  it('reads 40,000 characters of anything in time that grows with what is read', () => {
    for (const piece of ['9', 'by ', 'for a ', '1,', '$', 'between 1 and ', 'last ', 'ч', "'s "]) {
      expect(() => understandQuestion(piece.repeat(20_000), berlin)).not.toThrow();
    }
  });
});
