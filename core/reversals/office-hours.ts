import { DateTime } from 'luxon';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof weekdays)[number];

/** When people work: the same hours on each of the days, none on holidays. */
export type OfficeHours = {
  days: readonly Weekday[];
  /** `09:00`. */
  from: string;
  /** `18:00`, later than `from`; `24:00` is midnight. */
  to: string;
  /** `2026-12-25`. */
  holidays?: readonly string[] | undefined;
};

/** Looks no further than this: hours in which nobody ever works give no deadline at all. */
const daysMax = 3_700;
const minuteMs = 60_000;

/** `30m`, `8h` or `2d` in milliseconds; a day is 24 hours. */
function readDuration(text: string): number {
  const match = /^(\d{1,4})(m|h|d)$/.exec(text);
  if (!match) throw new Error('a time limit that the settings let through is none');
  const unitMinutes = { m: 1, h: 60, d: 24 * 60 }[match[2] as 'm' | 'h' | 'd'];
  return Number(match[1]) * unitMinutes * minuteMs;
}

/**
 * The instant at which so much time has passed since `start`. With office hours only they count, in
 * their zone, and a day (`2d`) is a working day; without them every hour does.
 */
export function addWithin(
  start: Date,
  within: string,
  hours: { officeHours: OfficeHours; timezone: string } | null,
): Date {
  if (!hours) return new Date(start.getTime() + readDuration(within));
  const { officeHours, timezone } = hours;
  const days = within.endsWith('d') ? Number(within.slice(0, -1)) : null;
  let leftMs = days === null ? readDuration(within) : days * lengthOf(officeHours);
  let day = DateTime.fromJSDate(start, { zone: timezone }).startOf('day');
  for (let looked = 0; looked < daysMax; looked += 1) {
    const shift = shiftOn(day, officeHours);
    if (shift) {
      const from = Math.max(shift.from, start.getTime());
      const here = Math.max(0, shift.to - from);
      if (here >= leftMs) return new Date(from + leftMs);
      leftMs -= here;
    }
    day = day.plus({ days: 1 });
  }
  throw new Error('office hours that the settings let through have no hours');
}

/** Whether somebody with these hours works at an instant. */
export function isOpenAt(at: Date, officeHours: OfficeHours, timezone: string): boolean {
  const day = DateTime.fromJSDate(at, { zone: timezone }).startOf('day');
  const shift = shiftOn(day, officeHours);
  return shift !== null && shift.from <= at.getTime() && at.getTime() < shift.to;
}

/** From the first instant of one civil day to the first one after another, in a zone. */
export function daysIn(timezone: string, first: string, last: string): { from: Date; until: Date } {
  const day = (text: string) => DateTime.fromISO(text, { zone: timezone }).startOf('day');
  return {
    from: day(first).toJSDate(),
    until: day(last).plus({ days: 1 }).startOf('day').toJSDate(),
  };
}

/**
 * One day's hours as instants. What the clocks skip or repeat falls out of them or into them, as it
 * does for the people who work then.
 */
function shiftOn(day: DateTime, { days, from, to, holidays }: OfficeHours) {
  const weekday = weekdays[day.weekday - 1];
  const date = day.toISODate();
  if (!weekday || !days.includes(weekday) || (date && holidays?.includes(date))) return null;
  const start = atTime(day, from);
  const end = atTime(day, to);
  return end > start ? { from: start, to: end } : null;
}

function atTime(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour === 24
    ? day.plus({ days: 1 }).startOf('day').toMillis()
    : day.set({ hour, minute }).toMillis();
}

function lengthOf({ from, to }: OfficeHours): number {
  const minutes = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  };
  return (minutes(to) - minutes(from)) * minuteMs;
}
