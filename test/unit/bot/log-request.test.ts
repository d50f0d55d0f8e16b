import { describe, expect, it, test } from 'vitest';
import { type ReadingTools, requestFromText } from '../../../bot/log-reversal/log-request.js';
import { readForChat } from '../../../core/intake/read-for-chat.js';
import { acme } from './reversal-builder.js';

const tools: ReadingTools = { reading: readForChat, now: () => new Date('2026-11-23T10:00:00Z') };
const read = (text: string) => requestFromText(tools, acme, text, 'key');

describe('the reason is whole in the writer’s own words', () => {
  it.each([
    ['49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge, customer@example.com', 'duplicate charge'],
    ['duplicate charge for order 8841, 49.99 USD', 'duplicate charge'],
    ['49.99 USD for order 8841, charged twice', 'charged twice'],
    ['49.99 USD for a broken lamp', 'a broken lamp'],
    ['order 8841 was charged twice 49.99 USD', 'order 8841 was charged twice'],
    ['49.99 USD was taken twice', '49.99 USD was taken twice'],
    ['refund of 49.99 USD ch_3PqLmN8aBcDeFgHi', 'refund of 49.99 USD'],
    [
      'charged 120 instead of 12 for order 8841, jane@example.com',
      'charged 120 instead of 12 for order 8841',
    ],
    [
      'order 8841 was charged 120 USD instead of 12 USD',
      'order 8841 was charged 120 USD instead of 12 USD',
    ],
    ['49.99 USD jane@example.com wrote that the lamp broke', 'wrote that the lamp broke'],
    [
      '49.99 USD because jane@example.com was billed twice',
      'because j•••@example.com was billed twice',
    ],
  ])('%s', (text, reason) => {
    expect(read(text)).toMatchObject({ reason });
  });

  test('nothing but amount and name leaves no reason', () => {
    expect(read('49.99 USD ch_3PqLmN8aBcDeFgHi')).toMatchObject({ reason: null });
  });
});

describe('an amount below zero is refused, never read as its opposite', () => {
  it.each([
    '-5 USD duplicate charge',
    'USD -5 duplicate charge',
    '-$5 duplicate charge',
    '$-5 duplicate charge',
    'duplicate charge −5 USD',
  ])('%s', (text) => {
    expect(read(text)).toMatchObject({ refused: 'amount_not_positive' });
  });

  it.each(['duplicate charge - 5 USD', '5 USD 2026-11-20 twice', '5 USD RV-5 twice'])(
    '%s is above zero',
    (text) => {
      expect(read(text)).toMatchObject({ amount: { minor: 500n } });
    },
  );
});
