import type { EvidenceRequest } from './add-evidence.js';
import type { AddedMessages } from './add-messages.js';
import type { DelegateRequest, TimeAway } from './delegate.js';
import type { HandedOver, HandOverRequest } from './hand-over.js';
import type { Money } from './money.js';
import type {
  AlikeEntry,
  ClaimOnPayment,
  ClientFacts,
  EntryGroup,
  EntryList,
  EvidenceLine,
  FindFilter,
  HistoryLine,
  KnownPayment,
  Measured,
  MessageLine,
  NewMessage,
  Page,
  RelatedEntry,
} from './ports.js';
import type { PaymentRequest, RecordedPayment } from './record-payment.js';
import type { RedactedText } from './redacted-text.js';
import type { Refusal } from './refusal.js';
import type { StaffName } from './requesters.js';
import type {
  Channel,
  Customer,
  DisputeStage,
  Identifier,
  Person,
  Reversal,
  ReversalKind,
  ReversalType,
  Surface,
} from './reversal.js';
import type { NoticeRequest, NoticeResult } from './take-notice.js';
import type { WorkQueue } from './work-queue.js';

/** Who asks, and where. Every permission is judged on `person`. */
export type Actor = { person: Person; surface: Surface };

/** A reversal to log. From a person: `loggedBy` set. From a source item: `source` set. */
export type LogRequest = {
  clientId: string;
  type: ReversalType;
  kind: ReversalKind;
  amount: Money | null;
  identifiers: readonly Identifier[];
  reason: RedactedText | null;
  reasonCode: string | null;
  cardLast4: string | null;
  customer: Customer | null;
  channel: Channel;
  occurredAt: Date | null;
  before: Money | null;
  after: Money | null;
  dispute: { stage: DisputeStage; respondBy: Date | null } | null;
  trace: RedactedText | null;
  messages: readonly NewMessage[];
  readingReasons: readonly string[];
  /** Non-empty: it is logged as needs_review with these reasons. */
  reviewReasons: readonly string[];
  source: { sourceItemId: string; position: number } | null;
  /** Agents on the ticket: assignee and writers, by e-mail. */
  staff: readonly StaffName[];
  assigneeEmail: string | null;
  historic: boolean;
  corrects: string | null;
  /** The same key with the same content is the same entry; with other content a refusal. */
  requestKey: string | null;
  /**
   * A document tells it, such as a bank's return file: who hands it in asked for nothing, so they are
   * neither requester nor `loggedBy`. History names them all the same.
   */
  isFromDocument?: true;
};

export type LogResult = {
  reversal: Reversal;
  /** False when the same source position or idempotency key had made it before. */
  created: boolean;
  alsoOnPayment: readonly ClaimOnPayment[];
};

/** A decision or step on one reversal. `contentHash` null is refused where the action is a decision. */
export type DecideRequest = {
  reference: string;
  action:
    | 'confirm'
    | 'approve'
    | 'reject'
    | 'request_changes'
    | 'accept'
    | 'contest'
    | 'submit'
    | 'outcome'
    | 'next_step'
    | 'answer'
    | 'complete'
    | 'cancel'
    | 'withdraw'
    | 'assign'
    | 'note'
    /** A customer's claim is left until the processor's notice joins it. */
    | 'wait'
    | 'join'
    | 'part';
  contentHash: string | null;
  /** A lower amount inside an approval is that approver's own decision on the new amount. */
  amount?: Money | undefined;
  reason?: RedactedText | undefined;
  /** Refund id for `complete`; next step, answer or result in words of outside.md; for `join` and `part` the other reference. */
  detail?: string | undefined;
  /** Names this very request (a chat message, an Idempotency-Key): sent again it acts once. */
  requestKey?: string | undefined;
  /** `assign`: who takes it. */
  assigneeEmail?: string | undefined;
};

export type DecideResult = {
  reversal: Reversal;
  /** False when this very vote had been counted before: told again, done once. */
  changed: boolean;
  /** Votes still missing in words, or null. */
  waitingFor: string | null;
};

/**
 * The one way to the log: bot, dashboard, REST, command line and jobs all call it, so that every
 * surface obeys the same rules. All answers are values; a throw is our own bug or a lost database.
 */
export type Desk = {
  /** A person logs by hand. Refuses what domain-rules.md refuses; agents of the client only. */
  log(actor: Actor, request: LogRequest): Promise<LogResult | Refusal>;
  /**
   * Intake logs the facts or requests of one item, each at its own position, in one transaction: all
   * are logged, or none. Unclear ones become needs_review, none is refused for content. Positions
   * logged before are told again.
   */
  logManyFromSource(
    connectionId: string,
    requests: readonly LogRequest[],
  ): Promise<readonly LogResult[]>;
  /** One verified event of a processor; the same event again changes nothing. */
  takeNotice(request: NoticeRequest): Promise<NoticeResult>;
  decide(actor: Actor, request: DecideRequest): Promise<DecideResult | Refusal>;
  /** Changes content by hand (amount, type, reason, customer, payment identifiers). */
  edit(
    actor: Actor,
    reference: string,
    changes: EditRequest,
    bounds?: EditBounds,
  ): Promise<DecideResult | Refusal>;
  /** A link to something that helps to decide. The same link again changes nothing. */
  addEvidence(actor: Actor, request: EvidenceRequest): Promise<DecideResult | Refusal>;
  /**
   * New messages, and the staff now on the source of a logged item: until it is decided those who
   * joined since become requesters. Returns how many messages were new.
   */
  addFromSource(
    reversalId: string,
    connectionId: string,
    messages: readonly NewMessage[],
    staff: readonly StaffName[],
  ): Promise<number>;
  show(person: Person, reference: string): Promise<Reversal | Refusal>;
  /** `clients` narrows further than the person's own: a chat channel shows its client only. */
  find(
    person: Person,
    filter: Omit<FindFilter, 'clients'> & { client?: string | undefined },
    limit: number,
    cursor: string | null,
  ): Promise<Page<Reversal> | Refusal>;
  /** Counts and sums of what `find` would list, by group and currency. */
  measure(
    person: Person,
    filter: Omit<FindFilter, 'clients' | 'sort'> & { client?: string | undefined },
    groupBy: EntryGroup | null,
  ): Promise<readonly Measured[] | Refusal>;
  history(person: Person, reference: string): Promise<readonly HistoryLine[] | Refusal>;
  messages(person: Person, reference: string): Promise<readonly MessageLine[] | Refusal>;
  evidence(person: Person, reference: string): Promise<readonly EvidenceLine[] | Refusal>;
  /** Nearest references that this person may see, for "did you mean". */
  nearest(
    person: Person,
    reference: string,
    client?: string,
  ): Promise<readonly { reference: string; status: string }[]>;
  alsoOnPayment(reversal: Reversal): Promise<readonly ClaimOnPayment[]>;
  /** By what names it: charge, order, capture. */
  findPayments(
    person: Person,
    named: { client?: string; kind?: string; value: string },
  ): Promise<readonly KnownPayment[] | Refusal>;
  recordPayment(actor: Actor, request: PaymentRequest): Promise<RecordedPayment | Refusal>;
  /** Likely the same matter, with why: people join them, the hub does not. */
  related(reversal: Reversal): Promise<readonly RelatedEntry[]>;
  /**
   * Entries that may be the same matter as a request that is not logged yet, and other claims on the
   * payment it names: shown before anything is logged. Empty for a client the person does not have.
   */
  alike(person: Person, request: LogRequest): Promise<readonly AlikeEntry[]>;
  /** Communications that a person says belong to an entry; the same ones again add nothing. */
  addMessages(
    actor: Actor,
    reference: string,
    messages: readonly NewMessage[],
  ): Promise<AddedMessages | Refusal>;
  /** `a decision by manager`, or null where nothing is open. */
  waitingFor(reversal: Reversal): Promise<string | null>;
  clients(person: Person): Promise<readonly ClientFacts[]>;
  /** Hands one's decisions to somebody else between two days. */
  delegate(actor: Actor, request: DelegateRequest): Promise<TimeAway | Refusal>;
  /** Ends one's own times away; returns how many there were. */
  endDelegation(actor: Actor): Promise<number>;
  /** Times away that are not over: one's own, and those in which one stands in. */
  delegationsOf(person: Person): Promise<readonly TimeAway[]>;
  /** Whom this person may hand their decisions to. */
  standInsFor(person: Person): Promise<readonly Person[]>;
  /** Moves everything open of one's own to somebody else, at the end of a shift. */
  handOver(actor: Actor, request: HandOverRequest): Promise<HandedOver | Refusal>;
  /** What this person may decide now, soonest due first; `client` narrows further. */
  queueOf(person: Person, client?: string): Promise<WorkQueue>;
  /** Open entries that the person logged or has. */
  workOf(person: Person, limit: number): Promise<EntryList>;
  /** Open entries of the person's clients to be answered by then, overdue ones among them. */
  dueBy(person: Person, until: Date, limit: number): Promise<EntryList>;
};

/** What was seen when it was changed, and which request this is; both may be left out. */
export type EditBounds = {
  /** Changed since: refused with the difference, so that nobody overwrites what they did not see. */
  contentHash?: string | null | undefined;
  requestKey?: string | null | undefined;
};

export type EditRequest = Partial<{
  type: ReversalType;
  amount: Money;
  reason: RedactedText;
  customer: Customer;
  identifiers: readonly Identifier[];
}>;
