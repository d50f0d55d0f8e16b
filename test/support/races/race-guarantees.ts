import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatabaseEngine } from '../databases.js';
import { faultsOf } from './race-checks.js';
import { readRecords } from './race-records.js';
import { openRace, type Race, type RacedScript } from './race-run.js';
import { scripts } from './race-script.js';
import { openRaceStorage, type RaceStorage } from './race-storage.js';

/** Besides those that come through Slack's door: chat/chat-guarantees.ts. */
const interleavingsWanted = Number(process.env.RACES ?? 2_000);
const restartsWanted = Number(process.env.RACE_RESTARTS ?? 24);
const batch = 40;
const dyingBatch = 6;
/** Only against a race that never ends: a busy machine takes its time. */
const timeLimitMs = 1_800_000;

/** Another seed makes other scripts: `RACE_SEED=7 npx vitest run --project services races`. */
const seedGiven = Number(process.env.RACE_SEED ?? 20_260_301);

/** Whatever happens to an entry at once, what remains could have happened one after the other. */
export function raceGuarantees(engine: DatabaseEngine) {
  let storage: RaceStorage;
  let race: Race;
  let seed = seedGiven;
  beforeAll(async () => {
    storage = await openRaceStorage(engine);
    race = await openRace(storage);
  });
  afterAll(() => storage.close());

  const drawn = (numRuns: number) => {
    seed += 1;
    return fc.sample(scripts, { seed, numRuns });
  };
  const expectSound = async (raced: readonly RacedScript[]) => {
    expect({ seed, faults: await faultsIn(storage, race, raced) }).toEqual({ seed, faults: [] });
  };

  it(
    'a hub that dies in the middle leaves one outcome, and who asks again is answered',
    async () => {
      while (race.counts.restarts < restartsWanted) {
        await expectSound(await race.runDying(drawn(dyingBatch)));
      }
    },
    timeLimitMs,
  );

  it(
    'one outcome, on the content seen, by whom the policy asks, each answered once',
    async () => {
      while (race.counts.interleavings < interleavingsWanted) {
        await expectSound(await race.run(drawn(batch)));
      }
      const figures = { races: engine, seed: seedGiven, ...race.counts };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    },
    timeLimitMs,
  );
}

async function faultsIn(
  storage: RaceStorage,
  race: Race,
  raced: readonly RacedScript[],
): Promise<readonly string[]> {
  const ids = raced.flatMap(({ entries }) => entries.map((one) => one.id));
  const records = await readRecords(storage.database(), ids);
  const faults: string[] = [];
  for (const record of records) {
    const own = raced.find(({ entries }) => entries.some((one) => one.id === record.id));
    if (own) faults.push(...faultsOf(record, own, race.people, race.policies));
    const { whole } = await storage.books().verifyHistoryOf(record.id);
    if (!whole) faults.push(`${record.reference}: its history does not verify`);
  }
  if (records.length !== ids.length) faults.push(`${ids.length - records.length} entries are lost`);
  return faults;
}
