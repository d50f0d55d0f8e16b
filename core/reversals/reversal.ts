import type { Delegation } from './delegation.js';
import type { Money } from './money.js';
import type { OfficeHours } from './office-hours.js';
import type { RedactedText } from './redacted-text.js';
import type { StepTurn } from './step-turn.js';

export const reversalTypes = [
  'bank_reversal',
  'refund',
  'chargeback',
  'system_error',
  'merchant_error',
] as const;
export type ReversalType = (typeof reversalTypes)[number];

export const reversalStatuses = [
  'needs_review',
  'pending_approval',
  'changes_requested',
  'approved',
  'completed',
  'rejected',
  'cancelled',
] as const;
export type ReversalStatus = (typeof reversalStatuses)[number];

export const channels = ['phone', 'email', 'chat', 'crm', 'api', 'slack'] as const;
/** How it reached us; `slack` is a channel value, nothing more, to core. */
export type Channel = (typeof channels)[number];

export const payouts = ['none', 'sent', 'confirmed', 'failed'] as const;
export type Payout = (typeof payouts)[number];

/** In the order in which a dispute goes on. */
export const disputeStages = [
  'alert',
  'inquiry',
  'chargeback',
  'pre_arbitration',
  'arbitration',
] as const;
export type DisputeStage = (typeof disputeStages)[number];

/** `request` asks for money to go back and needs a decision; `fact` has happened. */
export type ReversalKind = 'request' | 'fact';
export type Outcome = 'accept' | 'contest';

/** Where an action came from. `hub` is the program itself (automatic approval, timers). */
export const surfaces = [
  'chat_button',
  'chat_thread',
  'chat_command',
  'dashboard',
  'rest',
  'command_line',
  'connector',
  'hub',
] as const;
export type Surface = (typeof surfaces)[number];

export const roles = [
  'agent',
  'manager',
  'compliance',
  'admin',
  'client_approver',
  'payer',
] as const;
export type Role = (typeof roles)[number];

/** Someone who works in the hub. `clients` are the ids of the clients they may see. */
export type Person = {
  id: string;
  email: string;
  name: string;
  role: Role;
  clients: readonly string[];
  chatUserId: string | null;
  timezone: string | null;
  /** BCP 47: how money and dates are written for them alone; see `localeOf`. */
  locale?: string | null;
  /** Times in which somebody else decides for them; absent where there never was one. */
  delegations?: readonly Delegation[];
  /** When they work, where that is told; else the client's hours. */
  officeHours?: OfficeHours | null;
  /** Removed from chat: nothing waits for them. Read only among the people of a client. */
  hasLeftChat?: true;
};

/** `kind` is one of outside.md's identifier kinds, for instance `stripe_payment`, `order_number`. */
export type Identifier = { kind: string; value: string };

export type Customer = {
  email?: string | undefined;
  phone?: string | undefined;
  name?: string | undefined;
};

/** The original charge as the hub knows it; `captured` null means the captured amount is unknown. */
type PaymentSummary = {
  id: string;
  processor: string | null;
  identifiers: readonly Identifier[];
  captured: Money | null;
  /** Captured less all that went back or is on its way; null where captured is unknown. */
  left: Money | null;
};

/** A person who asked; `person` null is a helpdesk agent whose e-mail no person here has. */
type Requester = {
  person: { id: string; name: string; email: string } | null;
  label: string;
};

/** One counted vote for the present content, oldest first. */
export type Approval = {
  personId: string;
  personName: string;
  decision: DecisionKind;
  /** Of a next step or an answer which one; only like votes count together. */
  choice?: string;
  at: Date;
  surface: Surface;
  reason: RedactedText | null;
  /** Whose decision it was while they were away. */
  standsInFor?: { id: string; name: string };
};

export const decisionKinds = [
  'approve',
  'reject',
  'request_changes',
  'accept',
  'contest',
  'next_step',
  'answer',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

type SourceLink = {
  sourceItemId: string;
  connectionId: string;
  externalId: string;
  url: string | null;
  position: number;
};

/** One entry in the log, as read with its personal data opened. */
export type Reversal = {
  id: string;
  reference: string;
  clientId: string;
  type: ReversalType;
  kind: ReversalKind;
  status: ReversalStatus;
  outcome: Outcome | null;
  payout: Payout;
  amount: Money | null;
  payment: PaymentSummary | null;
  /** Identifiers that were named, whether or not a payment matches them. */
  identifiers: readonly Identifier[];
  reason: RedactedText | null;
  reasonCode: string | null;
  cardLast4: string | null;
  customer: Customer | null;
  channel: Channel;
  sources: readonly SourceLink[];
  occurredAt: Date | null;
  loggedAt: Date;
  dueAt: Date | null;
  loggedBy: { id: string; name: string } | null;
  requesters: readonly Requester[];
  assignee: { id: string; name: string } | null;
  flags: readonly string[];
  approvals: readonly Approval[];
  /** What was handed in to decide by; absent where nothing was. `boundId`: decisions are bound to it. */
  evidence?: { count: number; boundId: string | null };
  /** Hash of the bound content; a decision names the hash it was made on. */
  contentHash: string;
  /** Rounds begin at 1; a new round asks every approver again. */
  round: number;
  /** Of the step that waits, where time or turns matter to it. */
  stepTurn?: StepTurn;
  before: Money | null;
  after: Money | null;
  dispute: {
    stage: DisputeStage | null;
    status: string | null;
    rawStatus: string | null;
    respondBy: Date | null;
    result: 'won' | 'lost' | null;
    /** Whether the disputed money has moved; null where no processor tells. */
    funds: 'none' | 'withdrawn' | 'returned' | null;
    /** What the account was charged, and the fee for it, in the account's currency. */
    settled: Money | null;
    fee: Money | null;
    /** `dueAt` is our own estimate, as no respond-by date was given. */
    dueIsEstimated: boolean;
  } | null;
  trace: RedactedText | null;
  /** Reference of the entry this one corrects. */
  corrects: string | null;
  historic: boolean;
  /** Reference of the entry this one was joined into, and its status before. */
  joinedInto?: string;
  joinedFrom?: ReversalStatus;
  /** References of the entries joined into this one; their sources stand among its own. */
  joined?: readonly string[];
  /** Refund id or the processor's confirmation that completed it. */
  payoutReference: string | null;
  /** Why it was read as it was: explainable lines for the card's More. */
  readingReasons: readonly string[];
  /** Why it needs review; empty outside needs_review. */
  reviewReasons: readonly string[];
};

/** `RV-000123` of 123. */
export function referenceOf(number: number): string {
  return `RV-${number.toString().padStart(6, '0')}`;
}

/** 123 of `RV-000123`, `rv-123` or `RV 123`; null for anything else. */
export function parseReference(text: string): number | null {
  const match = /^rv[-\s]?0*(\d{1,9})$/i.exec(text.trim());
  const number = match ? Number(match[1]) : 0;
  return number > 0 ? number : null;
}

/** `j•••@example.com`: how a customer is shown in chat. */
export function maskCustomer(customer: Customer | null): string | null {
  if (!customer) return null;
  if (customer.email) {
    const at = customer.email.lastIndexOf('@');
    return at > 0 ? `${customer.email.slice(0, 1)}•••${customer.email.slice(at)}` : '•••';
  }
  if (customer.phone) return `•••${customer.phone.slice(-2)}`;
  return customer.name ? `${customer.name.slice(0, 1)}•••` : null;
}
