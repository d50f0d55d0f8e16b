import { hubspot } from '../../connectors/hubspot/index.js';
import { openConnections } from '../../core/intake/open-connections.js';
import { syncConnection } from '../../core/intake/sync.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { openStorage } from '../../core/storage/storage.js';
import { startHubSpot } from '../contract/connectors/hubspot-stand-in.js';
import { createPostgresDatabase } from '../support/databases.js';
import { exampleSettings } from '../support/storage-fixture.js';

/**
 * So many HubSpot tickets changed within one second, more than twice what its search gives, through the
 * whole intake: how many were judged.
 */
export async function judgeSameSecond(
  count: number,
): Promise<{ tickets: number; judged: number; seconds: number }> {
  const startedAt = performance.now();
  const far = await startHubSpot();
  for (let millisecond = 0; millisecond < 1_000; millisecond += 1) {
    far.control.seedTickets(count / 1_000, 'Where is my parcel?');
    far.clock.ms += 1;
  }
  far.settle();
  const { url, drop } = await createPostgresDatabase();
  const storage = await openStorage({ url, masterKey: Buffer.alloc(32, 1) });
  try {
    const now = () => new Date();
    await storage.applySettings({
      ...exampleSettings,
      connections: [{ id: 'far', connector: 'hubspot', clientId: 'acme', actFrom: new Date(0) }],
    });
    const settings = { ...far.settings, limits: { requests: 10_000_000, searches: 10_000_000 } };
    const configured = {
      id: 'far',
      client: 'acme',
      connector: hubspot,
      connectorId: 'hubspot',
      settings: hubspot.settings.parse(settings),
      actFrom: null,
      pollSeconds: 30,
    };
    const connections = openConnections(
      [configured],
      await storage.sources.connections(),
      () => null,
      {
        fetch,
        now: () => new Date(far.clock.ms),
        userAgent: 'reversal-hub/storm',
        budget: storage.requests,
      },
    );
    const open = connections.get('far');
    if (!open) throw new Error('the connection was not opened');
    const store = storage.reversals;
    const tools = {
      book: storage.sources,
      budget: storage.requests,
      desk: openDesk({ store, now, newId: () => crypto.randomUUID(), writeBackDelayMs: 30_000 }),
      store,
      now,
      leaseMs: 30_000,
      count: () => undefined,
      warn: () => undefined,
    };
    await syncConnection(
      tools,
      open,
      { since: null, full: false },
      () => undefined,
      new AbortController().signal,
    );
    const rows = await storage.database.query<{ judged: number }>(
      "SELECT count(*)::int AS judged FROM source_item WHERE verdict IN ('left', 'logged', 'review')",
    );
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    return { tickets: count, judged: rows[0]?.judged ?? 0, seconds };
  } finally {
    await storage.close();
    await drop();
    await far.close();
  }
}
