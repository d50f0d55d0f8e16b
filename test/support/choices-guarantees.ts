import { beforeAll, expect, it } from 'vitest';
import { threadLine } from '../../core/effects/effect-words.js';
import type { Policy } from '../../core/reversals/approval-policy.js';
import type { DecideRequest } from '../../core/reversals/desk.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { type DeskSpace, policy } from './desk-space.js';

const twoOf: Policy = {
  ...policy,
  rules: [{ steps: [{ from: ['role:manager', 'role:admin'], need: 2 }] }],
};

/** What a vote chose is part of it: nothing is carried out before enough people chose the very same. */
export function choicesGuarantees(space: DeskSpace) {
  const { applyPolicy, as, clock, decide, fixture, historyOf, logged, payment, shown } = space;
  beforeAll(() => applyPolicy(twoOf));

  const returned = async () =>
    logged({
      type: 'bank_reversal',
      kind: 'fact',
      reasonCode: 'R01',
      identifiers: [await payment()],
    });
  const dispute = async () =>
    logged({
      type: 'chargeback',
      kind: 'fact',
      dispute: { stage: 'chargeback', respondBy: null },
      identifiers: [await payment()],
    });
  const failed = async () =>
    logged({ type: 'system_error', amount: null, identifiers: [await payment()] });
  const votes = async (reversal: Reversal, who: string, over: Partial<DecideRequest>) => {
    // Which vote is the newest is told by its time.
    clock.now = new Date(clock.now.getTime() + 1_000);
    const result = await decide(as(who), await shown(reversal), over);
    return isRefusal(result) ? result.refused : result.reversal.status;
  };
  const lines = async (reversal: Reversal) => {
    const { effect } = fixture().database.prisma;
    const where = { reversalId: reversal.id, kind: 'add_thread_line' };
    const rows = await effect.findMany({ where, orderBy: { createdAt: 'asc' } });
    const now = await shown(reversal);
    return rows.map((row) => threadLine(now, row.payload as Record<string, string>, 'en-US'));
  };
  const next = (detail: string) => ({ action: 'next_step', detail }) as const;
  const answer = (detail: string) => ({ action: 'answer', detail }) as const;

  it.each([
    ['next steps', returned, next('stop_collecting'), next('present_again'), 'approved'],
    ['answers', failed, answer('already_returned'), answer('customer_not_charged'), 'completed'],
    ['contest and accept', dispute, { action: 'contest' }, { action: 'accept' }, 'approved'],
  ] as const)(
    'two %s that differ decide nothing; a third vote makes one of them two of two',
    async (_what, made, one, other, status) => {
      const reversal = await made();
      expect(await votes(reversal, 'manager', one)).toBe('pending_approval');
      expect(await votes(reversal, 'second', other)).toBe('pending_approval');
      const mixed = await shown(reversal);
      expect(mixed).toMatchObject({ status: 'pending_approval', outcome: null, payout: 'none' });
      expect(await votes(reversal, 'admin', one)).toBe(status);
      const decided = (await historyOf(reversal)).at(-1);
      expect(decided?.facts).toMatchObject({ to: status, votesHave: 2 });
      if ('detail' in one) expect(decided?.facts.detail).toBe(one.detail);
    },
  );

  it('a vote says what it chose, and is not carried out in the name of another', async () => {
    const reversal = await failed();
    await votes(reversal, 'manager', answer('customer_not_charged'));
    await votes(reversal, 'second', answer('must_go_back'));
    const { approvals, payout } = await shown(reversal);
    expect(approvals.map(({ choice }) => choice)).toEqual(['customer_not_charged', 'must_go_back']);
    expect(payout).toBe('none');
    expect((await historyOf(reversal)).flatMap(({ facts }) => facts.opened ?? [])).toEqual([]);
  });

  it('nobody votes for two next steps; taken back, the other may be chosen', async () => {
    const reversal = await returned();
    await votes(reversal, 'manager', next('stop_collecting'));
    const again = await decide(as('manager'), reversal, next('present_again'));
    expect(again).toMatchObject({
      refused: 'already_decided',
      facts: { decision: 'next_step', choice: 'stop_collecting', isOwn: 'true' },
    });
    expect(await votes(reversal, 'manager', { action: 'withdraw' })).toBe('pending_approval');
    expect(await votes(reversal, 'manager', next('present_again'))).toBe('pending_approval');
    expect(await votes(reversal, 'second', next('present_again'))).toBe('approved');
  });

  it('the thread says a choice is made only once it is, and before that how many are for it', async () => {
    const reversal = await dispute();
    await votes(reversal, 'manager', { action: 'contest' });
    await votes(reversal, 'second', { action: 'accept' });
    await votes(reversal, 'admin', { action: 'accept' });
    expect(await lines(reversal)).toEqual([
      'Max Manager is for contesting: 1 of 2 votes.',
      'Sam Second is for accepting the loss: 1 of 2 votes; others chose otherwise, and only like votes count together.',
      'Ann Admin accepted the loss.',
    ]);
    const bank = await returned();
    await votes(bank, 'manager', next('ask_for_new_details'));
    await votes(bank, 'second', next('ask_for_new_details'));
    expect(await lines(bank)).toEqual([
      'Max Manager is for “ask for new details”: 1 of 2 votes.',
      'Sam Second chose the next step: ask for new details.',
    ]);
  });
}
