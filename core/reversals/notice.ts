import type { Money } from './money.js';
import type { DisputeStage, Identifier } from './reversal.js';

/** How a dispute stands, whatever the processor calls it (reference/dispute-lifecycles.json). */
export const disputeStates = [
  'action_required',
  'submitted',
  'under_review',
  'won',
  'lost',
  'accepted',
  'expired',
  'withdrawn',
  'prevented',
] as const;
export type DisputeState = (typeof disputeStates)[number];

/** One event that a processor told us, in our own words. The processor's words stand in `raw`. */
type EveryNotice = {
  /** The processor's own id of this event: the same again is the same event. */
  eventId: string;
  occurredAt: Date;
  processor: string;
  /** Names of the original charge; empty where the event names none. */
  payment: readonly Identifier[];
  /** As the processor wrote them. */
  raw: { event: string; status: string | null; code: string | null };
};

export type DisputeNotice = EveryNotice & {
  kind: 'dispute';
  /** All events of one dispute carry the same id. */
  dispute: Identifier;
  /**
   * Set where the processor may have named the payment in the dispute's place. Where no dispute goes by
   * that name, the event is about the only open dispute on `payment`.
   */
  isByPayment?: boolean | undefined;
  url: string | null;
  /** Null: the event says nothing of the stage, or of how it stands. */
  stage: DisputeStage | null;
  state: DisputeState | null;
  /** Nothing can follow but a new dispute. A first win is not final. */
  isFinal: boolean;
  /** What this event says of the money; null where it says nothing. */
  funds: 'withdrawn' | 'returned' | null;
  /** Disputed amount in the currency of the charge; null where the event names none. */
  amount: Money | null;
  /** What the account was charged, and the fee for it, in the account's currency. */
  settlement: Money | null;
  fee: Money | null;
  reasonCode: string | null;
  /** The processor's or network's category, such as `fraudulent`. */
  reason: string | null;
  network: string | null;
  respondBy: Date | null;
};

export type RefundNotice = EveryNotice & {
  kind: 'refund';
  refund: Identifier;
  url: string | null;
  state: 'pending' | 'succeeded' | 'failed';
  amount: Money;
  /** Why it failed, in the processor's word. */
  failure: string | null;
};

export type PaymentNotice = EveryNotice & {
  kind: 'payment';
  captured: Money;
  /** One capture of several: it adds to what was captured before. */
  isPart: boolean;
  /** The event that tells of this capture's failure, whichever of the two comes first. */
  failedBy?: string | undefined;
  /** A capture that was told of before has failed: so much less was captured. */
  isTakenBack?: boolean | undefined;
  /** What went back before this event, where the processor says so. */
  returned: Money | null;
};

export type Notice = DisputeNotice | RefundNotice | PaymentNotice;

/** What an event of a dispute names: the dispute, but for one that names its payment alone. */
export function namesOf(notice: DisputeNotice): readonly Identifier[] {
  return notice.isByPayment ? notice.payment : [notice.dispute, ...notice.payment];
}

/** The dispute or refund that an event is about; null for one about a payment. */
export function caseOf(notice: Notice): Identifier | null {
  switch (notice.kind) {
    case 'dispute':
      return notice.isByPayment ? (notice.payment[0] ?? notice.dispute) : notice.dispute;
    case 'refund':
      return notice.refund;
    case 'payment':
      return null;
  }
}
