import type { PolicyStep } from './approval-policy.js';
import type { Reversal } from './reversal.js';

/** What time, or that nobody could decide, changed about one step; it holds for the round. */
export type StepChange = {
  /** Position of the step in the requirement. */
  step: number;
  how: 'escalate' | 'reassign' | 'fallback';
  /** Who is asked besides, or instead: names as in the policy. */
  names: readonly string[];
};

/** Where the step that is open stands in time. It belongs to its round and step, and to no other. */
export type StepTurn = {
  round: number;
  step: number;
  openedAt: Date;
  /** When something is to happen by itself; null where nothing is. */
  dueAt: Date | null;
  /** The limit as configured, `8h`; null where the step has none. */
  within: string | null;
  /** How often its time has run out. */
  timesPassed: number;
  changes: readonly StepChange[];
  /** Whose turn it is, where the step goes round. */
  holderId: string | null;
  /** Whether the votes suffice and one press more is asked for; told once, when it comes to be so. */
  isEnough: boolean;
  /** While changes are asked for: what is put back where that is taken back. */
  paused?: { dueAt: Date | null; holderId: string | null };
};

/** The configured steps with what time changed about them in this round. */
export function withChanges(
  steps: readonly PolicyStep[],
  { stepTurn, round }: Pick<Reversal, 'stepTurn' | 'round'>,
): readonly PolicyStep[] {
  if (!stepTurn || stepTurn.round !== round || stepTurn.changes.length === 0) return steps;
  return steps.map((step, index) => {
    const changes = stepTurn.changes.filter((change) => change.step === index);
    if (changes.length === 0) return step;
    const names = [...new Set(changes.flatMap((change) => change.names))];
    return { ...step, added: { names, isInstead: changes.some(isInstead) } };
  });
}

const isInstead = (change: StepChange) => change.how === 'reassign';
