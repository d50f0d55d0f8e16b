import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPolicyClock } from '../../core/effects/policy-clock.js';
import { openJobs } from '../../core/jobs/open-jobs.js';
import type { Jobs } from '../../core/jobs/queue.js';
import { openPrivacy } from '../../core/privacy/privacy.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { plainRequest } from '../../core/reversals/plain-request.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import { booksOf } from '../../core/storage/storage.js';
import { openTestStorage, storagePairings, testRedis } from '../support/databases.js';
import { exampleSettings, redacted, usd } from '../support/storage-fixture.js';

/** The clock on every queue the program can have: whatever it lost or says twice, each thing is once. */
describe.each(storagePairings)('%s, %s', (engine, place) => {
  let storage: Awaited<ReturnType<typeof openTestStorage>>;
  const others: Jobs[] = [];
  let clock = new Date('2026-03-03T12:00:00Z');
  const faults: unknown[] = [];
  const telemetry = {
    count: () => undefined,
    fault: (_event: string, error: unknown) => faults.push(error),
  };
  beforeAll(async () => {
    storage = await openTestStorage([engine, place]);
  });
  afterAll(async () => {
    for (const jobs of others) await jobs.close();
    await storage.close();
  });

  it('what fell due while nothing ran happens once at the start, of two workers', async () => {
    const books = booksOf(storage.database, openPrivacy({ masterKey: Buffer.alloc(32, 1) }));
    const [acme, globex] = exampleSettings.clients;
    if (!acme || !globex) throw new Error('two clients');
    const steps = [{ from: ['role:manager'], need: 1, within: '8h' }];
    const policy = { name: 'timed', rules: [{ steps }] };
    await books.applySettings({ ...exampleSettings, clients: [{ ...acme, policy }, globex] });
    const tools = {
      store: books.reversals,
      now: () => clock,
      newId: randomUUID,
      writeBackDelayMs: 0,
    };
    const person = await books.directory.byEmail('agent@example.com');
    if (!person) throw new Error('nobody is the agent');
    const logged = await openDesk(tools).log(
      { person, surface: 'rest' },
      {
        ...plainRequest({
          clientId: 'acme',
          type: 'refund',
          kind: 'request',
          amount: usd(4_999n),
          channel: 'email',
        }),
        reason: redacted('charged twice'),
      },
    );
    if (isRefusal(logged)) throw new Error(logged.refused);
    clock = new Date('2026-03-05T12:00:00Z');
    const passed = async () =>
      (await books.reversals.history(logged.reversal.id)).map((line) => line.action);
    await startPolicyClock(storage.jobs, tools, telemetry);
    if (place === 'redis') {
      // A second process with a queue of its own, as after the first one's was emptied.
      const other = await openJobs({ database: storage.database, ...(await testRedis()) });
      others.push(other);
      await startPolicyClock(other, tools, telemetry);
    } else {
      await startPolicyClock(storage.jobs, tools, telemetry);
    }
    await vi.waitFor(async () => expect(await passed()).toContain('step_reminded'), {
      timeout: 30_000,
      interval: 100,
    });
    expect(await passed()).toEqual(['logged', 'step_reminded']);
    expect(faults).toEqual([]);
  });
});
