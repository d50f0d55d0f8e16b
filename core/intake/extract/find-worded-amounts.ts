import { maxMinor, minorDigits } from '../../reversals/money.js';
import type { FoldedText } from '../redact/folded-text.js';
import { readCurrencyName, smallNames } from './currency-names.js';
import type { PlacedAmount } from './find-amounts.js';
import { found, inMinor, type MoneyContext } from './find-currency.js';
import { readNumberWords } from './number-words.js';
import { readCents } from './read-cents.js';

/** Where a name of a currency stands that numbers in words come before. */
const nameTrigger =
  /\b(?:dol+ars?|dolares|bucks|euros?|pounds?|quid|libras?|livres?|pfund|francs?|francos?|franken|yens?|yenes|ienes|yuan(?:es|s)?|rmb|pesos?|rupees?|rupias?|roupies?|rupien|kron(?:a|or|er|en)|zlotys?|reais|real|rands?|liras?|pence|penny|pennies|penies|peniques?|cents?|centimos?|centavos?|centimes?)\b/gi;

/** No number in words is longer. */
const reach = 90;

/** "sieben Euro", "five million yen", "thirteen dollars and forty-five cents": numbers in words. */
export function findWordedAmounts(
  text: FoldedText,
  source: string,
  context: MoneyContext,
  taken: readonly PlacedAmount[],
): PlacedAmount[] {
  const { folded } = text;
  const amounts: PlacedAmount[] = [];
  let free = 0;
  for (const match of folded.matchAll(nameTrigger)) {
    if (match.index < free || isTaken(taken, match.index)) continue;
    const amount = readWorded(folded, match.index, free, context);
    if (!amount || isTaken(taken, amount.start)) continue;
    free = amount.end;
    const [from, to] = text.span(amount.start, amount.end);
    amounts.push({ ...amount, text: source.slice(from, to).trim() });
  }
  return amounts;
}

function isTaken(taken: readonly PlacedAmount[], at: number): boolean {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return (taken[low]?.start ?? Number.POSITIVE_INFINITY) <= at;
}

type Worded = Omit<PlacedAmount, 'text'>;

function readWorded(
  folded: string,
  at: number,
  free: number,
  context: MoneyContext,
): Worded | null {
  const words = wordsBefore(folded, Math.max(free, at - reach), at);
  // "us dollars", "new zealand dollars": the words before may belong to the name.
  for (const own of [2, 1, 0]) {
    const begin = own === 0 ? at : words.at(-own)?.at;
    if (begin === undefined || own > words.length) continue;
    const worded = readAt(folded, begin, words.slice(0, words.length - own), context, own > 0);
    if (worded) return worded;
  }
  return null;
}

type PlacedWord = { readonly word: string; readonly at: number };

/** The words right before, up to the end of a sentence or a number in digits. */
function wordsBefore(folded: string, from: number, at: number): PlacedWord[] {
  const tail = /(?:\p{L}[\p{L}-]*[ -]){1,12}$/u.exec(folded.slice(from, at))?.[0] ?? '';
  const start = at - tail.length;
  return [...tail.matchAll(/\p{L}[\p{L}-]*(?=[ -])/gu)].map((match) => ({
    word: match[0].toLowerCase().replace(/-+$/, ''),
    at: start + match.index,
  }));
}

function readAt(
  folded: string,
  begin: number,
  words: readonly PlacedWord[],
  context: MoneyContext,
  needsWhose: boolean,
): Worded | null {
  const isPlural = /^\p{L}+s(?!\p{L})/u.test(folded.slice(begin, begin + 20));
  const number =
    readFraction(words.map(({ word }) => word)) ?? readNumber(words, context, isPlural);
  const start = number ? words.at(-number.count)?.at : undefined;
  // "2 mil reais": the number began in digits.
  if (
    !number ||
    start === undefined ||
    /\d[ -]?$/.test(folded.slice(Math.max(0, start - 2), start))
  )
    return null;
  const slice = folded.slice(begin, begin + 48);
  const word = /^\p{L}+/u.exec(slice)?.[0] ?? '';
  const small = smallNames.get(word.toLowerCase());
  if (small !== undefined) {
    // "deux cents dollars" are two hundred.
    const isHundreds = readCurrencyName(slice.slice(word.length + 1), false, context.own) !== null;
    if (needsWhose || isHundreds || number.value > 999n) return null;
    const { currency } = inMinor(small, context, begin, begin + word.length);
    return { minor: number.value, currency, start, end: begin + word.length, isBare: false };
  }
  const name = readCurrencyName(slice, number.value >= 1_000_000n, context.own);
  if (!name || (needsWhose && name.length <= word.length)) return null;
  const { currency } = found(name.meaning, context, begin, begin + name.length);
  const places = currency ? minorDigits(currency) : 2;
  const end = begin + name.length;
  const cents = places === 2 ? readCents(folded.slice(end, end + 40)) : { minor: 0n, length: 0 };
  const minor = number.value * 10n ** BigInt(places) + cents.minor;
  if (minor > maxMinor) return null;
  return { minor, currency, start, end: end + cents.length, isBare: false };
}

/** A scale needs its number ("million dollar question"); "dos" is "of the" in Portuguese. */
function readNumber(words: readonly PlacedWord[], context: MoneyContext, isPlural: boolean) {
  const plain = words.map(({ word }) => word);
  const read = readNumberWords(plain);
  if (!read) return null;
  const used = plain.slice(-read.count);
  if (used.length === 1 && used[0] === 'dos' && context.language === 'pt') return null;
  const isScaleOnly = used.every((word) =>
    /^(?:mil|mill|bil|de$|thousand|hundred|cents?$)/.test(word),
  );
  if (!isScaleOnly) return read;
  const before = plain.at(-read.count - 1);
  return (before === 'a' && isPlural) || /^(?:mil|cien|cem|cent|mille)$/.test(used[0] ?? '')
    ? read
    : null;
}

/** "quarter million", "half a million", "three quarters billion". */
function readFraction(words: readonly string[]): { value: bigint; count: number } | null {
  const tail = words.slice(-4).join(' ');
  const match = /(?:^| )((?:(three) )?(quarters?|half)(?: of)?(?: a)? (million|billion))$/.exec(
    tail,
  );
  if (!match?.[1]) return null;
  const whole = match[4] === 'billion' ? 1_000_000_000n : 1_000_000n;
  const quarters = match[3] === 'half' ? 2n : match[2] ? 3n : 1n;
  return { value: (whole * quarters) / 4n, count: match[1].split(' ').length };
}
