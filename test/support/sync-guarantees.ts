import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connection } from '../../core/intake/connector-contract.js';
import type { OpenConnection } from '../../core/intake/intake.js';
import { syncConnection } from '../../core/intake/sync.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import type { DatabaseEngine } from './databases.js';
import { loggedAt, openStorageFixture, type StorageFixture } from './storage-fixture.js';

/** What `hub sync` promises; the helpdesk is the far side. */
export function syncGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  const listed: (string | null)[] = [];
  const connection: Connection = {
    check: async () => ({ account: 'hub' }),
    listChanges: async (cursor) => {
      listed.push(cursor);
      const externalId = `item-${listed.length}`;
      return {
        references: [{ externalId, updatedAt: loggedAt }],
        cursor: `next-${listed.length}`,
        hasMore: false,
      };
    },
    fetchItem: async () => null,
  };
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  const sync = (since: Date | null) => {
    const { reversals, sources } = fixture.books;
    const now = () => new Date();
    const desk = openDesk({ store: reversals, now, newId: () => 'id', writeBackDelayMs: 0 });
    const tools = {
      book: sources,
      desk,
      store: reversals,
      budget: fixture.books.requests,
      now,
      leaseMs: 30_000,
      count: () => undefined,
      warn: () => undefined,
    };
    const open: OpenConnection = {
      id: 'acme-zendesk',
      clientId: 'acme',
      actFrom: loggedAt,
      connection,
      thresholds: null,
    };
    return syncConnection(
      tools,
      open,
      { since, full: false },
      () => undefined,
      new AbortController().signal,
    );
  };

  it('goes on from the saved cursor, and a look back with --since leaves it where it is', async () => {
    expect(await sync(null)).toMatchObject({ listed: 1, judged: 1, waiting: 0, failure: null });
    const { sources } = fixture.books;
    expect(await sources.cursor('acme-zendesk')).toBe('next-1');
    expect(await sync(loggedAt)).toMatchObject({ listed: 1, judged: 1 });
    expect(await sources.cursor('acme-zendesk')).toBe('next-1');
    await sync(null);
    expect(listed).toEqual([null, null, 'next-1']);
  });
}
