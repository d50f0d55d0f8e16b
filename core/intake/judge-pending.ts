import type { IntakeTools, OpenConnection } from './intake.js';
import { batchSizeOf, judgeTogether } from './judge-together.js';

/** Fewer waiting items than this are read one by one: what is common to them saves too little. */
const togetherMin = 20;
/** Requests under way at once in a batch; the connection's limits space them. */
const judgedAtOnce = 8;

/** Whether so many waiting items are to be read together; a full batch always is, however small. */
export function areMany(open: OpenConnection, waiting: number): boolean {
  if (open.connection.fetchTogether === undefined) return false;
  return waiting >= Math.min(togetherMin, batchSizeOf(open));
}

/**
 * Judges what waits in batches, as `hub sync` does, until few are left; those are returned. Each item
 * keeps its own lease, verdict, pause and quarantine, so another process may do the same beside it.
 * When `signal` ends it, what was not begun waits as before.
 */
export async function judgePending(
  tools: IntakeTools,
  open: OpenConnection,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const batchSize = batchSizeOf(open);
  for (;;) {
    const pending = await tools.book.pending(open.id, tools.now(), batchSize);
    if (signal.aborted) return [];
    if (!areMany(open, pending.length)) return pending;
    await judgeTogether(tools, open, pending, {
      atOnce: judgedAtOnce,
      signal,
      onJudged: () => undefined,
    });
  }
}
