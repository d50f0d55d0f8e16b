import type { Currency } from '../../reversals/money.js';
import { minorDigits } from '../../reversals/money.js';
import type { FoldedText } from '../redact/folded-text.js';
import {
  type FoundCurrency,
  type MoneyContext,
  readCurrencyAfter,
  readCurrencyBefore,
  tellApart,
} from './find-currency.js';
import { findWordedAmounts } from './find-worded-amounts.js';
import { readCents } from './read-cents.js';
import { readNamedBefore } from './read-named-before.js';
import { readNumber, toMinor } from './read-number.js';

/** An amount in minor units of its currency; with no currency told, in hundredths. */
export type Amount = {
  readonly minor: bigint;
  readonly currency: Currency | null;
  /** As written in the original text. */
  readonly text: string;
};

/** An amount and where it stands in the folded text. `isBare`: no currency stands beside it. */
export type PlacedAmount = Amount & {
  readonly start: number;
  readonly end: number;
  readonly isBare: boolean;
};

/**
 * Every number that can be money: those with a currency beside them, and bare ones, which the
 * caller keeps only where the words around speak of money. What has two readings is left out.
 */
export function findAmounts(
  text: FoldedText,
  source: string,
  context: MoneyContext,
): PlacedAmount[] {
  const amounts: PlacedAmount[] = [];
  let taken = 0;
  for (const number of readNumbers(text.folded)) {
    const amount = readAmount(text, source, context, number, taken);
    if (!amount) continue;
    taken = amount.end;
    amounts.push(amount);
  }
  const worded = findWordedAmounts(text, source, context, amounts);
  if (worded.length === 0) return amounts;
  const apart = amounts.filter(
    (each) => !worded.some((other) => each.start < other.end && each.end > other.start),
  );
  return [...apart, ...worded].sort((a, b) => a.start - b.start);
}

type WrittenNumber = { readonly written: string; readonly start: number; readonly end: number };

/** No sum is written longer than this; a longer run is an id. */
const numberLengthMax = 32;

function* readNumbers(folded: string): Generator<WrittenNumber> {
  const pattern =
    /\d(?:\d|[.,'](?=\d)|[.,] (?=\d\d(?!\d))| (?=\d{3}(?!\d)))*(?:[.,]-)?|(?<![\w.,'])[.,]\d\d?(?!\d)(?![.,]\d)/g;
  for (const match of folded.matchAll(pattern)) {
    if (match[0].length > numberLengthMax) continue;
    let start = match.index;
    for (const written of splitAtBlanks(match[0])) {
      const from = folded.indexOf(written, start);
      start = from + written.length;
      yield { written, start: from, end: start };
    }
  }
}

/** "12 500" is one number, "8841 120.00" and "2.00 100" are two. */
function splitAtBlanks(run: string): readonly string[] {
  if (!run.includes(' ')) return [run];
  const isOne =
    /^\d{1,3}(?: \d{3})+(?:[.,]\d{1,2}|[.,]-)?$/.test(run) || /^\d+[.,] \d\d$/.test(run);
  return isOne ? [run] : run.split(/(?<=[\d,.]) /);
}

function readAmount(
  text: FoldedText,
  source: string,
  context: MoneyContext,
  number: WrittenNumber,
  taken: number,
): PlacedAmount | null {
  const { folded } = text;
  if (number.start < taken || isOtherFigure(folded, number)) return null;
  const from = Math.max(taken, number.start - 16);
  const before = readCurrencyBefore(folded, from, number.start, context);
  const right = readCurrencyAfter(folded, number, context, before !== null);
  const left = before ?? readNamedBefore(folded, from, number.start, right, context);
  // "Euro 2028" is a tournament.
  const isYear = /^(?:19|20)\d\d$/.test(number.written);
  if (left && isYear && /^euro$/i.test(folded.slice(left.start, left.end))) return null;
  if (!left && /[\p{L}\d_#]$/u.test(folded.slice(taken, number.start))) return null;
  if (
    left === null &&
    isLabelled(folded, number) &&
    (right?.leadsToNumber || number.written.includes(' '))
  )
    return null;
  const found = combine(left, right);
  if (!found && /^[\p{L}_]/u.test(folded.slice(number.end, number.end + 1))) return null;
  const currency = found ? tellApart(found.currency, written(text, source, found)) : context.own;
  const places = found?.inMinor ? 0 : placesOf(currency);
  const scale = (right?.scale ?? 1n) * (left?.scale ?? 1n);
  if (scale === 0n) return null;
  const figures = number.written.replace(/([.,]) /, '$1');
  if (scale === 1n && isDecimalComma(figures, context, currency)) return null;
  const read =
    scale > 1n ? readScaled(figures, context.language, places) : readNumber(figures, places);
  const main = read ? toMinor(read, scale, places) : null;
  if (main === null) return null;
  const start = left ? left.start : number.start;
  const whole = Math.max(number.end, right?.end ?? 0);
  const takesCents = found !== null && places === 2 && scale === 1n && /^\d+$/.test(figures);
  const cents =
    takesCents && right && whole > number.end
      ? readCents(folded.slice(whole, whole + 40))
      : { minor: 0n, length: 0 };
  const end = whole + cents.length;
  const [first, last] = text.span(start, end);
  const minor = main + cents.minor;
  return { minor, currency, text: source.slice(first, last).trim(), start, end, isBare: !found };
}

/** The sign as it stands in the original text. */
function written(text: FoldedText, source: string, { start, end }: FoundCurrency): string {
  const [first, last] = text.span(start, end);
  return source.slice(first, last);
}

/** "48.000 millones" are thousands of millions, "1.125 million" a fraction: the language tells. */
function readScaled(written: string, language: MoneyContext['language'], places: number) {
  const match = /^(\d{1,3})([.,])(\d{3})$/.exec(written);
  if (!match) return readNumber(written, Math.max(places, 2));
  if (language === 'other') return null;
  const isPoint = match[2] === '.';
  const isDecimal = language === 'en' ? isPoint : !isPoint;
  const units = BigInt(`${match[1]}${match[3]}`);
  return { units, decimals: isDecimal ? 3 : 0 };
}

/**
 * "12,345 $" in a language that writes decimals with a comma: thousands, or a price of three places?
 * It is missed, but for Spanish where the currency is one of those written with a point.
 */
function isDecimalComma(
  written: string,
  { own, language }: MoneyContext,
  currency: Currency | null,
) {
  if (!/^\d{1,3},\d{3}$/.test(written) || placesOf(currency) !== 2) return false;
  if (language === 'es') return !pointInSpanish.has(currency ?? '') || own === 'EUR';
  return language === 'fr' || language === 'pt' || language === 'de';
}

/** Spanish-speaking countries that write 1,234.50. Source: CLDR number formats (es_MX, es_US, …). */
const pointInSpanish: ReadonlySet<string> = new Set('MXN USD GTQ HNL NIO PAB DOP PEN'.split(' '));

/** Places of an untold currency are taken as two: hundredths, as `Amount` says. */
function placesOf(currency: Currency | null): number {
  return currency ? minorDigits(currency) : 2;
}

/** A bare dollar sign gives way to a code; two that disagree leave the currency untold. */
function combine(left: FoundCurrency | null, right: FoundCurrency | null): FoundCurrency | null {
  if (!left || !right?.hasCurrency) return left ?? (right?.hasCurrency ? right : null);
  if (left.currency === right.currency) return left;
  if (left.isBareDollar && right.isDollar) return right;
  if (right.isBareDollar && left.isDollar) return left;
  if (left.currency === null && !left.isBareDollar) return right;
  return { ...left, currency: null };
}

/** Percentages, times, dates, versions and parts of longer ids are no amounts. */
function isOtherFigure(folded: string, number: WrittenNumber): boolean {
  const after = folded.slice(number.end, number.end + 12);
  const before = folded.slice(Math.max(0, number.start - 6), number.start);
  if (/\.\.$/.test(before)) return true;
  if (/^ ?%/.test(after) || /^[:/]\d/.test(after) || /\d[:/]$/.test(before)) return true;
  if (/^-\d|^_/.test(after) || /[\d\p{L}]-$/u.test(before)) return !/^-(?:\$|€|£)/.test(after);
  if (/^(?:\d{1,2}[.,]){2}(?:\d{2}|\d{4})$/.test(number.written)) return true;
  return /^\.\d/.test(after) || /^(?:st|nd|rd|th|x|h|am|pm|gb|kg|km|cm|mm)\b/i.test(after);
}

const label =
  /(?:\b(?:order|pedido|encomenda|commande|bestellung|bestellnummer|auftrag|invoice|ticket|case|ref|reference|tracking|number|numero|no|nr|id|rv|account|transaction)|#)[ :#.]{0,3}$/i;

function isLabelled(folded: string, number: WrittenNumber): boolean {
  return label.test(folded.slice(Math.max(0, number.start - 24), number.start));
}

/** True where the words in front call the number something other than money. */
export function isCalledSomethingElse(folded: string, amount: PlacedAmount): boolean {
  return label.test(folded.slice(Math.max(0, amount.start - 24), amount.start));
}
