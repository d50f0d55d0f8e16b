import { dayIn, startOfDayIn } from '../desk-tools.js';
import { type Cause, type Change, type Comparison, compare, votesIn } from './compare.js';
import type { PastBook, PastEntry, ReplayClient } from './past-entry.js';
import { type Past, readPast } from './read-past.js';
import { openReplay, type Replayed } from './replay.js';
import { openWaitingTimes } from './waiting-times.js';
import { openWorkload, type PersonLoad } from './workload.js';

export type SimulatedRule = {
  client: string;
  /** Its place in the file's policy; null is the hub's own rule of one approver. */
  rule: number | null;
  /** Decided by people or by itself. */
  decided: number;
  automaticBefore: number;
  automaticAfter: number;
  /** Votes saved; below zero: votes added. */
  approvalsSaved: number;
  /** By the median wait of the real decisions; null where nothing was ever decided. */
  minutesSaved: number | null;
};

/** An entry that the file treats otherwise than it was treated. */
export type Difference = {
  reference: string;
  client: string;
  change: Change;
  cause: Cause | null;
  isOtherwise: boolean;
  /** `approved`, `rejected` and the like; `automatic`, or how many votes. */
  was: { status: string; votes: number | 'automatic' };
  would: { votes: number | 'automatic' };
};

export type SimulationReport = {
  days: number;
  from: Date;
  to: Date;
  entries: number;
  decided: number;
  open: number;
  /** Clients of the log that the file does not have; their entries are not replayed. */
  left: readonly { client: string; entries: number }[];
  rules: readonly SimulatedRule[];
  people: readonly { email: string; name: string; before: PersonLoad; after: PersonLoad }[];
  different: number;
  otherwise: number;
  byCause: Readonly<Record<Cause, number>>;
  /** The first `differencesMax`, those that would have ended otherwise before the rest. */
  differences: readonly Difference[];
};

/** So many are named at most; beyond it they are counted. */
const differencesMax = 5_000;

export type Simulation = {
  book: PastBook;
  /** As the file says it, and as it is in force now. People carry the hub's own ids. */
  byFile: ReadonlyMap<string, ReplayClient>;
  byNow: ReadonlyMap<string, ReplayClient>;
  days: number;
  now: Date;
  signal: AbortSignal;
  progress: (entries: number) => void;
};

/** Replays the past through a file. Reads only; memory holds counts, not entries. */
export async function simulatePolicy(simulation: Simulation): Promise<SimulationReport> {
  const { book, byFile, byNow, days, now } = simulation;
  const tally = openTally(simulation);
  const replayFile = openReplay(byFile);
  const replayNow = openReplay(byNow);
  const start = new Date(now.getTime() - days * dayMs);
  const starts = new Map(
    [...byFile].map(([id, { timezone }]) => [id, startOfDayIn(timezone, start)] as const),
  );
  // A day's ceiling counts from its first entry on: those before the window are replayed, not told.
  for await (const entry of book.entriesSince(new Date(start.getTime() - 2 * dayMs))) {
    if (simulation.signal.aborted) break;
    const past = readPast(entry);
    const file = replayFile(past);
    const inForce = replayNow(past);
    const client = byFile.get(entry.clientId);
    if (entry.loggedAt < (starts.get(entry.clientId) ?? start)) continue;
    if (file && client) tally.take(past, file, compare(past, file, inForce), client);
    else tally.leave(entry);
  }
  return tally.report(start, await book.everybody());
}

const dayMs = 24 * 3_600_000;
type Counted = Omit<SimulatedRule, 'minutesSaved'> & {
  /** Runs of each step that the file saves, or, below zero, adds. */
  steps: Map<string, number>;
};

function openTally({ byFile, days, now, progress }: Simulation) {
  const waits = openWaitingTimes();
  const work = openWorkload();
  const rules = new Map<string, Counted>();
  const left = new Map<string, number>();
  const differences: Difference[] = [];
  const byCause: Record<Cause, number> = { file: 0, settings_since: 0, not_recorded: 0 };
  const counts = { entries: 0, decided: 0, open: 0, different: 0, otherwise: 0 };

  function ruleOf({ entry }: Past, file: Replayed, client: ReplayClient): Counted {
    const index = file.rule && client.policy ? client.policy.rules.indexOf(file.rule) : -1;
    const rule = index < 0 ? null : index;
    const key = `${entry.clientId} ${rule}`;
    const found = rules.get(key) ?? {
      client: entry.clientId,
      rule,
      decided: 0,
      automaticBefore: 0,
      automaticAfter: 0,
      approvalsSaved: 0,
      steps: new Map<string, number>(),
    };
    rules.set(key, found);
    return found;
  }

  function take(past: Past, file: Replayed, compared: Comparison, client: ReplayClient) {
    counts.entries += 1;
    if (counts.entries % 500 === 0) progress(counts.entries);
    const { entry, decision, wasAutomatic } = past;
    const isDecided = wasAutomatic || decision !== null;
    if (isDecided) counts.decided += 1;
    else if (isOpen(entry)) counts.open += 1;
    if (decision) waits.note(entry.clientId, decision);
    const rule = ruleOf(past, file, client);
    if (isDecided) rule.decided += 1;
    if (wasAutomatic) rule.automaticBefore += 1;
    if (file.isAutomatic) rule.automaticAfter += 1;
    const dayOf = (at: Date) => dayIn(client.timezone, at);
    if (compared.change === 'same' || !(isDecided || file.isAutomatic)) work.asItWas(past, dayOf);
    else {
      const needed = costOf(past, compared).would.map((step) => step.needed);
      work.otherwise(past, file, needed, dayOf);
      if (isDecided) save(rule, past, compared);
    }
    if (compared.change !== 'same') note(past, file, compared);
  }

  function note(past: Past, file: Replayed, compared: Comparison) {
    const { entry, wasAutomatic, decision } = past;
    counts.different += 1;
    if (compared.isOtherwise) counts.otherwise += 1;
    if (compared.cause) byCause[compared.cause] += 1;
    if (differences.length >= differencesMax && !compared.isOtherwise) return;
    differences.push({
      reference: entry.reference,
      client: entry.clientId,
      change: compared.change,
      cause: compared.cause,
      isOtherwise: compared.isOtherwise,
      was: {
        status: decision?.outcome ?? entry.status,
        votes: wasAutomatic ? 'automatic' : votesIn(compared.was),
      },
      would: { votes: file.isAutomatic ? 'automatic' : votesIn(compared.would) },
    });
  }

  function minutesOf({ client, steps }: Counted): number | null {
    let minutes = 0;
    for (const [key, count] of steps) {
      const waited = waits.minutesOf(client, key, count);
      if (waited === null) return null;
      minutes += waited;
    }
    return Math.round(minutes);
  }

  return {
    take,
    leave(entry: PastEntry) {
      left.set(entry.clientId, (left.get(entry.clientId) ?? 0) + 1);
    },
    report(from: Date, everybody: Awaited<ReturnType<PastBook['everybody']>>): SimulationReport {
      const named = namesOf(byFile, everybody);
      return {
        days,
        from,
        to: now,
        ...counts,
        left: [...left].map(([client, entries]) => ({ client, entries })),
        rules: [...rules.values()].sort(byClientAndRule).map(({ steps, ...rule }) => ({
          ...rule,
          minutesSaved: minutesOf({ ...rule, steps }),
        })),
        people: [...work.people()]
          .map(([id, loads]) => ({
            ...(named.get(id) ?? { email: '', name: 'unknown' }),
            ...loads,
          }))
          .sort(
            (one, other) =>
              other.after.busiestDay - one.after.busiestDay || (one.email < other.email ? -1 : 1),
          ),
        byCause,
        differences: differences
          .sort((one, other) => Number(other.isOtherwise) - Number(one.isOtherwise))
          .slice(0, differencesMax),
      };
    },
  };
}

/** Where a person would have rejected as before, it takes the votes that it took. */
function costOf(past: Past, { was, would, change }: Comparison): Pick<Comparison, 'was' | 'would'> {
  const { decision } = past;
  const isRefused = decision?.outcome === 'rejected' || decision?.outcome === 'changes_requested';
  if (!isRefused || past.wasAutomatic) return { was, would };
  const given = decision.votes.map(() => ({ key: was[0]?.key ?? '', needed: 1 }));
  return { was: given, would: change === 'now_automatic' ? [] : given };
}

function save(rule: Counted, past: Past, compared: Comparison) {
  const { was, would } = costOf(past, compared);
  rule.approvalsSaved += votesIn(was) - votesIn(would);
  for (const { key } of was) rule.steps.set(key, (rule.steps.get(key) ?? 0) + 1);
  for (const { key } of would) rule.steps.set(key, (rule.steps.get(key) ?? 0) - 1);
}

function isOpen({ status }: PastEntry): boolean {
  return ['needs_review', 'pending_approval', 'changes_requested'].includes(status);
}

function namesOf(
  byFile: Simulation['byFile'],
  everybody: Awaited<ReturnType<PastBook['everybody']>>,
) {
  const people = [...byFile.values()].flatMap((client) => client.people);
  return new Map(
    [...people, ...everybody].map(({ id, email, name }) => [id, { email, name }] as const),
  );
}

function byClientAndRule(one: SimulatedRule | Counted, other: SimulatedRule | Counted): number {
  if (one.client !== other.client) return one.client < other.client ? -1 : 1;
  return (one.rule ?? -1) - (other.rule ?? -1);
}
