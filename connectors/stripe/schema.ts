import { z } from 'zod';

/** What is read of Stripe's objects, and only that (npm stripe 23.1.0, type definitions). */

/** An id, or the whole object where it was expanded. */
const idOf = z
  .union([z.string(), z.object({ id: z.string() })])
  .transform((value) => (typeof value === 'string' ? value : value.id));
const reference = idOf.nullish();
const seconds = z.number().int().nonnegative();
const amount = z.number().int();
const currency = z.string().regex(/^[a-z]{3}$/i);

/** What every event has, of either API. */
export const kindSchema = z.object({
  type: z.string().min(1).max(200),
  object: z.string().max(80).nullish(),
});

/**
 * A thin event names its object and does not hold it, and its kind begins with the API's version
 * (docs.stripe.com/event-destinations).
 */
export const thinEvent = 'v2.core.event';

export const eventSchema = z.object({
  id: z.string().regex(/^evt_\w{1,80}$/),
  type: z.string().regex(/^[\w.]{1,80}$/),
  created: seconds,
  data: z.object({ object: z.unknown() }),
});
export type StripeEvent = z.output<typeof eventSchema>;

const movement = z.object({
  amount,
  currency,
  fee: amount.nullish().transform((value) => value ?? 0),
  created: seconds.nullish().transform((value) => value ?? 0),
  reporting_category: z.string().nullish(),
});

/** Movements so far; ids that are not expanded tell no money, and neither does null. */
const movements = z
  .array(z.union([movement, z.string()]))
  .nullish()
  .transform((list) => (list ?? []).filter((one) => typeof one !== 'string'));

export const disputeSchema = z.object({
  id: z.string().regex(/^(dp|du|idp)_\w{1,80}$/),
  amount,
  currency,
  charge: reference,
  payment_intent: reference,
  livemode: z.boolean().default(true),
  reason: z.string().max(80).nullish(),
  status: z.string().max(80),
  evidence_details: z.object({ due_by: seconds.nullish() }).nullish(),
  payment_method_details: z
    .object({
      card: z
        .object({
          network: z.string().max(40).nullish(),
          brand: z.string().max(40).nullish(),
          network_reason_code: z.string().max(40).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  balance_transactions: movements,
});
export type StripeDispute = z.output<typeof disputeSchema>;

export const warningSchema = z.object({
  id: z.string().regex(/^issfr_\w{1,80}$/),
  charge: idOf,
  payment_intent: reference,
  fraud_type: z.string().max(80).nullish(),
  livemode: z.boolean().default(true),
});

export type StripeWarning = z.output<typeof warningSchema>;

export const refundSchema = z.object({
  id: z.string().regex(/^(re|pyr)_\w{1,80}$/),
  amount,
  currency,
  charge: reference,
  payment_intent: reference,
  status: z.string().max(40).nullish(),
  failure_reason: z.string().max(80).nullish(),
  created: seconds.default(0),
});
export type StripeRefund = z.output<typeof refundSchema>;

export const refundsSchema = z.object({
  data: z.array(refundSchema),
  has_more: z.boolean().default(false),
});

export const chargeSchema = z.object({
  id: z.string().regex(/^(ch|py)_\w{1,80}$/),
  currency,
  amount_captured: amount.default(0),
  amount_refunded: amount.default(0),
  captured: z.boolean().default(false),
  created: seconds.default(0),
  payment_intent: reference,
  /** Left out by API versions since 2022-11-15. */
  refunds: refundsSchema.nullish(),
});
export type StripeCharge = z.output<typeof chargeSchema>;

export const paymentIntentSchema = z.object({
  id: z.string().regex(/^pi_\w{1,80}$/),
  currency,
  amount_received: amount.default(0),
  latest_charge: reference,
});

export type StripePaymentIntent = z.output<typeof paymentIntentSchema>;

export const accountSchema = z.object({ id: z.string() });
