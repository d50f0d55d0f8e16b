import type { RefusalName } from './refusal.js';
import type { ReversalKind, ReversalStatus, ReversalType } from './reversal.js';

export const actions = [
  'confirm',
  'approve',
  'reject',
  'request_changes',
  'accept',
  'contest',
  'submit',
  'outcome',
  'next_step',
  'answer',
  'complete',
  'cancel',
  'withdraw',
  'edit',
  'next_stage',
  'processor_answered',
  'processor_settled',
  'processor_told_late',
  'assign',
  'note',
  'wait',
  'join',
  'part',
] as const;
export type Action = (typeof actions)[number];

type Refused = { readonly refused: RefusalName };
type Answer = { readonly next: ReversalStatus } | Refused;

/** Where an action leads; `others` where what else is known of the entry may ask for another end. */
type Row = { readonly next: ReversalStatus; readonly others: readonly ReversalStatus[] };

const to = (next: ReversalStatus, ...others: readonly ReversalStatus[]): Row => ({ next, others });
const final: Refused = { refused: 'already_final' };
const decided: Refused = { refused: 'already_decided' };
const elsewhere: Refused = { refused: 'not_in_this_status' };

/** What may still be written beside a final entry: words about it, never its state. */
const finalRow = (status: ReversalStatus) => ({
  confirm: final,
  approve: final,
  reject: final,
  request_changes: final,
  accept: final,
  contest: final,
  submit: final,
  outcome: final,
  next_step: final,
  answer: final,
  complete: final,
  cancel: final,
  withdraw: final,
  edit: final,
  next_stage: final,
  processor_answered: final,
  processor_settled: final,
  processor_told_late: final,
  assign: final,
  note: to(status),
  wait: final,
  join: to(status),
  part: to(status),
});

/**
 * The one total table: every status and action has the next status or a named refusal.
 * `approve` names the status once the policy is satisfied; while votes are missing it stays.
 * `processor_answered`, `processor_settled` and `processor_told_late` are no person's: what has happened
 * at the processor.
 * Source: design.md, Lifecycle; domain-rules.md, Decisions by type.
 */
const transitionTable = {
  needs_review: {
    confirm: to('pending_approval'),
    approve: elsewhere,
    reject: to('rejected'),
    request_changes: to('changes_requested'),
    accept: elsewhere,
    contest: elsewhere,
    submit: elsewhere,
    outcome: elsewhere,
    next_step: elsewhere,
    answer: elsewhere,
    complete: elsewhere,
    cancel: to('cancelled'),
    withdraw: elsewhere,
    edit: to('needs_review'),
    next_stage: to('needs_review'),
    processor_answered: to('needs_review'),
    processor_settled: to('completed'),
    processor_told_late: elsewhere,
    assign: to('needs_review'),
    note: to('needs_review'),
    wait: elsewhere,
    join: to('needs_review'),
    part: to('needs_review'),
  },
  pending_approval: {
    confirm: elsewhere,
    approve: to('approved'),
    reject: to('rejected'),
    request_changes: to('changes_requested'),
    accept: to('approved'),
    contest: to('approved'),
    submit: elsewhere,
    outcome: elsewhere,
    next_step: to('approved'),
    answer: to('completed'),
    complete: elsewhere,
    cancel: to('cancelled'),
    withdraw: to('pending_approval'),
    edit: to('pending_approval'),
    next_stage: to('pending_approval'),
    processor_answered: to('approved'),
    processor_settled: to('completed'),
    processor_told_late: elsewhere,
    assign: to('pending_approval'),
    note: to('pending_approval'),
    wait: to('pending_approval'),
    join: to('pending_approval'),
    part: to('pending_approval'),
  },
  changes_requested: {
    confirm: to('pending_approval'),
    approve: elsewhere,
    reject: to('rejected'),
    request_changes: elsewhere,
    accept: elsewhere,
    contest: elsewhere,
    submit: elsewhere,
    outcome: elsewhere,
    next_step: elsewhere,
    answer: elsewhere,
    complete: elsewhere,
    cancel: to('cancelled'),
    // Whoever asked for the changes takes that back; it waits where it waited before.
    withdraw: to('pending_approval', 'needs_review'),
    edit: to('changes_requested'),
    next_stage: to('pending_approval'),
    processor_answered: to('approved'),
    processor_settled: to('completed'),
    processor_told_late: elsewhere,
    assign: to('changes_requested'),
    note: to('changes_requested'),
    wait: elsewhere,
    join: to('changes_requested'),
    part: to('changes_requested'),
  },
  approved: {
    confirm: decided,
    approve: decided,
    reject: decided,
    request_changes: decided,
    accept: decided,
    contest: decided,
    submit: to('approved'),
    // A dispute that may go on is not at its end.
    outcome: to('completed', 'approved'),
    next_step: decided,
    answer: decided,
    complete: to('completed'),
    cancel: to('cancelled'),
    withdraw: to('pending_approval'),
    edit: to('pending_approval'),
    next_stage: to('pending_approval'),
    processor_answered: to('approved'),
    processor_settled: to('completed'),
    processor_told_late: elsewhere,
    assign: to('approved'),
    note: to('approved'),
    wait: decided,
    join: to('approved'),
    part: to('approved'),
  },
  completed: finalRow('completed'),
  rejected: finalRow('rejected'),
  // A refund whose failure was told before its success.
  cancelled: { ...finalRow('cancelled'), processor_told_late: to('completed') },
} as const satisfies Record<ReversalStatus, Record<Action, Row | Refused>>;

/**
 * Asked by every surface: the next status, or why not. `wanted` is an end that is not the usual one;
 * throws where the table does not know it.
 */
export function transition(
  status: ReversalStatus,
  action: Action,
  wanted?: ReversalStatus,
): Answer {
  const row: Row | Refused = transitionTable[status][action];
  if ('refused' in row) return row;
  if (wanted === undefined || wanted === row.next) return { next: row.next };
  if (!row.others.includes(wanted)) {
    throw new Error(`${action} does not lead from ${status} to ${wanted}`);
  }
  return { next: wanted };
}

type Decidable = { type: ReversalType; kind: ReversalKind };

/** Which decisions a type and kind allow at all (domain-rules.md, Decisions by type). */
export function isActionForType({ type, kind }: Decidable, action: Action): boolean {
  const isProcessorDispute = type === 'chargeback' && kind === 'fact';
  switch (action) {
    case 'approve':
      return (
        kind === 'request' &&
        type !== 'chargeback' &&
        type !== 'system_error' &&
        type !== 'bank_reversal'
      );
    case 'reject':
      return kind === 'request';
    case 'request_changes':
      return type !== 'bank_reversal' || kind === 'request';
    case 'accept':
    case 'contest':
    case 'submit':
    case 'outcome':
    case 'next_stage':
      return isProcessorDispute;
    case 'processor_answered':
    case 'processor_settled':
      return kind === 'fact';
    case 'wait':
      return type === 'chargeback' && kind === 'request';
    case 'next_step':
      return type === 'bank_reversal';
    case 'answer':
      return type === 'system_error';
    default:
      return true;
  }
}
