import { randomUUID } from 'node:crypto';
import type { DisputeNotice, RefundNotice } from '../../core/reversals/notice.js';
import type { Identifier } from '../../core/reversals/reversal.js';
import { usd } from './storage-fixture.js';

export const noticeStart = new Date('2026-03-01T10:00:00Z');
export const afterStart = (minutes: number) => new Date(noticeStart.getTime() + minutes * 60_000);
const day = 24 * 60;

/** A dispute's event as a connector gives it; what a test does not name is told by nobody. */
export function disputeNotice(over: Partial<DisputeNotice> & { payment: readonly Identifier[] }) {
  const notice: DisputeNotice = {
    kind: 'dispute',
    eventId: `evt_${randomUUID().replaceAll('-', '')}`,
    occurredAt: noticeStart,
    processor: 'stripe',
    raw: { event: 'charge.dispute.created', status: 'needs_response', code: 'fraudulent' },
    dispute: { kind: 'stripe_dispute', value: 'dp_none' },
    url: null,
    stage: 'chargeback',
    state: 'action_required',
    isFinal: false,
    funds: 'withdrawn',
    amount: usd(4_999n),
    settlement: null,
    fee: usd(1_500n),
    reasonCode: '10.4',
    reason: 'fraudulent',
    network: 'visa',
    respondBy: afterStart(14 * day),
    ...over,
  };
  return notice;
}

export function refundNotice(over: Partial<RefundNotice> & { payment: readonly Identifier[] }) {
  const notice: RefundNotice = {
    kind: 'refund',
    eventId: `evt_${randomUUID().replaceAll('-', '')}`,
    occurredAt: noticeStart,
    processor: 'stripe',
    raw: { event: 'refund.created', status: 'succeeded', code: null },
    refund: { kind: 'stripe_refund', value: 're_none' },
    url: null,
    state: 'succeeded',
    amount: usd(4_999n),
    failure: null,
    ...over,
  };
  return notice;
}
