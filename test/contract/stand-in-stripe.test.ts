import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { stripe } from '../../connectors/stripe/index.js';
import type { Notice } from '../../core/index.js';
import { type ListeningServer, listen } from '../support/stand-ins/http-server.js';
import { createStripeStandIn } from '../support/stand-ins/stripe/stand-in.js';

const secret = 'whsec_sandbox';
const apiKey = 'sk_sandbox';
let server: ListeningServer;
let stop: () => void;
afterEach(async () => {
  stop();
  await server.close();
});

/** The stand-in and the connector, face to face. `statuses` answer the deliveries, in order. */
async function meet(statuses: readonly number[] = []) {
  const notices: Notice[] = [];
  const answers = [...statuses];
  let heard: () => void = () => undefined;
  const next = () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
  const standIn = createStripeStandIn({
    apiKey,
    webhook: { url: 'http://hub.test/webhooks/acme-stripe', secret },
    now: () => new Date(),
    retryMs: [1, 1, 1],
    send: async (_url, init) => {
      const status = answers.shift() ?? 200;
      if (status === 200) {
        const reading = await connection.readNotice({
          headers: init?.headers as Record<string, string>,
          rawBody: Buffer.from(String(init?.body)),
          receivedAt: new Date(),
        });
        if (reading.accepted) notices.push(...reading.notices);
        heard();
      }
      return new Response('', { status });
    },
  });
  stop = standIn.close;
  server = await listen(express().use('/sandbox/stripe', standIn.router));
  const baseUrl = `${server.url}/sandbox/stripe`;
  const connection = stripe.open(
    stripe.settings.parse({ baseUrl, apiKey, webhookSecret: secret }),
    { fetch, now: () => new Date(), userAgent: 'reversal-hub/test' },
  );
  const post = async (path: string, body: Record<string, string>) => {
    const told = next();
    const answer = await fetch(`${baseUrl}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body: new URLSearchParams(body),
    });
    await told;
    return (await answer.json()) as { id: string };
  };
  return { post, notices, connection, baseUrl };
}

describe('the Stripe stand-in speaks as Stripe does', () => {
  it('a charge, a refund and a dispute reach the connector signed, each as its fact', async () => {
    const { post, notices, connection } = await meet();
    const charge = await post('charges', { amount: '4999', currency: 'usd' });
    const refund = await post('refunds', { charge: charge.id, amount: '1000', status: 'pending' });
    await post(`refunds/${refund.id}`, { status: 'failed' });
    const dispute = await post('disputes', { charge: charge.id });
    await post(`disputes/${dispute.id}`, { status: 'lost' });
    expect(notices).toMatchObject([
      { kind: 'payment', captured: { minor: 4_999n } },
      { kind: 'refund', state: 'pending' },
      { kind: 'refund', state: 'failed' },
      { kind: 'dispute', stage: 'chargeback', state: 'action_required' },
      { kind: 'dispute', state: 'lost', isFinal: true },
    ]);
    expect(await connection.check()).toEqual({ account: 'acct_sandbox' });
    const found = await connection.lookUpPayment?.(
      { kind: 'stripe_payment', value: charge.id },
      new Date(0),
    );
    expect(found).toMatchObject({ captured: { minor: 4_999n }, returned: { minor: 0n } });
  });

  it('a delivery that is not taken comes again', async () => {
    const { post, notices } = await meet([500, 503]);
    await post('charges', { amount: '4999', currency: 'usd' });
    expect(notices).toHaveLength(1);
  });

  it('gives an event again by its id, as it was sent, and none that is unknown', async () => {
    const { post, notices, connection } = await meet();
    await post('charges', { amount: '4999', currency: 'usd' });
    const [told] = notices;
    const again = await connection.fetchNotice?.(told?.eventId ?? '');
    expect(again).toEqual({ accepted: true, notices, unreadable: [], ignored: 0 });
    expect(await connection.fetchNotice?.('evt_unknown')).toBeNull();
    // A delivery without an id is known by its hash, which names nothing at Stripe.
    expect(await connection.fetchNotice?.('a'.repeat(64))).toBeNull();
  });

  it('asks for its key, and knows no charge of nobody', async () => {
    const { baseUrl } = await meet();
    const bare = await fetch(`${baseUrl}/v1/charges/ch_1`);
    const keyed = await fetch(`${baseUrl}/v1/charges/ch_1`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    expect([bare.status, keyed.status]).toEqual([401, 404]);
  });
});
