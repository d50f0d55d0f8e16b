import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPrivacy } from '../../../core/privacy/privacy.js';
import { migrate } from '../../../core/storage/migrate.js';
import { type Database, openDatabase } from '../../../core/storage/open-database.js';
import { booksOf } from '../../../core/storage/storage.js';
import { createPostgresDatabase, type DatabaseEngine } from '../databases.js';

export type Books = ReturnType<typeof booksOf>;

/** Connections of the hub: as many transactions truly run beside each other. */
const poolSize = 10;

/** A closed embedded database must not keep the race waiting: what it held is lost, as in a crash. */
const closeTimeoutMs = 5_000;

/** One database whose hub can die in the middle of its work and come up again on what was committed. */
export type RaceStorage = {
  engine: DatabaseEngine;
  database(): Database;
  books(): Books;
  /** Everything under way is cut off, then the storage is opened anew. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export async function openRaceStorage(engine: DatabaseEngine): Promise<RaceStorage> {
  const place = engine === 'postgresql' ? await onServer() : inFolder();
  const privacy = openPrivacy({ masterKey: Buffer.alloc(32, 1) });
  const open = async () => {
    const database = await openDatabase(place.options);
    return { database, books: booksOf(database, privacy) };
  };
  let now = await open();
  await migrate(now.database);
  return {
    engine,
    database: () => now.database,
    books: () => now.books,
    async restart() {
      await place.kill();
      await closed(now.database);
      now = await open();
    },
    async close() {
      await closed(now.database);
      await place.clear();
    },
  };
}

async function onServer() {
  const { url, drop } = await createPostgresDatabase();
  return {
    options: { url, poolSize },
    /** As when the machine of the hub goes away: the server ends its sessions where they stand. */
    async kill() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await client.end();
    },
    clear: drop,
  };
}

function inFolder() {
  const embeddedDir = mkdtempSync(join(tmpdir(), 'races-'));
  return {
    options: { embeddedDir },
    kill: async () => undefined,
    clear: async () => rmSync(embeddedDir, { recursive: true, force: true }),
  };
}

async function closed(database: Database): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, closeTimeoutMs).unref());
  await Promise.race([database.close(), late]);
}
