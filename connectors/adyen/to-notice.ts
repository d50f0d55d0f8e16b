import type {
  DisputeNotice,
  DisputeStage,
  DisputeState,
  Identifier,
  Money,
  Notice,
  RefundNotice,
} from '../../core/index.js';
import { moneyFrom, type VendorDigits } from '../minor-units.js';
import type { AdyenItem } from './schema.js';

/**
 * Where Adyen counts otherwise than ISO 4217 ("differs from standard" in
 * docs.adyen.com/development-resources/currency-codes).
 */
const adyenDigits: VendorDigits = { CLP: 2, CVE: 0, IDR: 0, ISK: 2 };

type Row = {
  stage: DisputeStage | null;
  state: DisputeState;
  isFinal?: true;
  funds?: 'withdrawn' | 'returned';
};

/**
 * Dispute events in our words, from the project's reference (dispute-lifecycles.json;
 * Adyen/adyen-openapi, docs.adyen.com/risk-management). A chargeback reversed is not final: a second
 * chargeback or pre-arbitration may follow.
 */
const disputeEvents: Readonly<Record<string, Row>> = {
  NOTIFICATION_OF_FRAUD: { stage: 'alert', state: 'action_required' },
  REQUEST_FOR_INFORMATION: { stage: 'inquiry', state: 'action_required' },
  NOTIFICATION_OF_CHARGEBACK: { stage: 'chargeback', state: 'action_required' },
  CHARGEBACK: { stage: 'chargeback', state: 'action_required', funds: 'withdrawn' },
  INFORMATION_SUPPLIED: { stage: null, state: 'submitted' },
  ISSUER_COMMENTS: { stage: null, state: 'under_review' },
  DISPUTE_DEFENSE_PERIOD_ENDED: { stage: null, state: 'expired', isFinal: true },
  ISSUER_RESPONSE_TIMEFRAME_EXPIRED: { stage: null, state: 'won', isFinal: true },
  CHARGEBACK_REVERSED: { stage: 'chargeback', state: 'won', funds: 'returned' },
  SECOND_CHARGEBACK: { stage: null, state: 'lost', isFinal: true, funds: 'withdrawn' },
  PREARBITRATION_OPEN: { stage: 'pre_arbitration', state: 'action_required' },
  PREARBITRATION_ACCEPTED: { stage: 'pre_arbitration', state: 'accepted', isFinal: true },
  PREARBITRATION_DECLINED: { stage: 'pre_arbitration', state: 'submitted' },
  PREARBITRATION_WON: { stage: 'pre_arbitration', state: 'won', isFinal: true },
  PREARBITRATION_LOST: {
    stage: 'pre_arbitration',
    state: 'lost',
    isFinal: true,
    funds: 'withdrawn',
  },
  PREARBITRATION_ISSUER_WITHDRAWN: { stage: 'pre_arbitration', state: 'withdrawn', isFinal: true },
};

/** `disputeStatus` says more than the event where a chargeback is taken while its defence runs. */
const statusOfChargeback: Readonly<Record<string, DisputeState>> = {
  Responded: 'submitted',
  Pending: 'under_review',
};

const otherEvents: readonly string[] = [
  'REFUND',
  'REFUND_WITH_DATA',
  'CANCEL_OR_REFUND',
  'REFUND_FAILED',
  'REFUNDED_REVERSED',
  'CAPTURE',
  'CAPTURE_FAILED',
];

/** Reports, authorisations and the rest are counted only, whatever is in them. */
export function isEventOfOurs(eventCode: unknown): boolean {
  return (
    typeof eventCode === 'string' &&
    (Object.hasOwn(disputeEvents, eventCode) || otherEvents.includes(eventCode))
  );
}

/**
 * One event as a fact. `ignored` where its kind is none of ours, or where what was tried did not
 * happen; null where an amount is in no currency we know.
 */
export function toNotice(item: AdyenItem): Notice | 'ignored' | null {
  const row = disputeEvents[item.eventCode];
  if (row) return item.success === 'true' ? disputeNotice(item, row) : 'ignored';
  switch (item.eventCode) {
    case 'REFUND':
    case 'REFUND_WITH_DATA':
      return refundNotice(item, item.success === 'true' ? 'succeeded' : 'failed');
    case 'CANCEL_OR_REFUND': {
      // A void of what was never captured is no refund.
      const isRefund = item.additionalData?.['modification.action'] === 'refund';
      if (!isRefund) return 'ignored';
      return refundNotice(item, item.success === 'true' ? 'succeeded' : 'failed');
    }
    case 'REFUND_FAILED':
    case 'REFUNDED_REVERSED':
      return item.success === 'true' ? refundNotice(item, 'failed') : 'ignored';
    case 'CAPTURE':
      return item.success === 'true' ? captureNotice(item) : 'ignored';
    case 'CAPTURE_FAILED':
      return item.success === 'true' ? captureFailedNotice(item) : 'ignored';
    default:
      return 'ignored';
  }
}

function disputeNotice(item: AdyenItem, row: Row): DisputeNotice | null {
  const amount = moneyOf(item);
  if (!amount) return null;
  const data = item.additionalData ?? {};
  const status = data.disputeStatus ?? null;
  const isAccepted = row.state === 'expired' && status === 'Accepted';
  const state = isAccepted
    ? 'accepted'
    : item.eventCode === 'CHARGEBACK'
      ? (statusOfChargeback[status ?? ''] ?? row.state)
      : row.state;
  const isWarning = row.stage === 'alert';
  return {
    ...everyNotice(item, status),
    kind: 'dispute',
    dispute: { kind: isWarning ? 'adyen_warning' : 'adyen_dispute', value: item.pspReference },
    url: null,
    stage: row.stage,
    state: isWarning ? null : state,
    isFinal: row.isFinal ?? false,
    funds: row.funds ?? null,
    amount: amount.minor > 0n ? amount : null,
    settlement: null,
    fee: null,
    reasonCode: data.chargebackReasonCode ?? data.rfiReasonCode ?? data.nofReasonCode ?? null,
    reason: item.reason ?? null,
    network:
      data.chargebackSchemeCode ??
      data.rfiSchemeCode ??
      data.nofSchemeCode ??
      item.paymentMethod ??
      null,
    respondBy: data.defensePeriodEndsAt ? new Date(data.defensePeriodEndsAt) : null,
  };
}

function refundNotice(item: AdyenItem, state: RefundNotice['state']): RefundNotice | null {
  const amount = moneyOf(item);
  if (!amount || amount.minor === 0n) return null;
  return {
    ...everyNotice(item, null),
    kind: 'refund',
    // All events of one refund carry its reference (docs.adyen.com/online-payments/refund).
    refund: { kind: 'adyen_refund', value: item.pspReference },
    url: null,
    state,
    amount,
    failure: state === 'failed' ? (item.reason ?? null) : null,
  };
}

/**
 * "eventCode CAPTURE, success true, reason Transaction Recaptured" follows a failure that Adyen mended
 * (docs.adyen.com/online-payments/capture/failure-reasons): a capture of its own, not the first again.
 */
const recapturedReason = 'transaction recaptured';

function captureNotice(item: AdyenItem): Notice | null {
  const captured = moneyOf(item);
  if (!captured) return null;
  const every = everyNotice(item, null);
  const part = { kind: 'payment', captured, isPart: true, returned: null } as const;
  const isAgain = item.reason?.trim().toLowerCase() === recapturedReason;
  if (isAgain) return { ...every, eventId: `${every.eventId}:recaptured`, ...part };
  const failedBy = eventIdOf({ ...item, eventCode: 'CAPTURE_FAILED', success: 'true' });
  return { ...every, ...part, failedBy };
}

/** The scheme rejected a capture that had been told as done (Adyen/adyen-openapi, CAPTURE_FAILED). */
function captureFailedNotice(item: AdyenItem): Notice | null {
  const captured = moneyOf(item);
  if (!captured) return null;
  const part = { kind: 'payment', captured, isPart: true, returned: null } as const;
  return { ...everyNotice(item, null), ...part, isTakenBack: true };
}

const moneyOf = ({ amount }: AdyenItem): Money | null =>
  moneyFrom(amount.value, amount.currency, adyenDigits);

/** Adyen sends an event again under the same code and reference (docs.adyen.com, webhooks, duplicates). */
export function eventIdOf(item: {
  eventCode: string;
  pspReference: string;
  success: string;
}): string {
  return `${item.eventCode}:${item.pspReference}:${item.success}`;
}

function everyNotice(item: AdyenItem, status: string | null) {
  return {
    eventId: eventIdOf(item),
    occurredAt: new Date(item.eventDate),
    processor: 'adyen',
    payment: paymentOf(item),
    raw: { event: item.eventCode, status, code: null },
  };
}

function paymentOf({ originalReference }: AdyenItem): Identifier[] {
  return originalReference ? [{ kind: 'adyen_payment', value: originalReference }] : [];
}
