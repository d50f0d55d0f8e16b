import type { Language } from './guess-language.js';
import { readNumberWords } from './number-words.js';

type DateContext = {
  readonly receivedAt: Date | null;
  /** IANA name: where the message was written. */
  readonly timezone: string;
  readonly language: Language;
};

/**
 * The day a text speaks of, `YYYY-MM-DD`: dates in figures and words, without a year the last such
 * day, and days counted back from `receivedAt` in `timezone`. Null where the day could be read two
 * ways (03/04/2026 in English) or lies after the message, and for "yesterday" in an unknown zone.
 */
export function findDate(folded: string, context: DateContext): string | null {
  const { receivedAt, timezone, language } = context;
  if (!trigger.test(folded)) return null;
  const today = receivedAt ? localDay(receivedAt, timezone) : null;
  const days = [
    ...isoDays(folded),
    ...numericDays(folded, language, today),
    ...writtenDays(folded, today),
  ];
  if (today) days.push(...relativeDays(folded, today), ...weekdays(folded, today));
  const possible = days.filter((each) => !today || each.day <= nextDay(today));
  possible.sort((a, b) => a.at - b.at);
  return (possible.find((each) => isAboutMoney(folded, each.at)) ?? possible[0])?.day ?? null;
}

/** A figure that can be a day, or a word that counts back. */
const trigger =
  /\d|today|yesterday|morning|night|ago\b|last|past|hoy|ayer|hace|pasad|passad|hoje|ontem|\bha\b|aujourd|hier|il y a|dernier|heute|gestern|vor\b|letzt|vergangen/i;

type PlacedDay = { readonly at: number; readonly day: string };

/** Dates kept of one kind: a statement of account holds more than anybody asks about. */
const daysMax = 200;

function isAboutMoney(folded: string, at: number): boolean {
  const around = folded.slice(Math.max(0, at - 50), at + 40);
  return /charg|paid|purchas|bought|debit|transac|cobr|pag[oau]|achat|debit|gekauft|abgebucht|compr|prelev|bezahlt|belast/i.test(
    around,
  );
}

function isoDays(folded: string): PlacedDay[] {
  const pattern = /(?<![\w-])(20\d\d)[-/.](0[1-9]|1[0-2])[-/.](0[1-9]|[12]\d|3[01])(?!\d|[-/.]\d)/g;
  return matches(folded, pattern).flatMap((match) =>
    place(match.index, Number(match[1]), Number(match[2]), Number(match[3])),
  );
}

/** Points set the day first; strokes in English only where one figure cannot be a month. */
function numericDays(folded: string, language: Language, today: string | null): PlacedDay[] {
  const full = /(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(20\d\d|\d\d)(?![\w/-]|\.\d)/g;
  const found = matches(folded, full).flatMap((match) => {
    const [first, second] = [Number(match[1]), Number(match[3])];
    const year = Number(match[4]) + (match[4]?.length === 2 ? 2000 : 0);
    // "2.31.04" is a version.
    if (match[4]?.length === 2 && match[2] === '.' && language === 'en') return [];
    const isCertain = match[2] === '.' || (language !== 'en' && language !== 'other');
    if (isCertain || first > 12)
      return isVersion(folded, match.index) ? [] : place(match.index, year, second, first);
    return second > 12 ? place(match.index, year, first, second) : [];
  });
  if (!today || language !== 'de') return found;
  // "am 05.11." has no year in German letters.
  const short = /(?<![\w.])(?:am|vom|seit|zum) (\d{1,2})\.(\d{1,2})\.(?!\d)/gi;
  return [
    ...found,
    ...matches(folded, short).flatMap((match) =>
      lastSuch(match.index, Number(match[2]), Number(match[1]), today),
    ),
  ];
}

function isVersion(folded: string, at: number): boolean {
  return /(?:version|release|build|firmware|v)[ .]{0,2}$/i.test(
    folded.slice(Math.max(0, at - 12), at),
  );
}

/** First letters of the months in English, Spanish, Portuguese, French and German, accents off. */
const months: readonly RegExp[] = [
  /^(?:jan|january|ene|enero|janeiro|janvier|januar|janv|janner)$/,
  /^(?:feb|february|febrero|fev|fevereiro|fevrier|fevr|februar)$/,
  /^(?:mar|march|marzo|marco|mars|marz|mrz)$/,
  /^(?:apr|april|abr|abril|avr|avril)$/,
  /^(?:may|mayo|maio|mai)$/,
  /^(?:jun|june|junio|junho|juin|juni)$/,
  /^(?:jul|july|julio|julho|juil|juillet|juli)$/,
  /^(?:aug|august|ago|agosto|aout)$/,
  /^(?:sep|sept|september|septiembre|setiembre|set|setembro|septembre)$/,
  /^(?:oct|october|octubre|out|outubro|octobre|okt|oktober)$/,
  /^(?:nov|november|noviembre|novembro|novembre)$/,
  /^(?:dec|december|dic|diciembre|dez|dezembro|decembre|dezember)$/,
];

function writtenDays(folded: string, today: string | null): PlacedDay[] {
  const dayFirst =
    /(?<![\w.,$€£])(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:of |de )?([a-z]{3,10})\b\.?,?(?:(?: of| de| del)? (20\d\d)(?!\d))?/gi;
  const monthFirst =
    /\b([a-z]{3,9})\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?\b(?:,? (20\d\d)(?!\d))?(?![.,:]?\d|%)/gi;
  const found: PlacedDay[] = [];
  for (const match of matches(folded, dayFirst)) {
    found.push(...written(match.index, match[3], monthOf(match[2]), Number(match[1]), today));
  }
  for (const match of matches(folded, monthFirst)) {
    // "may 5" is a verb more often than the month.
    if (/^(?:may|mar|set|out|ago|dec)$/.test(match[1] ?? '') && !match[3]) continue;
    found.push(...written(match.index, match[3], monthOf(match[1]), Number(match[2]), today));
  }
  return found;
}

function written(
  at: number,
  year: string | undefined,
  month: number,
  day: number,
  today: string | null,
) {
  if (month === 0) return [];
  if (year !== undefined) return place(at, Number(year), month, day);
  return today ? lastSuch(at, month, day, today) : [];
}

function monthOf(word: string | undefined): number {
  const lower = word?.toLowerCase() ?? '';
  return months.findIndex((each) => each.test(lower)) + 1;
}

/** That day in this year, or in the last where this year's is still to come. */
function lastSuch(at: number, month: number, day: number, today: string): PlacedDay[] {
  const year = Number(today.slice(0, 4));
  const [thisYear] = place(at, year, month, day);
  if (thisYear && thisYear.day <= nextDay(today)) return [thisYear];
  return place(at, year - 1, month, day);
}

function place(at: number, year: number, month: number, day: number): PlacedDay[] {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 2000 ? [{ at, day: date.toISOString().slice(0, 10) }] : [];
}

const countedBack: readonly (readonly [RegExp, number])[] = [
  [/\b(?:today|this morning|hoy|hoje|aujourd'hui|heute)\b/gi, 0],
  [/\b(?:day before yesterday|anteayer|antes de ayer|anteontem|avant-hier|vorgestern)\b/gi, 2],
  [
    /(?<!before |de |avant-)\b(?:yesterday|last night|ayer|anoche|ontem|hier(?= soir| matin|,|\.| j|$)|gestern)\b/gi,
    1,
  ],
];
const unit = '(days?|dias?|jours?|tage?n?|weeks?|semanas?|semaines?|wochen?)';
const ago = new RegExp(
  `\\b(?:(\\w{1,10}) ${unit} (?:ago|atras)|(?:hace|ha|il y a|vor) (\\w{1,10}) ${unit})(?!\\w)`,
  'gi',
);

function relativeDays(folded: string, today: string): PlacedDay[] {
  const found: PlacedDay[] = [];
  for (const [pattern, back] of countedBack) {
    for (const match of matches(folded, pattern)) {
      found.push({ at: match.index, day: daysBefore(today, back) });
    }
  }
  for (const match of matches(folded, ago)) {
    const count = countOf((match[1] ?? match[3] ?? '').toLowerCase());
    const isWeeks = /^[sw]/i.test(match[2] ?? match[4] ?? '');
    if (count === null || count > 999) continue;
    found.push({ at: match.index, day: daysBefore(today, count * (isWeeks ? 7 : 1)) });
  }
  return found;
}

function countOf(word: string): number | null {
  if (/^\d{1,3}$/.test(word)) return Number(word);
  if (word === 'a') return 1;
  const read = readNumberWords([word]);
  return read ? Number(read.value) : null;
}

const weekdayNames: readonly RegExp[] = [
  /^(?:sun|domingo|dimanche|sonntag)/i,
  /^(?:mon|lunes|segunda|lundi)/i,
  /^(?:tue|martes|terca|mardi|dienstag)/i,
  /^(?:wed|miercoles|quarta|mercredi|mittwoch)/i,
  /^(?:thu|jueves|quinta|jeudi|donnerstag)/i,
  /^(?:fri|viernes|sexta|vendredi|freitag)/i,
  /^(?:sat|sabado|samedi|samstag|sonnabend)/i,
];
const weekdayPast =
  /\b(?:(?:last|past|ultim[oa]|letzte[nrm]|vergangene[nrm]) ((?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)|(lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:pasado|passad[oa]|dernier))\b/gi;

/** "last Monday", "el lunes pasado": the last one before today. */
function weekdays(folded: string, today: string): PlacedDay[] {
  const now = new Date(`${today}T00:00:00Z`).getUTCDay();
  return matches(folded, weekdayPast).map((match) => {
    const day = weekdayNames.findIndex((name) => name.test(match[1] ?? match[2] ?? ''));
    return { at: match.index, day: daysBefore(today, ((now - day + 6) % 7) + 1) };
  });
}

function matches(folded: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of folded.matchAll(pattern)) {
    if (found.length === daysMax) break;
    found.push(match);
  }
  return found;
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * dayMs).toISOString().slice(0, 10);
}

function nextDay(day: string): string {
  return daysBefore(day, -1);
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Days told before, by zone and quarter of an hour: no zone's day has begun between two of them since 1972. */
const daysTold = new Map<string, string>();
const daysToldMax = 2_000;
const quarterMs = 15 * 60_000;

/** The calendar day there; null for a zone that the runtime does not know. */
function localDay(at: Date, timezone: string): string | null {
  const place = `${timezone} ${Math.floor(at.getTime() / quarterMs)}`;
  const told = daysTold.get(place);
  if (told !== undefined) return told;
  const day = formattedDay(at, timezone);
  if (daysTold.size >= daysToldMax) daysTold.clear();
  if (day !== null) daysTold.set(place, day);
  return day;
}

function formattedDay(at: Date, timezone: string): string | null {
  try {
    let format = formats.get(timezone);
    if (!format) {
      format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
      formats.set(timezone, format);
    }
    return format.format(at);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
