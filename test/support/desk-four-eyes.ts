import { expect, it } from 'vitest';
import type { Policy } from '../../core/reversals/approval-policy.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { type DeskSpace, policy } from './desk-space.js';
import { redacted, usd } from './storage-fixture.js';

const reason = redacted('checked with the warehouse');
const joins = (email: string) => [{ name: 'Whoever', email }];

/** Who asked never approves, however they came to ask. */
export function fourEyesGuarantees(space: DeskSpace) {
  const { applyPolicy, as, decide, desk, historyOf, logged, loggedFromSource, payment } = space;
  const { pending, shown, told } = space;
  const joined = (reversal: Reversal, email: string) =>
    desk().addFromSource(reversal.id, 'acme-zendesk', [], joins(email));

  it('who joins the ticket before the decision is a requester, and a vote given before counts no more', async () => {
    const reversal = await loggedFromSource({
      amount: usd(60_000n),
      identifiers: [await payment()],
    });
    expect(await told(decide(as('manager'), reversal, { reason }))).toBe('pending_approval');
    await joined(reversal, 'MANAGER@example.com');
    const now = await shown(reversal);
    expect(now.requesters.map((one) => one.person?.email)).toEqual(['manager@example.com']);
    expect(now.approvals).toEqual([]);
    expect(now.contentHash).toBe(reversal.contentHash);
    expect(await told(decide(as('manager'), now, { reason }))).toBe('requester_cannot_approve');
    expect((await historyOf(reversal)).at(-1)).toMatchObject({
      action: 'requesters_added',
      facts: { votesVoided: 1, strangers: 0 },
      values: { requesters: 'Max Manager' },
    });
  });

  it('a stranger who joins the ticket asks for a second approver, once', async () => {
    const reversal = await loggedFromSource({ identifiers: [await payment()] });
    expect(await desk().waitingFor(reversal)).toBe('a decision by manager');
    await joined(reversal, 'kim@other.example');
    await joined(reversal, 'kim@other.example');
    const now = await shown(reversal);
    expect(now.requesters).toEqual([{ person: null, label: 'Whoever' }]);
    expect(await desk().waitingFor(now)).toBe('2 decisions by manager');
  });

  it('who joins the ticket after the decision changes nothing', async () => {
    const reversal = await loggedFromSource({ identifiers: [await payment()] });
    expect(await told(decide(as('manager'), reversal))).toBe('approved');
    await joined(reversal, 'manager@example.com');
    expect(await shown(reversal)).toMatchObject({ status: 'approved', requesters: [] });
  });

  it.each([
    ['a higher amount', { amount: usd(7_000n) }, true],
    ['another type', { type: 'merchant_error' }, true],
    ['another payment', { identifiers: [] }, true],
    ['a lower amount of another type', { amount: usd(1_000n), type: 'merchant_error' }, true],
    ['a lower amount', { amount: usd(1_000n) }, false],
    ['other words', { reason }, false],
  ] as const)('whether whoever edits has asked for it: %s', async (_name, changes, isRequester) => {
    const reversal = await pending();
    const edited = await desk().edit(as('manager'), reversal.reference, changes);
    if (isRefusal(edited)) throw new Error(edited.refused);
    const requesters = edited.reversal.requesters.map((one) => one.person?.email);
    expect(requesters.includes('manager@example.com')).toBe(isRequester);
  });

  it('a requester cannot approve even where the policy came to be met without anybody more', async () => {
    const two = (need: number): Policy => ({
      name: 'standard',
      rules: [{ steps: [{ from: ['role:manager', 'role:admin'], need }] }],
    });
    await applyPolicy(two(2));
    const reversal = await logged({ identifiers: [await payment()] }, as('manager'));
    expect(await told(decide(as('second'), reversal))).toBe('pending_approval');
    await applyPolicy(two(1));
    expect(await told(decide(as('manager'), reversal))).toBe('requester_cannot_approve');
    expect(await told(decide(as('agent'), reversal))).toBe('approver_not_named');
    expect(await told(decide(as('second'), reversal))).toBe('approved');
    await applyPolicy(policy);
  });

  it('nothing is approved by itself that a stranger asks for', async () => {
    const entry = { amount: usd(1n), identifiers: [await payment()] };
    const staff = joins('kim@other.example');
    expect((await loggedFromSource({ ...entry, staff })).status).toBe('pending_approval');
    space.clock.now = new Date(space.clock.now.getTime() + 24 * 3_600_000);
    expect((await loggedFromSource(entry)).status).toBe('approved');
  });

  it('an approval taken back is a new round: what was asked for on the old one is known as such', async () => {
    const reversal = await pending();
    await decide(as('manager'), reversal);
    await decide(as('manager'), reversal, { action: 'withdraw' });
    expect(await shown(reversal)).toMatchObject({ round: reversal.round + 1, approvals: [] });
  });

  it('an edit that asks anew is told at the source', async () => {
    const reversal = await loggedFromSource({ identifiers: [await payment()] });
    await decide(as('manager'), reversal);
    await desk().edit(as('second'), reversal.reference, { amount: usd(6_000n) });
    const notes = await space.fixture().database.prisma.effect.findMany({
      where: { reversalId: reversal.id, kind: 'write_back' },
      select: { payload: true },
    });
    expect(notes.map((one) => one.payload)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ status: 'approved', round: '1' }),
        expect.objectContaining({ status: 'pending_approval', round: '2' }),
      ]),
    );
  });

  it('nobody is named for an entry that was cancelled after a vote', async () => {
    const reversal = await pending();
    await decide(as('manager'), reversal);
    await decide(as('second'), reversal, { action: 'cancel' });
    expect(await decide(as('admin'), reversal)).toEqual({
      refused: 'already_final',
      facts: { status: 'cancelled' },
    });
  });
}
