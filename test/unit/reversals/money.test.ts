import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  type Currency,
  decimalOf,
  difference,
  formatMoney,
  maxMinor,
  minorDigits,
  parseCurrency,
  parseDecimal,
  parseTyped,
  subtract,
} from '../../../core/reversals/money.js';

const currency = (code: string): Currency => {
  const found = parseCurrency(code);
  if (!found) throw new Error(code);
  return found;
};
const anyMoney = fc
  .tuple(
    fc.bigInt({ min: 0n, max: maxMinor }),
    fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'BHD', 'INR'),
  )
  .map(([minor, code]) => ({ minor, currency: currency(code) }));

describe('money', () => {
  it('reads back exactly what it writes, in every currency', () => {
    fc.assert(
      fc.property(anyMoney, (money) => {
        expect(parseDecimal(decimalOf(money), money.currency)).toEqual(money);
      }),
    );
  });

  it('adds and subtracts without loss and never across currencies', () => {
    fc.assert(
      fc.property(anyMoney, anyMoney, (left, right) => {
        const sum = add(left, right);
        if (left.currency !== right.currency) {
          expect([sum, subtract(left, right), difference(left, right)]).toEqual([null, null, null]);
          return;
        }
        expect(sum && subtract(sum, right)).toEqual(left);
        expect(difference(left, right)).toEqual(difference(right, left));
      }),
    );
  });

  it.each(['XAU', 'XXX', 'XTS', 'ABC', '', 'US', 'USDD', '$'])(
    'refuses %j as a currency',
    (code) => {
      expect(parseCurrency(code)).toBeNull();
    },
  );

  it.each(['usd', ' EUR ', 'XOF', 'KWD'])('knows %j', (code) => {
    expect(parseCurrency(code)).not.toBeNull();
  });

  it.each([
    ['49.999', 'USD'],
    ['1,50', 'USD'],
    ['-5', 'USD'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['0.5', 'JPY'],
    ['9'.repeat(40), 'USD'],
    ['90071992547409.92', 'USD'],
    ['NaN', 'EUR'],
  ])('refuses %s %s rather than rounding or guessing', (text, code) => {
    expect(parseDecimal(text, currency(code))).toBeNull();
  });

  it.each([
    ['1,500', 'USD', null],
    ['1.500', 'EUR', null],
    ['1,500', 'JPY', null],
    ['1.500.000', 'USD', null],
    ['1,500.00', 'USD', 150_000n],
    ['1.500,5', 'EUR', 150_050n],
    ['1,5', 'EUR', 150n],
    ['1500', 'USD', 150_000n],
    ['1.500', 'KWD', 1_500n],
  ])('typed into a form, %s %s is never a thousandth of what was meant', (text, code, minor) => {
    expect(parseTyped(text, currency(code))?.minor ?? null).toBe(minor);
  });

  it('knows zero- and three-decimal currencies', () => {
    expect([
      minorDigits(currency('JPY')),
      minorDigits(currency('KWD')),
      minorDigits(currency('USD')),
    ]).toEqual([0, 3, 2]);
    expect(formatMoney({ minor: 4999n, currency: currency('USD') })).toBe('$49.99');
    expect(formatMoney({ minor: 123456n, currency: currency('EUR') }, 'de-DE')).toBe(
      '1.234,56\u00a0€',
    );
  });
});
