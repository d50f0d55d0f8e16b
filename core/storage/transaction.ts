import type { Prisma, PrismaClient } from './generated/client.js';
import { sqlStateOf, sqlStates } from './sql-state.js';

/** The client inside a transaction. On PGlite awaiting the root client there waits for ever. */
export type Transaction = Prisma.TransactionClient;

/** What every book needs of the open database. */
export type WithPrisma = { prisma: PrismaClient };

/** On PGlite transactions queue for the one session, so waiting for a turn may take a while. */
const limits = { maxWait: 30_000, timeout: 30_000 };

/** A race is settled once the other has committed; three in a row mean something else is wrong. */
const maxAttempts = 4;

const races: readonly string[] = [
  sqlStates.uniqueViolation,
  sqlStates.serializationFailure,
  sqlStates.deadlockDetected,
];

/**
 * Runs `work` in one transaction. When it loses a race (unique key taken, deadlock) the whole
 * work runs again and then sees what the other committed, so `work` changes nothing outside.
 * After the last attempt the database's own error is thrown; `sqlStateOf` reads it.
 */
export async function inTransaction<T>(
  database: WithPrisma,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.prisma.$transaction(work, limits);
    } catch (error) {
      const state = sqlStateOf(error);
      if (attempt === maxAttempts || state === null || !races.includes(state)) throw error;
    }
  }
}
