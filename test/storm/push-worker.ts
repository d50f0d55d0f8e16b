// Run as a child process, and killed at any moment: takes a processor's notices over HTTP, for ever.
import express from 'express';
import { pushConnectors } from '../../connectors/registry.js';
import { mountWebhooks } from '../../core/http/webhook-routes.js';
import { openPushConnections } from '../../core/intake/open-connections.js';
import { takeNotices } from '../../core/intake/take-notices.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { openStorage } from '../../core/storage/storage.js';
import { listen } from '../support/stand-ins/http-server.js';
import { type StormClock, stormTime } from './storm-clock.js';

type Told = { databaseUrl: string; connectorId: string; settings: unknown; clock: StormClock };
const { databaseUrl, connectorId, settings, clock } = JSON.parse(process.argv[2] ?? '{}') as Told;
const now = () => new Date(stormTime(clock));
const count = () => undefined;

const connector = pushConnectors.find((one) => one.id === connectorId);
if (!connector) throw new Error(`${connectorId} is not in the registry`);
const storage = await openStorage({ url: databaseUrl, masterKey: Buffer.alloc(32, 1) });
const configured = {
  id: 'far',
  client: 'acme',
  connector,
  connectorId,
  settings: connector.settings.parse(settings),
  actFrom: null,
  pollSeconds: 30,
};
const pushed = openPushConnections([configured], await storage.sources.connections(), {
  fetch,
  now,
  userAgent: 'reversal-hub/storm',
});
const desk = openDesk({
  store: storage.reversals,
  now,
  newId: () => crypto.randomUUID(),
  writeBackDelayMs: 30_000,
});
const tools = { book: storage.sources, store: storage.reversals, desk, now, count };

const app = express();
mountWebhooks(app, {
  takeNotices: (id) => {
    const open = pushed.get(id);
    return open ? (incoming) => takeNotices(tools, open, incoming) : null;
  },
  readWebhook: () => null,
  onHints: async () => undefined,
  count,
  now,
  publicUrl: 'http://hub.example',
  tripwire: () => false,
});
const server = await listen(app);
process.stdout.write(`${server.url}\n`);
