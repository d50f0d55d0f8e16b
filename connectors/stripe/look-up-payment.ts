import type { Identifier, PaymentNotice } from '../../core/index.js';
import type { StripeClient } from './client.js';
import type { StripeRefund } from './schema.js';
import { moneyOf, paymentNames } from './to-notices.js';

/** A charge or payment intent as Stripe knows it now: captured, and returned before `since`. */
export async function lookUpPayment(
  client: StripeClient,
  { kind, value }: Identifier,
  since: Date,
): Promise<PaymentNotice | null> {
  // Ids stand in addresses, and one written cut short names nothing.
  if (kind !== 'stripe_payment' || !/^(?:ch|py|pi)_\w{1,80}$/.test(value)) return null;
  const intent = value.startsWith('pi_') ? await client.paymentIntent(value) : null;
  const chargeId = intent ? intent.latest_charge : value.startsWith('pi_') ? null : value;
  if (!chargeId) return null;
  const charge = await client.charge(chargeId);
  const captured = charge && moneyOf(charge.amount_captured, charge.currency);
  if (!charge || !captured || captured.minor === 0n) return null;
  const refunds = await client.refundsOf(charge.id);
  if (!refunds) return null;
  const before = refunds.filter((refund) => isReturned(refund, since));
  const returned = before.reduce(
    (sum, refund) => sum + (moneyOf(refund.amount, refund.currency)?.minor ?? 0n),
    0n,
  );
  return {
    kind: 'payment',
    eventId: `look_up:${charge.id}`,
    occurredAt: new Date(charge.created * 1_000),
    processor: 'stripe',
    payment: paymentNames({ charge: charge.id, payment_intent: charge.payment_intent }),
    raw: { event: 'look_up', status: null, code: null },
    captured,
    isPart: false,
    returned: { minor: returned, currency: captured.currency },
  };
}

function isReturned(refund: StripeRefund, since: Date): boolean {
  const isGone = refund.status === 'failed' || refund.status === 'canceled';
  return !isGone && refund.created * 1_000 < since.getTime();
}
