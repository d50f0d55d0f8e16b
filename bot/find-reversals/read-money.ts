import { type Currency, parseCurrency, parseDecimal } from '../../core/index.js';
import type { QuestionFilter } from './question.js';
import type { QuestionReader } from './question-reader.js';

/** Signs and names of money. A bare dollar is the asker's own dollar, else the US one. */
const signs: Readonly<Record<string, string>> = {
  ...{ $: 'USD', us$: 'USD', c$: 'CAD', ca$: 'CAD', a$: 'AUD', au$: 'AUD', nz$: 'NZD', r$: 'BRL' },
  ...{ '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR', '₩': 'KRW', '₺': 'TRY', zł: 'PLN' },
};
const names: Readonly<Record<string, string>> = {
  ...{ dollar: 'USD', dollars: 'USD', buck: 'USD', bucks: 'USD', euro: 'EUR', euros: 'EUR' },
  ...{ pound: 'GBP', pounds: 'GBP', sterling: 'GBP', quid: 'GBP', yen: 'JPY', rupee: 'INR' },
  ...{ rupees: 'INR', reais: 'BRL', franc: 'CHF', francs: 'CHF', zloty: 'PLN', zlotys: 'PLN' },
};
/** Names that begin with what looks like a bare one. */
const longNames: readonly (readonly [RegExp, string])[] = [
  [/\bcanadian\s+dollars?\b/i, 'CAD'],
  [/\baustralian\s+dollars?\b/i, 'AUD'],
  [/\b(?:us|american)\s+dollars?\b/i, 'USD'],
  [/\bswiss\s+francs?\b/i, 'CHF'],
  [/\b(?:british\s+pounds?|pounds?\s+sterling)\b/i, 'GBP'],
  [/\bmexican\s+pesos?\b/i, 'MXN'],
  [/\bbrazilian\s+rea(?:is|l)s?\b/i, 'BRL'],
  [/\bjapanese\s+yen\b/i, 'JPY'],
];
const dollars = ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD'];

const sign = '(?:us|ca?|au?|nz|r)?\\$|[€£¥₹₩₺]';
/** Codes the runtime knows, but for the lek: "all" is a word here. */
const codes = Intl.supportedValuesOf('currency')
  .filter((code) => code !== 'ALL' && parseCurrency(code) !== null)
  .join('|');
const unit = `(?:${codes})(?![a-z])|${Object.keys(names).join('|')}|${sign}|zł`;
/** Lead, number, multiplier, unit. */
const money = `(${sign}|(?:${codes})\\s?(?=\\d))?\\s?(\\d[\\d.,'’]*)\\s?(k|m|thousand|million|grand)?(?![a-z\\d])\\s?(${unit})?(?![\\p{L}\\d%])`;

const least =
  '(?:over|above|more\\s+than|greater\\s+than|larger\\s+than|bigger\\s+than|higher\\s+than|exceeding|exceeds?|beyond|north\\s+of|upwards?\\s+of|at\\s+least|no\\s+less\\s+than|not\\s+less\\s+than|minimum(?:\\s+of)?|min|starting\\s+at|from|>=?|≥)';
const most =
  '(?:under|below|less\\s+than|lower\\s+than|smaller\\s+than|cheaper\\s+than|fewer\\s+than|at\\s+most|no\\s+more\\s+than|not\\s+more\\s+than|maximum(?:\\s+of)?|max|up\\s+to|not\\s+over|not\\s+exceeding|within|<=?|≤)';
const exact =
  '(?:of|for|exactly|equal\\s+to|equals?|worth|amount(?:ing)?(?:\\s+(?:of|is|to))?|about|=)';

type Read = { minor: bigint; currency: Currency; isWritten: boolean };

const start = '(?<![\\p{L}\\d#_-])';
const patterns = {
  between: new RegExp(
    `${start}(?:between|from)?\\s*${money}\\s*(?:and|to|[-–—])\\s*${money}`,
    'iu',
  ),
  notOver: new RegExp(`${start}(?:not|no)\\s+(?:over|above|more\\s+than)\\s*${money}`, 'iu'),
  least: new RegExp(`${start}${least}\\s*(?:a\\s+)?${money}`, 'iu'),
  most: new RegExp(`${start}${most}\\s*(?:a\\s+)?${money}`, 'iu'),
  leastBehind: new RegExp(
    `${start}${money}\\s*(?:or\\s+(?:more|above|over|higher|greater)|and\\s+(?:up|above|over|more)|plus\\b|\\+)`,
    'iu',
  ),
  mostBehind: new RegExp(
    `${start}${money}\\s*(?:or\\s+(?:less|below|under|lower)|and\\s+(?:below|under|less)|max\\b)`,
    'iu',
  ),
  exact: new RegExp(`${start}${exact}\\s*${money}`, 'iu'),
  bare: new RegExp(`${start}${money}`, 'iu'),
};

/** Takes amounts, bounds and the currency out of the question, in minor units. */
export function takeMoney(
  reader: QuestionReader,
  filter: QuestionFilter,
  own: string | undefined,
): void {
  const read = (match: RegExpExecArray, at: number) =>
    countsThings(match) ? null : readMoney(match.slice(at, at + 4), own);
  const note = (key: 'minAmount' | 'maxAmount', found: Read) => {
    filter[key] = found.minor;
    if (found.isWritten) filter.currency = found.currency;
  };
  const between = reader.takeIf(patterns.between, (match) => {
    const unitOfBoth = match[8] ?? match[5] ?? match[4] ?? match[1];
    const hasCue = /^\s*(?:between|from)\b/i.test(match[0]) || unitOfBoth !== undefined;
    if (!hasCue) return null;
    const shared = own === undefined && unitOfBoth === undefined ? undefined : unitOfBoth;
    const low = readMoney(
      [match[1] ?? match[5], match[2], match[3], match[4] ?? match[8] ?? shared],
      own,
    );
    const high = readMoney(
      [match[5] ?? match[1], match[6], match[7], match[8] ?? match[4] ?? shared],
      own,
    );
    return low && high && low.minor <= high.minor ? { low, high, words: match[0].trim() } : null;
  });
  if (between) {
    note('minAmount', between.low);
    note('maxAmount', between.high);
  }
  const bounds = [
    ['notOver', 'maxAmount'],
    ['least', 'minAmount'],
    ['most', 'maxAmount'],
    ['leastBehind', 'minAmount'],
    ['mostBehind', 'maxAmount'],
  ] as const;
  for (const [rule, key] of bounds) {
    if (filter[key] !== undefined) continue;
    const found = reader.takeIf(patterns[rule], (match) => read(match, 1));
    if (!found) continue;
    note(key, found);
  }
  if (filter.minAmount === undefined && filter.maxAmount === undefined) {
    const found =
      reader.takeIf(patterns.exact, (match) => read(match, 1)) ??
      reader.takeIf(patterns.bare, (match) => (isMoney(match) ? read(match, 1) : null));
    if (found) {
      note('minAmount', found);
      note('maxAmount', found);
    }
  }
  takeCurrency(reader, filter);
}

/** "More than 3 refunds", "less than 5 days": a number without a unit in front of what is counted. */
function countsThings(match: RegExpExecArray): boolean {
  if (match[1] !== undefined || match[4] !== undefined) return false;
  const behind = match.input.slice(match.index + match[0].length);
  return /^\s*(?:refunds|charge-?backs|disputes|reversals|returns|entries|cases|requests|tickets|(?:business\s+|working\s+)?(?:minute|hour|day|week|month|year)s?)(?![\p{L}\d])/iu.test(
    behind,
  );
}

/** A number alone is money only with a sign, a unit or cents. */
const isMoney = (match: RegExpExecArray) =>
  match[1] !== undefined || match[4] !== undefined || /[.,]\d{2}$/.test(match[2] ?? '');

function readMoney(parts: readonly (string | undefined)[], own: string | undefined): Read | null {
  const [lead, number = '', times, tail] = parts;
  const written = currencyOf(lead, own) ?? currencyOf(tail, own);
  const hasUnit = lead !== undefined || tail !== undefined;
  // "over 500 for": a word of three letters that is no currency is no unit either.
  if (hasUnit && !written) return null;
  const currency = written ?? parseCurrency(own ?? 'USD');
  const decimal = plainDecimal(number);
  if (!currency || decimal === null) return null;
  const factor = /^(k|thousand|grand)$/i.test(times ?? '') ? 1_000n : times ? 1_000_000n : 1n;
  const read = parseDecimal(decimal, currency);
  return read && { minor: read.minor * factor, currency, isWritten: written !== null };
}

/** `1,200.50`, `1.200,50`, `1200`, `12,50`; null for what cannot be told. */
function plainDecimal(text: string): string | null {
  const plain = text.replace(/[.,'’]+$/, '').replace(/['’]/g, '');
  if (/^\d+$/.test(plain)) return plain;
  const grouped = /^(\d{1,3}(?:([.,])\d{3})+)(?:([.,])(\d{1,2}))?$/.exec(plain);
  if (grouped && grouped[2] !== grouped[3]) {
    const whole = (grouped[1] ?? '').replace(/[.,]/g, '');
    return grouped[4] === undefined ? whole : `${whole}.${grouped[4]}`;
  }
  const decimal = /^(\d+)[.,](\d{1,3})$/.exec(plain);
  return decimal ? `${decimal[1]}.${decimal[2]}` : null;
}

function currencyOf(text: string | undefined, own: string | undefined): Currency | null {
  const plain = (text ?? '').trim().toLowerCase();
  if (plain === '') return null;
  if (plain === '$' || /^(dollars?|bucks?)$/.test(plain)) {
    return parseCurrency(dollars.includes(own ?? '') ? (own ?? 'USD') : 'USD');
  }
  return parseCurrency(signs[plain] ?? names[plain] ?? plain);
}

const currencyNamed = new RegExp(
  `(?<![\\p{L}\\d])(?:in\\s+)?(${Object.keys(names).join('|')})(?![\\p{L}\\d])`,
  'iu',
);

/** "in euro", "EUR only", "the dollar ones". */
function takeCurrency(reader: QuestionReader, filter: QuestionFilter): void {
  if (filter.currency !== undefined) {
    return;
  }
  const named = longNames.find(([pattern]) => reader.take(pattern) !== null)?.[1];
  const found =
    named ??
    reader.takeIf(/(?<![\p{L}\d])(?:in\s+)?([A-Z]{3})(?![\p{L}\d-])/u, (match) =>
      parseCurrency(match[1] ?? ''),
    ) ??
    reader.takeIf(/(?<![\p{L}\d])in\s+(?!all)([a-z]{3})(?![\p{L}\d-])/u, (match) =>
      parseCurrency(match[1] ?? ''),
    ) ??
    reader.takeIf(
      /(?<![\p{L}\d])(usd|eur|gbp|cad|aud|chf|jpy|brl|mxn|inr|pln|sek|nok|dkk)(?![\p{L}\d-])/iu,
      (match) => parseCurrency(match[1] ?? ''),
    ) ??
    reader.takeIf(currencyNamed, (match) => currencyOf(match[1], undefined)) ??
    reader.takeIf(/(?<![\p{L}\d])(?:in\s+)?([€£¥₹₩₺]|zł|(?:us|ca?|au?|r)?\$)(?!\s?\d)/iu, (match) =>
      currencyOf(match[1], undefined),
    );
  if (!found) return;
  filter.currency = found;
}
