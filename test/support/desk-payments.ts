import { expect, it } from 'vitest';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { type DeskSpace, policy } from './desk-space.js';
import { usd } from './storage-fixture.js';

const undercharge = {
  type: 'merchant_error',
  amount: null,
  before: usd(1_200n),
  after: usd(12_000n),
} as const;

/** What counts on a payment and what does not: undercharges, old items, system errors. */
export function paymentGuarantees(space: DeskSpace) {
  const { as, decide, desk, fixture, historyOf, logged, loggedFromSource, payment, shown, told } =
    space;
  const cardsAskedFor = (reversal: Reversal) =>
    fixture().database.prisma.effect.count({
      where: { reversalId: reversal.id, kind: 'show_card' },
    });

  it('what a source tells as an undercharge waits for a person and is not confirmed as it stands', async () => {
    const reversal = await loggedFromSource({ ...undercharge, identifiers: [await payment()] });
    expect(reversal).toMatchObject({
      status: 'needs_review',
      kind: 'request',
      reviewReasons: ['Reads as an undercharge: before is below after.'],
    });
    expect(await told(decide(as('agent'), reversal, { action: 'confirm' }))).toBe(
      'invalid_request',
    );
    await desk().edit(as('agent'), reversal.reference, { amount: usd(500n) });
    expect(await shown(reversal)).toMatchObject({ flags: [], status: 'needs_review' });
    expect(await told(decide(as('agent'), reversal, { action: 'confirm' }))).toBe(
      'pending_approval',
    );
  });

  it('an undercharge draws nothing from its payment and holds no other claim', async () => {
    const identifiers = [await payment(12_000n)];
    expect((await logged({ ...undercharge, identifiers })).status).toBe('completed');
    await loggedFromSource({ ...undercharge, identifiers });
    const refund = await logged({ identifiers, amount: usd(12_000n) });
    expect(refund).toMatchObject({
      status: 'pending_approval',
      flags: [],
      payment: { left: usd(12_000n) },
    });
  });

  it('a small undercharge is not approved by itself', async () => {
    const policyOfAll = {
      name: 'standard',
      rules: [{ when: { currency: 'USD', maxAmount: 50_000 }, steps: [] }],
    };
    await space.applyPolicy(policyOfAll);
    const reversal = await logged({ ...undercharge, identifiers: [await payment()] });
    await space.applyPolicy(policy);
    expect((await historyOf(reversal)).map((line) => line.action)).toEqual(['logged']);
  });

  it.each([
    ['known', 10_000n],
    ['unknown', null],
  ])('an old item holds no claim on its payment, captured amount %s', async (_name, captured) => {
    const identifiers = [await payment(captured)];
    const old = { identifiers, amount: usd(8_000n), historic: true };
    expect((await loggedFromSource(old)).historic).toBe(true);
    expect((await logged({ identifiers, amount: usd(8_000n) })).status).toBe('pending_approval');
    expect((await logged({ identifiers, amount: usd(8_000n) })).status).toBe('needs_review');
  });

  it('a new claim on a payment draws the open cards there again, and no others', async () => {
    const identifiers = [await payment()];
    const [open, closed] = [await logged({ identifiers }), await logged({ identifiers })];
    await decide(as('agent'), closed, { action: 'cancel' });
    const before = [await cardsAskedFor(open), await cardsAskedFor(closed)];
    await logged({ identifiers });
    expect([await cardsAskedFor(open), await cardsAskedFor(closed)]).toEqual([
      (before[0] ?? 0) + 1,
      before[1],
    ]);
  });

  it('a system error without an amount becomes another type only with one', async () => {
    const reversal = await logged({ type: 'system_error', amount: null });
    expect(await desk().edit(as('agent'), reversal.reference, { type: 'refund' })).toMatchObject({
      refused: 'amount_missing',
    });
    const amount = usd(900n);
    expect(
      await desk().edit(as('agent'), reversal.reference, { type: 'refund', amount }),
    ).toMatchObject({ reversal: { type: 'refund', amount } });
  });

  it.each([
    ['with an amount, known capture', usd(4_999n), 5_000n, 'pending_approval'],
    ['with an amount, unknown capture', usd(4_999n), null, 'pending_approval'],
    ['without an amount', null, 5_000n, 'needs_review'],
  ] as const)(
    '"must go back" opens a refund %s, asked for by who answered',
    async (_name, amount, captured, status) => {
      const identifiers = [await payment(captured)];
      const error = await logged({ type: 'system_error', amount, identifiers });
      const answer = { action: 'answer', detail: 'must_go_back' } as const;
      // Without an amount the policy takes its strictest step, which wants two and a reason.
      const first = await decide(as('manager'), error, {
        ...answer,
        reason: error.reason ?? undefined,
      });
      expect(isRefusal(first)).toBe(false);
      if (amount === null)
        await decide(as('admin'), error, { ...answer, reason: error.reason ?? undefined });
      expect((await shown(error)).status).toBe('completed');
      const opened = (await historyOf(error)).at(-1)?.facts.opened;
      const refund = await desk().show(as('manager').person, String(opened));
      if (isRefusal(refund)) throw new Error(refund.refused);
      expect(refund).toMatchObject({
        type: 'refund',
        kind: 'request',
        status,
        amount,
        corrects: error.reference,
        flags: [],
        payment: { id: error.payment?.id },
      });
      const requesters = refund.requesters.map((one) => one.person?.email).sort();
      expect(requesters).toEqual(
        ['agent@example.com', amount === null ? 'admin@example.com' : 'manager@example.com'].sort(),
      );
      expect(await cardsAskedFor(refund)).toBe(amount === null ? 0 : 1);
      if (amount !== null)
        expect(await told(decide(as('manager'), refund))).toBe('requester_cannot_approve');
    },
  );

  it.each([
    ['customer_not_charged', 5_000n, 'none'],
    ['already_returned', 1n, 'confirmed'],
  ] as const)(
    'what a system error answered leaves of its payment: %s',
    async (detail, left, payout) => {
      const identifiers = [await payment(5_000n)];
      const error = await logged({ type: 'system_error', identifiers });
      await decide(as('manager'), error, { action: 'answer', detail });
      expect(await shown(error)).toMatchObject({ payout, payment: { left: usd(left) } });
    },
  );
}
