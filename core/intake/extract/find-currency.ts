import { type Currency, parseCurrency } from '../../reversals/money.js';
import {
  type CurrencyMeaning,
  currencyAbbreviations,
  currencySigns,
  currencyWords,
  dollarAdjectives,
  everydayCodes,
  wordLikeCodes,
} from './currency-signs.js';

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
  /** "15 dollars and 15 cents". */
  readonly extraMinor: number;
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

const signsByLength = [...currencySigns.keys()].sort((a, b) => b.length - a.length);

/** The currency that ends at most two blanks before `end`, not reaching back past `from`. */
export function readCurrencyBefore(
  folded: string,
  from: number,
  end: number,
  given: Currency | null,
): FoundCurrency | null {
  const slice = folded.slice(from, end).replace(/\ue000|\ue001/g, '\n');
  const trimmed = slice.replace(/(?:[ :.]{0,3}[-+]?[ ]?|[ ]{0,2})$/, '');
  const gapLength = slice.length - trimmed.length;
  const tokenEnd = end - gapLength;
  const sign = signsByLength.find((each) => trimmed.endsWith(each));
  if (sign) return signBefore(trimmed, sign, tokenEnd, given);
  const word = /(?<![\p{L}\p{N}_])(\p{L}{2,4})\.?$/u.exec(trimmed)?.[1];
  if (!word) return null;
  const meaning = currencyAbbreviations.has(word)
    ? currencyAbbreviations.get(word)
    : readCode(word, trimmed);
  if (meaning === undefined) return null;
  return found(meaning, given, tokenEnd - word.length, tokenEnd);
}

function signBefore(trimmed: string, sign: string, end: number, given: Currency | null) {
  const rest = trimmed.slice(0, -sign.length);
  const start = end - sign.length;
  const meaning = currencySigns.get(sign) ?? null;
  // A number right before a sign that letters do not tie to what follows: its own sign.
  if (/\d$/.test(rest)) return null;
  if (/^\p{L}/u.test(sign) && /\p{L}$/u.test(rest)) return null;
  if (sign !== '$') return found(meaning, given, start, end);
  const attached = /(\p{L}{1,4})$/u.exec(rest)?.[1];
  if (attached) {
    const known = currencySigns.get(`${attached.toUpperCase()}$`);
    return found(known ?? null, given, start - attached.length, end);
  }
  const apart = /(?<![\p{L}\p{N}])(?:([A-Za-z]{3})|(c)) $/u.exec(rest);
  if (apart?.[2]) return found('CAD', given, start - 2, end);
  const code = apart?.[1] ? readCode(apart[1], rest) : undefined;
  if (code && dollars.has(code)) return found(code, given, start - 4, end);
  return found('dollar', given, start, end);
}

const scales: readonly (readonly [RegExp, bigint])[] = [
  [
    /^[ -]?(?:mil millones|mil milhoes|billions?|bilho(?:es)?|bilhao|milliards?|milliarden?|bn)\b/i,
    1_000_000_000n,
  ],
  [
    /^[ -]?(?:millions?|millones|millon|milhoes|milhao|millionen|mio\.?|mn)(?![\p{L}])/iu,
    1_000_000n,
  ],
  [/^[ -]?(?:crores?)\b/i, 10_000_000n],
  [/^[ -]?(?:lakhs?|lacs?)\b/i, 100_000n],
  [/^[ -]?(?:thousand|tausend|mille|mil)\b/i, 1_000n],
  [/^k\b/i, 1_000n],
];

/** What stands behind a number: "million", a sign, a code or a word, and cents. */
export function readCurrencyAfter(
  folded: string,
  number: { readonly end: number },
  given: Currency | null,
  hasLeft: boolean,
): FoundCurrency | null {
  const slice = folded.slice(number.end, number.end + 48).replace(/[\n\ue001\ue000]/g, '|');
  const scaled = readScale(slice);
  const gapLength = /^(?: ?(?:de |d'|of ))?[ ]{0,2}-?/.exec(slice.slice(scaled.length))?.[0].length;
  const at = scaled.length + (gapLength ?? 0);
  const token = readToken(slice.slice(at), given, number.end + at, hasLeft);
  if (!token) return scaled.length > 0 ? bareScale(scaled.scale, number.end + scaled.length) : null;
  const rest = folded.slice(token.end, token.end + 32);
  const cents = readCents(rest);
  // "75 usd million": the scale behind the currency.
  const late = scaled.length === 0 ? readScale(rest) : { scale: 1n, length: 0 };
  if (late.length > 0) return { ...token, scale: late.scale, end: token.end + late.length };
  return {
    ...token,
    scale: scaled.scale,
    extraMinor: cents.minor,
    end: token.end + cents.length,
    leadsToNumber: /^ ?\d/.test(rest) && (/^\d/.test(rest) || /^ /.test(slice)),
  };
}

function readScale(slice: string): { scale: bigint; length: number } {
  for (const [pattern, scale] of scales) {
    const match = pattern.exec(slice);
    if (match) return { scale, length: match[0].length };
  }
  return { scale: 1n, length: 0 };
}

function bareScale(scale: bigint, end: number): FoundCurrency {
  return { ...found(null, null, end, end), hasCurrency: false, scale };
}

function readToken(
  slice: string,
  given: Currency | null,
  at: number,
  hasLeft: boolean,
): FoundCurrency | null {
  const sign = signsByLength.find((each) => slice.startsWith(each));
  if (sign && !/^\p{L}+$/u.test(sign)) return signAfter(slice, sign, given, at, hasLeft);
  const word = /^(\p{L}{1,12})/u.exec(slice)?.[1];
  if (!word) return null;
  if (sign === word) return found(currencySigns.get(sign) ?? null, given, at, at + sign.length);
  const end = at + word.length;
  const lower = word.toLowerCase();
  if (/^(?:cents?|centimos?|centavos?|centimes?)$/.test(lower)) return inCents(given, at, end);
  if (/^(?:pence|penny|peniques?)$/.test(lower)) {
    return { ...found('GBP', given, at, end), inMinor: true };
  }
  const adjective = readAdjective(slice);
  if (adjective) return found(adjective.currency, given, at, at + adjective.length);
  if (currencyWords.has(lower)) return wordAfter(slice, lower, given, at);
  const meaning = currencyAbbreviations.has(word)
    ? currencyAbbreviations.get(word)
    : readCode(word, slice);
  return meaning === undefined ? null : found(meaning, given, at, end);
}

function signAfter(
  slice: string,
  sign: string,
  given: Currency | null,
  at: number,
  hasLeft: boolean,
) {
  const rest = slice.slice(sign.length);
  // "100 $49.99": the sign stands at the number behind it.
  if (/^\d/.test(rest) || (hasLeft && /^ ?\d/.test(rest))) return null;
  const meaning = currencySigns.get(sign) ?? null;
  if (sign !== '$') return found(meaning, given, at, at + sign.length);
  const code = /^ ?([A-Za-z]{1,3})(?![\p{L}])/u.exec(rest);
  const named = code?.[1]
    ? (shortDollars[code[1].toLowerCase()] ?? readCode(code[1], slice))
    : null;
  if (code && named && dollars.has(named)) {
    return found(named, given, at, at + 1 + code[0].length);
  }
  return found('dollar', given, at, at + 1);
}

const shortDollars: Readonly<Record<string, string>> = {
  c: 'CAD',
  ca: 'CAD',
  hk: 'HKD',
  us: 'USD',
};

function wordAfter(slice: string, word: string, given: Currency | null, at: number) {
  const meaning = currencyWords.get(word) ?? null;
  const tail = slice.slice(word.length).trimStart();
  if (meaning === 'dollar') {
    const kind = dollarAdjectives.find(([pattern]) => pattern.test(tail.toLowerCase()));
    return found(kind ? kind[1] : 'dollar', given, at, at + word.length);
  }
  if (/^franc/.test(word) && /^(?:suisse|suizo|suico)/i.test(tail)) {
    return found('CHF', given, at, at + word.length + 1 + (/^\p{L}+/u.exec(tail)?.[0].length ?? 0));
  }
  return found(meaning, given, at, at + word.length);
}

function readAdjective(slice: string): { currency: string; length: number } | null {
  const match =
    /^(us|american|united states|canadian|australian|singapore|hong kong|new zealand) dollars?\b/i.exec(
      slice,
    );
  const sterling = /^(?:pounds? sterling|livres? sterling|libras? esterlinas?)\b/i.exec(slice);
  if (sterling) return { currency: 'GBP', length: sterling[0].length };
  const swiss = /^swiss francs?\b/i.exec(slice);
  if (swiss) return { currency: 'CHF', length: swiss[0].length };
  if (!match?.[1]) return null;
  const named = dollarAdjectives.find(([pattern]) => pattern.test(match[1]?.toLowerCase() ?? ''));
  return { currency: named?.[1] ?? 'USD', length: match[0].length };
}

function inCents(given: Currency | null, start: number, end: number): FoundCurrency {
  const fits = given !== null && (given === 'EUR' || namedDollars.has(given));
  return { ...found(fits ? given : null, given, start, end), inMinor: true };
}

/** "and 15 cents", or "and 15" at the end of what is said. */
function readCents(rest: string): { minor: number; length: number } {
  const match =
    /^ (?:(?:and|und|y|e|et|con|com) )?(\d\d?)(?: ?(?:cents?|centimos?|centavos?|centimes?|pence)\b|(?=\s*[.!?]?\s*$))/i.exec(
      rest,
    );
  return match?.[1]
    ? { minor: Number(match[1]), length: match[0].length }
    : { minor: 0, length: 0 };
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

function found(
  meaning: CurrencyMeaning,
  given: Currency | null,
  start: number,
  end: number,
): FoundCurrency {
  const isBareDollar = meaning === 'dollar';
  const dollar = given !== null && namedDollars.has(given) ? given : 'USD';
  const code = isBareDollar ? dollar : meaning;
  return {
    currency: code ? parseCurrency(code) : null,
    hasCurrency: true,
    isDollar: code !== null && dollars.has(code),
    isBareDollar,
    inMinor: false,
    scale: 1n,
    extraMinor: 0,
    leadsToNumber: false,
    start,
    end,
  };
}
