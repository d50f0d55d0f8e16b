import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../core/storage/migrate.js';
import { openDatabase } from '../../core/storage/open-database.js';
import { benchSource } from '../bench/sources/all-sources.js';
import { isAsking } from '../bench/sources/bench-source.js';
import { createPostgresDatabase } from '../support/databases.js';
import { seededRandom } from '../support/stand-ins/seeded-random.js';
import { hubOf } from './hub-process.js';

export type CutBackfillReport = {
  tickets: number;
  cuts: number;
  /** How many tickets were judged when each cut came. */
  cutAt: number[];
  judged: number;
  asking: number;
  logged: number;
  /** Entries beyond one a ticket. */
  doubled: number;
  seconds: number;
};

/**
 * One `hub sync` of many Zendesk tickets, killed with SIGKILL again and again at seeded places and each
 * time begun anew: what was judged at the end, and how often.
 */
export async function cutBackfill(plan: {
  tickets: number;
  cuts: number;
  seed: number;
  /** How long a dead run's tickets wait. */
  leaseMs: number;
}): Promise<CutBackfillReport> {
  const startedAt = performance.now();
  const { tickets, cuts } = plan;
  const random = seededRandom(plan.seed);
  const source = benchSource('zendesk');
  const far = hubOf('../bench/far.ts', { connectorId: 'zendesk', items: tickets });
  const { url: databaseUrl, drop } = await createPostgresDatabase();
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 });
  const count = async (sql: string) =>
    (await database.query<{ count: number }>(`SELECT count(*)::int FROM ${sql}`))[0]?.count ?? 0;
  const judgedNow = () => count("source_item WHERE verdict <> 'pending'");
  const cutAt: number[] = [];
  try {
    await migrate(database);
    const settings = { ...source.settings(await far.start()), limits: source.unlimited };
    const told = { databaseUrl, connectorId: 'zendesk', settings, leaseMs: plan.leaseMs };
    for (let cut = 0; cut < cuts; cut += 1) {
      const run = hubOf('../bench/backfill-worker.ts', told);
      const ended = run.start();
      const at = Math.floor(((cut + random()) * tickets) / (cuts + 1));
      const reached = (async () => {
        while ((await judgedNow()) < at) await sleep(20);
        return null;
      })();
      if ((await Promise.race([ended, reached])) !== null)
        throw new Error('it ended before its cut');
      // Somewhere within a batch, wherever that is.
      await sleep(random() * 200);
      await run.kill();
      await ended.catch(() => undefined);
      cutAt.push(await judgedNow());
    }
    const last = hubOf('../bench/backfill-worker.ts', told);
    await last.start();
    await last.kill();
    const linked = await count('reversal_source');
    const items = await count('(SELECT DISTINCT source_item_id FROM reversal_source) AS one');
    const logged = await count('reversal');
    return {
      tickets,
      cuts,
      cutAt,
      judged: await count("source_item WHERE verdict IN ('left', 'logged', 'review', 'historic')"),
      asking: Array.from({ length: tickets }, (_, index) => isAsking(index)).filter(Boolean).length,
      logged,
      doubled: linked - items + Math.max(0, logged - items),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
  } finally {
    await far.kill();
    await database.close();
    await drop();
  }
}
