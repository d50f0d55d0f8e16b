import type { Jobs } from '../jobs/queue.js';
import { type CompletenessBook, checkCompleteness } from './completeness.js';
import { noteSubscription, type WatchBook, watchConnections } from './connection-watch.js';
import { type Connection, ConnectorError } from './connector-contract.js';
import { type IntakeTools, judgeItem, type OpenConnection, pollConnection } from './intake.js';
import { areMany, judgePending } from './judge-pending.js';

/** Notices end by themselves. Without them the source is still listed on its schedule, only later. */
async function renewSubscription(
  tools: IntakeTools & { watch: Pick<WatchBook, 'noteSubscription'> },
  connectionId: string,
  connection: Connection,
): Promise<void> {
  try {
    await connection.renewSubscription?.();
    tools.count('subscription_renewed', { connection: connectionId });
    await noteSubscription(tools.watch, connectionId, null, tools.now());
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    tools.count('subscription_refused', { connection: connectionId, code: error.code });
    tools.warn('subscription_refused', { connection: connectionId, code: error.code });
    await noteSubscription(tools.watch, connectionId, error, tools.now());
  }
}

export type IntakeRunner = {
  /** A verified webhook's hints: the items are marked and judged soon; without any it is listed soon. */
  takeHints(connectionId: string, externalIds: readonly string[]): Promise<void>;
  /** Lists and judges now; returns how many items wait. */
  sync(connectionId: string): Promise<number>;
  /** Begins no further batch; those under way are waited for by whoever closes the queue. */
  stop(): void;
};

const pollQueue = 'poll';
const judgeQueue = 'judge';
const judgeManyQueue = 'judge_many';
const completenessQueue = 'completeness';
const watchQueue = 'watch';

/** A token refused is told within a minute or two. */
const watchEveryMs = 60_000;
/** Nightly, over the last week: what was missed is found before anybody asks for it. */
const completenessEveryMs = 86_400_000;
const completenessDays = 7;
const subscriptionQueue = 'subscription';
/** The shortest-lived subscription ends after seven days; a vendor advises to renew daily. */
const renewEveryMs = 6 * 3_600_000;

/**
 * Runs intake over the queue: every connection is polled on its schedule, each pending item is
 * one job, and where many wait they are one together. Losing every job loses nothing, as each poll
 * brings all pending items again.
 */
export function openIntake(
  jobs: Jobs,
  tools: IntakeTools & { watch: WatchBook; days: CompletenessBook; sentTo: readonly string[] },
  connections: ReadonlyMap<string, OpenConnection>,
): IntakeRunner & { start(pollSeconds: (connectionId: string) => number): Promise<void> } {
  const stopping = new AbortController();
  const poll = async (connectionId: string) => {
    const open = connections.get(connectionId);
    if (!open) return 0;
    const pending = await pollConnection(tools, open);
    // Many at once are read in batches: a request a ticket would take most of an hour for 25,000.
    if (areMany(open, pending.length)) await jobs.add(judgeManyQueue, connectionId);
    else for (const itemId of pending) await jobs.add(judgeQueue, itemId);
    return pending.length;
  };
  const judgeMany = async (connectionId: string) => {
    const open = connections.get(connectionId);
    if (!open) return;
    const few = await judgePending(tools, open, stopping.signal);
    for (const itemId of few) await jobs.add(judgeQueue, itemId);
  };
  const renew = async (connectionId: string) => {
    const connection = connections.get(connectionId)?.connection;
    if (connection?.renewSubscription) await renewSubscription(tools, connectionId, connection);
  };
  return {
    start: async (pollSeconds) => {
      jobs.process(pollQueue, async (id) => void (await poll(id)), { concurrency: 2 });
      jobs.process(judgeQueue, (id) => judgeItem(tools, connections, id), { concurrency: 4 });
      jobs.process(judgeManyQueue, judgeMany, { concurrency: 2 });
      jobs.process(watchQueue, () => watchConnections(tools.watch, tools.now(), tools.sentTo));
      await jobs.every(watchQueue, 'all', watchEveryMs);
      jobs.process(completenessQueue, async (id) => {
        const open = connections.get(id);
        if (!open) return;
        await checkCompleteness(tools, open, completenessDays, new AbortController().signal);
      });
      for (const id of connections.keys()) {
        await jobs.every(completenessQueue, id, completenessEveryMs);
        await jobs.every(pollQueue, id, pollSeconds(id) * 1_000);
        await jobs.add(pollQueue, id);
      }
      jobs.process(subscriptionQueue, (id) => renew(id));
      for (const [id, { connection }] of connections) {
        if (connection.renewSubscription) await jobs.every(subscriptionQueue, id, renewEveryMs);
      }
    },
    takeHints: async (connectionId, externalIds) => {
      if (externalIds.length === 0) await jobs.add(pollQueue, connectionId);
      for (const externalId of externalIds) {
        const itemId = await tools.book.noteHint(connectionId, externalId, tools.now());
        await jobs.add(judgeQueue, itemId);
      }
      if (externalIds.length > 0) {
        await tools.book.noteNews(connectionId, tools.now(), externalIds.length);
      }
    },
    sync: poll,
    stop: () => stopping.abort(),
  };
}
