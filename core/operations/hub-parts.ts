import type { AccessBook } from '../access/access-book.js';
import type { Directory } from '../access/directory.js';
import type { HistoryChain } from '../audit/verify.js';
import type { ChatTrouble } from '../effects/chat-troubles.js';
import type { EffectBook } from '../effects/effect.js';
import type { Report, ReportRequest } from '../insight/report.js';
import type { DayCheck } from '../intake/completeness.js';
import type { ConnectorErrorKind } from '../intake/connector-contract.js';
import type { Evaluation, Training } from '../intake/learning/learn.js';
import type { TrainingBook } from '../intake/learning/training-book.js';
import type { NoticeRetry } from '../intake/retry-notices.js';
import type { DeadLetter, SourceBook } from '../intake/source-book.js';
import type { SubjectRights } from '../privacy/subject-rights.js';
import type { Desk } from '../reversals/desk.js';
import type { Money } from '../reversals/money.js';
import type { ClientFacts, ReversalStore } from '../reversals/ports.js';
import type { ReversalType } from '../reversals/reversal.js';
import type { PastBook } from '../reversals/simulate/past-entry.js';
import type { ConfiguredConnection, SettingsFault } from '../settings/read-settings.js';
import type { Settings } from '../settings/schema.js';

/** A configuration that was read without fault. */
export type HubConfiguration = {
  /** The file it came from; null in sandbox mode. */
  file: string | null;
  settings: Settings;
  connections: readonly ConfiguredConnection[];
  /** The database lives inside one process: others reach it through `socketPath`. */
  isEmbedded: boolean;
  /** Where the embedded database and the command socket live. */
  dataDir: string;
  socketPath: string | null;
};

export type ConfigurationReading =
  | { ok: true; configuration: HubConfiguration }
  | { ok: false; file: string; faults: readonly SettingsFault[] };

/** Something that keeps the hub from opening, and what a person can do about it. */
export type Trouble = { area: 'settings' | 'database' | 'queue'; found: string; mend: string };

export type PartsReading =
  | { ok: true; parts: HubParts; close(): Promise<void> }
  | { ok: false; trouble: Trouble };

/** The open hub as commands use it; main.ts fills it. Checks answer with values, never throw. */
export type HubParts = {
  directory: Pick<Directory, 'byEmail' | 'all'>;
  access: Pick<AccessBook, 'addKey' | 'keys' | 'revokeKey' | 'addSignIn'>;
  sources: Pick<SourceBook, 'connections' | 'deadLetters' | 'retryDeadLetters'>;
  /** Asks processors again for events that were put aside; letters of other connections are left out. */
  retryNotices(letters: readonly DeadLetter[]): Promise<readonly NoticeRetry[]>;
  effects: Pick<EffectBook, 'waiting' | 'givenUp' | 'retryGivenUp'>;
  learning: {
    /** Clients with a correction or a model. */
    clients(): Promise<readonly string[]>;
    model: TrainingBook['model'];
    evaluate(clientId: string): Promise<Evaluation>;
    /** Puts a better model to use, refuses a worse one. */
    train(clientId: string): Promise<Training>;
  };
  subjectRights: SubjectRights;
  reversals: Pick<ReversalStore, 'byId' | 'messages' | 'history'>;
  past: PastBook;
  clients(): Promise<readonly ClientFacts[]>;
  report(asked: ReportRequest): Promise<Report>;
  desk: Pick<Desk, 'log' | 'recordPayment'>;
  /** Every chain of history as it stands in the database, one at a time. */
  historyChains(): AsyncIterable<HistoryChain>;
  /**
   * Lists changes and judges them in this process; the saved cursor makes a cut run go on.
   * `since` lists again from that instant, `full` from the connection's `actFrom`.
   */
  sync(
    connectionId: string,
    range: { since: Date | null; full: boolean },
    progress: (sofar: SyncProgress) => void,
    signal: AbortSignal,
  ): Promise<SyncResult>;
  /** Compares the last days of a connection with the vendor's own list; none for one that rests. */
  checkCompleteness(
    connectionId: string,
    days: number,
    signal: AbortSignal,
  ): Promise<readonly DayCheck[]>;
  checkDatabase(): Promise<DatabaseCheck>;
  checkQueue(): Promise<QueueCheck>;
  /** Null when no chat is configured. */
  checkChat(): Promise<ChatCheck | null>;
  /** What of chat is shut until somebody mends it. */
  chatTroubles(): Promise<readonly ChatTrouble[]>;
  checkConnections(): Promise<readonly ConnectionCheck[]>;
};

/** Counts of one run. `waiting`: listed and not judged yet; all that is left once `isListed`. */
export type SyncProgress = { listed: number; judged: number; waiting: number; isListed: boolean };
/** `failure` is a connector error's code when listing was cut; the next run goes on from there. */
export type SyncResult = Omit<SyncProgress, 'isListed'> & {
  quarantined: number;
  failure: string | null;
};

export type DatabaseCheck =
  | { ok: true; engine: 'postgresql' | 'embedded'; applied: number; missing: readonly string[] }
  | { ok: false; engine: 'postgresql' | 'embedded'; code: string };

export type QueueCheck =
  | { ok: true; backend: 'redis' | 'database'; waiting: number; failed: number }
  | { ok: false; backend: 'redis' | 'database'; code: string };

export type ChatCheck = {
  ok: boolean;
  account?: string;
  missingScopes?: readonly string[];
  /** Which of several workspaces it is about. */
  workspace?: string;
  /** The vendor's error code. */
  error?: string;
};

/** `resting`: its connector is configured but not part of this version. */
export type ConnectionCheck = {
  id: string;
  connector: string;
  /** Where its vendor sends to; of a connection that is pushed from only. */
  webhookUrl?: string;
} & (
  | { ok: true; account: string }
  | { ok: false; kind: ConnectorErrorKind | 'resting'; code: string }
);

/** What belongs to other areas and is handed in by main.ts. */
export type HandedIn = {
  /** Runs the hub until it is told to stop; answers with the exit code. */
  start(
    configuration: HubConfiguration,
    roles: readonly HubRole[],
    signal: AbortSignal,
  ): Promise<number>;
  /** Reads a configuration that is not in use; every fault as at a start. */
  readOtherConfiguration(text: string, file: string): Promise<ConfigurationReading>;
  /** Bot's own reading of one thread answer, the very code that the thread uses. */
  understandAnswer(
    text: string,
    card: { reference: string; type: ReversalType; amount: Money | null },
  ): UnderstoodAnswer;
  /** Bot's own reading of one question, the very code that `find` uses. */
  understandQuestion(text: string, context: { now: Date; timezone: string }): UnderstoodQuestion;
  /** The chat app's manifest for a hub at this address; `isSocket`: chat is not to call it. */
  chatManifest(publicUrl: string, isSocket: boolean): unknown;
};

export const hubRoles = ['web', 'bot', 'worker'] as const;
export type HubRole = (typeof hubRoles)[number];

/** Amounts in minor units, days as `2026-03-01` in the asker's zone. */
type UnderstoodQuestion = {
  understood: boolean;
  measure: string;
  filter: Readonly<Record<string, string | bigint>>;
  groupBy?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  said: string;
};

/** `amount` in minor units of the card's currency; null where the answer states none. */
type UnderstoodAnswer = {
  decision: string;
  candidate?: string | undefined;
  amount: bigint | null;
  reason: string | null;
};
