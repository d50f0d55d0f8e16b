// Run as a child process, and killed at any moment: reads one account, approves, writes back, for ever.
import { setTimeout as sleep } from 'node:timers/promises';
import { connectors } from '../../connectors/registry.js';
import { type DeliveryTools, deliverEffect } from '../../core/effects/deliver-effect.js';
import { pollConnection } from '../../core/intake/intake.js';
import { judgeTogether } from '../../core/intake/judge-together.js';
import { helpdeskWriterOf, openConnections } from '../../core/intake/open-connections.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { openStorage } from '../../core/storage/storage.js';
import { type StormClock, stormTime } from './storm-clock.js';

type Told = { databaseUrl: string; connectorId: string; settings: unknown; clock: StormClock };
const { databaseUrl, connectorId, settings, clock } = JSON.parse(process.argv[2] ?? '{}') as Told;
const now = () => new Date(stormTime(clock));
/** Ten real seconds at a scale of sixty: a dead process's work is taken over then. */
const leaseMs = 600_000;
const never = new AbortController().signal;

const connector = connectors.find((one) => one.id === connectorId);
if (!connector) throw new Error(`${connectorId} is not in the registry`);
const storage = await openStorage({ url: databaseUrl, masterKey: Buffer.alloc(32, 1) });
const connections = openConnections(
  [
    {
      id: 'far',
      client: 'acme',
      connector,
      connectorId,
      settings: connector.settings.parse(settings),
      actFrom: null,
      pollSeconds: 30,
    },
  ],
  await storage.sources.connections(),
  () => null,
  {
    fetch,
    now,
    userAgent: 'reversal-hub/storm',
    budget: storage.requests,
    sleep: async (ms: number) => void (await sleep(ms / clock.scale)),
  },
);
const far = connections.get('far');
if (!far) throw new Error('the connection was not opened');
const { reversals: store } = storage;
const desk = openDesk({ store, now, newId: () => crypto.randomUUID(), writeBackDelayMs: 30_000 });
const common = { store, now, leaseMs, count: () => undefined };
const intake = {
  ...common,
  book: storage.sources,
  budget: storage.requests,
  desk,
  warn: () => undefined,
};
const delivery: DeliveryTools = {
  ...common,
  book: storage.effects,
  announcer: null,
  helpdesk: helpdeskWriterOf(connections),
  people: null,
  waitingFor: desk.waitingFor,
  publicUrl: 'http://hub.example',
  holdsCardData: () => false,
};
const manager = (await storage.directory.all()).find((one) => one.role === 'manager');
if (!manager) throw new Error('nobody may approve');

process.stdout.write('running\n');
for (;;) {
  const pending = await pollConnection(intake, far);
  await judgeTogether(intake, far, pending.slice(0, 50), {
    atOnce: 8,
    signal: never,
    onJudged: () => undefined,
  });
  await approveAll();
  for (const { id, kind } of await storage.effects.due(now(), 200)) {
    if (kind === 'write_back') await deliverEffect(delivery, id);
  }
  await sleep(20);
}

async function approveAll() {
  if (!manager) return;
  const filter = { clients: ['acme'], status: 'pending_approval', includeHistoric: false } as const;
  for (const reversal of (await store.find(filter, 100, null)).items) {
    const { reference, contentHash } = reversal;
    await desk.decide(
      { person: manager, surface: 'rest' },
      { reference, action: 'approve', contentHash },
    );
  }
}
