import type { Channel, ReversalStatus, ReversalType, Surface } from '../../reversals/reversal.js';
import type { RiskSign } from '../../reversals/risk.js';
import type { Action } from '../../reversals/transitions.js';

/** How types, statuses, surfaces and steps are named on pages. */
export const typeWords = {
  bank_reversal: 'Bank return',
  refund: 'Refund',
  chargeback: 'Chargeback',
  system_error: 'System error',
  merchant_error: 'Merchant error',
} as const satisfies Record<ReversalType, string>;

export const statusWords = {
  needs_review: 'Needs review',
  pending_approval: 'Waiting for approval',
  changes_requested: 'Changes requested',
  approved: 'Approved',
  completed: 'Completed',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
} as const satisfies Record<ReversalStatus, string>;

/** A status that may be newer than this table. */
export function statusIn(status: string): string {
  return status in statusWords ? statusWords[status as ReversalStatus] : plain(status);
}

export const channelWords = {
  phone: 'Phone',
  email: 'E-mail',
  chat: 'Chat',
  crm: 'Helpdesk',
  api: 'API',
  slack: 'Slack',
} as const satisfies Record<Channel, string>;

export const riskWords = {
  fraud_warning: 'the issuer warns of fraud',
  fraud_reason: 'the reason code says fraud, or not authorised',
  charge_not_theirs: 'the customer says the charge is not theirs',
  payment_disputed: 'its payment is disputed at the processor',
  payment_already_claimed: 'asks for more than is left of the payment',
  unapproved_payout: 'paid out without an approval here',
  fraud_flag: 'flagged as fraud',
} as const satisfies Record<RiskSign, string>;

export const surfaceWords = {
  chat_button: 'a button in chat',
  chat_thread: 'an answer in chat',
  chat_command: 'a chat command',
  dashboard: 'the dashboard',
  rest: 'the API',
  command_line: 'the command line',
  connector: 'a connection',
  hub: 'the hub itself',
} as const satisfies Record<Surface, string>;

/** What was done, after a name: "Mia Manager approved". */
const doneWords: Partial<Record<Action | string, string>> = {
  logged: 'logged it',
  confirm: 'confirmed it',
  approve: 'approved',
  approved_by_policy: 'approved by policy',
  rejected_by_policy: 'rejected by policy, as its time ran out',
  step_reminded: 'reminded of it, as its time ran out',
  step_escalated: 'asked others too, as its time ran out',
  step_reassigned: 'asked others instead, as its time ran out',
  step_fallback: 'sent it on, as nobody named may decide it',
  enough_decided: 'noticed that enough decided, as less is asked now',
  handed_over: 'handed it over',
  amount_lowered: 'lowered the amount',
  reject: 'rejected',
  request_changes: 'requested changes',
  accept: 'accepted the loss',
  contest: 'decided to contest',
  submit: 'handed the evidence in',
  outcome: 'recorded the outcome',
  next_step: 'chose the next step',
  answer: 'answered',
  complete: 'completed it',
  cancel: 'cancelled it',
  withdraw: 'took a decision back',
  assign: 'assigned it',
  note: 'added a note',
  wait: 'chose to wait for the processor’s notice',
  evidence_added: 'added evidence',
  join: 'joined two entries',
  part: 'parted two entries',
  processor_notice: 'told how the dispute stands',
  next_stage: 'told of the next stage',
  capture_failed: 'heard that a capture of its payment failed',
  payment_matched: 'matched it to its payment',
  payout_sent: 'sent the money',
  payout_confirmed: 'confirmed that the money went back',
  payout_failed: 'could not pay the money back',
  linked_entry_opened: 'opened an entry in its place',
  edited: 'edited it',
};

/** In words, or the recorded name with spaces where it is newer than this table. */
export function doneIn(action: string): string {
  return doneWords[action] ?? action.replaceAll('_', ' ');
}

/** `payment_already_claimed` as "payment already claimed". */
export function plain(name: string): string {
  return name.replaceAll('_', ' ');
}
