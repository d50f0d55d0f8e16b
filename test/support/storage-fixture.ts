import { createHash, randomUUID } from 'node:crypto';
import { openPrivacy } from '../../core/privacy/privacy.js';
import { type Money, parseCurrency } from '../../core/reversals/money.js';
import type { NewHistoryEntry, NewMessage, NewReversal } from '../../core/reversals/ports.js';
import type { RedactedText } from '../../core/reversals/redacted-text.js';
import type { Person } from '../../core/reversals/reversal.js';
import { sqlStateOf } from '../../core/storage/sql-state.js';
import { booksOf } from '../../core/storage/storage.js';
import { type DatabaseEngine, openTestDatabase } from './databases.js';

export const loggedAt = new Date('2026-03-01T12:00:00.000Z');
export const redacted = (text: string) => text as RedactedText;
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export function usd(minor: bigint): Money {
  const currency = parseCurrency('USD');
  if (!currency) throw new Error('USD is a currency');
  return { minor, currency };
}

export type StorageFixture = Awaited<ReturnType<typeof openStorageFixture>>;

/** A migrated database with two clients, four people and two connections, and all books. */
export async function openStorageFixture(engine: DatabaseEngine) {
  const { database, close } = await openTestDatabase(engine);
  const privacy = openPrivacy({ masterKey: Buffer.alloc(32, 1) });
  const books = booksOf(database, privacy);
  await books.applySettings(exampleSettings);
  const people = await books.directory.all();
  const person = (email: string): Person => {
    const found = people.find((one) => one.email === email);
    if (!found) throw new Error(`nobody is ${email}`);
    return found;
  };
  const log = (entry: Partial<NewReversal> = {}) =>
    books.reversals.transaction((tx) => tx.insert(newReversal(entry)));
  /** A source item as intake would have saved it. */
  const sourceItem = async (connectionId = 'acme-zendesk', externalId: string = randomUUID()) =>
    books.sources.noteHint(connectionId, externalId, loggedAt);
  return { database, privacy, books, person, log, sourceItem, close };
}

const columns = { chatChannelId: null, policy: null, settings: {} };

export const exampleSettings = {
  clients: [
    { id: 'acme', name: 'Acme', currency: 'USD', timezone: 'America/New_York', ...columns },
    { id: 'globex', name: 'Globex', currency: 'EUR', timezone: 'Europe/Berlin', ...columns },
  ],
  people: [
    personNamed('agent@example.com', 'Ada Agent', 'agent'),
    personNamed('manager@example.com', 'Max Manager', 'manager'),
    personNamed('second@example.com', 'Sam Second', 'manager'),
    personNamed('admin@example.com', 'Ann Admin', 'admin'),
  ],
  connections: [
    { id: 'acme-zendesk', connector: 'zendesk', clientId: 'acme', actFrom: null },
    { id: 'globex-gmail', connector: 'gmail', clientId: 'globex', actFrom: null },
  ],
  at: new Date('2026-02-01T00:00:00.000Z'),
};

function personNamed(email: string, name: string, role: 'agent' | 'manager' | 'admin') {
  return { email, name, role, clients: ['acme', 'globex'], chatUserId: null, timezone: null };
}

export function newReversal(entry: Partial<NewReversal> = {}): NewReversal {
  return {
    clientId: 'acme',
    type: 'refund',
    kind: 'request',
    status: 'pending_approval',
    amount: usd(4_999n),
    paymentId: null,
    identifiers: [],
    reason: null,
    reasonCode: null,
    cardLast4: null,
    customer: null,
    channel: 'crm',
    source: null,
    occurredAt: null,
    loggedAt,
    dueAt: null,
    loggedById: null,
    requesters: [],
    assigneeId: null,
    flags: [],
    contentHash: hashOf('content'),
    before: null,
    after: null,
    dispute: null,
    trace: null,
    correctsId: null,
    historic: false,
    readingReasons: [],
    reviewReasons: [],
    messages: [],
    ...entry,
  };
}

export function newMessage(message: Partial<NewMessage> = {}): NewMessage {
  return {
    sourceItemId: null,
    externalId: randomUUID(),
    author: 'customer',
    authorName: redacted('Jane Doe'),
    text: redacted('please return it'),
    isPublic: true,
    sentAt: loggedAt,
    ...message,
  };
}

export function newEntry(entry: Partial<NewHistoryEntry> = {}): NewHistoryEntry {
  return {
    at: loggedAt,
    actor: { kind: 'hub' },
    surface: 'hub',
    action: 'logged',
    facts: {},
    values: {},
    ...entry,
  };
}

/** The SQLSTATE a statement fails with; `none` where it went through. */
export async function stateOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => sqlStateOf(error) ?? driverState(error),
  );
}

/** Outside Prisma both drivers give the state as `code`. */
function driverState(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  throw error;
}
