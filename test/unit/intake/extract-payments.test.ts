import { describe, expect, it } from 'vitest';
import { findPayments } from '../../../core/intake/extract/find-payments.js';
import { readText } from '../../../core/intake/read-text.js';
import { parseCurrency } from '../../../core/reversals/money.js';

const paymentsOf = (text: string, subject: string | null = null) =>
  readText({ subject, text, currency: 'USD' }).payments.map(
    ({ identifier, amount }) => `${identifier.value} ${amount.minor} ${amount.currency}`,
  );
const both = ['8841 4999 USD', '8842 2000 USD'];

describe('a text that asks for several payments', () => {
  it.each([
    ['in one sentence', 'Please refund order 8841 for $49.99 and order 8842 for $20.00.'],
    ['amounts first', 'Please refund $49.99 for order 8841 and $20.00 for order 8842.'],
    ['in lines', 'Please refund these:\norder 8841: 49.99 USD\norder 8842: 20.00 USD\nThanks'],
    [
      'in two messages',
      'Please refund order 8841, I paid $49.99.\n\nAnd order 8842 too, that was $20.00, please.',
    ],
    ['with their sum', 'Refund order 8841 ($49.99) and order 8842 ($20.00), $69.99 in total.'],
    [
      'with a name said again',
      'Refund order 8841 ($49.99) and order 8842 ($20.00). Order 8841 came broken.',
    ],
  ])('%s', (_name, text) => {
    expect(paymentsOf(text)).toEqual(both);
  });

  it('named together before is told by the names beside the amounts', () => {
    const text = 'Please refund order 8841: $49.99, order 8842: $20.00';
    expect(paymentsOf(text, 'Order 8841 and order 8842')).toEqual(both);
  });

  it('by the processor’s names', () => {
    const [one, two] = ['ch_3PqLk2KZ9xYtB7wM1nD4sVhE', 'ch_3PqLk2KZ9xYtB7wM1nD4sVhF'];
    const text = `Refund ${one} 49.99 EUR and ${two} 20.00 USD please`;
    expect(paymentsOf(text)).toEqual([`${one} 4999 EUR`, `${two} 2000 USD`]);
  });
});

describe('a text that is read as one', () => {
  it.each([
    ['one payment', 'Please refund order 8841 for $49.99.'],
    ['charged twice', 'I was charged twice: order 8841 $49.99 and order 8842 $49.99, refund one.'],
    [
      'two names of one payment',
      'Refund order 8841, payment ch_3PqLk2KZ9xYtB7wM1nD4sVhE: $49.99, not $20.00.',
    ],
    ['one amount for two', 'Please refund order 8841 and order 8842, $69.99 in all.'],
    ['three amounts for two', 'Refund order 8841 $49.99 $5.00 and order 8842 $20.00'],
    ['amounts on both sides', 'Refund $49.99 order 8841, order 8842 $20.00'],
    ['what was paid and what was due', 'Order 8841 was $20.00, I paid $49.99 instead.'],
    ['no amount', 'Please refund order 8841 and order 8842.'],
    ['amounts without a currency', 'Please refund order 8841 for 49.99 and order 8842 for 20.00'],
    [
      'a statement of account',
      Array.from({ length: 30 }, (_, index) => `order ${8_800 + index}: $${index + 1}.00`).join(
        '\n',
      ),
    ],
  ])('%s', (_name, text) => {
    expect(paymentsOf(text)).toEqual([]);
  });
});

it('a mail of a hundred thousand amounts is come through: none is compared with all others', () => {
  const every = Array.from({ length: 100_000 }, (_, index) => 10 * index);
  const amounts = every.map((start) => ({
    start,
    end: start + 5,
    isBare: false,
    text: '',
    currency: parseCurrency('USD'),
    minor: BigInt(start + 1),
  }));
  const names = every.map((at) => ({ at: at + 6, kind: 'order_number' as const, value: `${at}` }));
  expect(findPayments(names, amounts)).toEqual([]);
});
