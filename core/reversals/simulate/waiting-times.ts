import type { PastDecision } from './read-past.js';

type Steps = readonly { key: string; needed: number }[];

/**
 * How long steps really waited for their votes: per client and step, else per client, else for all.
 * Kept as plain minutes, nights and weekends included: that is what the customer waits.
 */
export function openWaitingTimes() {
  const waits = new Map<string, number[]>();
  const add = (key: string, minutes: number) => {
    const list = waits.get(key);
    if (list) list.push(minutes);
    else waits.set(key, [minutes]);
  };
  const medians = new Map<string, number | null>();
  const medianOf = (key: string): number | null => {
    const known = medians.get(key);
    if (known !== undefined) return known;
    const found = median(waits.get(key) ?? []);
    medians.set(key, found);
    return found;
  };
  return {
    /** Only what was approved: a step that was rejected did not wait for all its votes. */
    note(clientId: string, decision: PastDecision) {
      if (decision.outcome !== 'approved' && decision.outcome !== 'completed') return;
      for (const { key, minutes } of stepWaits(decision)) {
        add(`${clientId} ${key}`, minutes);
        add(clientId, minutes);
        add('', minutes);
      }
    },
    /** Minutes that so many runs of a step wait; null where nothing was ever decided. */
    minutesOf(clientId: string, key: string, count: number): number | null {
      const one = medianOf(`${clientId} ${key}`) ?? medianOf(clientId) ?? medianOf('');
      return one === null ? null : one * count;
    },
    /** Median minutes and how many waits, of each client's steps. */
    ofStep: (clientId: string, key: string) => ({
      median: medianOf(`${clientId} ${key}`),
      count: waits.get(`${clientId} ${key}`)?.length ?? 0,
    }),
  };
}

/** Votes fill the steps in their order; a step waits from the end of the one before it. */
function stepWaits({ openedAt, at, votes, asked }: PastDecision) {
  const steps: Steps = asked ?? [{ key: 'unknown', needed: votes.length }];
  let from = openedAt.getTime();
  let given = 0;
  return steps.map(({ key, needed }, index) => {
    given += needed;
    const isLast = index === steps.length - 1;
    const end = (isLast ? at : (votes[given - 1]?.at ?? at)).getTime();
    const minutes = Math.max(0, end - from) / 60_000;
    from = end;
    return { key, minutes };
  });
}

function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}
