// Run as a child process: `hub sync` of one account into a database; its figures on stdout.
const {
  databaseUrl,
  connectorId,
  settings,
  stopAfterMs,
  isBuilt = false,
  leaseMs = 30_000,
} = JSON.parse(process.argv[2] ?? '{}');

/** `isBuilt`: the program as it is installed; a loader that compiles on the way costs a fifth. */
const program = <Module>(path: string): Promise<Module> =>
  import(new URL(`${isBuilt ? '../../dist' : '../..'}/${path}`, import.meta.url).href);
const { connectors } =
  await program<typeof import('../../connectors/registry.js')>('connectors/registry.js');
const { openConnections } = await program<typeof import('../../core/intake/open-connections.js')>(
  'core/intake/open-connections.js',
);
const { syncConnection } =
  await program<typeof import('../../core/intake/sync.js')>('core/intake/sync.js');
const { openDesk } = await program<typeof import('../../core/reversals/open-desk.js')>(
  'core/reversals/open-desk.js',
);
const { openStorage } =
  await program<typeof import('../../core/storage/storage.js')>('core/storage/storage.js');
const connector = connectors.find((one) => one.id === connectorId);
if (!connector) throw new Error(`${connectorId} is not in the registry`);
const now = () => new Date();
const storage = await openStorage({ url: databaseUrl, masterKey: Buffer.alloc(32, 1) });
const client = { id: 'acme', name: 'Acme', currency: 'USD', timezone: 'UTC' };
await storage.applySettings({
  clients: [{ ...client, chatChannelId: null, policy: null, settings: {} }],
  // Somebody may decide, as anywhere: without, each entry would go to the fallback.
  people: [
    {
      chatUserId: null,
      timezone: null,
      email: 'mia@acme.example',
      name: 'Mia',
      role: 'manager',
      clients: ['acme'],
    },
  ],
  connections: [
    {
      id: 'far',
      connector: connectorId,
      clientId: 'acme',
      actFrom: new Date(Date.now() - 2 * 86_400_000),
    },
  ],
  at: now(),
});
const configured = {
  id: 'far',
  client: 'acme',
  connector,
  connectorId,
  settings: connector.settings.parse(settings),
  actFrom: null,
  pollSeconds: 30,
};
const connections = openConnections([configured], await storage.sources.connections(), () => null, {
  fetch,
  now,
  userAgent: 'reversal-hub/bench',
  budget: storage.requests,
});
const open = connections.get('far');
if (!open) throw new Error('the connection was not opened');
const { reversals: store } = storage;
const desk = openDesk({
  store,
  now,
  newId: () => crypto.randomUUID(),
  writeBackDelayMs: 30_000,
});
const tools = {
  book: storage.sources,
  budget: storage.requests,
  desk,
  store,
  now,
  leaseMs,
  count: () => undefined,
  warn: () => undefined,
};
const stop = new AbortController();
if (stopAfterMs) setTimeout(() => stop.abort(), stopAfterMs);
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
const end = await syncConnection(
  tools,
  open,
  { since: null, full: false },
  () => undefined,
  stop.signal,
);
const { user, system } = process.cpuUsage(cpuBefore);
const figures = {
  cpuMs: (user + system) / 1_000,
  judged: end.judged,
  waiting: end.waiting,
  quarantined: end.quarantined,
  seconds: (performance.now() - startedAt) / 1_000,
  peakMb: process.resourceUsage().maxRSS / 1_024,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
await storage.close();
process.exit(0);
