import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../core/intake/connector-contract.js';
import type { OpenConnection } from '../../../core/intake/intake.js';
import { openIntake } from '../../../core/intake/poll.js';
import type { Jobs } from '../../../core/jobs/queue.js';

const now = new Date('2026-03-01T12:00:00Z');

/** A runner whose book says that so many items wait, and the jobs that a poll asks for. */
function runner(waiting: number, abilities: Partial<Connection>) {
  const asked: string[] = [];
  const jobs = { add: async (kind: string, id: string) => void asked.push(`${kind} ${id}`) };
  const book = {
    cursor: async () => null,
    savePage: async () => 0,
    noteSuccess: async () => undefined,
    lookForGone: async () => undefined,
    pending: async () => Array.from({ length: waiting }, (_, index) => `item-${index}`),
  };
  const tools = { book, now: () => now, count: () => undefined };
  const connection = {
    listChanges: async () => ({ references: [], cursor: 'end', hasMore: false }),
    ...abilities,
  };
  const open = { id: 'acme', connection } as Partial<OpenConnection> as OpenConnection;
  const intake = openIntake(
    jobs as Partial<Jobs> as Jobs,
    tools as unknown as Parameters<typeof openIntake>[1],
    new Map([[open.id, open]]),
  );
  return { asked, poll: () => intake.sync('acme') };
}

const together: Partial<Connection> = { fetchTogether: async () => async () => null };

describe('what waits after a poll', () => {
  it('is one job where it is many and can be read together', async () => {
    const { asked, poll } = runner(1_000, together);
    expect(await poll()).toBe(1_000);
    expect(asked).toEqual(['judge_many acme']);
  });

  it.each([
    ['few', 19, together],
    ['many that can be read one by one only', 25, {}],
  ])('is a job each where it is %s', async (_name, waiting, abilities) => {
    const { asked, poll } = runner(waiting, abilities);
    await poll();
    expect(asked).toHaveLength(waiting);
    expect(asked[0]).toBe('judge item-0');
  });
});
