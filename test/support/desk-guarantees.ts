import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DecideRequest } from '../../core/reversals/desk.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { DatabaseEngine } from './databases.js';
import { editGuarantees } from './desk-edits.js';
import { enoughGuarantees } from './desk-enough.js';
import { evidenceGuarantees } from './desk-evidence.js';
import { fourEyesGuarantees } from './desk-four-eyes.js';
import { intakeGuarantees } from './desk-intake.js';
import { joinGuarantees } from './desk-joins.js';
import { messageGuarantees } from './desk-messages.js';
import { namedByPaymentGuarantees } from './desk-named-by-payment.js';
import { noticeGuarantees } from './desk-notices.js';
import { paymentGuarantees } from './desk-payments.js';
import { payoutGuarantees } from './desk-payouts.js';
import { policyChangeGuarantees } from './desk-policy-change.js';
import { openDeskSpace } from './desk-space.js';
import { logOneFromSource } from './log-one-from-source.js';
import { redacted, usd } from './storage-fixture.js';

/** What the desk promises, on a real database. */
export function deskGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const {
    as,
    clock,
    decide,
    desk,
    effectsOf,
    fixture,
    logged,
    payment,
    pending,
    request,
    shown,
    told,
  } = space;

  it('an approval moves state, vote, history and effects together', async () => {
    const reversal = await pending();
    expect(reversal.status).toBe('pending_approval');
    expect(await told(decide(as('manager'), reversal))).toBe('approved');
    const history = await desk().history(as('manager').person, reversal.reference);
    expect(isRefusal(history) ? [] : history.map((line) => line.action)).toEqual([
      'logged',
      'approve',
    ]);
    expect(await effectsOf(reversal)).toEqual(
      expect.arrayContaining(['show_card', 'add_thread_line']),
    );
  });

  it('a requester cannot approve, whatever surface they come by', async () => {
    const reversal = await logged({ identifiers: [await payment()] }, as('manager'));
    for (const surface of [
      'chat_button',
      'chat_thread',
      'chat_command',
      'dashboard',
      'rest',
    ] as const) {
      expect(await told(decide(as('manager', surface), reversal))).toBe('requester_cannot_approve');
    }
    expect(await told(decide(as('second'), reversal))).toBe('approved');
  });

  it.each([
    ['an agent the policy does not name', 'agent', {}, 'requester_cannot_approve'],
    ['no content hash', 'manager', { contentHash: null }, 'content_hash_missing'],
    ['a stale content hash', 'manager', { contentHash: 'f'.repeat(64) }, 'content_changed'],
    ['a higher amount', 'manager', { amount: usd(5_000n) }, 'amount_above_requested'],
    ['an amount of nothing', 'manager', { amount: usd(0n) }, 'amount_not_positive'],
    [
      'completing what is not approved',
      'manager',
      { action: 'complete', detail: 're_1' },
      'not_in_this_status',
    ],
    ['accepting a refund', 'manager', { action: 'accept' }, 'not_for_this_type'],
    ['withdrawing what was not voted', 'manager', { action: 'withdraw' }, 'nothing_to_withdraw'],
    [
      'an admin withdrawing what they never voted',
      'admin',
      { action: 'withdraw' },
      'nothing_to_withdraw',
    ],
    ['a reference of nobody', 'manager', { reference: 'RV-999999' }, 'not_found'],
  ] as const)('refuses %s, and writes nothing', async (_name, who, over, refused) => {
    const reversal = await pending();
    const before = await effectsOf(reversal);
    expect(await told(decide(as(who), reversal, over as Partial<DecideRequest>))).toBe(refused);
    const history = await desk().history(as('manager').person, reversal.reference);
    expect(isRefusal(history) ? 0 : history.length).toBe(1);
    expect(await effectsOf(reversal)).toEqual(before);
  });

  it('tells the second approver who decided when, and counts one decision', async () => {
    const reversal = await pending();
    await decide(as('manager'), reversal);
    const second = await decide(as('second'), reversal);
    expect(second).toMatchObject({
      refused: 'already_decided',
      facts: { by: 'Max Manager', at: clock.now.toISOString() },
    });
    expect(
      await fixture().database.prisma.decision.count({ where: { reversalId: reversal.id } }),
    ).toBe(1);
  });

  it('of many approvals at once exactly one decides', async () => {
    const reversal = await pending();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        told(decide(as(index % 2 ? 'manager' : 'second'), reversal)),
      ),
    );
    expect(results.filter((one) => one === 'approved')).toHaveLength(1);
    expect(results.filter((one) => one === 'already_decided')).toHaveLength(7);
    expect(
      await fixture().database.prisma.decision.count({ where: { reversalId: reversal.id } }),
    ).toBe(1);
  });

  it('two approvers are two people, and a required reason is required', async () => {
    const reversal = await pending(usd(60_000n));
    expect(await told(decide(as('manager'), reversal))).toBe('reason_required');
    const reason = redacted('checked with the warehouse');
    expect(await told(decide(as('manager'), reversal, { reason }))).toBe('pending_approval');
    expect(await told(decide(as('manager'), reversal, { reason }))).toBe('pending_approval');
    expect(await told(decide(as('admin'), reversal, { reason }))).toBe('approved');
  });

  it('a lower amount is a new content of its own: who saw the old one is refused', async () => {
    const reversal = await pending();
    const lower = await decide(as('manager'), reversal, { amount: usd(3_000n) });
    expect(lower).toMatchObject({ reversal: { status: 'approved', amount: usd(3_000n) } });
    const other = await pending();
    await desk().edit(as('agent'), other.reference, { amount: usd(6_000n) });
    const stale = await decide(as('manager'), other);
    expect(stale).toMatchObject({
      refused: 'content_changed',
      facts: { amountMinorShown: '4999 USD', amountMinorNow: '6000 USD' },
    });
  });

  it('whoever raises the amount has asked for it and cannot approve it', async () => {
    const reversal = await pending();
    const raised = await desk().edit(as('manager'), reversal.reference, { amount: usd(7_000n) });
    if (isRefusal(raised)) throw new Error(raised.refused);
    expect(await told(decide(as('manager'), raised.reversal))).toBe('requester_cannot_approve');
    expect(await told(decide(as('second'), raised.reversal))).toBe('approved');
  });

  it('an approval taken back asks again, and its write-back is superseded', async () => {
    const reversal = await pending();
    await decide(as('manager'), reversal);
    expect(await told(decide(as('manager'), reversal, { action: 'withdraw' }))).toBe(
      'pending_approval',
    );
    const shown = await desk().show(as('manager').person, reversal.reference);
    expect(isRefusal(shown) ? null : shown.approvals).toEqual([]);
    expect(await told(decide(as('second'), reversal))).toBe('approved');
  });

  it('after the payout nothing is taken back or changed', async () => {
    const reversal = await pending();
    await decide(as('manager'), reversal);
    expect(await told(decide(as('manager'), reversal, { action: 'complete' }))).toBe(
      'refund_id_required',
    );
    expect(
      await told(
        decide(as('agent'), reversal, { action: 'complete', detail: 're_1PgafuB7WZ01zgkW' }),
      ),
    ).toBe('completed');
    expect(await told(decide(as('manager'), reversal, { action: 'withdraw' }))).toBe(
      'already_final',
    );
    expect(await desk().edit(as('agent'), reversal.reference, { amount: usd(1n) })).toMatchObject({
      refused: 'already_final',
    });
  });

  it('one payment, one payout: the second request is held and cannot be approved while the first stands', async () => {
    const identifiers = [await payment(5_000n)];
    const first = await logged({ identifiers });
    const second = await logged({ identifiers });
    expect(second).toMatchObject({ status: 'needs_review', flags: ['payment_already_claimed'] });
    expect(await told(decide(as('manager'), second, { action: 'confirm' }))).toBe(
      'payment_already_claimed',
    );
    await decide(as('manager'), first, { action: 'reject', reason: redacted('sent back already') });
    expect(await told(decide(as('agent'), second, { action: 'confirm' }))).toBe('pending_approval');
    expect(await told(decide(as('manager'), second))).toBe('approved');
  });

  it('of claims logged at the same moment the payment is not promised twice', async () => {
    const identifiers = [await payment(10_000n)];
    const all = await Promise.all(Array.from({ length: 6 }, () => logged({ identifiers })));
    expect(all.filter((one) => one.status === 'pending_approval')).toHaveLength(2);
  });

  it('where the captured amount is unknown a second claim of the same amount is held', async () => {
    const identifiers = [await payment(null)];
    expect((await logged({ identifiers })).status).toBe('pending_approval');
    expect((await logged({ identifiers })).flags).toEqual(['payment_already_claimed']);
  });

  it('knows a payment by an id cut short, unless several begin so', async () => {
    const whole = await payment();
    const cut = { ...whole, value: `${whole.value.slice(0, 12)}…` };
    const reversal = await logged({ identifiers: [cut] });
    expect(reversal.payment?.identifiers).toEqual([whole]);
    expect(reversal.identifiers).toEqual([whole]);
    await payment();
    const several = await logged({ identifiers: [{ ...whole, value: 'ch_…' }] });
    expect(several).toMatchObject({ status: 'needs_review', payment: null });
  });

  it.each([
    ['an unknown next step', 'present_twice', 'invalid_request'],
    ['collecting again after R10', 'present_again', 'invalid_request'],
    ['stopping', 'stop_collecting', 'approved'],
  ])('a bank return takes a next step its code allows: %s', async (_name, detail, outcome) => {
    const reversal = await logged({
      type: 'bank_reversal',
      kind: 'fact',
      reasonCode: 'R10',
      identifiers: [await payment()],
    });
    expect(await told(decide(as('manager'), reversal, { action: 'next_step', detail }))).toBe(
      outcome,
    );
  });

  it.each(['ask_for_new_details', 'stop_collecting', 'recover_outside'])(
    'a bank return whose next step (%s) is done is completed without a refund’s id',
    async (detail) => {
      const reversal = await logged({
        type: 'bank_reversal',
        kind: 'fact',
        reasonCode: 'R10',
        identifiers: [await payment()],
      });
      await decide(as('manager'), reversal, { action: 'next_step', detail });
      const reason = redacted('the customer paid by card');
      expect(await told(decide(as('agent'), reversal, { action: 'complete', reason }))).toBe(
        'completed',
      );
      const after = await shown(reversal);
      // Nothing was paid back, so nothing says it was.
      expect(after).toMatchObject({ payout: 'none', payoutReference: null });
      expect(after.payment?.left).toEqual(reversal.payment?.left);
    },
  );

  it('an admin takes back an approval that stands, whoever gave it', async () => {
    const reversal = await pending();
    await decide(as('manager'), reversal);
    expect(await told(decide(as('second'), reversal, { action: 'withdraw' }))).toBe(
      'nothing_to_withdraw',
    );
    expect(await told(decide(as('admin'), reversal, { action: 'withdraw' }))).toBe(
      'pending_approval',
    );
  });

  it('an entry without an amount is neither rejected nor sent back, but cancelled as no reversal', async () => {
    const source = { sourceItemId: await fixture().sourceItem(), position: 0 };
    const { reversal } = await logOneFromSource(
      desk(),
      'acme-zendesk',
      request({ source, amount: null }),
    );
    expect(reversal.status).toBe('needs_review');
    expect(await told(decide(as('manager'), reversal, { action: 'reject' }))).toBe(
      'amount_missing',
    );
    expect(await told(decide(as('agent'), reversal, { action: 'confirm' }))).toBe('amount_missing');
    expect(await told(decide(as('agent'), reversal, { action: 'cancel' }))).toBe('cancelled');
  });

  it('approves by itself only within the ceiling a case and a day', async () => {
    const small = async () =>
      (await logged({ amount: usd(2_000n), identifiers: [await payment()] })).status;
    expect([await small(), await small(), await small()]).toEqual([
      'approved',
      'approved',
      'pending_approval',
    ]);
    clock.now = new Date(clock.now.getTime() + 24 * 3_600_000);
    expect(await small()).toBe('approved');
  });

  it('never approves an unmatched payment by itself', async () => {
    expect((await logged({ amount: usd(100n) })).status).toBe('pending_approval');
  });

  it('the same request twice is one entry; the same key with other content is refused', async () => {
    const requestKey = randomUUID();
    const sent = request({ requestKey, identifiers: [await payment()] });
    const results = await Promise.all([
      desk().log(as('agent'), sent),
      desk().log(as('agent'), sent),
      desk().log(as('agent'), sent),
    ]);
    const references = results.map((one) =>
      isRefusal(one) ? one.refused : one.reversal.reference,
    );
    expect(new Set(references).size).toBe(1);
    expect(results.filter((one) => !isRefusal(one) && one.created)).toHaveLength(1);
    expect(await desk().log(as('agent'), { ...sent, amount: usd(1n) })).toMatchObject({
      refused: 'key_reused_with_other_content',
    });
  });

  it('a decision sent again under its key acts once, even after it was taken back', async () => {
    const reversal = await pending();
    const requestKey = randomUUID();
    await decide(as('manager'), reversal, { requestKey });
    await decide(as('manager'), reversal, { action: 'withdraw' });
    expect(await decide(as('manager'), reversal, { requestKey })).toMatchObject({
      changed: false,
      reversal: { status: 'pending_approval' },
    });
  });

  it('a refused request keeps no key: it may be sent again once it is right', async () => {
    const reversal = await pending(usd(60_000n));
    const requestKey = randomUUID();
    expect(await told(decide(as('manager'), reversal, { requestKey }))).toBe('reason_required');
    expect(
      await told(decide(as('manager'), reversal, { requestKey, reason: redacted('seen') })),
    ).toBe('pending_approval');
  });

  it.each([
    ['no amount', { amount: null }, 'amount_missing'],
    ['an amount of nothing', { amount: usd(0n) }, 'amount_not_positive'],
    ['a client they do not have', { clientId: 'initech' }, 'not_found'],
    ['a correction of nothing', { corrects: 'RV-999999' }, 'not_found'],
  ] as const)('logging %s is refused', async (_name, over, refused) => {
    expect(await desk().log(as('agent'), request(over))).toMatchObject({ refused });
  });

  it('a system error needs no amount; a merchant’s error is the difference; an undercharge is never paid', async () => {
    expect((await logged({ type: 'system_error', amount: null })).amount).toBeNull();
    const over = await logged({
      type: 'merchant_error',
      amount: null,
      before: usd(12_000n),
      after: usd(1_200n),
    });
    expect(over).toMatchObject({ amount: usd(10_800n), status: 'pending_approval' });
    const under = await logged({
      type: 'merchant_error',
      amount: null,
      before: usd(1_200n),
      after: usd(12_000n),
    });
    expect(under).toMatchObject({
      amount: usd(10_800n),
      status: 'completed',
      kind: 'fact',
      payout: 'none',
      flags: ['undercharge'],
    });
  });

  it('one entry for a place in a source, however often it is judged', async () => {
    const source = { sourceItemId: await fixture().sourceItem(), position: 0 };
    const results = await Promise.all(
      Array.from({ length: 4 }, () =>
        logOneFromSource(desk(), 'acme-zendesk', request({ source })),
      ),
    );
    expect(new Set(results.map((one) => one.reversal.reference)).size).toBe(1);
    expect(results.filter((one) => one.created)).toHaveLength(1);
  });

  it('the ticket’s assignee and writers are requesters by e-mail; a stranger adds an approver', async () => {
    const source = { sourceItemId: await fixture().sourceItem(), position: 0 };
    const staff = [
      { name: 'Max', email: 'MANAGER@example.com' },
      { name: 'Kim Elsewhere', email: 'kim@other.example' },
    ];
    const { reversal } = await logOneFromSource(
      desk(),
      'acme-zendesk',
      request({ source, staff, identifiers: [await payment()] }),
    );
    expect(reversal.requesters.map((one) => one.person?.email ?? one.label)).toEqual([
      'manager@example.com',
      'Kim Elsewhere',
    ]);
    expect(await told(decide(as('manager'), reversal))).toBe('requester_cannot_approve');
    expect(await desk().waitingFor(reversal)).toBe('2 decisions by manager');
  });

  it('a historic item asks for nothing: no card, no note', async () => {
    const source = { sourceItemId: await fixture().sourceItem(), position: 0 };
    const { reversal } = await logOneFromSource(
      desk(),
      'acme-zendesk',
      request({ source, historic: true }),
    );
    expect(await effectsOf(reversal)).toEqual([]);
  });

  it('new messages at the source void nothing and are kept once', async () => {
    const reversal = await pending();
    const message = {
      sourceItemId: null,
      externalId: '7',
      author: 'customer' as const,
      authorName: null,
      text: redacted('any news?'),
      isPublic: true,
      sentAt: clock.now,
    };
    expect(await desk().addFromSource(reversal.id, 'acme-zendesk', [message], [])).toBe(1);
    expect(await desk().addFromSource(reversal.id, 'acme-zendesk', [message], [])).toBe(0);
    expect(await told(decide(as('manager'), reversal))).toBe('approved');
  });

  it('people see the entries of their own clients, and a cursor of another list is refused', async () => {
    const reversal = await pending();
    const stranger = { ...as('manager').person, clients: ['globex'] };
    expect(await desk().show(stranger, reversal.reference)).toMatchObject({ refused: 'not_found' });
    expect(await desk().find(stranger, { client: 'acme' }, 10, null)).toMatchObject({
      refused: 'not_found',
    });
    expect(
      await told(
        desk().decide(
          { person: stranger, surface: 'rest' },
          { reference: reversal.reference, action: 'approve', contentHash: reversal.contentHash },
        ),
      ),
    ).toBe('not_found');
    expect(await desk().find(as('manager').person, {}, 10, 'bm9uc2Vuc2U')).toMatchObject({
      refused: 'invalid_request',
    });
  });

  policyChangeGuarantees(space);
  enoughGuarantees(space);
  editGuarantees(space);
  evidenceGuarantees(space);
  fourEyesGuarantees(space);
  paymentGuarantees(space);
  intakeGuarantees(space);
  noticeGuarantees(space);
  namedByPaymentGuarantees(space);
  payoutGuarantees(space);
  joinGuarantees(space);
  messageGuarantees(space);
}
