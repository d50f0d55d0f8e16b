import { createHash } from 'node:crypto';
import { type BoundContent, boundFacts, boundOf, contentHashOf } from './content-hash.js';
import type { Actor, DecideResult } from './desk.js';
import {
  askForCard,
  askForThreadLine,
  type DeskTools,
  hiddenFrom,
  historyActor,
  inTransaction,
} from './desk-tools.js';
import type { ClientFacts, EvidenceLine, LogTransaction, ReversalChanges } from './ports.js';
import type { RedactedText } from './redacted-text.js';
import { type Refusal, refuse } from './refusal.js';
import { parseReference, type Reversal } from './reversal.js';
import { transition } from './transitions.js';
import { stepsOf, waitingForOf } from './waiting-for.js';
import { mayTake } from './who-may.js';

export type EvidenceRequest = {
  reference: string;
  /** Where it stands: https or http. */
  url: RedactedText;
  name: RedactedText | null;
  /** SHA-256 in hex, where known. */
  checksum: string | null;
  requestKey?: string | undefined;
};

/**
 * Evidence is a link to where it stands. The first one that the policy asks for is bound: whoever
 * decides has to have seen that it is there. More of it adds a line and voids nothing. Votes of
 * earlier steps stay; they were not asked to look at it.
 */
export async function addEvidence(
  tools: DeskTools,
  actor: Actor,
  request: EvidenceRequest,
): Promise<DecideResult | Refusal> {
  const { reference, url, name, checksum, requestKey } = request;
  const number = parseReference(reference);
  if (number === null) return refuse('not_found', { reference });
  if (!isLink(url)) return refuse('invalid_request', { detail: 'a link beginning with https://' });
  return inTransaction<DecideResult>(tools.store, async (tx) => {
    const reversal = await tx.lock(number);
    if (!reversal || hiddenFrom(actor.person, reversal)) return refuse('not_found', { reference });
    const client = await tx.client(reversal.clientId);
    if (!client) throw new Error('a reversal names a client that is not in the database');
    const told = async (after: Reversal, changed: boolean): Promise<DecideResult> => {
      const people = await tx.peopleOf(client.id);
      return { reversal: after, changed, waitingFor: waitingForOf(after, client, people) };
    };
    if (requestKey) {
      const before = await tx.takeRequest(requestKey, fingerprintOf(actor, request));
      if (before && !before.sameContent) return refuse('key_reused_with_other_content');
      if (before) return told(reversal, false);
    }
    const answer = transition(reversal.status, 'note');
    if ('refused' in answer) return refuse(answer.refused, { status: reversal.status });
    if (!mayTake(actor.person, 'note', reversal))
      return refuse('not_permitted', { role: actor.person.role });
    const known = await tx.evidenceOf(reversal.id);
    if (known.some((one) => one.url === url)) return told(reversal, false);
    const id = tools.newId();
    await tx.addEvidence(reversal.id, {
      id,
      url,
      name,
      checksum,
      personId: actor.person.id,
      surface: actor.surface,
      at: tools.now(),
    });
    const bound = bindingOf(reversal, client, id);
    const after = await tx.update(reversal.id, bound?.changes ?? {});
    await tx.addHistory(reversal.id, {
      at: tools.now(),
      actor: historyActor(actor),
      surface: actor.surface,
      action: 'evidence_added',
      facts: { evidence: id, checksum, ...(bound ? boundFacts(bound.content) : {}) },
      values: { name, url },
    });
    await askForCard(tx, after, tools);
    const line = { action: 'evidence_added', actor: actor.person.name, status: after.status };
    await askForThreadLine(tx, after, line, tools);
    if (requestKey) await tx.finishRequest(requestKey, reversal.id);
    return told(after, true);
  });
}

/** Null where the policy asks for none, or decisions are bound to one already. */
function bindingOf(
  reversal: Reversal,
  client: ClientFacts,
  evidenceId: string,
): { changes: ReversalChanges; content: BoundContent } | null {
  const isUndecided = ['needs_review', 'pending_approval', 'changes_requested'].includes(
    reversal.status,
  );
  if (!isUndecided || reversal.evidence?.boundId || !asksForEvidence(reversal, client)) return null;
  const content = { ...boundOf(reversal), evidenceId };
  return {
    changes: { boundEvidenceId: evidenceId, contentHash: contentHashOf(content) },
    content,
  };
}

/**
 * Resubmitted after requested changes, the newest evidence is what the new round is bound to.
 * Nothing where the policy asks for none, or nothing newer came.
 */
export async function newestBinding(
  tx: LogTransaction,
  reversal: Reversal,
  client: ClientFacts,
): Promise<{ changes: ReversalChanges; content: BoundContent } | null> {
  if (!reversal.evidence || !asksForEvidence(reversal, client)) return null;
  const newest: EvidenceLine | undefined = (await tx.evidenceOf(reversal.id)).at(-1);
  if (!newest || newest.isBound) return null;
  const content = { ...boundOf(reversal), evidenceId: newest.id };
  return {
    changes: { boundEvidenceId: newest.id, contentHash: contentHashOf(content) },
    content,
  };
}

function asksForEvidence(reversal: Reversal, client: ClientFacts): boolean {
  return stepsOf(reversal, client).some((step) => step.evidenceRequired === true);
}

function isLink(text: string): boolean {
  return (
    /^https?:\/\/[^\s<>"|]+$/i.test(text) && text.length <= linkLengthMax && URL.canParse(text)
  );
}

/** Where a link leads, to be shown beside it: a name or account written before the host hides nothing. */
export function hostOf(url: string): string | null {
  return isLink(url) ? new URL(url).host : null;
}

/** What browsers and servers take for certain. */
const linkLengthMax = 2_000;

function fingerprintOf(actor: Actor, { reference, url, name, checksum }: EvidenceRequest): string {
  const parts = [actor.person.id, 'evidence', reference, url, name ?? '', checksum ?? ''];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
