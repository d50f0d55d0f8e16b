import {
  type Backend,
  type BackendQueue,
  type BackendWorker,
  type JobData,
  openEmbeddedBackend,
  openPostgresBackend,
  openRedisBackend,
  type QueueDatabase,
} from './backend.js';
import type { JobCounts, JobHandler, Jobs } from './queue.js';

export type JobsOptions = {
  database: QueueDatabase;
  /** Redis when given, else the database. */
  redisUrl?: string;
  /** Keeps several programs apart on one Redis. */
  prefix?: string;
  /** Told of jobs given up on and of a broken connection; the queue goes on by itself. */
  onFault?: (event: JobFault, error: Error, job?: { kind: string; id: string }) => void;
  /** True when a kind or id holds card data: such a job is not taken; `onBlocked` counts it. */
  tripwire?: (text: string) => boolean;
  onBlocked?: () => void;
  /** After how long another process takes over the jobs of one that died; at least a second. */
  leaseMs?: number;
  /** How long `close` waits for running jobs. */
  closeTimeoutMs?: number;
};

export type JobFault = 'job_given_up' | 'queue_connection_failed';

// A thrown error is tried again at once-ish; what lasts longer comes back from the outbox.
const attempts = 3;
const backoff = { type: 'exponential', delay: 500 };
// A killed process's jobs run again after at most the sum of both. A handler keeps its lock as long
// as it lives, so these bound a pause of the whole process, not the work.
const lockDurationMs = 10_000;
const stalledIntervalMs = 5_000;
// Often, because each of these is a killed process and not the job's fault.
const stalledMax = 10;
const closeTimeoutMsDefault = 10_000;

/** Opens the queue on Redis, or on the database; rejects when neither answers. */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const onFault = options.onFault ?? (() => undefined);
  const lockDuration = Math.max(1_000, Math.min(lockDurationMs, options.leaseMs ?? lockDurationMs));
  const onConnectionFault = (error: Error) => onFault('queue_connection_failed', error);
  const backend = await openBackend(options, onConnectionFault);
  const queues = new Map<string, BackendQueue>();
  const workers: BackendWorker[] = [];
  const givenUp = new Map<string, number>();
  let closed: Promise<void> | undefined;

  const queueOf = (kind: string): BackendQueue => {
    const known = queues.get(kind);
    if (known) {
      return known;
    }
    const queue = backend.openQueue(kind);
    queue.on('error', onConnectionFault);
    queues.set(kind, queue);
    return queue;
  };

  const add: Jobs['add'] = async (kind, id, { delayMs } = {}) => {
    if (isBlocked(options, kind, id)) return;
    await queueOf(kind).add(kind, { id }, { ...jobOptions(id), delay: delayMs ?? 0 });
  };

  return {
    add,
    process(kind, handler, { concurrency = 1 } = {}) {
      queueOf(kind);
      const worker = backend.openWorker(kind, runnerOf(kind, handler, add), {
        concurrency,
        lockDuration,
        stalledInterval: Math.min(stalledIntervalMs, lockDuration / 2),
        maxStalledCount: stalledMax,
      });
      worker.on('error', onConnectionFault);
      worker.on('failed', (job, error) => {
        if (job && job.attemptsMade < (job.opts.attempts ?? 1)) {
          return;
        }
        givenUp.set(kind, (givenUp.get(kind) ?? 0) + 1);
        onFault('job_given_up', error, job && { kind, id: job.data.id });
      });
      workers.push(worker);
    },
    async every(kind, id, intervalMs) {
      if (isBlocked(options, kind, id)) return;
      const queue = queueOf(kind);
      const schedule = await queue.getJobScheduler(jobId(id));
      if (schedule && schedule.every !== intervalMs) {
        // A changed interval keeps its place in the old one on Redis; a new schedule does not.
        await queue.removeJobScheduler(jobId(id));
      }
      await queue.upsertJobScheduler(
        jobId(id),
        { every: intervalMs },
        { name: kind, data: { id, tick: true }, opts: discarded },
      );
    },
    health: () => countJobs(queues, givenUp),
    close: () => {
      closed ??= closeAll(backend, [...workers], [...queues.values()], options.closeTimeoutMs);
      return closed;
    },
  };
}

function openBackend(
  { database, redisUrl, prefix }: JobsOptions,
  onFault: (error: Error) => void,
): Promise<Backend> {
  if (redisUrl !== undefined) {
    return openRedisBackend(redisUrl, prefix, onFault);
  }
  return database.engine === 'embedded'
    ? openEmbeddedBackend(database.session)
    : openPostgresBackend(database);
}

/** Ids are our own, so this never happens while that holds; the row stays in the database. */
function isBlocked({ tripwire, onBlocked }: JobsOptions, kind: string, id: string): boolean {
  if (!tripwire || !(tripwire(kind) || tripwire(id))) return false;
  onBlocked?.();
  return true;
}

// Finished jobs go, so that the same id can be asked for again.
const discarded = { removeOnComplete: true, removeOnFail: true };

function jobOptions(id: string) {
  return { jobId: jobId(id), attempts, backoff, ...discarded };
}

// BullMQ refuses ids that hold a colon or are whole numbers.
function jobId(id: string): string {
  return `id-${encodeURIComponent(id)}`;
}

/** A tick adds the job under its own id, so that a slow run is never overtaken by its next one. */
function runnerOf(kind: string, handler: JobHandler, add: Jobs['add']) {
  return async ({ data }: { data: JobData }): Promise<void> =>
    data.tick ? add(kind, data.id) : handler(data.id);
}

async function countJobs(
  queues: ReadonlyMap<string, BackendQueue>,
  givenUp: ReadonlyMap<string, number>,
): Promise<Record<string, JobCounts>> {
  const entries = [...queues].map(async ([kind, queue]): Promise<[string, JobCounts]> => {
    const {
      waiting = 0,
      active = 0,
      delayed = 0,
    } = await queue.getJobCounts('waiting', 'active', 'delayed');
    return [kind, { waiting, active, delayed, failed: givenUp.get(kind) ?? 0 }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

// Past the limit the connections go all the same: an unfinished job keeps its place and runs again.
async function closeAll(
  backend: Backend,
  workers: BackendWorker[],
  queues: BackendQueue[],
  timeoutMs = closeTimeoutMsDefault,
): Promise<void> {
  const closed = (async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(queues.map((queue) => queue.close()));
    await backend.close();
  })();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  const outcome = await Promise.race([closed, limit]);
  clearTimeout(timer);
  if (outcome === 'late') {
    closed.catch(() => undefined);
    void backend.close();
  }
}
