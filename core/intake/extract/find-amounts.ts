import type { Currency } from '../../reversals/money.js';
import { minorDigits } from '../../reversals/money.js';
import type { FoldedText } from '../redact/folded-text.js';
import { type FoundCurrency, readCurrencyAfter, readCurrencyBefore } from './find-currency.js';
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
  given: Currency | null,
): PlacedAmount[] {
  const amounts: PlacedAmount[] = [];
  let taken = 0;
  for (const number of readNumbers(text.folded)) {
    const amount = readAmount(text, source, given, number, taken);
    if (!amount) continue;
    taken = amount.end;
    amounts.push(amount);
  }
  return amounts;
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
  given: Currency | null,
  number: WrittenNumber,
  taken: number,
): PlacedAmount | null {
  const { folded } = text;
  if (number.start < taken || isOtherFigure(folded, number)) return null;
  const left = readCurrencyBefore(folded, Math.max(taken, number.start - 16), number.start, given);
  if (!left && /[\p{L}\d_#]$/u.test(folded.slice(taken, number.start))) return null;
  const right = readCurrencyAfter(folded, number, given, left !== null);
  if (
    left === null &&
    isLabelled(folded, number) &&
    (right?.leadsToNumber || number.written.includes(' '))
  )
    return null;
  const found = combine(left, right);
  if (!found && /^[\p{L}_]/u.test(folded.slice(number.end, number.end + 1))) return null;
  const currency = found ? found.currency : given;
  const places = found?.inMinor ? 0 : placesOf(currency);
  const scale = right?.scale ?? 1n;
  const read = readNumber(number.written.replace(/([.,]) /, '$1'), places);
  const main = read ? toMinor(read, scale, places) : null;
  if (main === null) return null;
  const start = left ? left.start : number.start;
  const end = Math.max(number.end, right?.end ?? 0);
  const [from, to] = text.span(start, end);
  const minor = main + BigInt(right?.extraMinor ?? 0);
  return { minor, currency, text: source.slice(from, to).trim(), start, end, isBare: !found };
}

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
