import type { DisputeNotice } from './notice.js';
import { type NoticeContext, onlyFit } from './notice-context.js';
import type { ClaimOnPayment } from './ports.js';
import type { Reversal, ReversalStatus } from './reversal.js';

/**
 * The entry that a dispute's event follows on its payment, locked; null where it is news.
 * An alert belongs to the dispute on its payment; a dispute to the only open claim or alert there, or
 * to what was told of it under the payment's name alone.
 */
export async function disputeOnPayment(
  context: NoticeContext,
  notice: DisputeNotice,
): Promise<Reversal | null> {
  const { tx, client } = context;
  const payments = await tx.lockPayments(client.id, notice.payment);
  const [payment] = payments;
  if (!payment || payments.length > 1) return null;
  const claims = (await tx.claimsOn(payment.id)).filter((claim) => claim.type === 'chargeback');
  const disputes = claims.filter(isDispute);
  const named = notice.isByPayment
    ? ((await onlyDispute(context, disputes)) ?? (await toldByPayment(context, disputes)))
    : // Beside another dispute it may be that one's news.
      disputes.length === 1 && (await toldByPayment(context, disputes));
  if (named) return named;
  const fits = notice.stage === 'alert' ? isClaimOrDispute : isClaimOrAlert;
  const references = claims.filter(fits).map((claim) => claim.reference);
  return onlyFit(context, references, (found) =>
    fits({ ...found, disputeStage: found.dispute?.stage ?? null }),
  );
}

const isDispute = ({ kind, status, disputeStage }: ClaimOnPayment) =>
  kind === 'fact' && status !== 'cancelled' && disputeStage !== 'alert';

const isLive = ({ status }: { status: ReversalStatus }) => status !== 'cancelled';

/** The only open dispute; where none is open, the only one that there is. */
async function onlyDispute(context: NoticeContext, disputes: readonly ClaimOnPayment[]) {
  const open = disputes.filter(({ status }) => !isClosed(status));
  const references = (open.length > 0 ? open : disputes).map((claim) => claim.reference);
  return onlyFit(context, references, isLive);
}

/** The only dispute of which every event so far named the payment alone. */
async function toldByPayment(context: NoticeContext, disputes: readonly ClaimOnPayment[]) {
  const references: string[] = [];
  for (const { id, reference } of disputes) {
    const told = await disputeNoticesOn(context, { id });
    if (told.length > 0 && told.every((one) => one.isByPayment)) references.push(reference);
  }
  return onlyFit(context, references, isLive);
}

type Joinable = Pick<ClaimOnPayment, 'kind' | 'status' | 'historic' | 'disputeStage'>;

function isClaimOrAlert({ kind, status, historic, disputeStage }: Joinable): boolean {
  if (historic || isClosed(status)) return false;
  return kind === 'request' || disputeStage === 'alert';
}

function isClaimOrDispute(claim: Joinable): boolean {
  return claim.kind === 'fact' ? claim.status !== 'cancelled' : isClaimOrAlert(claim);
}

/** Every dispute event about one entry, in no order. */
export async function disputeNoticesOn(
  { tx }: NoticeContext,
  { id }: Pick<Reversal, 'id'>,
): Promise<DisputeNotice[]> {
  return (await tx.noticesOn(id)).filter((one) => one.kind === 'dispute');
}

export const isClosed = (status: ReversalStatus) =>
  status === 'completed' || status === 'rejected' || status === 'cancelled';
