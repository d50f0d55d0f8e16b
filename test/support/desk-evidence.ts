import { expect, it } from 'vitest';
import type { Policy } from '../../core/reversals/approval-policy.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { type DeskSpace, policy } from './desk-space.js';
import { redacted, stateOf, usd } from './storage-fixture.js';

const receipt = redacted('https://files.example/receipt.pdf');

/** First a manager, then an admin who has to see evidence. */
const withEvidence: Policy = {
  ...policy,
  rules: [
    {
      steps: [
        { from: ['role:manager'], need: 1 },
        { from: ['role:admin'], need: 1, evidenceRequired: true },
      ],
    },
  ],
};

/** Required evidence holds a vote up, is bound to the decision, and further evidence voids nothing. */
export function evidenceGuarantees(space: DeskSpace) {
  const { applyPolicy, as, clock, decide, desk, fixture, historyOf, pending, shown, told } = space;
  const add = (reversal: Reversal, url = receipt, who = 'agent', requestKey?: string) =>
    desk().addEvidence(as(who), {
      reference: reversal.reference,
      url,
      name: redacted('the receipt'),
      checksum: null,
      requestKey,
    });
  const waits = async (reversal: Reversal) => desk().waitingFor(await shown(reversal));

  it('a step that needs evidence refuses the vote until there is some, and says so', async () => {
    await applyPolicy(withEvidence);
    const reversal = await pending();
    expect(await told(decide(as('manager'), reversal))).toBe('pending_approval');
    expect(await waits(reversal)).toBe('evidence first, then a decision by admin');
    expect(await told(decide(as('admin'), reversal))).toBe('evidence_required');
    expect((await shown(reversal)).approvals).toHaveLength(1);
    await add(reversal);
    expect(await waits(reversal)).toBe('a decision by admin');
    // The card that was seen before shows no evidence: what is decided on has changed.
    expect(await told(decide(as('admin'), reversal))).toBe('content_changed');
    expect(await told(decide(as('admin'), await shown(reversal)))).toBe('approved');
    expect((await historyOf(reversal)).map((line) => line.action)).toEqual([
      'logged',
      'approve',
      'evidence_added',
      'approve',
    ]);
    await applyPolicy(policy);
  });

  it('no evidence is needed to reject, or to ask for it', async () => {
    await applyPolicy(withEvidence);
    const reason = redacted('the receipt, please');
    for (const action of ['reject', 'request_changes'] as const) {
      const reversal = await pending();
      await decide(as('manager'), reversal);
      const done = await told(decide(as('admin'), reversal, { action, reason }));
      expect(done).toBe(action === 'reject' ? 'rejected' : 'changes_requested');
    }
    await applyPolicy(policy);
  });

  it('further evidence, and any that no policy asks for, voids nothing', async () => {
    const free = await pending();
    await add(free);
    expect((await shown(free)).contentHash).toBe(free.contentHash);
    expect(await told(decide(as('manager'), free))).toBe('approved');
    await applyPolicy(withEvidence);
    const bound = await pending();
    await add(bound);
    const first = await shown(bound);
    expect(first.contentHash).not.toBe(bound.contentHash);
    await decide(as('manager'), first);
    await add(bound, redacted('https://files.example/more.pdf'));
    expect(await shown(bound)).toMatchObject({
      contentHash: first.contentHash,
      evidence: { count: 2, boundId: first.evidence?.boundId },
    });
    expect(await told(decide(as('admin'), first))).toBe('approved');
    await applyPolicy(policy);
  });

  it('resubmitted after changes, the newest evidence is what the new round is bound to', async () => {
    await applyPolicy(withEvidence);
    const reversal = await pending();
    await add(reversal);
    const first = await shown(reversal);
    const reason = redacted('this is another receipt');
    await decide(as('manager'), first, { action: 'request_changes', reason });
    clock.now = new Date(clock.now.getTime() + 1_000);
    await add(reversal, redacted('https://files.example/the-right-one.pdf'));
    await decide(as('agent'), first, { action: 'confirm' });
    const again = await shown(reversal);
    expect(again.evidence?.boundId).not.toBe(first.evidence?.boundId);
    expect(again.contentHash).not.toBe(first.contentHash);
    expect(await told(decide(as('manager'), first))).toBe('content_changed');
    await decide(as('manager'), again);
    expect(await told(decide(as('admin'), again))).toBe('approved');
    await applyPolicy(policy);
  });

  it('the same link again is one, also at once and under one request key', async () => {
    const reversal = await pending();
    await Promise.all([add(reversal), add(reversal), add(reversal, receipt, 'manager')]);
    await add(reversal, receipt, 'agent', 'chat:C1:1.1:file:F1');
    await add(reversal, receipt, 'agent', 'chat:C1:1.1:file:F1');
    const evidence = await desk().evidence(as('manager').person, reversal.reference);
    expect(isRefusal(evidence) ? [] : evidence).toMatchObject([{ url: receipt, isBound: false }]);
    const other = redacted('https://files.example/other.pdf');
    expect(await add(reversal, other, 'agent', 'chat:C1:1.1:file:F1')).toMatchObject({
      refused: 'key_reused_with_other_content',
    });
  });

  it.each([
    ['no link', 'receipt.pdf'],
    ['a link of another kind', 'javascript:alert(1)'],
    ['a link with a space in it', 'https://files.example/a b'],
  ])('%s is refused, and nothing is written', async (_name, url) => {
    const reversal = await pending();
    expect(await add(reversal, redacted(url))).toMatchObject({ refused: 'invalid_request' });
    expect(await historyOf(reversal)).toHaveLength(1);
  });

  it('links are ciphertext in the database, and never change', async () => {
    const reversal = await pending(usd(3_000n));
    await add(reversal);
    const { database } = fixture();
    const [row] = await database.prisma.evidence.findMany({ where: { reversalId: reversal.id } });
    expect(Buffer.from(row?.url ?? []).toString('latin1')).not.toContain('receipt');
    // The state of `restrict_violation`: both engines say it in words of their own.
    expect(await stateOf(database.query('UPDATE evidence SET checksum = NULL'))).toBe('23001');
  });
}
