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
  typedOf,
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

  const locales = [
    ...['en-US', 'en-IN', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'fr-CH', 'es-ES', 'pt-BR', 'it-IT'],
    ...['nl-NL', 'pl-PL', 'sv-SE', 'nb-NO', 'fi-FI', 'cs-CZ', 'tr-TR', 'ja-JP', 'ar-EG', 'fa-IR'],
  ];
  const amounts = fc.record({
    minor: fc.bigInt({ min: 0n, max: maxMinor }),
    currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD').map(currency),
  });

  it.each(locales)('a form filled in for %s is read back as the same amount', (locale) => {
    fc.assert(
      fc.property(amounts, (money) => {
        expect(parseTyped(typedOf(money, locale), money.currency)).toEqual(money);
      }),
    );
  });

  it.each(locales)(
    'copied from a card as %s shows it, an amount is never another one',
    (locale) => {
      fc.assert(
        fc.property(amounts, (money) => {
          const digits = minorDigits(money.currency);
          const shown = new Intl.NumberFormat(locale, {
            numberingSystem: 'latn',
            minimumFractionDigits: digits,
          }).format(decimalOf(money) as unknown as number);
          const read = parseTyped(shown, money.currency);
          if (read || digits === 2) expect(read).toEqual(money);
        }),
      );
    },
  );

  it.each([
    ['1\u202f500,00', 'EUR', 150_000n],
    ['1\u00a0500,00', 'EUR', 150_000n],
    ['1\u2009500', 'EUR', 150_000n],
    ['12 345 678,90', 'EUR', 1_234_567_890n],
    ["1'500.00", 'CHF', 150_000n],
    ['1’500', 'CHF', 150_000n],
    ['1,00,000.00', 'INR', 10_000_000n],
    ['1,00,000', 'INR', 10_000_000n],
    ['1 50', 'EUR', null],
    ['1 500 00', 'EUR', null],
    ['1.50.000,00', 'EUR', null],
    ["1'500,000.00", 'CHF', null],
    ['1500.000', 'USD', null],
    ['1\n500', 'USD', null],
  ])('%j %s is what is set apart in it, or asked again', (text, code, minor) => {
    expect(parseTyped(text, currency(code))?.minor ?? null).toBe(minor);
  });

  it('knows zero- and three-decimal currencies', () => {
    expect([
      minorDigits(currency('JPY')),
      minorDigits(currency('KWD')),
      minorDigits(currency('USD')),
    ]).toEqual([0, 3, 2]);
    expect(formatMoney({ minor: 4999n, currency: currency('USD') }, 'en-US')).toBe('$49.99');
    expect(formatMoney({ minor: 123456n, currency: currency('EUR') }, 'de-DE')).toBe(
      '1.234,56\u00a0€',
    );
  });
});
