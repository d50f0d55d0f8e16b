import { expect, it } from 'vitest';
import type { Policy } from '../../core/reversals/approval-policy.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { type DeskSpace, policy } from './desk-space.js';
import { usd } from './storage-fixture.js';

const asking = (...steps: Policy['rules'][number]['steps']): Policy => ({
  ...policy,
  rules: [{ steps }],
});
const one = { from: ['role:manager'], need: 1 } as const;
const two = { from: ['role:manager'], need: 2 } as const;
const settling = 'one more press to settle it: less is asked now, and enough decided already';
const admin = { from: ['role:admin'], need: 1 } as const;

/** A policy change asks again only where it asks for more; nothing is decided by a start. */
export function policyChangeGuarantees(space: DeskSpace) {
  const { applyPolicy, as, decide, desk, fixture, pending, shown, told } = space;
  const waits = async (reversal: Reversal) => desk().waitingFor(await shown(reversal));
  const redraws = async ({ id }: Reversal) =>
    fixture().database.prisma.effect.count({ where: { reversalId: id, kind: 'show_card' } });

  it.each([
    ['one vote more', asking(two), 'one more decision by manager', 'second'],
    ['a second step', asking(one, admin), 'a decision by admin', 'admin'],
  ] as const)(
    '%s: the vote given stands, and only what is missing is asked',
    async (_name, more, missing, who) => {
      await applyPolicy(asking(one, one));
      const reversal = await pending();
      await decide(as('manager'), reversal);
      const before = await redraws(reversal);
      await applyPolicy(more);
      expect(await redraws(reversal)).toBe(before + 1);
      expect(await waits(reversal)).toBe(missing);
      const now = await shown(reversal);
      expect(now).toMatchObject({ contentHash: reversal.contentHash, round: reversal.round });
      expect(now.approvals).toHaveLength(1);
      expect(await told(decide(as(who), reversal))).toBe('approved');
      await applyPolicy(policy);
    },
  );

  const cheap = { currency: 'USD', maxAmount: 30_000 } as const;
  const oneWhy = { ...one, reasonRequired: true };
  const oneProof = { ...one, evidenceRequired: true };

  it.each([
    [
      'names others for the lower amount',
      [{ when: cheap, steps: [one] }, { steps: [admin] }],
      'admin',
      'approver_not_named',
    ],
    [
      'wants a reason for the lower amount',
      [{ when: cheap, steps: [oneWhy] }, { steps: [one] }],
      'manager',
      'reason_required',
    ],
    [
      'wants evidence for the lower amount',
      [{ when: cheap, steps: [oneProof] }, { steps: [one] }],
      'manager',
      'evidence_required',
    ],
  ] as const)(
    'an approval of a lower amount is refused whole where the policy %s',
    async (_name, rules, who, refusal) => {
      await applyPolicy({ ...policy, rules });
      const reversal = await pending(usd(40_000n));
      expect(await told(decide(as(who), reversal, { amount: usd(20_000n) }))).toBe(refusal);
      expect(await shown(reversal)).toMatchObject({
        amount: usd(40_000n),
        contentHash: reversal.contentHash,
        round: reversal.round,
      });
      await applyPolicy(policy);
    },
  );

  it('whom time has added to a step is not added to another rule’s by lowering the amount', async () => {
    await applyPolicy({ ...policy, rules: [{ when: cheap, steps: [one] }, { steps: [two, two] }] });
    const reversal = await pending(usd(40_000n));
    const { reversals } = fixture().books;
    await reversals.transaction((tx) =>
      tx.setStepTurn(reversal.id, {
        round: reversal.round,
        step: 0,
        openedAt: reversal.loggedAt,
        dueAt: null,
        within: null,
        timesPassed: 1,
        changes: [{ step: 0, how: 'escalate', names: ['role:admin'] }],
        holderId: null,
        isEnough: false,
      }),
    );
    expect(await told(decide(as('admin'), reversal, { amount: usd(20_000n) }))).toBe(
      'approver_not_named',
    );
    expect((await shown(reversal)).amount).toEqual(usd(40_000n));
    await applyPolicy(policy);
  });

  it('who contests and who accepts the loss have not agreed, and nobody votes for both', async () => {
    await applyPolicy(asking(two));
    const reversal = await space.loggedFromSource({
      type: 'chargeback',
      kind: 'fact',
      dispute: { stage: 'chargeback', respondBy: null },
      identifiers: [await space.payment()],
    });
    const decides = (who: string, action: 'contest' | 'accept' | 'withdraw') =>
      told(decide(as(who), reversal, { action }));
    expect(await decides('manager', 'contest')).toBe('pending_approval');
    expect(await decides('manager', 'accept')).toBe('already_decided');
    expect(await decides('second', 'accept')).toBe('pending_approval');
    expect(await decides('manager', 'withdraw')).toBe('pending_approval');
    expect(await decides('manager', 'accept')).toBe('approved');
    expect((await shown(reversal)).outcome).toBe('accept');
    await applyPolicy(policy);
  });

  it('a policy that asks for less decides nothing by itself: one press settles it', async () => {
    await applyPolicy(asking(two));
    const reversal = await pending();
    await decide(as('manager'), reversal);
    await applyPolicy(asking(one));
    expect((await shown(reversal)).status).toBe('pending_approval');
    expect(await waits(reversal)).toBe(settling);
    expect(await told(decide(as('agent'), reversal))).toBe('requester_cannot_approve');
    expect(await told(decide(as('manager'), reversal))).toBe('approved');
    await applyPolicy(policy);
  });

  it('what is decided stays decided, and its card is left alone', async () => {
    await applyPolicy(asking(one));
    const reversal = await pending();
    expect(await told(decide(as('manager'), reversal))).toBe('approved');
    const before = await redraws(reversal);
    await applyPolicy(asking(two, admin));
    expect((await shown(reversal)).status).toBe('approved');
    expect(await redraws(reversal)).toBe(before);
    await applyPolicy(policy);
  });

  it('the same settings again draw no card', async () => {
    const reversal = await pending();
    const before = await redraws(reversal);
    await applyPolicy(policy);
    await applyPolicy(policy);
    expect(await redraws(reversal)).toBe(before);
  });
}
