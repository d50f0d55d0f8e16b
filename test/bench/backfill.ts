/**
 * Backfill, for `npm run bench`: a whole `hub sync` in a process of its own against a stand-in in
 * another, on PostgreSQL (`TEST_DATABASE_URL`), beside a bare client that makes the same requests as
 * few as they can be, downloads and parses, and does nothing with what it has.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresDatabase } from '../support/databases.js';
import { benchSource, benchSources } from './sources/all-sources.js';
import type { BareLimits, BenchSource } from './sources/bench-source.js';

type Figures = { judged: number; seconds: number; peakMb: number; waiting: number };
type Line = { name: string; hub: number; baseline: number; ratio: number; unit: string; n: number };

/** A run without limits ends then, unless everything was read before. */
const freeSpanMs = 60_000;

/** For each source that is asked for: under the vendor's limits, and without any. */
export async function* backfillLines(
  isAsked: (connectorId: string) => boolean,
): AsyncGenerator<Line> {
  for (const source of benchSources.filter((one) => isAsked(one.connectorId))) {
    const { connectorId } = source;
    for (const limit of source.limits) {
      const { words, settings, items } = limit;
      // Both to the end of one account: cut in the middle, a batch is asked for and counts nowhere.
      await using far = await openFar(source, items);
      const limited = await backfill(source, far.url, { limits: settings });
      if (limited.judged < items) throw new Error(`only ${limited.judged} of ${items} were judged`);
      const bare = await bareRate(source, far.url, Number.POSITIVE_INFINITY, limit);
      yield line(`${connectorId} backfill at ${words}`, rate(limited), bare, 'items/s');
    }
    await using far = await openFar(source, source.items);
    const free = await backfill(source, far.url, {
      limits: source.unlimited,
      stopAfterMs: freeSpanMs,
    });
    const bareFree = await bareRate(source, far.url, freeSpanMs, { msPerPoint: 0 });
    yield line(`${connectorId} backfill without limits`, rate(free), bareFree, 'items/s');
  }
}

/** Peak memory of a backfill of so many tickets, each beside that of the fewest. */
export async function* memoryLines(counts: readonly number[]): AsyncGenerator<Line> {
  const source = benchSource('zendesk');
  const peaks: number[] = [];
  for (const count of counts) {
    await using far = await openFar(source, count);
    const { peakMb, judged, waiting } = await backfill(source, far.url, {
      limits: source.unlimited,
    });
    if (judged < count || waiting > 0) throw new Error(`only ${judged} of ${count} were judged`);
    peaks.push(Math.round(peakMb));
    const name = `zendesk backfill of ${count} beside ${counts[0]}`;
    yield line(name, peakMb, peaks[0] ?? 1, 'MB at most');
  }
}

function line(name: string, hub: number, baseline: number, unit: string): Line {
  const round = (value: number) => Math.round(value * 100) / 100;
  const ratio = round(hub / baseline);
  return { name, hub: round(hub), baseline: round(baseline), ratio, unit, n: 1 };
}

const rate = ({ judged, seconds }: Figures) => judged / seconds;

/** A fresh database for each run. */
async function backfill(
  source: BenchSource,
  url: string,
  run: { limits?: object | undefined; stopAfterMs?: number },
): Promise<Figures> {
  const { connectorId } = source;
  const database = await createPostgresDatabase();
  const settings = { ...source.settings(url), ...(run.limits ? { limits: run.limits } : {}) };
  const child = start('backfill-worker.ts', {
    databaseUrl: database.url,
    connectorId,
    settings,
    stopAfterMs: run.stopAfterMs,
    isBuilt: true,
  });
  try {
    for await (const text of child.lines) return JSON.parse(text) as Figures;
    throw new Error('the backfill ended without figures');
  } finally {
    child.stop();
    await database.drop();
  }
}

async function openFar({ connectorId }: BenchSource, items: number) {
  const child = start('far.ts', { connectorId, items });
  for await (const url of child.lines)
    return { url, [Symbol.asyncDispose]: async () => void child.stop() };
  throw new Error('the stand-in did not start');
}

function start(file: string, argument: object) {
  const path = new URL(file, import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { lines: createInterface({ input: child.stdout }), stop: () => child.kill() };
}

/** Items a second of the bare client, its points spread evenly, and its searches. */
async function bareRate(
  source: BenchSource,
  url: string,
  forMs: number,
  { msPerPoint, msPerSearch = 0 }: BareLimits,
): Promise<number> {
  const startedAt = performance.now();
  let points = 0;
  let searchAt = startedAt;
  const until = async (at: number) => {
    if (at > performance.now()) await sleep(at - performance.now());
  };
  const read = await source.readBare({
    url,
    isOver: () => performance.now() - startedAt > forMs,
    async turn(cost, isSearch = false) {
      if (isSearch) {
        await until(searchAt);
        searchAt = performance.now() + msPerSearch;
      }
      const at = startedAt + points * msPerPoint;
      points += cost;
      await until(at);
    },
  });
  return (read * 1_000) / (performance.now() - startedAt);
}
