import { ConnectorError } from './connector-contract.js';
import type { IntakeTools, OpenConnection } from './intake.js';

/** Why a day cannot be vouched for: the connector lists no ids, or a connector error's code. */
type UnknownReason = 'not_able' | (string & {});

/**
 * One day of a connection, by the ids that its vendor lists for it. `missing` were never heard of,
 * `waiting` are known and not judged yet, `aside` could not be read. All three are a gap.
 */
export type DayCheck = {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  state: 'complete' | 'gap' | 'unknown';
  listed: number;
  judged: number;
  missing: number;
  waiting: number;
  aside: number;
  reason: UnknownReason | null;
  checkedAt: Date;
};

export type CompletenessBook = {
  /**
   * Compares ids with what is known of them. Ids never heard of are saved as waiting, and so are
   * those taken for gone: the vendor lists them.
   */
  compareIds(
    connectionId: string,
    externalIds: readonly string[],
    at: Date,
  ): Promise<Pick<DayCheck, 'judged' | 'missing' | 'waiting' | 'aside'>>;
  saveDay(connectionId: string, check: DayCheck): Promise<void>;
  /** Days checked since `from`, newest first. */
  days(connectionId: string, from: string): Promise<readonly DayCheck[]>;
};

type CompletenessTools = Pick<IntakeTools, 'now' | 'warn' | 'count'> & { days: CompletenessBook };

const dayMs = 86_400_000;
/** Vendors' search knows a new item some minutes late; a day that ended just now is left for the next time. */
const lateMs = 3_600_000;
const idsAtOnce = 500;

/**
 * Compares, for each of the last `days` days that have ended, the ids that the vendor lists by a path
 * of its own with the ids judged here. What is missing is saved to be judged: the gap closes itself,
 * and the next check says so. Days before the connection's `actFrom` are not its business.
 */
export async function checkCompleteness(
  tools: CompletenessTools,
  open: OpenConnection,
  days: number,
  signal: AbortSignal,
): Promise<readonly DayCheck[]> {
  const checks: DayCheck[] = [];
  for (const day of daysBefore(tools.now(), days, open.actFrom)) {
    if (signal.aborted) break;
    const check = await checkDay(tools, open, day);
    await tools.days.saveDay(open.id, check);
    if (check.missing > 0) {
      tools.warn('items_missing', { connection: open.id, count: check.missing });
      tools.count('items_missing', { connection: open.id });
    }
    checks.push(check);
  }
  return checks;
}

async function checkDay(tools: CompletenessTools, open: OpenConnection, day: string) {
  const from = new Date(`${day}T00:00:00Z`);
  const counts = { listed: 0, judged: 0, missing: 0, waiting: 0, aside: 0 };
  const unknown = (reason: UnknownReason): DayCheck => ({
    day,
    state: 'unknown',
    ...counts,
    reason,
    checkedAt: tools.now(),
  });
  const { listIds } = open.connection;
  if (!listIds) return unknown('not_able');
  const compare = async (ids: readonly string[]) => {
    const found = await tools.days.compareIds(open.id, ids, tools.now());
    counts.listed += ids.length;
    for (const name of ['judged', 'missing', 'waiting', 'aside'] as const) {
      counts[name] += found[name];
    }
  };
  try {
    let ids = new Set<string>();
    const begun = from > open.actFrom ? from : open.actFrom;
    for await (const id of listIds(begun, new Date(from.getTime() + dayMs))) {
      ids.add(id);
      if (ids.size < idsAtOnce) continue;
      await compare([...ids]);
      ids = new Set();
    }
    if (ids.size > 0) await compare([...ids]);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return unknown(error.code);
  }
  const isWhole = counts.missing + counts.waiting + counts.aside === 0;
  const state = isWhole ? ('complete' as const) : ('gap' as const);
  return { day, state, ...counts, reason: null, checkedAt: tools.now() };
}

/** Days that have ended, oldest first, as `YYYY-MM-DD` in UTC. */
function daysBefore(now: Date, count: number, actFrom: Date): string[] {
  const last = Math.floor((now.getTime() - lateMs) / dayMs) - 1;
  const first = Math.max(last - count + 1, Math.floor(actFrom.getTime() / dayMs));
  const days: string[] = [];
  for (let day = first; day <= last; day += 1) {
    days.push(new Date(day * dayMs).toISOString().slice(0, 10));
  }
  return days;
}

/** What the checks of a connection come to; `unknownSince` is the first day nobody can vouch for. */
export type Completeness = {
  days: number;
  missing: number;
  gaps: number;
  unknownSince: string | null;
};

export function completenessOf(checks: readonly DayCheck[]): Completeness {
  const unknown = checks.filter((check) => check.state === 'unknown').map((check) => check.day);
  const gaps = checks.filter((check) => check.state === 'gap');
  return {
    days: checks.length,
    gaps: gaps.length,
    missing: gaps.reduce((sum, one) => sum + one.missing + one.waiting + one.aside, 0),
    unknownSince: unknown.toSorted()[0] ?? null,
  };
}
