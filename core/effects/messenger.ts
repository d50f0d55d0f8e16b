import type { ClientFacts } from '../reversals/ports.js';
import type { Person, Reversal } from '../reversals/reversal.js';
import type { PostedMessage } from './ports.js';

/** What waits for one person, as their direct message tells it. */
export type WaitingView = {
  count: number;
  /** False: it is that many or more. */
  isWhole: boolean;
  first: { reversal: Reversal; client: ClientFacts | null } | null;
};

/** What a person hears in the morning. */
export type Digest = {
  /** The day in the person's zone, `2026-03-02`. */
  day: string;
  waiting: WaitingView;
  /** To be answered today, overdue ones among them. */
  due: { items: readonly Reversal[]; total: number; overdue: number };
  /** Of the working day before; null for whoever leads nobody. */
  results: DayResults | null;
};

export type DayResults = {
  logged: number;
  decided: readonly { status: Reversal['status']; count: number; sums: readonly MoneySum[] }[];
};
type MoneySum = NonNullable<Reversal['amount']>;

/**
 * Speaks to one person in chat. Each call is safe to repeat: `effectId` travels with a message and a
 * repeat looks for it first. Throws `AnnouncerError` with what to do next.
 */
export type Messenger = {
  /** `posted` null: a new message, which rings; else changed in place. Null: nobody there in chat. */
  showWaiting(
    person: Person,
    waiting: WaitingView,
    posted: PostedMessage | null,
    effectId: string,
  ): Promise<PostedMessage | null>;
  /** Gone already is well too. */
  removeMessage(posted: PostedMessage): Promise<void>;
  refreshHome(person: Person): Promise<void>;
  /** One line of plain words. False: nobody there in chat. */
  sendLine(person: Person, text: string, effectId: string): Promise<boolean>;
  /** False: nobody there in chat. */
  sendDigest(person: Person, digest: Digest, effectId: string): Promise<boolean>;
};
