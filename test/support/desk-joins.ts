import { expect, it } from 'vitest';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { newCase, noticeWords } from './desk-notices.js';
import type { DeskSpace } from './desk-space.js';
import { disputeNotice } from './notice-builders.js';
import { newMessage, redacted, usd } from './storage-fixture.js';

/** What joining two entries promises, and parting them. */
export function joinGuarantees(space: DeskSpace) {
  const {
    as,
    decide,
    desk,
    effectsOf,
    historyOf,
    logged,
    loggedFromSource,
    payment,
    request,
    shown,
    told,
  } = space;
  const { taken } = noticeWords(space);
  const join = (one: Reversal, other: Reversal | string, who = 'manager') =>
    decide(as(who), one, {
      action: 'join',
      contentHash: null,
      detail: typeof other === 'string' ? other : other.reference,
    });
  const part = (one: Reversal, other: Reversal, who = 'manager') =>
    decide(as(who), one, { action: 'part', contentHash: null, detail: other.reference });

  it('the joined one is closed, its ticket and its messages count on the other, and history says so', async () => {
    const identifiers = [await payment()];
    const kept = await loggedFromSource({
      identifiers,
      messages: [newMessage({ text: redacted('first') })],
    });
    const joined = await loggedFromSource({
      identifiers,
      messages: [newMessage({ text: redacted('second') })],
    });
    expect(await told(join(kept, joined))).toBe('pending_approval');
    expect(await shown(joined)).toMatchObject({ status: 'cancelled', joinedInto: kept.reference });
    const now = await shown(kept);
    expect(now).toMatchObject({ joined: [joined.reference], sources: [{}, {}] });
    const messages = await desk().messages(as('manager').person, kept.reference);
    expect(isRefusal(messages) ? [] : messages.map((one) => one.text).sort()).toEqual([
      'first',
      'second',
    ]);
    expect((await historyOf(kept)).at(-1)).toMatchObject({
      action: 'join',
      facts: { other: joined.reference },
    });
    expect((await historyOf(joined)).at(-1)).toMatchObject({
      action: 'join',
      facts: { into: kept.reference },
    });
    expect(await effectsOf(joined)).toContain('show_card');
    // Its claim on the payment is gone: there is room for it once only.
    expect((await shown(kept)).payment?.left).toEqual(usd(100_000n));
  });

  it('joined twice it is joined once', async () => {
    const [kept, joined] = [await logged(), await logged()];
    await join(kept, joined);
    const again = await join(kept, joined);
    expect(again).toMatchObject({ changed: false, reversal: { reference: kept.reference } });
    expect((await historyOf(kept)).filter((line) => line.action === 'join')).toHaveLength(1);
  });

  it('a fact stays, whichever was named first', async () => {
    const on = await payment();
    const claims = [
      await logged({ type: 'chargeback', identifiers: [on] }),
      await logged({ identifiers: [on] }),
    ];
    const fact = await taken(disputeNotice({ payment: [], dispute: newCase('stripe_dispute') }));
    const [claim] = claims;
    if (!claim) throw new Error('a claim');
    const result = await join(claim, fact);
    expect(result).toMatchObject({ reversal: { reference: fact.reference, kind: 'fact' } });
    expect(await shown(claim)).toMatchObject({ status: 'cancelled', joinedInto: fact.reference });
  });

  it('whoever asked for the joined one cannot approve the other', async () => {
    const identifiers = [await payment()];
    const kept = await logged({ identifiers });
    const joined = await logged({ identifiers }, as('manager'));
    await join(kept, joined, 'admin');
    expect(await told(decide(as('manager'), kept))).toBe('requester_cannot_approve');
    expect(await told(decide(as('second'), kept))).toBe('approved');
  });

  it('what comes to the joined ticket later is a line on the other', async () => {
    const kept = await loggedFromSource();
    const joined = await loggedFromSource();
    await join(kept, joined);
    const added = await desk().addFromSource(joined.id, 'acme-zendesk', [newMessage()], []);
    expect(added).toBe(1);
    expect((await historyOf(kept)).at(-1)?.action).toBe('messages_added');
  });

  it('a decision made before is told to the ticket that comes to it', async () => {
    const kept = await logged({ identifiers: [await payment()] });
    await decide(as('manager'), kept);
    const joined = await loggedFromSource();
    await join(kept, joined);
    expect(await effectsOf(kept)).toContain('write_back');
    expect(await effectsOf(joined)).not.toContain('write_back');
  });

  it('parted, it is again what it was, and an approval is asked for again', async () => {
    const [kept, joined] = [await logged(), await logged({ identifiers: [await payment()] })];
    expect(await told(decide(as('manager'), joined))).toBe('approved');
    await join(kept, joined);
    expect(await told(part(kept, joined))).toBe('pending_approval');
    const back = await shown(joined);
    expect(back).toMatchObject({ status: 'pending_approval', round: 2, approvals: [] });
    expect(back.joinedInto).toBeUndefined();
    expect((await shown(kept)).joined).toBeUndefined();
    expect((await historyOf(joined)).at(-1)?.action).toBe('part');
  });

  it('parted where the payment has no room left, it waits for a person', async () => {
    const identifiers = [await payment(5_000n)];
    const [kept, joined] = [await logged({ identifiers }), await logged({ amount: usd(4_000n) })];
    await join(kept, joined);
    await desk().edit(as('agent'), kept.reference, { amount: usd(5_000n) });
    expect(await told(part(joined, kept))).toBe('pending_approval');
    const other = await logged({ identifiers, amount: usd(5_000n) });
    expect(other.status).toBe('needs_review');
    expect(await told(join(kept, other))).toBe('pending_approval');
    await part(kept, other);
    expect(await shown(other)).toMatchObject({ status: 'needs_review' });
  });

  it.each([
    ['itself', async (one: Reversal) => one.reference, 'invalid_request'],
    ['what is no reference', async () => 'that one', 'invalid_request'],
    ['nobody’s entry', async () => 'RV-999999', 'not_found'],
    [
      'an entry of another client',
      async () => (await logged({ clientId: 'globex' })).reference,
      'invalid_request',
    ],
    [
      'one that was cancelled',
      async () => {
        const one = await logged();
        await decide(as('manager'), one, { action: 'cancel' });
        return one.reference;
      },
      'already_final',
    ],
    [
      'one that others were joined to',
      async () => {
        const [one, two] = [await logged(), await logged()];
        await join(one, two);
        return one.reference;
      },
      'invalid_request',
    ],
  ])('refuses to join %s, and writes nothing', async (_name, other, refused) => {
    const one = await logged();
    expect(await told(join(one, await other(one)))).toBe(refused);
    expect((await historyOf(one)).map((line) => line.action)).toEqual(['logged']);
  });

  it('refuses two facts: each moved money of its own', async () => {
    const facts = [newCase('stripe_dispute'), newCase('stripe_dispute')].map((dispute) =>
      disputeNotice({ payment: [], dispute, eventId: dispute.value }),
    );
    const [one, two] = [
      await taken(facts[0] ?? disputeNotice({ payment: [] })),
      await taken(facts[1] ?? disputeNotice({ payment: [] })),
    ];
    expect(await told(join(one, two))).toBe('invalid_request');
  });

  it('refuses to part what was never joined', async () => {
    const [one, two] = [await logged(), await logged()];
    expect(await told(part(one, two))).toBe('invalid_request');
  });

  it('likely ones are named with why, and nothing is joined by it', async () => {
    const on = await payment();
    const customer = { email: 'same.person@example.com' };
    const order = { kind: 'order_number', value: `order-${on.value}` };
    const one = await logged({ identifiers: [on, order], customer });
    const two = await logged({ identifiers: [order], customer });
    const unlike = await logged();
    const related = await desk().related(one);
    expect(related).toEqual([
      {
        reference: two.reference,
        status: two.status,
        why: ['the same order number', 'the same customer and amount'],
      },
    ]);
    expect(related.map((entry) => entry.reference)).not.toContain(unlike.reference);
    expect((await shown(two)).joinedInto).toBeUndefined();
  });

  it('many facts of one item are logged together, each once', async () => {
    const sourceItemId = await space.fixture().sourceItem();
    const rows = [1_000n, 2_000n, 3_000n].map((amount, position) =>
      request({
        type: 'bank_reversal',
        kind: 'fact',
        amount: usd(amount),
        source: { sourceItemId, position },
      }),
    );
    const first = await desk().logManyFromSource('acme-zendesk', rows);
    expect(first.map((one) => one.created)).toEqual([true, true, true]);
    expect(new Set(first.map((one) => one.reversal.id)).size).toBe(3);
    const again = await desk().logManyFromSource('acme-zendesk', rows);
    expect(again.map((one) => one.created)).toEqual([false, false, false]);
    const broken = [
      ...rows.map((row) => ({ ...row, source: { sourceItemId, position: 9 } })),
      { ...request(), source: null },
    ];
    await expect(desk().logManyFromSource('acme-zendesk', broken)).rejects.toThrow('position');
    const count = await space
      .fixture()
      .database.prisma.reversalSource.count({ where: { sourceItemId } });
    expect(count).toBe(3);
  });
}
