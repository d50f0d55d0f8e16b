import type { Draft } from '../reversals/drafts.js';
import type { Customer } from '../reversals/reversal.js';

/** Someone asks, by the client's instruction, for a person's data of that client alone. */
export type SubjectRequest = {
  clientId: string;
  email: string;
  /** The client's instruction, such as a ticket's number: free of personal data. */
  instruction: string | null;
  /** Who carries it out; null is the operator at the command line. */
  byPersonId: string | null;
  at: Date;
};

/** An open dispute that the person's data is needed for (Art. 17(3)(e) GDPR). */
export type Hold = { reference: string; ground: '17(3)(e)'; until: Date };

/** What people wrote or others hold, which the hub cannot delete. */
export type Leftover =
  | {
      kind: 'source_item';
      reference: string;
      connection: string;
      externalId: string;
      url: string | null;
    }
  | { kind: 'chat_message'; reference: string; channel: string; message: string }
  /** Known by the same telephone and no e-mail: perhaps the same person, perhaps not. */
  | { kind: 'same_phone'; reference: string };

export type ErasureResult =
  | { result: 'nobody' }
  | { result: 'held'; holds: readonly Hold[] }
  | {
      result: 'erased';
      /** Entries that stay, without the person. */
      references: readonly string[];
      keys: number;
      examples: number;
      leftovers: readonly Leftover[];
    };

/** A person as found for an export: who, on which entries, and in which unsent requests to log. */
type FoundSubject = {
  customer: Customer | null;
  reversalIds: readonly string[];
  drafts: readonly Pick<Draft, 'fields' | 'messages' | 'savedAt' | 'expiresAt'>[];
};

/** What a customer may ask for, at one client. Storage fills it in. */
export type SubjectRights = {
  /**
   * One transaction: keys destroyed, examples deleted, the client's model out of use, the hub's own
   * cards asked to be drawn again, a line of history on each entry and one on the chain `privacy`.
   */
  erase(request: SubjectRequest): Promise<ErasureResult>;
  /** Null where nobody is held; else it is written down that the data was given out. */
  findForExport(request: SubjectRequest): Promise<FoundSubject | null>;
};

/**
 * Card networks let a payment be disputed for up to 120 days (docs.adyen.com/issuing/disputes); a
 * hold ends with that window (domain-rules.md, Privacy), or with the answer's deadline if later.
 */
const disputeWindowMs = 120 * 24 * 3_600_000;

type Held = { status: string; type: string; reference: string; loggedAt: Date } & Record<
  'occurredAt' | 'respondBy' | 'dueAt',
  Date | null
>;

/** The disputes that are open and whose window has not passed. */
export function holdsOn(entries: readonly Held[], now: Date): readonly Hold[] {
  return entries
    .filter(({ type, status }) => type === 'chargeback' && !finalStatuses.includes(status))
    .map(({ reference, occurredAt, loggedAt, respondBy, dueAt }): Hold => {
      const windowEnd = (occurredAt ?? loggedAt).getTime() + disputeWindowMs;
      const until = Math.max(windowEnd, respondBy?.getTime() ?? 0, dueAt?.getTime() ?? 0);
      return { reference, ground: '17(3)(e)', until: new Date(until) };
    })
    .filter((hold) => hold.until > now);
}

const finalStatuses: readonly string[] = ['completed', 'rejected', 'cancelled'];
