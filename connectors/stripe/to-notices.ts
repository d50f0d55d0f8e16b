import type {
  DisputeNotice,
  DisputeStage,
  DisputeState,
  Identifier,
  Money,
  PaymentNotice,
  RefundNotice,
} from '../../core/index.js';
import { moneyFrom, type VendorDigits } from '../minor-units.js';
import type {
  StripeCharge,
  StripeDispute,
  StripeEvent,
  StripePaymentIntent,
  StripeRefund,
  StripeWarning,
} from './schema.js';

/**
 * Where Stripe counts otherwise than ISO 4217 (docs.stripe.com/currencies, zero-decimal and
 * special cases): ariary without decimals, krónur and Ugandan shillings with two.
 */
const stripeDigits: VendorDigits = { MGA: 0, ISK: 2, UGX: 2 };

export const moneyOf = (value: number, code: string): Money | null =>
  moneyFrom(value, code, stripeDigits);

type Stands = { stage: DisputeStage | null; state: DisputeState; isFinal?: true };

/**
 * Statuses in our words, from the project's reference (dispute-lifecycles.json; npm stripe 23.1.0,
 * docs.stripe.com/disputes). `won` is not final: an appeal may follow. The two `appeal_` rows are
 * our own reading of the names.
 */
const statuses: Readonly<Record<string, Stands>> = {
  warning_needs_response: { stage: 'inquiry', state: 'action_required' },
  warning_under_review: { stage: 'inquiry', state: 'under_review' },
  // "Closed": it did not become a chargeback; one that comes all the same is a new entry.
  warning_closed: { stage: 'inquiry', state: 'withdrawn', isFinal: true },
  needs_response: { stage: 'chargeback', state: 'action_required' },
  under_review: { stage: 'chargeback', state: 'under_review' },
  appeal_needs_response: { stage: 'pre_arbitration', state: 'action_required' },
  appeal_under_review: { stage: 'pre_arbitration', state: 'under_review' },
  won: { stage: null, state: 'won' },
  lost: { stage: null, state: 'lost', isFinal: true },
  prevented: { stage: null, state: 'prevented', isFinal: true },
  // "Previously used by Stripe to indicate that a dispute led to a refund" (shopify.dev, DisputeStatus).
  charge_refunded: { stage: null, state: 'prevented', isFinal: true },
};

/** A dispute's event; null where an amount is in no currency we know. A new status tells no state. */
export function disputeNotice(event: StripeEvent, dispute: StripeDispute): DisputeNotice | null {
  const amount = moneyOf(dispute.amount, dispute.currency);
  if (!amount) return null;
  const card = dispute.payment_method_details?.card;
  const stands = statuses[dispute.status];
  const dueBy = dispute.evidence_details?.due_by;
  return {
    ...everyNotice(event, dispute.status, dispute.reason ?? null),
    kind: 'dispute',
    dispute: { kind: 'stripe_dispute', value: dispute.id },
    url: `https://dashboard.stripe.com/${dispute.livemode ? '' : 'test/'}disputes/${dispute.id}`,
    payment: paymentNames(dispute),
    stage: stands?.stage ?? null,
    state: stands?.state ?? null,
    isFinal: stands?.isFinal ?? false,
    amount: amount.minor > 0n ? amount : null,
    ...moneyMoved(event, dispute),
    reasonCode: card?.network_reason_code ?? null,
    reason: dispute.reason ?? null,
    network: card?.network ?? card?.brand ?? null,
    // 0 where the issuer takes no answer (reference, due_dates).
    respondBy: dueBy ? new Date(dueBy * 1_000) : null,
  };
}

/** The object lists every movement so far; an event about one says which it was. */
function moneyMoved(event: StripeEvent, dispute: StripeDispute) {
  const moves = dispute.balance_transactions;
  const last = moves
    .toSorted((left, right) => left.created - right.created)
    .findLast((one) => one.reporting_category?.startsWith('dispute'));
  const told = {
    'charge.dispute.funds_withdrawn': 'withdrawn',
    'charge.dispute.funds_reinstated': 'returned',
  } as const;
  const funds: DisputeNotice['funds'] =
    event.type in told
      ? told[event.type as keyof typeof told]
      : last
        ? last.reporting_category === 'dispute_reversal'
          ? 'returned'
          : 'withdrawn'
        : null;
  const withdrawal = moves.find((one) => one.reporting_category !== 'dispute_reversal');
  const fees = moves.reduce((sum, one) => sum + one.fee, 0);
  return {
    funds,
    settlement: withdrawal ? moneyOf(Math.abs(withdrawal.amount), withdrawal.currency) : null,
    fee: withdrawal ? moneyOf(Math.max(fees, 0), withdrawal.currency) : null,
  };
}

/** An issuer's early warning: no money has moved, and a refund now may save a dispute. */
export function warningNotice(event: StripeEvent, warning: StripeWarning): DisputeNotice {
  return {
    ...everyNotice(event, null, warning.fraud_type ?? null),
    kind: 'dispute',
    dispute: { kind: 'stripe_warning', value: warning.id },
    url: `https://dashboard.stripe.com/${warning.livemode ? '' : 'test/'}payments/${warning.charge}`,
    payment: paymentNames(warning),
    stage: 'alert',
    state: null,
    isFinal: false,
    funds: null,
    amount: null,
    settlement: null,
    fee: null,
    reasonCode: null,
    reason: warning.fraud_type ?? null,
    network: null,
    respondBy: null,
  };
}

const refundStates: Readonly<Record<string, RefundNotice['state']>> = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

/** Null where the currency or status is none we know; `eventId` where one event tells of several. */
export function refundNotice(
  event: StripeEvent,
  refund: StripeRefund,
  eventId: string = event.id,
): RefundNotice | null {
  const amount = moneyOf(refund.amount, refund.currency);
  // Old accounts leave the status out: what is listed then has succeeded.
  const state = refundStates[refund.status ?? 'succeeded'];
  if (!amount || amount.minor === 0n || !state) return null;
  return {
    ...everyNotice(event, refund.status ?? null, refund.failure_reason ?? null),
    eventId,
    kind: 'refund',
    refund: { kind: 'stripe_refund', value: refund.id },
    url: `https://dashboard.stripe.com/refunds/${refund.id}`,
    payment: paymentNames(refund),
    state,
    amount,
    failure: refund.failure_reason ?? null,
  };
}

/** What was captured; null where nothing was, or in no currency we know. */
export function chargeNotice(event: StripeEvent, charge: StripeCharge): PaymentNotice | null {
  const payment = paymentNames({ charge: charge.id, payment_intent: charge.payment_intent });
  return capturedNotice(event, payment, moneyOf(charge.amount_captured, charge.currency));
}

export function paymentIntentNotice(
  event: StripeEvent,
  intent: StripePaymentIntent,
): PaymentNotice | null {
  const payment = paymentNames({ charge: intent.latest_charge, payment_intent: intent.id });
  return capturedNotice(event, payment, moneyOf(intent.amount_received, intent.currency));
}

function capturedNotice(
  event: StripeEvent,
  payment: PaymentNotice['payment'],
  captured: Money | null,
): PaymentNotice | null {
  if (!captured || captured.minor === 0n) return null;
  return {
    ...everyNotice(event, null, null),
    kind: 'payment',
    payment,
    captured,
    isPart: false,
    returned: null,
  };
}

function everyNotice(event: StripeEvent, status: string | null, code: string | null) {
  return {
    eventId: event.id,
    occurredAt: new Date(event.created * 1_000),
    processor: 'stripe',
    raw: { event: event.type, status, code },
  };
}

/** A charge and its payment intent are one payment under two names. */
export function paymentNames(named: {
  charge?: string | null | undefined;
  payment_intent?: string | null | undefined;
}): Identifier[] {
  return [named.charge, named.payment_intent]
    .filter((value) => typeof value === 'string')
    .filter((value) => /^(?:ch|py|pi)_\w{1,80}$/.test(value))
    .map((value) => ({ kind: 'stripe_payment', value }));
}
