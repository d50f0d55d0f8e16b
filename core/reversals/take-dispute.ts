import { waitsForNoticeFlag } from './claims.js';
import { boundFacts, boundOf, contentHashOf } from './content-hash.js';
import { askForCard, askForThreadLine, askForWriteBack } from './desk-tools.js';
import { redrawNeighbours } from './dispute-neighbours.js';
import { disputeNoticesOn, disputeOnPayment, isClosed } from './dispute-on-payment.js';
import { type DisputeStanding, standingOf } from './dispute-standing.js';
import { dueBefore, estimatedRespondBy } from './due-date.js';
import { type DisputeNotice, namesOf } from './notice.js';
import { caseItemOf, entryOfCase, type NoticeContext } from './notice-context.js';
import { plainRequest } from './plain-request.js';
import type { ClaimOnPayment, DisputeFacts, ReversalChanges } from './ports.js';
import {
  type DisputeStage,
  disputeStages,
  type Reversal,
  type ReversalStatus,
} from './reversal.js';
import { type Action, transition } from './transitions.js';
import { writeEntry } from './write-entry.js';

/**
 * A dispute's event: on the entry it is told on, on the customer's own claim or the alert it
 * follows, or on a new one. A stage after the entry was closed is a new entry that corrects it.
 */
export async function takeDispute(
  context: NoticeContext,
  notice: DisputeNotice,
): Promise<Reversal> {
  const { tx, connectionId } = context;
  const isChargeback = (one: Reversal) => one.type === 'chargeback';
  const present =
    (await entryOfCase(context, notice.dispute, isChargeback)) ??
    (await disputeOnPayment(context, notice));
  if (!present) return logDispute(context, notice, null);
  await tx.linkNotice(connectionId, notice.eventId, present.id);
  const told = await disputeNoticesOn(context, present);
  const standing = standingOf(told);
  const isNextStage = rankOf(standing.stage) > rankOf(present.dispute?.stage ?? null);
  const isReopened =
    isClosed(present.status) &&
    !standing.isFinal &&
    (isNextStage || isAskedAgain(standing, told, notice));
  if (isReopened) return logDispute(context, notice, present);
  await tx.addSource(present.id, await caseItemOf(context, notice));
  return follow(context, present, standing, notice);
}

/**
 * Whether the processor called it over and asks for an answer again in the same late stage: an issuer who
 * withdrew from pre-arbitration may open it anew. A chargeback's own events come after its end as well.
 */
function isAskedAgain(
  standing: DisputeStanding,
  told: readonly DisputeNotice[],
  notice: DisputeNotice,
): boolean {
  const before = told.filter(({ eventId }) => eventId !== notice.eventId);
  return (
    standing.state === 'action_required' &&
    rankOf(standing.stage) >= rankOf('pre_arbitration') &&
    before.length > 0 &&
    standingOf(before).isFinal
  );
}

async function logDispute(
  context: NoticeContext,
  notice: DisputeNotice,
  corrected: Reversal | null,
): Promise<Reversal> {
  const { tools, tx, client, connectionId } = context;
  const standing = standingOf([notice]);
  const sourceItemId = await caseItemOf(context, notice);
  const [payment] = await tx.lockPayments(client.id, notice.payment);
  // A fraud warning names a charge and no amount: it is about all of it.
  const amount = standing.amount ?? (standing.stage === 'alert' ? payment?.captured : null) ?? null;
  const written = await writeEntry(
    tools,
    tx,
    client,
    {
      ...plainRequest({
        clientId: client.id,
        type: 'chargeback',
        kind: 'fact',
        amount,
        channel: 'api',
      }),
      identifiers: [...namesOf(notice)],
      reason: context.reason,
      reasonCode: standing.reasonCode,
      occurredAt: standing.openedAt,
      dispute: { stage: standing.stage, respondBy: standing.respondBy },
      reviewReasons: amount ? [] : ['The processor named no amount.'],
      source: { sourceItemId, position: await tx.positionsTaken(sourceItemId) },
      historic: isHistoric(context, standing),
      corrects: corrected?.reference ?? null,
    },
    { connectionId },
    corrected?.id ?? null,
  );
  await tx.linkNotice(connectionId, notice.eventId, written.reversal.id);
  for (const claim of written.alsoOnPayment) await tellFrozen(context, claim, written.reversal);
  return follow(context, written.reversal, standing, notice);
}

/** An open dispute whose deadline lies ahead is work, however old (domain-rules.md, History import). */
function isHistoric({ actFrom, tools }: NoticeContext, standing: DisputeStanding): boolean {
  if (standing.openedAt >= actFrom) return false;
  const isAhead = standing.respondBy !== null && standing.respondBy > tools.now();
  return !(isAhead && standing.state === 'action_required');
}

/** Brings the entry to where the dispute stands; history and effects with it. */
async function follow(
  context: NoticeContext,
  present: Reversal,
  standing: DisputeStanding,
  notice: DisputeNotice,
): Promise<Reversal> {
  const { tools, tx, connectionId } = context;
  const changes = await changesOf(context, present, standing);
  const after = await tx.update(present.id, changes);
  const bound = boundOf(after);
  await tx.addHistory(after.id, {
    at: tools.now(),
    actor: { kind: 'connection', connectionId },
    surface: 'connector',
    action: after.round > present.round ? 'next_stage' : 'processor_notice',
    facts: {
      from: present.status,
      to: after.status,
      round: after.round,
      event: notice.raw.event,
      rawStatus: notice.raw.status,
      stageNow: standing.stage,
      stateNow: standing.state,
      funds: standing.funds,
      result: standing.result,
      ...boundFacts(bound),
    },
    values: {},
  });
  await askForCard(tx, after, tools);
  const line = { action: 'processor_notice', stage: standing.stage, state: standing.state };
  await askForThreadLine(tx, after, { ...line, status: after.status }, tools);
  if (after.status !== present.status) await askForWriteBack(tx, after, tools);
  const { hasOpened, claims } = await redrawNeighbours(tx, present, after, tools);
  if (hasOpened) for (const claim of claims) await tellFrozen(context, claim, after);
  return after;
}

async function changesOf(
  context: NoticeContext,
  present: Reversal,
  standing: DisputeStanding,
): Promise<ReversalChanges> {
  const { tx, client } = context;
  const due = dueOf(standing);
  const changes: ReversalChanges = {
    dispute: factsOf(standing, due),
    dueAt: dueBefore(due.at, client),
    disputeResult: standing.result ?? resultLeft(present, standing),
    reasonCode: standing.reasonCode ?? present.reasonCode,
  };
  if (isClosed(present.status)) {
    if (present.status !== 'completed') return changes;
    // Closed before an older stage was told: its facts are put right, its status stays.
    const amount = standing.amount ?? present.amount;
    const paymentId = present.payment?.id ?? null;
    const bound = { ...boundOf(present), amount, paymentId, stage: standing.stage };
    return { ...changes, amount, contentHash: contentHashOf(bound) };
  }
  const payments = present.payment
    ? []
    : await tx.lockPayments(client.id, [...present.identifiers]);
  const paymentId = present.payment?.id ?? (payments.length === 1 ? payments[0]?.id : null) ?? null;
  const amount = standing.amount ?? present.amount;
  const isClaim = present.kind === 'request';
  const told = { type: 'chargeback', amount, paymentId, stage: standing.stage } as const;
  const contentHash = contentHashOf({ ...boundOf(present), ...told });
  const isOtherContent = contentHash !== present.contentHash;
  let status: ReversalStatus = present.status;
  let { outcome, round } = present;
  if (status === 'needs_review' && amount && (isClaim || !present.amount)) {
    status = nextOf(status, 'confirm');
    changes.reviewReasons = [];
  }
  if (isOtherContent || isClaim) {
    const isNextStage = isClaim || rankOf(standing.stage) > rankOf(present.dispute?.stage ?? null);
    if (isNextStage || present.approvals.length > 0 || status === 'approved') {
      status = nextOf(status, 'next_stage');
      outcome = null;
      round += 1;
    }
    Object.assign(changes, {
      kind: 'fact',
      flags: (changes.flags ?? present.flags).filter((flag) => flag !== waitsForNoticeFlag),
      amount,
      paymentId,
      contentHash,
    } satisfies ReversalChanges);
  }
  if (standing.isFinal && amount) {
    status = nextOf(status, 'processor_settled');
    // Nobody here decided: what was inferred while it was open says nothing once it is over.
    if (present.approvals.length === 0) outcome = null;
  } else if (answered.has(standing.state) && status !== 'needs_review') {
    // It was answered at the processor itself: that is contesting, and nobody here is asked now.
    if (status !== 'approved') outcome = 'contest';
    status = nextOf(status, 'processor_answered');
  }
  const names = await namesTold(context, present);
  return { ...changes, status, outcome, round, ...names };
}

/**
 * A win that was entered by hand stands until the dispute goes on: at a later stage, or where the
 * processor asks for an answer again. Other news without a result says nothing against it.
 */
function resultLeft({ dispute }: Reversal, { stage, state }: DisputeStanding) {
  const goesOn = rankOf(stage) > rankOf(dispute?.stage ?? null) || state === 'action_required';
  return goesOn ? null : (dispute?.result ?? null);
}

const answered: ReadonlySet<DisputeStanding['state']> = new Set([
  'submitted',
  'under_review',
  'won',
  'withdrawn',
]);

/** The dispute's own id joins the identifiers that were named. */
async function namesTold(context: NoticeContext, present: Reversal): Promise<ReversalChanges> {
  const told = (await disputeNoticesOn(context, present)).flatMap(namesOf);
  const missing = told.filter(
    (one) => !present.identifiers.some((old) => old.kind === one.kind && old.value === one.value),
  );
  return missing.length > 0 ? { identifiers: [...present.identifiers, ...missing] } : {};
}

function factsOf(standing: DisputeStanding, due: { isEstimated: boolean }): DisputeFacts {
  const { stage, state, rawStatus, respondBy, funds, settlement, fee } = standing;
  return {
    stage,
    status: state,
    rawStatus,
    respondBy,
    funds,
    settled: settlement,
    fee,
    dueIsEstimated: due.isEstimated,
  };
}

function dueOf({ respondBy, stage, network, stageAt }: DisputeStanding) {
  return respondBy
    ? { at: respondBy, isEstimated: false }
    : { at: estimatedRespondBy(stage, network, stageAt), isEstimated: true };
}

/** A refund that is approved and not yet paid must not go out beside a dispute: its people are told. */
async function tellFrozen(
  { tools, tx, client }: NoticeContext,
  claim: ClaimOnPayment,
  by: Reversal,
) {
  const isUnpaid =
    claim.kind === 'request' && claim.status === 'approved' && claim.payout === 'none';
  if (!isUnpaid || claim.historic) return;
  await tx.addEffect({
    kind: 'add_thread_line',
    dedupeKey: `add_thread_line:${claim.id}:${tools.newId()}`,
    reversalId: claim.id,
    clientId: client.id,
    payload: { action: 'frozen', by: by.reference },
    notBefore: tools.now(),
  });
}

function nextOf(status: ReversalStatus, action: Action): ReversalStatus {
  const answer = transition(status, action);
  if ('refused' in answer) throw new Error('a dispute was led where the table does not go');
  return answer.next;
}

const rankOf = (stage: DisputeStage | null) => (stage === null ? -1 : disputeStages.indexOf(stage));
