import { createHash } from 'node:crypto';
import { changeWords, factsBefore } from './change-words.js';
import { underchargeFlag } from './claims.js';
import { type BoundContent, boundFacts, boundOf, contentHashOf } from './content-hash.js';
import { causeOfEdit, readBefore } from './correction.js';
import { tellDifference } from './decide-reversal.js';
import type { Actor, DecideResult, EditBounds, EditRequest } from './desk.js';
import {
  askForCard,
  askForThreadLine,
  askForWriteBack,
  type DeskTools,
  hiddenFrom,
  historyActor,
  inTransaction,
  requesterIdsOf,
} from './desk-tools.js';
import type { LogTransaction, ReversalChanges } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import { parseReference, type Reversal, type ReversalStatus } from './reversal.js';
import { transition } from './transitions.js';
import { waitingForOf } from './waiting-for.js';
import { mayTake, refusalOfContent } from './who-may.js';

/**
 * Changes content by hand. Bound content changed means a new round: earlier approvals count no
 * more, an approved entry is asked again, and who changed it counts as a requester, unless they
 * only lowered the amount.
 */
export async function edit(
  tools: DeskTools,
  actor: Actor,
  reference: string,
  request: EditRequest,
  bounds: EditBounds = {},
): Promise<DecideResult | Refusal> {
  const { requestKey, contentHash } = bounds;
  const number = parseReference(reference);
  if (number === null) return refuse('not_found', { reference });
  const result = await inTransaction<DecideResult>(tools.store, async (tx) => {
    const reversal = await tx.lock(number);
    if (!reversal || hiddenFrom(actor.person, reversal)) return refuse('not_found', { reference });
    const told = async (after: Reversal, changed: boolean): Promise<DecideResult> => {
      const client = await tx.client(after.clientId);
      const people = await tx.peopleOf(after.clientId);
      return {
        reversal: after,
        changed,
        waitingFor: client && waitingForOf(after, client, people),
      };
    };
    if (requestKey) {
      const before = await tx.takeRequest(requestKey, fingerprintOf(actor, reference, request));
      if (before && !before.sameContent) return refuse('key_reused_with_other_content');
      if (before) return told(reversal, false);
    }
    const answer = transition(reversal.status, 'edit');
    if ('refused' in answer) return refuse(answer.refused, { status: reversal.status });
    if (!mayTake(actor.person, 'edit', reversal)) {
      return refuse('not_permitted', { role: actor.person.role });
    }
    const stale = contentHash ? refusalOfContent(reversal, { contentHash }) : null;
    if (stale) return stale;
    if (reversal.payout !== 'none')
      return refuse('payout_already_sent', { payout: reversal.payout });
    if (request.amount && request.amount.minor <= 0n) return refuse('amount_not_positive');
    const changes = await changesOf(tx, reversal, request, actor);
    const isNewContent = changes.contentHash !== undefined;
    const next = isNewContent ? answer.next : reversal.status;
    if (lacksAmount(reversal, changes, next)) return refuse('amount_missing');
    const after = await tx.update(reversal.id, { ...changes, status: next });
    const cause = causeOfEdit(reversal, after);
    if (cause) {
      const by = { personId: actor.person.id, at: tools.now() };
      await tx.addTrainingExample(reversal.id, { cause, before: readBefore(reversal), ...by });
    }
    await tx.addHistory(reversal.id, {
      at: tools.now(),
      actor: historyActor(actor),
      surface: actor.surface,
      action: 'edited',
      facts: {
        from: reversal.status,
        to: after.status,
        round: after.round,
        ...(cause ? { learnt: cause } : {}),
        ...boundFacts(boundOf(after)),
        ...factsBefore(reversal, after),
      },
      values: valuesOf(reversal, after),
    });
    await askForCard(tx, after, tools);
    const line = changeWords(reversal, after);
    if (line && (isNewContent || after.status !== 'needs_review')) {
      const said = { action: 'edit', actor: actor.person.name, status: after.status, ...line };
      await askForThreadLine(tx, after, said, tools);
    }
    if (after.status !== reversal.status) await askForWriteBack(tx, after, tools);
    if (requestKey) await tx.finishRequest(requestKey, reversal.id);
    return told(after, true);
  });
  const isStale = 'refused' in result && result.refused === 'content_changed';
  return isStale ? tellDifference(tools, { reference, contentHash }, result) : result;
}

function fingerprintOf(actor: Actor, reference: string, request: EditRequest): string {
  const text = JSON.stringify(
    [actor.person.id, 'edit', reference, request],
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );
  return createHash('sha256').update(text).digest('hex');
}

async function changesOf(
  tx: LogTransaction,
  reversal: Reversal,
  request: EditRequest,
  actor: Actor,
): Promise<ReversalChanges> {
  const changes: ReversalChanges = {};
  if (request.reason !== undefined) changes.reason = request.reason;
  if (request.customer !== undefined) changes.customer = request.customer;
  if (request.type !== undefined) changes.type = request.type;
  if (request.amount !== undefined) changes.amount = request.amount;
  let paymentId = reversal.payment?.id ?? null;
  if (request.identifiers !== undefined) {
    changes.identifiers = request.identifiers;
    const matches = await tx.lockPayments(reversal.clientId, request.identifiers);
    paymentId = matches.length === 1 ? (matches[0]?.id ?? null) : null;
    changes.paymentId = paymentId;
  }
  if (request.amount !== undefined || request.type !== undefined) {
    // The person says what it is: it no longer stands as read.
    const flags = reversal.flags.filter((flag) => flag !== underchargeFlag);
    if (flags.length < reversal.flags.length) changes.flags = flags;
  }
  const content = {
    ...boundOf(reversal),
    type: changes.type ?? reversal.type,
    amount: changes.amount ?? reversal.amount,
    paymentId,
  };
  const hash = contentHashOf(content);
  if (hash !== reversal.contentHash) {
    changes.contentHash = hash;
    changes.round = reversal.round + 1;
  } else if (changes.flags === undefined) return changes;
  if (!isOnlyLower(reversal, content) && !requesterIdsOf(reversal).has(actor.person.id)) {
    changes.addRequester = { personId: actor.person.id, label: actor.person.name };
  }
  return changes;
}

/** Less of the same money, on the same payment: nobody gains by having asked for it. */
function isOnlyLower(reversal: Reversal, { type, amount, paymentId }: BoundContent): boolean {
  const before = reversal.amount;
  return (
    type === reversal.type &&
    paymentId === (reversal.payment?.id ?? null) &&
    amount?.currency === before?.currency &&
    amount !== null &&
    before !== null &&
    amount.minor < before.minor
  );
}

function lacksAmount(
  reversal: Reversal,
  { type, amount }: ReversalChanges,
  next: ReversalStatus,
): boolean {
  const isNeeded = (type ?? reversal.type) !== 'system_error' && next !== 'needs_review';
  return isNeeded && !(amount ?? reversal.amount);
}

function valuesOf(before: Reversal, after: Reversal): Record<string, string | null> {
  const customer = (reversal: Reversal) =>
    reversal.customer?.email ?? reversal.customer?.phone ?? null;
  return {
    ...(before.reason === after.reason
      ? {}
      : { reasonBefore: before.reason, reasonAfter: after.reason }),
    ...(customer(before) === customer(after)
      ? {}
      : { customerBefore: customer(before), customerAfter: customer(after) }),
  };
}
