import { addDays, addMonths, type Day, mondayOf, type Period, periodOf } from './civil-days.js';
import type { QuestionReader } from './question-reader.js';
import { type DayContext, dayShape, monthName, readDay } from './read-day.js';

type PeriodRule = {
  shape: string;
  read(parts: readonly (string | undefined)[], context: DayContext): Omit<Period, 'words'> | null;
};

const day = `(${dayShape})`;
const units = 'day|week|month|quarter|year';
const numbers: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8 },
  ...{ nine: 9, ten: 10, twelve: 12, fourteen: 14, thirty: 30, sixty: 60, ninety: 90 },
  ...{ couple: 2, 'couple of': 2, few: 3 },
};
const count = `(\\d{1,4}|${Object.keys(numbers)
  .toSorted((a, b) => b.length - a.length)
  .join('|')})`;

const countOf = (text: string | undefined) =>
  numbers[(text ?? '').toLowerCase().replace(/\s+/g, ' ')] ?? Number(text);

/** Every way to speak of a period; the longer ways stand first. */
const rules: readonly PeriodRule[] = [
  {
    shape: `(?:(?:between|from)\\s+)?(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\s*(?:and|to|until|[-–—])\\s*(?:the\\s+)?(\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?:${monthName})(?:,?\\s+\\d{4})?)`,
    read: ([first, last], context) => {
      const end = readDay(last ?? '', context);
      const start = end && `${end.to.slice(0, 8)}${(first ?? '').padStart(2, '0')}`;
      return start && readDay(start, context) ? { from: start, to: end.to } : null;
    },
  },
  {
    shape: `(?:between|from)\\s+${day}\\s+(?:and|to|until|till|through|thru|[-–—])\\s+${day}`,
    read: ([from, to], context) => stretch(from, to, context),
  },
  {
    shape: `${day}\\s*(?:to|until|till|through|thru|[-–—])\\s*${day}`,
    read: ([from, to], context) => stretch(from, to, context),
  },
  {
    shape: `(?:since|from|starting(?:\\s+from)?|beginning)\\s+(?:the\\s+)?(?:start|beginning)\\s+of\\s+(?:this|the)\\s+(${units})`,
    read: ([unit], { today }) => ({ from: wholeOf(unit, today, 0).from }),
  },
  {
    shape: `(?:since|starting(?:\\s+from)?|as\\s+of)\\s+last\\s+(week|month|quarter|year)`,
    read: ([unit], { today }) => ({ from: wholeOf(unit, today, -1).from }),
  },
  {
    shape: `(?:since|starting(?:\\s+from)?|as\\s+of)\\s+(?:the\\s+)?${day}(?:\\s+onwards?)?`,
    read: ([from], context) => begin(from, { ...context, isAhead: false }),
  },
  { shape: `from\\s+${day}\\s+(?:on|onwards?)`, read: ([from], context) => begin(from, context) },
  {
    shape: `(?:after|later\\s+than)\\s+${day}`,
    read: ([text], context) => {
      const found = readDay(text ?? '', context);
      return found && { from: addDays(found.to, 1) };
    },
  },
  {
    shape: `(?:(?<!\\bday\\s)before|earlier\\s+than|prior\\s+to)\\s+${day}`,
    read: ([text], context) => {
      const found = readDay(text ?? '', context);
      return found && { to: addDays(found.from, -1) };
    },
  },
  {
    shape: `(?:until|till|up\\s+to|through|by|no\\s+later\\s+than|not\\s+later\\s+than)\\s+(?:the\\s+end\\s+of\\s+)?${day}`,
    read: ([text], context) => {
      const found = readDay(text ?? '', context);
      return found && { to: found.to };
    },
  },
  {
    shape: `(?:by|before|until)\\s+(?:the\\s+)?end\\s+of\\s+(?:the|this)\\s+(${units})`,
    read: ([unit], { today }) => ({ to: wholeOf(unit, today, 0).to }),
  },
  {
    shape: `(?:older|longer|(?<=\\b(?:pending|waiting|open)\\s+(?:for\\s+)?)more)\\s+than\\s+${count}\\s+(hour|day|week|month|year)s?(?:\\s+ago)?`,
    read: ([n, unit], { today }) => ({ to: addDays(ago(countOf(n), unit, today), -1) }),
  },
  {
    shape: `(?:(?:in|over|during|within|for)\\s+)?(?:the\\s+)?(?:last|past|previous|preceding|trailing)\\s+${count}\\s+(hour|day|business\\s+day|working\\s+day|week|month|year)s?`,
    read: ([n, unit], { today }) => back(countOf(n), unit, today),
  },
  {
    shape: `(?:(?:in|over|during|within|for)\\s+)?(?:the\\s+)?(?:next|coming|following)\\s+${count}\\s+(hour|day|week|month)s?`,
    read: ([n, unit], { today }) => forward(countOf(n), unit, today),
  },
  {
    shape: `(?:within|in)\\s+(?:the\\s+)?(?:(?:less|fewer)\\s+than\\s+|under\\s+|at\\s+most\\s+)?${count}\\s+(hour|day|week|month)s?`,
    read: ([n, unit], context) =>
      context.isAhead
        ? forward(countOf(n), unit, context.today)
        : back(countOf(n), unit, context.today),
  },
  {
    shape: `(?:since\\s+)${count}\\s+(day|week|month|year)s?\\s+ago`,
    read: ([n, unit], { today }) => ({ from: ago(countOf(n), unit, today) }),
  },
  {
    shape: `${count}\\s+(day|week|month|year)s?\\s+ago`,
    read: ([n, unit], { today }) => {
      const at = ago(countOf(n), unit, today);
      return { from: at, to: at };
    },
  },
  {
    shape: `(?:in\\s+|over\\s+|during\\s+)?the\\s+past\\s+(week|month|year)`,
    read: ([unit], { today }) => back(1, unit, today),
  },
  {
    shape: `(?:so\\s+far\\s+)?(?:this|the\\s+current)\\s+(week|month|quarter|year)\\s+so\\s+far|(?:so\\s+far|up\\s+to\\s+now)\\s+this\\s+(week|month|quarter|year)`,
    read: ([first, second], { today }) => toDate(first ?? second, today),
  },
  { shape: 'of\\s+the\\s+(day|week|month|quarter|year)', read: ([u], c) => wholeOf(u, c.today, 0) },
  { shape: `(week|month|quarter|year)[\\s-]to[\\s-]date`, read: ([u], c) => toDate(u, c.today) },
  {
    shape: `(?:in\\s+|within\\s+|over\\s+)?(?:the\\s+)?(last|past|previous)\\s+hour`,
    read: (_, { today }) => ({ from: today, to: today }),
  },
  { shape: '(wtd|mtd|qtd|ytd)', read: ([u], c) => toDate(shortUnits[u ?? ''], c.today) },
  {
    shape: `(?:(?:in|during|over|for|from|of)\\s+)?(?:the\\s+)?(this|current|last|previous|prior|past|next|coming)\\s+(${units}|weekend)(?:'s)?`,
    read: ([which, unit], { today }) => whole(which, unit, today),
  },
  {
    shape: `(?:(?:the\\s+)?(this|last|yesterday)\\s+(?:morning|afternoon|evening|night))`,
    read: ([which], { today }) => {
      const at = which === 'this' ? today : addDays(today, -1);
      return { from: at, to: at };
    },
  },
  {
    shape: `(?:(?:on|in|during|for|dated|from|of)\\s+)?(?:the\\s+)?${day}(?:'s)?`,
    read: ([text], context) => readDay(text ?? '', context),
  },
];

const shortUnits: Readonly<Record<string, string>> = {
  wtd: 'week',
  mtd: 'month',
  qtd: 'quarter',
  ytd: 'year',
};

/** Takes one period out of the question; null where it speaks of none. */
export function takePeriod(reader: QuestionReader, context: DayContext): Period | null {
  for (const rule of compiled) {
    const found = reader.takeIf(rule.pattern, (match) => {
      const period = rule.read(match.slice(1), context);
      return period && isInOrder(period) ? { ...period, words: match[0].trim() } : null;
    });
    if (found) return found;
  }
  return null;
}

const compiled = rules.map(({ shape, read }) => ({
  pattern: new RegExp(`(?<![\\p{L}\\d_#.,/-])(?:${shape})(?![\\p{L}\\d_])(?![.,/]\\d)`, 'iu'),
  read,
}));

const isInOrder = ({ from, to }: Omit<Period, 'words'>) => !from || !to || from <= to;

function stretch(from: string | undefined, to: string | undefined, context: DayContext) {
  const end = readDay(to ?? '', context);
  const start = readDay(from ?? '', context);
  if (!start || !end) return null;
  // "from March to May" asked in April: the beginning lies before its end.
  const isTurned = start.from > end.to;
  return isTurned
    ? { from: addMonths(start.from, -12), to: end.to }
    : { from: start.from, to: end.to };
}

function begin(text: string | undefined, context: DayContext) {
  const found = readDay(text ?? '', context);
  return found && { from: found.from };
}

type Unit = Parameters<typeof periodOf>[0];

function wholeOf(unit: string | undefined, today: Day, offset: number) {
  return periodOf((unit ?? 'day').toLowerCase() as Unit, today, offset);
}

function whole(which: string | undefined, unit: string | undefined, today: Day) {
  const offset = { this: 0, current: 0, next: 1, coming: 1 }[(which ?? '').toLowerCase()] ?? -1;
  if (unit?.toLowerCase() !== 'weekend') return wholeOf(unit, today, offset);
  const saturday = addDays(mondayOf(today), 5 + 7 * offset);
  return { from: saturday, to: addDays(saturday, 1) };
}

const toDate = (unit: string | undefined, today: Day) => ({
  from: wholeOf(unit, today, 0).from,
  to: today,
});

/** The day that lies so many units back. */
function ago(n: number, unit: string | undefined, today: Day): Day {
  switch ((unit ?? '').toLowerCase()) {
    case 'hour':
      return addDays(today, -Math.ceil(n / 24));
    case 'week':
      return addDays(today, -7 * n);
    case 'month':
      return addMonths(today, -n);
    case 'year':
      return addMonths(today, -12 * n);
    default:
      return addDays(today, -n);
  }
}

/** The last n units, today counted: "the last 7 days" are seven days. */
function back(n: number, unit: string | undefined, today: Day) {
  const plain = (unit ?? '').toLowerCase();
  if (plain === 'hour') return { from: ago(n, plain, today), to: today };
  if (/^(business|working)/.test(plain)) return { from: workingDaysAgo(n, today), to: today };
  return { from: addDays(ago(n, plain, today), 1), to: today };
}

function forward(n: number, unit: string | undefined, today: Day) {
  const plain = (unit ?? '').toLowerCase();
  if (plain === 'hour') return { from: today, to: addDays(today, Math.ceil(n / 24)) };
  if (plain === 'month') return { from: today, to: addMonths(today, n) };
  return { from: today, to: addDays(today, plain === 'week' ? 7 * n : n) };
}

function workingDaysAgo(n: number, today: Day): Day {
  let at = today;
  for (let left = Math.min(n, 400) - 1; left > 0; ) {
    at = addDays(at, -1);
    if (mondayOf(at) <= at && addDays(mondayOf(at), 4) >= at) left -= 1;
  }
  return at;
}

/** The first and last day that a period is known to have, for saying it in full. */
export function periodWords({ from, to }: Omit<Period, 'words'>): string {
  if (from && to) return from === to ? `on ${from}` : `from ${from} to ${to}`;
  return from ? `since ${from}` : `until ${to}`;
}
