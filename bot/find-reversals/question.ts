import type { ReversalStatus, ReversalType } from '../../core/index.js';

export type Measure = 'list' | 'count' | 'sum' | 'average' | 'show' | 'history';
/** Which of an entry's days a period is about. */
export type DateOf = 'logged' | 'decided' | 'occurred' | 'due';
export type GroupBy =
  | 'client'
  | 'type'
  | 'status'
  | 'currency'
  | 'agent'
  | 'reasonCode'
  | 'day'
  | 'week'
  | 'month';
type SortKey = 'loggedAt' | 'amount' | 'dueAt';
/** With a minus: the newest, the largest, the latest first. */
export type SortOrder = SortKey | `-${SortKey}`;

export type QuestionFilter = {
  type?: ReversalType;
  /** A client's id where the clients are known, else the name as written. */
  client?: string;
  status?: ReversalStatus;
  currency?: string;
  /** Minor units, both inclusive. */
  minAmount?: bigint;
  maxAmount?: bigint;
  /** Days in the asker's zone, `2026-03-01`, both inclusive. */
  from?: string;
  to?: string;
  dateOf?: DateOf;
  /** `me`, or a name or e-mail as written. */
  agent?: string;
  customer?: string;
  identifier?: string;
  reasonCode?: string;
  source?: string;
  /** `RV-000123` */
  reference?: string;
};

export type UnderstoodQuestion = {
  /** False where nothing, or too little to answer truly, was understood. */
  understood: boolean;
  measure: Measure;
  filter: QuestionFilter;
  groupBy?: GroupBy | undefined;
  sort?: SortOrder | undefined;
  limit?: number | undefined;
  /** What was understood, in words. */
  said: string;
  /** Words that were not. */
  left: readonly string[];
  /** A name behind "for" that no known client has: nothing is answered for others instead. */
  unknownClient?: string | undefined;
};

export type QuestionContext = {
  now: Date;
  /** IANA name: days are the asker's. */
  timezone: string;
  /** What a bare dollar sign means, where it is a dollar; amounts without a sign are this too. */
  currency?: string | undefined;
  /** The clients that may be named; absent: any name behind "for" is taken as written. */
  clients?: readonly { id: string; name: string }[] | undefined;
  /** How what was understood is written; the hub's own where nobody reads it alone. */
  locale?: string | undefined;
  /** Others read the answer: "yours" is then this person's. */
  sharedBy?: string | undefined;
};
