import { seesAgentData } from '../../access/permissions.js';
import { visibleReversal } from '../../access/visible-to.js';
import type { Money } from '../../reversals/money.js';
import type { Person, Reversal } from '../../reversals/reversal.js';
import { riskOf } from '../../reversals/risk.js';
import type { ReversalJson } from './answer-schemas.js';

/** A reversal as outside.md writes it, as far as this person may see it. */
export function toReversalJson(person: Person, whole: Reversal): ReversalJson {
  const reversal = visibleReversal(person, whole);
  return {
    reference: reversal.reference,
    client: reversal.clientId,
    type: reversal.type,
    kind: reversal.kind,
    status: reversal.status,
    outcome: reversal.outcome,
    payout: reversal.payout,
    payoutReference: reversal.payoutReference,
    amount: minorOf(reversal.amount),
    currency: reversal.amount?.currency ?? null,
    payment: paymentOf(reversal),
    reason: reversal.reason,
    reasonCode: reversal.reasonCode,
    cardLast4: reversal.cardLast4,
    customer: reversal.customer,
    channel: reversal.channel,
    sources: reversal.sources.map((source) => ({
      connection: source.connectionId,
      id: source.externalId,
      url: source.url,
    })),
    occurredAt: instantOf(reversal.occurredAt),
    loggedAt: reversal.loggedAt.toISOString(),
    dueAt: instantOf(reversal.dueAt),
    ...(seesAgentData(person) ? agentData(reversal) : {}),
    flags: [...reversal.flags],
    approvals: reversal.approvals.map((vote) => ({
      by: vote.personName,
      ...(vote.standsInFor ? { standsInFor: vote.standsInFor.name } : {}),
      decision: vote.decision,
      ...(vote.choice ? { choice: vote.choice } : {}),
      at: vote.at.toISOString(),
      surface: vote.surface,
      reason: vote.reason,
    })),
    contentHash: reversal.contentHash,
    before: minorOf(reversal.before),
    after: minorOf(reversal.after),
    dispute: reversal.dispute
      ? {
          ...reversal.dispute,
          respondBy: instantOf(reversal.dispute.respondBy),
          settled: moneyJson(reversal.dispute.settled),
          fee: moneyJson(reversal.dispute.fee),
        }
      : null,
    trace: reversal.trace,
    corrects: reversal.corrects,
    historic: reversal.historic,
    joinedInto: reversal.joinedInto ?? null,
    joined: [...(reversal.joined ?? [])],
    reviewReasons: [...reversal.reviewReasons],
  };
}

function agentData(reversal: Reversal) {
  return {
    loggedBy: reversal.loggedBy,
    requesters: reversal.requesters.map((requester) => ({
      name: requester.person?.name ?? requester.label,
      email: requester.person?.email ?? null,
    })),
    assignee: reversal.assignee,
    risk: riskJson(reversal),
  };
}

function riskJson(reversal: Reversal) {
  const { score, signs } = riskOf(reversal);
  return { score, signs: [...signs] };
}

/** Identifiers that were named are told even where no payment matches them. */
function paymentOf({ payment, identifiers }: Reversal): ReversalJson['payment'] {
  const all = [...(payment?.identifiers ?? []), ...identifiers];
  const seen = new Set<string>();
  return {
    processor: payment?.processor ?? null,
    identifiers: all
      .map(({ kind, value }) => ({ kind, value }))
      .filter(({ kind, value }) => {
        const isNew = !seen.has(`${kind} ${value}`);
        seen.add(`${kind} ${value}`);
        return isNew;
      }),
    captured: minorOf(payment?.captured ?? null),
    left: minorOf(payment?.left ?? null),
    currency: payment?.captured?.currency ?? payment?.left?.currency ?? null,
    isKnown: payment !== null,
  };
}

/** Exact: amounts are kept within JSON's safe integers (core/reversals/money.ts, maxMinor). */
const minorOf = (money: Money | null) => (money ? Number(money.minor) : null);
const moneyJson = (money: Money | null) =>
  money ? { amount: Number(money.minor), currency: money.currency } : null;
const instantOf = (at: Date | null) => at?.toISOString() ?? null;
