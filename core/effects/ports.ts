import type { ClientFacts } from '../reversals/ports.js';
import type { Reversal } from '../reversals/reversal.js';

/** What a card needs: the reversal, its client, and what is said beside it. */
export type CardView = {
  reversal: Reversal;
  client: ClientFacts;
  /** Other entries on the same payment: "also on this payment". */
  alsoOnPayment: readonly { reference: string; status: string }[];
  /** `Needs 1 of: manager` in words, while a decision is open. */
  waitingFor: string | null;
  dashboardUrl: string;
};

/** A message the hub posted: where it stands, to update it in place. */
export type PostedMessage = { channelId: string; messageId: string };

/**
 * Says things in chat. Each call is safe to repeat: `effectId` travels with the message and a
 * repeat looks for it first. Throws `AnnouncerError` with what to do next.
 */
export type Announcer = {
  /** Posts when `posted` is null, else updates in place; returns where it stands and when it was shown. */
  showCard(
    view: CardView,
    posted: PostedMessage | null,
    effectId: string,
  ): Promise<PostedMessage & { shownAt: Date }>;
  /** `mentions` are chat users who are called by it: deciders of what is overdue, nobody else. */
  addThreadLine(
    posted: PostedMessage,
    text: string,
    effectId: string,
    mentions?: readonly string[],
  ): Promise<void>;
  /** One folded list a client and day; `posted` null posts it. */
  showFoldedList(
    client: ClientFacts,
    day: string,
    lists: { review: readonly Reversal[]; automatic: readonly Reversal[] },
    posted: PostedMessage | null,
    effectId: string,
  ): Promise<PostedMessage>;
  notifyOperations(text: string, effectId: string): Promise<void>;
};

/** `wait` until `waitMs`; `retry` soon; `hold` until a person mends it (token, channel); `give_up`. */
export class AnnouncerError extends Error {
  override readonly name = 'AnnouncerError';
  constructor(
    readonly kind: 'wait' | 'retry' | 'hold' | 'give_up',
    readonly code: string,
    readonly waitMs: number | null = null,
  ) {
    super(code);
  }
}

/** Writes on helpdesk items; main.ts fills it from the open connections. */
export type HelpdeskWriter = {
  write(
    connectionId: string,
    note: {
      externalId: string;
      note: string;
      addTags: readonly string[];
      removeTags: readonly string[];
      effectId: string;
      /** Words for the customer, where the source is one that people answer from; see `WriteBack`. */
      replyDraft?: { about: string; text: string | null };
    },
  ): Promise<'written' | 'already_there' | 'gone' | 'not_able'>;
  /** How card data is taken out at this source, and whether a note reaches those who work the item. */
  removal?(connectionId: string): { how: string; isNoted: boolean } | null;
};
