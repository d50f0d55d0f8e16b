#!/usr/bin/env node
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { understandAnswer } from './bot/decide-reversal/understand-answer.js';
import { understandQuestion } from './bot/find-reversals/understand-question.js';
import { manifest } from './bot/manifest/manifest.js';
import { makeExportLink, openExport } from './core/access/export-link.js';
import { startPeopleRounds } from './core/effects/people-rounds.js';
import { startPolicyClock } from './core/effects/policy-clock.js';
import { startPurge } from './core/effects/purge.js';
import { startRelay } from './core/effects/relay.js';
import { makeReport } from './core/insight/report.js';
import { countCardData } from './core/intake/card-data.js';
import { holdsCardData } from './core/intake/holds-card-data.js';
import { openClientModels } from './core/intake/learning/client-models.js';
import { startNightlyTraining } from './core/intake/learning/nightly.js';
import { loadConnectors } from './core/intake/load-connectors.js';
import { lookUpPayments } from './core/intake/look-up-payment.js';
import {
  helpdeskWriterOf,
  openConnections,
  openPushConnections,
} from './core/intake/open-connections.js';
import { openIntake } from './core/intake/poll.js';
import { readForChat } from './core/intake/read-for-chat.js';
import { findCardData, redact } from './core/intake/redact.js';
import { takeNotices } from './core/intake/take-notices.js';
import { allOperations } from './core/operations/all-operations.js';
import { type HubAccess, runCommandLine } from './core/operations/command-line.js';
import { forwardOperation, serveOperations } from './core/operations/forward.js';
import { guardedSink } from './core/operations/guarded-sink.js';
import type {
  ConfigurationReading,
  HandedIn,
  HubConfiguration,
  HubRole,
  PartsReading,
} from './core/operations/hub-parts.js';
import { hubPartsOf } from './core/operations/open-hub-parts.js';
import { sinkOf, type Terminal } from './core/operations/terminal.js';
import { troubleOpening } from './core/operations/trouble-opening.js';
import { endDelegationsOf } from './core/reversals/delegate.js';
import { openDesk } from './core/reversals/open-desk.js';
import type { Identifier } from './core/reversals/reversal.js';
import { keepAllTurns } from './core/reversals/step-clock.js';
import { chatPlacesOf } from './core/settings/chat-places.js';
import { thresholdsOf, toRows } from './core/settings/to-rows.js';
import { afterCommit } from './core/storage/after-commit.js';
import { watchGauges } from './core/telemetry/gauges.js';
import type { Sandbox } from './test/sandbox/start.js';

const version = '0.1.0';
const now = () => new Date();
/** What no exit lets through. Masked accounts and the like are taken out before storing. */
const cardKinds: readonly string[] = ['card_number', 'track_data', 'security_code'];
const configurationName = 'hub.config.yaml';

const tripwire = (text: string) =>
  findCardData(text).some((finding) => cardKinds.includes(finding.kind));
const isBlocked = (body: unknown) => holdsCardData(body, tripwire);

/**
 * What only an open hub needs takes most of a second to load; a command such as `analyze` answers its
 * first line before that, so these are loaded when a hub is opened.
 */
async function loadHeavyParts() {
  const [bot, http, jobs, storage, telemetry] = await Promise.all([
    import('./bot/create-bot.js'),
    import('./core/http/web-app.js'),
    import('./core/jobs/open-jobs.js'),
    import('./core/storage/storage.js'),
    import('./core/telemetry/telemetry.js'),
  ]);
  return { ...bot, ...http, ...jobs, ...storage, ...telemetry };
}

/** Every part of one hub, wired over an open database and queue; nothing runs yet. */
async function openHub(
  configuration: HubConfiguration,
  sandbox: Sandbox | null,
  readsOnly = false,
) {
  const { settings } = configuration;
  const { createBot, createWebApp, openJobs, openStorage, openTelemetry } = await loadHeavyParts();
  const telemetry = openTelemetry({ level: sandbox ? 'error' : 'info', tripwire });
  const storage = await openStorage({
    url: settings.database?.url,
    embeddedDir: join(configuration.dataDir, 'database'),
    masterKey: Buffer.from(settings.encryption.masterKey, 'base64'),
  });
  const jobs = await openJobs({
    database: storage.database,
    redisUrl: settings.queue?.redisUrl,
    prefix: settings.queue?.prefix,
    leaseMs: settings.timing.leaseSeconds * 1_000,
    tripwire,
    onBlocked: () => telemetry.count('tripwire', { exit: 'queue' }),
    onFault: (event, error, job) => telemetry.fault(event, error, { kind: job?.kind ?? '' }),
  }).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  if (!readsOnly) await storage.applySettings(toRows(settings, configuration.connections, now()));
  for (const payment of sandbox?.payments ?? []) await storage.addPayment(payment);
  if (storage.database.engine === 'embedded' && !readsOnly) {
    await storage.effects.endAllLeases();
    await storage.sources.endAllLeases();
  }
  const connections = openConnections(
    configuration.connections,
    await storage.sources.connections(),
    thresholdsOf(settings),
    { fetch, now, userAgent: `reversal-hub/${version}`, budget: storage.requests },
  );
  const pushed = openPushConnections(
    configuration.connections,
    await storage.sources.connections(),
    { fetch, now, userAgent: `reversal-hub/${version}` },
  );
  let committed: () => void = () => undefined;
  const deskTools = {
    store: afterCommit(storage.reversals, () => committed()),
    now,
    newId: randomUUID,
    writeBackDelayMs: settings.timing.writeBackSeconds * 1_000,
  };
  const desk = openDesk(deskTools);
  const intake = {
    book: storage.sources,
    desk,
    store: storage.reversals,
    models: openClientModels(storage.training),
    cardData: storage.cardData,
    now,
    leaseMs: settings.timing.leaseSeconds * 1_000,
    lookUpPayments: (clientId: string, identifiers: readonly Identifier[]) =>
      lookUpPayments(
        { desk, store: storage.reversals, count: telemetry.count },
        pushed.values(),
        clientId,
        identifiers,
      ),
    count: telemetry.count,
    warn: telemetry.warn,
  };
  const learning = {
    book: storage.training,
    client: storage.reversals.client,
    thresholds: thresholdsOf(settings),
    now,
  };
  const runner = openIntake(
    jobs,
    {
      ...intake,
      watch: storage.watch,
      days: storage.completeness,
      sentTo: [...pushed.keys()],
    },
    connections,
  );
  const bot = settings.slack
    ? createBot({
        settings: { ...settings.slack, ...chatPlacesOf(settings) },
        desk,
        directory: storage.directory,
        cards: storage.cards,
        troubles: storage.chatTroubles,
        installations: storage.chatInstallations,
        pace: storage.chatPace,
        report: (asked) =>
          makeReport({ store: storage.reversals, insight: storage.insight }, asked),
        exportLink: (person, filter) =>
          makeExportLink(storage, person, filter, {
            publicUrl: settings.server.publicUrl,
            now: now(),
            randomBytes,
          }),
        drafts: storage.drafts,
        people: storage.people,
        leftChat: async (person) => {
          await endDelegationsOf(deskTools, person);
        },
        keepTurns: () => keepAllTurns(deskTools),
        reading: readForChat,
        holdsCardData: isBlocked,
        noteCardData: (message, findings) =>
          storage.cardData.keepChat(message, findings && countCardData(findings), now()),
        channelClient: storage.reversals.clientOfChannel,
        publicUrl: settings.server.publicUrl,
        now,
        telemetry,
      })
    : null;
  const parts = hubPartsOf({
    storage,
    jobs,
    connections,
    pushed,
    intake,
    desk,
    learning,
    checkChat: bot?.check ?? null,
    configuration,
  });
  const startWorker = async () => {
    // Whoever restarts the hub may have put a new token into its configuration.
    await storage.effects.tryHeld(now());
    const relay = startRelay(
      jobs,
      {
        book: storage.effects,
        store: storage.reversals,
        announcer: bot?.announcer ?? null,
        helpdesk: helpdeskWriterOf(connections),
        people: bot && {
          book: storage.people,
          messenger: bot.messenger,
          person: storage.directory.byId,
        },
        waitingFor: desk.waitingFor,
        now,
        publicUrl: settings.server.publicUrl,
        holdsCardData: isBlocked,
        leaseMs: settings.timing.leaseSeconds * 1_000,
        count: telemetry.count,
      },
      telemetry.fault,
    );
    committed = relay.kick;
    await runner.start(
      (id) => configuration.connections.find((one) => one.id === id)?.pollSeconds ?? 30,
    );
    await startNightlyTraining(jobs, learning, telemetry);
    if (bot) {
      await startPeopleRounds(jobs, {
        book: storage.people,
        store: storage.reversals,
        everybody: storage.directory.all,
        now,
      });
    }
    await startPolicyClock(jobs, deskTools, telemetry);
    await startPurge(jobs, storage.purge, now, telemetry);
    return relay;
  };
  const createApp = () =>
    createWebApp({
      desk,
      directory: storage.directory,
      access: storage.access,
      sources: storage.sources,
      cardData: storage.cardData,
      readWebhook: (id) => connections.get(id)?.connection.readWebhook ?? null,
      onHints: runner.takeHints,
      takeNotices: (id) => {
        const open = pushed.get(id);
        return open ? (incoming) => takeNotices(intake, open, incoming) : null;
      },
      verifyHistory: storage.verifyHistoryOf,
      openExport: (token, person) => openExport(storage.secrets, token, person, now()),
      recordExport: (person, filter, entries) =>
        storage.exports.record(person, filter, entries, now()),
      ready: parts.ready,
      metricsToken: settings.server.metricsToken ?? null,
      metrics: async () => {
        await watchGauges(telemetry, storage, now());
        return telemetry.metrics();
      },
      count: telemetry.count,
      onBug: (where, error) => telemetry.fault('bug', error, { path: where }),
      now,
      randomBytes,
      publicUrl: settings.server.publicUrl,
      organization: settings.organization,
      redact,
      tripwire,
      sandbox: sandbox && { apiKey: 'sandbox', people: storage.directory.all },
      mounts: (app) => {
        sandbox?.mount(app);
        bot?.mount(app);
      },
    });
  const close = async () => {
    runner.stop();
    await jobs.close();
    await storage.close();
  };
  return { telemetry, parts, bot, startWorker, createApp, close };
}

type OpenedHub = Awaited<ReturnType<typeof openHub>>;

/** Starts roles, listens, and serves commands beside; answers when told to stop. */
async function runHub(
  configuration: HubConfiguration,
  roles: readonly HubRole[],
  signal: AbortSignal,
  sandbox: Sandbox | null,
): Promise<number> {
  const { settings } = configuration;
  const hub = await openHub(configuration, sandbox);
  const listensForChat = roles.includes('bot') && settings.slack?.appToken === undefined;
  const server =
    roles.includes('web') || listensForChat ? await listen(hub, settings.server) : null;
  const relay = roles.includes('worker') ? await hub.startWorker() : null;
  if (roles.includes('bot')) await startBot(hub);
  const commands =
    configuration.socketPath === null
      ? null
      : await serveOperations(configuration.socketPath, (argv, terminal, ended) =>
          commandLine(argv, terminal, ended, { kind: 'running', configuration, parts: hub.parts }),
        );
  hub.telemetry.info('started', { role: roles.join(','), port: settings.server.port });
  tellStarted(configuration, sandbox);
  sandbox?.begin();
  await stopped(signal);
  await sandbox?.stop();
  await commands?.close();
  await closeServer(server);
  await hub.bot?.stop();
  await relay?.stop();
  await hub.close();
  return 0;
}

/** Slack out of reach at the start holds nothing else up: effects wait, `doctor` tells. */
async function startBot({ bot, telemetry }: OpenedHub) {
  try {
    await bot?.start();
  } catch (error) {
    telemetry.fault('chat_not_reached', error);
  }
}

async function listen(hub: OpenedHub, { port, host }: { port: number; host?: string | undefined }) {
  const server = createServer(hub.createApp());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host ?? '0.0.0.0', resolve);
  });
  return server;
}

/** Open answers are given this long; event streams would otherwise keep the process for ever. */
const closeTimeoutMs = 3_000;

async function closeServer(server: Server | null): Promise<void> {
  if (!server) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const late = setTimeout(() => server.closeAllConnections(), closeTimeoutMs);
  server.closeIdleConnections();
  await closed;
  clearTimeout(late);
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function tellStarted({ settings }: HubConfiguration, sandbox: Sandbox | null) {
  const url = settings.server.publicUrl;
  const lines = sandbox
    ? [
        'Reversal Hub runs in sandbox mode: no configuration was found, and nothing leaves this computer.',
        `  Chat       ${url}/sandbox/chat`,
        `  Dashboard  ${url}/`,
        `  REST       ${url}/api/docs   (key: sandbox)`,
        `  Set-up     ${url}/sandbox`,
        'Stop it with Ctrl+C.',
      ]
    : [`Reversal Hub listens on port ${settings.server.port}; its address is ${url}`];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Reads the configuration file, or sets the sandbox up where there is none. */
async function readConfiguration(file: string | null): Promise<ConfigurationReading> {
  const path = file ?? process.env.HUB_CONFIG ?? configurationName;
  const isAsked = file !== null || process.env.HUB_CONFIG !== undefined;
  if (!existsSync(path)) {
    if (isAsked)
      return {
        ok: false,
        file: path,
        faults: [
          {
            path: '(the file)',
            message: 'is not there; check its name, or leave --config and HUB_CONFIG out',
          },
        ],
      };
    return readSandbox();
  }
  return toConfiguration(readFileSync(path, 'utf8'), path, process.env, 'data');
}

async function toConfiguration(
  text: string,
  file: string | null,
  environment: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): Promise<ConfigurationReading> {
  const { connectors, pushConnectors, restingConnectors } = await import(
    './connectors/registry.js'
  );
  const { connectorNames, readSettings } = await import('./core/settings/read-settings.js');
  const all = [...connectors, ...pushConnectors];
  const packages = await loadConnectors(connectorNames(text), {
    shippedIds: [...all.map((one) => one.id), ...restingConnectors],
    folders: [file === null ? process.cwd() : dirname(resolve(file)), import.meta.dirname],
    kit: () => import('./connectors/connector-kit.js'),
  });
  const reading = readSettings(text, environment, all, restingConnectors, packages);
  if (!reading.ok) return { ok: false, file: file ?? 'the sandbox', faults: reading.faults };
  const isEmbedded = reading.settings.database === undefined;
  return {
    ok: true,
    configuration: {
      file,
      settings: reading.settings,
      connections: reading.connections,
      isEmbedded,
      dataDir,
      socketPath: isEmbedded ? join(dataDir, 'hub.sock') : null,
    },
  };
}

const sandboxDir = join('data', 'sandbox');
const noSandbox: ConfigurationReading = {
  ok: false,
  file: configurationName,
  faults: [
    {
      path: '(the file)',
      message:
        'is not there, and sandbox mode does not exist here; copy docs/hub.config.example.yaml to hub.config.yaml and fill it in',
    },
  ],
};
let sandboxOnce: Sandbox | null = null;

async function readSandbox(): Promise<ConfigurationReading> {
  if (process.env.NODE_ENV === 'production') return noSandbox;
  const sandbox = sandboxOnce ?? (await openSandbox());
  if (!sandbox) return noSandbox;
  sandboxOnce = sandbox;
  return toConfiguration(sandbox.configuration, null, {}, sandboxDir);
}

async function openSandbox(): Promise<Sandbox | null> {
  const place = './test/sandbox/start.js';
  if (
    !existsSync(new URL(place, import.meta.url)) &&
    !existsSync(new URL('./test/sandbox/start.ts', import.meta.url))
  )
    return null;
  const { startSandbox } = await import('./test/sandbox/start.js');
  const port = Number(process.env.PORT ?? 3000);
  return startSandbox({
    port: port === 0 ? await freePort() : port,
    dataDir: sandboxDir,
    traffic: process.env.SANDBOX_TRAFFIC !== 'off',
    now,
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function openParts(
  configuration: HubConfiguration,
  readsOnly: boolean,
): Promise<PartsReading> {
  try {
    const hub = await openHub(configuration, null, readsOnly);
    return { ok: true, parts: hub.parts, close: hub.close };
  } catch (error) {
    const trouble = troubleOpening(error, configuration);
    if (!trouble) throw error;
    return { ok: false, trouble };
  }
}

const handedIn: HandedIn = {
  start: async (configuration, roles, signal) => {
    try {
      return await runHub(
        configuration,
        roles,
        signal,
        configuration.file === null ? sandboxOnce : null,
      );
    } catch (error) {
      const trouble = troubleOpening(error, configuration);
      if (!trouble) throw error;
      process.stderr.write(`${trouble.area}: ${trouble.found}\nTo mend it: ${trouble.mend}\n`);
      return 1;
    }
  },
  readOtherConfiguration: (text, file) => toConfiguration(text, file, process.env, 'data'),
  understandAnswer,
  understandQuestion,
  chatManifest: manifest,
};

function commandLine(
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
  hub: HubAccess,
): Promise<number> {
  return runCommandLine(argv, {
    operations: allOperations,
    terminal,
    hub,
    handedIn,
    version,
    now,
    randomBytes,
    signal,
    onBug: tellBug,
  });
}

/** Before a hub is open there is no telemetry; the error's text is private all the same. */
function tellBug(command: string, error: unknown): Promise<void> {
  return import('./core/telemetry/telemetry.js').then(({ openTelemetry }) =>
    openTelemetry({ level: 'error', tripwire }).fault('command_failed', error, { name: command }),
  );
}

async function main(): Promise<void> {
  const giveUp = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => giveUp.abort());
  process.stdin.setEncoding('utf8');
  let held = 0;
  const terminal: Terminal = {
    stdin: process.stdin,
    stdout: guardedSink(sinkOf(process.stdout), tripwire, () => {
      held += 1;
    }),
    stderr: sinkOf(process.stderr),
    isTty: process.stderr.isTTY === true,
  };
  process.exitCode = await commandLine(process.argv.slice(2), terminal, giveUp.signal, {
    kind: 'separate',
    readConfiguration,
    openParts,
    forward: forwardOperation,
  });
  if (held > 0) {
    process.stderr.write(
      `Held back ${held} line(s) that hold what looks like a card number; find it at its source and remove it there.\n`,
    );
    process.exitCode ||= 1;
  }
  // Pools and timers of a command that is done must not keep the process.
  process.exit();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main();
