import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from '../../../core/intake/extract.js';
import { minorDigits, parseCurrency } from '../../../core/reversals/money.js';
import { noMoney, signMeanings, smallUnits, unitMeanings } from './price-signs.js';

type Expected = { minor: bigint; currency: string | null; from: number; to: number };
type Outcome = 'right' | 'missed' | 'wrong';
type AmountLine = Tally & { name: string; rightShare: number; wrongShare: number };
type Tally = Record<Outcome, number> & { n: number; leftOut: number };

/**
 * Amounts read from others' texts. Counted: rows of prices.json whose amount and currency both stand
 * in the text, and results of currency-*.json with a value and a unit; left out are those that do not
 * come out even in the currency's minor units (29.1583 GBP) or are no state's money. Right is an
 * amount of that value and currency (prices), or the one at that place (sentences); a sign that several
 * currencies share must give none.
 */
export function judgeAmounts(
  corporaDir: string,
  print: (line: AmountLine) => void,
  tell: (line: string) => void,
): void {
  print({ name: 'amounts prices', ...readPrices(corporaDir, tell) });
  for (const language of ['english', 'spanish', 'french', 'german', 'portuguese']) {
    print({ name: `amounts ${language}`, ...readSentences(corporaDir, language, tell) });
  }
}

type PriceRow = {
  text: string | null;
  currencyText: string | null;
  amountText: string | null;
  amount: number | null;
};

function readPrices(corporaDir: string, tell: (line: string) => void) {
  const rows = readRows<PriceRow>(corporaDir, 'prices.json');
  const tally = emptyTally();
  for (const { text, currencyText, amountText, amount } of rows) {
    if (text === null || currencyText === null || amountText === null || amount === null) continue;
    if (!text.includes(currencyText) || !digitsOf(text).includes(digitsOf(amountText))) continue;
    const currency = signMeanings[currencyText.trim()];
    if (currency === undefined) throw new Error(`no meaning for ${currencyText}`);
    const minor = toMinor(String(amount), currency);
    if (minor === null) {
      tally.leftOut += 1;
      continue;
    }
    const found = read(text);
    const isRight = found.some((each) => each.minor === minor && each.currency === currency);
    const outcome = isRight ? 'right' : found.length === 0 ? 'missed' : 'wrong';
    count(tally, outcome);
    if (outcome !== 'right')
      tell(`${outcome}\t${JSON.stringify(text)}\t${minor} ${currency}\t${show(found[0])}`);
  }
  return summary(tally);
}

function digitsOf(text: string): string {
  return text.replace(/\P{Nd}/gu, '');
}

type SentenceRow = {
  Input: string;
  Results: {
    Text: string;
    Start: number;
    End: number;
    Resolution?: { value?: string | null; unit?: string; isoCurrency?: string };
  }[];
};

function readSentences(corporaDir: string, language: string, tell: (line: string) => void) {
  const tally = emptyTally();
  for (const row of readRows<SentenceRow>(corporaDir, `currency-${language}.json`)) {
    const found = read(row.Input);
    const expected = row.Results.flatMap((result) =>
      toExpected({ ...placed(row.Input, result) }, language, tally),
    );
    for (const one of expected) {
      const there = found.filter((each) => each.start < one.to && each.end > one.from);
      const isRight = there.some(
        (each) => each.minor === one.minor && each.currency === one.currency,
      );
      const outcome = isRight ? 'right' : there.length === 0 ? 'missed' : 'wrong';
      count(tally, outcome);
      if (outcome !== 'right')
        tell(
          `${language} ${outcome}\t${row.Input.slice(Math.max(0, one.from - 20), one.to + 20)}\t${one.minor} ${one.currency}\t${show(there[0])}`,
        );
    }
    const places = row.Results.map((result) => placed(row.Input, result)).map(
      (result) => [result.Start, result.End + 1] as const,
    );
    const extra = found.filter(
      (each) => !places.some(([from, to]) => each.start < to && each.end > from),
    );
    for (const each of extra) {
      count(tally, 'wrong');
      tell(
        `${language} extra\t${row.Input.slice(Math.max(0, each.start - 20), each.end + 20)}\t${show(each)}`,
      );
    }
  }
  return summary(tally);
}

/** One row gives no place. */
function placed(input: string, result: SentenceRow['Results'][number]) {
  if (result.Start !== undefined) return result;
  const at = input.toLowerCase().indexOf(result.Text.toLowerCase());
  return { ...result, Start: at, End: at + result.Text.length - 1 };
}

function toExpected(
  { Start, End, Resolution }: SentenceRow['Results'][number],
  language: string,
  tally: Tally,
): Expected[] {
  const { value, unit, isoCurrency } = Resolution ?? {};
  if (!value || !unit) return [];
  const plain = language === 'english' ? value : value.replace(',', '.');
  const currency = isoCurrency ?? unitMeanings[unit] ?? null;
  const minor = unit in smallUnits ? toMinor(plain, 'JPY') : toMinor(plain, currency);
  if (noMoney.has(unit) || minor === null) {
    tally.leftOut += 1;
    return [];
  }
  if (!isoCurrency && !(unit in unitMeanings) && !(unit in smallUnits))
    throw new Error(`no meaning for ${unit}`);
  return [
    {
      minor,
      currency: unit in smallUnits ? (smallUnits[unit] ?? null) : currency,
      from: Start,
      to: End + 1,
    },
  ];
}

type Found = { minor: bigint; currency: string | null; text: string; start: number; end: number };

/** Amounts with their place in the original text: each is looked for behind the one before. */
function read(text: string): Found[] {
  const amounts = extract({ text, receivedAt: null, timezone: 'UTC', currency: null }).amounts;
  let from = 0;
  return amounts.map((each) => {
    const start = Math.max(text.indexOf(each.text, from), 0);
    from = start + 1;
    return { ...each, start, end: start + each.text.length };
  });
}

function toMinor(decimal: string, currency: string | null): bigint | null {
  const known = currency === null ? null : parseCurrency(currency);
  const places = known ? minorDigits(known) : 2;
  const match = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) return null;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return fraction.length > places ? null : BigInt((match[1] ?? '') + fraction.padEnd(places, '0'));
}

function readRows<Row>(corporaDir: string, file: string): Row[] {
  return JSON.parse(readFileSync(join(corporaDir, file), 'utf8')) as Row[];
}

function emptyTally(): Tally {
  return { n: 0, right: 0, missed: 0, wrong: 0, leftOut: 0 };
}

function count(tally: Tally, outcome: Outcome): void {
  tally.n += 1;
  tally[outcome] += 1;
}

function summary(tally: Tally) {
  const share = (part: number) => Math.round((part / tally.n) * 10_000) / 10_000;
  return { ...tally, rightShare: share(tally.right), wrongShare: share(tally.wrong) };
}

function show(found: Found | undefined): string {
  return found ? `${found.minor} ${found.currency} ${JSON.stringify(found.text)}` : '-';
}
