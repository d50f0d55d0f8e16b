import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText, toAnalyzeLine } from '../../../core/intake/read-text.js';
import { foldText } from '../../../core/intake/redact/folded-text.js';
import { cardContext, cardForm, cardNumber } from './cards.js';

test('the first ticket reads as it must', () => {
  const line = toAnalyzeLine(
    readText({
      id: 'a1',
      subject: 'Double charge',
      text: 'I was charged twice for order 8841, please return 49.99 USD',
      receivedAt: new Date('2026-11-22T10:00:00Z'),
      currency: 'USD',
      timezone: 'America/New_York',
    }),
  );
  expect(JSON.parse(JSON.stringify(line))).toEqual({
    id: 'a1',
    outcome: 'log',
    isReversal: true,
    score: expect.any(Number),
    type: 'refund',
    amount: 4999,
    currency: 'USD',
    amounts: [{ amount: 4999, currency: 'USD', text: '49.99 USD' }],
    identifiers: [{ kind: 'order_number', value: '8841' }],
    reasonCode: null,
    cardLast4: null,
    occurredOn: null,
    customer: {},
    language: 'en',
    redacted: {
      subject: 'Double charge',
      text: 'I was charged twice for order 8841, please return 49.99 USD',
    },
    reasons: expect.arrayContaining(['charged more than once']),
  });
});

test('a merchant error says the difference, and an ambiguous amount none', () => {
  expect(toAnalyzeLine(readText({ text: 'charged 120 instead of 12 USD' }))).toMatchObject({
    type: 'merchant_error',
    amount: 10800,
    currency: 'USD',
  });
  expect(toAnalyzeLine(readText({ text: 'charged twice, $100 and $30' }))).toMatchObject({
    amount: null,
    currency: null,
    amounts: [{ amount: 10000 }, { amount: 3000 }],
  });
});

test('a currency or zone nobody knows is taken for none given', () => {
  const reading = readText({
    text: 'refund 49.99 from yesterday',
    currency: 'XXQ',
    timezone: 'Mars/Base',
    receivedAt: new Date(0),
  });
  expect(reading.occurredOn).toBeNull();
  expect(reading.chosen).toMatchObject({ kind: 'one', amount: { currency: null }, certain: false });
});

test('nothing that is returned carries a card number, wherever it stood', () => {
  fc.assert(
    fc.property(cardNumber, cardForm, cardContext, (digits, form, context) => {
      const text = context.replace('{}', () => form(digits));
      const line = toAnalyzeLine(
        readText({ subject: `re: ${text}`, text: `${text}\nrefund 49.99 USD` }),
      );
      expect(foldText(JSON.stringify(line)).folded.replace(/\D/g, '')).not.toContain(
        digits.slice(0, -4),
      );
    }),
    { numRuns: 600, seed: 12 },
  );
}, 30_000);

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      expect(readText({ text, subject: text }).score).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 200, seed: 3 },
  );
}, 30_000);

describe('linear on texts made to be slow', () => {
  test.each<{ what: string; piece: string }>([
    { what: 'digits', piece: '4' },
    { what: 'spaced digits', piece: '4 1 ' },
    { what: 'groups of four', piece: '4111 ' },
    { what: 'dots', piece: '1.1' },
    { what: 'open tags', piece: '<a' },
    { what: 'ampersands', piece: '&#1' },
    { what: 'IBAN heads', piece: 'DE89 ' },
    { what: 'iban words', piece: 'iban DE89aaaa' },
    { what: 'labels', piece: 'cvv cvv: ' },
    { what: 'card words', piece: 'card number is ' },
    { what: 'blanks', piece: ' ' },
    { what: 'lines', piece: '\n' },
    { what: 'refunds', piece: 'refund please charged ' },
    { what: 'money', piece: '$1,1' },
    { what: 'mails', piece: 'a.a@' },
    { what: 'dashes', piece: 'a-' },
    { what: 'masks', piece: '••x' },
    { what: 'stripe heads', piece: 'pi_a' },
    { what: 'long word', piece: 'Aa0' },
    { what: 'secrets', piece: 'password: ' },
    { what: 'wide', piece: '４é' },
    { what: 'carets', piece: '%B4111111111111^A^' },
  ])('$what', ({ what, piece }) => {
    const small = costOf(piece, 6_000);
    const large = costOf(piece, 48_000);
    // Eight times the text: a quadratic reader would take sixty-four times as long.
    expect(large, what).toBeLessThan(Math.max(small, 4) * 28);
  });

  function costOf(piece: string, length: number): number {
    const text = piece.repeat(Math.ceil(length / piece.length));
    const times = [0, 1].map(() => {
      const begun = process.cpuUsage().user;
      readText({ text });
      return (process.cpuUsage().user - begun) / 1000;
    });
    return Math.min(...times);
  }
});

test('only redact.ts makes a RedactedText', () => {
  const root = new URL('../../../core', import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((each) =>
    /\.tsx?$/.test(each),
  );
  const makers = files.filter((file) =>
    /as (?:unknown as )?RedactedText\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(20);
  // Storage opens what was stored redacted.
  expect(makers.sort()).toEqual(['intake/redact.ts', 'storage/sealed-fields.ts']);
});
