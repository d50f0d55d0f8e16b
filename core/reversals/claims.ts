import type { Money } from './money.js';
import type { ClaimOnPayment, MatchedPayment } from './ports.js';
import type { Reversal } from './reversal.js';

/** Flag of a request beyond what is left of its payment; approval is refused while it stands. */
export const claimedFlag = 'payment_already_claimed';

/** A customer's own claim that somebody chose to leave until the processor's notice joins it. */
export const waitsForNoticeFlag = 'waits_for_notice';

/** Flag of a merchant error whose before is below its after: recorded, never paid. */
export const underchargeFlag = 'undercharge';

/** Flag of a payout that no approval here covers; manager and compliance look at it. */
export const unapprovedFlag = 'unapproved_payout';

/** Flag of a request on a payment with an open dispute: it is not stored but read off the payment. */
export const disputedFlag = 'payment_disputed';

/** A processor's dispute, an alert too, that has not been won: no refund is paid beside it. */
export function isOpenDispute(entry: {
  type: string;
  kind: string;
  status: string;
  historic: boolean;
  disputeResult?: string | null;
}): boolean {
  return (
    entry.type === 'chargeback' &&
    entry.kind === 'fact' &&
    !entry.historic &&
    ['needs_review', 'pending_approval', 'changes_requested', 'approved'].includes(entry.status) &&
    entry.disputeResult !== 'won'
  );
}

const open = ['pending_approval', 'changes_requested', 'needs_review'];

/** Whether this entry's card may stand and has to name a new neighbour on its payment. */
export function refreshedByClaim({ status }: ClaimOnPayment): boolean {
  return ['pending_approval', 'changes_requested', 'approved'].includes(status);
}

/**
 * Whether a new request goes beyond what is left once the requests before it are paid. Where the
 * captured amount is unknown, only a second claim of the same amount is held.
 */
export function isBeyondLeft(
  amount: Money | null,
  payment: Pick<MatchedPayment, 'left'>,
  others: readonly ClaimOnPayment[],
): boolean {
  if (!amount) return false;
  const live = others.filter((claim) => claim.kind === 'request' && claim.amount && asks(claim));
  if (!payment.left) {
    return live.some(
      (claim) =>
        !['rejected', 'cancelled'].includes(claim.status) &&
        claim.amount?.minor === amount.minor &&
        claim.amount.currency === amount.currency,
    );
  }
  if (payment.left.currency !== amount.currency) return true;
  const asked = live
    .filter((claim) => open.includes(claim.status) && claim.amount?.currency === amount.currency)
    .reduce((sum, claim) => sum + (claim.amount?.minor ?? 0n), 0n);
  return amount.minor > payment.left.minor - asked;
}

/**
 * What nobody is to pay asks for nothing: an old item only logged, an undercharge, a system error
 * that was answered (what must go back is the refund it opened).
 */
function asks(claim: ClaimOnPayment): boolean {
  const isOnlyLogged = claim.historic && open.includes(claim.status);
  const isAnswered =
    claim.type === 'system_error' && claim.status === 'completed' && claim.payout === 'none';
  return !isOnlyLogged && !isAnswered && !claim.flags.includes(underchargeFlag);
}

/** Whether paying this now would exceed what is left after all that was approved before it. */
export function wouldOverpay(
  reversal: Reversal,
  amount: Money,
  others: readonly ClaimOnPayment[],
): boolean {
  if (!reversal.payment || reversal.kind !== 'request') return false;
  const { left } = reversal.payment;
  if (left) return left.currency !== amount.currency || amount.minor > left.minor;
  return others.some(
    (claim) =>
      claim.id !== reversal.id &&
      claim.kind === 'request' &&
      asks(claim) &&
      ['approved', 'completed'].includes(claim.status) &&
      claim.amount?.minor === amount.minor,
  );
}
