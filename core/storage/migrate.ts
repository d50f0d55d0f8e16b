import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database, DatabaseSession } from './open-database.js';

// Prisma's own lock number, so that `prisma migrate deploy` and a starting program take turns:
// https://www.prisma.io/docs/orm/prisma-migrate/workflows/development-and-production
const migrationLock = 72707369;
const lockTimeout = '60s';

// Prisma's table, column for column, so that its command line reads and continues this record.
const createTable = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

type MigrationFault = 'checksum_differs' | 'failed_stands';

class MigrationRefused extends Error {
  override name = 'MigrationRefused';
  constructor(
    readonly fault: MigrationFault,
    readonly migration: string,
  ) {
    super(`Migration ${migration}: ${explanations[fault]}`);
  }
}

const explanations = {
  checksum_differs: 'its file was changed after it had been applied here',
  failed_stands: 'it failed here before and was not resolved (prisma migrate resolve)',
} satisfies Record<MigrationFault, string>;

type Migration = { name: string; script: string; checksum: string };
type Applied = { name: string; checksum: string; finished: boolean };

/**
 * Applies what is missing of `prisma/migrations` and returns the names; safe for many processes at
 * once. Throws MigrationRefused when a record here does not fit the files, and changes nothing then.
 */
export async function migrate(
  database: Pick<Database, 'withSession'>,
  directory: string = migrationsDirectory(),
): Promise<string[]> {
  const migrations = readMigrations(directory);
  return database.withSession(async (session) => {
    await session.runScript(`SET lock_timeout = '${lockTimeout}'`);
    await session.query('SELECT pg_advisory_lock($1::bigint)::text AS taken', [migrationLock]);
    try {
      await session.runScript('SET lock_timeout = 0');
      return await applyMissing(session, migrations);
    } finally {
      await session.query('SELECT pg_advisory_unlock($1::bigint)', [migrationLock]);
    }
  });
}

/** The migrations' folder of the package, for source and built code alike. */
export function migrationsDirectory(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackageRoot(folder)) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error('No package.json of reversal-hub above the program');
    }
    folder = parent;
  }
  return join(folder, 'prisma', 'migrations');
}

/** The folder's migrations in order, each with the SHA-256 of its script as Prisma records it. */
export function readMigrations(directory: string): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const script = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
}

async function applyMissing(session: DatabaseSession, migrations: Migration[]): Promise<string[]> {
  await session.runScript(createTable);
  const applied = await session.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const failed = applied.find((record) => !record.finished);
  if (failed) {
    throw new MigrationRefused('failed_stands', failed.name);
  }
  const checksums = new Map(applied.map((record) => [record.name, record.checksum]));
  const missing = migrations.filter((migration) => !checksums.has(migration.name));
  const changed = migrations.find(
    ({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum,
  );
  if (changed) {
    throw new MigrationRefused('checksum_differs', changed.name);
  }
  for (const migration of missing) {
    await session.runScript(withRecord(migration));
  }
  return missing.map((migration) => migration.name);
}

// One simple query is one transaction: the script and its record stand together or not at all, so
// a process that dies here leaves nothing behind that somebody would have to resolve.
function withRecord({ name, script, checksum }: Migration): string {
  const values = [randomUUID(), checksum, name].map(quote).join(', ');
  return `${script}
;
INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
VALUES (${values}, now(), clock_timestamp(), 1);`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function isPackageRoot(folder: string): boolean {
  const path = join(folder, 'package.json');
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).name === 'reversal-hub';
}
