import type { Express } from 'express';
import type { AccessBook } from '../access/access-book.js';
import type { Directory } from '../access/directory.js';
import type { ExportFilter } from '../access/export-link.js';
import type { RandomBytes } from '../access/keys.js';
import type { CardDataBook } from '../intake/card-data.js';
import type { IncomingWebhook, WebhookReading } from '../intake/connector-contract.js';
import type { SourceBook } from '../intake/source-book.js';
import type { NoticesTaken } from '../intake/take-notices.js';
import type { Desk } from '../reversals/desk.js';
import type { RedactedText } from '../reversals/redacted-text.js';
import type { Person } from '../reversals/reversal.js';

/** Everything the web needs from outside; main.ts fills it in, tests replace the far side. */
export type WebDeps = {
  desk: Desk;
  directory: Directory;
  access: AccessBook;
  sources: Pick<SourceBook, 'connections' | 'deadLetters'>;
  /** Where card data was found, for compliance. */
  cardData: Pick<CardDataBook, 'list'>;
  /** The verifier of a connection; null when no such connection takes webhooks. */
  readWebhook(
    connectionId: string,
  ): ((request: IncomingWebhook) => WebhookReading | Promise<WebhookReading>) | null;
  /**
   * Marks hinted items pending; must be durable when it resolves, for the answer is then 200. Without
   * hints the connection is listed soon.
   */
  onHints(connectionId: string, hints: readonly string[]): Promise<void>;
  /**
   * Takes a processor's delivery, all of it durable when it resolves; null where the connection is
   * not one that is pushed from.
   */
  takeNotices(connectionId: string): ((request: IncomingWebhook) => Promise<NoticesTaken>) | null;
  /** Whether a reversal's history verifies; null where nothing can tell. */
  verifyHistory: ((reversalId: string) => Promise<HistoryProof>) | null;
  /** The filter of an export link of this person's own; else why there is none. */
  openExport(token: string, person: Person): ExportFilter | 'not_a_link' | 'not_yours' | 'expired';
  /** History that a person took entries out of the hub; durable when it resolves. */
  recordExport(person: Person, filter: ExportFilter, entries: number): Promise<void>;
  ready(): Promise<Readiness>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** Opens /metrics to other machines; null: this machine only. */
  metricsToken: string | null;
  /** Telemetry counter; labels come from fixed lists and configuration only. */
  count(name: string, labels?: Readonly<Record<string, string>>): void;
  /** Tells telemetry of our own bug. The error's text is private and is not to be written out. */
  onBug(where: string, error: unknown): void;
  now(): Date;
  randomBytes: RandomBytes;
  publicUrl: string;
  organization: string;
  redact(text: string): { text: RedactedText; findings: readonly { kind: string }[] };
  /** True when a text holds card data. Asked of everything that goes in unredacted or goes out. */
  tripwire(text: string): boolean;
  /** Set in sandbox mode only: people choose who they are, and one well-known key works. */
  sandbox: Sandbox | null;
  /** Mounts what reads its own raw bodies (the chat receiver) before any body parser. */
  mounts(app: Express): void;
};

type Sandbox = { people: () => Promise<readonly Person[]>; apiKey: string };

export type HistoryProof = { whole: true } | { whole: false; brokenAt: number };

export type Readiness = { ok: boolean; checks: Readonly<Record<string, { ok: boolean }>> };
