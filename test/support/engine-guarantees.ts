import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobFault } from '../../core/jobs/open-jobs.js';
import type { Jobs } from '../../core/jobs/queue.js';
import { migrate, migrationsDirectory, readMigrations } from '../../core/storage/migrate.js';
import type { Database } from '../../core/storage/open-database.js';
import {
  type DatabaseEngine,
  openTestDatabase,
  openTestStorage,
  type StoragePairing,
} from './databases.js';

/** What the program relies on in any database it runs on. */
export function describeDatabase(engine: DatabaseEngine): void {
  describe(`database on ${engine}`, () => {
    let database: Database;
    let close: () => Promise<void>;
    let folder: string;

    beforeAll(async () => {
      ({ database, close } = await openTestDatabase(engine));
    });
    afterAll(() => close());
    afterEach(() => {
      if (folder) {
        rmSync(folder, { recursive: true });
        folder = '';
      }
    });

    const migrationsPlus = (name: string, script: string): string => {
      folder = mkdtempSync(join(tmpdir(), 'migrations-'));
      cpSync(migrationsDirectory(), folder, { recursive: true });
      cpSync(join(folder, firstMigration()), join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'migration.sql'), script);
      return folder;
    };

    it('records every migration of the folder once, with its checksum', async () => {
      expect(await migrate(database)).toEqual([]);
      const records = await database.query(
        'SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY 1',
      );
      expect(records).toEqual(
        readMigrations(migrationsDirectory()).map(({ name, checksum }) => ({ name, checksum })),
      );
    });

    it('applies a new migration once when two programs start together', async () => {
      const directory = migrationsPlus('90000000000001_once', 'CREATE TABLE once (id int)');
      const applied = await Promise.all([
        migrate(database, directory),
        migrate(database, directory),
      ]);
      expect(applied.flat()).toEqual(['90000000000001_once']);
      expect(await database.query('SELECT * FROM once')).toEqual([]);
    });

    it('keeps nothing of a migration that fails half-way, and applies it once mended', async () => {
      const name = '90000000000002_mended';
      const broken = migrationsPlus(name, 'CREATE TABLE half (id int); SELECT 1/0;');
      await expect(migrate(database, broken)).rejects.toMatchObject({ code: '22012' });
      expect(await database.query(`SELECT to_regclass('half')::text AS half`)).toEqual([
        { half: null },
      ]);
      writeFileSync(join(broken, name, 'migration.sql'), 'CREATE TABLE half (id int) -- whole');
      expect(await migrate(database, broken)).toEqual([name]);
    });

    it('refuses a migration changed after it was applied, and applies nothing else', async () => {
      const directory = migrationsPlus(
        '90000000000003_after',
        'CREATE TABLE after_change (id int)',
      );
      writeFileSync(join(directory, firstMigration(), 'migration.sql'), 'SELECT 1');
      await expect(migrate(database, directory)).rejects.toMatchObject({
        name: 'MigrationRefused',
        fault: 'checksum_differs',
        migration: firstMigration(),
      });
      expect(await database.query(`SELECT to_regclass('after_change')::text AS it`)).toEqual([
        { it: null },
      ]);
    });

    it('refuses to start over a migration that failed under the command line', async () => {
      await database.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', 'broken')`,
      );
      await expect(migrate(database)).rejects.toMatchObject({
        fault: 'failed_stands',
        migration: 'broken',
      });
      await database.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = 'x'`);
      expect(await migrate(database)).toEqual([]);
    });

    it('writes all of an interactive transaction, or nothing when it throws', async () => {
      const { prisma } = database;
      const client = (id: string) => ({ id, name: id, currency: 'USD', timezone: 'UTC' });
      await prisma.$transaction(async (transaction) => {
        await transaction.client.create({ data: client('kept') });
        await transaction.client.create({ data: client('kept-too') });
      });
      const stopped = prisma.$transaction(async (transaction) => {
        await transaction.client.create({ data: client('undone') });
        throw new Error('stop');
      });
      await expect(stopped).rejects.toThrow('stop');
      expect(await prisma.client.count()).toBe(2);
    });

    it('lets transactions that start together wait for each other', async () => {
      const { prisma } = database;
      const before = await prisma.client.count();
      const starts = Array.from({ length: 8 }, (_, index) =>
        prisma.$transaction(async (transaction) => {
          await transaction.client.create({
            data: { id: `t${index}`, name: 'T', currency: 'USD', timezone: 'UTC' },
          });
          await transaction.$queryRaw`SELECT pg_sleep(0.02)::text`;
        }),
      );
      await Promise.all(starts);
      expect(await prisma.client.count()).toBe(before + 8);
    });

    it('reads back the instant it wrote', async () => {
      const rows = await database.query(
        `SELECT current_setting('TimeZone') AS zone, '2026-07-01T12:00:00Z'::timestamptz AS at`,
      );
      expect(rows).toEqual([{ zone: 'UTC', at: new Date('2026-07-01T12:00:00Z') }]);
    });
  });
}

/** What the program relies on in any queue it runs on. */
export function describeQueue(pairing: StoragePairing): void {
  describe(`queue on ${pairing.join(' with ')}`, () => {
    let jobs: Jobs;
    let database: Database;
    let close: () => Promise<void>;
    const faults: { event: JobFault; id: string | undefined }[] = [];

    beforeAll(async () => {
      ({ jobs, database, close } = await openTestStorage(pairing, (event, _error, job) => {
        faults.push({ event, id: job?.id });
      }));
    });
    afterAll(() => close());

    const settle = { timeout: 8_000, interval: 20 };

    it('hands a job to its kind only, id unchanged', async () => {
      const seen: string[] = [];
      jobs.process('greet', async (id) => void seen.push(`greet ${id}`));
      jobs.process('part', async (id) => void seen.push(`part ${id}`));
      await jobs.add('greet', 'a:b/c 1');
      await jobs.add('part', '42');
      await vi.waitFor(() => expect(seen.sort()).toEqual(['greet a:b/c 1', 'part 42']), settle);
    });

    it('runs jobs that wait together side by side, up to the limit', async () => {
      let running = 0;
      let most = 0;
      let done = 0;
      for (let index = 0; index < 12; index += 1) {
        await jobs.add('side', `s${index}`);
      }
      const work = async () => {
        running += 1;
        most = Math.max(most, running);
        await wait(30);
        running -= 1;
        done += 1;
      };
      jobs.process('side', work, { concurrency: 3 });
      await vi.waitFor(() => expect(done).toBe(12), settle);
      expect(most).toBe(3);
    });

    it('runs an id once that is added twice while waiting, and again when added afterwards', async () => {
      const runs: string[] = [];
      await jobs.add('once', 'x');
      await jobs.add('once', 'x');
      await jobs.add('once', 'y');
      jobs.process('once', async (id) => void runs.push(id));
      await vi.waitFor(() => expect(runs).toEqual(['x', 'y']), settle);
      await isIdle(jobs, 'once');
      expect(runs).toEqual(['x', 'y']);
      await jobs.add('once', 'x');
      await vi.waitFor(() => expect(runs).toEqual(['x', 'y', 'x']), settle);
    });

    it('holds a delayed job back until its time', async () => {
      const ranAt = new Promise<number>((resolve) => {
        jobs.process('later', async () => resolve(performance.now()));
      });
      const addedAt = performance.now();
      await jobs.add('later', 'x', { delayMs: 400 });
      expect((await jobs.health()).later).toMatchObject({ delayed: 1, waiting: 0 });
      // Timers of the servers and of this process count milliseconds differently.
      expect((await ranAt) - addedAt).toBeGreaterThan(390);
    });

    it('calls a handler that throws again, gives up after three times, takes the id again', async () => {
      let calls = 0;
      jobs.process('throw', async () => {
        calls += 1;
        throw new Error('always');
      });
      await jobs.add('throw', 'bad');
      await vi.waitFor(
        () => expect(faults).toEqual([{ event: 'job_given_up', id: 'bad' }]),
        settle,
      );
      expect(calls).toBe(3);
      expect((await jobs.health()).throw).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 1 });
      await jobs.add('throw', 'bad');
      await vi.waitFor(() => expect(calls).toBe(4), settle);
    });

    it('repeats on an interval, at once for the first time, never two runs of one id together', async () => {
      let running = 0;
      let runs = 0;
      let together = 0;
      const work = async () => {
        running += 1;
        together = Math.max(together, running);
        await wait(150);
        running -= 1;
        runs += 1;
      };
      jobs.process('tick', work, { concurrency: 3 });
      await jobs.every('tick', 'clock', 60_000);
      await vi.waitFor(() => expect(runs).toBe(1), settle);
      await jobs.every('tick', 'clock', 60);
      await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(4), settle);
      expect(together).toBe(1);
      await jobs.every('tick', 'clock', 60_000);
    });

    it('keeps its tables apart from the program’s', async () => {
      const twice = await database.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class
          JOIN pg_namespace ON pg_namespace.oid = relnamespace
          WHERE nspname IN ('public', 'bullmq') GROUP BY relname HAVING count(*) > 1`,
      );
      expect(twice).toEqual([]);
    });
  });

  describe(`closing the queue on ${pairing.join(' with ')}`, () => {
    it('waits for the running job and takes no more', async () => {
      const { jobs, close } = await openTestStorage(pairing);
      const events: string[] = [];
      const started = new Promise<void>((resolve) => {
        jobs.process('slow', async (id) => {
          events.push(`start ${id}`);
          resolve();
          await wait(300);
          events.push(`end ${id}`);
        });
      });
      await jobs.add('slow', 'first');
      await jobs.add('slow', 'second');
      await started;
      await jobs.close();
      events.push('closed');
      expect(events).toEqual(['start first', 'end first', 'closed']);
      await close();
    });
  });
}

async function isIdle(jobs: Jobs, kind: string): Promise<void> {
  await vi.waitFor(
    async () =>
      expect((await jobs.health())[kind]).toMatchObject({ waiting: 0, active: 0, delayed: 0 }),
    { timeout: 5_000, interval: 20 },
  );
}

function firstMigration(): string {
  const [first] = readMigrations(migrationsDirectory());
  if (!first) {
    throw new Error('No migrations found');
  }
  return first.name;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
