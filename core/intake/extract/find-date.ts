/**
 * The day a text speaks of, `YYYY-MM-DD`: ISO dates, "5 March 2026", and days counted back from
 * `receivedAt` in `timezone`. Null where the day could be read two ways (03/04/2026) or lies after
 * the message; also for words like "yesterday" when the zone is unknown.
 */
export function findDate(folded: string, receivedAt: Date | null, timezone: string): string | null {
  const today = receivedAt ? localDay(receivedAt, timezone) : null;
  const days = [...isoDays(folded), ...writtenDays(folded)];
  if (today) days.push(...relativeDays(folded, today));
  const possible = days.filter((each) => !today || each.day <= nextDay(today));
  possible.sort((a, b) => a.at - b.at);
  return (possible.find((each) => isAboutMoney(folded, each.at)) ?? possible[0])?.day ?? null;
}

type PlacedDay = { readonly at: number; readonly day: string };

function isAboutMoney(folded: string, at: number): boolean {
  const around = folded.slice(Math.max(0, at - 50), at + 40);
  return /charg|paid|purchas|bought|debit|transac|cobr|pag[oau]|achat|debit|gekauft|abgebucht|compr/i.test(
    around,
  );
}

function isoDays(folded: string): PlacedDay[] {
  const pattern = /(?<![\w-])(20\d\d)[-/.](0[1-9]|1[0-2])[-/.](0[1-9]|[12]\d|3[01])(?!\d|[-/.]\d)/g;
  return [...folded.matchAll(pattern)].flatMap((match) =>
    place(match.index, Number(match[1]), Number(match[2]), Number(match[3])),
  );
}

/** First letters of the months in English, Spanish, Portuguese, French and German, accents off. */
const months: readonly RegExp[] = [
  /^(?:jan|ene)/,
  /^(?:feb|fev|fevr)/,
  /^(?:mar(?!d)|mars|marz)/,
  /^(?:apr|abr|avr)/,
  /^(?:may|mai)/,
  /^(?:jun|juin)/,
  /^(?:jul|juil)/,
  /^(?:aug|ago|aou)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|out)/,
  /^nov/,
  /^(?:dec|dez|dic)/,
];

function writtenDays(folded: string): PlacedDay[] {
  const dayFirst =
    /(?<![\w.])(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:of |de )?([a-z]{3,10})\.?,?(?: of| de| del)? (20\d\d)(?!\d)/gi;
  const monthFirst = /\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (20\d\d)(?!\d)/gi;
  const found: PlacedDay[] = [];
  for (const match of folded.matchAll(dayFirst)) {
    found.push(...place(match.index, Number(match[3]), monthOf(match[2]), Number(match[1])));
  }
  for (const match of folded.matchAll(monthFirst)) {
    found.push(...place(match.index, Number(match[3]), monthOf(match[1]), Number(match[2])));
  }
  return found;
}

function monthOf(word: string | undefined): number {
  const lower = word?.toLowerCase() ?? '';
  return months.findIndex((each) => each.test(lower)) + 1;
}

function place(at: number, year: number, month: number, day: number): PlacedDay[] {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? [{ at, day: date.toISOString().slice(0, 10) }] : [];
}

const countedBack: readonly (readonly [RegExp, number])[] = [
  [/\b(?:today|this morning|hoy|hoje|aujourd'hui|heute)\b/gi, 0],
  [/\b(?:day before yesterday|anteayer|anteontem|avant-hier|vorgestern)\b/gi, 2],
  [/(?<!before )\b(?:yesterday|last night|ayer|ontem|hier(?= soir| matin|,|\.| j)|gestern)\b/gi, 1],
];
const daysAgo =
  /\b(?:(\d{1,3}) (?:days?|dias?|jours?) (?:ago|atras)|hace (\d{1,3}) dias?|ha (\d{1,3}) dias?|il y a (\d{1,3}) jours?|vor (\d{1,3}) tagen?)\b/gi;

function relativeDays(folded: string, today: string): PlacedDay[] {
  const found: PlacedDay[] = [];
  for (const [pattern, back] of countedBack) {
    for (const match of folded.matchAll(pattern)) {
      found.push({ at: match.index, day: daysBefore(today, back) });
    }
  }
  for (const match of folded.matchAll(daysAgo)) {
    const count = Number(match.slice(1).find((each) => each !== undefined));
    found.push({ at: match.index, day: daysBefore(today, count) });
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

/** The calendar day there; null for a zone that the runtime does not know. */
function localDay(at: Date, timezone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(at);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
