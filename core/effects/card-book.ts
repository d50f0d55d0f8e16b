/**
 * Where each card stands and what it showed when. A thread answer binds to the newest content
 * that stood there before the answer's own time (design.md, Approval is bound to what was shown).
 */
export type CardBook = {
  /** The reversal whose card is this message, or null. */
  reversalAt(
    channelId: string,
    messageId: string,
  ): Promise<{ reversalId: string; reference: string; postedAt: Date } | null>;
  /** The content hash shown at an instant; null when nothing was shown by then. */
  contentShownAt(reversalId: string, at: Date): Promise<string | null>;
  /** The newest content hash shown; null when no card was posted. */
  newestContent(reversalId: string): Promise<string | null>;
  /** Where the card of a reversal stands; null when none was posted. */
  cardOf(reversalId: string): Promise<{ channelId: string; messageId: string } | null>;
  /** Remembers that someone wrote in a card's thread (ids only). False when known already. */
  noteThreadMessage(message: {
    reversalId: string;
    channelId: string;
    messageId: string;
    chatUserId: string;
    sentAt: Date;
  }): Promise<boolean>;
  /** Whether anyone but this user wrote in the thread between two instants. */
  othersSpoke(reversalId: string, chatUserId: string, after: Date, before: Date): Promise<boolean>;
  /** True the first time only: "you may not" (`may_not`) and the like are said once a card to a person. */
  firstTelling(reversalId: string, chatUserId: string, about: string): Promise<boolean>;
};
