import { describe, expect, it } from 'vitest';
import { stripe } from '../../../connectors/stripe/index.js';
import type { DisputeNotice, PushConnection } from '../../../core/index.js';
import { describeRecorded, readRecorded } from '../../support/recorded.js';
import { outcomeOf } from './calls.js';
import {
  stripeDispute,
  stripeEvent,
  stripeRefund,
  stripeSecret,
  stripeSignature,
  stripeStandIn,
} from './stripe-stand-in.js';

const now = new Date('2026-03-01T12:00:00Z');

function open(fetch = stripeStandIn.fetch): PushConnection {
  return stripe.open(stripe.settings.parse(stripeStandIn.settings), {
    fetch,
    now: () => now,
    userAgent: 'reversal-hub/test',
  });
}

async function read(event: object, connection = open(), header?: string) {
  const body = JSON.stringify(event);
  return connection.readNotice({
    headers: { 'stripe-signature': header ?? stripeSignature(body, now) },
    rawBody: Buffer.from(body),
    receivedAt: now,
  });
}

async function first(event: object) {
  const reading = await read(event);
  return reading.accepted ? reading.notices[0] : undefined;
}

const dispute = async (over: object, type = 'charge.dispute.updated') =>
  (await first(stripeEvent(type, { ...stripeDispute, ...over }))) as DisputeNotice;

describe('Stripe signatures', () => {
  it('takes what Stripe’s own library signed', async () => {
    // generateTestHeaderString of npm stripe 19.3.1 for this body, secret and second.
    const v1 = '4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021';
    const reading = await stripe
      .open(stripe.settings.parse({ apiKey: 'rk_test', webhookSecret: 'whsec_test' }), {
        fetch: stripeStandIn.fetch,
        now: () => now,
        userAgent: 'reversal-hub/test',
      })
      .readNotice({
        headers: { 'stripe-signature': `t=1700000000,v1=${v1}` },
        rawBody: Buffer.from('{"id":"evt_1","object":"event"}'),
        receivedAt: new Date(1_700_000_060_000),
      });
    expect(reading).toMatchObject({ accepted: true });
  });

  const body = JSON.stringify(stripeEvent('plan.created', {}));
  const good = stripeSignature(body, now);
  const rolled = stripeSignature(body, now, 'whsec_old').split(',')[1] ?? '';
  it.each([
    [
      'two signatures, ours the second',
      `${good.split(',')[0]},${rolled},${good.split(',')[1]}`,
      null,
    ],
    ['with the test-mode scheme beside it', `${good},v0=abc`, null],
    ['blanks behind commas', good.replace(',', ', '), null],
    ['the old secret only', `${good.split(',')[0]},${rolled}`, 'bad_signature'],
    ['the test-mode scheme only', good.replace('v1=', 'v0='), 'bad_signature'],
    ['no time', good.split(',')[1] ?? '', 'bad_signature'],
    ['another time', good.replace(/t=\d+/, 't=1772366460'), 'bad_signature'],
    ['a time that is none', good.replace(/t=\d+/, 't=now'), 'bad_signature'],
    ['half a signature', good.slice(0, -10), 'bad_signature'],
  ])('%s', async (_name, header, why) => {
    const reading = await read(stripeEvent('plan.created', {}), open(), header);
    expect(reading).toMatchObject(why ? { accepted: false, why } : { accepted: true });
  });

  it('the secret is asked for', () => {
    expect(stripeSecret).toMatch(/^whsec_/);
    expect(stripe.settings.safeParse({ apiKey: 'rk_1' }).success).toBe(false);
  });
});

describe('Stripe disputes', () => {
  it.each([
    ['warning_needs_response', 'inquiry', 'action_required', false],
    ['warning_under_review', 'inquiry', 'under_review', false],
    ['warning_closed', 'inquiry', 'withdrawn', true],
    ['needs_response', 'chargeback', 'action_required', false],
    ['under_review', 'chargeback', 'under_review', false],
    ['appeal_needs_response', 'pre_arbitration', 'action_required', false],
    ['won', null, 'won', false],
    ['lost', null, 'lost', true],
    ['prevented', null, 'prevented', true],
    ['charge_refunded', null, 'prevented', true],
    ['constructor', null, null, false],
    ['a_status_of_tomorrow', null, null, false],
  ])('%s is %s, %s', async (status, stage, state, isFinal) => {
    expect(await dispute({ status })).toMatchObject({ stage, state, isFinal, raw: { status } });
  });

  it.each([
    ['usd', 4_999, { minor: 4_999n, currency: 'USD' }],
    ['jpy', 4_999, { minor: 4_999n, currency: 'JPY' }],
    ['isk', 490_000, { minor: 4_900n, currency: 'ISK' }],
    ['ugx', 490_000, { minor: 4_900n, currency: 'UGX' }],
    ['mga', 4_900, { minor: 490_000n, currency: 'MGA' }],
    ['kwd', 4_990, { minor: 4_990n, currency: 'KWD' }],
  ])('%s %i is counted as Stripe counts it', async (currency, amount, money) => {
    expect((await dispute({ currency, amount })).amount).toEqual(money);
  });

  it('half a króna is no amount: it is put aside', async () => {
    const event = stripeEvent('charge.dispute.created', {
      ...stripeDispute,
      currency: 'isk',
      amount: 50,
    });
    expect(await read(event)).toMatchObject({ notices: [], unreadable: [{ eventId: event.id }] });
  });

  const moved = { amount: -4_999, currency: 'usd', fee: 1_500, created: 1_772_360_000 };
  it.each([
    ['null', null, null],
    ['left out', undefined, null],
    ['ids', ['txn_1', 'txn_2'], null],
    ['whole', [{ ...moved, reporting_category: 'dispute' }], 1_500n],
    ['an id beside one that is whole', ['txn_1', moved], 1_500n],
    ['whole without fee and time', [{ ...moved, fee: null, created: null }], 0n],
  ])('movements that are %s spoil no dispute', async (_name, balance_transactions, fee) => {
    const notice = await dispute({ balance_transactions });
    expect(notice.amount).toEqual({ minor: 4_999n, currency: 'USD' });
    expect(notice.fee?.minor ?? null).toBe(fee);
  });

  it('a deadline of 0 is none', async () => {
    expect((await dispute({ evidence_details: { due_by: 0 } })).respondBy).toBeNull();
  });

  it('a warning is an alert without an amount', async () => {
    const warning = {
      id: 'issfr_1Pgc79B7WZ01',
      charge: 'ch_1234',
      fraud_type: 'misc',
      actionable: true,
    };
    expect(await first(stripeEvent('radar.early_fraud_warning.created', warning))).toMatchObject({
      dispute: { kind: 'stripe_warning' },
      stage: 'alert',
      amount: null,
      funds: null,
      payment: [{ kind: 'stripe_payment', value: 'ch_1234' }],
    });
  });
});

describe('Stripe refunds and captures', () => {
  it.each([
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('a refund that is %s is %s', async (status, state) => {
    const event = stripeEvent('refund.updated', { ...stripeRefund, status });
    expect(await first(event)).toMatchObject({ state, refund: { value: stripeRefund.id } });
  });

  const charge = {
    id: 'ch_1PgafuB7WZ01zgkW',
    currency: 'usd',
    amount_captured: 9_999,
    captured: true,
  };
  it('charge.refunded with its refunds is one notice each', async () => {
    const refunds = { data: [stripeRefund, { ...stripeRefund, id: 're_2' }], has_more: false };
    const reading = await read(stripeEvent('charge.refunded', { ...charge, refunds }));
    expect(reading.accepted && reading.notices.map((one) => one.eventId)).toEqual([
      `evt_1Pgc76B7WZ01zgkW:${stripeRefund.id}:succeeded`,
      'evt_1Pgc76B7WZ01zgkW:re_2:succeeded',
    ]);
  });

  it('charge.refunded without them asks for them, and trouble there is thrown, not lost', async () => {
    const asked: string[] = [];
    const connection = open((url) => {
      asked.push(String(url));
      return Promise.resolve(Response.json({ data: [stripeRefund], has_more: false }));
    });
    const reading = await read(stripeEvent('charge.refunded', charge), connection);
    expect(asked).toEqual(['http://127.0.0.1:9/v1/refunds?charge=ch_1PgafuB7WZ01zgkW&limit=100']);
    expect(reading.accepted && reading.notices).toHaveLength(1);
    const down = open(() => Promise.resolve(new Response('', { status: 503 })));
    const outcome = await outcomeOf(read(stripeEvent('charge.refunded', charge), down));
    expect(outcome).toMatchObject({ kind: 'retry' });
  });

  it('charge.refunded of a charge that the key does not know is put aside, not passed over', async () => {
    const unknown = open(() =>
      Promise.resolve(Response.json({ error: { code: 'resource_missing' } }, { status: 404 })),
    );
    const event = stripeEvent('charge.refunded', { ...charge, amount_refunded: 4_999 });
    expect(await read(event, unknown)).toMatchObject({
      notices: [],
      ignored: 0,
      unreadable: [{ eventId: event.id, code: 'charge_not_found' }],
    });
    const none = open(() => Promise.resolve(Response.json({ data: [], has_more: false })));
    expect(await read(event, none)).toMatchObject({
      notices: [],
      ignored: 0,
      unreadable: [{ eventId: event.id, code: 'refunds_not_listed' }],
    });
  });

  it('a capture tells the payment and both its names', async () => {
    const event = stripeEvent('charge.captured', { ...charge, payment_intent: { id: 'pi_9' } });
    expect(await first(event)).toMatchObject({
      kind: 'payment',
      captured: { minor: 9_999n },
      payment: [{ value: charge.id }, { value: 'pi_9' }],
    });
    const open = stripeEvent('charge.succeeded', {
      ...charge,
      captured: false,
      amount_captured: 0,
    });
    expect(await read(open)).toMatchObject({ notices: [], ignored: 1, unreadable: [] });
  });

  it('what was captured in a currency that nobody knows is put aside, not passed over', async () => {
    const event = stripeEvent('charge.succeeded', { ...charge, currency: 'zzz' });
    expect(await read(event)).toMatchObject({
      notices: [],
      ignored: 0,
      unreadable: [{ eventId: event.id, code: 'unreadable_event' }],
    });
  });
});

describe('Stripe events that name their object and do not hold it', () => {
  const thin = (type: string) => ({
    id: 'evt_65SCFmF0Ytd0jjqQq16SCFmF',
    object: 'v2.core.event',
    type,
    created: '2026-03-01T11:59:00.000Z',
    livemode: true,
    reason: null,
    related_object: { id: 'dp_1', type: 'dispute', url: '/v1/disputes/dp_1' },
  });

  it.each([
    ['v1.billing.meter.error_report_triggered'],
    ['v2.core.account[configuration.merchant].updated'],
    ['v2.core.event_destination.ping'],
    ['v1.toString'],
  ])('%s is none of ours: counted, and nothing else', async (type) => {
    const ignored = { accepted: true, notices: [], unreadable: [], ignored: 1 };
    expect(await read(thin(type))).toEqual(ignored);
  });

  it('one of ours is put aside and says that it is thin', async () => {
    expect(await read(thin('v1.charge.dispute.created'))).toMatchObject({
      notices: [],
      unreadable: [{ eventId: 'evt_65SCFmF0Ytd0jjqQq16SCFmF', code: 'thin_event' }],
    });
  });

  it('an event of a kind that is none of ours may have any form', async () => {
    expect(await read({ id: 'evt_1', type: 'plan.created', data: 7 })).toMatchObject({
      ignored: 1,
    });
  });
});

describe('a payment looked up at Stripe', () => {
  const since = new Date('2026-02-01T00:00:00Z');
  const charge = {
    id: 'ch_1PgafuB7WZ01zgkW',
    currency: 'usd',
    amount_captured: 9_999,
    captured: true,
    payment_intent: 'pi_1PgafyB7WZ01zgkW',
  };
  const seconds = (at: string) => Date.parse(at) / 1_000;
  const refunds = [
    { ...stripeRefund, id: 're_old', amount: 1_000, created: seconds('2026-01-05T00:00:00Z') },
    {
      ...stripeRefund,
      id: 're_failed',
      status: 'failed',
      created: seconds('2026-01-06T00:00:00Z'),
    },
    { ...stripeRefund, id: 're_new', created: seconds('2026-02-20T00:00:00Z') },
  ];
  const answers: Record<string, object> = {
    [`/v1/charges/${charge.id}`]: charge,
    '/v1/payment_intents/pi_1PgafyB7WZ01zgkW': {
      id: 'pi_1PgafyB7WZ01zgkW',
      currency: 'usd',
      latest_charge: charge.id,
    },
    '/v1/refunds': { data: refunds, has_more: false },
  };
  const far = (url: Parameters<typeof fetch>[0]) => {
    const { pathname } = new URL(String(url));
    const found = answers[pathname];
    return Promise.resolve(
      found ? Response.json(found) : Response.json({ error: {} }, { status: 404 }),
    );
  };
  const lookUp = (value: string, kind = 'stripe_payment') =>
    open(far).lookUpPayment?.({ kind, value }, since);

  it.each([charge.id, 'pi_1PgafyB7WZ01zgkW'])(
    '%s tells what was captured, and what went back before the hub began',
    async (id) => {
      expect(await lookUp(id)).toMatchObject({
        kind: 'payment',
        captured: { minor: 9_999n, currency: 'USD' },
        returned: { minor: 1_000n },
        payment: [{ value: charge.id }, { value: 'pi_1PgafyB7WZ01zgkW' }],
      });
    },
  );

  it.each([
    ['a charge of nobody', 'ch_nobody', 'stripe_payment'],
    ['an id cut short', 'ch_1Pg…', 'stripe_payment'],
    ['a path', 'ch_1/../../account', 'stripe_payment'],
    ['another kind', '8841', 'order_number'],
  ])('%s is null', async (_name, value, kind) => {
    expect(await lookUp(value, kind)).toBeNull();
  });

  it.each([
    [429, 'wait'],
    [401, 're_authorise'],
    [500, 'retry'],
  ])('%i says what to do next', async (status, kind) => {
    const down = open(() => Promise.resolve(Response.json({}, { status })));
    const identifier = { kind: 'stripe_payment', value: charge.id };
    const outcome = await outcomeOf(down.lookUpPayment?.(identifier, since) ?? Promise.resolve());
    expect(outcome).toMatchObject({ kind });
  });
});

describeRecorded('recorded Stripe objects', () => {
  it.each([
    ['dispute_dp_fakefakefakefake02.json', 'withdrawn', 1_500n],
    ['dispute_dp_funds_reinstated_full.json', 'returned', 0n],
  ])('%s', async (file, funds, fee) => {
    const object = readRecorded(`stripe/${file}`) as object;
    expect(await first(stripeEvent('charge.dispute.updated', object))).toMatchObject({
      funds,
      fee: { minor: fee },
      settlement: { minor: 1_000n, currency: 'USD' },
      respondBy: new Date(1_626_566_399_000),
    });
  });

  it('fixtures of the specification', async () => {
    const all = readRecorded('stripe/fixtures.json') as Record<string, object>;
    const read = (type: string, name: string) => first(stripeEvent(type, all[name] ?? {}));
    expect(await read('charge.dispute.created', 'dispute')).toMatchObject({
      stage: 'inquiry',
      reasonCode: '10.4',
      network: 'visa',
      amount: { minor: 1_000n },
      payment: [{ kind: 'stripe_payment' }],
    });
    expect(await read('refund.created', 'refund')).toMatchObject({ state: 'succeeded' });
    const warning = await read('radar.early_fraud_warning.created', 'radar.early_fraud_warning');
    expect(warning).toMatchObject({ stage: 'alert' });
  });
});
