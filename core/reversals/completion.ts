import type { DisputeStage, Reversal } from './reversal.js';

type Completed = Pick<Reversal, 'type' | 'outcome' | 'dispute'>;

/**
 * What completing by hand takes (domain-rules.md, Money): the refund's id where money went back;
 * nothing for a bank return, whose chosen next step is done, for an accepted loss, and for a won
 * dispute that no later stage can reopen; a contested one has no end before its outcome.
 */
export function completionOf({
  type,
  outcome,
  dispute,
}: Completed): 'refund_id' | 'nothing' | 'outcome_first' {
  if (outcome === 'contest') return dispute?.result === 'won' ? 'nothing' : 'outcome_first';
  return outcome === 'accept' || type === 'bank_reversal' ? 'nothing' : 'refund_id';
}

/**
 * Whether an outcome that a person enters ends the dispute. A win before arbitration does not: a second
 * chargeback, pre-arbitration or arbitration may follow (reference/dispute-lifecycles.json).
 */
export function isLastOutcome(result: 'won' | 'lost', stage: DisputeStage | null): boolean {
  return result === 'lost' || stage === 'arbitration';
}
