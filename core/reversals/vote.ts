import {
  agreeingVotes,
  isApproving,
  isLike,
  mayDecide,
  openStep,
  type PolicyStep,
  votesInAll,
} from './approval-policy.js';
import { claimedFlag, disputedFlag, wouldOverpay } from './claims.js';
import { boundFacts, boundOf, contentHashOf } from './content-hash.js';
import { type DecisionContext, unchanged, votedBy } from './decision-context.js';
import { nextSteps, presentableReturns, systemErrorAnswers } from './decision-words.js';
import type { DecideResult } from './desk.js';
import {
  askForCard,
  askForThreadLine,
  askForWriteBack,
  historyActor,
  requesterIdsOf,
} from './desk-tools.js';
import { deadlineOf } from './keep-turn.js';
import { openRefund } from './open-refund.js';
import type { ReversalChanges } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import { askedSteps, requirementFacts } from './requirement-record.js';
import type { Approval, DecisionKind, Reversal } from './reversal.js';
import { transition } from './transitions.js';
import { asksTheSame, describeStep, stepsOf } from './waiting-for.js';
import { authorityFor, stepNow } from './who-decides.js';

/**
 * One counted decision. Refuses by claim, policy and four eyes; a repeat counts once, and only votes that
 * chose the very same count together: nothing is carried out on mixed ones.
 */
export async function vote(
  context: DecisionContext,
  action: DecisionKind,
): Promise<DecideResult | Refusal> {
  const { tx, actor, request, tools } = context;
  const isApproval = isApproving(action);
  if (isApproval && context.reversal.flags.includes(claimedFlag))
    return refuse('payment_already_claimed');
  if (isApproval && context.reversal.flags.includes(disputedFlag))
    return refuse('payment_disputed');
  // Only what needs review, or a system error, may stand without an amount: anything else names one.
  if (!context.reversal.amount && context.reversal.type !== 'system_error')
    return refuse('amount_missing');
  const wrongDetail = refusalOfDetail(context, action);
  if (wrongDetail) return wrongDetail;
  const chosen = chosenIn(context, action);
  const repeated = context.reversal.approvals.some(
    (one) => one.personId === actor.person.id && isLike(one, chosen),
  );
  const lowered = request.amount && action === 'approve' ? await lower(context) : context.reversal;
  if ('refused' in lowered) return lowered;
  const reversal = lowered;
  const amount = reversal.amount;
  if (action === 'approve' && amount && reversal.payment) {
    const others = await tx.claimsOn(reversal.payment.id);
    if (wouldOverpay(reversal, amount, others)) return refuse('payment_already_claimed');
  }
  const steps = stepsOf(reversal, context.client);
  const requesterIds = requesterIdsOf(reversal);
  const { approvals } = reversal;
  const now = stepNow(steps, approvals, context.people, requesterIds);
  const open = now?.isEnough ? null : now;
  const asked = { approvals, people: context.people, requesterIds, at: tools.now() };
  const authority = now && authorityFor(actor.person, now.step, asked);
  const standsInFor = authority?.standsInFor ?? null;
  const isStandIn = standsInFor !== null;
  const refused = mayDecide(actor.person, steps, open, { requesterIds, isApproval, isStandIn });
  // Someone named in an earlier, satisfied step who votes again is told, not refused.
  const isTold = repeated && refused?.refused === 'approver_not_named';
  if (refused && !isTold) return refused;
  // Whoever changes their mind takes the first vote back: nobody fills two steps with two of them.
  const other = reversal.approvals.find(
    (one) => one.personId === actor.person.id && !isLike(one, chosen) && isApproving(one.decision),
  );
  if (isApproval && other)
    return refuse('already_decided', { ...votedBy(reversal, other), isOwn: 'true' });
  const decidedFor = reversal.approvals.find((one) => one.standsInFor?.id === actor.person.id);
  if (isApproval && decidedFor) return refuse('already_decided', votedBy(reversal, decidedFor));
  // A vote counted before is not counted twice; it settles what the policy no longer holds up.
  const isAgain = repeated && reversal === context.reversal;
  const same = approvals.filter((one) => isLike(one, chosen));
  const settles = isApproval && !openStep(steps, same, context.people, requesterIds);
  if (isAgain && !settles) return unchanged(context);
  const unmet = unmetDemand(context, reversal, isApproval, open?.step ?? null, steps);
  if (unmet) return unmet;
  if (isAgain) return settle(context, reversal, action, steps, same);
  await tx.addDecision(reversal.id, {
    personId: actor.person.id,
    decision: action,
    choice: chosen.choice ?? null,
    amount,
    reason: request.reason ?? null,
    contentHash: reversal.contentHash,
    surface: actor.surface,
    at: tools.now(),
    round: reversal.round,
    standsInForId: standsInFor?.id ?? null,
  });
  return settle(context, reversal, action, steps, [
    ...reversal.approvals,
    {
      personId: actor.person.id,
      personName: actor.person.name,
      ...chosen,
      at: tools.now(),
      surface: actor.surface,
      reason: null,
      ...(standsInFor && { standsInFor: { id: standsInFor.id, name: standsInFor.name } }),
    },
  ]);
}

/** What this vote says, to be compared with others. */
function chosenIn({ request }: DecisionContext, decision: DecisionKind) {
  const { detail } = request;
  return { decision, ...(takesChoice(decision) && detail && { choice: detail }) };
}

const takesChoice = (decision: DecisionKind) => decision === 'next_step' || decision === 'answer';

/**
 * A reason or evidence that the open step asks for and that is missing. Where enough decided, any step
 * may have come to ask for it since: the press that settles it brings what none of the votes did.
 */
function unmetDemand(
  { request }: DecisionContext,
  { reference, evidence, approvals }: Reversal,
  isApproval: boolean,
  open: PolicyStep | null,
  steps: readonly PolicyStep[],
): Refusal | null {
  const asked = open ? [open] : steps;
  const given = [request, ...(open ? [] : approvals)];
  const hasReason = given.some(({ reason }) => reason?.trim());
  if (!hasReason && asked.some((step) => step.reasonRequired)) return refuse('reason_required');
  const wantsEvidence = isApproval && asked.some((step) => step.evidenceRequired);
  return wantsEvidence && !evidence ? refuse('evidence_required', { reference }) : null;
}

/** A next step or an answer is one of the known words, and only what the return code allows. */
function refusalOfDetail(context: DecisionContext, action: DecisionKind): Refusal | null {
  if (!takesChoice(action)) return null;
  const known: readonly string[] = action === 'answer' ? systemErrorAnswers : nextSteps;
  const detail = context.request.detail ?? '';
  if (!known.includes(detail)) return refuse('invalid_request', { detail: known.join(', ') });
  const code = context.reversal.reasonCode;
  if (detail !== 'present_again' || (code !== null && presentableReturns.has(code))) return null;
  return refuse('invalid_request', { detail: 'present_again after R01 or R09 only' });
}

/** Moves the status when the votes `counted` satisfy the policy; writes history and effects. */
async function settle(
  context: DecisionContext,
  reversal: Reversal,
  action: DecisionKind,
  steps: readonly PolicyStep[],
  counted: readonly Approval[],
): Promise<DecideResult> {
  const { tx, actor, tools, people } = context;
  const waited = await clientWait(context, reversal, steps);
  const standsInFor = counted.find((one) => one.personId === actor.person.id)?.standsInFor;
  const stillOpen = isApproving(action)
    ? openStep(steps, counted, people, requesterIdsOf(reversal))
    : null;
  const like = isApproving(action) ? agreeingVotes(counted).length : counted.length;
  const answer = transition(reversal.status, action);
  if ('refused' in answer) throw new Error('a refused transition reached settle');
  const status = stillOpen ? reversal.status : answer.next;
  const changes: ReversalChanges = { status };
  if (!stillOpen && (action === 'accept' || action === 'contest')) changes.outcome = action;
  const { detail } = context.request;
  const answered = !stillOpen && action === 'answer' ? detail : null;
  if (answered === 'already_returned') changes.payout = 'confirmed';
  // An accepted loss is final at once; a contested one stays open until its outcome.
  const after = await tx.update(reversal.id, changes);
  const opened = answered === 'must_go_back' ? await openRefund(context, reversal) : null;
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: historyActor(actor),
    surface: actor.surface,
    action,
    facts: {
      ...requirementFacts(reversal, askedSteps(steps, people, requesterIdsOf(reversal))),
      from: reversal.status,
      to: status,
      round: reversal.round,
      contentHash: reversal.contentHash,
      amountMinor: reversal.amount ? reversal.amount.minor.toString() : null,
      currency: reversal.amount?.currency ?? null,
      votesHave: stillOpen ? stillOpen.have : like,
      votesNeeded: stillOpen ? stillOpen.needed : like,
      ...(detail ? { detail } : {}),
      ...(reversal.evidence ? { evidence: reversal.evidence.count } : {}),
      ...(opened ? { opened: opened.reference } : {}),
      ...(waited === null ? {} : { clientWaitMs: waited }),
      ...(standsInFor ? { standsInFor: standsInFor.id } : {}),
    },
    values: {
      reason: context.request.reason ?? null,
      ...(standsInFor ? { standsInFor: standsInFor.name } : {}),
    },
  });
  await askForCard(tx, after, tools);
  const who = standsInFor ? `${actor.person.name} for ${standsInFor.name}` : actor.person.name;
  const votes: Record<string, string> = stillOpen
    ? {
        have: String(like),
        needed: String(votesInAll(steps, people, requesterIdsOf(reversal))),
        otherwise: String(counted.filter((one) => isApproving(one.decision)).length - like),
      }
    : {};
  const line = { action, actor: who, status, ...(detail ? { choice: detail } : {}), ...votes };
  await askForThreadLine(tx, after, line, tools);
  if (status !== reversal.status) await askForWriteBack(tx, after, tools);
  return {
    reversal: after,
    changed: true,
    waitingFor: stillOpen ? describeStep(stillOpen, after) : null,
  };
}

/** How long the merchant's own step was waited for, up to this vote; null where it is not their step. */
async function clientWait(
  { tx, tools, people }: DecisionContext,
  reversal: Reversal,
  steps: readonly PolicyStep[],
): Promise<number | null> {
  const open = openStep(steps, reversal.approvals, people, requesterIdsOf(reversal));
  if (!open?.step.from.every((name) => name === 'client')) return null;
  const since = reversal.approvals.at(-1)?.at ?? (await tx.askedSince(reversal.id));
  return since ? Math.max(0, tools.now().getTime() - since.getTime()) : null;
}

/** A lower amount is this approver's own decision on new content; earlier votes are asked again. */
async function lower(context: DecisionContext): Promise<Reversal | Refusal> {
  const { tx, actor, request, reversal, tools } = context;
  const { amount } = request;
  if (!amount || !reversal.amount) return amount ? refuse('amount_above_requested') : reversal;
  if (amount.currency !== reversal.amount.currency)
    return refuse('amount_above_requested', { currency: reversal.amount.currency });
  if (amount.minor > reversal.amount.minor) return refuse('amount_above_requested');
  if (amount.minor <= 0n) return refuse('amount_not_positive');
  if (amount.minor === reversal.amount.minor) return reversal;
  const requesterIds = requesterIdsOf(reversal);
  const steps = stepsOf(reversal, context.client);
  const open = openStep(steps, [], context.people, requesterIds);
  const asked = { approvals: [], people: context.people, requesterIds, at: tools.now() };
  const authority = open && authorityFor(actor.person, open.step, asked);
  const isStandIn = authority?.standsInFor != null;
  const refused = mayDecide(actor.person, steps, open, {
    requesterIds,
    isApproval: true,
    isStandIn,
  });
  if (refused) return refused;
  const bound = { ...boundOf(reversal), amount };
  const lowered = await tx.update(reversal.id, {
    amount,
    contentHash: contentHashOf(bound),
    round: reversal.round + 1,
  });
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: historyActor(actor),
    surface: actor.surface,
    action: 'amount_lowered',
    facts: { ...boundFacts(bound), round: lowered.round },
    values: {},
  });
  return withSameDeciders(context, lowered);
}

/**
 * A new round begins its clock anew, but whom time has added may finish what they are deciding; they
 * were added to these steps, not to those of another rule that the lower amount falls under.
 */
async function withSameDeciders(
  { tx, tools, client, reversal }: DecisionContext,
  lowered: Reversal,
): Promise<Reversal> {
  const { stepTurn, round } = lowered;
  if (!stepTurn || stepTurn.changes.length === 0) return lowered;
  if (!asksTheSame(reversal, lowered, client)) return lowered;
  const at = tools.now();
  const dueAt = deadlineOf(lowered, client, stepTurn.within, at);
  const turn = { ...stepTurn, round, step: 0, openedAt: at, dueAt, timesPassed: 0 };
  await tx.setStepTurn(lowered.id, turn);
  return { ...lowered, stepTurn: turn };
}
