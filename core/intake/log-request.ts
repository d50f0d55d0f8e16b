import type { LogRequest } from '../reversals/desk.js';
import type { ClientFacts, NewMessage } from '../reversals/ports.js';
import type { Reversal } from '../reversals/reversal.js';
import type { Candidate } from './candidate.js';
import type { PendingItem } from './source-book.js';
import type { SourceItem, Staff } from './source-item.js';

/**
 * What an item asks for that no entry of it is about: one thing, or each of several payments. One that
 * is named by an entry was logged before, and so a repeat logs nothing. Beside an entry that names no
 * payment nothing is added: it may be about any of them, and a person is shown what came to it.
 */
export function newIn(
  candidate: Candidate,
  entries: readonly (Reversal | null)[],
): readonly Candidate[] {
  const { several } = candidate;
  if (several.length === 0) return entries.length === 0 ? [candidate] : [];
  const kind = several[0]?.identifiers[0]?.kind;
  const namesOne = (entry: Reversal | null) => entry?.identifiers.some((one) => one.kind === kind);
  if (candidate.outcome === 'leave' || !entries.every(namesOne)) return [];
  const isKnown = ({ identifiers }: (typeof several)[number]) =>
    identifiers.some(({ kind, value }) =>
      entries.some((entry) =>
        entry?.identifiers.some((one) => one.kind === kind && one.value === value),
      ),
    );
  return several
    .filter((one) => !isKnown(one))
    .map((one) => ({ ...candidate, ...one, before: null, after: null }));
}

/** What is to be logged of an item, at a position in it that nothing has yet. */
export function toLogRequest(
  client: ClientFacts,
  item: PendingItem,
  source: SourceItem,
  candidate: Candidate,
  { historic, position }: { historic: boolean; position: number },
): LogRequest {
  const messages: NewMessage[] = candidate.messages.map((message) => ({
    ...message,
    sourceItemId: item.id,
  }));
  return {
    clientId: client.id,
    type: candidate.type,
    kind: candidate.kind,
    amount: candidate.amount,
    identifiers: candidate.identifiers,
    reason: candidate.reason,
    reasonCode: candidate.reasonCode,
    cardLast4: candidate.cardLast4,
    customer: candidate.customer,
    channel: source.channel,
    occurredAt: candidate.occurredAt,
    before: candidate.before,
    after: candidate.after,
    dispute: null,
    trace: candidate.trace,
    messages,
    readingReasons: candidate.reasons,
    reviewReasons: candidate.reviewReasons,
    source: { sourceItemId: item.id, position },
    staff: staffOf(source),
    assigneeEmail: source.assignee?.email ?? null,
    historic,
    corrects: null,
    requestKey: null,
  };
}

/** Assignee and writers: they count as requesters. */
export function staffOf({ assignee, writers }: SourceItem): readonly Staff[] {
  return assignee ? [assignee, ...writers] : writers;
}
