import {
  createPostgresBackend,
  DEFAULT_SCHEMA,
  type PgPool,
  type PgPoolClient,
  Queue,
  runMigrations,
  Worker,
  withBackend,
} from 'bullmq';
import { Redis } from 'ioredis';
import { type EmbeddedSession, embeddedPool, withinTransaction } from './embedded-pool.js';

/** The database as the queue needs it: a pool of its own, or the embedded session. */
export type QueueDatabase =
  | { engine: 'postgresql'; openPool(options: PoolOptions): QueuePool }
  | { engine: 'embedded'; session: EmbeddedSession };

type PoolOptions = { searchPath: string; connectionsMax: number };
type QueuePool = PgPool & { options: { max?: number }; connect(): Promise<PgPoolClient> };

/** Where jobs are kept: BullMQ's queues and workers on one of its three footings. */
export type Backend = {
  openQueue(name: string): BackendQueue;
  openWorker(name: string, run: RunJob, options: WorkerSettings): BackendWorker;
  /** Lets the connections go; queues and workers are closed before. */
  close(): Promise<void>;
};

/** `tick` marks the schedule's own job, which only asks for the real one. */
export type JobData = { id: string; tick?: true };
export type BackendQueue = Pick<
  Queue<JobData, void>,
  'add' | 'upsertJobScheduler' | 'getJobScheduler' | 'removeJobScheduler' | 'getJobCounts' | 'close'
> & { on(event: 'error', listener: (error: Error) => void): unknown };
export type BackendWorker = Pick<Worker<JobData, void>, 'close'> & {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: FailedJob | undefined, error: Error) => void): unknown;
};
type FailedJob = { data: JobData; attemptsMade: number; opts: { attempts?: number } };
type RunJob = (job: { data: JobData }) => Promise<void>;
type WorkerSettings = {
  concurrency: number;
  lockDuration: number;
  stalledInterval: number;
  maxStalledCount: number;
};

// Connections the queues share; each worker adds one, which it keeps for LISTEN.
const sharedConnections = 4;
// Nobody reads the queue's event stream; what happened is in the program's own history.
const streams = { events: { maxLen: 100 } };

export async function openPostgresBackend(
  database: Extract<QueueDatabase, { engine: 'postgresql' }>,
): Promise<Backend> {
  const pool = database.openPool({
    searchPath: DEFAULT_SCHEMA,
    connectionsMax: sharedConnections,
  });
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  const growPool = () => {
    pool.options.max = (pool.options.max ?? sharedConnections) + 1;
  };
  return { ...databaseBackend(pool, growPool), close: () => pool.end() };
}

export async function openEmbeddedBackend(session: EmbeddedSession): Promise<Backend> {
  // The one session has one search path; the program's own tables come first.
  await session.exec(`SET search_path TO public, ${DEFAULT_SCHEMA}`);
  await withinTransaction(session, (client) => runMigrations(client));
  await emptyQueues(session);
  return { ...databaseBackend(embeddedPool(session)), close: async () => undefined };
}

export async function openRedisBackend(
  url: string,
  prefix: string | undefined,
  onFault: (error: Error) => void,
): Promise<Backend> {
  // An add must fail while Redis is away (the outbox asks again); a worker must wait for it:
  // https://docs.bullmq.io/guide/going-to-production#maxretriesperrequest
  const producer = new Redis(url, { maxRetriesPerRequest: 2 });
  const consumer = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  for (const connection of [producer, consumer]) {
    connection.on('error', onFault);
  }
  const disconnect = () => {
    producer.disconnect();
    consumer.disconnect();
  };
  try {
    await producer.ping();
  } catch (error) {
    disconnect();
    throw error;
  }
  const prefixed = prefix === undefined ? {} : { prefix };
  return {
    openQueue: (name) => new Queue(name, { connection: producer, streams, ...prefixed }),
    openWorker: (name, run, settings) =>
      new Worker(name, run, { connection: consumer, ...settings, ...prefixed }),
    close: async () => disconnect(),
  };
}

function databaseBackend(pool: PgPool, onWorker?: () => void): Omit<Backend, 'close'> {
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend);
  return {
    openQueue: (name) => new PostgresQueue<JobData, void>(name, { connection: pool, streams }),
    openWorker: (name, run, settings) => {
      onWorker?.();
      return new PostgresWorker<JobData, void>(name, run, { connection: pool, ...settings });
    },
  };
}

/**
 * Only one process opens an embedded database, so jobs found here belong to a dead one. Left alone
 * they would stand in the way of their namesakes until their locks ran out; the outbox has them all.
 */
async function emptyQueues(session: EmbeddedSession): Promise<void> {
  const { rows } = await session.query<{ tables: string | null }>(
    `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS tables
       FROM pg_tables WHERE schemaname = $1 AND tablename <> 'migration'`,
    [DEFAULT_SCHEMA],
  );
  if (rows[0]?.tables) {
    await session.exec(`TRUNCATE ${rows[0].tables}`);
  }
}
