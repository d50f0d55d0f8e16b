import { type Currency, parseCurrency } from '../../reversals/money.js';
import { foldText } from '../redact/folded-text.js';
import { readCurrencyName, smallNames } from './currency-names.js';
import {
  type CurrencyMeaning,
  currencyAbbreviations,
  currencySigns,
  everydayCodes,
  formerCodes,
  localAbbreviations,
  wordLikeCodes,
} from './currency-signs.js';
import type { Language } from './guess-language.js';
import { attachedCents } from './read-cents.js';
import { readScale } from './read-scale.js';

/** What a reading of money is read for: the client's own currency, and the text's language. */
export type MoneyContext = { readonly own: Currency | null; readonly language: Language };

/** A currency beside a number. `start` and `end` stand in the folded text. */
export type FoundCurrency = {
  readonly currency: Currency | null;
  readonly hasCurrency: boolean;
  readonly isDollar: boolean;
  readonly isBareDollar: boolean;
  /** The number counts cents or pence. */
  readonly inMinor: boolean;
  /** What "million" and the like multiply by. */
  readonly scale: bigint;
  /** Another number follows at once, so that the sign may belong to that one. */
  readonly leadsToNumber: boolean;
  readonly start: number;
  readonly end: number;
};

const dollars: ReadonlySet<string> = new Set(
  'USD CAD AUD NZD HKD SGD TWD MXN BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD ARS CLP COP UYU DOP CUP'.split(
    ' ',
  ),
);
/** "A dollar" in outside.md: a currency whose name is dollar, not every currency with the sign. */
const namedDollars: ReadonlySet<string> = new Set(
  'USD CAD AUD NZD HKD SGD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD'.split(
    ' ',
  ),
);

/** As they stand in a folded text; longest first, by the character at the near end. */
const signs = new Map(
  [...currencySigns].flatMap(([sign, meaning]) => [
    [sign, meaning] as const,
    [foldText(sign).folded, meaning] as const,
  ]),
);

/** Signs that look alike once accents are off: the original text tells them apart. */
export function tellApart(currency: Currency | null, source: string): Currency | null {
  const written =
    currency === 'AED' || currency === 'JOD' ? /\u062f\.[\u0623\u0625\u0627]/.exec(source) : null;
  const meaning = written ? currencySigns.get(written[0]) : null;
  return meaning ? parseCurrency(meaning) : currency;
}
const signsByEnd = groupSigns((sign) => sign.at(-1) ?? '');
const signsByStart = groupSigns((sign) => sign.at(0) ?? '');

function groupSigns(key: (sign: string) => string): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const sign of [...signs.keys()].sort((a, b) => b.length - a.length)) {
    grouped.set(key(sign), [...(grouped.get(key(sign)) ?? []), sign]);
  }
  return grouped;
}

/** The currency that ends at most two blanks before `end`, not reaching back past `from`. */
export function readCurrencyBefore(
  folded: string,
  from: number,
  end: number,
  context: MoneyContext,
): FoundCurrency | null {
  const tokenEnd = skipBack(folded, from, end);
  const trimmed = folded.slice(from, tokenEnd);
  const sign = signsByEnd.get(trimmed.at(-1) ?? '')?.find((each) => endsWithSign(trimmed, each));
  if (sign) return signBefore(trimmed, sign, tokenEnd, context);
  const word = wordAtEnd.exec(trimmed)?.[1];
  // "fr 8342" is a flight; "50 fr" are francs.
  if (!word || word === 'fr') return null;
  const scaledCode = readScaledCode(word);
  if (scaledCode) {
    return { ...found(scaledCode, context, tokenEnd - 4, tokenEnd), scale: 1_000_000n };
  }
  const meaning = readToken(word, trimmed, context, isAloneBefore(folded, word));
  return meaning === undefined ? null : found(meaning, context, tokenEnd - word.length, tokenEnd);
}

/** Back over what may stand between a currency and its number: blanks, a colon, a sign of plus or minus. */
function skipBack(folded: string, from: number, end: number): number {
  let at = end;
  while (at > from && end - at < gapMax && gap.has(folded[at - 1] ?? '')) at -= 1;
  return at;
}

const gapMax = 4;
const gap: ReadonlySet<string> = new Set([' ', ':', '.', '-', '+']);

/** A sign that begins with a letter stands on its own: "MXN$" does not end in Namibia's "N$". */
function endsWithSign(text: string, sign: string): boolean {
  if (!text.endsWith(sign)) return false;
  return !/^\p{L}/u.test(sign) || !/\p{L}$/u.test(text.slice(0, -sign.length));
}

const wordAtEnd = /(?<![\p{L}\p{N}_])(\p{L}{1,4}'?)$/u;

/** "MAUD 60", "120 MEUR": millions, as annual reports write them. */
function readScaledCode(word: string): string | null {
  return /^M(?:EUR|USD|AUD|CAD|GBP|CHF|SEK|NOK|DKK|NZD|JPY)$/.test(word) ? word.slice(1) : null;
}

/** Nothing but the number stands beside the token: it is what the text is about. */
function isAloneAfter(folded: string, start: number, end: number): boolean {
  return folded.length <= 40 && !/[^\s.]/.test(folded.slice(0, start) + folded.slice(end));
}

/** In front it must be written as a price as well: "ID 500" is an id. */
function isAloneBefore(folded: string, word: string): boolean {
  if (folded.length > 40) return false;
  const rest = folded.trimStart();
  return rest.startsWith(word) && /^\.? ?\d[\d ']*[.,][\d.,' ]*$/.test(rest.slice(word.length));
}

function signBefore(trimmed: string, sign: string, end: number, context: MoneyContext) {
  const rest = trimmed.slice(0, -sign.length);
  const start = end - sign.length;
  const meaning = signs.get(sign) ?? null;
  // A number right before a sign that letters do not tie to what follows: its own sign.
  if (/\d$/.test(rest)) return null;
  if (sign !== '$') return found(meaning, context, start, end);
  const attached = /(\p{L}{1,4})$/u.exec(rest)?.[1];
  if (attached) {
    const upper = attached.toUpperCase();
    const known = signs.get(`${upper}$`) ?? (dollars.has(upper) ? upper : null);
    return found(known, context, start - attached.length, end);
  }
  const apart = /(?<![\p{L}\p{N}])(?:([A-Za-z]{3})|(c)) $/u.exec(rest);
  if (apart?.[2]) return found('CAD', context, start - 2, end);
  const code = apart?.[1] ? readCode(apart[1], rest) : undefined;
  if (code && dollars.has(code)) return found(code, context, start - 4, end);
  return found('dollar', context, start, end);
}

/** What stands behind a number: "million", a sign, a code or a name. */
export function readCurrencyAfter(
  folded: string,
  number: { readonly start: number; readonly end: number },
  context: MoneyContext,
  hasLeft: boolean,
): FoundCurrency | null {
  let next = number.end;
  while (next < number.end + 2 && folded.charCodeAt(next) === 0x20) next += 1;
  if (next >= folded.length || endsTalk.has(folded[next] ?? '')) return null;
  const written = folded.slice(number.end, number.end + 64);
  const slice = breaks.test(written) ? written.replace(/[\n\ue001\ue000]/g, '|') : written;
  const scaled = readScale(slice, context.language, hasLeft);
  const gapLength = /^(?: ?(?:de |d'|of ))?[ ]{0,2}-?/.exec(slice.slice(scaled.length))?.[0].length;
  const at = scaled.length + (gapLength ?? 0);
  const token = readAfter(slice.slice(at), folded, number, at, context, hasLeft, scaled.scale > 1n);
  if (!token) return scaled.length > 0 ? bareScale(scaled.scale, number.end + scaled.length) : null;
  const rest = folded.slice(token.end, token.end + 32);
  // "payment 7781992 of USD 230.00": a joining word and the next number claim the sign.
  if (/[a-z]/.test(slice.slice(scaled.length, at)) && /^ ?\d/.test(rest)) return null;
  // "75 usd million": the scale behind the currency.
  const late =
    scaled.length === 0 ? readScale(rest, context.language, true) : { scale: 1n, length: 0 };
  return {
    ...token,
    scale: scaled.scale * late.scale * token.scale,
    end: token.end + late.length,
    leadsToNumber: /^ ?\d/.test(rest) && (/^\d/.test(rest) || /^ /.test(slice)),
  };
}

/** Behind these no currency follows. */
const endsTalk: ReadonlySet<string> = new Set([...',;:!?)]}"(|\n\ue000']);
const breaks = /[\n\ue001\ue000]/;

function bareScale(scale: bigint, end: number): FoundCurrency {
  const none = { currency: null, hasCurrency: false, isDollar: false, isBareDollar: false };
  return { ...none, inMinor: false, scale, leadsToNumber: false, start: end, end };
}

function readAfter(
  slice: string,
  folded: string,
  number: { readonly start: number; readonly end: number },
  offset: number,
  context: MoneyContext,
  hasLeft: boolean,
  isLarge: boolean,
): FoundCurrency | null {
  const at = number.end + offset;
  const sign = signsByStart.get(slice.at(0) ?? '')?.find((each) => slice.startsWith(each));
  if (sign && !/^\p{L}+$/u.test(sign)) {
    return signAfter(slice, sign, context, at, hasLeft, offset === 0);
  }
  if (slice.startsWith('\u00a2')) return inMinor(null, context, at, at + 1);
  const word = /^(\p{L}{1,14}'?)/u.exec(slice)?.[1]?.replace(/'(?!$)/, '');
  if (!word) return null;
  if (sign === word) return found(signs.get(sign) ?? null, context, at, at + sign.length);
  const small = smallNames.get(word.toLowerCase());
  if (small !== undefined) return inMinor(small, context, at, at + word.length);
  const isAttached = offset === 0;
  if (word === 'p' && isAttached && context.own === 'GBP')
    return inMinor('GBP', context, at, at + 1);
  const name = readCurrencyName(slice, isLarge, context.own);
  if (name) return found(name.meaning, context, at, at + name.length);
  const scaledCode = readScaledCode(word);
  if (scaledCode) return { ...found(scaledCode, context, at, at + 4), scale: 1_000_000n };
  const end = at + word.length;
  const meaning = readToken(word, slice, context, isAloneAfter(folded, number.start, end));
  return meaning === undefined ? null : found(meaning, context, at, end);
}

function signAfter(
  slice: string,
  sign: string,
  context: MoneyContext,
  at: number,
  hasLeft: boolean,
  isAttached: boolean,
) {
  const rest = slice.slice(sign.length);
  const hasCents = isAttached && attachedCents.test(rest);
  // "100 $49.99": the sign stands at the number behind it; "12€50" is one sum.
  if ((/^\d/.test(rest) && !hasCents) || (hasLeft && /^ ?\d/.test(rest))) return null;
  const meaning = signs.get(sign) ?? null;
  if (sign !== '$') return found(meaning, context, at, at + sign.length);
  const code = /^ ?([A-Za-z]{1,3})(?![\p{L}])/u.exec(rest);
  const named = code?.[1]
    ? (shortDollars[code[1].toLowerCase()] ?? readCode(code[1], slice))
    : null;
  if (code && named && dollars.has(named)) {
    return found(named, context, at, at + 1 + code[0].length);
  }
  return found('dollar', context, at, at + 1);
}

const shortDollars: Readonly<Record<string, string>> = {
  c: 'CAD',
  ca: 'CAD',
  hk: 'HKD',
  us: 'USD',
};

/** Cents of whom nobody says: the client's, where that has cents. */
export function inMinor(
  meaning: CurrencyMeaning,
  context: MoneyContext,
  start: number,
  end: number,
): FoundCurrency {
  const { own } = context;
  const fits = own !== null && (own === 'EUR' || namedDollars.has(own));
  return { ...found(meaning ?? (fits ? own : null), context, start, end), inMinor: true };
}

/** An abbreviation or a code: its meaning, or undefined where the word is neither. */
function readToken(
  word: string,
  around: string,
  context: MoneyContext,
  alone: boolean,
): CurrencyMeaning | undefined {
  if (currencyAbbreviations.has(word)) return currencyAbbreviations.get(word);
  const local = localAbbreviations.get(word);
  if (local !== undefined && (alone || (local !== null && local === context.own))) return local;
  return readCode(word, around) ?? (formerCodes.has(word) ? null : undefined);
}

/** An ISO 4217 code; words that are codes too only in capitals amid small letters. */
function readCode(word: string, around: string): string | undefined {
  if (word.length !== 3 || !/^[A-Za-z]{3}$/.test(word)) return undefined;
  const upper = word.toUpperCase();
  if (word !== upper && !everydayCodes.has(upper)) return undefined;
  const shouted = !/[a-z]/.test(around) && /[A-Z]{2,} [A-Z]{2,}/.test(around);
  if (wordLikeCodes.has(upper) && shouted) return undefined;
  return parseCurrency(upper) ?? undefined;
}

/** A currency as found, `dollar` resolved by the client's own. */
export function found(
  meaning: CurrencyMeaning,
  { own }: MoneyContext,
  start: number,
  end: number,
): FoundCurrency {
  const isBareDollar = meaning === 'dollar';
  const dollar = own !== null && namedDollars.has(own) ? own : 'USD';
  const code = isBareDollar ? dollar : meaning;
  return {
    currency: code ? parseCurrency(code) : null,
    hasCurrency: true,
    isDollar: code !== null && dollars.has(code),
    isBareDollar,
    inMinor: false,
    scale: 1n,
    leadsToNumber: false,
    start,
    end,
  };
}
