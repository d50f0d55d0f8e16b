import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standingOf } from '../../../core/reversals/dispute-standing.js';
import { dueBefore, readDueBuffer } from '../../../core/reversals/due-date.js';
import { type DisputeNotice, disputeStates } from '../../../core/reversals/notice.js';
import { disputeStages } from '../../../core/reversals/reversal.js';
import { refundStandingOf } from '../../../core/reversals/take-refund.js';
import { afterStart, disputeNotice, refundNotice } from '../../support/notice-builders.js';
import { usd } from '../../support/storage-fixture.js';

const payment = [{ kind: 'stripe_payment', value: 'ch_1' }];
const told = (minute: number, over: Partial<DisputeNotice>) =>
  disputeNotice({ payment, eventId: `evt_${minute}`, occurredAt: afterStart(minute), ...over });

const anyNotice = fc
  .record({
    minute: fc.integer({ min: 0, max: 4 }),
    id: fc.integer({ min: 0, max: 1_000 }),
    stage: fc.constantFrom(...disputeStages, null),
    state: fc.constantFrom(...disputeStates, null),
    isFinal: fc.boolean(),
    funds: fc.constantFrom('withdrawn' as const, 'returned' as const, null),
    amount: fc.constantFrom(usd(4_999n), usd(1_000n), null),
  })
  .map(({ minute, id, ...over }) => ({ ...told(minute, over), eventId: `evt_${id}` }));

describe('a dispute stands where its events lead, in whatever order they were told', () => {
  it('any order, with any event told again, ends the same', () => {
    const sets = fc
      .uniqueArray(anyNotice, { minLength: 1, maxLength: 8, selector: (one) => one.eventId })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
          fc.subarray(events),
        ),
      );
    fc.assert(
      fc.property(sets, ([events, shuffled, repeated]) => {
        expect(standingOf([...shuffled, ...repeated])).toEqual(standingOf(events));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'a first win is not final',
      [told(1, { stage: null, state: 'won' })],
      { result: 'won', isFinal: false },
    ],
    [
      'a later stage takes a win back',
      [told(1, { stage: null, state: 'won' }), told(2, { stage: 'pre_arbitration' })],
      { stage: 'pre_arbitration', state: 'action_required', result: null },
    ],
    [
      'news of a stage that is over changes nothing',
      [
        told(1, { stage: 'pre_arbitration' }),
        told(2, { stage: 'chargeback', state: 'under_review' }),
      ],
      { stage: 'pre_arbitration', state: 'action_required' },
    ],
    [
      'a period that ends after the answer has not expired',
      [
        told(1, { stage: null, state: 'submitted' }),
        told(2, { stage: null, state: 'expired', isFinal: true }),
      ],
      { state: 'submitted', isFinal: false, result: null },
    ],
    [
      'no answer by then is lost',
      [told(2, { stage: null, state: 'expired', isFinal: true })],
      { state: 'expired', isFinal: true, result: 'lost' },
    ],
    [
      'an inquiry that nobody answered is not lost: it becomes a chargeback',
      [
        told(0, { stage: 'inquiry', eventId: 'evt_a' }),
        told(1, { stage: null, state: 'expired', isFinal: true }),
      ],
      { stage: 'inquiry', isFinal: false, result: null },
    ],
    [
      'a resolution before the dispute is neither won nor lost',
      [told(1, { stage: null, state: 'prevented', isFinal: true })],
      { isFinal: true, result: null },
    ],
    [
      'money comes back',
      [told(1, { state: null, funds: 'returned' })],
      { funds: 'returned', state: 'action_required' },
    ],
  ] as const)('%s', (_name, later, expected) => {
    const first = later[0]?.eventId === 'evt_a' ? [] : [told(0, {})];
    expect(standingOf([...first, ...later])).toMatchObject(expected);
  });
});

describe('a refund stands where its events lead', () => {
  const event = (minute: number, state: 'pending' | 'succeeded' | 'failed') =>
    refundNotice({ payment, state, occurredAt: afterStart(minute) });

  it.each([
    ['pending', [event(0, 'pending')], { state: 'pending', wasPaid: false }],
    [
      'failed before it was paid',
      [event(1, 'failed'), event(0, 'pending')],
      { state: 'failed', wasPaid: false },
    ],
    [
      'failed after it was paid, told backwards',
      [event(2, 'failed'), event(1, 'succeeded')],
      { state: 'failed', wasPaid: true },
    ],
    [
      'all in one second',
      [event(0, 'failed'), event(0, 'succeeded'), event(0, 'pending')],
      { state: 'failed', wasPaid: true },
    ],
  ] as const)('%s', (_name, events, expected) => {
    expect(refundStandingOf(events)).toMatchObject(expected);
  });
});

describe('an answer is due before the processor’s own date', () => {
  const at = (respondBy: string, dueBuffer: string | null, timezone = 'America/New_York') =>
    dueBefore(new Date(respondBy), { timezone, dueBuffer }).toISOString();

  it.each([
    ['two business days by default', '2026-03-13T20:00:00Z', null, '2026-03-11T20:00:00.000Z'],
    ['over a weekend', '2026-03-16T20:00:00Z', null, '2026-03-12T20:00:00.000Z'],
    ['from a Sunday', '2026-03-15T20:00:00Z', '1 day', '2026-03-13T20:00:00.000Z'],
    ['three business days', '2026-03-13T20:00:00Z', '3 business days', '2026-03-10T20:00:00.000Z'],
    ['hours', '2026-03-15T20:00:00Z', '36h', '2026-03-14T08:00:00.000Z'],
    ['none at all', '2026-03-15T20:00:00Z', '0', '2026-03-15T20:00:00.000Z'],
  ])('%s', (_name, respondBy, buffer, due) => {
    expect(at(respondBy, buffer)).toBe(due);
  });

  it('a weekend is the client’s own', () => {
    // Tuesday 03:00 UTC is Monday evening in New York: the business day before it is Friday.
    expect(at('2026-03-17T03:00:00Z', '1')).toBe('2026-03-14T03:00:00.000Z');
    expect(at('2026-03-17T03:00:00Z', '1', 'Europe/Berlin')).toBe('2026-03-16T03:00:00.000Z');
  });

  it.each(['soon', '-1', '2 weeks', '', '1.5d'])('%j is no buffer', (text) => {
    expect(readDueBuffer(text)).toBeNull();
  });
});
