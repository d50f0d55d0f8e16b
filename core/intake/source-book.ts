import type { Completeness } from './completeness.js';
import type { Incident } from './connection-watch.js';
import type { ConnectorErrorKind, ItemReference } from './connector-contract.js';

const verdicts = ['logged', 'review', 'left', 'historic', 'quarantined', 'gone'] as const;
/** What became of a source item once judged; `pending` is not judged yet. */
export type Verdict = (typeof verdicts)[number];

export type PendingItem = {
  id: string;
  connectionId: string;
  externalId: string;
  sourceUpdatedAt: Date;
  attempts: number;
  /** How often it was fetched before and could not be read. */
  unreadableTries: number;
  /** Hash of the content judged last; the same again is no change. */
  contentHash: string | null;
  verdict: Verdict | 'pending';
  reversalIds: readonly string[];
  /** Card data was found there and not yet seen to be gone. */
  holdsCardData: boolean;
};

/** A verdict and what is kept with it. */
export type JudgedItem = {
  itemId: string;
  verdict: Verdict;
  contentHash: string | null;
  sourceUpdatedAt: Date;
  url: string | null;
  score: number | null;
  reasons: readonly string[];
  at: Date;
  /** Of one that was not found, for the first time: when it is looked for once more. */
  lookAgainAt?: Date;
};

/** Why a listed row that names no item is put aside: nothing can be fetched by it. */
export const unreadableRow = 'unreadable_row';

export type DeadLetter = {
  id: string;
  connectionId: string;
  externalId: string;
  reason: string;
  attempts: number;
  since: Date;
};

/** Items that wait because fetching them failed in one way, `refused` where a person must mend it. */
export type StuckItems = { items: number; code: string; refused: boolean; since: Date };

export type ConnectionHealth = {
  id: string;
  connector: string;
  clientId: string;
  isActive: boolean;
  actFrom: Date;
  cursor: string | null;
  lastPolledAt: Date | null;
  lastSucceededAt: Date | null;
  failure: string | null;
  failingSince: Date | null;
  /** Items that it lists and does not hand out: the worst reason, and since when. */
  stuck: StuckItems | null;
  /** What people were told of and is not over. */
  incident: Incident | null;
  newsAt: Date | null;
  /** Why the vendor sends no notices any more; null where it does, or never was to. */
  subscription: { failure: string; since: Date } | null;
  /** Of the days compared with the vendor's own list lately; null before the first. */
  completeness: Completeness | null;
  pending: number;
  quarantined: number;
  judged: number;
};

/** What intake remembers of sources: ids, hashes, verdicts and cursors; never text. */
export type SourceBook = {
  /**
   * Saves a page in one transaction: every reference as pending (unless already judged at that
   * `updatedAt` or later) and the cursor that covers them. Returns how many were news. `reconcile` as
   * in `ChangePage`: known items become pending too, so that fetching them tells which are gone.
   */
  savePage(
    connectionId: string,
    references: readonly ItemReference[],
    cursor: string,
    reconcile?: { since: Date },
  ): Promise<number>;
  /** A webhook's hint: marks one item pending without touching the cursor. */
  noteHint(connectionId: string, externalId: string, at: Date): Promise<string>;
  /** What was not found at first and is to be looked for once more by now waits again. */
  lookForGone(connectionId: string, now: Date): Promise<void>;
  /** Items waiting to be judged and due, oldest first. */
  pending(connectionId: string, now: Date, limit: number): Promise<readonly string[]>;
  /** Leases one item; null when it is judged or leased elsewhere. */
  claim(itemId: string, now: Date, until: Date): Promise<PendingItem | null>;
  /** Leases every one of them that waits and is in nobody's hands. */
  claimAll(itemIds: readonly string[], now: Date, until: Date): Promise<readonly PendingItem[]>;
  /** Keeps verdicts in one statement. An item that was changed meanwhile waits again. */
  judgedAll(results: readonly JudgedItem[]): Promise<void>;
  /** Lets claimed items go as if they had never been claimed. */
  release(itemIds: readonly string[]): Promise<void>;
  /**
   * Tries again at `at`; only a try that failed (`isTry`) counts, waiting uses none up; and of
   * those what was fetched and could not be read (`isUnreadable`) counts apart. `trouble` is kept until the item is judged or put aside, with the time at which it began.
   */
  again(
    itemId: string,
    at: Date,
    code: string,
    how: {
      isTry: boolean;
      isUnreadable?: boolean;
      trouble?: { kind: ConnectorErrorKind; at: Date };
    },
  ): Promise<void>;
  /** Keeps a lease while the work goes on. */
  extend(itemIds: readonly string[], until: Date): Promise<void>;
  /** How many items of a connection are not judged yet. */
  waiting(connectionId: string): Promise<number>;
  /** When the next waiting item is due and free; null where none waits. */
  nextDueAt(connectionId: string): Promise<Date | null>;
  /** Marks references pending and leaves the cursor where it is: a look back loses no place. */
  saveReferences(connectionId: string, references: readonly ItemReference[]): Promise<number>;
  quarantine(itemId: string, at: Date, reason: string): Promise<void>;
  cursor(connectionId: string): Promise<string | null>;
  /** Where it failed until now, what waits for it to answer again is due at once. */
  noteSuccess(connectionId: string, at: Date): Promise<void>;
  noteFailure(
    connectionId: string,
    at: Date,
    trouble: { code: string; kind: ConnectorErrorKind },
  ): Promise<void>;
  /** Something new was told of: the gap since the last time is learned, unless it could not be read in between. */
  noteNews(connectionId: string, at: Date, count: number): Promise<void>;
  connections(): Promise<readonly ConnectionHealth[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /**
   * Puts quarantined items back to pending; all when no ids are given. Returns how many. Rows that name
   * no item stay: only the listing can bring them again.
   */
  retryDeadLetters(ids: readonly string[] | null, at: Date): Promise<number>;
  /** Puts an event that was sent and cannot be read aside, whatever else is under way; nobody will fetch it. */
  setAside(connectionId: string, eventId: string, at: Date, reason: string): Promise<void>;
  /**
   * The whole listing was read, begun at `listedFrom`: its rows that were not put aside again since then
   * are there no more, or could be read. Returns how many.
   */
  settleRows(connectionId: string, listedFrom: Date, at: Date): Promise<number>;
  /** An event that was put aside has been taken: it is no dead letter any more. Else nothing happens. */
  settleEvent(connectionId: string, eventId: string, at: Date): Promise<void>;
  endAllLeases(): Promise<void>;
};
