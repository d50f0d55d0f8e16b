import type { Policy } from './approval-policy.js';
import type { Correction } from './correction.js';
import type { EffectRequest } from './effect-request.js';
import type { Money } from './money.js';
import type { DisputeState, Notice } from './notice.js';
import type { OfficeHours } from './office-hours.js';
import type { RedactedText } from './redacted-text.js';
import type {
  Channel,
  Customer,
  DecisionKind,
  DisputeStage,
  Identifier,
  Outcome,
  Payout,
  Person,
  Reversal,
  ReversalKind,
  ReversalStatus,
  ReversalType,
  Surface,
} from './reversal.js';
import type { StepTurn } from './step-turn.js';

/** The client as far as deciding needs it. */
export type ClientFacts = {
  id: string;
  name: string;
  /** ISO 4217 code for amounts written without one. */
  currency: string;
  timezone: string;
  /** BCP 47: how money is written in its channel and on its tickets; see `localeOf`. */
  locale?: string | null;
  policy: Policy | null;
  /** The chat channel whose talk belongs to this client. */
  chatChannelId: string | null;
  /** How long before the processor's date an answer is due, as configured; default two business days. */
  dueBuffer?: string | null;
  /** In the client's zone; time limits of steps count these hours only. Absent: every hour. */
  officeHours?: OfficeHours;
};

export type NewMessage = {
  sourceItemId: string | null;
  externalId: string;
  author: 'customer' | 'agent' | 'system';
  authorName: RedactedText | null;
  text: RedactedText;
  isPublic: boolean;
  sentAt: Date;
};

export type NewReversal = {
  clientId: string;
  type: ReversalType;
  kind: ReversalKind;
  status: ReversalStatus;
  amount: Money | null;
  paymentId: string | null;
  identifiers: readonly Identifier[];
  reason: RedactedText | null;
  reasonCode: string | null;
  cardLast4: string | null;
  customer: Customer | null;
  channel: Channel;
  source: { sourceItemId: string; position: number } | null;
  occurredAt: Date | null;
  loggedAt: Date;
  dueAt: Date | null;
  loggedById: string | null;
  requesters: readonly { personId: string | null; label: string }[];
  assigneeId: string | null;
  flags: readonly string[];
  contentHash: string;
  before: Money | null;
  after: Money | null;
  dispute: { stage: DisputeStage; respondBy: Date | null } | null;
  trace: RedactedText | null;
  correctsId: string | null;
  historic: boolean;
  readingReasons: readonly string[];
  reviewReasons: readonly string[];
  messages: readonly NewMessage[];
};

/** A link to what was handed in, at its own place: the hub keeps no file. */
export type NewEvidence = {
  id: string;
  url: RedactedText;
  name: RedactedText | null;
  /** SHA-256 in hex of what stands there, where whoever hands it in knows it. */
  checksum: string | null;
  personId: string;
  surface: Surface;
  at: Date;
};

export type EvidenceLine = Omit<NewEvidence, 'personId' | 'url'> & {
  /** Null once the person's key is destroyed. */
  url: RedactedText | null;
  addedBy: { id: string; name: string };
  isBound: boolean;
};

/** Columns a change may set; absent stays as it is. */
export type ReversalChanges = Partial<{
  type: ReversalType;
  status: ReversalStatus;
  outcome: Outcome | null;
  payout: Payout;
  amount: Money | null;
  paymentId: string | null;
  reason: RedactedText | null;
  reasonCode: string | null;
  identifiers: readonly Identifier[];
  assigneeId: string | null;
  flags: readonly string[];
  contentHash: string;
  round: number;
  before: Money | null;
  after: Money | null;
  customer: Customer | null;
  payoutReference: string | null;
  reviewReasons: readonly string[];
  disputeResult: 'won' | 'lost' | null;
  dueAt: Date | null;
  /** A claim becomes a fact when the processor's notice joins it. */
  kind: ReversalKind;
  occurredAt: Date | null;
  dispute: DisputeFacts;
  joined: { intoId: string; from: ReversalStatus } | null;
  /** Whoever came to ask for it since; null is an agent of the source whom no person here matches. */
  addRequester: { personId: string | null; label: string };
  /** The evidence that decisions are bound to. */
  boundEvidenceId: string;
}>;

/** What processors say of a dispute, beside the status (domain-rules.md, Decisions by type). */
export type DisputeFacts = {
  stage: DisputeStage;
  status: DisputeState;
  rawStatus: string | null;
  respondBy: Date | null;
  funds: 'none' | 'withdrawn' | 'returned';
  settled: Money | null;
  fee: Money | null;
  dueIsEstimated: boolean;
};

/** One line of history; `values` are personal or may be, and are stored encrypted. */
export type NewHistoryEntry = {
  at: Date;
  actor:
    | { kind: 'person'; personId: string }
    | { kind: 'hub' }
    | { kind: 'connection'; connectionId: string };
  surface: Surface;
  action: string;
  /** Plain facts free of personal data: statuses, hashes, refusal names. */
  facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Before and after, reasons, anything a customer could be read from. */
  values: Readonly<Record<string, string | null>>;
};

export type MatchedPayment = {
  id: string;
  processor: string | null;
  identifiers: readonly Identifier[];
  captured: Money | null;
  left: Money | null;
};

/** A payment as it stands, with whose it is. */
export type KnownPayment = MatchedPayment & { clientId: string };

export type ClaimOnPayment = {
  id: string;
  reference: string;
  status: ReversalStatus;
  type: ReversalType;
  kind: ReversalKind;
  amount: Money | null;
  payout: Payout;
  /** Logged from before the connection's beginning: it asks for nothing while it is open. */
  historic: boolean;
  flags: readonly string[];
  /** Of a dispute. */
  disputeStage?: string | null;
  disputeResult?: string | null;
  outcome?: string | null;
};

/** A payment that a processor names. `captured` null: it does not say how much was captured. */
export type PaymentToRecord = {
  clientId: string;
  processor: string;
  identifiers: readonly Identifier[];
  captured: Money | null;
  /** Adds to what was captured before. */
  isPart: boolean;
  /** Takes it away from what was captured before, down to nothing; what is unknown stays unknown. */
  isTakenBack?: boolean;
  returnedBefore: bigint | null;
};

/** Times away, and what is whose. */
export type DelegationWork = {
  /** Whether this very time away stands; whoever else asks for theirs waits until the end of this work. */
  hasDelegation(delegation: {
    personId: string;
    toId: string;
    from: Date;
    until: Date;
  }): Promise<boolean>;
  addDelegation(delegation: {
    personId: string;
    toId: string;
    from: Date;
    until: Date;
    at: Date;
  }): Promise<void>;
  /** Ends what is not over of a person's times away, or what of them lies between two instants. */
  endDelegations(
    personId: string,
    at: Date,
    within: { from: Date; until: Date } | null,
  ): Promise<number>;
  /** Ends times to come, and those that run, in which others handed their decisions to this person. */
  endDelegationsTo(personId: string, at: Date): Promise<number>;
  addDelegationHistory(
    line: Pick<NewHistoryEntry, 'at' | 'surface' | 'action' | 'facts'> & { personId: string },
  ): Promise<void>;
  /** Numbers of open entries that a person has, or whose turn is theirs, in order. */
  heldBy(personId: string, clients: readonly string[], limit: number): Promise<readonly number[]>;
};

/** All that one transaction can do. Every method runs in it; nothing is visible before commit. */
export type LogTransaction = DelegationWork & {
  client(clientId: string): Promise<ClientFacts | null>;
  peopleOf(clientId: string): Promise<readonly Person[]>;
  /** Locks the payments found, so that two claims on one payment take turns. */
  lockPayments(
    clientId: string,
    identifiers: readonly Identifier[],
  ): Promise<readonly MatchedPayment[]>;
  claimsOn(paymentId: string): Promise<readonly ClaimOnPayment[]>;
  atSource(sourceItemId: string, position: number): Promise<string | null>;
  /** Takes an event once, and holds its case until commit; false when it was taken before. */
  takeNotice(connectionId: string, notice: Notice, at: Date): Promise<boolean>;
  /** Whether this event was taken before. */
  wasNoticed(connectionId: string, eventId: string): Promise<boolean>;
  linkNotice(connectionId: string, eventId: string, reversalId: string): Promise<void>;
  /** Every event of one dispute or refund, in no order. */
  noticesOfCase(connectionId: string, about: Identifier): Promise<readonly Notice[]>;
  /** Every event about one entry, in no order. */
  noticesOn(reversalId: string): Promise<readonly Notice[]>;
  /** Numbers of the entries that a case is told on, or that name its id, newest first. */
  entriesOfCase(
    connectionId: string,
    clientId: string,
    about: Identifier,
  ): Promise<readonly number[]>;
  /** The source item that stands for a case, judged; a repeat is the same. */
  caseItem(connectionId: string, externalId: string, url: string | null, at: Date): Promise<string>;
  /** Links the entry to the item at its next free position. */
  addSource(reversalId: string, sourceItemId: string): Promise<void>;
  positionsTaken(sourceItemId: string): Promise<number>;
  /** Adds or completes a payment; null where the identifiers name several. Known amounts stay. */
  recordPayment(payment: PaymentToRecord): Promise<string | null>;
  /** Numbers of undecided entries that name one of these and are on no payment. */
  unmatchedNaming(clientId: string, identifiers: readonly Identifier[]): Promise<readonly number[]>;
  /** References of the entries that correct this one. */
  correctionsOf(reversalId: string): Promise<readonly string[]>;
  /** Locks the row until commit; null when there is none. */
  lock(number: number): Promise<Reversal | null>;
  insert(reversal: NewReversal): Promise<Reversal>;
  update(reversalId: string, changes: ReversalChanges): Promise<Reversal>;
  addDecision(
    reversalId: string,
    vote: {
      personId: string;
      decision: DecisionKind;
      /** Of a next step or an answer which one; null of anything else. */
      choice?: string | null;
      amount: Money | null;
      reason: RedactedText | null;
      contentHash: string;
      surface: Surface;
      at: Date;
      round: number;
      /** Whose decision it is while they are away. */
      standsInForId?: string | null;
    },
  ): Promise<void>;
  /** Where the open step stands in time from now on. */
  setStepTurn(reversalId: string, turn: StepTurn): Promise<void>;
  /** Whose turn is longest ago; it is theirs now. */
  takeTurn(personIds: readonly string[]): Promise<string | null>;
  /** Marks this round's votes of a person (or of everybody) as taken back. */
  voidDecisions(
    reversalId: string,
    round: number,
    personId: string | null,
    decision?: DecisionKind,
  ): Promise<void>;
  /** The status from which changes were last asked for. */
  askedForChangesFrom(reversalId: string): Promise<ReversalStatus | null>;
  addHistory(reversalId: string, entry: NewHistoryEntry): Promise<void>;
  /** Since when people are asked for the decision that is open: logged, asked again, or edited. */
  askedSince(reversalId: string): Promise<Date | null>;
  addMessages(reversalId: string, messages: readonly NewMessage[]): Promise<number>;
  addEvidence(reversalId: string, evidence: NewEvidence): Promise<void>;
  /** Oldest first. */
  evidenceOf(reversalId: string): Promise<readonly EvidenceLine[]>;
  addEffect(...effects: EffectRequest[]): Promise<void>;
  /**
   * Keeps the entry as it is now, with its text made neutral, as an example to learn from; the last
   * word counts. Nothing is kept of an erased person, or of an entry without any words.
   */
  addTrainingExample(reversalId: string, correction: Correction): Promise<void>;
  /** Takes a request key for this transaction; what it made before, when it was taken before. */
  takeRequest(
    key: string,
    fingerprint: string,
  ): Promise<{ reversalId: string | null; sameContent: boolean } | null>;
  finishRequest(key: string, reversalId: string): Promise<void>;
  /** Sum approved automatically for a client since an instant, in minor units of the currency. */
  automaticallyApproved(clientId: string, currency: string, since: Date): Promise<bigint>;
};

export type FindFilter = {
  clients: readonly string[];
  type?: ReversalType | undefined;
  status?: ReversalStatus | undefined;
  currency?: string | undefined;
  minAmount?: bigint | undefined;
  maxAmount?: bigint | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  agent?: string | undefined;
  source?: string | undefined;
  /** Which of its days `from` and `to` are about; logging where nothing is said. */
  dateOf?: EntryDate | undefined;
  /** Reference, identifier, reason code, exact e-mail, phone, last four. */
  q?: string | undefined;
  /** A customer's exact e-mail or phone. */
  customer?: string | undefined;
  /** An identifier of entry or payment, or a card's last four. */
  identifier?: string | undefined;
  reasonCode?: string | undefined;
  /** Newest first where nothing is said. Entries without the amount or deadline come last. */
  sort?: EntryOrder | undefined;
  /** Counts no further than one beyond this; absent: to the end, however long that takes. */
  countMost?: number | undefined;
  /** Statuses to leave out or historic entries; default all. */
  includeHistoric?: boolean | undefined;
};

/** Logged, decided by whom or what ever, occurred as told, or to be answered by. */
type EntryDate = 'logged' | 'decided' | 'occurred' | 'due';
export type EntryOrder = 'loggedAt' | '-loggedAt' | 'amount' | '-amount' | 'dueAt' | '-dueAt';

/** What entries can be counted by without looking at each. */
export type EntryGroup = 'client' | 'type' | 'status' | 'currency' | 'agent' | 'reasonCode';

/** A count and a sum in one currency; `currency` null is of entries without an amount. */
export type Measured = {
  /** The group's value; null where it has none, or where nothing was grouped. */
  key: string | null;
  currency: string | null;
  count: number;
  /** Minor units. */
  sum: bigint;
};

/** An entry that may be the same matter, and in words why. */
export type RelatedEntry = {
  reference: string;
  status: ReversalStatus;
  why: readonly string[];
};

/** What is about to be logged, as far as it can be told from other entries. */
export type WantedEntry = {
  clientId: string;
  identifiers: readonly Identifier[];
  amount: Money | null;
  customer: Customer | null;
  /** One that was logged with this key is the request itself, not one like it. */
  requestKey: string | null;
  at: Date;
};

/** An entry that may be the same matter as what is about to be logged, and in words why. */
export type AlikeEntry = RelatedEntry & { type: ReversalType; amount: Money | null };

/** `total` of a filter with `countMost` is that and one more where there are more. */
export type Page<T> = { items: readonly T[]; nextCursor: string | null; total: number };

/** The first entries of a list, and how many it has. */
export type EntryList = { items: readonly Reversal[]; total: number };

/** Thrown by `find` for a cursor that no page of this list gave out. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

export type HistoryLine = {
  sequence: number;
  at: Date;
  actor: string;
  surface: Surface;
  action: string;
  facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Null once the person's key is destroyed. */
  values: Readonly<Record<string, string | null>> | null;
  hash: string;
};

export type MessageLine = {
  id: string;
  author: 'customer' | 'agent' | 'system';
  authorName: string | null;
  /** Null once the person's key is destroyed. */
  text: RedactedText | null;
  isPublic: boolean;
  sentAt: Date;
};

/** The log's store. Storage fills it in; tests of this folder may use a real embedded one. */
export type ReversalStore = {
  transaction<T>(work: (tx: LogTransaction) => Promise<T>): Promise<T>;
  byNumber(number: number): Promise<Reversal | null>;
  byId(id: string): Promise<Reversal | null>;
  find(filter: FindFilter, limit: number, cursor: string | null): Promise<Page<Reversal>>;
  /** Counts and sums by group and currency; an agent's key is their name. */
  measure(filter: FindFilter, groupBy: EntryGroup | null): Promise<readonly Measured[]>;
  history(reversalId: string): Promise<readonly HistoryLine[]>;
  messages(reversalId: string): Promise<readonly MessageLine[]>;
  /** Undecided and not historic: soonest due first, then oldest. */
  pending(clients: readonly string[], limit: number): Promise<readonly Reversal[]>;
  /** Open entries that a person logged or has, soonest due first. */
  workOf(clients: readonly string[], personId: string, limit: number): Promise<EntryList>;
  /** Open entries to be answered by then, those overdue among them, soonest first. */
  dueBy(clients: readonly string[], until: Date, limit: number): Promise<EntryList>;
  evidence(reversalId: string): Promise<readonly EvidenceLine[]>;
  /** Numbers of entries whose open step has run out of time, longest first. */
  stepsDue(at: Date, limit: number): Promise<readonly number[]>;
  /** Numbers of undecided entries behind a number, in order. */
  pendingNumbers(after: number, limit: number): Promise<readonly number[]>;
  claimsOn(paymentId: string): Promise<readonly ClaimOnPayment[]>;
  /** Payments of these clients that the value (and kind, where given) names. */
  paymentsNamed(
    clients: readonly string[],
    named: { kind?: string | undefined; value: string },
  ): Promise<readonly KnownPayment[]>;
  related(reversal: Reversal): Promise<readonly RelatedEntry[]>;
  alike(wanted: WantedEntry): Promise<readonly AlikeEntry[]>;
  client(clientId: string): Promise<ClientFacts | null>;
  /** Those that are not switched off. */
  clients(): Promise<readonly ClientFacts[]>;
  /** The client, not switched off, whose cards stand in this chat channel. */
  clientOfChannel(chatChannelId: string): Promise<ClientFacts | null>;
  peopleOf(clientId: string): Promise<readonly Person[]>;
  /** References of these clients nearest to a number, closest first. */
  nearest(
    clients: readonly string[],
    number: number,
    limit: number,
  ): Promise<readonly { reference: string; status: ReversalStatus }[]>;
};
