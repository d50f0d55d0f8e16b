import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatabaseEngine } from '../../databases.js';
import { readRecords } from '../race-records.js';
import { openRaceStorage, type RaceStorage } from '../race-storage.js';
import { chatFaultsOf } from './chat-checks.js';
import { readKept } from './chat-kept.js';
import { chatPlaces } from './chat-places.js';
import { type ChatRace, type ChatRaced, openChatRace } from './chat-run.js';
import { chatScripts } from './chat-script.js';

/** Of the 2,000 interleavings on each engine so many come through Slack's door. */
const interleavingsWanted = Number(process.env.CHAT_RACES ?? 150);
const restartsWanted = Number(process.env.CHAT_RESTARTS ?? 24);
const batch = 3 * chatPlaces.length;
/** Only against a race that never ends: a busy machine takes its time. */
const timeLimitMs = 900_000;

/** Another seed makes other scripts: `RACE_SEED=7 npx vitest run --project services races`. */
const seedGiven = Number(process.env.RACE_SEED ?? 20_260_401);

/** The same rules as at the desk, when everything comes as Slack's own signed requests. */
export function chatRaceGuarantees(engine: DatabaseEngine) {
  let storage: RaceStorage;
  let race: ChatRace;
  let seed = seedGiven;
  beforeAll(async () => {
    storage = await openRaceStorage(engine);
    race = await openChatRace(storage);
  });
  afterAll(async () => {
    await race.close();
    await storage.close();
  });

  const drawn = (numRuns: number) => {
    seed += 1;
    return fc.sample(chatScripts, { seed, numRuns });
  };
  const expectSound = async (raced: readonly ChatRaced[]) => {
    expect({ seed, faults: await faultsIn(storage, race, raced) }).toEqual({ seed, faults: [] });
  };

  it(
    'a hub killed between a click or message and its answer loses nothing it acknowledged, and says nothing twice',
    async () => {
      while (race.counts.restarts < restartsWanted) {
        await expectSound(await race.runDying(drawn(chatPlaces.length)));
      }
    },
    timeLimitMs,
  );

  it(
    'clicks, answers, edits, commands and retries at once: one outcome, on what the card showed, each told once',
    async () => {
      while (race.counts.interleavings < interleavingsWanted) {
        await expectSound(await race.run(drawn(batch)));
      }
      const figures = { chatRaces: engine, seed: seedGiven, ...race.counts, acts: race.acts };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    },
    timeLimitMs,
  );
}

async function faultsIn(
  storage: RaceStorage,
  race: ChatRace,
  raced: readonly ChatRaced[],
): Promise<readonly string[]> {
  const kept = await readKept(storage.database());
  const ids = raced.flatMap(({ entries }) => entries.map(({ id }) => id));
  const records = await readRecords(storage.database(), ids);
  const faults: string[] = [];
  for (const record of records) {
    const own = raced.find(({ entries }) => entries.some(({ id }) => id === record.id));
    if (own) faults.push(...chatFaultsOf(record, own, { ...race, kept }));
    const { whole } = await storage.books().verifyHistoryOf(record.id);
    if (!whole) faults.push(`${record.reference}: its history does not verify`);
  }
  if (records.length !== ids.length) faults.push(`${ids.length - records.length} entries are lost`);
  return faults;
}
