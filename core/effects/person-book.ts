import type { PostedMessage } from './ports.js';

/** What a person chose to hear, and what stands in chat for them. */
export type PersonNotice = {
  /** One direct message "n waiting"; else the cards in the channels are all they get. */
  isDirect: boolean;
  /** Hour of the morning digest in their own zone; null: none. */
  digestHour: number | null;
  message: PostedMessage | null;
  /** What the message says now, short; null where none stands. */
  shown: string | null;
  /** Whether what waits was told by a new message, not only by changing the one that stood. */
  isPinged: boolean;
  pingedAt: Date | null;
  homeOpenedAt: Date | null;
};

/** What stands for a person after it was said. */
type ToldNow = Pick<PersonNotice, 'message' | 'shown' | 'isPinged' | 'pingedAt'>;

/** Choices of people and their messages. Storage fills it in. */
export type PersonBook = {
  noticeOf(personId: string): Promise<PersonNotice>;
  /** Keeps a choice, and asks for what it changes to be shown. */
  choose(
    personId: string,
    choice: { isDirect: boolean } | { digestHour: number | null },
    at: Date,
  ): Promise<void>;
  /** Whoever opened App Home has it kept up to date from then on. */
  homeOpened(personId: string, at: Date): Promise<void>;
  saveTold(personId: string, told: ToldNow): Promise<void>;
  /** Asks for each to be told; the same `cause` asks once. */
  askToTell(personIds: readonly string[], cause: string, at: Date): Promise<void>;
  /** Whose message says what no ring told them, and last rang before then. */
  heldBack(pingedBefore: Date): Promise<readonly { personId: string; pingedAt: Date }[]>;
  /** One digest a person and day, however often it is asked for. Returns how many are new. */
  askForDigests(digests: readonly { personId: string; day: string }[], at: Date): Promise<number>;
};
