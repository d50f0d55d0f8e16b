import { createHash } from 'node:crypto';
import { requirementFor } from './approval-policy.js';
import { claimedFlag, isBeyondLeft } from './claims.js';
import { boundFacts, contentHashOf } from './content-hash.js';
import type { Actor, LogRequest, LogResult } from './desk.js';
import {
  askForCard,
  askForFoldedList,
  askForWriteBack,
  type DeskTools,
  dayIn,
  inTransaction,
  startOfDayIn,
} from './desk-tools.js';
import { difference } from './money.js';
import type { ClientFacts, LogTransaction, MatchedPayment, NewHistoryEntry } from './ports.js';
import { firstRefusal, type Refusal, refuse } from './refusal.js';
import { type Identifier, type Person, parseReference, type Reversal } from './reversal.js';

const mayLog = ['agent', 'manager', 'compliance', 'admin'];

/** A person logs by hand; refuses what is missing or not theirs, never guesses. */
export async function logByHand(
  tools: DeskTools,
  actor: Actor,
  request: LogRequest,
): Promise<LogResult | Refusal> {
  const refused = firstRefusal(refusalsOf(actor.person, request));
  if (refused) return refused;
  const result = await inTransaction<LogResult | Again>(tools.store, async (tx) => {
    const client = await tx.client(request.clientId);
    if (!client) return refuse('not_found');
    if (request.requestKey) {
      const before = await tx.takeRequest(request.requestKey, fingerprintOf(actor.person, request));
      if (before && !before.sameContent) return refuse('key_reused_with_other_content');
      if (before?.reversalId) return { again: before.reversalId };
    }
    const corrected = await correctedBy(tx, request);
    if (corrected && 'refused' in corrected) return corrected;
    const written = await write(tools, tx, client, request, actor, corrected?.id ?? null);
    if (request.requestKey) await tx.finishRequest(request.requestKey, written.reversal.id);
    return written;
  });
  return 'again' in result ? readAgain(tools, result.again) : result;
}

type Again = { again: string };

/** The entry this one corrects, of the same client; any other does not exist for it. */
async function correctedBy(
  tx: LogTransaction,
  { corrects, clientId }: LogRequest,
): Promise<{ id: string } | Refusal | null> {
  if (corrects === null) return null;
  const number = parseReference(corrects);
  const found = number === null ? null : await tx.lock(number);
  return found?.clientId === clientId
    ? { id: found.id }
    : refuse('not_found', { reference: corrects });
}

/** Intake logs an item. What is unclear becomes needs_review; content is never refused. */
export async function logFromSource(
  tools: DeskTools,
  connectionId: string,
  request: LogRequest,
): Promise<LogResult> {
  const source = request.source;
  if (!source) throw new Error('logFromSource needs a source position');
  const result = await tools.store.transaction(async (tx) => {
    const existing = await tx.atSource(source.sourceItemId, source.position);
    if (existing) return { again: existing };
    const client = await tx.client(request.clientId);
    if (!client) throw new Error('a connection names a client that is not in the database');
    return write(tools, tx, client, withReviewReasons(request), { connectionId });
  });
  return 'again' in result ? readAgain(tools, result.again) : result;
}

async function readAgain(tools: DeskTools, reversalId: string): Promise<LogResult> {
  const reversal = await tools.store.byId(reversalId);
  if (!reversal) throw new Error('a logged reversal cannot be read again');
  const claims = reversal.payment ? await tools.store.claimsOn(reversal.payment.id) : [];
  return {
    reversal,
    created: false,
    alsoOnPayment: claims.filter((claim) => claim.id !== reversal.id),
  };
}

function refusalsOf(person: Person, request: LogRequest): Refusal[] {
  const found: Refusal[] = [];
  if (!person.clients.includes(request.clientId)) found.push(refuse('not_found'));
  if (!mayLog.includes(person.role)) found.push(refuse('not_permitted', { role: person.role }));
  if (!request.amount && !amountOfDifference(request) && request.type !== 'system_error') {
    found.push(refuse('amount_missing'));
  }
  if (request.amount && request.amount.minor <= 0n) found.push(refuse('amount_not_positive'));
  return found;
}

/** An item that lacks what its type needs is kept for a person, with the reason. */
function withReviewReasons(request: LogRequest): LogRequest {
  const reasons = [...request.reviewReasons];
  const lacksAmount =
    !request.amount && !amountOfDifference(request) && request.type !== 'system_error';
  if (lacksAmount && reasons.length === 0) reasons.push('No amount could be told from the text.');
  return { ...request, reviewReasons: reasons };
}

function amountOfDifference(request: LogRequest) {
  if (request.type !== 'merchant_error' || !request.before || !request.after) return null;
  const amount = difference(request.before, request.after);
  return amount && amount.minor > 0n ? amount : null;
}

type From = Actor | { connectionId: string };

async function write(
  tools: DeskTools,
  tx: LogTransaction,
  client: ClientFacts,
  request: LogRequest,
  from: From,
  correctsId: string | null = null,
): Promise<LogResult> {
  const people = await tx.peopleOf(client.id);
  const matches = await tx.lockPayments(client.id, request.identifiers);
  const payment = matches.length === 1 ? (matches[0] ?? null) : null;
  const claims = payment ? await tx.claimsOn(payment.id) : [];
  const judged = judge(request, payment, matches.length, people, from);
  const held =
    request.kind === 'request' &&
    !judged.isUndercharge &&
    payment !== null &&
    isBeyondLeft(judged.amount, payment, claims);
  const reviewReasons = [...request.reviewReasons, ...judged.reviewReasons];
  if (held) reviewReasons.push('It goes beyond what is left of the payment.');
  const isAutomatic =
    !held &&
    reviewReasons.length === 0 &&
    !request.historic &&
    (await mayApproveAutomatically(tools, tx, client, judged.asReversal));
  const status = judged.isUndercharge
    ? 'completed'
    : reviewReasons.length > 0
      ? 'needs_review'
      : isAutomatic
        ? 'approved'
        : 'pending_approval';
  const bound = {
    type: request.type,
    amount: judged.amount,
    paymentId: payment?.id ?? null,
    stage: request.dispute?.stage ?? null,
  };
  const reversal = await tx.insert({
    ...request,
    identifiers: wholeIdentifiers(request.identifiers, payment),
    kind: judged.isUndercharge ? 'fact' : request.kind,
    status,
    amount: judged.amount,
    paymentId: payment?.id ?? null,
    loggedAt: tools.now(),
    dueAt: request.dispute?.respondBy ?? null,
    loggedById: 'person' in from ? from.person.id : null,
    requesters: judged.requesters,
    assigneeId: judged.assigneeId,
    flags: [...(held ? [claimedFlag] : []), ...(judged.isUndercharge ? ['undercharge'] : [])],
    contentHash: contentHashOf(bound),
    correctsId,
    reviewReasons,
  });
  await tx.addHistory(reversal.id, loggedEntry(tools, reversal, from, boundFacts(bound)));
  if (isAutomatic) await tx.addHistory(reversal.id, automaticEntry(tools, reversal));
  await announce(tools, tx, client, reversal, isAutomatic);
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

type JudgedRequest = {
  amount: Reversal['amount'];
  isUndercharge: boolean;
  reviewReasons: string[];
  requesters: { personId: string | null; label: string }[];
  assigneeId: string | null;
  asReversal: Pick<Reversal, 'type' | 'kind' | 'amount' | 'payment' | 'requesters'>;
};

function judge(
  request: LogRequest,
  payment: MatchedPayment | null,
  matchCount: number,
  people: readonly Person[],
  from: From,
): JudgedRequest {
  const amount = amountOfDifference(request) ?? request.amount;
  const isUndercharge =
    request.type === 'merchant_error' &&
    request.before !== null &&
    request.after !== null &&
    request.before.currency === request.after.currency &&
    request.before.minor < request.after.minor;
  const byEmail = new Map(people.map((person) => [person.email.toLowerCase(), person]));
  const find = (email: string | null) => (email ? byEmail.get(email.toLowerCase()) : undefined);
  const requesters: JudgedRequest['requesters'] = [];
  if ('person' in from) requesters.push({ personId: from.person.id, label: from.person.name });
  for (const staff of request.staff) {
    const person = find(staff.email);
    const label = person?.name ?? staff.name ?? staff.email ?? 'an agent of the helpdesk';
    const known = requesters.some((one) =>
      person ? one.personId === person.id : one.personId === null && one.label === label,
    );
    if (!known) requesters.push({ personId: person?.id ?? null, label });
  }
  return {
    amount,
    isUndercharge,
    reviewReasons: matchCount > 1 ? ['Its identifiers name more than one payment.'] : [],
    requesters,
    assigneeId: find(request.assigneeEmail)?.id ?? null,
    asReversal: {
      type: request.type,
      kind: request.kind,
      amount,
      payment,
      requesters: requesters.map((one) => ({
        person: one.personId ? { id: one.personId, name: one.label, email: '' } : null,
        label: one.label,
      })),
    },
  };
}

async function mayApproveAutomatically(
  tools: DeskTools,
  tx: LogTransaction,
  client: ClientFacts,
  reversal: JudgedRequest['asReversal'],
): Promise<boolean> {
  const { automatic } = requirementFor(reversal, client.policy);
  if (!automatic || !reversal.amount) return false;
  if (!automatic.ceilingPerDay) return true;
  const since = startOfDayIn(client.timezone, tools.now());
  const sum = await tx.automaticallyApproved(client.id, reversal.amount.currency, since);
  return sum + reversal.amount.minor <= automatic.ceilingPerDay.minor;
}

async function announce(
  tools: DeskTools,
  tx: LogTransaction,
  client: ClientFacts,
  reversal: Reversal,
  isAutomatic: boolean,
) {
  if (reversal.status === 'needs_review' || isAutomatic) {
    await askForFoldedList(tx, reversal, dayIn(client.timezone, tools.now()), tools);
  } else {
    await askForCard(tx, reversal, tools);
  }
  if (isAutomatic) await askForWriteBack(tx, reversal, tools);
}

function loggedEntry(
  tools: DeskTools,
  reversal: Reversal,
  from: From,
  bound: Record<string, string | null>,
): NewHistoryEntry {
  return {
    at: tools.now(),
    actor:
      'person' in from
        ? { kind: 'person', personId: from.person.id }
        : { kind: 'connection', connectionId: from.connectionId },
    surface: 'person' in from ? from.surface : 'connector',
    action: 'logged',
    facts: {
      ...bound,
      kind: reversal.kind,
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

function automaticEntry(tools: DeskTools, reversal: Reversal): NewHistoryEntry {
  return {
    at: tools.now(),
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

/** The same request has the same fingerprint; ids and times of receipt do not count. */
function fingerprintOf(person: Person, request: LogRequest): string {
  const { messages: _messages, readingReasons: _reasons, requestKey: _key, ...content } = request;
  const text = JSON.stringify([person.id, content], (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
