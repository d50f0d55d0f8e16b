import {
  formatMoney,
  type Money,
  type Reversal,
  type ReversalStatus,
  type ReversalType,
  waitsForNoticeFlag,
} from '../../core/index.js';

export const typeNames: Readonly<Record<ReversalType, string>> = {
  bank_reversal: 'Bank return',
  refund: 'Refund',
  chargeback: 'Chargeback',
  system_error: 'System error',
  merchant_error: 'Wrong charge',
};

export const statusNames: Readonly<Record<ReversalStatus, string>> = {
  needs_review: 'needs review',
  pending_approval: 'waiting for a decision',
  changes_requested: 'changes requested',
  approved: 'approved',
  completed: 'completed',
  rejected: 'rejected',
  cancelled: 'cancelled',
};

/** What was decided, before "by …". */
export const decisionNames: Readonly<Record<Reversal['approvals'][number]['decision'], string>> = {
  approve: 'approved',
  reject: 'rejected',
  request_changes: 'changes requested',
  accept: 'loss accepted',
  contest: 'contested',
  next_step: 'next step chosen',
  answer: 'answered',
};

/** Flags as people read them. Fraud signs never stand on a card (domain-rules.md). */
const flagNames: Readonly<Record<string, string>> = {
  payment_already_claimed: 'asks for more than is left of the payment',
  payment_disputed: 'disputed at the processor: do not pay it back',
  unapproved_payout: 'paid out without an approval here',
  undercharge: 'undercharge: recorded, never paid',
  second_approval: 'second approval by policy',
};

export function flagWords(flags: readonly string[]): string[] {
  return (
    flags
      // What somebody chose stands in the card's last line; it warns of nothing.
      .filter((flag) => !/fraud|risk/.test(flag) && flag !== waitsForNoticeFlag)
      .map((flag) =>
        Object.hasOwn(flagNames, flag) ? (flagNames[flag] ?? '') : flag.replaceAll('_', ' '),
      )
  );
}

export const amountWords = (amount: Money | null, locale: string) =>
  amount ? formatMoney(amount, locale) : 'no amount';

/** What an approved entry is called: a contested dispute is not "approved". */
export function statusWords(reversal: Pick<Reversal, 'status' | 'outcome'>): string {
  if (reversal.status === 'approved' && reversal.outcome === 'contest') return 'contested';
  if (reversal.status === 'approved' && reversal.outcome === 'accept') return 'loss accepted';
  return statusNames[reversal.status];
}

/** Type, amount and client; the only words that notifications carry (domain-rules.md). */
export function noticeText(reversal: Reversal, clientName: string, locale: string): string {
  return `${typeNames[reversal.type]} ${amountWords(reversal.amount, locale)} · ${clientName} · ${statusWords(reversal)}`;
}
