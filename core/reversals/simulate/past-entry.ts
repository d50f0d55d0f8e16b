import type { Policy } from '../approval-policy.js';
import type { Money } from '../money.js';
import type { HistoryLine } from '../ports.js';
import type { Person, ReversalKind, ReversalStatus, ReversalType } from '../reversal.js';

/** One line of history without anything personal: who, what, and the plain facts. */
export type PastLine = {
  at: Date;
  action: string;
  /** Null where the hub or a connection did it. */
  personId: string | null;
  facts: HistoryLine['facts'];
};

/** A logged entry as it stands, with what was done to it, oldest first. Never a historic one. */
export type PastEntry = {
  reference: string;
  clientId: string;
  loggedAt: Date;
  status: ReversalStatus;
  type: ReversalType;
  kind: ReversalKind;
  amount: Money | null;
  onPayment: boolean;
  /** Asked for by an agent of the source whom no person here matches. */
  hasStranger: boolean;
  requesterIds: ReadonlySet<string>;
  lines: readonly PastLine[];
};

/** A client as a configuration says it: its zone, its policy, and who works for it. */
export type ReplayClient = {
  timezone: string;
  policy: Policy | null;
  people: readonly Pick<Person, 'id' | 'email' | 'name' | 'role'>[];
};

/** What a simulation reads; storage fills it in. Nothing of it writes. */
export type PastBook = {
  /** In the order in which they were logged, which is that of a day's ceiling. */
  entriesSince(since: Date): AsyncIterable<PastEntry>;
  /** Everybody who ever worked in the hub, gone or not. */
  everybody(): Promise<readonly { id: string; email: string; name: string }[]>;
  /** The clients as the hub decides by now. */
  inForce(): Promise<ReadonlyMap<string, ReplayClient>>;
};
