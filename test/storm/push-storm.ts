import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pushConnectors } from '../../connectors/registry.js';
import { openPushConnections } from '../../core/intake/open-connections.js';
import { takeNotices } from '../../core/intake/take-notices.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { type Database, openDatabase } from '../../core/storage/open-database.js';
import { openStorage } from '../../core/storage/storage.js';
import { createPostgresDatabase } from '../support/databases.js';
import { seededRandom } from '../support/stand-ins/seeded-random.js';
import { hubOf } from './hub-process.js';
import { openPostman, type PushEvent } from './postman.js';
import { type PushSender, pushSenders } from './push-senders.js';
import { prepare } from './storm.js';
import { type StormClock, stormTime } from './storm-clock.js';

export type PushStormPlan = {
  /** At least so many events are sent. */
  events: number;
  seed: number;
  kills: number;
  patienceMs: number;
};

/** What became of the events; a storm was weathered when the four lists are empty. */
export type PushStormReport = {
  connector: string;
  events: number;
  cases: number;
  logged: number;
  kills: number;
  /** Sent, and not taken. */
  missed: string[];
  /** Taken or logged more than once. */
  doubled: string[];
  /** Forged, altered or cut short, and answered as if taken; or kept though nobody sent it. */
  believed: string[];
  /** Cases that stand otherwise than after the same events came once and in order. */
  otherwise: string[];
  faults: Readonly<Record<string, number>>;
  seconds: number;
};

const scale = 60;
const casesAtOnce = 12;
/** Nothing more happens while so many events wait: each life of the hub has its share of them. */
const waitingMax = 60;
/** The share of the hub's own questions that the processor answers with a 500. */
const troubleRate = 0.1;

/**
 * A processor sends its events in a seeded storm to a hub in a process of its own, which is killed
 * again and again. Then what the hub has is compared with what was sent, and with what another hub has
 * that was told the same events once and in order.
 */
export async function weatherPushStorm(
  connectorId: string,
  plan: PushStormPlan,
): Promise<PushStormReport> {
  const startedAt = performance.now();
  const sender = pushSenders.find((one) => one.connectorId === connectorId);
  if (!sender) throw new Error(`nobody sends what ${connectorId} takes`);
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  const forwardFile = join(folder, 'forward');
  writeFileSync(forwardFile, '0');
  const beganMs = Date.now();
  const clock: StormClock = { realStartMs: beganMs, startMs: beganMs, scale, forwardFile };
  const now = () => new Date(stormTime(clock));
  const random = seededRandom(plan.seed);
  const sent: PushEvent[] = [];
  let url: string | null = null;
  let isCalm = false;
  const far = await sender.open({
    now,
    random,
    isTroubled: () => !isCalm && random() < troubleRate,
    send: (event) => {
      sent.push(event);
      postman.send(event);
    },
  });
  const postman = openPostman({
    seed: plan.seed + 1,
    url: () => url && `${url}/webhooks/far`,
    now,
    isTaken: far.isTaken,
  });
  const stormed = await createPostgresDatabase();
  const calm = await createPostgresDatabase();
  const database = await openDatabase({ url: stormed.url, poolSize: 2 });
  const { settings } = far;
  const hub = hubOf('push-worker.ts', { databaseUrl: stormed.url, connectorId, settings, clock });
  try {
    const actFrom = new Date(beganMs - 3_600_000);
    await prepare(database, connectorId, actFrom);
    url = await hub.start();
    const restart = async () => {
      url = null;
      await hub.kill();
      await sleep(random() * 500);
      url = await hub.start();
    };
    const cases = await makeCases(
      far,
      { sent: () => sent.length, waiting: postman.waiting },
      restart,
      plan,
      random,
    );
    await Promise.race([postman.settled(), ended(plan.patienceMs, () => postman.waiting())]);
    isCalm = true;
    const expected = await toldInOrder(calm.url, far, sent, actFrom);
    return {
      connector: connectorId,
      events: sent.length,
      cases,
      kills: plan.kills,
      ...(await compared(database, sent, expected, postman.believed())),
      faults: postman.counts(),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
  } finally {
    url = null;
    await hub.kill();
    await database.close();
    await Promise.all([stormed.drop(), calm.drop()]);
    await far.close();
    rmSync(folder, { recursive: true });
  }
}

async function ended(afterMs: number, waiting: () => number): Promise<never> {
  await sleep(afterMs, undefined, { ref: false });
  throw new Error(`${waiting()} events were not taken in time`);
}

/** A few cases at a time, a step of one of them after the other; the hub is killed as events are made. */
async function makeCases(
  far: PushSender,
  { sent, waiting }: { sent: () => number; waiting: () => number },
  restart: () => Promise<void>,
  plan: PushStormPlan,
  random: () => number,
): Promise<number> {
  const open: { number: number; step: number }[] = [];
  let cases = 0;
  let kills = 0;
  const until = performance.now() + plan.patienceMs;
  while (sent() < plan.events || open.length > 0 || kills < plan.kills) {
    if (kills < plan.kills && sent() >= ((kills + 0.5) * plan.events) / plan.kills) {
      kills += 1;
      await sleep(random() * 200);
      await restart();
    }
    if (waiting() > waitingMax) {
      if (performance.now() > until) throw new Error(`${waiting()} events were not taken in time`);
      await sleep(20);
      continue;
    }
    while (open.length < casesAtOnce && sent() < plan.events) {
      open.push({ number: cases, step: 0 });
      cases += 1;
    }
    const place = Math.floor(random() * open.length);
    const next = open[place];
    if (!next) continue;
    const hasMore = await far.happen(next.number, next.step);
    next.step += 1;
    if (!hasMore) open.splice(place, 1);
    // A second of the vendor's time at least: no two events of a case carry the same.
    await sleep(20);
  }
  return cases;
}

/** How each case stands, and how many entries there are: a refund that failed late has one more. */
type Standing = { cases: ReadonlyMap<string, string>; entries: number };

/** How each case stands at a hub that is told the events once, as they happened. */
async function toldInOrder(
  databaseUrl: string,
  { connectorId, settings }: PushSender,
  events: readonly PushEvent[],
  actFrom: Date,
): Promise<Standing> {
  const connector = pushConnectors.find((one) => one.id === connectorId);
  if (!connector) throw new Error(`${connectorId} is not in the registry`);
  const storage = await openStorage({ url: databaseUrl, masterKey: Buffer.alloc(32, 1) });
  try {
    await prepare(storage.database, connectorId, actFrom);
    const configured = {
      id: 'far',
      client: 'acme',
      connector,
      connectorId,
      settings: connector.settings.parse(settings),
      actFrom: null,
      pollSeconds: 30,
    };
    const now = () => new Date();
    const pushed = openPushConnections([configured], await storage.sources.connections(), {
      fetch,
      now,
      userAgent: 'reversal-hub/storm',
    });
    const open = pushed.get('far');
    if (!open) throw new Error('the connection was not opened');
    const store = storage.reversals;
    const desk = openDesk({ store, now, newId: () => crypto.randomUUID(), writeBackDelayMs: 0 });
    const tools = { book: storage.sources, store, desk, now, count: () => undefined };
    for (const event of events) {
      const { headers, body } = event.sign(now());
      const request = { headers, rawBody: Buffer.from(body), receivedAt: now() };
      const taken = await takeNotices(tools, open, request);
      if (!taken.accepted) throw new Error(`${event.id} was refused in the calm: ${taken.why}`);
    }
    return await standingOf(storage.database);
  } finally {
    await storage.close();
  }
}

/** Each case and how it stands, times of ours left out; what was logged twice shows as two. */
async function standingOf(database: Database): Promise<Standing> {
  const rows = await database.query<{ id: string; stands: string }>(`
    SELECT one.value AS id, string_agg(concat_ws(' ', r.type, r.kind, r.status, r.outcome, r.payout,
        r.amount_minor, r.currency, r.dispute_stage, r.dispute_status, r.dispute_result,
        r.dispute_funds, r.respond_by, 'round', r.round, 'flags', array_to_string(r.flags, ','),
        'captured', p.captured_minor, 'returned', p.returned_before), ' & ' ORDER BY r.type) AS stands
    FROM reversal r
    JOIN reversal_identifier one ON one.reversal_id = r.id AND one.kind NOT LIKE '%payment'
    LEFT JOIN payment p ON p.id = r.payment_id
    GROUP BY one.value`);
  const [all] = await database.query<{ count: number }>('SELECT count(*)::int FROM reversal');
  const cases = new Map(rows.map((row) => [row.id, row.stands]));
  return { cases, entries: all?.count ?? 0 };
}

async function compared(
  database: Database,
  sent: readonly PushEvent[],
  expected: Standing,
  believed: readonly string[],
) {
  const taken = await database.query<{ id: string; count: number }>(
    "SELECT event_id AS id, count(*)::int FROM notice WHERE event_id NOT LIKE 'look_up:%' GROUP BY 1",
  );
  const counts = new Map(taken.map(({ id, count }) => [id, count]));
  const ids = new Set(sent.map(({ id }) => id));
  const stands = await standingOf(database);
  const doubled = [...counts].filter(([, count]) => count > 1).map(([id]) => `${id} taken twice`);
  if (stands.entries > expected.entries) {
    doubled.push(`${stands.entries} entries, in order ${expected.entries}`);
  }
  return {
    logged: stands.entries,
    missed: [
      ...[...ids].filter((id) => !counts.has(id)),
      ...[...expected.cases.keys()]
        .filter((id) => !stands.cases.has(id))
        .map((id) => `${id} has no entry`),
    ],
    doubled,
    believed: [...believed, ...[...counts.keys()].filter((id) => !ids.has(id))],
    otherwise: [...expected.cases].flatMap(([id, calm]) => {
      const found = stands.cases.get(id);
      return found === undefined || found === calm ? [] : [`${id}: ${found}, in order: ${calm}`];
    }),
  };
}
