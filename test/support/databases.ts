import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { openJobs } from '../../core/jobs/open-jobs.js';
import type { Jobs } from '../../core/jobs/queue.js';
import { migrate, migrationsDirectory, readMigrations } from '../../core/storage/migrate.js';
import { type Database, openDatabase } from '../../core/storage/open-database.js';

export type DatabaseEngine = Database['engine'];
type QueuePlace = 'database queue' | 'redis';
export type StoragePairing = readonly [DatabaseEngine, QueuePlace];

/** Every way the program can be run; journeys and the queue are tested on each. */
export const storagePairings = [
  ['embedded', 'database queue'],
  ['postgresql', 'database queue'],
  ['postgresql', 'redis'],
] as const satisfies readonly StoragePairing[];

const testDatabaseUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
const testRedisUrl = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';
const reachTimeoutMs = 5_000;

/** A fresh, migrated database of the engine; `close` also clears it away. */
export async function openTestDatabase(
  engine: DatabaseEngine,
): Promise<{ database: Database; url?: string; close(): Promise<void> }> {
  if (engine === 'embedded') {
    const template = await embeddedTemplate();
    const database = await openDatabase({ embeddedDir: 'memory://', template });
    return { database, close: () => database.close() };
  }
  const { url, drop } = await createPostgresDatabase();
  const database = await openDatabase({ url, poolSize: 6 });
  await migrate(database);
  return {
    database,
    url,
    async close() {
      await database.close();
      await drop();
    },
  };
}

/** A fresh database with a queue, as the pairing names them; `close` clears both away. */
export async function openTestStorage(
  [engine, place]: StoragePairing,
  onFault?: Parameters<typeof openJobs>[0]['onFault'],
): Promise<{ database: Database; jobs: Jobs; close(): Promise<void> }> {
  const { database, close } = await openTestDatabase(engine);
  const redis = place === 'redis' ? await testRedis() : undefined;
  const jobs = await openJobs({ database, ...redis, onFault, closeTimeoutMs: 5_000 });
  return {
    database,
    jobs,
    async close() {
      await jobs.close();
      await close();
    },
  };
}

/** Redis for one test, kept apart from the others by its prefix. */
export async function testRedis(): Promise<{ redisUrl: string; prefix: string }> {
  const { hostname, port } = new URL(testRedisUrl);
  await reach('Redis', 'TEST_REDIS_URL', hostname, Number(port || 6379));
  return { redisUrl: testRedisUrl, prefix: `test-${randomUUID()}` };
}

/** An empty PostgreSQL database under a name of its own. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `hub_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(testDatabaseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({
    connectionString: testDatabaseUrl,
    connectionTimeoutMillis: reachTimeoutMs,
  });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(missing('PostgreSQL', 'TEST_DATABASE_URL'), { cause: error });
  }
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function reach(what: string, variable: string, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, timeout: reachTimeoutMs });
    const fail = (cause?: Error) => {
      socket.destroy();
      reject(new Error(missing(what, variable), { cause }));
    };
    socket.once('error', fail);
    socket.once('timeout', () => fail());
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

// A missing server is a failure everywhere: a suite that skips by itself protects nothing.
function missing(what: string, variable: string): string {
  return `${what} does not answer; start it, or name another with ${variable}`;
}

/** A dumped, migrated data folder: the first start costs seconds, so it is kept between runs. */
async function embeddedTemplate(): Promise<Blob> {
  const path = join(cacheDirectory(), `embedded-${templateKey()}.tar`);
  try {
    return new Blob([readFileSync(path)]);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw error;
    }
  }
  const database = await openDatabase({ embeddedDir: 'memory://' });
  if (database.engine !== 'embedded') {
    throw new Error('The template is an embedded database');
  }
  await migrate(database);
  const jobs = await openJobs({ database });
  await jobs.close();
  const dump = await database.session.dumpDataDir('none');
  await database.close();
  // Renamed into place, as another test process may be doing the same.
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, path);
  return dump;
}

function templateKey(): string {
  const require = createRequire(import.meta.url);
  const hash = createHash('sha256');
  for (const migration of readMigrations(migrationsDirectory())) {
    hash.update(migration.name).update(migration.checksum);
  }
  for (const name of ['@electric-sql/pglite', 'bullmq']) {
    hash.update(require.resolve(name)).update(versionOf(require.resolve(name), name));
  }
  return hash.digest('hex').slice(0, 16);
}

function versionOf(entry: string, name: string): string {
  const root = entry.slice(0, entry.lastIndexOf(`node_modules/${name}/`));
  return readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
}

function cacheDirectory(): string {
  return join(dirname(dirname(migrationsDirectory())), 'node_modules', '.cache', 'reversal-hub');
}
