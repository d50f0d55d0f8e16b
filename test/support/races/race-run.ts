import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDesk } from '../../../core/reversals/open-desk.js';
import { type Asking, askingOf, carryOut } from './race-acts.js';
import type { Raced } from './race-checks.js';
import { type Entry, logEntries, type Racing } from './race-entry.js';
import { alive, type Life, mortal } from './race-life.js';
import { deskSettings, openPolicies, peopleByRacer } from './race-people.js';
import type { Act, Script } from './race-script.js';
import type { RaceStorage } from './race-storage.js';

/** Scripts that run beside each other, each on entries of its own. */
const lanes = 5;
const ends: ReadonlySet<string> = new Set(['completed', 'rejected', 'cancelled']);

export type RacedScript = Raced & { entries: readonly Entry[] };
export type Race = Awaited<ReturnType<typeof openRace>>;

/** The hub on a storage, people at its desk, and a count of what happened at once. */
export async function openRace(storage: RaceStorage) {
  const policies = openPolicies(storage.books, deskSettings);
  await policies.apply(1);
  const people = await peopleByRacer(storage.books());
  const counts = { interleavings: 0, restarts: 0 };

  const racing = (): Racing => ({
    people,
    books: storage.books(),
    place: { clientId: 'acme', connectionId: 'acme-zendesk' },
    desk: openDesk({
      store: storage.books().reversals,
      now: () => new Date(),
      newId: randomUUID,
      writeBackDelayMs: 30_000,
    }),
  });

  /** Everybody asks at once, some twice; a hub that dies leaves them without an answer. */
  async function ask(asking: Asking, life: Life): Promise<void> {
    await sleep(asking.act.waitMs);
    asking.from ||= Date.now();
    const once = async () => {
      try {
        asking.answers.push(await life.whileAlive(carryOut(racing(), policies, asking)));
      } catch (error) {
        if (!life.isOver()) throw error;
      }
    };
    await Promise.all(asking.act.isRepeated ? [once(), once()] : [once()]);
    asking.until = Date.now();
  }

  /** Whoever heard nothing asks again, in the same words. */
  async function askAgain(asking: Asking): Promise<void> {
    const wanted = asking.act.isRepeated ? 2 : 1;
    while (asking.answers.length < wanted) {
      asking.answers.push(await carryOut(racing(), policies, asking));
    }
    asking.until = Date.now();
  }

  /** Whether anything is left to race for; people look at the entries as they are now. */
  async function look(entries: readonly Entry[]): Promise<boolean> {
    const ids = `{${entries.map((one) => one.id).join(',')}}`;
    const rows = await storage
      .database()
      .query<{ id: string; hash: string; minor: string; status: string }>(
        `SELECT "id"::text, "content_hash" AS "hash", coalesce("amount_minor", 0)::text AS "minor",
           "status"::text FROM "reversal" WHERE "id" = ANY($1::uuid[])`,
        [ids],
      );
    for (const { id, hash, minor } of rows) {
      const entry = entries.find((one) => one.id === id);
      if (!entry) continue;
      entry.seenBefore = entry.seen;
      entry.seen = { hash, minor: BigInt(minor) };
    }
    return rows.some(({ status }) => !ends.has(status));
  }

  async function runOne(script: Script): Promise<RacedScript> {
    const entries = await logEntries(racing(), script);
    const askings: Asking[] = [];
    for (const wave of script.waves) {
      if (!(await look(entries))) break;
      const asked = askingsOf(wave, entries);
      askings.push(...asked);
      await Promise.all(asked.map((asking) => ask(asking, alive)));
      counts.interleavings += 1;
    }
    return { entries, askings, died: false };
  }

  return {
    policies,
    people,
    counts,
    async run(scripts: readonly Script[]): Promise<readonly RacedScript[]> {
      const left = [...scripts];
      const raced: RacedScript[] = [];
      const lane = async () => {
        for (let script = left.pop(); script; script = left.pop()) raced.push(await runOne(script));
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return raced;
    },
    /** All scripts go wave by wave together, and in each wave the hub dies and comes up again. */
    async runDying(scripts: readonly Script[]): Promise<readonly RacedScript[]> {
      const raced: (RacedScript & { askings: Asking[]; script: Script })[] = [];
      for (const script of scripts) {
        const entries = await logEntries(racing(), script);
        raced.push({ entries, askings: [], died: true, script });
      }
      const wavesMost = Math.max(...scripts.map(({ waves }) => waves.length));
      for (let wave = 0; wave < wavesMost; wave += 1) {
        const asked: Asking[] = [];
        for (const { entries, askings, script } of raced) {
          if (!(await look(entries))) continue;
          const own = askingsOf(script.waves[wave] ?? [], entries);
          askings.push(...own);
          asked.push(...own);
          counts.interleavings += 1;
        }
        const life = mortal();
        const works = Promise.all(asked.map((asking) => ask(asking, life)));
        await sleep(scripts[wave % scripts.length]?.diesAfterMs ?? 0);
        life.end();
        await storage.restart();
        await works;
        counts.restarts += 1;
        for (const asking of asked) await askAgain(asking);
      }
      return raced;
    },
  };
}

function askingsOf(wave: readonly Act[], [first, twin]: readonly Entry[]): readonly Asking[] {
  return wave.flatMap((act) => {
    const entry = act.isOnTwin && twin ? twin : first;
    return entry ? [askingOf(act, entry)] : [];
  });
}
