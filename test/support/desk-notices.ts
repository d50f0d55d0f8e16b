import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DisputeNotice, Notice } from '../../core/reversals/notice.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Identifier, Reversal } from '../../core/reversals/reversal.js';
import type { DeskSpace } from './desk-space.js';
import { afterStart, disputeNotice, noticeStart } from './notice-builders.js';
import { redacted, usd } from './storage-fixture.js';

export const actFrom = new Date('2026-02-01T00:00:00Z');
const connectionId = 'acme-zendesk';

/** What it takes to be told of an event, in short words. */
export function noticeWords({ desk }: DeskSpace) {
  const take = async (notice: Notice) => {
    const { reversal, taken } = await desk().takeNotice({
      connectionId,
      clientId: 'acme',
      notice,
      reason: redacted('The cardholder’s bank disputes it.'),
      actFrom,
    });
    return { reversal, taken };
  };
  const taken = async (notice: Notice): Promise<Reversal> => {
    const { reversal } = await take(notice);
    if (!reversal) throw new Error('the event was about no entry');
    return reversal;
  };
  return { take, taken };
}

export const newCase = (kind: string) => ({
  kind,
  value: `${kind.slice(7, 9)}_${randomUUID().replaceAll('-', '')}`,
});

/** What the log promises of disputes that processors tell of. */
export function noticeGuarantees(space: DeskSpace) {
  const { as, decide, desk, effectsOf, fixture, historyOf, logged, payment, shown, told } = space;
  const { take, taken } = noticeWords(space);
  const dispute = (on: Identifier, over: Partial<DisputeNotice> = {}) =>
    disputeNotice({ payment: [on], dispute: newCase('stripe_dispute'), ...over });

  it('a dispute is one fact with its stage, its code and an answer due two business days before', async () => {
    const reversal = await taken(dispute(await payment()));
    expect(reversal).toMatchObject({
      type: 'chargeback',
      kind: 'fact',
      status: 'pending_approval',
      amount: usd(4_999n),
      reasonCode: '10.4',
      dueAt: new Date('2026-03-12T10:00:00Z'),
      dispute: {
        stage: 'chargeback',
        status: 'action_required',
        rawStatus: 'needs_response',
        funds: 'withdrawn',
        fee: usd(1_500n),
        dueIsEstimated: false,
        result: null,
      },
      payment: { left: usd(95_001n) },
    });
    expect(await effectsOf(reversal)).toContain('show_card');
  });

  it('the same event again is the same entry, and writes nothing', async () => {
    const notice = dispute(await payment());
    const first = await taken(notice);
    const history = (await historyOf(first)).length;
    const effects = (await effectsOf(first)).length;
    expect(await take(notice)).toEqual({ taken: false, reversal: null });
    expect((await historyOf(first)).length).toBe(history);
    expect((await effectsOf(first)).length).toBe(effects);
  });

  it('two deliveries of one event at once make one entry', async () => {
    const notice = dispute(await payment());
    const results = await Promise.all([take(notice), take(notice), take(notice)]);
    expect(results.filter((one) => one.taken)).toHaveLength(1);
  });

  it('two events of one dispute at once make one entry', async () => {
    const first = dispute(await payment());
    const second = {
      ...first,
      eventId: `evt_second_${randomUUID()}`,
      state: 'under_review' as const,
      occurredAt: afterStart(5),
    };
    const [one, two] = await Promise.all([taken(first), taken(second)]);
    expect(one.id).toBe(two.id);
    expect(await shown(one)).toMatchObject({
      dispute: { status: 'under_review' },
      status: 'approved',
    });
  });

  it('a deadline that no processor named is estimated, and says so', async () => {
    const reversal = await taken(dispute(await payment(), { respondBy: null }));
    expect(reversal.dispute).toMatchObject({ respondBy: null, dueIsEstimated: true });
    expect(reversal.dueAt?.getTime()).toBeGreaterThan(noticeStart.getTime());
  });

  it('it joins the customer’s own claim on the payment: the claim becomes the fact', async () => {
    const on = await payment();
    const claim = await logged({ type: 'chargeback', identifiers: [on] });
    expect(claim.kind).toBe('request');
    const reversal = await taken(dispute(on, { amount: usd(5_200n) }));
    expect(reversal).toMatchObject({
      reference: claim.reference,
      kind: 'fact',
      status: 'pending_approval',
      amount: usd(5_200n),
      dispute: { stage: 'chargeback' },
    });
    expect(await told(decide(as('manager'), claim, { action: 'contest' }))).toBe('content_changed');
    expect(await told(decide(as('manager'), reversal, { action: 'contest' }))).toBe('approved');
  });

  it('a claim that was left to wait asks nobody until the notice joins it', async () => {
    const on = await payment();
    const claim = await logged({ type: 'chargeback', identifiers: [on] });
    expect(await desk().waitingFor(claim)).not.toBeNull();
    const left = await decide(as('agent'), claim, { action: 'wait' });
    if ('refused' in left) throw new Error(left.refused);
    expect(left).toMatchObject({ waitingFor: null, reversal: { status: 'pending_approval' } });
    expect(left.reversal.flags).toContain('waits_for_notice');
    const joined = await taken(dispute(on, { amount: usd(5_200n) }));
    expect(joined).toMatchObject({ reference: claim.reference, kind: 'fact' });
    expect(joined.flags).not.toContain('waits_for_notice');
    expect(await desk().waitingFor(joined)).not.toBeNull();
  });

  it('with two claims on the payment it joins neither', async () => {
    const on = await payment();
    await logged({ type: 'chargeback', identifiers: [on] });
    await logged({ type: 'chargeback', identifiers: [on], amount: usd(100n) });
    const reversal = await taken(dispute(on));
    const all = await desk().alsoOnPayment(reversal);
    expect(all.map((one) => one.kind)).toEqual(['request', 'request']);
  });

  it('a fraud warning and the dispute that follows are one entry, in either order', async () => {
    const on = await payment(5_000n);
    const warning = dispute(on, {
      dispute: newCase('stripe_warning'),
      stage: 'alert',
      state: null,
      amount: null,
      funds: null,
      respondBy: null,
    });
    const alert = await taken(warning);
    expect(alert).toMatchObject({
      amount: usd(5_000n),
      dispute: { stage: 'alert', dueIsEstimated: true },
      payment: { left: usd(5_000n) },
    });
    const later = await taken(dispute(on, { occurredAt: afterStart(90) }));
    expect(later).toMatchObject({
      reference: alert.reference,
      round: 2,
      dispute: { stage: 'chargeback' },
    });
    const other = await payment();
    const first = await taken(dispute(other));
    const told = await taken({
      ...warning,
      eventId: randomUUID(),
      payment: [other],
      dispute: newCase('stripe_warning'),
    });
    expect(told).toMatchObject({ reference: first.reference, dispute: { stage: 'chargeback' } });
  });

  it('a next stage is a new round: the decision on the stage before counts no more', async () => {
    const notice = dispute(await payment());
    const first = await taken(notice);
    expect(await told(decide(as('manager'), first, { action: 'contest' }))).toBe('approved');
    const won = await taken({
      ...notice,
      eventId: randomUUID(),
      stage: null,
      state: 'won',
      funds: 'returned',
      occurredAt: afterStart(10),
    });
    expect(won).toMatchObject({
      status: 'approved',
      dispute: { result: 'won' },
      payment: { left: usd(100_000n) },
    });
    const next = await taken({
      ...notice,
      eventId: randomUUID(),
      stage: 'pre_arbitration',
      funds: 'withdrawn',
      occurredAt: afterStart(20),
      respondBy: afterStart(60 * 24 * 30),
    });
    expect(next).toMatchObject({
      reference: first.reference,
      status: 'pending_approval',
      outcome: null,
      round: 2,
      approvals: [],
      dispute: { stage: 'pre_arbitration', result: null },
      payment: { left: usd(95_001n) },
    });
    expect(await told(decide(as('manager'), first, { action: 'accept' }))).toBe('content_changed');
  });

  it('a win that a person enters leaves it open for a later stage, as the processor’s own does', async () => {
    const on = await payment();
    const frozen = await logged({ identifiers: [on] });
    const notice = dispute(on, { amount: usd(1_000n) });
    const first = await taken(notice);
    expect(await told(decide(as('manager'), first, { action: 'contest' }))).toBe('approved');
    const end = (over: object) => told(decide(as('agent'), first, over));
    expect(await end({ action: 'complete' })).toBe('invalid_request');
    expect(await end({ action: 'outcome', detail: 'won' })).toBe('approved');
    expect(await shown(first)).toMatchObject({ payout: 'none', dispute: { result: 'won' } });
    // What the dispute froze is free again, and its card says so.
    expect((await shown(frozen)).flags).toEqual([]);
    expect((await effectsOf(frozen)).filter((kind) => kind === 'show_card')).toHaveLength(3);
    const lines = (await historyOf(first)).length;
    expect(await end({ action: 'outcome', detail: 'won' })).toBe('approved');
    expect(await historyOf(first)).toHaveLength(lines);
    const next = await taken({
      ...notice,
      eventId: randomUUID(),
      stage: 'pre_arbitration',
      occurredAt: afterStart(20),
      respondBy: afterStart(60 * 24 * 30),
    });
    expect(next).toMatchObject({
      reference: first.reference,
      status: 'pending_approval',
      round: 2,
      dispute: { stage: 'pre_arbitration', result: null },
    });
  });

  it('a win that a person enters outlives other news of its stage, and its choice is not taken back', async () => {
    const notice = dispute(await payment());
    const entry = await taken(notice);
    await decide(as('manager'), entry, { action: 'contest' });
    await decide(as('agent'), entry, { action: 'outcome', detail: 'won' });
    for (const name of ['manager', 'admin'] as const) {
      const back = decide(as(name), entry, { action: 'withdraw' });
      expect(await told(back)).toBe('nothing_to_withdraw');
    }
    const news = { ...notice, stage: null, funds: null, respondBy: null } as const;
    const seen = { ...news, eventId: randomUUID(), occurredAt: afterStart(20) };
    expect(await taken({ ...seen, state: 'under_review' })).toMatchObject({
      status: 'approved',
      dispute: { result: 'won' },
    });
    const asks = { ...news, eventId: randomUUID(), occurredAt: afterStart(30) };
    const again = await taken({ ...asks, state: 'action_required' });
    expect(again.dispute?.result).toBeNull();
  });

  it.each([
    ['a win, once no later stage can come', 'chargeback', 'won', true],
    ['a win in arbitration, at once', 'arbitration', 'won', false],
    ['a loss, at once', 'chargeback', 'lost', false],
  ] as const)('%s completes it', async (_name, stage, detail, isClosedByHand) => {
    const entry = await taken(dispute(await payment(), { stage }));
    await decide(as('manager'), entry, { action: 'contest' });
    const status = await told(decide(as('agent'), entry, { action: 'outcome', detail }));
    expect(status).toBe(isClosedByHand ? 'approved' : 'completed');
    if (isClosedByHand) {
      expect(await told(decide(as('agent'), entry, { action: 'complete' }))).toBe('completed');
    }
    expect(await shown(entry)).toMatchObject({
      status: 'completed',
      payout: 'none',
      dispute: { result: detail },
    });
  });

  it('lost is final, and a stage after that is a linked entry', async () => {
    const notice = dispute(await payment());
    const first = await taken(notice);
    await taken({
      ...notice,
      eventId: randomUUID(),
      stage: null,
      state: 'lost',
      isFinal: true,
      occurredAt: afterStart(5),
    });
    expect(await shown(first)).toMatchObject({ status: 'completed', dispute: { result: 'lost' } });
    const linked = await taken({
      ...notice,
      eventId: randomUUID(),
      stage: 'arbitration',
      occurredAt: afterStart(9),
    });
    expect(linked).toMatchObject({
      corrects: first.reference,
      status: 'pending_approval',
      dispute: { stage: 'arbitration' },
    });
  });

  it('an open dispute freezes refunds on its payment, decided and new ones, until it is won', async () => {
    const on = await payment();
    const [open, approved] = [
      await logged({ identifiers: [on] }),
      await logged({ identifiers: [on], amount: usd(3_000n) }),
    ];
    expect(await told(decide(as('manager'), approved))).toBe('approved');
    const notice = dispute(on, { amount: usd(1_000n) });
    await taken(notice);
    expect((await shown(open)).flags).toContain('payment_disputed');
    expect(await told(decide(as('manager'), open))).toBe('payment_disputed');
    expect((await historyOf(open)).map((line) => line.action)).toEqual(['logged']);
    // Small enough to be approved by policy, were it not for the dispute.
    const small = await space.loggedFromSource({ identifiers: [on], amount: usd(500n) });
    expect(small).toMatchObject({ status: 'pending_approval', flags: ['payment_disputed'] });
    const lines = await fixture().database.prisma.effect.findMany({
      where: { reversalId: approved.id, kind: 'add_thread_line' },
    });
    expect(lines.map((line) => line.payload)).toContainEqual(
      expect.objectContaining({ action: 'frozen' }),
    );
    await taken({
      ...notice,
      eventId: randomUUID(),
      stage: null,
      state: 'won',
      funds: 'returned',
      occurredAt: afterStart(9),
    });
    expect((await shown(open)).flags).toEqual([]);
    expect(await told(decide(as('manager'), open))).toBe('approved');
  });

  it('an inquiry moves no money and draws nothing', async () => {
    const reversal = await taken(dispute(await payment(5_000n), { stage: 'inquiry', funds: null }));
    expect(reversal).toMatchObject({ dispute: { funds: 'none' }, payment: { left: usd(5_000n) } });
  });

  it('what a person may not do, a notice’s actions are refused to them', async () => {
    const reversal = await taken(dispute(await payment()));
    for (const action of ['processor_settled', 'processor_answered', 'next_stage']) {
      const result = await desk().decide(as('admin'), {
        reference: reversal.reference,
        action: action as 'confirm',
        contentHash: reversal.contentHash,
      });
      expect(isRefusal(result) && result.refused).toBe('not_permitted');
    }
  });

  it('older than the connection it is only logged, unless its deadline lies ahead', async () => {
    space.clock.now = new Date('2026-03-01T12:00:00Z');
    const opened = new Date('2026-01-10T00:00:00Z');
    const past = { occurredAt: opened, respondBy: new Date('2026-01-20T00:00:00Z') };
    expect((await taken(dispute(await payment(), past))).historic).toBe(true);
    const ahead = { occurredAt: opened, respondBy: afterStart(24 * 60) };
    expect((await taken(dispute(await payment(), ahead))).historic).toBe(false);
  });

  it('a payment nobody knew is known by its names from then on, with its amount unknown', async () => {
    const on = { kind: 'stripe_payment', value: `ch_${randomUUID().replaceAll('-', '')}` };
    const waiting = await logged({ identifiers: [on] });
    expect(waiting.payment).toBeNull();
    const reversal = await taken(dispute(on));
    expect(reversal.payment).toMatchObject({ captured: null, left: null });
    expect((await shown(waiting)).payment?.id).toBe(reversal.payment?.id);
    expect(await told(decide(as('manager'), waiting))).toBe('content_changed');
  });

  it('any order of a dispute’s events, with repeats, ends with the same entry', async () => {
    const sequence = async (order: readonly number[]) => {
      const on = await payment();
      const about = newCase('stripe_dispute');
      const events: readonly Partial<DisputeNotice>[] = [
        { stage: 'inquiry', state: 'action_required', funds: null, fee: null },
        { stage: 'inquiry', state: 'under_review', funds: null, fee: null },
        { stage: 'chargeback', state: 'action_required', amount: usd(4_500n) },
        { stage: null, state: 'won', funds: 'returned', amount: usd(4_500n) },
        { stage: 'pre_arbitration', state: 'action_required', respondBy: afterStart(9_999) },
        { stage: null, state: 'lost', isFinal: true, funds: 'withdrawn' },
      ];
      const notices = events.map((over, minute) =>
        disputeNotice({ payment: [on], dispute: about, occurredAt: afterStart(minute), ...over }),
      );
      let last: Reversal | null = null;
      for (const index of order) {
        const notice = notices[index];
        if (notice) last = (await take(notice)).reversal ?? last;
      }
      if (!last) throw new Error('nothing was taken');
      const {
        status,
        outcome,
        amount,
        dispute,
        dueAt,
        payout,
        flags,
        payment: on_,
      } = await shown(last);
      const entries = await desk().alsoOnPayment(last);
      return {
        status,
        outcome,
        amount,
        dispute,
        dueAt,
        payout,
        flags,
        left: on_?.left,
        others: entries.length,
      };
    };
    const all = [0, 1, 2, 3, 4, 5];
    const wanted = await sequence(all);
    expect(wanted).toMatchObject({
      status: 'completed',
      others: 0,
      dispute: { stage: 'pre_arbitration', result: 'lost' },
    });
    const orders = fc
      .tuple(fc.shuffledSubarray(all, { minLength: 6 }), fc.subarray(all))
      .map(([order, again]) => [...order, ...again]);
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await sequence(order)).toEqual(wanted);
      }),
      { numRuns: 8, seed: 20_260_301, endOnFailure: true },
    );
  });
}
