import type { NewMessage } from './ports.js';
import type { RedactedText } from './redacted-text.js';
import type { Person } from './reversal.js';

/** What was filled in so far, by the name of the field; nothing that is no field stands here. */
export type DraftFields = Readonly<Record<string, RedactedText>>;

/** A request to log that somebody began and did not send. */
export type Draft = {
  id: string;
  /** Null where the client was not chosen yet. */
  clientId: string | null;
  fields: DraftFields;
  /** Communications that are to be logged with it. */
  messages: readonly NewMessage[];
  savedAt: Date;
  expiresAt: Date;
};

/**
 * What people began to log and did not send: each person's own, sealed, and gone after a week. Only
 * redacted text is kept, and a client's draft is there for those who work for that client.
 */
export type Drafts = {
  /** The same id again replaces it; an id of somebody else changes nothing and gives false. */
  keep(draft: {
    id: string;
    person: Person;
    clientId: string | null;
    fields: DraftFields;
    messages: readonly NewMessage[];
    at: Date;
  }): Promise<boolean>;
  /** The person's own, newest first. */
  of(person: Person, at: Date): Promise<readonly Draft[]>;
  /** Null where it was sent, discarded, has expired, or is another's. */
  open(person: Person, id: string, at: Date): Promise<Draft | null>;
  /** False where there was none. */
  discard(person: Person, id: string): Promise<boolean>;
};
