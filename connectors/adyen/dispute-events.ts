import type { DisputeStage, DisputeState } from '../../core/index.js';

/** How a dispute stands: `isFinal` where nothing can follow but a new stage. */
type Stands = { state: DisputeState; isFinal: boolean };

type Row = {
  stage: DisputeStage | null;
  state: DisputeState;
  isFinal?: true;
  funds?: 'withdrawn' | 'returned';
  /** Where `disputeStatus` says more than the event's own name. */
  byStatus?: Readonly<Record<string, Stands>>;
};

const open = (state: DisputeState): Stands => ({ state, isFinal: false });
const over = (state: DisputeState): Stands => ({ state, isFinal: true });

/**
 * `additionalData.disputeStatus` in our words: "more information about the status of the dispute at the
 * time of the event" (docs.adyen.com/risk-management/disputes-api/dispute-notifications; values from the
 * project's reference, dispute-lifecycles.json). `Undefended` is our reading: it waits for a defence.
 * Not sent for Brazil.
 */
const whileItRuns: Readonly<Record<string, Stands>> = {
  undefended: open('action_required'),
  unresponded: open('action_required'),
  responded: open('submitted'),
  pending: open('under_review'),
  won: open('won'),
};

const chargebackStatuses: Row['byStatus'] = {
  ...whileItRuns,
  accepted: over('accepted'),
  lost: over('lost'),
  expired: over('expired'),
};

/** An inquiry that was given up becomes a chargeback, and news of a defence ends nothing by itself. */
const openStatuses: Row['byStatus'] = {
  ...whileItRuns,
  accepted: open('accepted'),
  lost: open('lost'),
  expired: open('expired'),
};

/**
 * Dispute events in our words, from the project's reference (dispute-lifecycles.json) and each event's
 * page at docs.adyen.com/api-explorer/Webhooks/1/post/<code>. A chargeback reversed is not final: a
 * second chargeback or pre-arbitration may follow. What an event of pre-arbitration or arbitration is
 * called says all: its status may still be `Pending` while an answer is asked for.
 */
const rows: Readonly<Record<string, Row>> = {
  NOTIFICATION_OF_FRAUD: { stage: 'alert', state: 'action_required' },
  REQUEST_FOR_INFORMATION: { stage: 'inquiry', state: 'action_required', byStatus: openStatuses },
  NOTIFICATION_OF_CHARGEBACK: {
    stage: 'chargeback',
    state: 'action_required',
    byStatus: chargebackStatuses,
  },
  // Sent in place of the notification where a chargeback came without one; the money is told by it.
  DISPUTE_OPENED_WITH_CHARGEBACK: {
    stage: 'chargeback',
    state: 'action_required',
    byStatus: chargebackStatuses,
  },
  CHARGEBACK: {
    stage: 'chargeback',
    state: 'action_required',
    funds: 'withdrawn',
    byStatus: chargebackStatuses,
  },
  INFORMATION_SUPPLIED: { stage: null, state: 'submitted', byStatus: openStatuses },
  ISSUER_COMMENTS: { stage: null, state: 'under_review', byStatus: openStatuses },
  DISPUTE_DEFENSE_PERIOD_ENDED: {
    stage: null,
    state: 'expired',
    isFinal: true,
    // The period ends for what was defended too; a dispute still undefended by then has expired.
    byStatus: {
      accepted: over('accepted'),
      lost: over('lost'),
      responded: open('submitted'),
      pending: open('under_review'),
      won: open('won'),
    },
  },
  ISSUER_RESPONSE_TIMEFRAME_EXPIRED: { stage: null, state: 'won', isFinal: true },
  CHARGEBACK_REVERSED: {
    stage: 'chargeback',
    state: 'won',
    funds: 'returned',
    // The money is back, and the issuer has not yet answered the defence.
    byStatus: { responded: open('submitted'), pending: open('under_review') },
  },
  SECOND_CHARGEBACK: { stage: null, state: 'lost', isFinal: true, funds: 'withdrawn' },
  PREARBITRATION_OPEN: { stage: 'pre_arbitration', state: 'action_required' },
  PREARBITRATION_ACCEPTED: { stage: 'pre_arbitration', state: 'accepted', isFinal: true },
  PREARBITRATION_DECLINED: { stage: 'pre_arbitration', state: 'submitted' },
  PREARBITRATION_WON: { stage: 'pre_arbitration', state: 'won', isFinal: true },
  PREARBITRATION_LOST: {
    stage: 'pre_arbitration',
    state: 'lost',
    isFinal: true,
    funds: 'withdrawn',
  },
  PREARBITRATION_ISSUER_WITHDRAWN: { stage: 'pre_arbitration', state: 'withdrawn', isFinal: true },
  SCHEME_ARBITRATION: { stage: 'arbitration', state: 'under_review' },
  SCHEME_ARBITRATION_WON: { stage: 'arbitration', state: 'won', isFinal: true },
  // The money goes with the second chargeback that follows.
  SCHEME_ARBITRATION_LOST: { stage: 'arbitration', state: 'lost', isFinal: true },
};

/** What an event says of its dispute, its status taken into account; null for an event of another kind. */
export function disputeEventOf(eventCode: string, status: string | null) {
  const row = Object.hasOwn(rows, eventCode) ? rows[eventCode] : undefined;
  if (!row) return null;
  const { stage, state, isFinal = false, funds = null, byStatus = {} } = row;
  const name = status?.trim().toLowerCase() ?? '';
  const stands = Object.hasOwn(byStatus, name) ? byStatus[name] : undefined;
  return { stage, funds, ...(stands ?? { state, isFinal }) };
}

/**
 * Events that name the payment where others name the dispute, and no original reference, until "Include
 * the originalReference for CHARGEBACK_REVERSED events" is switched on at the webhook ("for certain
 * webhooks, you need to enable receiving the dispute pspReference and the originalReference",
 * docs.adyen.com/risk-management/disputes-api/dispute-notifications). Of pre-arbitration only its two
 * outcomes: the others' examples show the dispute's own reference there.
 */
const namedByPayment: ReadonlySet<string> = new Set([
  'CHARGEBACK_REVERSED',
  'SECOND_CHARGEBACK',
  'PREARBITRATION_WON',
  'PREARBITRATION_LOST',
]);

export const mayNamePayment = (eventCode: string): boolean => namedByPayment.has(eventCode);
