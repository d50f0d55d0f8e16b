import type { Past } from './read-past.js';
import type { Replayed } from './replay.js';

export type PersonLoad = { decisions: number; busiestDay: number; days: number };

/**
 * Decisions a person and day, before and by the file. Who really decided keeps it where the file
 * names them; what is left is shared evenly by those it names, as nobody knows who would have come
 * first.
 */
export function openWorkload() {
  const before = new Map<string, Map<string, number>>();
  const after = new Map<string, Map<string, number>>();
  return {
    asItWas(past: Past, dayOf: (at: Date) => string) {
      for (const { personId, at } of past.cast) {
        add(before, personId, dayOf(at), 1);
        add(after, personId, dayOf(at), 1);
      }
    },
    /** `needed` of each step as the comparison found it. */
    otherwise(
      past: Past,
      byFile: Replayed,
      needed: readonly number[],
      dayOf: (at: Date) => string,
    ) {
      for (const { personId, at } of past.cast) add(before, personId, dayOf(at), 1);
      const day = dayOf(past.decision?.at ?? past.entry.loggedAt);
      const unused = (past.decision?.votes ?? []).map((vote) => vote.personId);
      for (const [index, { eligibleIds }] of byFile.steps.entries()) {
        const asked = needed[index] ?? 0;
        const took = eligibleIds.filter((id) => unused.includes(id)).slice(0, asked);
        for (const id of took) {
          unused.splice(unused.indexOf(id), 1);
          add(after, id, day, 1);
        }
        const others = eligibleIds.filter((id) => !took.includes(id));
        const share = (asked - took.length) / Math.max(1, others.length);
        for (const id of others) add(after, id, day, share);
      }
    },
    /** Everybody with work before or after. */
    people(): ReadonlyMap<string, { before: PersonLoad; after: PersonLoad }> {
      const ids = new Set([...before.keys(), ...after.keys()]);
      return new Map(
        [...ids].map((id) => [
          id,
          { before: loadOf(before.get(id)), after: loadOf(after.get(id)) },
        ]),
      );
    },
  };
}

function add(
  loads: Map<string, Map<string, number>>,
  personId: string | null,
  day: string,
  count: number,
) {
  if (personId === null || count === 0) return;
  const days = loads.get(personId) ?? new Map<string, number>();
  days.set(day, (days.get(day) ?? 0) + count);
  loads.set(personId, days);
}

function loadOf(days: ReadonlyMap<string, number> | undefined): PersonLoad {
  const counts = [...(days?.values() ?? [])];
  return {
    decisions: tenths(counts.reduce((sum, count) => sum + count, 0)),
    busiestDay: tenths(Math.max(0, ...counts)),
    days: counts.length,
  };
}

const tenths = (count: number) => Math.round(count * 10) / 10;
