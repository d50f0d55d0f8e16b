import { ConnectorError } from './connector-contract.js';
import { type IntakeTools, judgeItem, type OpenConnection } from './intake.js';

export type SyncCounts = { listed: number; judged: number; waiting: number };
export type SyncEnd = SyncCounts & { quarantined: number; failure: string | null };

const pagesMax = 20_000;
const batchMax = 100;

/**
 * Lists and judges in this process until nothing is due. A cut run goes on from the saved cursor;
 * `since` begins listing anew from an instant, `full` from the connection's own beginning.
 */
export async function syncConnection(
  tools: IntakeTools,
  open: OpenConnection,
  range: { since: Date | null; full: boolean },
  progress: (sofar: SyncCounts) => void,
  signal: AbortSignal,
): Promise<SyncEnd> {
  const counts: SyncCounts = { listed: 0, judged: 0, waiting: 0 };
  const isAnew = range.full || range.since !== null;
  let cursor = isAnew ? null : await tools.book.cursor(open.id);
  let failure: string | null = null;
  try {
    for (let page = 0; page < pagesMax && !signal.aborted; page += 1) {
      const changes = await open.connection.listChanges(cursor, range.since ?? open.actFrom);
      // A look back must not move the cursor: what lies between the two would never be listed.
      if (range.since === null) {
        await tools.book.savePage(open.id, changes.references, changes.cursor);
      } else await tools.book.saveReferences(open.id, changes.references);
      cursor = changes.cursor;
      counts.listed += changes.references.length;
      progress(counts);
      await judgePending(tools, open, counts, progress, signal);
      if (!changes.hasMore) break;
    }
    await tools.book.noteSuccess(open.id, tools.now());
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    failure = error.code;
    if (error.code !== 'own_limit') await tools.book.noteFailure(open.id, tools.now(), error.code);
  }
  const health = (await tools.book.connections()).find((one) => one.id === open.id);
  return {
    ...counts,
    waiting: health?.pending ?? 0,
    quarantined: health?.quarantined ?? 0,
    failure,
  };
}

async function judgePending(
  tools: IntakeTools,
  open: OpenConnection,
  counts: SyncCounts,
  progress: (sofar: SyncCounts) => void,
  signal: AbortSignal,
) {
  const connections = new Map([[open.id, open]]);
  while (!signal.aborted) {
    const pending = await tools.book.pending(open.id, tools.now(), batchMax);
    if (pending.length === 0) return;
    counts.waiting = pending.length;
    for (const itemId of pending) {
      if (signal.aborted) return;
      await judgeItem(tools, connections, itemId);
      counts.judged += 1;
      counts.waiting -= 1;
      progress(counts);
    }
  }
}
