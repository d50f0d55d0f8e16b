import { createHmac } from 'node:crypto';
import type { PushStandIn } from './push-suite.js';

export const stripeSecret = 'whsec_test_secret';

/** Signs as docs.stripe.com/webhooks says: `t=…,v1=hex(HMAC-SHA256(secret, t.body))`. */
export function stripeSignature(body: string, at: Date, secret = stripeSecret): string {
  const t = Math.floor(at.getTime() / 1_000);
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return `t=${t},v1=${v1}`;
}

export const stripeEvent = (type: string, object: object, id = 'evt_1Pgc76B7WZ01zgkW') => ({
  id,
  object: 'event',
  created: 1_772_360_000,
  type,
  data: { object },
});

export const stripeDispute = {
  id: 'dp_1Pgc71B7WZ01zgkW',
  object: 'dispute',
  amount: 4_999,
  currency: 'usd',
  charge: 'ch_1PgafuB7WZ01zgkW',
  payment_intent: 'pi_1PgafyB7WZ01zgkW',
  status: 'needs_response',
  reason: 'fraudulent',
  livemode: true,
  evidence_details: { due_by: 1_773_500_000 },
  balance_transactions: [],
};

export const stripeRefund = {
  id: 're_1Pgc72B7WZ01zgkW',
  object: 'refund',
  amount: 4_999,
  currency: 'usd',
  charge: 'ch_1PgafuB7WZ01zgkW',
  payment_intent: 'pi_1PgafyB7WZ01zgkW',
  status: 'succeeded',
  created: 1_772_360_000,
};

type Event = ReturnType<typeof stripeEvent>;

export const stripeStandIn: PushStandIn = {
  connectorId: 'stripe',
  settings: {
    baseUrl: 'http://127.0.0.1:9',
    apiKey: 'rk_test',
    webhookSecret: stripeSecret,
  },
  hasAge: true,
  sign: (body, at) => ({ body, headers: { 'Stripe-Signature': stripeSignature(body, at) } }),
  events: {
    dispute: stripeEvent('charge.dispute.created', stripeDispute),
    refund: stripeEvent('refund.created', stripeRefund),
    unknown: stripeEvent('plan.created', { id: 'price_1' }),
  },
  spoiled: (event) => {
    const whole = event as Event;
    const withObject = (name: string, over: object) => ({
      name,
      event: { ...whole, data: { object: { ...whole.data.object, ...over } } },
    });
    return [
      withObject('amount as text', { amount: '4999' }),
      withObject('an amount of 40 digits', { amount: 1e39 }),
      withObject('a part of a cent', { amount: 49.99 }),
      withObject('no currency', { currency: null }),
      withObject('a currency of nobody', { currency: 'zzz' }),
      withObject('an id of another kind', { id: 'cus_1' }),
      { name: 'no object', event: { ...whole, data: { object: null } } },
      { name: 'no data', event: { ...whole, data: 7 } },
      { name: 'created before time', event: { ...whole, created: -5 } },
    ];
  },
  fetch: () => Promise.reject(new Error('nothing is asked of the vendor here')),
};
