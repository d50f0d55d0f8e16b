import { unapprovedFlag } from './claims.js';
import { askForCard, askForThreadLine, askForWriteBack } from './desk-tools.js';
import type { RefundNotice } from './notice.js';
import { caseItemOf, entryOfCase, type NoticeContext, onlyFit } from './notice-context.js';
import { plainRequest } from './plain-request.js';
import type { ClaimOnPayment, ReversalChanges } from './ports.js';
import type { Payout, Reversal, ReversalStatus } from './reversal.js';
import { transition } from './transitions.js';
import { writeEntry } from './write-entry.js';

/** Where a refund at the processor has come to, after all its events. */
type RefundStanding = { state: RefundNotice['state']; wasPaid: boolean; failure: string | null };

/**
 * A refund's event: on the entry that holds its id, on the only approved unpaid one of that amount
 * on that payment, or on a new fact that says that nobody here approved it.
 */
export async function takeRefund(context: NoticeContext, notice: RefundNotice): Promise<Reversal> {
  const { tx, connectionId } = context;
  const isHolder = (one: Reversal) =>
    one.payoutReference === notice.refund.value || (one.type === 'refund' && one.kind === 'fact');
  const present =
    (await entryOfCase(context, notice.refund, isHolder)) ??
    (await covered(context, notice)) ??
    (await logUnapproved(context, notice));
  await tx.linkNotice(connectionId, notice.eventId, present.id);
  await tx.addSource(present.id, await caseItemOf(context, notice));
  const events = await tx.noticesOfCase(connectionId, notice.refund);
  return follow(context, present, notice, refundStandingOf(events.filter(isRefund)));
}

const isRefund = (one: { kind: string }): one is RefundNotice => one.kind === 'refund';
const statesInOrder: readonly RefundNotice['state'][] = ['pending', 'succeeded', 'failed'];

/** The last thing that happened, whatever was told last; in one second, what can only come later. */
export function refundStandingOf(events: readonly RefundNotice[]): RefundStanding {
  const ordered = [...events].sort(
    (left, right) =>
      left.occurredAt.getTime() - right.occurredAt.getTime() ||
      statesInOrder.indexOf(left.state) - statesInOrder.indexOf(right.state),
  );
  const last = ordered.at(-1);
  if (!last) throw new Error('a refund of which nothing was told has no standing');
  const wasPaid = ordered.some((one) => one.state === 'succeeded');
  return { state: last.state, wasPaid, failure: last.failure };
}

/** The only one that was approved, is unpaid and asks for exactly this. */
async function covered(context: NoticeContext, notice: RefundNotice): Promise<Reversal | null> {
  const { tx, client } = context;
  const payments = await tx.lockPayments(client.id, notice.payment);
  const [payment] = payments;
  if (!payment || payments.length > 1) return null;
  const claims = await tx.claimsOn(payment.id);
  const references = claims
    .filter((claim) => isCover(claim, notice))
    .map((claim) => claim.reference);
  return onlyFit(context, references, (found) =>
    isCover({ ...found, disputeStage: found.dispute?.stage ?? null }, notice),
  );
}

type Cover = Pick<
  ClaimOnPayment,
  'kind' | 'type' | 'status' | 'payout' | 'amount' | 'outcome' | 'disputeStage'
>;

function isCover(claim: Cover, { amount }: RefundNotice): boolean {
  const isUnpaid =
    claim.status === 'approved' && (claim.payout === 'none' || claim.payout === 'failed');
  const isSame = claim.amount?.minor === amount.minor && claim.amount.currency === amount.currency;
  // Accepting an alert means paying it back before it becomes a dispute.
  const isAlert = claim.disputeStage === 'alert' && claim.outcome === 'accept';
  return isUnpaid && isSame && (claim.kind === 'request' || isAlert);
}

async function logUnapproved(context: NoticeContext, notice: RefundNotice): Promise<Reversal> {
  const { tools, tx, client, connectionId } = context;
  const sourceItemId = await caseItemOf(context, notice);
  const historic = notice.occurredAt < context.actFrom;
  const { reversal } = await writeEntry(
    tools,
    tx,
    client,
    {
      ...plainRequest({
        clientId: client.id,
        type: 'refund',
        kind: 'fact',
        amount: notice.amount,
        channel: 'api',
      }),
      identifiers: [notice.refund, ...notice.payment],
      reason: context.reason,
      occurredAt: notice.occurredAt,
      source: { sourceItemId, position: await tx.positionsTaken(sourceItemId) },
      historic,
    },
    { connectionId },
  );
  if (historic) return reversal;
  const flagged = await tx.update(reversal.id, { flags: [...reversal.flags, unapprovedFlag] });
  await tx.addEffect({
    kind: 'notify_operations',
    dedupeKey: `${unapprovedFlag}:${reversal.id}`,
    reversalId: reversal.id,
    clientId: client.id,
    payload: {
      text: `${reversal.reference}: money was paid back at ${client.name} without an approval here. Manager and compliance: please look at it.`,
    },
    notBefore: tools.now(),
  });
  return flagged;
}

/** Brings payout and status to where the refund stands; history and effects with it. */
async function follow(
  context: NoticeContext,
  present: Reversal,
  notice: RefundNotice,
  standing: RefundStanding,
): Promise<Reversal> {
  const { tools, tx, connectionId } = context;
  const payout = payoutOf(standing);
  const changes: ReversalChanges = {
    payout,
    status: statusOf(present, standing),
    payoutReference: notice.refund.value,
    ...(present.identifiers.some((one) => one.value === notice.refund.value)
      ? {}
      : { identifiers: [...present.identifiers, notice.refund] }),
  };
  const after = await tx.update(present.id, changes);
  await tx.addHistory(after.id, {
    at: tools.now(),
    actor: { kind: 'connection', connectionId },
    surface: 'connector',
    action: `payout_${payout}`,
    facts: {
      from: present.status,
      to: after.status,
      event: notice.raw.event,
      rawStatus: notice.raw.status,
      payout,
      refundId: notice.refund.value,
      failure: standing.failure,
    },
    values: {},
  });
  await askForCard(tx, after, tools);
  if (after.payout !== present.payout) {
    const line = { action: `payout_${payout}`, status: after.status };
    await askForThreadLine(tx, after, line, tools);
  }
  if (after.status !== present.status) await askForWriteBack(tx, after, tools);
  if (standing.wasPaid && standing.state === 'failed') await openLinked(context, after);
  return after;
}

function payoutOf({ state }: RefundStanding): Payout {
  return state === 'pending' ? 'sent' : state === 'succeeded' ? 'confirmed' : 'failed';
}

/** Money that arrived completes it; one that failed since stays completed beside a failed payout. */
function statusOf(present: Reversal, standing: RefundStanding): ReversalStatus {
  const { status, kind } = present;
  if (standing.wasPaid) {
    const wasCalledOff = kind === 'fact' && status === 'cancelled' && present.payout === 'failed';
    const settled = wasCalledOff ? 'processor_told_late' : 'processor_settled';
    const answer = transition(status, kind === 'fact' ? settled : 'complete');
    return 'refused' in answer ? status : answer.next;
  }
  if (kind === 'request') return status;
  // Nothing was paid in the end, and nobody had asked for it here.
  const answer = transition(status, standing.state === 'failed' ? 'cancel' : 'processor_answered');
  return 'refused' in answer ? status : answer.next;
}

/** The customer never got the money: a new request stands in for it, and its assignee is told. */
async function openLinked(context: NoticeContext, failed: Reversal): Promise<void> {
  const { tools, tx, client, connectionId } = context;
  if (failed.historic || (await tx.correctionsOf(failed.id)).length > 0) return;
  const people = await tx.peopleOf(client.id);
  const opened = await writeEntry(
    tools,
    tx,
    client,
    {
      ...plainRequest({
        clientId: client.id,
        type: 'refund',
        kind: 'request',
        amount: failed.amount,
        channel: failed.channel,
      }),
      identifiers: failed.identifiers.filter((one) => one.value !== failed.payoutReference),
      reason: failed.reason,
      reasonCode: failed.reasonCode,
      cardLast4: failed.cardLast4,
      customer: failed.customer,
      reviewReasons: [`The refund of ${failed.reference} failed after it was paid.`],
      staff: failed.requesters.map(({ person, label }) => ({
        name: label,
        email: person?.email ?? null,
      })),
      assigneeEmail: people.find((one) => one.id === failed.assignee?.id)?.email ?? null,
      corrects: failed.reference,
    },
    { connectionId },
    failed.id,
  );
  await tx.addHistory(failed.id, {
    at: tools.now(),
    actor: { kind: 'hub' },
    surface: 'hub',
    action: 'linked_entry_opened',
    facts: { opened: opened.reversal.reference },
    values: {},
  });
  const line = { action: 'refund_failed', opened: opened.reversal.reference };
  await askForThreadLine(tx, failed, line, tools);
}
