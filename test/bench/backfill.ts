/**
 * Backfill, for `npm run bench`: a whole `hub sync` in a process of its own against a stand-in in
 * another, on PostgreSQL (`TEST_DATABASE_URL`), beside a bare client that lists, downloads and parses
 * the same tickets and does nothing with them.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresDatabase } from '../support/databases.js';

type Figures = { judged: number; seconds: number; peakMb: number; waiting: number };
type Line = { name: string; hub: number; baseline: number; ratio: number; unit: string; n: number };

const account = { email: 'hub@northwind.example', apiToken: 'bench' };
/** What the stand-in tells with every answer, as an Enterprise account is told. */
const requestsPerMinute = 700;
const spanMs = 30_000;
const atOnce = 16;
const unlimited = { requests: 10_000_000, exports: 1_000_000 };

export async function* backfillLines(): AsyncGenerator<Line> {
  await using far = await openFar(3_000);
  const limited = await backfill(far.url, undefined, spanMs);
  const bare = await bareClient(far.url, spanMs, 60_000 / requestsPerMinute);
  yield line('zendesk backfill at 700 requests a minute', rate(limited), bare, 'items/s');
  const free = await backfill(far.url, unlimited);
  yield line(
    'zendesk backfill without limits',
    rate(free),
    await bareClient(far.url, 60_000, 0),
    'items/s',
  );
}

/** Peak memory of a backfill of `many` tickets beside one of `few`. */
export async function memoryLine(many: number, few: number): Promise<Line> {
  const peaks: number[] = [];
  for (const count of [many, few]) {
    await using far = await openFar(count);
    const { peakMb, judged, waiting } = await backfill(far.url, unlimited);
    if (judged < count || waiting > 0) throw new Error(`only ${judged} of ${count} were judged`);
    peaks.push(Math.round(peakMb));
  }
  return line(
    `zendesk backfill of ${many} beside ${few}`,
    peaks[0] ?? 0,
    peaks[1] ?? 1,
    'MB at most',
  );
}

function line(name: string, hub: number, baseline: number, unit: string): Line {
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    name,
    hub: round(hub),
    baseline: round(baseline),
    ratio: round(hub / baseline),
    unit,
    n: 1,
  };
}

const rate = ({ judged, seconds }: Figures) => judged / seconds;

/** A fresh database for each run. */
async function backfill(url: string, limits?: object, stopAfterMs?: number): Promise<Figures> {
  const database = await createPostgresDatabase();
  const settings = { baseUrl: url, ...account, ...(limits ? { limits } : {}) };
  const child = run('backfill-worker.ts', { databaseUrl: database.url, settings, stopAfterMs });
  try {
    for await (const text of child.lines) return JSON.parse(text) as Figures;
    throw new Error('the backfill ended without figures');
  } finally {
    child.stop();
    await database.drop();
  }
}

async function openFar(tickets: number) {
  const child = run('zendesk-far.ts', { tickets, ...account });
  for await (const url of child.lines)
    return { url, [Symbol.asyncDispose]: async () => void child.stop() };
  throw new Error('the stand-in did not start');
}

function run(file: string, argument: object) {
  const path = new URL(file, import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { lines: createInterface({ input: child.stdout }), stop: () => child.kill() };
}

/** Lists by the export, then one request a ticket for its comments; `spacingMs` apart. */
async function bareClient(url: string, forMs: number, spacingMs: number): Promise<number> {
  const login = Buffer.from(`${account.email}/token:${account.apiToken}`).toString('base64');
  const startedAt = performance.now();
  let sent = 0;
  let items = 0;
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    const turnAt = startedAt + spacingMs * sent;
    sent += 1;
    if (turnAt > performance.now()) await sleep(turnAt - performance.now());
    const answer = await fetch(`${url}/api/v2${path}`, {
      headers: { authorization: `Basic ${login}` },
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const isOver = () => performance.now() - startedAt > forMs;
  let place = `start_time=${Math.floor(Date.now() / 1_000) - 2 * 86_400}`;
  while (!isOver()) {
    const page = await ask(`/incremental/tickets/cursor.json?${place}&include=users`);
    const ids = (page.tickets as { id: number }[]).map((ticket) => ticket.id).values();
    const read = async () => {
      for (const id of ids) {
        if (isOver()) return;
        await ask(`/tickets/${id}/comments.json?include=users&page[size]=100`);
        items += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, read));
    if (page.end_of_stream === true) break;
    place = `cursor=${encodeURIComponent(String(page.after_cursor))}`;
  }
  return (items * 1_000) / (performance.now() - startedAt);
}
