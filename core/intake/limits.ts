import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import { ConnectorError, type RequestLimit } from './connector-contract.js';
import { waitOf } from './retry-after.js';

/**
 * What all processes together have asked of each connection. A place is taken before the request is
 * sent, in the database, so that no two processes take the same one.
 */
export type RequestBudget = {
  /**
   * Takes the next place in a limit's row: how long to wait for it, or, where that would be longer
   * than `patienceMs`, nothing is taken and `refusedForMs` says when to come again.
   */
  take(
    place: { connectionId: string; limit: string },
    spacing: { costMs: number; burstMs: number; patienceMs: number },
    now: Date,
  ): Promise<{ waitMs: number } | { refusedForMs: number }>;
  /** Nobody asks this connection for anything until then. */
  pause(connectionId: string, until: Date): Promise<void>;
};

/** Places this near are waited for within the request; for others the item comes again later. */
const patienceMs = 10_000;
/** Places this close together are taken in blocks, so that the database is asked ten times a second at most. */
const blockMs = 100;
/** A place is taken when the one before it is this near, so that who is in a hurry need not queue behind many. */
const nearMs = 100;
/** Share of a limit that may be taken at once where it says no other; the spacing leaves it free, so that no window holds more. */
const burstShare = 0.02;

/** Nothing is sent until the connector has read a 429 that says nothing in its headers. */
const bareWaitMs = 1_000;

export type LimitedTools = {
  fetch: typeof globalThis.fetch;
  now: () => Date;
  budget: RequestBudget;
  /** How long a wait really takes; tests shorten it. */
  sleep?: (ms: number, signal: AbortSignal | null) => Promise<void>;
};

/**
 * A `fetch` that stays within a connection's limits, in all processes together, and that pauses the
 * whole connection on 429 and on 503 with Retry-After. Throws ConnectorError `wait` where its turn
 * is further away than a request can wait.
 */
export function limitedFetch(
  connectionId: string,
  limits: readonly RequestLimit[],
  tools: LimitedTools,
): typeof globalThis.fetch {
  const points = new Map(limits.map((limit) => [limit.name, limit.points]));
  const wait = tools.sleep ?? sleepFor;
  const places = new Map<string, () => number | null>();
  const queues = new Map<string, PQueue>();
  /** How long to wait for the next place in a limit's row. */
  const place = async ({ name, spacing }: Row): Promise<number> => {
    const kept = places.get(name)?.() ?? null;
    if (kept !== null) return kept;
    const { costMs, burstMs } = spacing;
    const count = costMs > 0 ? Math.max(1, Math.floor(blockMs / costMs)) : 1;
    const asked = { costMs: costMs * count, burstMs, patienceMs };
    const taken = await tools.budget.take({ connectionId, limit: name }, asked, tools.now());
    if ('refusedForMs' in taken) {
      throw new ConnectorError('wait', 'own_limit', Math.max(1_000, taken.refusedForMs));
    }
    if (count > 1) places.set(name, blockOf(count - 1, costMs, taken.waitMs, tools.now));
    return taken.waitMs;
  };
  /** Waits for this process's turn and its place in a limit's row; those `first` go before the others. */
  const turn = async (row: Row, first: boolean, signal: AbortSignal | null): Promise<void> => {
    const queue = queues.get(row.name) ?? new PQueue({ concurrency: 1 });
    queues.set(row.name, queue);
    const ahead = first ? queue.sizeBy({ priority: 1 }) : queue.size;
    const aheadMs = Math.ceil(ahead * row.spacing.costMs);
    if (aheadMs > patienceMs) throw new ConnectorError('wait', 'own_limit', aheadMs);
    const restMs = await queue.add(
      async () => {
        const waitMs = await place(row);
        if (waitMs > nearMs) await wait(waitMs - nearMs, signal);
        return Math.min(waitMs, nearMs);
      },
      { priority: first ? 1 : 0, ...(signal && { signal }) },
    );
    if (restMs > 0) await wait(restMs, signal);
  };
  return async (input, init) => {
    const request = {
      method: (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase(),
      url: new URL(input instanceof Request ? input.url : input),
    };
    // Who waited in a tighter row goes first in the wider: it is rarer, and what it lists is waited for.
    for (const [index, row] of rowsOf(limits, points, request).entries()) {
      await turn(row, index > 0, init?.signal ?? null);
    }
    const response = await tools.fetch(input, init);
    for (const limit of limits) {
      const told = limit.pointsTold?.(response.headers, request) ?? null;
      if (told !== null && told > 0) points.set(limit.name, told);
    }
    const pauseMs = pauseOf(response, tools.now());
    if (pauseMs !== null) {
      places.clear();
      await tools.budget.pause(connectionId, new Date(tools.now().getTime() + pauseMs));
    }
    return response;
  };
}

type Row = { name: string; spacing: { costMs: number; burstMs: number } };

/** A row for each limit that the request counts to; one without cost where it counts to none. */
function rowsOf(
  limits: readonly RequestLimit[],
  points: ReadonlyMap<string, number>,
  request: { method: string; url: URL },
): readonly Row[] {
  const rows = limits
    .map((limit) => {
      const allowed = points.get(limit.name) ?? limit.points;
      const burst = limit.burst ?? Math.floor(allowed * burstShare);
      const spacingMs = limit.windowMs / (allowed - burst);
      const cost = limit.costOf(request);
      return {
        name: limit.name,
        cost,
        spacing: { costMs: spacingMs * cost, burstMs: spacingMs * burst },
      };
    })
    // The tightest first: a place taken there is not lost because a wider one refuses.
    .filter((row) => row.cost > 0)
    .sort((left, right) => right.spacing.costMs - left.spacing.costMs);
  return rows.length > 0 ? rows : [{ name: 'none', spacing: { costMs: 0, burstMs: 0 } }];
}

/** Places taken ahead, handed out one by one; null once they are used up or too old to be used in a row. */
function blockOf(count: number, costMs: number, firstWaitMs: number, now: () => Date) {
  const firstMs = now().getTime() + firstWaitMs;
  let used = 0;
  return () => {
    const nowMs = now().getTime();
    if (used >= count || nowMs > firstMs + 10 * blockMs) return null;
    used += 1;
    return Math.max(0, Math.ceil(firstMs + used * costMs - nowMs));
  };
}

function pauseOf(response: Response, now: Date): number | null {
  const asked = waitOf(response.headers.get('retry-after'), now);
  // Without the header only the connector can read how long; its error then pauses it (`pausing`).
  if (response.status === 429) return asked ?? bareWaitMs;
  return response.status === 503 ? asked : null;
}

async function sleepFor(ms: number, signal: AbortSignal | null): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {});
}
