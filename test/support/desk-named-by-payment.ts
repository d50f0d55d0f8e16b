import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DisputeNotice } from '../../core/reversals/notice.js';
import type { Identifier } from '../../core/reversals/reversal.js';
import { newCase, noticeWords } from './desk-notices.js';
import type { DeskSpace } from './desk-space.js';
import { afterStart, disputeNotice } from './notice-builders.js';

/** Events that name the payment in the dispute's place, as some of Adyen's do. */
export function namedByPaymentGuarantees(space: DeskSpace) {
  const { desk, payment, shown } = space;
  const { taken } = noticeWords(space);
  const dispute = (on: Identifier, over: Partial<DisputeNotice> = {}) =>
    disputeNotice({ payment: [on], dispute: newCase('adyen_dispute'), ...over });
  const byPayment = (on: Identifier, over: Partial<DisputeNotice> = {}) =>
    dispute(on, {
      dispute: { kind: 'adyen_dispute', value: on.value },
      isByPayment: true,
      state: 'won',
      funds: 'returned',
      occurredAt: afterStart(60),
      ...over,
    });
  const lost = { state: 'lost', stage: null, isFinal: true, funds: 'withdrawn' } as const;
  const othersOn = async (entry: Awaited<ReturnType<typeof taken>>) =>
    (await desk().alsoOnPayment(entry)).length;

  it('an event that names the payment in its dispute’s place is news of the only open dispute there', async () => {
    const on = await payment();
    const first = await taken(dispute(on));
    const won = await taken(byPayment(on));
    expect(won).toMatchObject({ reference: first.reference, dispute: { result: 'won' } });
    const second = await taken(byPayment(on, { ...lost, occurredAt: afterStart(90) }));
    expect(second).toMatchObject({ reference: first.reference, status: 'completed' });
    const again = await taken(byPayment(on, { ...lost, occurredAt: afterStart(95) }));
    expect(again.reference).toBe(first.reference);
    expect(await othersOn(first)).toBe(0);
    // The payment's name is no name of the dispute.
    expect((await shown(first)).identifiers).not.toContainEqual({
      kind: 'adyen_dispute',
      value: on.value,
    });
  });

  it('told before the dispute itself it is the same entry, and stands where time puts it', async () => {
    const on = await payment();
    const early = await taken(byPayment(on));
    const late = dispute(on);
    expect(await taken(late)).toMatchObject({
      reference: early.reference,
      dispute: { result: 'won' },
    });
    expect((await shown(early)).identifiers).toContainEqual(late.dispute);
    expect(await othersOn(early)).toBe(0);
  });

  it('with two open disputes on the payment it is news of neither, and never more than one entry', async () => {
    const on = await payment();
    const [one, two] = [await taken(dispute(on)), await taken(dispute(on))];
    const apart = await taken(byPayment(on));
    expect([one.reference, two.reference]).not.toContain(apart.reference);
    const next = await taken(byPayment(on, { ...lost, occurredAt: afterStart(90) }));
    expect(next.reference).toBe(apart.reference);
    const third = await taken(dispute(on));
    expect([one.reference, two.reference, apart.reference]).not.toContain(third.reference);
  });

  it('a pre-arbitration that its issuer withdrew and opens anew is asked again, in an entry that points back', async () => {
    const opened = dispute(await payment());
    const stage = (state: 'withdrawn' | 'action_required', minutes: number) => ({
      ...opened,
      eventId: randomUUID(),
      stage: 'pre_arbitration' as const,
      state,
      isFinal: state === 'withdrawn',
      occurredAt: afterStart(minutes),
    });
    const first = await taken(opened);
    await taken(stage('action_required', 10));
    const over = await taken(stage('withdrawn', 20));
    expect(over).toMatchObject({ reference: first.reference, status: 'completed' });
    // Told late, it is no news.
    expect((await taken(stage('action_required', 15))).reference).toBe(first.reference);
    const again = await taken(stage('action_required', 30));
    expect(again).toMatchObject({ status: 'pending_approval', corrects: first.reference });
    const next = await taken(stage('withdrawn', 40));
    expect(next).toMatchObject({ reference: again.reference, status: 'completed' });
    // A chargeback's own event that comes after its end opens nothing.
    const other = dispute(await payment());
    const lostOne = await taken({ ...other, ...lost, eventId: randomUUID() });
    const late = await taken({ ...other, eventId: randomUUID(), occurredAt: afterStart(50) });
    expect(late.reference).toBe(lostOne.reference);
  });

  it('a dispute that goes by that very name is followed by its name', async () => {
    const named = dispute(await payment());
    const first = await taken(named);
    const event = byPayment({ kind: 'adyen_payment', value: named.dispute.value });
    expect((await taken(event)).reference).toBe(first.reference);
  });

  it('both told at once are one entry', async () => {
    const on = await payment();
    const notices = [dispute(on), byPayment(on)].map((one) => ({ ...one, eventId: randomUUID() }));
    const entries = await Promise.all(notices.map(taken));
    expect(new Set(entries.map((entry) => entry.reference)).size).toBe(1);
  });
}
