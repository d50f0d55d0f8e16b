import { expect, it } from 'vitest';
import { threadLine } from '../../core/effects/effect-words.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import type { DeskSpace } from './desk-space.js';
import { redacted, usd } from './storage-fixture.js';

/** Edits by hand: bound to what was seen, once a request, told before → after, and asked anew. */
export function editGuarantees(space: DeskSpace) {
  const { as, decide, desk, fixture, historyOf, pending, shown, told } = space;
  const edited = async (
    reversal: Reversal,
    ...[changes, bounds]: [Parameters<ReturnType<typeof desk>['edit']>[2], object?]
  ) => {
    const result = await desk().edit(as('agent'), reversal.reference, changes, bounds);
    return isRefusal(result) ? result.refused : result.changed ? 'changed' : 'unchanged';
  };
  const lines = async (reversal: Reversal) => {
    const { prisma } = fixture().database;
    const effects = await prisma.effect.findMany({
      where: { reversalId: reversal.id, kind: 'add_thread_line' },
      orderBy: [{ createdAt: 'asc' }],
    });
    const now = await shown(reversal);
    return effects.map((one) => threadLine(now, one.payload as Record<string, string>, 'en-US'));
  };

  it('an edit on content that changed since is refused with the difference, and changes nothing', async () => {
    const reversal = await pending();
    const contentHash = reversal.contentHash;
    expect(await edited(reversal, { amount: usd(4_000n) }, { contentHash })).toBe('changed');
    const result = await desk().edit(
      as('manager'),
      reversal.reference,
      { amount: usd(6_000n) },
      { contentHash },
    );
    expect(result).toMatchObject({
      refused: 'content_changed',
      facts: { amountMinorShown: '4999 USD', amountMinorNow: '4000 USD' },
    });
    expect((await shown(reversal)).amount).toEqual(usd(4_000n));
  });

  it('the same request twice is one edit, also at once; its key with other content is refused', async () => {
    const reversal = await pending();
    const bounds = { requestKey: `chat:view:${reversal.id}:edit` };
    const both = await Promise.all([
      edited(reversal, { amount: usd(4_000n) }, bounds),
      edited(reversal, { amount: usd(4_000n) }, bounds),
    ]);
    expect(both.sort()).toEqual(['changed', 'unchanged']);
    expect((await historyOf(reversal)).map((line) => line.action)).toEqual(['logged', 'edited']);
    expect(await edited(reversal, { amount: usd(3_000n) }, bounds)).toBe(
      'key_reused_with_other_content',
    );
  });

  it.each([
    [
      'the amount',
      { amount: usd(3_900n) },
      'Ada Agent changed amount $49.99 → $39.00; it needs a new decision.',
    ],
    [
      'the type',
      { type: 'merchant_error' },
      'Ada Agent changed type refund → merchant error; it needs a new decision.',
    ],
    ['the reason alone', { reason: redacted('the other parcel') }, 'Ada Agent changed the reason.'],
    [
      'several at once',
      { amount: usd(3_900n), reason: redacted('the other parcel') },
      'Ada Agent changed amount $49.99 → $39.00; the reason; it needs a new decision.',
    ],
  ] as const)('%s: one line in the thread, before → after', async (_name, changes, line) => {
    const reversal = await pending();
    await edited(reversal, changes);
    expect(await lines(reversal)).toEqual([line]);
    const [, edit] = await historyOf(reversal);
    if ('amount' in changes) expect(edit?.facts).toMatchObject({ amountMinorBefore: '4999' });
    if ('type' in changes) expect(edit?.facts).toMatchObject({ typeBefore: 'refund' });
  });

  it('changes asked for, made, asked again: the whole round is told and every approver asked anew', async () => {
    const reversal = await pending(usd(60_000n));
    const reason = redacted('the receipt says less');
    await decide(as('manager'), reversal, { reason });
    expect(await told(decide(as('admin'), reversal, { action: 'request_changes', reason }))).toBe(
      'changes_requested',
    );
    expect(await told(decide(as('second'), reversal, { reason }))).toBe('not_in_this_status');
    await edited(reversal, { amount: usd(55_000n) });
    const ready = await shown(reversal);
    expect(ready.status).toBe('changes_requested');
    expect(await told(decide(as('agent'), ready, { action: 'confirm' }))).toBe('pending_approval');
    const again = await shown(reversal);
    expect(again.approvals).toEqual([]);
    expect(again.round).toBeGreaterThan(reversal.round);
    expect(await desk().waitingFor(again)).toBe('2 decisions by manager or admin');
    expect(await lines(reversal)).toEqual([
      'Max Manager approved $600.00; more approvals are needed.',
      'Ann Admin asked for changes: make them under More, Edit, and it is asked again.',
      'Ada Agent changed amount $600.00 → $550.00; it is not asked again yet.',
      'Ada Agent confirmed it; it waits for a decision.',
    ]);
  });
}
