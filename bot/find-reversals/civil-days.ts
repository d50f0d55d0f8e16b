/** Calendar days as `2026-03-01`, counted without clocks: no zone or hour can shift them. */
export type Day = string;
export type Period = { from?: Day | undefined; to?: Day | undefined; words: string };

const dayMs = 86_400_000;

const instantOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number): Day => new Date(instant).toISOString().slice(0, 10);

export function addDays(day: Day, days: number): Day {
  return dayOf(instantOf(day) + days * dayMs);
}

/** The same day of another month, or that month's last. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = partsOf(day);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return dayOf(first.getTime());
}

export function partsOf(day: Day): [year: number, month: number, date: number] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
}

/** Null where the calendar has no such day. */
export function dayFrom(year: number, month: number, date: number): Day | null {
  const at = new Date(Date.UTC(year, month - 1, date));
  const isReal = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return isReal && year >= 1970 && year < 10_000 ? dayOf(at.getTime()) : null;
}

/** Monday is 0. */
export function weekdayOf(day: Day): number {
  return (new Date(instantOf(day)).getUTCDay() + 6) % 7;
}

export const mondayOf = (day: Day): Day => addDays(day, -weekdayOf(day));

export function monthOf(year: number, month: number): { from: Day; to: Day } {
  const from = dayOf(Date.UTC(year, month - 1, 1));
  return { from, to: dayOf(Date.UTC(year, month, 0)) };
}

type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The whole week, month, quarter or year that lies `offset` of them from this day. */
export function periodOf(unit: PeriodUnit, day: Day, offset: number): { from: Day; to: Day } {
  const [year, month] = partsOf(day);
  switch (unit) {
    case 'day': {
      const from = addDays(day, offset);
      return { from, to: from };
    }
    case 'week': {
      const from = addDays(mondayOf(day), 7 * offset);
      return { from, to: addDays(from, 6) };
    }
    case 'month':
      return monthOf(year, month + offset);
    case 'quarter': {
      const first = Math.floor((month - 1) / 3) * 3 + 1 + 3 * offset;
      return { from: monthOf(year, first).from, to: monthOf(year, first + 2).to };
    }
    case 'year':
      return { from: monthOf(year + offset, 1).from, to: monthOf(year + offset, 12).to };
  }
}
