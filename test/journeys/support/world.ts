import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { connectors, restingConnectors } from '../../../connectors/registry.js';
import { readSettings } from '../../../core/settings/read-settings.js';
import { toRows } from '../../../core/settings/to-rows.js';
import { openStorage } from '../../../core/storage/storage.js';
import { createPostgresDatabase, type StoragePairing, testRedis } from '../../support/databases.js';
import { listen } from '../../support/stand-ins/http-server.js';
import { createSlackStandIn } from '../../support/stand-ins/slack/slack-stand-in.js';
import { createZendeskStandIn } from '../../support/stand-ins/zendesk/stand-in.js';
import { channels, journeyConfiguration, people } from './configuration.js';
import { freePort, type HubProcess, type HubSetting, runHub, startHub } from './hub-process.js';
import { paymentToAdd } from './payments.js';

export const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-journey',
  SLACK_SIGNING_SECRET: 'journey-signing-secret',
  ACME_ZENDESK_TOKEN: 'journey-zendesk-token',
  ACME_ZENDESK_WEBHOOK_SECRET: 'journey-webhook-secret',
} as const;

export type World = Awaited<ReturnType<typeof openWorld>>;

/**
 * The far side in this process and a hub on fresh data in another, not started yet. The far side
 * lives on while the hub is killed and started again.
 */
export async function openWorld(pairing: StoragePairing) {
  const cwd = mkdtempSync(join(tmpdir(), 'hub-journey-'));
  const postgres = pairing[0] === 'postgresql' ? await createPostgresDatabase() : null;
  const redis = pairing[1] === 'redis' ? await testRedis() : null;
  const port = await freePort();
  const farSide = await openFarSide(`http://127.0.0.1:${port}`);
  const env = {
    ...secrets,
    HUB_MASTER_KEY: randomBytes(32).toString('base64'),
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    ...(redis ? { REDIS_URL: redis.redisUrl } : {}),
  };
  const configuration = journeyConfiguration({
    port,
    zendeskUrl: `${farSide.url}/zendesk`,
    slackApiUrl: `${farSide.url}/slack/api/`,
    hasDatabaseUrl: postgres !== null,
    redisPrefix: redis?.prefix ?? null,
  });
  const configFile = join(cwd, 'journey.config.yaml');
  writeFileSync(configFile, JSON.stringify(configuration));
  const hub: HubSetting = { cwd, configFile, env, url: `http://127.0.0.1:${port}` };
  const databaseOptions = postgres
    ? { url: postgres.url }
    : { embeddedDir: join(cwd, 'data', 'database') };
  await seed(JSON.stringify(configuration), env, databaseOptions);

  const lives: HubProcess[] = [];
  const keys = new Map<string, Promise<string>>();
  return {
    ...farSide,
    hub,
    redis,
    /** For `openDatabase`; the embedded one only while the hub is down. */
    databaseOptions,
    async start() {
      lives.push(await startHub(hub));
    },
    /** SIGKILL. */
    kill: async () => lives.at(-1)?.kill(),
    /** SIGTERM; the exit code. */
    stop: async () => lives.at(-1)?.stop(),
    /** What the hub has said in all its lives, on both streams. */
    output: () => lives.map((life) => life.output()).join(''),
    command: (...args: string[]) => runHub(hub, args),
    /** Prometheus samples by name and labels. */
    async metrics(): Promise<Map<string, number>> {
      const text = await (await fetch(`${hub.url}/metrics`)).text();
      const samples = text.split('\n').flatMap((line) => {
        const [, name, value] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
        return name === undefined ? [] : ([[name, Number(value)]] as const);
      });
      return new Map(samples);
    },
    /** A REST key that acts as the person, made with `hub keys`. */
    keyOf(email: string): Promise<string> {
      const known = keys.get(email) ?? makeKey(hub, email);
      keys.set(email, known);
      return known;
    },
    async close() {
      await lives.at(-1)?.kill();
      await farSide.close();
      await postgres?.drop();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

/** Zendesk under `/zendesk` and Slack under `/slack` of one address, pointed at the hub. */
async function openFarSide(hubUrl: string) {
  const zendesk = createZendeskStandIn({
    email: 'hub@northwind.example',
    apiToken: secrets.ACME_ZENDESK_TOKEN,
    webhook: {
      id: '01JOURNEY',
      url: `${hubUrl}/webhooks/acme-zendesk`,
      secret: secrets.ACME_ZENDESK_WEBHOOK_SECRET,
    },
    webhookRetryDelaysMs: [200, 1_000, 5_000],
    // Changes are exported at once and often, so that every write-back comes round again.
    exportLagMs: 0,
    rateLimit: false,
  });
  const slack = createSlackStandIn({
    identity: {
      botToken: secrets.SLACK_BOT_TOKEN,
      signingSecret: secrets.SLACK_SIGNING_SECRET,
    },
    postingLimit: null,
    // Slack comes again at once, after 1 min and after 5 min: here after 3 s and 15 s.
    retryScale: 0.05,
  });
  const served = new Set<(path: string) => void>();
  const app = express()
    .use((request, response, next) => {
      response.once('finish', () => {
        for (const hear of served) hear(request.path);
      });
      next();
    })
    .use('/zendesk', zendesk.router)
    .use('/slack', slack.router);
  const server = await listen(app);
  slack.connect({ baseUrl: `${server.url}/slack`, eventsUrl: `${hubUrl}/slack/events` });
  for (const [name, person] of Object.entries(people)) {
    slack.addUser({ id: person.slackId, name: `${name} of the desk`, email: person.email });
  }
  const members = Object.values(people).map((person) => person.slackId);
  for (const [name, id] of Object.entries(channels)) slack.addChannel({ id, name, members });
  for (const { email } of [people.agent, people.manager, people.second]) {
    zendesk.state.addAgent({ name: email.split('@')[0] ?? email, email });
  }
  return {
    zendesk: zendesk.state,
    slack,
    url: server.url,
    /** Resolves once such a request has been answered to the last byte. */
    nextServed: (isIt: (path: string) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const hear = (path: string) => {
          if (!isIt(path)) return;
          served.delete(hear);
          resolve();
        };
        served.add(hear);
      }),
    async close() {
      slack.close();
      await zendesk.close();
      await server.close();
    },
  };
}

/** Payments the hub already knows; no command brings them in yet. */
async function seed(
  text: string,
  env: Record<string, string>,
  databaseOptions: { url: string } | { embeddedDir: string },
): Promise<void> {
  const reading = readSettings(text, env, connectors, restingConnectors);
  if (!reading.ok) throw new Error(`The journey's configuration: ${JSON.stringify(reading)}`);
  const masterKey = Buffer.from(env.HUB_MASTER_KEY ?? '', 'base64');
  const storage = await openStorage({ ...databaseOptions, masterKey });
  try {
    await storage.applySettings(toRows(reading.settings, reading.connections, new Date()));
    for (const payment of paymentToAdd) await storage.addPayment(payment);
  } finally {
    await storage.close();
  }
}

async function makeKey(hub: HubSetting, email: string): Promise<string> {
  const made = await runHub(hub, ['keys', 'create', '--for', email]);
  if (made.code !== 0) throw new Error(`hub keys create: ${made.stderr}`);
  return made.stdout.trim();
}
