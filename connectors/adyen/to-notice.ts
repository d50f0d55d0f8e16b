import type { DisputeNotice, Identifier, Money, Notice, RefundNotice } from '../../core/index.js';
import { moneyFrom, type VendorDigits } from '../minor-units.js';
import { disputeEventOf, mayNamePayment } from './dispute-events.js';
import type { AdyenItem } from './schema.js';

/**
 * Where Adyen counts otherwise than ISO 4217 ("differs from standard" in
 * docs.adyen.com/development-resources/currency-codes).
 */
const adyenDigits: VendorDigits = { CLP: 2, CVE: 0, IDR: 0, ISK: 2 };

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
    (disputeEventOf(eventCode, null) !== null || otherEvents.includes(eventCode))
  );
}

/**
 * One event as a fact. `ignored` where its kind is none of ours, or where what was tried did not
 * happen; null where an amount is in no currency we know.
 */
export function toNotice(item: AdyenItem): Notice | 'ignored' | null {
  const event = disputeEventOf(item.eventCode, item.additionalData?.disputeStatus ?? null);
  if (event) return item.success === 'true' ? disputeNotice(item, event) : 'ignored';
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

function disputeNotice(
  item: AdyenItem,
  event: NonNullable<ReturnType<typeof disputeEventOf>>,
): DisputeNotice | null {
  const amount = moneyOf(item);
  if (!amount) return null;
  const data = item.additionalData ?? {};
  const isWarning = event.stage === 'alert';
  const isByPayment = !item.originalReference && mayNamePayment(item.eventCode);
  const payment = paymentOf(isByPayment ? item.pspReference : item.originalReference);
  return {
    ...everyNotice(item, data.disputeStatus ?? null),
    payment,
    kind: 'dispute',
    dispute: { kind: isWarning ? 'adyen_warning' : 'adyen_dispute', value: item.pspReference },
    ...(isByPayment ? { isByPayment } : {}),
    url: null,
    stage: event.stage,
    state: isWarning ? null : event.state,
    isFinal: event.isFinal,
    funds: event.funds,
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
    respondBy: data.defensePeriodEndsAt ?? null,
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
    occurredAt: item.eventDate,
    processor: 'adyen',
    payment: paymentOf(item.originalReference),
    raw: { event: item.eventCode, status, code: null },
  };
}

function paymentOf(reference: string | null | undefined): Identifier[] {
  return reference ? [{ kind: 'adyen_payment', value: reference }] : [];
}
