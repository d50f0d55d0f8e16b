import { expect, it } from 'vitest';
import type { Policy } from '../../core/reversals/approval-policy.js';
import type { DecideRequest } from '../../core/reversals/desk.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { readPast } from '../../core/reversals/simulate/read-past.js';
import { type DeskSpace, policy } from './desk-space.js';
import { usd } from './storage-fixture.js';

const steps = (...all: Policy['rules'][number]['steps']): Policy => ({
  ...policy,
  rules: [{ steps: all }],
});
const two = steps({ from: ['role:manager', 'role:admin'], need: 2 });

/** A request for changes may be taken back until it is asked again: nothing of before is lost by it. */
export function undoChangesGuarantees(space: DeskSpace) {
  const { applyPolicy, as, clock, decide, desk, fixture, historyOf, logged, payment } = space;
  const { loggedFromSource, pending, shown } = space;
  const acts = async (reversal: Reversal, who: string, over: Partial<DecideRequest> = {}) => {
    const result = await decide(as(who), await shown(reversal), over);
    return isRefusal(result) ? result.refused : result.reversal.status;
  };
  const asks = { action: 'request_changes' } as const;
  const takesBack = { action: 'withdraw', contentHash: null } as const;

  it('the vote given before stands, the asker may vote again, and history tells of both', async () => {
    await applyPolicy(two);
    const reversal = await pending(usd(40_000n));
    expect(await acts(reversal, 'manager')).toBe('pending_approval');
    expect(await acts(reversal, 'second', asks)).toBe('changes_requested');
    expect(await acts(reversal, 'second', takesBack)).toBe('pending_approval');
    const now = await shown(reversal);
    expect(now.approvals.map(({ personName }) => personName)).toEqual(['Max Manager']);
    expect(now).toMatchObject({ round: reversal.round, contentHash: reversal.contentHash });
    expect(await acts(reversal, 'second')).toBe('approved');
    const actions = (await historyOf(reversal)).map((line) => line.action);
    expect(actions).toEqual(['logged', 'approve', 'request_changes', 'withdraw', 'approve']);
  });

  it('what the asker had approved before asking for changes is theirs again', async () => {
    await applyPolicy(two);
    const reversal = await pending(usd(40_000n));
    await acts(reversal, 'second');
    await acts(reversal, 'second', asks);
    await acts(reversal, 'second', takesBack);
    expect(await acts(reversal, 'manager')).toBe('approved');
  });

  it('by nobody else, not even an admin', async () => {
    await applyPolicy(two);
    const reversal = await pending(usd(40_000n));
    await acts(reversal, 'manager');
    await acts(reversal, 'second', asks);
    for (const who of ['manager', 'admin']) {
      expect(await acts(reversal, who, takesBack)).toBe('nothing_to_withdraw');
    }
    expect(await shown(reversal)).toMatchObject({ status: 'changes_requested' });
  });

  it('and it may still be cancelled, which is no taking back', async () => {
    await applyPolicy(two);
    const reversal = await pending(usd(40_000n));
    await acts(reversal, 'second', asks);
    expect(await acts(reversal, 'second', { action: 'cancel' })).toBe('cancelled');
  });

  it.each([
    ['asked again', (one: Reversal) => acts(one, 'agent', { action: 'confirm' })],
    [
      'changed',
      (one: Reversal) => desk().edit(as('agent'), one.reference, { amount: usd(30_000n) }),
    ],
  ])('not any more once it is %s', async (_what, then) => {
    await applyPolicy(two);
    const reversal = await pending(usd(40_000n));
    await acts(reversal, 'second', asks);
    await then(reversal);
    const before = await shown(reversal);
    expect(await acts(reversal, 'second', takesBack)).toBe('nothing_to_withdraw');
    expect(await shown(reversal)).toMatchObject({ status: before.status, round: before.round });
  });

  it('twice over one undo: asked, taken back, asked again leaves one note for the ticket', async () => {
    await applyPolicy(steps({ from: ['role:manager'], need: 1 }));
    const reversal = await loggedFromSource({ identifiers: [await payment()] });
    await acts(reversal, 'manager', asks);
    await acts(reversal, 'manager', takesBack);
    await acts(reversal, 'manager', asks);
    const { effect } = fixture().database.prisma;
    const where = { reversalId: reversal.id, kind: 'write_back' };
    const rows = await effect.findMany({ where, orderBy: { createdAt: 'asc' } });
    const asked = rows.filter((row) => Object(row.payload).status === 'changes_requested');
    expect(asked).toHaveLength(2);
    const overtaken = await Promise.all(
      asked.map(async ({ id, kind, payload, reversalId, clientId, attempts, createdAt }) =>
        fixture().books.effects.isOvertaken({
          ...{ id, reversalId, clientId, attempts, createdAt },
          kind: kind as 'write_back',
          payload: payload as Record<string, string>,
        }),
      ),
    );
    expect(overtaken).toEqual([true, false]);
  });

  it('the clock goes on as it was, and whose turn it was has it again', async () => {
    await applyPolicy(
      steps({ from: ['role:manager'], need: 1, take: 'round_robin', within: '8h' }),
    );
    const reversal = await pending(usd(40_000n));
    const { stepTurn } = await shown(reversal);
    expect(stepTurn?.dueAt).not.toBeNull();
    clock.now = new Date(clock.now.getTime() + 3_600_000);
    await acts(reversal, 'manager', asks);
    expect((await shown(reversal)).stepTurn).toMatchObject({ dueAt: null, holderId: null });
    clock.now = new Date(clock.now.getTime() + 3_600_000);
    await acts(reversal, 'manager', takesBack);
    expect((await shown(reversal)).stepTurn).toEqual(stepTurn);
  });

  it('what needed review needs it again', async () => {
    await applyPolicy(steps({ from: ['role:manager'], need: 1 }));
    const reversal = await logged({ reviewReasons: ['two amounts'], amount: usd(40_000n) });
    expect(reversal.status).toBe('needs_review');
    expect(await acts(reversal, 'manager', asks)).toBe('changes_requested');
    expect(await acts(reversal, 'manager', takesBack)).toBe('needs_review');
  });

  it('the past is read so: whoever approved before decided it, and it was open all along', async () => {
    await applyPolicy(two);
    const reversal = await pending(usd(40_000n));
    await acts(reversal, 'manager');
    await acts(reversal, 'second', asks);
    await acts(reversal, 'second', takesBack);
    await acts(reversal, 'admin');
    for await (const entry of fixture().books.past.entriesSince(new Date(0))) {
      if (entry.reference !== reversal.reference) continue;
      const { decision } = readPast(entry);
      expect(decision).toMatchObject({ outcome: 'approved', openedAt: entry.loggedAt });
      expect(decision?.votes.map(({ personId }) => personId)).toEqual([
        as('manager').person.id,
        as('admin').person.id,
      ]);
      return;
    }
    throw new Error('the entry is not in the past');
  });
}
