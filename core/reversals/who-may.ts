import { currentHashOf } from './content-hash.js';
import type { DecideRequest } from './desk.js';
import { type Refusal, refuse } from './refusal.js';
import type { Person, Reversal, Role } from './reversal.js';
import type { Action } from './transitions.js';

const everybody: readonly Role[] = ['agent', 'manager', 'compliance', 'admin'];
const deciders: readonly Role[] = ['agent', 'manager', 'compliance', 'admin', 'client_approver'];

/**
 * Which roles may take an action at all. Who of them decides a given reversal is the policy's
 * matter; four eyes and the policy are asked after this.
 */
const rolesFor: Record<Action, readonly Role[]> = {
  confirm: everybody,
  approve: deciders,
  reject: deciders,
  request_changes: deciders,
  accept: deciders,
  contest: deciders,
  submit: everybody,
  outcome: everybody,
  next_step: deciders,
  answer: deciders,
  complete: [...everybody, 'payer'],
  cancel: everybody,
  withdraw: deciders,
  edit: everybody,
  next_stage: [],
  processor_answered: [],
  processor_settled: [],
  processor_told_late: [],
  assign: everybody,
  note: everybody,
  wait: everybody,
  join: everybody,
  part: everybody,
};

/** Role, and what only one's own vote allows: a payer never marks what they approved. */
export function mayTake(person: Person, action: Action, reversal: Reversal): boolean {
  if (!rolesFor[action].includes(person.role)) return false;
  if (action === 'complete' && person.role === 'payer') return !hasVoted(person, reversal);
  if (action === 'withdraw') return hasToWithdraw(person, reversal);
  return true;
}

const hasVoted = (person: Person, { approvals }: Reversal) =>
  approvals.some((vote) => vote.personId === person.id);

/**
 * Whether there is something this person may take back: their own vote, for an admin an approval that
 * stands, whoever gave it; a request for changes is its asker's alone.
 */
export function hasToWithdraw(person: Person, reversal: Reversal): boolean {
  if (reversal.status === 'changes_requested') {
    const asked = reversal.approvals.findLast((vote) => vote.decision === 'request_changes');
    return asked?.personId === person.id;
  }
  // Once it is won, the choice to contest it has been carried out.
  if (reversal.status === 'approved' && reversal.dispute?.result) return false;
  const isStanding = reversal.status === 'approved' && person.role === 'admin';
  return isStanding || hasVoted(person, reversal);
}

/** A decision names the content it was made on; any other content is refused. */
export function refusalOfContent(
  reversal: Reversal,
  request: Pick<DecideRequest, 'contentHash'>,
): Refusal | null {
  if (!request.contentHash)
    return refuse('content_hash_missing', { reference: reversal.reference });
  const now = currentHashOf(reversal);
  if (request.contentHash === now && now === reversal.contentHash) return null;
  return refuse('content_changed', { reference: reversal.reference, contentHash: now });
}
