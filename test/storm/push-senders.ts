import express from 'express';
import {
  type AdyenEvent,
  adyenBatch,
  adyenEvent,
  adyenKey,
} from '../contract/connectors/adyen-stand-in.js';
import { stripeSecret, stripeSignature } from '../contract/connectors/stripe-stand-in.js';
import { listen } from '../support/stand-ins/http-server.js';
import { createStripeStandIn } from '../support/stand-ins/stripe/stand-in.js';
import type { PushEvent } from './postman.js';

/** One processor's account in which things happen. */
export type PushSender = {
  connectorId: string;
  settings: unknown;
  /** Whether an answer says, in this vendor's way, that the delivery was taken. */
  isTaken(status: number, body: string): boolean;
  /** The next thing that happens in this case, the first of them with step 0; false when nothing more does. */
  happen(number: number, step: number): Promise<boolean>;
  close(): Promise<void>;
};

type OpenSender = (tools: {
  now: () => Date;
  random: () => number;
  send: (event: PushEvent) => void;
  /** Whether a question of the hub's is to be answered with trouble. */
  isTroubled: () => boolean;
}) => Promise<PushSender>;

const otherSecret = 'whsec_of_somebody_else';
const apiKey = 'rk_storm';

/** Charges, refunds that succeed or fail, disputes that are won or lost; the stand-in tells the events. */
const openStripe: OpenSender = async ({ now, send, isTroubled }) => {
  const signed = (body: string, at: Date, secret: string) => ({
    headers: { 'stripe-signature': stripeSignature(body, at, secret) },
    body,
  });
  const told: typeof fetch = async (_url, init) => {
    const body = String(init?.body);
    const { id } = JSON.parse(body) as { id: string };
    send({
      id,
      // "each retry attempt generates a new signature and timestamp" (docs.stripe.com/webhooks).
      sign: (at) => signed(body, at, stripeSecret),
      forge: (at) => {
        const other = `${id}forged`;
        return { id: other, ...signed(body.replace(id, other), at, otherSecret) };
      },
    });
    return new Response(null, { status: 200 });
  };
  const webhook = { url: 'http://hub.example', secret: stripeSecret };
  const standIn = createStripeStandIn({ apiKey, webhook, now, send: told });
  const app = express();
  app.use((_request, response, next) => {
    if (isTroubled()) response.status(500).json({ error: { type: 'api_error' } });
    else next();
  });
  const [server, own] = [
    await listen(app.use(standIn.router)),
    await listen(express().use(standIn.router)),
  ];
  const ask = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(`${own.url}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the stand-in answered ${answer.status} to ${path}`);
    return ((await answer.json()) as { id: string }).id;
  };
  const ids = new Map<number, { charge: string; about: string }>();
  return {
    connectorId: 'stripe',
    settings: { baseUrl: server.url, apiKey, webhookSecret: stripeSecret },
    isTaken: (status) => status >= 200 && status < 300,
    async happen(number, step) {
      const known = ids.get(number) ?? { charge: '', about: '' };
      const isDispute = number % 2 === 1;
      const end =
        number % 4 < 2 ? (isDispute ? 'won' : 'succeeded') : isDispute ? 'lost' : 'failed';
      if (step === 0) known.charge = await ask('/charges', { amount: 4_900 + number });
      else if (step === 1 && isDispute)
        known.about = await ask('/disputes', { charge: known.charge });
      else if (step === 1) {
        known.about = await ask('/refunds', { charge: known.charge, status: 'pending' });
      } else if (step === 2 && isDispute) {
        await ask(`/disputes/${known.about}`, { status: 'under_review' });
      } else if (step === 2) await ask(`/refunds/${known.about}`, { status: end });
      else if (step === 3 && isDispute) await ask(`/disputes/${known.about}`, { status: end });
      ids.set(number, known);
      return step < (isDispute ? 3 : 2);
    },
    async close() {
      standIn.close();
      await Promise.all([server.close(), own.close()]);
    },
  };
};

const otherKey = adyenKey.replace(/^44/, '45');

/** Captures, refunds that are paid or fail afterwards, chargebacks that are reversed or come a second time. */
const openAdyen: OpenSender = async ({ now, send }) => ({
  connectorId: 'adyen',
  settings: { hmacKey: adyenKey },
  // "[accepted]" in the body (docs.adyen.com, webhooks, "Accept webhooks").
  isTaken: (status, body) => status >= 200 && status < 300 && body === '[accepted]',
  async happen(number, step) {
    const isDispute = number % 2 === 1;
    const codes = isDispute
      ? [
          'CAPTURE',
          'NOTIFICATION_OF_CHARGEBACK',
          'CHARGEBACK',
          'INFORMATION_SUPPLIED',
          number % 4 < 2 ? 'CHARGEBACK_REVERSED' : 'SECOND_CHARGEBACK',
        ]
      : ['CAPTURE', 'REFUND', ...(number % 4 < 2 ? [] : ['REFUND_FAILED'])];
    const name = (prefix: string) => `${prefix}${String(number).padStart(13, '0')}`;
    const eventCode = codes[step] ?? '';
    const event: AdyenEvent = adyenEvent(eventCode, {
      eventDate: now().toISOString(),
      merchantReference: `order-${number}`,
      originalReference: name('PAY'),
      // One of its own for the capture; a dispute's, and a refund's, are the same for all that is told of it.
      pspReference: name(step === 0 ? 'CAP' : isDispute ? 'DIS' : 'REF'),
      amount: { value: 4_900 + number, currency: 'EUR' },
    });
    send({
      id: `${eventCode}:${event.pspReference}:true`,
      sign: () => ({ headers: {}, body: adyenBatch([event]) }),
      forge: () => {
        const pspReference = String(event.pspReference).replace(/^.../, 'FOR');
        const body = adyenBatch([{ ...event, pspReference }], otherKey);
        return { id: `${eventCode}:${pspReference}:true`, headers: {}, body };
      },
    });
    return step < codes.length - 1;
  },
  close: async () => undefined,
});

export const pushSenders: readonly { connectorId: string; open: OpenSender }[] = [
  { connectorId: 'stripe', open: openStripe },
  { connectorId: 'adyen', open: openAdyen },
];
