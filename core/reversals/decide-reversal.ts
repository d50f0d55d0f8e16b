import { createHash } from 'node:crypto';
import { type DecisionContext, unchanged, whoDecided } from './decision-context.js';
import type { Actor, DecideRequest, DecideResult } from './desk.js';
import { type DeskTools, hiddenFrom, inTransaction } from './desk-tools.js';
import { joinEntries, partEntries } from './join-entries.js';
import { type Refusal, refuse } from './refusal.js';
import { type DecisionKind, decisionKinds, parseReference } from './reversal.js';
import { takeStep } from './take-step.js';
import { type Action, isActionForType, transition } from './transitions.js';
import { vote } from './vote.js';
import { hasToWithdraw, mayTake, refusalOfContent } from './who-may.js';

/**
 * One compare-and-set for every surface: lock the row, ask the table, the type, the role, the
 * shown content and the policy, then write state, vote, history and effects in one transaction.
 */
export async function decide(
  tools: DeskTools,
  actor: Actor,
  request: DecideRequest,
): Promise<DecideResult | Refusal> {
  const number = parseReference(request.reference);
  if (number === null) return refuse('not_found', { reference: request.reference });
  const result = await inTransaction<DecideResult>(tools.store, async (tx) => {
    const reversal = await tx.lock(number);
    if (!reversal || hiddenFrom(actor.person, reversal))
      return refuse('not_found', { reference: request.reference });
    const client = await tx.client(reversal.clientId);
    if (!client) throw new Error('a reversal names a client that is not in the database');
    const people = await tx.peopleOf(reversal.clientId);
    const context: DecisionContext = { tools, tx, actor, request, reversal, client, people };
    if (request.requestKey) {
      const before = await tx.takeRequest(request.requestKey, fingerprintOf(actor, request));
      if (before)
        return before.sameContent ? unchanged(context) : refuse('key_reused_with_other_content');
    }
    const refused = refusalOf(context);
    const outcome =
      refused ??
      (isDecision(request.action) ? await vote(context, request.action) : await step(context));
    if ('refused' in outcome) return outcome;
    if (request.requestKey) await tx.finishRequest(request.requestKey, reversal.id);
    return outcome;
  });
  if ('refused' in result && result.refused === 'content_changed')
    return tellDifference(tools, request, result);
  return result;
}

function step(context: DecisionContext): Promise<DecideResult | Refusal> {
  switch (context.request.action) {
    case 'join':
      return joinEntries(context);
    case 'part':
      return partEntries(context);
    default:
      return takeStep(context);
  }
}

function refusalOf({ actor, request, reversal }: DecisionContext): Refusal | null {
  const action: Action = request.action;
  const answer = transition(reversal.status, action);
  if ('refused' in answer) return refuse(answer.refused, whoDecided(reversal));
  if (!isActionForType(reversal, action)) {
    return refuse('not_for_this_type', { type: reversal.type, kind: reversal.kind });
  }
  if (action === 'withdraw' && !hasToWithdraw(actor.person, reversal))
    return refuse('nothing_to_withdraw', { reference: reversal.reference });
  if (!mayTake(actor.person, action, reversal))
    return refuse('not_permitted', { role: actor.person.role });
  return isDecision(action) ? refusalOfContent(reversal, request) : null;
}

function isDecision(action: Action): action is DecisionKind {
  return (decisionKinds as readonly string[]).includes(action);
}

/** The same refusal with what is bound now beside what was shown. */
export async function tellDifference(
  tools: DeskTools,
  request: { reference: string; contentHash?: string | null | undefined },
  refused: Refusal,
): Promise<Refusal> {
  const reversal = await tools.store.byNumber(parseReference(request.reference) ?? 0);
  if (!reversal) return refused;
  const history = await tools.store.history(reversal.id);
  const shown = history.find(
    (line) =>
      line.facts.contentHash === request.contentHash && line.facts.amountMinor !== undefined,
  );
  const amountNow = reversal.amount
    ? `${reversal.amount.minor.toString()} ${reversal.amount.currency}`
    : 'none';
  const amountShown = shown
    ? `${String(shown.facts.amountMinor)} ${String(shown.facts.currency)}`
    : 'unknown';
  const differs = (name: string, was: string, is: string): Record<string, string> =>
    was === is ? {} : { [`${name}Shown`]: was, [`${name}Now`]: is };
  return refuse('content_changed', {
    ...refused.facts,
    ...differs('amountMinor', amountShown, amountNow),
    ...differs('type', String(shown?.facts.type ?? 'unknown'), reversal.type),
    ...differs(
      'paymentId',
      String(shown?.facts.paymentId ?? 'none'),
      reversal.payment?.id ?? 'none',
    ),
  });
}

function fingerprintOf(actor: Actor, request: DecideRequest): string {
  const parts = [
    actor.person.id,
    request.reference,
    request.action,
    request.contentHash ?? '',
    request.amount?.minor.toString() ?? '',
    request.detail ?? '',
    request.reason ?? '',
    request.assigneeEmail ?? '',
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
