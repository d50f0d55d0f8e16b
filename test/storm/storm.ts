import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPrivacy } from '../../core/privacy/privacy.js';
import { migrate } from '../../core/storage/migrate.js';
import { type Database, openDatabase } from '../../core/storage/open-database.js';
import { booksOf } from '../../core/storage/storage.js';
import type { ConnectorStandIn, RunningStandIn } from '../contract/connectors/stand-in.js';
import { createPostgresDatabase } from '../support/databases.js';
import {
  evenRates,
  type FaultStorm,
  faultStorm,
  type StormRates,
} from '../support/stand-ins/fault-storm.js';
import { seededRandom } from '../support/stand-ins/seeded-random.js';
import { exampleSettings } from '../support/storage-fixture.js';
import { type Hub, hubOf } from './hub-process.js';
import { type StormClock, stormTime } from './storm-clock.js';

export type StormPlan = {
  items: number;
  seed: number;
  /** How many faults strike before the storm ends; items are made as they do. */
  faults: number;
  /** How often the hub is killed meanwhile. */
  kills: number;
  rates?: StormRates;
  /** Real time after which a storm that does not settle is a failure. */
  patienceMs: number;
};

/** What became of the items; a storm was weathered when `missed` and `doubled` are empty. */
export type StormReport = {
  connector: string;
  items: number;
  deleted: number;
  logged: number;
  kills: number;
  missed: string[];
  doubled: string[];
  faults: Readonly<Record<string, number>>;
  seconds: number;
};

const scale = 60;
const askText = 'I was charged twice for order 8841, please refund 49.99 USD.';
const otherText = 'Where is my parcel? It has not moved since Monday.';

/**
 * Items are made, changed and deleted on a stand-in in a seeded storm, while a hub in a process of its
 * own reads, approves and writes back, and is killed again and again. Then the storm ends, and what
 * the hub has is compared with what the stand-in has.
 */
export async function weatherStorm(
  standIn: ConnectorStandIn,
  plan: StormPlan,
): Promise<StormReport> {
  const startedAt = performance.now();
  const far = await standIn.start();
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  const forwardFile = join(folder, 'forward');
  writeFileSync(forwardFile, '0');
  const clock: StormClock = { realStartMs: Date.now(), startMs: far.clock.ms, scale, forwardFile };
  /** Lets the vendor's time pass, and the hub's with it. */
  const settle = () => {
    far.settle();
    const forwardMs = far.clock.ms - clock.startMs - (Date.now() - clock.realStartMs) * scale;
    // Written beside and renamed, so that nobody reads half of it.
    writeFileSync(`${forwardFile}.new`, String(forwardMs));
    renameSync(`${forwardFile}.new`, forwardFile);
  };
  const ticking = setInterval(() => {
    far.clock.ms = Math.max(far.clock.ms, stormTime(clock));
  }, 5);
  const { url, drop } = await createPostgresDatabase();
  const database = await openDatabase({ url, poolSize: 2 });
  let hub: Hub | null = null;
  try {
    await prepare(database, standIn.connectorId, new Date(far.clock.ms - 3_600_000));
    hub = hubOf('storm-worker.ts', {
      databaseUrl: url,
      connectorId: standIn.connectorId,
      settings: far.settings,
      clock,
    });
    const storm = faultStorm({ seed: plan.seed, rates: plan.rates ?? evenRates(0.01) });
    far.meetStorm(storm);
    await hub.start();
    const made = await makeTraffic(far, hub, storm, plan);
    storm.calm();
    far.meetStorm(null);
    await settled(database, settle, plan.patienceMs);
    return {
      connector: standIn.connectorId,
      kills: plan.kills,
      faults: storm.counts(),
      ...(await compared(database, far, made)),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
  } finally {
    clearInterval(ticking);
    await hub?.kill();
    await database.close();
    await drop();
    await far.close();
    rmSync(folder, { recursive: true });
  }
}

/** A migrated database with clients and people, and one connection to the connector. */
export async function prepare(database: Database, connector: string, actFrom: Date) {
  await migrate(database);
  const books = booksOf(database, openPrivacy({ masterKey: Buffer.alloc(32, 1) }));
  await books.applySettings({
    ...exampleSettings,
    connections: [{ id: 'far', connector, clientId: 'acme', actFrom }],
  });
}

type Made = { id: string; isAsking: boolean; messages: number; isDeleted: boolean };

/** A few items at a time; some are changed while they are read, some that ask for nothing are deleted. */
async function makeTraffic(
  far: RunningStandIn,
  hub: Hub,
  storm: FaultStorm,
  plan: StormPlan,
): Promise<Made[]> {
  const random = seededRandom(plan.seed + 1);
  const made: Made[] = [];
  const until = performance.now() + plan.patienceMs;
  let kills = 0;
  for (;;) {
    const struck = Object.values(storm.counts()).reduce((sum, one) => sum + one, 0);
    if (performance.now() > until) throw new Error(`only ${struck} faults struck`);
    if (kills < plan.kills && struck >= ((kills + 0.5) * plan.faults) / plan.kills) {
      kills += 1;
      await sleep(random() * 200);
      await hub.restart();
    }
    const isEnough = made.length >= plan.items;
    if (isEnough && struck >= plan.faults && kills === plan.kills) return made;
    if (isEnough || made.length > 20 + (struck * plan.items) / plan.faults) {
      await sleep(20);
      continue;
    }
    const isAsking = random() < 0.3;
    const id = far.createItem(isAsking ? askText : otherText);
    made.push({ id, isAsking, messages: 1, isDeleted: false });
    const other = made[Math.floor(random() * made.length)];
    if (other && !other.isDeleted && random() < 0.3) {
      far.changeItem(other.id, 'Please answer me.');
      other.messages += 1;
    }
    if (other && !other.isDeleted && !other.isAsking && random() < 0.05) {
      far.deleteItem(other.id);
      other.isDeleted = true;
    }
    if (made.length % 5 === 0) await sleep(10);
  }
}

/** Until nothing waits and nothing new was judged for a while of the vendor's time. */
async function settled(database: Database, settle: () => void, patienceMs: number): Promise<void> {
  settle();
  const until = performance.now() + patienceMs;
  let calm = 0;
  let before = '';
  while (calm < 15) {
    if (performance.now() > until) throw new Error(`the storm did not settle: ${before}`);
    await sleep(200);
    const [state] = await database.query<{ items: string; waiting: string; notes: string }>(
      `SELECT (SELECT coalesce(sum(extract(epoch FROM judged_at)), 0)::text FROM source_item) AS items,
        (SELECT count(*)::text FROM source_item WHERE verdict = 'pending') AS waiting,
        (SELECT count(*)::text FROM effect WHERE kind = 'write_back' AND status = 'pending') AS notes`,
    );
    const now = JSON.stringify(state);
    const isCalm = now === before && state?.waiting === '0' && state.notes === '0';
    calm = isCalm ? calm + 1 : 0;
    before = now;
    // Listings come late at some vendors: time goes on.
    if (isCalm) settle();
  }
}

async function compared(database: Database, far: RunningStandIn, made: readonly Made[]) {
  const rows = await database.query<{
    id: string;
    verdict: string;
    entries: number;
    messages: number;
  }>(
    `SELECT item.external_id AS id, item.verdict::text AS verdict,
      (SELECT count(*)::int FROM reversal_source s WHERE s.source_item_id = item.id) AS entries,
      (SELECT count(*)::int FROM message m WHERE m.source_item_id = item.id) AS messages
     FROM source_item item`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const missed: string[] = [];
  const doubled: string[] = [];
  for (const { id, isAsking, messages, isDeleted } of made) {
    if (isDeleted) continue;
    const row = known.get(id);
    if (!row || !['logged', 'review', 'left'].includes(row.verdict)) {
      missed.push(`${id} is ${row?.verdict ?? 'unknown'}`);
      continue;
    }
    if (!isAsking) continue;
    if (row.entries === 0) missed.push(`${id} has no entry`);
    if (row.entries > 1) doubled.push(`${id} has ${row.entries} entries`);
    if (row.messages < messages) missed.push(`${id} has ${row.messages} of ${messages} messages`);
    if (row.messages > messages) doubled.push(`${id} has ${row.messages} of ${messages} messages`);
    const notes = far.notesOf(id).length;
    // Where a vendor keeps no internal notes, a tag or label says that it was written back.
    const isTagged = far.tagsOf(id).some((tag) => tag.toLowerCase().startsWith('reversal'));
    if (notes === 0 && !isTagged) missed.push(`${id} was not written back`);
    if (notes > 1) doubled.push(`${id} has ${notes} notes`);
  }
  const [entries] = await database.query<{ count: number }>('SELECT count(*)::int FROM reversal');
  const asking = made.filter((one) => one.isAsking).length;
  if ((entries?.count ?? 0) > asking) doubled.push(`${entries?.count} entries of ${asking} items`);
  return {
    items: made.length,
    deleted: made.filter((one) => one.isDeleted).length,
    logged: entries?.count ?? 0,
    missed,
    doubled,
  };
}
