import { startOfDayIn } from '../reversals/desk-tools.js';
import { add, type Money, parseCurrency } from '../reversals/money.js';
import type { Measured, ReversalStore } from '../reversals/ports.js';
import { type Person, type Reversal, reversalStatuses } from '../reversals/reversal.js';
import type { DayResults, Digest, WaitingView } from './messenger.js';

/** Lines in a digest; the rest is counted. */
const dueShown = 5;
/** From this hour on a morning is over: a digest that was not asked for until then is left out. */
const hourLast = 17;
const dayMs = 86_400_000;

/** A person's own zone, else that of their first client. */
export async function zoneOf(store: ReversalStore, person: Person): Promise<string> {
  if (person.timezone) return person.timezone;
  const [first] = person.clients;
  const client = first === undefined ? null : await store.client(first);
  return client?.timezone ?? 'UTC';
}

/** Whether the digest's hour has come on a working day, where the person is. */
export function isDigestTime(zone: string, hour: number, at: Date): boolean {
  const { hour: now, isWorkingDay } = clockIn(zone, at);
  return isWorkingDay && now >= hour && now <= Math.max(hour, hourLast);
}

function clockIn(zone: string, at: Date): { hour: number; isWorkingDay: boolean } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { hour: Number(of('hour')), isWorkingDay: !['Sat', 'Sun'].includes(of('weekday')) };
}

/** What is due today, and for whoever leads what the last working day brought. */
export async function digestFor(
  store: ReversalStore,
  person: Person,
  about: { zone: string; day: string; now: Date; waiting: WaitingView },
): Promise<Digest> {
  const { zone, day, now, waiting } = about;
  const today = startOfDayIn(zone, now);
  const tomorrow = startOfDayIn(zone, new Date(today.getTime() + 1.5 * dayMs));
  const due = await store.dueBy(person.clients, new Date(tomorrow.getTime() - 1), dueShown);
  const overdue = await store.dueBy(person.clients, now, 1);
  const leads = ['manager', 'compliance', 'admin'].includes(person.role);
  return {
    day,
    waiting,
    due: { ...due, overdue: overdue.total },
    results: leads
      ? await resultsOf(store, person.clients, lastWorkingDay(zone, today), today)
      : null,
  };
}

/** From the beginning of the last working day: on a Monday the weekend is told with Friday. */
function lastWorkingDay(zone: string, today: Date): Date {
  let day = startOfDayIn(zone, new Date(today.getTime() - dayMs / 2));
  while (!clockIn(zone, day).isWorkingDay) {
    day = startOfDayIn(zone, new Date(day.getTime() - dayMs / 2));
  }
  return day;
}

async function resultsOf(
  store: ReversalStore,
  clients: readonly string[],
  from: Date,
  until: Date,
): Promise<DayResults> {
  const range = { clients, from, to: new Date(until.getTime() - 1), includeHistoric: false };
  const logged = await store.measure(range, null);
  const decided = await store.measure({ ...range, dateOf: 'decided' }, 'status');
  return {
    logged: logged.reduce((sum, row) => sum + row.count, 0),
    decided: reversalStatuses.flatMap((status) => resultIn(status, decided)),
  };
}

function resultIn(status: Reversal['status'], rows: readonly Measured[]) {
  const own = rows.filter((row) => row.key === status);
  const count = own.reduce((sum, row) => sum + row.count, 0);
  return count === 0 ? [] : [{ status, count, sums: sumsOf(own) }];
}

function sumsOf(rows: readonly Measured[]): Money[] {
  const sums = new Map<string, Money>();
  for (const { currency, sum } of rows) {
    const known = currency === null ? null : parseCurrency(currency);
    if (!known || sum === 0n) continue;
    const before = sums.get(known);
    const more = { minor: sum, currency: known };
    sums.set(known, (before && add(before, more)) ?? more);
  }
  return [...sums.values()];
}

/** Nothing waits, is due or happened: nobody is disturbed. */
export function isQuiet({ waiting, due, results }: Digest): boolean {
  const happened = results !== null && (results.logged > 0 || results.decided.length > 0);
  return waiting.count === 0 && due.total === 0 && !happened;
}
