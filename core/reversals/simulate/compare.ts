import type { AskedStep } from '../requirement-record.js';
import type { Past } from './read-past.js';
import type { Replayed } from './replay.js';

/**
 * `now_automatic`: people decided, the file decides by itself · `now_asks`: the other way round ·
 * `more_votes`, `fewer_votes`: another number of them · `other_people`: as many, of others.
 */
export type Change =
  | 'same'
  | 'now_automatic'
  | 'now_asks'
  | 'more_votes'
  | 'fewer_votes'
  | 'other_people';

/**
 * Why it differs: the file · the settings it was decided under had changed before the file came ·
 * it is from before requirements were recorded, so that what was asked is not known for certain.
 */
export type Cause = 'file' | 'settings_since' | 'not_recorded';

export type Comparison = {
  change: Change;
  cause: Cause | null;
  /** Votes as they were asked for then; where nothing is recorded, as they were given. */
  was: readonly Pick<AskedStep, 'key' | 'needed'>[];
  would: readonly Pick<AskedStep, 'key' | 'needed'>[];
  /** Someone decided it who, by the file, would not have: or what was given would not have done. */
  isOtherwise: boolean;
};

/** How the file's answer differs from the past, and whether the settings in force say so too. */
export function compare(past: Past, byFile: Replayed, byNow: Replayed | null): Comparison {
  const would = stepsThen(past, byFile, byNow);
  const change = changeOf(past, byFile, would);
  return {
    change,
    cause: change === 'same' ? null : causeOf(past, byFile, byNow, would, change),
    was: past.wasAutomatic ? [] : stepsBefore(past),
    would,
    isOtherwise: isOtherwise(past, byFile, would, change),
  };
}

const nameless = 'unknown';

function recordedOf(past: Past): readonly AskedStep[] | null {
  return past.decision ? past.decision.asked : past.logged.asked;
}

function stepsBefore(past: Past): Comparison['was'] {
  const recorded = recordedOf(past);
  if (recorded) return recorded;
  return past.decision ? [{ key: nameless, needed: past.decision.votes.length }] : [];
}

/**
 * A step that asks the same people as the settings in force asks for as many votes as it did then:
 * `all` and `majority` count who worked there at that time.
 */
function stepsThen(past: Past, byFile: Replayed, byNow: Replayed | null) {
  const recorded = recordedOf(past);
  return byFile.steps.map((step, index) => {
    const then = recorded?.[index];
    const now = byNow?.steps[index];
    const isAsThen = then?.key === step.key && now !== undefined && isSamePeople(step, now);
    return isAsThen ? { ...step, needed: then.needed } : step;
  });
}

type Steps = Replayed['steps'];

function isSamePeople(left: Steps[number], right: Steps[number]): boolean {
  return [...left.eligibleIds].sort().join() === [...right.eligibleIds].sort().join();
}

function changeOf(past: Past, byFile: Replayed, would: Steps): Change {
  if (past.wasAutomatic) return byFile.isAutomatic ? 'same' : 'now_asks';
  if (byFile.isAutomatic) return 'now_automatic';
  const recorded = recordedOf(past);
  if (recorded && sameSteps(recorded, would)) return 'same';
  if (!recorded && isUnknown(past)) return 'same';
  const more = votesIn(would) - votesIn(stepsBefore(past));
  if (more !== 0) return more > 0 ? 'more_votes' : 'fewer_votes';
  return missingOf(past, would) > 0 ? 'other_people' : 'same';
}

/** Nothing was recorded, and no approval tells what was asked: a rejection takes one vote always. */
function isUnknown({ decision }: Past): boolean {
  return !decision || !['approved', 'completed'].includes(decision.outcome);
}

function sameSteps(left: Comparison['was'], right: Comparison['was']): boolean {
  const words = (steps: Comparison['was']) =>
    steps.map(({ key, needed }) => `${key}:${needed}`).join(' ');
  return words(left) === words(right);
}

export function votesIn(steps: Comparison['was']): number {
  return steps.reduce((sum, { needed }) => sum + needed, 0);
}

/** How many votes the file's steps would still have lacked, of those that were given. */
function missingOf({ decision }: Past, would: Steps): number {
  const unused = (decision?.votes ?? []).map((vote) => vote.personId);
  let missing = 0;
  for (const { needed, eligibleIds } of would) {
    const found = eligibleIds.filter((id) => unused.includes(id)).slice(0, needed);
    for (const id of found) unused.splice(unused.indexOf(id), 1);
    missing += needed - found.length;
  }
  return missing;
}

function isOtherwise(past: Past, byFile: Replayed, would: Steps, change: Change): boolean {
  if (change === 'same') return false;
  if (past.wasAutomatic) return true;
  const { decision, entry } = past;
  if (byFile.isAutomatic) {
    const ended = decision?.outcome ?? entry.status;
    return ['rejected', 'changes_requested', 'cancelled'].includes(ended);
  }
  const isApproval = decision?.outcome === 'approved' || decision?.outcome === 'completed';
  return isApproval && missingOf(past, would) > 0;
}

function causeOf(
  past: Past,
  byFile: Replayed,
  byNow: Replayed | null,
  would: Steps,
  change: Change,
): Cause {
  if (!byNow || byNow.isAutomatic !== byFile.isAutomatic) return 'file';
  const now = stepsThen(past, byNow, byNow);
  const isSame =
    sameSteps(now, would) &&
    now.every((step, index) => isSamePeople(step, would[index] ?? step)) &&
    changeOf(past, byNow, now) === change;
  if (!isSame) return 'file';
  return recordedOf(past) === null ? 'not_recorded' : 'settings_since';
}
