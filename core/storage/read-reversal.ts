import type { Privacy } from '../privacy/privacy.js';
import { disputedFlag, isOpenDispute } from '../reversals/claims.js';
import {
  type Approval,
  channels,
  decisionKinds,
  disputeStages,
  type Reversal,
  referenceOf,
  surfaces,
} from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { oneOf } from './one-of.js';
import { paymentOf } from './payments.js';
import { type EntryParts, readParts } from './read-parts.js';
import { sealerOf } from './sealed-fields.js';
import { stepTurnOf } from './step-turns.js';
import { moneyOf } from './stored-money.js';
import { customerOf } from './subjects.js';
import type { Transaction } from './transaction.js';

/** An entry's own columns, as Prisma reads them. */
type ReversalColumns = Prisma.ReversalGetPayload<object>;

type ReversalRow = ReversalColumns & EntryParts;

/** These entries in the order of the rows, with all that each is made of. */
export async function entriesOf(
  tx: Transaction,
  privacy: Privacy,
  rows: readonly ReversalColumns[],
): Promise<Reversal[]> {
  const parts = await readParts(
    tx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => reversalOf(privacy, row, parts));
}

/** The entry of one row. */
export async function entryOf(
  tx: Transaction,
  privacy: Privacy,
  row: ReversalColumns,
): Promise<Reversal> {
  return reversalOf(privacy, row, await readParts(tx, [row.id]));
}

/** The entry with its personal data opened; what was erased is null. */
function reversalOf(
  privacy: Privacy,
  columns: ReversalColumns,
  partsById: ReadonlyMap<string, EntryParts>,
): Reversal {
  const parts = partsById.get(columns.id);
  // Nothing deletes an entry: one that was just read has its parts.
  if (!parts) throw new Error('an entry was read whose parts are not there');
  const row: ReversalRow = { ...columns, ...parts };
  const sealer = sealerOf(privacy, row.subject);
  const stepTurn = stepTurnOf(row);
  return {
    id: row.id,
    reference: referenceOf(row.number),
    clientId: row.clientId,
    type: row.type,
    kind: oneOf(['request', 'fact'], row.kind),
    status: row.status,
    outcome: row.outcome === null ? null : oneOf(['accept', 'contest'], row.outcome),
    payout: row.payout,
    amount: moneyOf(row.amountMinor, row.currency),
    payment: row.payment ? paymentOf(row.payment) : null,
    identifiers: row.identifiers,
    reason: sealer.openRedacted('reversal.reason', row.id, row.reason),
    reasonCode: row.reasonCode,
    cardLast4: row.cardLast4,
    customer: customerOf(privacy, row.subject),
    channel: oneOf(channels, row.channel),
    sources: [...row.sources, ...row.joined.flatMap((one) => one.sources)].map(
      ({ sourceItemId, position, item }) => ({
        sourceItemId,
        connectionId: item.connectionId,
        externalId: item.externalId,
        url: item.url,
        position,
      }),
    ),
    occurredAt: row.occurredAt,
    loggedAt: row.loggedAt,
    dueAt: row.dueAt,
    loggedBy: row.loggedBy,
    requesters: row.requesters.map(({ id, person, label }) => ({
      person,
      label: sealer.open('requester.label', id, label) ?? person?.name ?? 'erased',
    })),
    assignee: row.assignee,
    flags: flagsOf(row),
    approvals: approvalsOf(privacy, row),
    ...(row.evidenceCount > 0 && {
      evidence: { count: row.evidenceCount, boundId: row.evidenceId },
    }),
    contentHash: row.contentHash,
    round: row.round,
    ...(stepTurn && { stepTurn }),
    before: moneyOf(row.beforeMinor, row.beforeCurrency),
    after: moneyOf(row.afterMinor, row.afterCurrency),
    dispute: disputeOf(row),
    trace: sealer.openRedacted('reversal.trace', row.id, row.trace),
    corrects: row.corrects ? referenceOf(row.corrects.number) : null,
    historic: row.historic,
    ...(row.joinedInto && { joinedInto: referenceOf(row.joinedInto.number) }),
    ...(row.joinedFrom && { joinedFrom: row.joinedFrom }),
    ...(row.joined.length > 0 && { joined: row.joined.map((one) => referenceOf(one.number)) }),
    payoutReference: row.payoutReference,
    readingReasons: row.readingReasons,
    reviewReasons: row.reviewReasons,
  };
}

/** Votes of the present round that were not taken back. */
function approvalsOf(privacy: Privacy, row: ReversalRow): Approval[] {
  return row.decisions
    .filter((vote) => vote.round === row.round)
    .map((vote) => ({
      personId: vote.personId,
      personName: vote.person.name,
      decision: oneOf(decisionKinds, vote.decision),
      ...(vote.choice !== null && { choice: vote.choice }),
      at: vote.at,
      surface: oneOf(surfaces, vote.surface),
      reason: sealerOf(privacy, vote.subject).openRedacted('decision.reason', vote.id, vote.reason),
      ...(vote.standsInFor && { standsInFor: vote.standsInFor }),
    }));
}

function disputeOf(row: ReversalRow): Reversal['dispute'] {
  const { disputeStage, disputeStatus, disputeRaw, respondBy, disputeResult, disputeFunds } = row;
  const isDispute = disputeStage ?? disputeStatus ?? disputeRaw ?? respondBy ?? disputeResult;
  if (isDispute === null) return null;
  return {
    stage: disputeStage === null ? null : oneOf(disputeStages, disputeStage),
    status: disputeStatus,
    rawStatus: disputeRaw,
    respondBy,
    result: disputeResult === null ? null : oneOf(['won', 'lost'], disputeResult),
    funds: disputeFunds === null ? null : oneOf(['none', 'withdrawn', 'returned'], disputeFunds),
    settled: moneyOf(row.settledMinor, row.settledCurrency),
    fee: moneyOf(row.feeMinor, row.feeCurrency),
    dueIsEstimated: row.dueIsEstimated,
  };
}

/** A dispute freezes what asks to be paid back beside it, for as long as it is open. */
function flagsOf(row: ReversalRow): readonly string[] {
  const asks =
    row.kind === 'request' &&
    row.type !== 'chargeback' &&
    ['needs_review', 'pending_approval', 'changes_requested', 'approved'].includes(row.status) &&
    (row.payout === 'none' || row.payout === 'failed');
  return asks && row.payment?.reversals.some(isOpenDispute)
    ? [...row.flags, disputedFlag]
    : row.flags;
}
