import { setTimeout as sleep } from 'node:timers/promises';
import type { RaceStorage } from '../race-storage.js';

const lookMs = 80;
/** Only against a delivery that never comes: a channel takes one new message a second. */
const lateMs = 180_000;

type CardRow = {
  id: string;
  hash: string;
  minor: string;
  status: string;
  cardTs: string | null;
  isWaiting: boolean;
};

/** Waits for the worker, by what the outbox holds. */
export function createWaiting(storage: RaceStorage) {
  async function until<T>(what: string, look: () => Promise<T | false> | T | false): Promise<T> {
    const end = Date.now() + lateMs;
    for (;;) {
      const found = await look();
      if (found !== false) return found;
      if (Date.now() > end) throw new Error(`waited too long for ${what}`);
      await sleep(lookMs);
    }
  }
  const given = (ids: readonly string[]) => [`{${ids.join(',')}}`];

  return {
    until,

    /** Until each entry's card is drawn as it is now; entries with where their cards stand. */
    forCards: (ids: readonly string[]): Promise<readonly CardRow[]> =>
      until('cards', async () => {
        const rows = await storage.database().query<CardRow>(
          `SELECT r."id"::text, r."content_hash" AS "hash", r."status"::text,
             coalesce(r."amount_minor", 0)::text AS "minor", c."chat_message_id" AS "cardTs",
             EXISTS (SELECT 1 FROM "effect" e WHERE e."reversal_id" = r."id"
               AND e."kind" = 'show_card' AND e."status" = 'pending') AS "isWaiting"
           FROM "reversal" r LEFT JOIN "card" c ON c."reversal_id" = r."id"
           WHERE r."id" = ANY($1::uuid[])`,
          given(ids),
        );
        return rows.some(({ isWaiting }) => isWaiting) ? false : rows;
      }),

    /** Until everything that was to be said of these entries is said. */
    forEffects: (ids: readonly string[]): Promise<boolean> =>
      until('effects', async () => {
        const [row] = await storage.database().query<{ left: number }>(
          `SELECT count(*)::int AS "left" FROM "effect"
             WHERE "reversal_id" = ANY($1::uuid[]) AND "status" = 'pending'`,
          given(ids),
        );
        return row?.left === 0;
      }),
  };
}
