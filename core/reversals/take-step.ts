import { newestBinding } from './add-evidence.js';
import { claimedFlag, isBeyondLeft, underchargeFlag, waitsForNoticeFlag } from './claims.js';
import { completionOf, isLastOutcome } from './completion.js';
import { boundFacts } from './content-hash.js';
import { causeOfStep, readBefore } from './correction.js';
import { type DecisionContext, unchanged, whoDecided } from './decision-context.js';
import { disputeResults } from './decision-words.js';
import type { DecideResult } from './desk.js';
import { askForCard, askForThreadLine, askForWriteBack, historyActor } from './desk-tools.js';
import { redrawNeighbours } from './dispute-neighbours.js';
import type { ReversalChanges } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import { parseReference, type ReversalStatus } from './reversal.js';
import { transition } from './transitions.js';
import { waitingForOf } from './waiting-for.js';

/** Everything that is not a vote: confirm, complete, cancel, withdraw, assign, note and the rest. */
export async function takeStep(context: DecisionContext): Promise<DecideResult | Refusal> {
  const { tx, actor, request, reversal, tools } = context;
  if (isSaidAlready(context)) return unchanged(context);
  const prepared = await changesFor(context);
  if ('refused' in prepared) return prepared;
  const answer = transition(reversal.status, request.action, prepared.status);
  if ('refused' in answer) return refuse(answer.refused, whoDecided(reversal));
  const after = await tx.update(reversal.id, { status: answer.next, ...prepared.changes });
  if (request.action === 'withdraw') {
    const { id, round, status } = reversal;
    const whose = status === 'approved' ? null : actor.person.id;
    await tx.voidDecisions(
      id,
      round,
      whose,
      status === 'changes_requested' ? 'request_changes' : undefined,
    );
  }
  const cause = causeOfStep(reversal, request.action, request.reason ?? null);
  if (cause) {
    const by = { personId: actor.person.id, at: tools.now() };
    await tx.addTrainingExample(reversal.id, { cause, before: readBefore(reversal), ...by });
  }
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: historyActor(actor),
    surface: actor.surface,
    action: request.action,
    facts: {
      from: reversal.status,
      to: after.status,
      contentHash: after.contentHash,
      ...(cause ? { learnt: cause } : {}),
      ...prepared.facts,
    },
    values: { reason: request.reason ?? null },
  });
  await askForCard(tx, after, tools);
  await askForThreadLine(
    tx,
    after,
    {
      action: request.action,
      actor: actor.person.name,
      status: after.status,
      ...(request.action === 'outcome' ? { result: after.dispute?.result ?? '' } : {}),
      was: reversal.status,
    },
    tools,
  );
  await redrawNeighbours(tx, reversal, after, tools);
  if (after.status !== reversal.status) await askForWriteBack(tx, after, tools);
  const fresh = (await tx.lock(parseReference(reversal.reference) ?? 0)) ?? after;
  return {
    reversal: fresh,
    changed: true,
    waitingFor: waitingForOf(fresh, context.client, context.people),
  };
}

/** A win that stands and is entered again. */
function isSaidAlready({ request, reversal }: DecisionContext): boolean {
  return (
    request.action === 'outcome' &&
    reversal.status === 'approved' &&
    request.detail === 'won' &&
    reversal.dispute?.result === 'won'
  );
}

type Prepared = {
  changes: Omit<ReversalChanges, 'status'>;
  /** Where it leads, where that is not where the action leads as a rule. */
  status?: ReversalStatus;
  facts: Record<string, string | number | null>;
};

async function changesFor(context: DecisionContext): Promise<Prepared | Refusal> {
  const { tx, request, reversal, actor, people } = context;
  switch (request.action) {
    case 'confirm':
      return confirmChanges(context);
    case 'complete':
      return completeChanges(context);
    case 'cancel':
    case 'withdraw':
      if (reversal.payout !== 'none')
        return refuse('payout_already_sent', { payout: reversal.payout });
      if (request.action === 'withdraw' && reversal.status === 'changes_requested')
        return takeBackRequest(context);
      // A new round, so that what was asked for on the old one (its note) is known as superseded.
      return request.action === 'withdraw' && reversal.status === 'approved'
        ? { changes: { outcome: null, round: reversal.round + 1 }, facts: {} }
        : { changes: {}, facts: {} };
    case 'outcome': {
      const result = disputeResults.find((one) => one === request.detail);
      if (!result) return refuse('invalid_request', { detail: disputeResults.join(' or ') });
      const isLast = isLastOutcome(result, reversal.dispute?.stage ?? null);
      return {
        changes: { disputeResult: result },
        ...(isLast ? {} : { status: reversal.status }),
        facts: { result },
      };
    }
    case 'assign': {
      const email = (request.assigneeEmail ?? actor.person.email).toLowerCase();
      const person = people.find((one) => one.email.toLowerCase() === email);
      if (!person) return refuse('invalid_request', { assignee: 'not a person of this client' });
      if (person.hasLeftChat)
        return refuse('invalid_request', {
          assignee: 'removed from chat, so nobody is told of it',
        });
      return { changes: { assigneeId: person.id }, facts: { assignee: person.id } };
    }
    case 'wait':
      return {
        changes: { flags: [...new Set([...reversal.flags, waitsForNoticeFlag])] },
        facts: {},
      };
    case 'note': {
      const text = request.reason;
      if (!text?.trim()) return refuse('reason_required');
      await tx.addMessages(reversal.id, [
        {
          sourceItemId: null,
          externalId: `note:${context.tools.newId()}`,
          author: 'agent',
          authorName: null,
          text,
          isPublic: false,
          sentAt: context.tools.now(),
        },
      ]);
      return { changes: {}, facts: {} };
    }
    default:
      return { changes: {}, facts: {} };
  }
}

/** A bank return or a won dispute pays nothing back: what is told of it stays beside it. */
function completeChanges({ request, reversal }: DecisionContext): Prepared | Refusal {
  const how = completionOf(reversal);
  if (how === 'outcome_first')
    return refuse('invalid_request', { detail: 'its outcome first, won or lost' });
  const refundId = request.detail?.trim() || null;
  if (how === 'refund_id' && !refundId) return refuse('refund_id_required');
  const isPaid = how === 'refund_id' || reversal.outcome === 'accept';
  return {
    changes: { ...(isPaid ? { payout: 'confirmed' } : {}), payoutReference: refundId },
    facts: { ...(isPaid ? { payout: 'confirmed' } : {}), refundId },
  };
}

/**
 * A request for changes is taken back before it is asked again or its content is another: it stands
 * where it stood, with the votes, the clock and the turn of then.
 */
async function takeBackRequest({ tx, reversal }: DecisionContext): Promise<Prepared> {
  const status = (await tx.askedForChangesFrom(reversal.id)) ?? 'pending_approval';
  return { changes: {}, status, facts: { round: reversal.round } };
}

/**
 * Confirm says "this is a reversal": it needs an amount, one that is to go back, and room on the
 * payment.
 */
async function confirmChanges({
  tx,
  reversal,
  client,
}: DecisionContext): Promise<Prepared | Refusal> {
  if (!reversal.amount && reversal.type !== 'system_error') return refuse('amount_missing');
  if (reversal.flags.includes(underchargeFlag)) {
    const detail = 'another amount or type first: before is below after, nothing goes back';
    return refuse('invalid_request', { detail });
  }
  const others = reversal.payment
    ? (await tx.claimsOn(reversal.payment.id)).filter((claim) => claim.id !== reversal.id)
    : [];
  const held =
    reversal.payment &&
    reversal.kind === 'request' &&
    isBeyondLeft(reversal.amount, reversal.payment, others);
  if (held)
    return refuse('payment_already_claimed', {
      others: others.map((one) => one.reference).join(', '),
    });
  const binding = await newestBinding(tx, reversal, client);
  return {
    changes: {
      ...binding?.changes,
      flags: reversal.flags.filter((flag) => flag !== claimedFlag),
      reviewReasons: [],
      // Resubmission after requested changes is a new round: everybody is asked again.
      ...(reversal.status === 'changes_requested' ? { round: reversal.round + 1 } : {}),
    },
    facts: binding ? boundFacts(binding.content) : {},
  };
}
