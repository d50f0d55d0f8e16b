import { dayIn } from '../reversals/desk-tools.js';
import type { Measured, ReversalStore } from '../reversals/ports.js';
import { endOfDay, startOfDay } from '../reversals/zoned-dates.js';

export const reportPeriods = ['daily', 'weekly', 'monthly'] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

/** Sums by currency; nothing is converted. */
type Sum = { currency: string; count: number; minor: bigint };
type Counted = { count: number; sums: readonly Sum[] };

/** What happened in a period that has ended. Historic entries are counted nowhere. */
export type Report = {
  period: ReportPeriod;
  /** Days of the zone, inclusive. */
  from: string;
  to: string;
  timezone: string;
  clients: readonly string[];
  logged: Counted;
  byType: readonly ({ type: string } & Counted)[];
  /** Entries with a first decision in the period, by the status they have now. */
  decided: Counted & { byStatus: readonly ({ status: string } & Counted)[] };
  /** Decisions by the merchants' own approvers, and the median wait for them: it counts apart. */
  clientWait: ClientWait;
  /** Between logging and first decision, less what the client took, of those decided in the period; null where there is none. */
  medianDecisionMs: number | null;
  /** At this moment: open, with a day to answer by that is past. */
  overdue: number;
};

type ClientWait = { count: number; medianMs: number | null };

export type InsightBook = {
  /** Of entries whose first decision fell between the instants: the median wait for it. */
  medianDecisionMs(clients: readonly string[], from: Date, to: Date): Promise<number | null>;
  clientWait(clients: readonly string[], from: Date, to: Date): Promise<ClientWait>;
};

export type ReportRequest = {
  period: ReportPeriod;
  clients: readonly string[];
  timezone: string;
  now: Date;
};

type ReportTools = { store: Pick<ReversalStore, 'measure'>; insight: InsightBook };

/** Statuses in which somebody still has to do something. */
const open = ['needs_review', 'pending_approval', 'changes_requested'] as const;

/** The last day, week (from Monday) or month that has ended in the zone. */
export async function makeReport(
  { store, insight }: ReportTools,
  asked: ReportRequest,
): Promise<Report> {
  const { period, clients, timezone, now } = asked;
  const days = lastPeriod(period, dayIn(timezone, now));
  const from = startOfDay(days.from, timezone);
  const to = endOfDay(days.to, timezone);
  const within = { clients, from, to, includeHistoric: false };
  const decidedIn = { ...within, dateOf: 'decided' as const };
  const [types, statuses, medianDecisionMs, clientWait, ...late] = await Promise.all([
    store.measure(within, 'type'),
    store.measure(decidedIn, 'status'),
    insight.medianDecisionMs(clients, from, to),
    insight.clientWait(clients, from, to),
    ...open.map((status) =>
      store.measure({ clients, status, dateOf: 'due', to: now, includeHistoric: false }, null),
    ),
  ]);
  return {
    period,
    ...days,
    timezone,
    clients,
    logged: counted(types),
    byType: grouped(types).map(([type, rows]) => ({ type, ...counted(rows) })),
    decided: {
      ...counted(statuses),
      byStatus: grouped(statuses).map(([status, rows]) => ({ status, ...counted(rows) })),
    },
    medianDecisionMs,
    clientWait,
    overdue: late.reduce((sum, rows) => sum + counted(rows).count, 0),
  };
}

/** Calendar days as texts, counted without clocks. */
function lastPeriod(period: ReportPeriod, today: string): { from: string; to: string } {
  const [year = 0, month = 1, date = 1] = today.split('-').map(Number);
  const dayOf = (...parts: [number, number, number]) =>
    new Date(Date.UTC(...parts)).toISOString().slice(0, 10);
  if (period === 'monthly') {
    return { from: dayOf(year, month - 2, 1), to: dayOf(year, month - 1, 0) };
  }
  if (period === 'daily') {
    const yesterday = dayOf(year, month - 1, date - 1);
    return { from: yesterday, to: yesterday };
  }
  const sinceMonday = (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7;
  const monday = date - sinceMonday;
  return { from: dayOf(year, month - 1, monday - 7), to: dayOf(year, month - 1, monday - 1) };
}

function counted(rows: readonly Measured[]): Counted {
  const sums = new Map<string, Sum>();
  for (const { currency, count, sum } of rows) {
    if (currency === null) continue;
    const before = sums.get(currency) ?? { currency, count: 0, minor: 0n };
    sums.set(currency, { currency, count: before.count + count, minor: before.minor + sum });
  }
  return {
    count: rows.reduce((sum, row) => sum + row.count, 0),
    sums: [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}

/** Groups by name, so that the same figures read the same. */
function grouped(rows: readonly Measured[]): [string, Measured[]][] {
  const groups = new Map<string, Measured[]>();
  for (const row of rows) {
    const key = row.key ?? 'none';
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
