import { patternOf } from '../words/pattern-of.js';
import {
  addDays,
  addMonths,
  type Day,
  dayFrom,
  monthOf,
  partsOf,
  weekdayOf,
} from './civil-days.js';

/** How a written day is to be understood. */
export type DayContext = {
  today: Day;
  /** Deadlines lie ahead; everything else has been. */
  isAhead: boolean;
  /** 3/4 is the fourth of March. */
  isMonthFirst: boolean;
};

const months = [
  'january|jan',
  'february|feb',
  'march|mar',
  'april|apr',
  'may',
  'june|jun',
  'july|jul',
  'august|aug',
  'september|sept|sep',
  'october|oct',
  'november|nov',
  'december|dec',
];
const weekdays = [
  'monday|mon',
  'tuesday|tues|tue',
  'wednesday|wed',
  'thursday|thurs|thur|thu',
  'friday|fri',
  'saturday|sat',
  'sunday|sun',
];

export const monthName = months.join('|');
const weekdayName = weekdays.join('|');
const date = '(\\d{1,2})(?:st|nd|rd|th)?';
const year = '(\\d{4})';

type Span = { from: Day; to: Day };
type DayRule = {
  shape: string;
  read(parts: readonly (string | undefined)[], context: DayContext): Span | null;
};

const one = (day: Day | null): Span | null => (day ? { from: day, to: day } : null);

/** Every way to write a day or a stretch of days by name; the longer ways stand first. */
const rules: readonly DayRule[] = [
  {
    shape: `${year}-(\\d{1,2})-(\\d{1,2})`,
    read: ([y, m, d]) => one(dayFrom(Number(y), Number(m), Number(d))),
  },
  {
    shape: `(?:the\\s+)?${date}\\s+(?:of\\s+)?(${monthName})\\b\\.?(?:,?\\s+${year}\\b)?`,
    read: ([d, m, y], context) => named(m, d, y, context),
  },
  {
    shape: `(${monthName})\\.?\\s+(?:the\\s+)?${date}\\b(?!\\d|:)(?:,?\\s+${year}\\b)?`,
    read: ([m, d, y], context) => named(m, d, y, context),
  },
  {
    shape: `(\\d{1,2})([./])(\\d{1,2})\\2(\\d{4}|\\d{2})\\b`,
    read: ([a, sign, b, y], context) =>
      one(numbered(a, b, y, sign === '/' && context.isMonthFirst)),
  },
  {
    // "1.11." without a year; behind "over" it is an amount at the end of a sentence.
    shape: `(?<!(?:over|under|above|below|than|least|most|of)\\s)(\\d{1,2})\\.(\\d{1,2})\\.(?!\\d)`,
    read: ([d, m], context) => {
      const [thisYear] = partsOf(context.today);
      const day = numbered(d, m, String(thisYear), false);
      return one(day && inYear(day, context));
    },
  },
  {
    shape: `(\\d{1,2})/(\\d{1,2})(?![\\d/])`,
    read: ([a, b], context) => {
      const [thisYear] = partsOf(context.today);
      const day = numbered(a, b, String(thisYear), context.isMonthFirst);
      return one(day && inYear(day, context));
    },
  },
  {
    shape: `(${monthName})\\b\\.?(?:\\s+|\\s+of\\s+|')${year}\\b`,
    read: ([m, y]) => monthOf(Number(y), numberOf(months, m)),
  },
  { shape: '(day\\s+before\\s+yesterday)', read: (_, c) => one(addDays(c.today, -2)) },
  { shape: '(day\\s+after\\s+tomorrow)', read: (_, c) => one(addDays(c.today, 2)) },
  { shape: '(today|tonight)', read: (_, c) => one(c.today) },
  { shape: '(yesterday)', read: (_, c) => one(addDays(c.today, -1)) },
  { shape: '(tomorrow)', read: (_, c) => one(addDays(c.today, 1)) },
  {
    shape: `(last|past|previous|next|this|coming)?\\s*(?<!\\p{L})(${weekdayName})`,
    read: ([which, name], context) => one(weekday(which, name, context)),
  },
  {
    shape: `q([1-4])(?:\\s*(?:of\\s+)?${year})?`,
    read: ([q, y], context) => quarter(q, y, context),
  },
  { shape: `(${monthName})`, read: ([m], context) => monthAlone(m, context) },
  { shape: '(20[0-4]\\d)', read: ([y]) => ({ from: `${y}-01-01`, to: `${y}-12-31` }) },
];

/** What a day may look like, for use inside longer expressions; reads with `readDay`. */
export const dayShape = `(?:${rules.map((rule) => rule.shape.replace(/\((?!\?)/g, '(?:').replace('\\2', '[./]')).join('|')})`;

/** Reads one written day or named stretch (a month, a quarter, a year); null for anything else. */
export function readDay(text: string, context: DayContext): Span | null {
  const plain = text.trim().toLowerCase();
  for (const rule of rules) {
    const match = patternOf(`^${rule.shape}$`).exec(plain);
    if (match) return rule.read(match.slice(1), context);
  }
  return null;
}

function named(
  month: string | undefined,
  date: string | undefined,
  year: string | undefined,
  context: DayContext,
): Span | null {
  const [thisYear] = partsOf(context.today);
  const number = numberOf(months, month);
  const day = dayFrom(year ? Number(year) : thisYear, number, Number(date));
  return one(day && (year ? day : inYear(day, context)));
}

/** Without a year the nearest that fits: what has been, or for deadlines what is to come. */
function inYear(day: Day, { today, isAhead }: DayContext): Day {
  if (isAhead) return day < today ? addMonths(day, 12) : day;
  return day > today ? addMonths(day, -12) : day;
}

function numbered(
  first: string | undefined,
  second: string | undefined,
  year: string | undefined,
  isMonthFirst: boolean,
): Day | null {
  const [a, b] = [Number(first), Number(second)];
  const full = Number(year) < 100 ? 2000 + Number(year) : Number(year);
  const [month, date] = (isMonthFirst || b > 12) && a <= 12 ? [a, b] : [b, a];
  return dayFrom(full, month, date);
}

function weekday(
  which: string | undefined,
  name: string | undefined,
  { today, isAhead }: DayContext,
): Day {
  const wanted = numberOf(weekdays, name) - 1;
  const back = (weekdayOf(today) - wanted + 7) % 7;
  const ahead = (7 - back) % 7;
  if (which === 'last' || which === 'past' || which === 'previous')
    return addDays(today, -(back || 7));
  if (which === 'next' || which === 'coming') return addDays(today, ahead || 7);
  if (which === 'this') return addDays(today, wanted - weekdayOf(today));
  return isAhead ? addDays(today, ahead) : addDays(today, -back);
}

function quarter(
  number: string | undefined,
  year: string | undefined,
  { today, isAhead }: DayContext,
): Span {
  const [thisYear, month] = partsOf(today);
  const first = (Number(number) - 1) * 3 + 1;
  const isLater = first > month;
  const chosen = year ? Number(year) : isLater && !isAhead ? thisYear - 1 : thisYear;
  return { from: monthOf(chosen, first).from, to: monthOf(chosen, first + 2).to };
}

function monthAlone(name: string | undefined, { today, isAhead }: DayContext): Span {
  const [thisYear, month] = partsOf(today);
  const wanted = numberOf(months, name);
  if (isAhead) return monthOf(wanted < month ? thisYear + 1 : thisYear, wanted);
  return monthOf(wanted > month ? thisYear - 1 : thisYear, wanted);
}

function numberOf(names: readonly string[], name: string | undefined): number {
  return names.findIndex((row) => row.split('|').includes((name ?? '').toLowerCase())) + 1;
}

/** "3/4" is the fourth of March where the asker's clock stands in the United States. */
export function isMonthFirstZone(timezone: string): boolean {
  return /^(?:America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana|Kentucky)|US\/|Pacific\/Honolulu)/.test(
    timezone,
  );
}
