import { describe, expect, it } from 'vitest';
import { adyen } from '../../../connectors/adyen/index.js';
import {
  type AdyenEvent,
  adyenBatch,
  adyenEvent,
  adyenKey,
  adyenStandIn,
} from './adyen-stand-in.js';

const now = new Date('2026-03-01T12:00:00Z');
const connection = adyen.open(adyen.settings.parse(adyenStandIn.settings), {
  fetch: adyenStandIn.fetch,
  now: () => now,
  userAgent: 'reversal-hub/test',
});
const readBody = (body: string) =>
  connection.readNotice({ headers: {}, rawBody: Buffer.from(body), receivedAt: now });
const read = (...events: AdyenEvent[]) => readBody(adyenBatch(events));
const first = async (eventCode: string, over: object = {}) => {
  const reading = await read(adyenEvent(eventCode, over));
  return reading.accepted ? reading.notices[0] : undefined;
};

describe('Adyen signatures', () => {
  it('takes what Adyen’s own documentation signed', async () => {
    // docs.adyen.com/development-resources/webhooks/verify-hmac-signatures: key, payload, result.
    const item = {
      additionalData: { hmacSignature: 'coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=' },
      amount: { value: 1130, currency: 'EUR' },
      eventCode: 'AUTHORISATION',
      eventDate: '2019-05-06T17:15:34.121+02:00',
      merchantAccountCode: 'TestMerchant',
      merchantReference: 'TestPayment-1407325143704',
      operations: ['CANCEL', 'CAPTURE', 'REFUND'],
      paymentMethod: 'visa',
      pspReference: '7914073381342284',
      reason: '',
      success: 'true',
    };
    const body = JSON.stringify({
      live: 'false',
      notificationItems: [{ NotificationRequestItem: item }],
    });
    expect(await readBody(body)).toMatchObject({ accepted: true, ignored: 1 });
  });

  it('one forged item in a batch refuses all of it', async () => {
    const body = JSON.parse(adyenBatch([adyenEvent('CHARGEBACK'), adyenEvent('REFUND')])) as {
      notificationItems: { NotificationRequestItem: { amount: { value: number } } }[];
    };
    const last = body.notificationItems[1];
    if (last) last.NotificationRequestItem.amount.value = 1;
    expect(await readBody(JSON.stringify(body))).toEqual({ accepted: false, why: 'bad_signature' });
  });

  it('is answered in Adyen’s own word', () => {
    expect(connection.acceptedBody).toBe('[accepted]');
  });

  it.each(['', 'not hex at all', 'abc', adyenKey.slice(1)])('%j is no key', (hmacKey) => {
    expect(adyen.settings.safeParse({ hmacKey }).success).toBe(false);
  });
});

describe('Adyen disputes', () => {
  it.each([
    ['NOTIFICATION_OF_FRAUD', 'alert', null, false, null],
    ['REQUEST_FOR_INFORMATION', 'inquiry', 'action_required', false, null],
    ['NOTIFICATION_OF_CHARGEBACK', 'chargeback', 'action_required', false, null],
    ['CHARGEBACK', 'chargeback', 'action_required', false, 'withdrawn'],
    ['INFORMATION_SUPPLIED', null, 'submitted', false, null],
    ['ISSUER_COMMENTS', null, 'under_review', false, null],
    ['DISPUTE_DEFENSE_PERIOD_ENDED', null, 'expired', true, null],
    ['ISSUER_RESPONSE_TIMEFRAME_EXPIRED', null, 'won', true, null],
    ['CHARGEBACK_REVERSED', 'chargeback', 'won', false, 'returned'],
    ['SECOND_CHARGEBACK', null, 'lost', true, 'withdrawn'],
    ['PREARBITRATION_OPEN', 'pre_arbitration', 'action_required', false, null],
    ['PREARBITRATION_WON', 'pre_arbitration', 'won', true, null],
    ['PREARBITRATION_LOST', 'pre_arbitration', 'lost', true, 'withdrawn'],
    ['DISPUTE_OPENED_WITH_CHARGEBACK', 'chargeback', 'action_required', false, null],
    ['SCHEME_ARBITRATION', 'arbitration', 'under_review', false, null],
    ['SCHEME_ARBITRATION_WON', 'arbitration', 'won', true, null],
    ['SCHEME_ARBITRATION_LOST', 'arbitration', 'lost', true, null],
  ])('%s is %s, %s', async (eventCode, stage, state, isFinal, funds) => {
    expect(await first(eventCode)).toMatchObject({
      kind: 'dispute',
      stage,
      state,
      isFinal,
      funds,
      raw: { event: eventCode },
      payment: [{ kind: 'adyen_payment', value: 'NC6HT9CRT65ZGN82' }],
    });
  });

  it('keeps code, network, deadline and Adyen’s own status', async () => {
    const additionalData = {
      chargebackReasonCode: '10.4',
      chargebackSchemeCode: 'visa',
      defensePeriodEndsAt: '2026-03-19T23:59:59+01:00',
      disputeStatus: 'Undefended',
    };
    expect(await first('NOTIFICATION_OF_CHARGEBACK', { additionalData })).toMatchObject({
      reasonCode: '10.4',
      network: 'visa',
      respondBy: new Date('2026-03-19T22:59:59Z'),
      raw: { status: 'Undefended' },
    });
  });

  it.each([
    ['NOTIFICATION_OF_CHARGEBACK', 'Undefended', 'action_required', false],
    ['NOTIFICATION_OF_CHARGEBACK', 'Accepted', 'accepted', true],
    ['DISPUTE_OPENED_WITH_CHARGEBACK', 'Pending', 'under_review', false],
    ['CHARGEBACK', 'Undefended', 'action_required', false],
    ['CHARGEBACK', 'Responded', 'submitted', false],
    ['CHARGEBACK', 'Pending', 'under_review', false],
    ['CHARGEBACK', 'Accepted', 'accepted', true],
    ['CHARGEBACK', 'Lost', 'lost', true],
    ['CHARGEBACK', 'Expired', 'expired', true],
    ['CHARGEBACK', 'Won', 'won', false],
    ['CHARGEBACK', 'pending', 'under_review', false],
    ['CHARGEBACK', 'A status of tomorrow', 'action_required', false],
    ['CHARGEBACK', 'constructor', 'action_required', false],
    ['REQUEST_FOR_INFORMATION', 'Unresponded', 'action_required', false],
    ['REQUEST_FOR_INFORMATION', 'Responded', 'submitted', false],
    ['REQUEST_FOR_INFORMATION', 'Expired', 'expired', false],
    ['INFORMATION_SUPPLIED', 'Undefended', 'action_required', false],
    ['INFORMATION_SUPPLIED', 'Pending', 'under_review', false],
    ['DISPUTE_DEFENSE_PERIOD_ENDED', 'Accepted', 'accepted', true],
    ['DISPUTE_DEFENSE_PERIOD_ENDED', 'Expired', 'expired', true],
    ['DISPUTE_DEFENSE_PERIOD_ENDED', 'Undefended', 'expired', true],
    ['DISPUTE_DEFENSE_PERIOD_ENDED', 'Pending', 'under_review', false],
    ['CHARGEBACK_REVERSED', 'Pending', 'under_review', false],
    ['CHARGEBACK_REVERSED', 'Won', 'won', false],
    ['SECOND_CHARGEBACK', 'Lost', 'lost', true],
    // Its examples say Pending, and it asks for an answer.
    ['PREARBITRATION_OPEN', 'Pending', 'action_required', false],
  ])('%s with status %s is %s', async (eventCode, disputeStatus, state, isFinal) => {
    const notice = await first(eventCode, { additionalData: { disputeStatus } });
    expect(notice).toMatchObject({ state, isFinal, raw: { status: disputeStatus } });
  });

  const bare = { originalReference: undefined };
  it.each([
    ['CHARGEBACK_REVERSED'],
    ['SECOND_CHARGEBACK'],
    ['PREARBITRATION_WON'],
    ['PREARBITRATION_LOST'],
  ])(
    '%s without an original reference names the payment, whole it names the dispute',
    async (eventCode) => {
      const payment = [{ kind: 'adyen_payment', value: 'DZ4DPSHB4WD2WN82' }];
      expect(await first(eventCode, bare)).toMatchObject({ isByPayment: true, payment });
      const empty = await first(eventCode, { originalReference: '' });
      expect(empty).toMatchObject({ isByPayment: true, payment });
      expect(await first(eventCode)).not.toHaveProperty('isByPayment');
    },
  );

  it.each([['CHARGEBACK'], ['PREARBITRATION_OPEN'], ['SCHEME_ARBITRATION_LOST']])(
    '%s without an original reference names its dispute, and no payment',
    async (eventCode) => {
      const notice = await first(eventCode, bare);
      expect(notice).toMatchObject({ dispute: { value: 'DZ4DPSHB4WD2WN82' }, payment: [] });
      expect(notice).not.toHaveProperty('isByPayment');
    },
  );

  it('success as a boolean is the same event as success as a word', async () => {
    expect(await first('CHARGEBACK', { success: true })).toEqual(await first('CHARGEBACK'));
    expect(await read(adyenEvent('CHARGEBACK', { success: false }))).toMatchObject({ ignored: 1 });
  });

  it.each([
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00Z'],
    ['2026-03-01T10:00:00+0100', '2026-03-01T09:00:00Z'],
    ['2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123Z'],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01 10:00:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00Z', '2026-03-01T10:00:00Z'],
    ['2026-03-01', '2026-03-01T00:00:00Z'],
  ])('an event of %s happened at %s', async (eventDate, at) => {
    expect((await first('CHARGEBACK', { eventDate }))?.occurredAt).toEqual(new Date(at));
  });

  it.each([['2026-02-31T10:00:00+24:61'], ['01.03.2026'], [''], ['1772359200']])(
    'an event of %j is put aside',
    async (eventDate) => {
      expect(await read(adyenEvent('CHARGEBACK', { eventDate }))).toMatchObject({
        notices: [],
        unreadable: [{ code: 'unreadable_event' }],
      });
    },
  );

  it.each([
    ['DZ4DPSHB4WD2WN82'],
    ['8815329842815468'],
    ['test_CHARGEBACK_1'],
    ['dz4dpshb4wd2wn82'],
  ])('a reference may be %s', async (pspReference) => {
    const notice = await first('CHARGEBACK', { pspReference });
    expect(notice).toMatchObject({ dispute: { kind: 'adyen_dispute', value: pspReference } });
  });

  it('what stands beside the fact and cannot be read spoils no dispute', async () => {
    const additionalData = {
      disputeStatus: 7,
      defensePeriodEndsAt: 'soon',
      chargebackReasonCode: ['10.4'],
    };
    const over = { additionalData, reason: 'x'.repeat(2_000), paymentMethod: {} };
    const notice = await first('CHARGEBACK', over);
    expect(notice).toMatchObject({ state: 'action_required', respondBy: null, reasonCode: null });
  });

  it.each([
    ['EUR', 4_999, 4_999n],
    ['JPY', 4_999, 4_999n],
    ['CLP', 499_900, 4_999n],
    ['ISK', 499_900, 4_999n],
    ['CVE', 4_999, 499_900n],
    ['IDR', 4_999, 499_900n],
    ['KWD', 4_990, 4_990n],
  ])('%s %i is counted as Adyen counts it', async (currency, value, minor) => {
    expect(await first('CHARGEBACK', { amount: { value, currency } })).toMatchObject({
      amount: { minor, currency },
    });
  });
});

describe('Adyen refunds and captures', () => {
  it.each([
    ['REFUND', {}, 'succeeded'],
    ['REFUND', { success: 'false', reason: 'Insufficient balance' }, 'failed'],
    ['REFUND_FAILED', {}, 'failed'],
    ['REFUNDED_REVERSED', {}, 'failed'],
    ['CANCEL_OR_REFUND', { additionalData: { 'modification.action': 'refund' } }, 'succeeded'],
  ])('%s %j is %s', async (eventCode, over, state) => {
    expect(await first(eventCode, over)).toMatchObject({
      kind: 'refund',
      state,
      refund: { kind: 'adyen_refund', value: 'DZ4DPSHB4WD2WN82' },
    });
  });

  it.each([
    [
      'a void of what was never captured',
      adyenEvent('CANCEL_OR_REFUND', { additionalData: { 'modification.action': 'cancel' } }),
    ],
    ['a chargeback that did not happen', adyenEvent('CHARGEBACK', { success: 'false' })],
    ['a capture that did not happen', adyenEvent('CAPTURE', { success: 'false' })],
    ['an authorisation', adyenEvent('AUTHORISATION')],
  ])('%s is ignored', async (_name, event) => {
    expect(await read(event)).toEqual({ accepted: true, notices: [], unreadable: [], ignored: 1 });
  });

  it('a capture and its failure name each other; one that Adyen made again is another', async () => {
    const capture = await first('CAPTURE');
    const failure = await first('CAPTURE_FAILED');
    expect(failure).toMatchObject({
      kind: 'payment',
      isTakenBack: true,
      captured: { minor: 4_999n, currency: 'EUR' },
      payment: [{ kind: 'adyen_payment', value: 'NC6HT9CRT65ZGN82' }],
    });
    expect(capture).toMatchObject({ failedBy: failure?.eventId });
    const again = await first('CAPTURE', { reason: 'Transaction Recaptured' });
    expect(again?.eventId).not.toBe(capture?.eventId);
    expect(again).not.toHaveProperty('failedBy');
    const none = await read(adyenEvent('CAPTURE_FAILED', { success: 'false' }));
    expect(none).toMatchObject({ notices: [], ignored: 1 });
  });

  it('a batch tells each of its events, and one that cannot be read stops no other', async () => {
    const reading = await read(
      adyenEvent('CAPTURE'),
      adyenEvent('REFUND', { amount: { value: 1, currency: 'ZZZ' } }),
      adyenEvent('CHARGEBACK'),
    );
    expect(reading).toMatchObject({
      notices: [{ kind: 'payment', isPart: true }, { kind: 'dispute' }],
      unreadable: [{ eventId: 'REFUND:DZ4DPSHB4WD2WN82:true', code: 'unreadable_event' }],
    });
  });
});
