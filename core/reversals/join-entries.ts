import { claimedFlag, isBeyondLeft } from './claims.js';
import type { DecisionContext } from './decision-context.js';
import type { DecideResult } from './desk.js';
import {
  askForCard,
  askForThreadLine,
  askForWriteBack,
  hiddenFrom,
  historyActor,
} from './desk-tools.js';
import type { ReversalChanges } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import { missingRequesters } from './requesters.js';
import { parseReference, type Reversal, type ReversalStatus } from './reversal.js';
import { transition } from './transitions.js';
import { waitingForOf } from './waiting-for.js';

const undecided: readonly ReversalStatus[] = [
  'needs_review',
  'pending_approval',
  'changes_requested',
];

/**
 * Says that two entries are one: the other's sources and messages count on the one that stays, and
 * it is closed as joined. A fact stays whatever was named first; two facts are two movements of
 * money and never join. `part` undoes it.
 */
export async function joinEntries(context: DecisionContext): Promise<DecideResult | Refusal> {
  const other = await otherOf(context);
  if ('refused' in other) return other;
  const named = context.reversal;
  const [kept, joined] =
    other.kind === 'fact' && named.kind === 'request' ? [other, named] : [named, other];
  if (joined.joinedInto === kept.reference) return resultOf(context, kept, false);
  const refused = refusalToJoin(kept, joined);
  if (refused) return refused;
  const { tx, tools } = context;
  const after = await tx.update(joined.id, {
    status: 'cancelled',
    joined: { intoId: kept.id, from: joined.status },
    reviewReasons: [],
  });
  await addRequestersOf(context, joined, kept);
  await note(context, after, {
    action: 'join',
    into: kept.reference,
    from: joined.status,
    to: after.status,
  });
  await note(context, kept, {
    action: 'join',
    other: joined.reference,
    from: kept.status,
    to: kept.status,
  });
  const fresh = await tellBoth(context, { kept, joined: after }, ['join', 'joined']);
  // What was decided already is told to the tickets that have just come to it.
  if (!undecided.includes(fresh.status)) {
    await askForWriteBack(tx, { ...fresh, sources: joined.sources }, tools);
  }
  return resultOf(context, fresh, true);
}

/** Undoes a join: the entry is again what it was, an approval of it aside. */
export async function partEntries(context: DecisionContext): Promise<DecideResult | Refusal> {
  const other = await otherOf(context);
  if ('refused' in other) return other;
  const named = context.reversal;
  const joined = [named, other].find((one) => one.joinedInto !== undefined);
  const kept = joined === named ? other : named;
  if (!joined || joined.joinedInto !== kept.reference) {
    return refuse('invalid_request', { detail: 'two entries that were joined to each other' });
  }
  const { tx } = context;
  const after = await tx.update(joined.id, await changesOnParting(context, joined));
  await note(context, after, {
    action: 'part',
    outOf: kept.reference,
    from: joined.status,
    to: after.status,
  });
  await note(context, kept, {
    action: 'part',
    other: joined.reference,
    from: kept.status,
    to: kept.status,
  });
  const fresh = await tellBoth(context, { kept, joined: after }, ['part', 'part']);
  return resultOf(context, named.id === after.id ? after : fresh, true);
}

/** Card and thread line of both, each naming the other; answers with what is kept as it is now. */
async function tellBoth(
  { tx, tools, actor: { person } }: DecisionContext,
  { kept, joined }: { kept: Reversal; joined: Reversal },
  [onKept, onJoined]: readonly [string, string],
): Promise<Reversal> {
  const fresh = (await tx.lock(parseReference(kept.reference) ?? 0)) ?? kept;
  await askForCard(tx, fresh, tools);
  await askForCard(tx, joined, tools);
  const actor = person.name;
  await askForThreadLine(tx, fresh, { action: onKept, actor, other: joined.reference }, tools);
  await askForThreadLine(tx, joined, { action: onJoined, actor, other: kept.reference }, tools);
  return fresh;
}

async function otherOf(context: DecisionContext): Promise<Reversal | Refusal> {
  const { request, reversal, tx, actor } = context;
  const written = request.detail?.trim() ?? '';
  const number = parseReference(written);
  if (number === null)
    return refuse('invalid_request', { detail: 'the reference of another entry' });
  const other = await tx.lock(number);
  if (!other || hiddenFrom(actor.person, other)) return refuse('not_found', { reference: written });
  if (other.clientId !== reversal.clientId || other.id === reversal.id) {
    return refuse('invalid_request', { detail: 'another entry of the same client' });
  }
  return other;
}

function refusalToJoin(kept: Reversal, joined: Reversal): Refusal | null {
  if (joined.kind === 'fact') {
    return refuse('invalid_request', {
      detail: 'at least one that only asks: two facts are two movements of money',
    });
  }
  if (kept.status === 'cancelled' || kept.joinedInto) {
    return refuse('not_in_this_status', { status: kept.status });
  }
  if (joined.payout !== 'none') return refuse('payout_already_sent', { payout: joined.payout });
  const answer = transition(joined.status, 'cancel');
  if ('refused' in answer) return refuse(answer.refused, { status: joined.status });
  if ((joined.joined ?? []).length > 0) {
    return refuse('invalid_request', { detail: `${joined.reference} parted from others first` });
  }
  return null;
}

/** Whoever asked for the one has asked for the other: four eyes hold for both. */
async function addRequestersOf({ tx, people }: DecisionContext, joined: Reversal, kept: Reversal) {
  if (!undecided.includes(kept.status)) return;
  const known = kept.requesters.map((one) => ({
    personId: one.person?.id ?? null,
    label: one.label,
  }));
  const staff = joined.requesters.map(({ person, label }) => ({
    name: label,
    email: person?.email ?? null,
  }));
  for (const requester of missingRequesters(staff, people, known)) {
    await tx.update(kept.id, { addRequester: requester });
    if (requester.personId) await tx.voidDecisions(kept.id, kept.round, requester.personId);
  }
}

async function changesOnParting(
  { tx }: DecisionContext,
  joined: Reversal,
): Promise<ReversalChanges> {
  const before = joined.joinedFrom ?? 'needs_review';
  const claims = joined.payment
    ? (await tx.claimsOn(joined.payment.id)).filter((one) => one.id !== joined.id)
    : [];
  const isHeld = joined.payment !== null && isBeyondLeft(joined.amount, joined.payment, claims);
  if (isHeld || before === 'needs_review') {
    return {
      status: 'needs_review',
      joined: null,
      reviewReasons: [
        isHeld ? 'It goes beyond what is left of the payment.' : 'It was joined and parted again.',
      ],
      ...(isHeld ? { flags: [...new Set([...joined.flags, claimedFlag])] } : {}),
    };
  }
  // An approval was of this claim while it stood alone; joined and parted it is asked for again.
  return before === 'approved'
    ? { status: 'pending_approval', joined: null, round: joined.round + 1, outcome: null }
    : { status: before, joined: null };
}

async function note(
  { tx, tools, actor, request }: DecisionContext,
  about: Reversal,
  { action, ...facts }: { action: 'join' | 'part' } & Record<string, string>,
) {
  await tx.addHistory(about.id, {
    at: tools.now(),
    actor: historyActor(actor),
    surface: actor.surface,
    action,
    facts,
    values: { reason: request.reason ?? null },
  });
}

function resultOf(context: DecisionContext, reversal: Reversal, changed: boolean): DecideResult {
  const { client, people } = context;
  return { reversal, changed, waitingFor: waitingForOf(reversal, client, people) };
}
