/**
 * The queue as the rest of the program sees it. A job is a kind and the id of a row that says all:
 * the queue holds no content, and emptying it loses nothing, because the database is asked again.
 */
export type Jobs = {
  /**
   * Adds a job unless one of the same kind and id is waiting, delayed or running. A job asked for
   * while its namesake runs is therefore not kept: whoever needs a second look adds it afterwards.
   */
  add(kind: string, id: string, options?: { delayMs?: number }): Promise<void>;
  /** Handles the kind's jobs from now on. A handler that throws is called again, a bounded number of times. */
  process(kind: string, handler: JobHandler, options?: { concurrency?: number }): void;
  /** Adds the job now and then every `intervalMs`; asked again, the interval is replaced. */
  every(kind: string, id: string, intervalMs: number): Promise<void>;
  /** Counts of every kind this process has added, processed or scheduled. */
  health(): Promise<Record<string, JobCounts>>;
  /** Takes no more jobs and waits, with a limit, for the running ones. */
  close(): Promise<void>;
};

export type JobHandler = (id: string) => Promise<void>;

export type JobCounts = { waiting: number; active: number; failed: number; delayed: number };
