import { requirementFor } from './approval-policy.js';
import {
  claimedFlag,
  isBeyondLeft,
  isOpenDispute,
  refreshedByClaim,
  underchargeFlag,
} from './claims.js';
import { boundFacts, contentHashOf } from './content-hash.js';
import type { LogRequest, LogResult } from './desk.js';
import {
  askForCard,
  askForFoldedList,
  askForWriteBack,
  type DeskTools,
  dayIn,
  requesterIdsOf,
  startOfDayIn,
} from './desk-tools.js';
import { dueBefore } from './due-date.js';
import { type From, type JudgedRequest, judgeRequest } from './judge-request.js';
import type { Money } from './money.js';
import type {
  ClaimOnPayment,
  ClientFacts,
  LogTransaction,
  MatchedPayment,
  NewHistoryEntry,
} from './ports.js';
import { askedSteps, requirementFacts } from './requirement-record.js';
import type { Identifier, Reversal } from './reversal.js';
import { stepsOf } from './waiting-for.js';

/**
 * Writes a new entry with its history and effects inside the given transaction: linked to the one
 * payment it names, held where that has too little left, approved at once where a policy says so.
 */
export async function writeEntry(
  tools: DeskTools,
  tx: LogTransaction,
  client: ClientFacts,
  request: LogRequest,
  from: From,
  correctsId: string | null = null,
): Promise<LogResult> {
  // One instant for the entry, its day's ceiling and its history: midnight never falls between them.
  const at = tools.now();
  const people = await tx.peopleOf(client.id);
  const matches = await tx.lockPayments(client.id, request.identifiers);
  const payment = matches.length === 1 ? (matches[0] ?? null) : null;
  const claims = payment ? await tx.claimsOn(payment.id) : [];
  const judged = judgeRequest(request, matches, people, from);
  const { isUndercharge } = judged;
  const held =
    request.kind === 'request' &&
    !isUndercharge &&
    payment !== null &&
    isBeyondLeft(judged.amount, payment, claims);
  const reviewReasons = [...request.reviewReasons, ...judged.reviewReasons];
  if (held) reviewReasons.push(heldBecause(judged.amount, payment));
  // Only a person's word closes an undercharge: a text may have been read the wrong way round.
  const isClosed = isUndercharge && 'person' in from && reviewReasons.length === 0;
  if (isUndercharge && !isClosed) {
    reviewReasons.push('Reads as an undercharge: before is below after.');
  }
  const mayBeAutomatic =
    !isClosed && reviewReasons.length === 0 && !request.historic && !claims.some(isOpenDispute);
  const isAutomatic =
    mayBeAutomatic && (await mayApproveAutomatically(at, tx, client, judged.asReversal));
  const bound = {
    type: request.type,
    amount: judged.amount,
    paymentId: payment?.id ?? null,
    stage: request.dispute?.stage ?? null,
  };
  const reversal = await tx.insert({
    ...request,
    identifiers: wholeIdentifiers(request.identifiers, payment),
    kind: isClosed ? 'fact' : request.kind,
    status: isClosed
      ? 'completed'
      : reviewReasons.length > 0
        ? 'needs_review'
        : isAutomatic
          ? 'approved'
          : 'pending_approval',
    amount: judged.amount,
    paymentId: payment?.id ?? null,
    loggedAt: at,
    dueAt: request.dispute?.respondBy ? dueBefore(request.dispute.respondBy, client) : null,
    loggedById: 'person' in from && !request.isFromDocument ? from.person.id : null,
    requesters: judged.requesters,
    assigneeId: judged.assigneeId,
    flags: [...(held ? [claimedFlag] : []), ...(isUndercharge ? [underchargeFlag] : [])],
    contentHash: contentHashOf(bound),
    correctsId,
    reviewReasons,
  });
  const asked = askedSteps(stepsOf(reversal, client), people, requesterIdsOf(reversal));
  const facts = { ...boundFacts(bound), ...requirementFacts(reversal, asked), mayBeAutomatic };
  await tx.addHistory(reversal.id, loggedEntry(at, reversal, from, facts));
  if (isAutomatic) await tx.addHistory(reversal.id, automaticEntry(at, reversal));
  await announce(tools, tx, client, reversal, { isAutomatic, claims });
  return { reversal, created: true, alsoOnPayment: claims };
}

/** An id that was written cut short (`ch_3PqL…`) is kept whole once its payment is known. */
function wholeIdentifiers(named: readonly Identifier[], payment: MatchedPayment | null) {
  return named.map((one) => {
    if (!one.value.endsWith('…')) return one;
    const beginning = one.value.slice(0, -1);
    const whole = payment?.identifiers.find(
      (known) => known.kind === one.kind && known.value.startsWith(beginning),
    );
    return whole ?? one;
  });
}

async function mayApproveAutomatically(
  at: Date,
  tx: LogTransaction,
  client: ClientFacts,
  reversal: JudgedRequest['asReversal'],
): Promise<boolean> {
  const { automatic } = requirementFor(reversal, client.policy);
  if (!automatic || !reversal.amount) return false;
  if (!automatic.ceilingPerDay) return true;
  const since = startOfDayIn(client.timezone, at);
  const sum = await tx.automaticallyApproved(client.id, reversal.amount.currency, since);
  return sum + reversal.amount.minor <= automatic.ceilingPerDay.minor;
}

async function announce(
  tools: DeskTools,
  tx: LogTransaction,
  client: ClientFacts,
  reversal: Reversal,
  { isAutomatic, claims }: { isAutomatic: boolean; claims: readonly ClaimOnPayment[] },
) {
  if (reversal.status === 'needs_review' || isAutomatic) {
    await askForFoldedList(tx, reversal, dayIn(client.timezone, tools.now()), tools);
  } else {
    await askForCard(tx, reversal, tools);
  }
  if (isAutomatic) await askForWriteBack(tx, reversal, tools);
  if (reversal.historic) return;
  // Both cards say "also on this payment": those posted before are drawn again.
  for (const { id, historic } of claims.filter(refreshedByClaim)) {
    await askForCard(tx, { id, historic, clientId: client.id }, tools);
  }
}

function loggedEntry(
  at: Date,
  reversal: Reversal,
  from: From,
  asked: NewHistoryEntry['facts'],
): NewHistoryEntry {
  return {
    at,
    actor:
      'person' in from
        ? { kind: 'person', personId: from.person.id }
        : { kind: 'connection', connectionId: from.connectionId },
    surface: 'person' in from ? from.surface : 'connector',
    action: 'logged',
    facts: {
      ...asked,
      status: reversal.status,
      channel: reversal.channel,
      historic: reversal.historic,
    },
    values: {
      reason: reversal.reason,
      customer: reversal.customer?.email ?? reversal.customer?.phone ?? null,
    },
  };
}

function automaticEntry(at: Date, reversal: Reversal): NewHistoryEntry {
  return {
    at,
    actor: { kind: 'hub' },
    surface: 'hub',
    action: 'approved_by_policy',
    facts: {
      status: 'approved',
      contentHash: reversal.contentHash,
      amountMinor: reversal.amount ? reversal.amount.minor.toString() : null,
      currency: reversal.amount?.currency ?? null,
    },
    values: {},
  };
}

function heldBecause(amount: Money | null, payment: MatchedPayment | null): string {
  const taken = payment?.captured?.currency;
  return taken && amount && taken !== amount.currency
    ? `The payment was taken in ${taken}, not ${amount.currency}.`
    : 'It goes beyond what is left of the payment.';
}
