import { type HistoryRow, verifyChain } from '../audit/chain.js';
import { openPrivacy } from '../privacy/privacy.js';
import { createAccessBook } from './access-store.js';
import { addPayment, type PaymentToAdd } from './add-payment.js';
import { createSettingsStore } from './apply-settings.js';
import { createCardDataBook } from './card-data-store.js';
import { createCardBook } from './card-store.js';
import { createChatInstallations } from './chat-installation-store.js';
import { createChatPace } from './chat-pace-store.js';
import { createChatTroubles } from './chat-trouble-store.js';
import { createCompletenessBook } from './completeness-store.js';
import { createWatchBook } from './connection-watch-store.js';
import { createDirectory } from './directory-store.js';
import { createDrafts } from './draft-store.js';
import { createEffectBook } from './effect-store.js';
import { createExportBook } from './export-store.js';
import { createHistoryReader } from './history-store.js';
import { createInsightBook } from './insight-store.js';
import { migrate } from './migrate.js';
import { migrationState } from './migration-state.js';
import { type Database, type DatabaseOptions, openDatabase } from './open-database.js';
import { createPastBook } from './past-store.js';
import { createPersonBook } from './person-store.js';
import { createPurgeBook } from './purge-store.js';
import { createRequestBudget } from './request-budget-store.js';
import { createReversalStore } from './reversal-store.js';
import { createSourceBook } from './source-store.js';
import { createSubjectRights } from './subject-rights-store.js';
import { createTrainingBook } from './training-store.js';

/** Everything stored, by who uses it; `database` is for the queue on the same database. */
export type Storage = ReturnType<typeof booksOf> & {
  database: Database;
  /** Names of the migrations this start applied. */
  migrated: readonly string[];
  close(): Promise<void>;
};

/**
 * Opens the database, applies missing migrations and returns all books. Throws
 * `MasterKeyError` for a key that is not 32 bytes, and what opening and migrating throw.
 */
export async function openStorage({
  masterKey,
  ...options
}: DatabaseOptions & { masterKey: Buffer }): Promise<Storage> {
  const privacy = openPrivacy({ masterKey });
  const database = await openDatabase(options);
  try {
    const migrated = await migrate(database);
    return { ...booksOf(database, privacy), database, migrated, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The books over a database that is open and migrated. */
export function booksOf(database: Database, privacy: ReturnType<typeof openPrivacy>) {
  const history = createHistoryReader(database);
  return {
    reversals: createReversalStore(database, privacy),
    directory: createDirectory(database),
    access: createAccessBook(database),
    sources: createSourceBook(database),
    requests: createRequestBudget(database),
    watch: createWatchBook(database),
    completeness: createCompletenessBook(database),
    effects: createEffectBook(database),
    insight: createInsightBook(database),
    exports: createExportBook(database),
    secrets: { sealSecret: privacy.sealSecret, openSecret: privacy.openSecret },
    cards: createCardBook(database),
    people: createPersonBook(database),
    past: createPastBook(database),
    cardData: createCardDataBook(database),
    chatTroubles: createChatTroubles(database),
    chatInstallations: createChatInstallations(database, privacy),
    chatPace: createChatPace(database),
    drafts: createDrafts(database, privacy),
    purge: createPurgeBook(database),
    training: createTrainingBook(database, privacy),
    subjectRights: createSubjectRights(database, privacy),
    /** Clients, people and connections as configured, in one transaction; returns what differs. */
    applySettings: createSettingsStore(database).apply,
    migrationState: () => migrationState(database),
    historyChains: history.chains,
    /** Whether one reversal's history is as it was written; else its first faulty line. */
    verifyHistoryOf: async (reversalId: string) => proofOf(await history.rowsOf(reversalId)),
    addPayment: (payment: PaymentToAdd) => addPayment(database, payment),
  };
}

function proofOf(rows: readonly HistoryRow[]) {
  const brokenAt = verifyChain(rows);
  return brokenAt === null ? { whole: true as const } : { whole: false as const, brokenAt };
}
