import type { Person } from '../reversals/reversal.js';

export const scopes = ['read', 'write', 'decide'] as const;
export type Scope = (typeof scopes)[number];

/** A key acts as the person it was made for, within its scopes and clients (null: all of theirs). */
export type ApiKey = {
  id: string;
  prefix: string;
  person: Person;
  scopes: readonly Scope[];
  clients: readonly string[] | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** Keys, sign-in links and sessions; only hashes of the secrets are stored. */
export type AccessBook = {
  addKey(key: {
    hash: string;
    prefix: string;
    personId: string;
    scopes: readonly Scope[];
    clients: readonly string[] | null;
    at: Date;
  }): Promise<string>;
  keyByHash(hash: string, at: Date): Promise<ApiKey | null>;
  keys(): Promise<readonly ApiKey[]>;
  revokeKey(idOrPrefix: string, at: Date): Promise<boolean>;
  addSignIn(hash: string, personId: string, expiresAt: Date): Promise<void>;
  /** Uses the link up; null when unknown, used or expired. */
  takeSignIn(hash: string, at: Date): Promise<Person | null>;
  addSession(hash: string, personId: string, expiresAt: Date): Promise<void>;
  sessionPerson(hash: string, at: Date): Promise<Person | null>;
  /** Moves the idle end of a session that still stands; an ended one stays ended. */
  extendSession(hash: string, expiresAt: Date): Promise<void>;
  endSession(hash: string): Promise<void>;
};
