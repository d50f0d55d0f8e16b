import { describe, expect, it } from 'vitest';
import type { WatchBook } from '../../../core/intake/connection-watch.js';
import { type Connection, ConnectorError } from '../../../core/intake/connector-contract.js';
import type { OpenConnection } from '../../../core/intake/intake.js';
import { openIntake } from '../../../core/intake/poll.js';
import type { JobHandler, Jobs } from '../../../core/jobs/queue.js';

const now = new Date('2026-03-01T12:00:00Z');
type RunnerTools = Parameters<typeof openIntake>[1];

/** The queue as a list of what was asked of it; handlers are run by the test. */
function fakeJobs() {
  const asked: string[] = [];
  const handlers = new Map<string, JobHandler>();
  const jobs: Jobs = {
    add: async (kind, id) => void asked.push(`add ${kind} ${id}`),
    process: (kind, handler) => void handlers.set(kind, handler),
    every: async (kind, id, intervalMs) => void asked.push(`every ${kind} ${id} ${intervalMs}`),
    health: async () => ({}),
    close: async () => undefined,
  };
  return { jobs, asked, run: (kind: string, id: string) => handlers.get(kind)?.(id) };
}

function started(connection: Partial<Connection>) {
  const queue = fakeJobs();
  const counted: string[] = [];
  const tools = {
    count: (name: string, labels?: Record<string, string>) =>
      void counted.push([name, ...Object.values(labels ?? {})].join(' ')),
    warn: (event: string) => void counted.push(`warned ${event}`),
    now: () => now,
    watch: {
      noteSubscription: async (
        id: string,
        trouble: Parameters<WatchBook['noteSubscription']>[1],
      ) => {
        const isTold = trouble?.isLasting(now) ? 'told' : 'kept';
        counted.push(trouble ? `${id} ${trouble.code} ${isTold}` : `${id} well`);
      },
    },
  } as unknown as RunnerTools;
  const open = { id: 'acme-gmail', connection } as Partial<OpenConnection> as OpenConnection;
  const intake = openIntake(queue.jobs, tools, new Map([[open.id, open]]));
  return { ...queue, counted, intake };
}

describe('subscriptions that end by themselves', () => {
  const everySixHours = 'every subscription acme-gmail 21600000';

  it('are renewed on a schedule, well before the shortest of them ends', async () => {
    let renewed = 0;
    const { intake, asked, run, counted } = started({
      renewSubscription: async () => {
        renewed += 1;
        return { expiresAt: new Date(0) };
      },
    });
    await intake.start(() => 30);
    expect(asked).toContain(everySixHours);
    await run('subscription', 'acme-gmail');
    expect(renewed).toBe(1);
    expect(counted).toEqual(['subscription_renewed acme-gmail', 'acme-gmail well']);
  });

  it.each([
    ['re_authorise', 'forbidden', 'told'],
    ['give_up', 'not_found', 'told'],
    ['retry', 'timed_out', 'kept'],
    ['wait', 'rate_limited', 'kept'],
  ] as const)('that meet %s are counted, %s is %s, and nothing stops', async (kind, code, end) => {
    const { intake, run, counted } = started({
      renewSubscription: () => Promise.reject(new ConnectorError(kind, code)),
    });
    await intake.start(() => 30);
    await run('subscription', 'acme-gmail');
    expect(counted).toEqual([
      `subscription_refused acme-gmail ${code}`,
      'warned subscription_refused',
      `acme-gmail ${code} ${end}`,
    ]);
  });

  it('are asked for of no connection that has none', async () => {
    const { intake, asked } = started({});
    await intake.start(() => 30);
    expect(asked.filter((one) => one.startsWith('every subscription'))).toEqual([]);
  });
});

it('a hint without ids has the connection listed', async () => {
  const { intake, asked } = started({});
  await intake.takeHints('acme-gmail', []);
  expect(asked).toEqual(['add poll acme-gmail']);
});
