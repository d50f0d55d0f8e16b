import type { FaultStorm } from '../../support/stand-ins/fault-storm.js';

export type FailureKind =
  | 'badJson'
  | 'cut'
  | 'truncate'
  | 'timeout'
  | { slowMs: number }
  | { status: number; body?: unknown; headers?: Record<string, string> };

/** Where a signed notice is sent, for signatures that cover the address. */
export const noticeUrl = 'https://hub.northwind.example/webhooks/under-test';

/** The far side of one connector in a test's hands. Times are the vendor's clock. */
export type RunningStandIn = {
  clock: { ms: number };
  settings: unknown;
  /** A notice that names no item has the source listed, and its signature may leave the body out. */
  notices?: { nameItems: boolean; signBody: boolean };
  createItem(text: string, createdAt?: Date): string;
  changeItem(id: string, text: string): void;
  deleteItem(id: string): void;
  notesOf(id: string): readonly string[];
  tagsOf(id: string): readonly string[];
  setTags(id: string, tags: readonly string[]): void;
  /** Lets the time pass after which every change so far is listed. */
  settle(): void;
  signedNotice(id: string, sentAt: Date): { headers: Record<string, string>; body: string };
  /** Spoils the next `times` requests, whatever they ask. */
  fail(kind: FailureKind, times: number): { struck(): number };
  clearFaults(): void;
  /** From now on requests and listings meet the storm, see `faultStorm`; null ends it. */
  meetStorm(storm: FaultStorm | null): void;
  close(): Promise<void>;
};

export type ConnectorStandIn = { connectorId: string; start(): Promise<RunningStandIn> };
