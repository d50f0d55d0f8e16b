import { migrationsDirectory, readMigrations } from './migrate.js';
import type { Database } from './open-database.js';

/** How many migrations stand in the database, and which of this program's it lacks. */
export async function migrationState(
  database: Pick<Database, 'query'>,
): Promise<{ applied: number; missing: readonly string[] }> {
  const rows = await database.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const applied = new Set(rows.map((row) => row.name));
  const names = readMigrations(migrationsDirectory()).map((migration) => migration.name);
  return { applied: applied.size, missing: names.filter((name) => !applied.has(name)) };
}
