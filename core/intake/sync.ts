import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from './connector-contract.js';
import type { IntakeTools, OpenConnection } from './intake.js';
import { batchSizeOf, judgeTogether, oneByOne, type Turns } from './judge-together.js';
import { keepPage } from './keep-page.js';

/** `isListed`: nothing more is to be listed, so `waiting` is all that is left. */
export type SyncCounts = { listed: number; judged: number; waiting: number; isListed: boolean };
export type SyncEnd = Omit<SyncCounts, 'isListed'> & {
  quarantined: number;
  failure: string | null;
};

const pagesMax = 20_000;
/** Batches side by side: one is asked for while those before it are judged. */
const lanes = 3;
/** Requests under way at once in all of them; the connection's limits space them. */
const underWayMax = 16;
/** Listing goes ahead by this much: pages are there in time, and the backlog stays small. */
const waitingMax = 5_000;
/** How long a run waits for items that come due later, for a pause, and between tries of a listing. */
const idleMaxMs = 120_000;
const listingTriesMax = 6;
const countedEveryMs = 2_000;
const turnMs = 100;
/** How long a batch that listing has not filled yet is waited for: it costs the same requests half full. */
const fillingMaxMs = 1_000;

type Run = {
  tools: IntakeTools;
  open: OpenConnection;
  counts: SyncCounts;
  progress: () => void;
  /** All asking at once would all judge at once, and nobody would ask meanwhile. */
  turns: Turns;
  countedAt: number;
  signal: AbortSignal;
};

/**
 * Lists and judges in this process until nothing is due, listing ahead of judging. A cut run goes on
 * from the saved cursor; `since` begins listing anew from an instant, `full` from the connection's
 * own beginning. A limit or a pause is waited for, not a failure.
 */
export async function syncConnection(
  tools: IntakeTools,
  open: OpenConnection,
  range: { since: Date | null; full: boolean },
  progress: (sofar: SyncCounts) => void,
  signal: AbortSignal,
): Promise<SyncEnd> {
  const counts: SyncCounts = { listed: 0, judged: 0, waiting: 0, isListed: false };
  const stop = new AbortController();
  const run: Run = {
    tools,
    open,
    counts,
    progress: () => progress({ ...counts }),
    turns: oneByOne(),
    countedAt: Number.NEGATIVE_INFINITY,
    signal: AbortSignal.any([signal, stop.signal]),
  };
  const stopping = (fault: unknown) => {
    stop.abort();
    throw fault;
  };
  const [failure] = await Promise.all([
    listAll(run, range).catch(stopping),
    ...Array.from({ length: lanes }, () => judgeAll(run).catch(stopping)),
  ]);
  if (failure === null) await tools.book.noteSuccess(open.id, tools.now());
  else await tools.book.noteFailure(open.id, tools.now(), failure);
  const health = (await tools.book.connections()).find((one) => one.id === open.id);
  return {
    listed: counts.listed,
    judged: counts.judged,
    waiting: health?.pending ?? 0,
    quarantined: health?.quarantined ?? 0,
    failure: failure?.code ?? null,
  };
}

/** Lists to the end, saving each page with its cursor; what it came to grief on, or null. */
async function listAll(
  run: Run,
  range: { since: Date | null; full: boolean },
): Promise<ConnectorError | null> {
  const { tools, open, counts, signal } = run;
  const isAnew = range.full || range.since !== null;
  let cursor = isAnew ? null : await tools.book.cursor(open.id);
  const begunAt = tools.now();
  let tries = 0;
  try {
    for (let page = 0; page < pagesMax && !signal.aborted; ) {
      if (counts.waiting > waitingMax) {
        await pauseFor(turnMs, signal);
        continue;
      }
      try {
        const changes = await open.connection.listChanges(cursor, range.since ?? open.actFrom);
        // A look back must not move the cursor: what lies between the two would never be listed.
        await keepPage(tools, open.id, changes, { movesCursor: range.since === null });
        cursor = changes.cursor;
        counts.listed += changes.references.length;
        counts.waiting += changes.references.length;
        page += 1;
        tries = 0;
        run.progress();
        if (changes.hasMore) continue;
        // All that was ever listed was listed in this run: what is there no more has nothing to say.
        if (range.full) await tools.book.settleRows(open.id, begunAt, tools.now());
        return null;
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        tries += error.kind === 'wait' ? 0 : 1;
        const mayPass = error.kind === 'wait' || error.kind === 'retry';
        if (!mayPass || tries >= listingTriesMax) return error;
        await pauseFor(Math.min(error.waitMs ?? 500 * 2 ** tries, idleMaxMs), signal);
      }
    }
    return null;
  } finally {
    counts.isListed = true;
  }
}

async function judgeAll(run: Run): Promise<void> {
  for (;;) {
    const begun = await run.turns(() => beginBatch(run));
    if (begun === null) return;
    await begun.isJudged;
  }
}

/**
 * Begins to judge the next batch, and is done once all that is common to it is asked for: whose turn is
 * next finds more listed than who claims while another is still asking. Null when nothing is left to do.
 */
async function beginBatch(run: Run): Promise<{ isJudged: Promise<void> } | null> {
  const { tools, open, counts, signal } = run;
  const pending = await nextBatch(run);
  if (pending === null) return null;
  return new Promise((resolve, reject) => {
    const isJudged = judgeTogether(tools, open, pending, {
      atOnce: Math.floor(underWayMax / lanes),
      signal,
      onAsked: () => resolve({ isJudged }),
      onJudged: () => {
        counts.judged += 1;
        counts.waiting = Math.max(0, counts.waiting - 1);
        run.progress();
      },
    });
    isJudged.then(() => resolve({ isJudged }), reject);
  });
}

/** Ids of what is due, as many as go together; null when nothing is to come. */
async function nextBatch(run: Run): Promise<readonly string[] | null> {
  const { tools, open, counts, signal } = run;
  const batchSize = batchSizeOf(open);
  let filledMs = 0;
  while (!signal.aborted) {
    const pending = await tools.book.pending(open.id, tools.now(), batchSize);
    if (performance.now() - run.countedAt > countedEveryMs) {
      counts.waiting = await tools.book.waiting(open.id);
      run.countedAt = performance.now();
    }
    const isFilling = pending.length < batchSize && !counts.isListed && filledMs < fillingMaxMs;
    if (pending.length > 0 && !isFilling) return pending;
    if (pending.length > 0) filledMs += turnMs;
    else if (counts.isListed) {
      const dueAt = await tools.book.nextDueAt(open.id);
      // What comes due much later, or is in another process's hands, is the schedule's.
      if (dueAt === null || dueAt.getTime() - tools.now().getTime() > idleMaxMs) return null;
    }
    await pauseFor(turnMs, signal);
  }
  return null;
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
