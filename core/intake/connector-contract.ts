import type { z } from 'zod';
import type { Notice, PaymentNotice } from '../reversals/notice.js';
import type { Identifier } from '../reversals/reversal.js';
import type { SourceItem } from './source-item.js';

/** One change seen in a listing: an id and when it changed, no content. */
export type ItemReference = { externalId: string; updatedAt: Date };

/** A page of changes. `cursor` is saved together with the references, in one transaction. */
export type ChangePage = {
  references: readonly ItemReference[];
  cursor: string;
  /** False when nothing more can be had now. */
  hasMore: boolean;
  /**
   * Set where the vendor has lost what happened since then, deletions too: open entries, and what was
   * judged since, are looked at again.
   */
  reconcile?: { since: Date };
  /**
   * Rows of the page that name no item that could be fetched, as they came: each is put aside and seen,
   * and the listing goes on. A row with an id is a reference, whatever else of it cannot be read.
   */
  unreadable?: readonly unknown[];
};

export type WriteBack = {
  externalId: string;
  /** Plain text of an internal note; already redacted. */
  note: string;
  addTags: readonly string[];
  removeTags: readonly string[];
  /** Travels as a marker in the note; a repeat looks for it first and writes nothing twice. */
  effectId: string;
  /**
   * An answer to the customer, for a person to send: words for the customer's eyes. It is a draft where
   * the source keeps drafts: `about` is the entry, an earlier answer about it goes, and null takes it
   * away. Elsewhere it stands in the internal note, under a heading; never where the customer reads.
   */
  replyDraft?: { about: string; text: string | null };
};

/** A request as it came over the wire: the signature covers `rawBody` byte for byte. */
export type IncomingWebhook = {
  /** Told to connectors whose vendor signs them too; without them such a signature is refused. */
  method?: string;
  /** The addresses the sender may have called, whole: by the hub's public one and by the Host header. */
  urls?: readonly string[];
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: Buffer;
  receivedAt: Date;
};

export type WebhookRefusal = 'unsigned' | 'bad_signature' | 'stale' | 'unreadable';

export type WebhookReading =
  | {
      accepted: true;
      hints: readonly string[];
      /** Something is new, but the notice does not tell what: the source is to be listed now. */
      pollNow?: true;
    }
  | { accepted: false; why: WebhookRefusal };

/** Fetches one of the items that were asked for together; it may wait for what is still being asked for. */
export type FetchEach = ((externalId: string) => Promise<SourceItem | null>) & {
  /**
   * Settles once the last request for what is common to them is under way, so that the next items may be
   * asked for. Left out: nothing is asked any more when the function is returned.
   */
  readonly isAsked?: Promise<unknown>;
};

/**
 * One account of one client that lists changes and gives items. Ask of it what every connector can
 * do; the rest is optional and its presence is the ability. Its webhook is a hint, the cursor is
 * what counts. Every method throws only `ConnectorError`, and ends within its timeout.
 */
export type Connection = {
  /** Who the hub is at the vendor; proves that credentials work. */
  check(): Promise<{ account: string }>;
  /** Changes since a cursor; `null` begins at `since`. */
  listChanges(cursor: string | null, since: Date): Promise<ChangePage>;
  /** One item whole; null when it is gone. */
  fetchItem(externalId: string): Promise<SourceItem | null>;
  /**
   * Reads at once what can be had for many items together, and returns how to fetch each of them:
   * for backfills, where a request a ticket saved is half the time. Where it throws `unreadable` or
   * `give_up`, each item is fetched by itself; after what may pass they are asked for together again.
   */
  fetchTogether?(externalIds: readonly string[]): Promise<FetchEach>;
  /** How many ids `fetchTogether` is worth asking for at once, above 0; left out: fifty. */
  togetherMax?: number;
  readWebhook?(request: IncomingWebhook): WebhookReading | Promise<WebhookReading>;
  writeBack?(write: WriteBack): Promise<'written' | 'already_there' | 'gone'>;
  /**
   * How a person takes card data out of an item there, said to whoever works it, with its source in
   * the code beside it. `isNoted`: the note that `writeBack` writes is read by them.
   */
  removal?: { how: string; isNoted: boolean };
  /** Asks the vendor to go on sending notices, which end by themselves; says until when they come. */
  renewSubscription?(): Promise<{ expiresAt: Date }>;
  /** Ids by a path independent of `listChanges`, for completeness. */
  listIds?(from: Date, to: Date): AsyncIterable<string>;
};

/**
 * One account of a processor that is not listed: it sends signed notices, and they are the facts
 * themselves. What it throws, and when it ends, is as for `Connection`.
 */
export type PushConnection = {
  check(): Promise<{ account: string }>;
  /** Verifies over the raw bytes, then reads. What is not accepted is kept nowhere. */
  readNotice(request: IncomingWebhook): Promise<NoticeReading>;
  /**
   * A payment by one of its names, read-only: captured, and what went back before `since` (later
   * refunds are told by notices). Null for a name that is not this processor's, or unknown there.
   */
  lookUpPayment?(identifier: Identifier, since: Date): Promise<PaymentNotice | null>;
  /** One event asked for anew by its id; null where the processor has it no more. */
  fetchNotice?(eventId: string): Promise<AcceptedNotices | null>;
  /** What the 2xx answer says, where the vendor wants to read certain words. */
  acceptedBody?: string;
};

export type AcceptedNotices = {
  accepted: true;
  /** Facts told, in the order of the body; empty for events that are none of ours. */
  notices: readonly Notice[];
  /** Verified events that cannot be read: each is listed as a dead letter, without its body. */
  unreadable: readonly { eventId: string; code: string }[];
  /** Events whose kind is not one we take. */
  ignored: number;
};

export type NoticeReading = AcceptedNotices | { accepted: false; why: WebhookRefusal };

/** Everything from outside a connection needs; handed in so that tests can replace it. */
export type ConnectorTools = {
  fetch: typeof globalThis.fetch;
  now: () => Date;
  userAgent: string;
};

/**
 * What a vendor allows one account: `points` in any `windowMs`. Every request that goes through
 * `ConnectorTools.fetch` is counted by the hub, in all processes together.
 */
export type RequestLimit = {
  name: string;
  points: number;
  windowMs: number;
  /** How many points a request takes; 0 where it does not count to this limit. */
  costOf(request: RequestLine): number;
  /** How many of the points may be taken at once; the others are spread over the window. */
  burst?: number;
  /** The account's own number of points, where the vendor's answers tell it. */
  pointsTold?: ((headers: Headers, request: RequestLine) => number | null) | undefined;
};

type RequestLine = { method: string; url: URL };

/** A connector: a vendor's name, the schema of its settings, and how to open one account. */
export type Connector<Settings = unknown> = {
  id: string;
  name: string;
  settings: z.ZodType<Settings>;
  /** The vendor's documented limits, each with its source beside it; 429 is obeyed without them too. */
  limits?(settings: Settings): readonly RequestLimit[];
  open(settings: Settings, tools: ConnectorTools): Connection;
};

/** A connector whose accounts are pushed from. */
export type PushConnector<Settings = unknown> = {
  id: string;
  name: string;
  isPush: true;
  settings: z.ZodType<Settings>;
  open(settings: Settings, tools: ConnectorTools): PushConnection;
};

/** What to do next decides the kind: wait and retry, retry, ask a person to sign in again, give up. */
const connectorErrorKinds = ['wait', 'retry', 're_authorise', 'give_up', 'unreadable'] as const;
export type ConnectorErrorKind = (typeof connectorErrorKinds)[number];

/**
 * Trouble outside. `code` is constant and free of private text; `waitMs` only with `wait`.
 * `instanceof` judges by name and fields: a connector that is a package of its own may have another
 * copy of this class, or an error of its own with the same fields.
 */
export class ConnectorError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is ConnectorError {
    return value instanceof Error && (isOwn(value) || isAlike(value));
  }

  override readonly name = 'ConnectorError';
  constructor(
    readonly kind: ConnectorErrorKind,
    readonly code: string,
    readonly waitMs: number | null = null,
  ) {
    super(code);
  }
}

/** A code is kept and shown, so another's must be one word; text in its place makes it no such error. */
const codeWord = /^[a-z][a-z0-9_]{0,63}$/;

const isOwn = (error: Error) =>
  Object.prototype.isPrototypeOf.call(ConnectorError.prototype, error);

function isAlike(error: Error & { kind?: unknown; code?: unknown; waitMs?: unknown }): boolean {
  if (error.name !== 'ConnectorError') return false;
  const { kind, code, waitMs } = error;
  const isWait =
    waitMs === null || (typeof waitMs === 'number' && waitMs >= 0 && waitMs < Infinity);
  const isKind = connectorErrorKinds.some((one) => one === kind);
  return isKind && typeof code === 'string' && codeWord.test(code) && isWait;
}

/** Gives a connector with known settings the shape the registry keeps. */
export function defineConnector<Settings>(connector: Connector<Settings>): Connector {
  return connector as Connector;
}

/** The same for a connector that is pushed from. */
export function definePushConnector<Settings>(connector: PushConnector<Settings>): PushConnector {
  return connector as PushConnector;
}
