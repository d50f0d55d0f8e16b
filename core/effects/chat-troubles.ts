/** Something at the chat service that a person must mend; `text` says what and how. */
export type ChatTrouble = {
  /** A workspace, a channel or a user, by the service's own id. */
  place: string;
  code: string;
  text: string;
  since: Date;
};

/** The code of somebody who was removed there: nothing waits for them. */
export const userRemoved = 'user_removed';

/**
 * What of the chat service is shut until somebody mends it. Each beginning and each end is told to
 * the operations channel once, in the transaction that keeps it; what waits then goes out at once.
 */
export type ChatTroubles = {
  /**
   * Whether a call to these places may go: `clear`; `try` where one is shut and it is time to look
   * whether it is mended (only one caller hears so a minute); else the code of what keeps it shut.
   */
  at(places: readonly string[], now: Date): Promise<'clear' | 'try' | { shut: string }>;
  /** Keeps it and tells it; one that is known already is told to nobody. */
  began(trouble: ChatTrouble): Promise<void>;
  /** Ends what was wrong with a place; false where nothing was. */
  ended(place: string, text: string, at: Date): Promise<boolean>;
  /** Tells the operations channel; the same key is told once. */
  tell(key: string, text: string, at: Date): Promise<void>;
  open(): Promise<readonly ChatTrouble[]>;
};
