import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { takeEmbeddedLock } from './embedded-lock.js';
import { PrismaClient } from './generated/client.js';

/** Rows of a raw query; the caller names their shape. */
type Query = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** One connection kept for a whole task; `runScript` sends several statements as one simple query. */
export type DatabaseSession = { query: Query; runScript(sql: string): Promise<void> };

type DatabaseCommon = {
  prisma: PrismaClient;
  query: Query;
  /** Runs the task on one connection of its own (embedded: the only one, one task after the other). */
  withSession<Result>(task: (session: DatabaseSession) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

type PostgresDatabase = DatabaseCommon & {
  engine: 'postgresql';
  /** A further pool on the same database with its own search path; whoever opens it ends it. */
  openPool(options: { searchPath: string; connectionsMax: number }): pg.Pool;
};

type EmbeddedDatabase = DatabaseCommon & { engine: 'embedded'; session: PGlite };

export type Database = PostgresDatabase | EmbeddedDatabase;

export type DatabaseOptions = {
  /** A PostgreSQL address; when absent, `embeddedDir` is used. */
  url?: string;
  /** The folder of the embedded database, or `memory://`. */
  embeddedDir?: string;
  /** Connections Prisma may hold; PostgreSQL only. */
  poolSize?: number;
  /** A dumped data folder an empty embedded database starts from. */
  template?: Blob;
  /** Told of a pooled connection that broke while idle; the pool replaces it by itself. */
  onConnectionLost?: (error: Error) => void;
};

const poolSizeDefault = 10;
const connectTimeoutMs = 10_000;
// Transactions share one embedded session and wait for each other; Prisma's own 2 s and 5 s are
// too short for a start on a slow disk.
const transactionOptions = { maxWait: 20_000, timeout: 20_000 };

/**
 * Opens PostgreSQL, or the embedded database where no address is given, and checks that it answers.
 * Throws EmbeddedDatabaseInUse while another process holds the folder; driver errors pass through.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.url !== undefined) {
    return openPostgres(options.url, options);
  }
  if (options.embeddedDir === undefined) {
    throw new Error('openDatabase needs either a url or an embeddedDir');
  }
  return openEmbedded(options.embeddedDir, options.template);
}

async function openPostgres(url: string, options: DatabaseOptions): Promise<PostgresDatabase> {
  const onConnectionLost = options.onConnectionLost ?? ignore;
  const openPool: PostgresDatabase['openPool'] = ({ searchPath, connectionsMax }) => {
    const pool = new pg.Pool({
      ...connectionOf(url, `-c search_path=${searchPath}`),
      max: connectionsMax,
    });
    // Every queue and worker that shares the pool listens for its errors.
    pool.setMaxListeners(0);
    surviveLosses(pool, onConnectionLost);
    return pool;
  };
  const pool = new pg.Pool({ ...connectionOf(url), max: options.poolSize ?? poolSizeDefault });
  surviveLosses(pool, onConnectionLost);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw error;
  }
  const adapter = new PrismaPg(pool, { disposeExternalPool: false });
  const prisma = new PrismaClient({ adapter, transactionOptions });
  return {
    engine: 'postgresql',
    prisma,
    openPool,
    query: queryOf(pool),
    async withSession(task) {
      const client = await pool.connect();
      try {
        return await task({
          query: queryOf(client),
          runScript: async (sql) => void (await client.query(sql)),
        });
      } finally {
        // Closed and not given back: what the task set or locked on it goes with it.
        client.release(true);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/**
 * Connection settings for an address. The drivers send and read times without their zone, so every
 * connection speaks UTC; options the address brings along stay in force.
 */
function connectionOf(url: string, ...options: string[]): pg.PoolConfig {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return {
    connectionString: address.href,
    options: [given, '-c timezone=UTC', ...options].join(' ').trim(),
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

async function openEmbedded(directory: string, template?: Blob): Promise<EmbeddedDatabase> {
  const inMemory = directory.startsWith('memory://');
  const lock = inMemory ? undefined : takeEmbeddedLock(directory);
  try {
    const session = await startEmbedded(inMemory ? directory : dataFolder(directory), template);
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(session), transactionOptions });
    const query: Query = async <Row>(sql: string, parameters?: readonly unknown[]) =>
      (await session.query<Row>(sql, [...(parameters ?? [])])).rows;
    return {
      engine: 'embedded',
      prisma,
      session,
      query,
      withSession: oneAtATime({
        query,
        runScript: async (sql) => void (await session.exec(sql)),
      }),
      async close() {
        await prisma.$disconnect();
        await session.close();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** The one session has its locks already, so tasks that would exclude each other by lock take turns. */
function oneAtATime(session: DatabaseSession): EmbeddedDatabase['withSession'] {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(() => task(session));
    last = turn.catch(() => undefined); // Its caller hears of it; the next one only waits.
    return turn;
  };
}

async function startEmbedded(dataDir: string, template?: Blob): Promise<PGlite> {
  const session = await PGlite.create({
    dataDir,
    extensions: { pg_trgm },
    ...(template && { loadDataDir: template }),
  });
  await session.exec(`SET TIME ZONE 'UTC'`);
  return session;
}

// A folder of its own, because a data folder may hold nothing else when it is first filled.
function dataFolder(directory: string): string {
  const folder = join(directory, 'pglite');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function queryOf(client: Pick<pg.PoolClient, 'query'>): Query {
  return async <Row>(sql: string, parameters?: readonly unknown[]) =>
    (await client.query(sql, [...(parameters ?? [])])).rows as Row[];
}

/**
 * A server that ends a session in the middle of a transaction must not end the process: the pool
 * hears of idle connections only (node-postgres.com/apis/pool, events), of one in use its own listener.
 */
function surviveLosses(pool: pg.Pool, onConnectionLost: (error: Error) => void) {
  pool.on('error', onConnectionLost);
  pool.on('connect', (client) => client.on('error', ignore));
}

function ignore(_error: Error): void {
  // The pool has dropped the connection already; the next query opens another.
}
