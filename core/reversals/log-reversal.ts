import { createHash } from 'node:crypto';
import { causeOfLog, readBefore } from './correction.js';
import type { Actor, LogRequest, LogResult } from './desk.js';
import { type DeskTools, inTransaction } from './desk-tools.js';
import { amountOfDifference } from './judge-request.js';
import type { LogTransaction } from './ports.js';
import { firstRefusal, type Refusal, refuse } from './refusal.js';
import { type Person, parseReference } from './reversal.js';
import { writeEntry } from './write-entry.js';

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
      const before = await tx.takeRequest(request.requestKey, fingerprintOf(request));
      if (before && !before.sameContent) return refuse('key_reused_with_other_content');
      if (before?.reversalId) return { again: before.reversalId };
    }
    const corrected = await correctedBy(tx, request);
    if (corrected && 'refused' in corrected) return corrected;
    const written = await writeEntry(tools, tx, client, request, actor, corrected?.id ?? null);
    const cause = causeOfLog(actor.surface, request);
    if (cause) {
      const by = { personId: actor.person.id, at: tools.now() };
      const before = readBefore(written.reversal);
      await tx.addTrainingExample(written.reversal.id, { cause, before, ...by });
    }
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

/** Intake logs what an item tells of: all of it, or nothing. What is unclear becomes needs_review; content is never refused. */
export async function logManyFromSource(
  tools: DeskTools,
  connectionId: string,
  requests: readonly LogRequest[],
): Promise<readonly LogResult[]> {
  const results = await tools.store.transaction(async (tx) => {
    const logged: (LogResult | Again)[] = [];
    for (const request of requests) {
      const { source } = request;
      if (!source) throw new Error('logging from a source needs a position in it');
      const again = await tx.atSource(source.sourceItemId, source.position);
      if (again) {
        logged.push({ again });
        continue;
      }
      const client = await tx.client(request.clientId);
      if (!client) throw new Error('a connection names a client that is not in the database');
      logged.push(
        await writeEntry(tools, tx, client, withReviewReasons(request), { connectionId }),
      );
    }
    return logged;
  });
  const read = results.map((one) => ('again' in one ? readAgain(tools, one.again) : one));
  return Promise.all(read);
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

/**
 * The same request has the same fingerprint; ids and times of receipt do not count, nor who sends it:
 * a key that is one person's says so itself, and a file may be imported again by another.
 */
function fingerprintOf(request: LogRequest): string {
  const {
    messages: _messages,
    readingReasons: _reasons,
    requestKey: _key,
    isFromDocument: _isFromDocument,
    ...content
  } = request;
  const text = JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
