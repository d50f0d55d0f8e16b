import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { PaymentNotice, RefundNotice } from '../../core/reversals/notice.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Identifier, Reversal } from '../../core/reversals/reversal.js';
import { actFrom, newCase, noticeWords } from './desk-notices.js';
import type { DeskSpace } from './desk-space.js';
import { afterStart, disputeNotice, refundNotice } from './notice-builders.js';
import { usd } from './storage-fixture.js';

/** What the log promises of refunds that a processor tells of. */
export function payoutGuarantees(space: DeskSpace) {
  const { as, decide, desk, fixture, historyOf, logged, payment, shown, told } = space;
  const { take, taken } = noticeWords(space);
  const refund = (on: Identifier, over: Partial<RefundNotice> = {}) =>
    refundNotice({ payment: [on], refund: newCase('stripe_refund'), ...over });
  const again = (notice: RefundNotice, minute: number, state: RefundNotice['state']) => ({
    ...notice,
    eventId: randomUUID(),
    occurredAt: afterStart(minute),
    state,
  });
  const approved = async (on: Identifier, amount = usd(4_999n)) => {
    const reversal = await logged({ identifiers: [on], amount });
    expect(await told(decide(as('manager'), reversal))).toBe('approved');
    return reversal;
  };
  const effectsAbout = ({ id }: Reversal) =>
    fixture().database.prisma.effect.findMany({ where: { reversalId: id } });

  it('the approved refund of that amount on that payment is sent, then confirmed and completed', async () => {
    const on = await payment();
    const wanted = await approved(on);
    const notice = refund(on, { state: 'pending' });
    expect(await taken(notice)).toMatchObject({
      reference: wanted.reference,
      status: 'approved',
      payout: 'sent',
      flags: [],
    });
    expect(await taken(again(notice, 5, 'succeeded'))).toMatchObject({
      reference: wanted.reference,
      status: 'completed',
      payout: 'confirmed',
      payoutReference: notice.refund.value,
      payment: { left: usd(95_001n) },
    });
  });

  it.each([
    ['nobody approved anything', async () => undefined, usd(4_999n)],
    ['another amount was approved', async (on: Identifier) => approved(on), usd(5_000n)],
    [
      'it still waits for its approval',
      async (on: Identifier) => logged({ identifiers: [on] }),
      usd(4_999n),
    ],
    [
      'two of that amount are approved',
      async (on: Identifier) => [await approved(on), await approved(on)],
      usd(4_999n),
    ],
  ])(
    'where %s it is a fact of its own, flagged, and operations hear of it',
    async (_name, before, amount) => {
      const on = await payment();
      await before(on);
      const fact = await taken(refund(on, { amount }));
      expect(fact).toMatchObject({
        type: 'refund',
        kind: 'fact',
        status: 'completed',
        payout: 'confirmed',
        flags: ['unapproved_payout'],
      });
      const effects = await effectsAbout(fact);
      expect(effects.map((one) => one.kind)).toContain('notify_operations');
      expect(effects.map((one) => one.kind)).toContain('show_card');
    },
  );

  it('the refund id that a person gave when they completed it is the same refund', async () => {
    const on = await payment();
    const wanted = await approved(on);
    const notice = refund(on);
    await decide(as('agent'), wanted, { action: 'complete', detail: notice.refund.value });
    expect(await taken(notice)).toMatchObject({ reference: wanted.reference, flags: [] });
    expect(await desk().alsoOnPayment(wanted)).toEqual([]);
  });

  it('one that failed before it was paid stays approved, and the next try completes it', async () => {
    const on = await payment();
    const wanted = await approved(on);
    const notice = refund(on, { state: 'failed', failure: 'expired_or_canceled_card' });
    expect(await taken(notice)).toMatchObject({
      reference: wanted.reference,
      status: 'approved',
      payout: 'failed',
      payment: { left: usd(100_000n) },
    });
    expect(await taken(refund(on))).toMatchObject({
      reference: wanted.reference,
      status: 'completed',
    });
  });

  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['the failure before the success', [0, 2, 1]],
  ])(
    'one nobody approved that failed after it was paid stands the same: %s',
    async (_name, order) => {
      const notice = refund(await payment(), { state: 'pending' });
      const events = [notice, again(notice, 5, 'succeeded'), again(notice, 90, 'failed')];
      for (const index of order) {
        const event = events[index];
        if (event) await take(event);
      }
      const entry = await taken(again(notice, 91, 'failed'));
      expect(entry).toMatchObject({
        kind: 'fact',
        status: 'completed',
        payout: 'failed',
        payment: { left: usd(100_000n) },
      });
      expect(await desk().alsoOnPayment(entry)).toHaveLength(1);
    },
  );

  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['the failure first, and twice', [2, 2, 0, 1]],
  ])(
    'one that failed after it was paid frees the balance and opens one linked entry: %s',
    async (_name, order) => {
      const on = await payment();
      const wanted = await approved(on);
      await decide(as('manager'), wanted, { action: 'assign', assigneeEmail: 'agent@example.com' });
      const notice = refund(on, { state: 'pending' });
      const events = [notice, again(notice, 5, 'succeeded'), again(notice, 90, 'failed')];
      for (const index of order) {
        const event = events[index];
        if (event) await take(event);
      }
      expect(await shown(wanted)).toMatchObject({
        status: 'completed',
        payout: 'failed',
        payment: { left: usd(100_000n) },
      });
      const others = await desk().alsoOnPayment(wanted);
      expect(others).toHaveLength(1);
      const linked = await desk().show(as('manager').person, others[0]?.reference ?? '');
      if (isRefusal(linked)) throw new Error(linked.refused);
      expect(linked).toMatchObject({
        corrects: wanted.reference,
        kind: 'request',
        status: 'needs_review',
        assignee: { name: 'Ada Agent' },
      });
      const lines = (await effectsAbout(wanted)).map((one) => one.payload);
      expect(lines).toContainEqual(
        expect.objectContaining({
          action: 'refund_failed',
          assignee: 'Ada Agent',
          opened: linked.reference,
        }),
      );
      expect(
        (await historyOf(wanted)).filter((line) => line.action === 'linked_entry_opened'),
      ).toHaveLength(1);
    },
  );

  it('an alert that was accepted covers the refund that answers it', async () => {
    const on = await payment(4_999n);
    const alert = await taken(
      disputeNotice({
        payment: [on],
        dispute: newCase('stripe_warning'),
        stage: 'alert',
        state: null,
        amount: null,
        funds: null,
      }),
    );
    expect(await told(decide(as('manager'), alert, { action: 'accept' }))).toBe('approved');
    expect(await taken(refund(on))).toMatchObject({ reference: alert.reference, flags: [] });
  });

  it('one made before the connection began is only logged', async () => {
    const fact = await taken(
      refund(await payment(), { occurredAt: new Date(actFrom.getTime() - 1) }),
    );
    expect(fact).toMatchObject({ historic: true, flags: [] });
    expect(await effectsAbout(fact)).toEqual([]);
  });

  it('a capture makes a payment known with its amount, and a refund draws on it', async () => {
    const on = { kind: 'stripe_payment', value: `ch_${randomUUID().replaceAll('-', '')}` };
    const other = { kind: 'stripe_payment', value: `pi_${randomUUID().replaceAll('-', '')}` };
    const result = await take({
      kind: 'payment',
      eventId: randomUUID(),
      occurredAt: afterStart(0),
      processor: 'stripe',
      payment: [on, other],
      raw: { event: 'charge.captured', status: null, code: null },
      captured: usd(10_000n),
      isPart: false,
      returned: null,
    });
    expect(result).toEqual({ taken: true, reversal: null });
    expect((await taken(refund(other))).payment).toMatchObject({
      captured: usd(10_000n),
      left: usd(5_001n),
    });
  });

  const captureOf = (on: Identifier, minor = 10_000n): PaymentNotice => {
    const id = randomUUID();
    return {
      kind: 'payment',
      eventId: `CAPTURE:${id}`,
      failedBy: `CAPTURE_FAILED:${id}`,
      occurredAt: afterStart(0),
      processor: 'adyen',
      payment: [on],
      raw: { event: 'CAPTURE', status: null, code: null },
      captured: usd(minor),
      isPart: true,
      returned: null,
    };
  };
  const failureOf = ({ failedBy, ...capture }: PaymentNotice): PaymentNotice => ({
    ...capture,
    eventId: failedBy ?? '',
    isTakenBack: true,
  });
  const newPayment = () => ({ kind: 'adyen_payment', value: randomUUID() });
  const capturedOf = async (on: Identifier) =>
    (await fixture().books.reversals.paymentsNamed(['acme'], on))[0]?.captured ?? null;

  it('a capture that failed was never money: less is left, and what waits on it is told', async () => {
    const on = newPayment();
    const capture = captureOf(on);
    await take(capture);
    await take(captureOf(on, 2_000n));
    const wanted = await logged({ identifiers: [on], amount: usd(4_999n) });
    await take(failureOf(capture));
    await take(failureOf(capture));
    expect(await capturedOf(on)).toEqual(usd(2_000n));
    expect(await told(decide(as('manager'), wanted))).toBe('payment_already_claimed');
    const lines = (await effectsAbout(wanted)).filter((one) => one.kind === 'add_thread_line');
    expect(lines.map((one) => one.payload)).toMatchObject([
      { action: 'capture_failed', amountMinor: '10000' },
    ]);
    const done = (await historyOf(wanted)).map((line) => line.action);
    expect(done.filter((action) => action === 'capture_failed')).toHaveLength(1);
    await take({ ...capture, eventId: `${capture.eventId}:recaptured`, failedBy: undefined });
    expect(await capturedOf(on)).toEqual(usd(12_000n));
  });

  it('a failure that comes before its capture leaves nothing to pay back', async () => {
    const on = newPayment();
    const capture = captureOf(on);
    expect(await take(failureOf(capture))).toEqual({ taken: true, reversal: null });
    await take(capture);
    expect(await capturedOf(on)).toBeNull();
    const other = newPayment();
    const late = captureOf(other, 700n);
    await take(captureOf(other, 500n));
    await take(failureOf(late));
    expect(await capturedOf(other)).toEqual(usd(0n));
  });
}
