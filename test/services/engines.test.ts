import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openJobs } from '../../core/jobs/open-jobs.js';
import { migrate, migrationsDirectory } from '../../core/storage/migrate.js';
import { openDatabase } from '../../core/storage/open-database.js';
import {
  createPostgresDatabase,
  openTestDatabase,
  storagePairings,
  testRedis,
} from '../support/databases.js';
import { describeDatabase, describeQueue } from '../support/engine-guarantees.js';

const root = dirname(dirname(migrationsDirectory()));
const killedWorker = fileURLToPath(new URL('../support/killed-worker.ts', import.meta.url));
const pairings = storagePairings.filter(([engine]) => engine === 'postgresql');

describeDatabase('postgresql');
for (const pairing of pairings) {
  describeQueue(pairing);
}

describe('migrations and the Prisma command line', () => {
  it('shows a database this program migrated as up to date', async () => {
    const { url, close } = await openTestDatabase('postgresql');
    expect(await prisma(url, 'migrate', 'status')).toContain('Database schema is up to date!');
    expect(await prisma(url, 'migrate', 'deploy')).toContain('No pending migrations to apply.');
    await close();
  });

  it('leaves this program nothing to do after `prisma migrate deploy`', async () => {
    const { url, drop } = await createPostgresDatabase();
    expect(await prisma(url, 'migrate', 'deploy')).toContain(
      'All migrations have been successfully applied.',
    );
    const database = await openDatabase({ url });
    expect(await migrate(database)).toEqual([]);
    await database.close();
    await drop();
  });
});

describe('a killed process', () => {
  it.concurrent.each(pairings)('has its job run by another one on %s with %s', async (_, place) => {
    const { database, url, close } = await openTestDatabase('postgresql');
    const redis = place === 'redis' ? await testRedis() : {};
    const jobs = await openJobs({ database, ...redis });
    await jobs.add('hold', 'x');
    const worker = spawn(
      process.execPath,
      ['--import', 'tsx', killedWorker, JSON.stringify({ url, ...redis })],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(worker.stdout, 'data');
    worker.kill('SIGKILL');
    await jobs.add('hold', 'x');
    const id = await new Promise<string>((resolve) => {
      jobs.process('hold', async (taken) => resolve(taken));
    });
    expect(id).toBe('x');
    await jobs.close();
    await close();
  });
});

async function prisma(url: string | undefined, ...command: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/prisma/build/index.js'), ...command],
    { cwd: root, env: { ...process.env, DATABASE_URL: url } },
  );
  return stdout;
}
