import type { Money } from './money.js';
import type { DisputeNotice, DisputeState } from './notice.js';
import { type DisputeStage, disputeStages } from './reversal.js';

/** How a dispute stands once all that was told about it is laid in order. */
export type DisputeStanding = {
  stage: DisputeStage;
  state: DisputeState;
  isFinal: boolean;
  result: 'won' | 'lost' | null;
  funds: 'none' | 'withdrawn' | 'returned';
  amount: Money | null;
  settlement: Money | null;
  fee: Money | null;
  reasonCode: string | null;
  reason: string | null;
  network: string | null;
  respondBy: Date | null;
  rawStatus: string | null;
  openedAt: Date;
  /** When the present stage began: where no deadline was given, it is estimated from here. */
  stageAt: Date;
};

/**
 * The standing after these notices, one or more. A pure function of the set: notices come twice
 * and out of order, and it counts when a thing happened, not when it was told.
 */
export function standingOf(notices: readonly DisputeNotice[]): DisputeStanding {
  const ordered = inOrder(notices);
  const [first] = ordered;
  if (!first) throw new Error('a dispute of which nothing was told has no standing');
  let standing = beginningAt(first);
  for (const notice of ordered) standing = after(standing, notice);
  return standing;
}

function beginningAt(first: DisputeNotice): DisputeStanding {
  return {
    stage: first.stage ?? 'chargeback',
    state: 'action_required',
    isFinal: false,
    result: null,
    funds: 'none',
    amount: null,
    settlement: null,
    fee: null,
    reasonCode: null,
    reason: null,
    network: null,
    respondBy: null,
    rawStatus: null,
    openedAt: first.occurredAt,
    stageAt: first.occurredAt,
  };
}

function after(before: DisputeStanding, notice: DisputeNotice): DisputeStanding {
  const standing: DisputeStanding = {
    ...before,
    funds: notice.funds ?? before.funds,
    settlement: notice.settlement ?? before.settlement,
    fee: notice.fee ?? before.fee,
    reasonCode: notice.reasonCode ?? before.reasonCode,
    reason: notice.reason ?? before.reason,
    network: notice.network ?? before.network,
  };
  const stage = notice.stage ?? before.stage;
  // News of a stage that is over: the dispute has gone on since.
  if (rankOf(stage) < rankOf(before.stage)) return standing;
  standing.amount = notice.amount ?? before.amount;
  if (rankOf(stage) > rankOf(before.stage)) {
    standing.stage = stage;
    standing.stageAt = notice.occurredAt;
    standing.state = 'action_required';
    standing.isFinal = false;
    standing.result = null;
    standing.respondBy = null;
  }
  standing.respondBy = notice.respondBy ?? standing.respondBy;
  if (notice.state === null) return standing;
  // A period that ends after it was answered has not expired.
  if (notice.state === 'expired' && standing.state !== 'action_required') return standing;
  return {
    ...standing,
    state: notice.state,
    ...endOf(notice, standing.stage),
    rawStatus: notice.raw.status ?? notice.raw.event,
  };
}

/** An inquiry that nobody answered is not lost: it becomes a chargeback. */
function endOf({ state, isFinal }: DisputeNotice, stage: DisputeStage) {
  if (state === 'expired' && (stage === 'inquiry' || stage === 'alert')) {
    return { isFinal: false, result: null };
  }
  if (state === 'won' || state === 'withdrawn') return { isFinal, result: 'won' as const };
  const isLost = state === 'lost' || state === 'accepted' || state === 'expired';
  return { isFinal, result: isLost ? ('lost' as const) : null };
}

/** By time; within one second (Stripe tells no finer) in the order in which a dispute goes on. */
function inOrder(notices: readonly DisputeNotice[]): DisputeNotice[] {
  return [...notices].sort(
    (left, right) =>
      left.occurredAt.getTime() - right.occurredAt.getTime() ||
      rankOf(left.stage) - rankOf(right.stage) ||
      stateRank(left) - stateRank(right) ||
      (left.eventId < right.eventId ? -1 : 1),
  );
}

const rankOf = (stage: DisputeStage | null) =>
  stage === null ? disputeStages.length : disputeStages.indexOf(stage);

const statesInOrder: readonly DisputeState[] = [
  'action_required',
  'submitted',
  'under_review',
  'expired',
  'withdrawn',
  'won',
  'accepted',
  'lost',
  'prevented',
];
const stateRank = ({ state }: DisputeNotice) =>
  state === null ? -1 : statesInOrder.indexOf(state);
