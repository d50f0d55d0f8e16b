import currencyCodes from 'currency-codes';

declare const currencyBrand: unique symbol;

/** An ISO 4217 code in capitals, known to the list of 24 June 2024 (npm currency-codes). */
export type Currency = string & { readonly [currencyBrand]: true };

/** An amount in minor units (cents of USD, yen of JPY, fils of KWD) with its currency. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** Codes that ISO 4217 lists but nobody is paid in: metals, test and fund units. */
const notSpendable = /^X(?!AF|CD|CG|OF|PF)[A-Z]{2}$/;

/** Decimal places by code. The package searches its list anew for each code that is asked for. */
const digitsByCode = new Map(
  currencyCodes.codes().map((code) => [code, currencyCodes.code(code)?.digits ?? 2]),
);

/** Reads a code in any case; null when ISO 4217 does not know it or it is no spendable money. */
export function parseCurrency(code: string): Currency | null {
  const upper = code.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(upper) || notSpendable.test(upper)) return null;
  return digitsByCode.has(upper) ? (upper as Currency) : null;
}

/** Decimal places of the currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: Currency): number {
  return digitsByCode.get(currency) ?? 2;
}

/** Adds two amounts; null when their currencies differ, never a silent conversion. */
export function add(left: Money, right: Money): Money | null {
  return left.currency === right.currency
    ? { minor: left.minor + right.minor, currency: left.currency }
    : null;
}

/** `left - right` in minor units, below zero where right is larger; null when currencies differ. */
export function subtract(left: Money, right: Money): Money | null {
  return add(left, { minor: -right.minor, currency: right.currency });
}

/** What stands between two amounts, without sign; null when their currencies differ. */
export function difference(left: Money, right: Money): Money | null {
  const result = subtract(left, right);
  if (!result) return null;
  return result.minor < 0n ? { ...result, minor: -result.minor } : result;
}

/**
 * Reads a plain decimal such as `49.99` or `1200` (a dot, no grouping) as minor units.
 * Null when it has more decimals than the currency, is not a number, or exceeds `maxMinor`.
 */
export function parseDecimal(text: string, currency: Currency): Money | null {
  const match = /^(\d{1,16})(?:\.(\d{1,4}))?$/.exec(text.trim());
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return null;
  const minor = BigInt((match[1] ?? '') + fraction.slice(0, digits).padEnd(digits, '0'));
  return minor <= maxMinor ? { minor, currency } : null;
}

/**
 * Reads an amount that a person types into a form: a dot or a comma before the cents, thousands set
 * apart by the other one (`1,500.00`, `1.500,00`, `1,00,000.00`), or by a space or an apostrophe with or
 * without cents (`1 500,00`, `1’500`), whichever space it is. Null for one mark and three digits behind
 * it, where the currency has fewer: `1,500` may be one and a half or a thousand times that.
 */
export function parseTyped(text: string, currency: Currency): Money | null {
  const typed = text.trim().replace(spaces, ' ').replace(apostrophes, "'");
  const [, whole = '', apart = '', mark, cents = ''] = grouped.exec(typed) ?? [];
  const isCertain = mark === undefined ? apart === ' ' || apart === "'" : apart !== mark;
  if (apart !== '' && isCertain) {
    return parseDecimal(`${whole.replaceAll(apart, '')}.${cents || '0'}`, currency);
  }
  const indian = groupedInHundreds.exec(typed);
  if (indian)
    return parseDecimal(`${indian[1]?.replaceAll(',', '')}.${indian[2] ?? '0'}`, currency);
  if (minorDigits(currency) < 3 && /[.,]\d{3}$/.test(typed)) return null;
  return parseDecimal(typed.replace(',', '.'), currency);
}

/** Unicode's spaces (Zs): locales set thousands apart by U+00A0, U+202F and others. */
const spaces = /\p{Zs}/gu;
const apostrophes = /[’ʼ′]/g;
const grouped = /^(\d{1,3}([., '])(?:\d{3}\2)*\d{3})(?:([.,])(\d{1,4}))?$/;
/** `1,00,000.00`, as India writes a hundred thousand. */
const groupedInHundreds = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d{1,4}))?$/;

/** The largest amount kept: beyond it PostgreSQL's bigint and JSON integers lose exactness. */
export const maxMinor = 9_007_199_254_740_991n;

/** `4999 USD` as the plain decimal `49.99`. */
export function decimalOf(money: Money): string {
  const digits = minorDigits(money.currency);
  const negative = money.minor < 0n;
  const padded = (negative ? -money.minor : money.minor).toString().padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const text = digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`;
  return negative ? `-${text}` : text;
}

/**
 * An amount that somebody counts in `digits` decimals (null: as ISO 4217 does) in ISO 4217's minor
 * units. Null where it has a part of the smallest unit, or exceeds `maxMinor`.
 */
export function rescale(minor: bigint, digits: number | null, currency: Currency): Money | null {
  const shift = minorDigits(currency) - (digits ?? minorDigits(currency));
  const factor = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && minor % factor !== 0n) return null;
  const result = shift < 0 ? minor / factor : minor * factor;
  return result <= maxMinor ? { minor: result, currency } : null;
}

/**
 * `1500.00 USD` as a reader of this locale types it, for a form to begin with: `1500.00`, `1500,00`. Nothing
 * sets thousands apart and its digits are 0 to 9, so that `parseTyped` reads the same amount again.
 */
export function typedOf(money: Money, locale: string): string {
  return decimalOf(money).replace('.', decimalMarkOf(locale));
}

/** What a reader of this locale writes before the cents. */
export function decimalMarkOf(locale: string): '.' | ',' {
  const parts = new Intl.NumberFormat(locale, {
    numberingSystem: 'latn',
    minimumFractionDigits: 1,
  }).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
}

/** For people: `$49.99` (en-US), `1.234,56 €` (de-DE). `locale` is the reader's; `localeOf` finds it. */
export function formatMoney(money: Money, locale: string): string {
  // Intl takes an exact decimal string; the published type still says number (ECMA-402, 2023).
  const exact = decimalOf(money) as unknown as number;
  return formatFor(locale, money.currency).format(exact);
}

const formats = new Map<string, Intl.NumberFormat>();
/** Every currency in a few locales; a reader may name any locale. */
const formatsMax = 1_000;

/** Made once: making one takes a hundred times as long as writing with it. */
function formatFor(locale: string, currency: Currency): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const known = formats.get(name);
  if (known) return known;
  if (formats.size >= formatsMax) formats.clear();
  const digits = minorDigits(currency);
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(name, made);
  return made;
}
