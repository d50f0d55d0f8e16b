import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { settingsSchema as zendeskSettings } from '../../connectors/zendesk/settings.js';
import { type Connector, ConnectorError, defineConnector } from '../../core/index.js';
import { readSettings, settingsJsonSchema } from '../../core/settings/read-settings.js';
import { recordedDir } from '../support/recorded.js';

const root = resolve(import.meta.dirname, '../..');
const ownExample = resolve(root, 'docs/hub.config.example.yaml');
/** The example the outside is held to; it stands beside the recorded payloads where they are. */
const agreedExample = resolve(recordedDir(), '../example.hub.config.yaml');

const zendesk: Connector = defineConnector({
  id: 'zendesk',
  name: 'Zendesk',
  settings: zendeskSettings,
  open: () => {
    throw new ConnectorError('give_up', 'reading_settings_opens_nothing');
  },
});
const resting = ['hubspot', 'gmail'];

const environment: Record<string, string> = {
  DATABASE_URL: 'postgres://hub@db.example/hub',
  REDIS_URL: 'redis://queue.example:6379',
  HUB_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  SLACK_BOT_TOKEN: 'xoxb-example',
  SLACK_SIGNING_SECRET: 'signing-secret',
  ACME_ZENDESK_TOKEN: 'zendesk-token',
  ACME_ZENDESK_WEBHOOK_SECRET: 'zendesk-secret',
  ACME_HUBSPOT_TOKEN: 'hubspot-token',
  ACME_HUBSPOT_SECRET: 'hubspot-secret',
  GMAIL_CLIENT_ID: 'gmail-id',
  GMAIL_CLIENT_SECRET: 'gmail-secret',
  ACME_GMAIL_REFRESH_TOKEN: 'gmail-refresh',
};

const read = (text: string, env: Record<string, string | undefined> = environment) =>
  readSettings(text, env, [zendesk], resting);

function faultsOf(text: string, env?: Record<string, string | undefined>) {
  const reading = read(text, env);
  return reading.ok ? [] : reading.faults;
}

/** The example with one thing changed: keys as in `people[0].email`; undefined takes it out. */
function changed(path: string, value: unknown): string {
  const whole: unknown = parse(readFileSync(ownExample, 'utf8'));
  const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  const last = keys.pop() ?? '';
  const container = z.record(z.string(), z.unknown()).or(z.array(z.unknown()));
  let place: unknown = whole;
  for (const key of keys) place = Reflect.get(container.parse(place) && Object(place), key);
  if (value === undefined) Reflect.deleteProperty(Object(place), last);
  else Reflect.set(Object(place), last, value);
  return stringify(whole);
}

describe('the example configuration works as it stands', () => {
  it.each([
    ['the repository’s own', ownExample],
    ['the agreed one', agreedExample],
  ])('%s', (_name, file) => {
    if (!existsSync(file)) {
      expect(process.env.RECORDED_REQUIRED).not.toBe('1');
      return;
    }
    const reading = read(readFileSync(file, 'utf8'));
    expect(reading).toMatchObject({ ok: true });
    if (!reading.ok) return;
    expect(reading.settings.clients.map((client) => client.id)).toEqual(['acme', 'globex']);
    expect(reading.settings.encryption.masterKey).toBe(environment.HUB_MASTER_KEY);
    expect(reading.connections).toHaveLength(3);
    expect(reading.connections[0]).toMatchObject({
      id: 'acme-zendesk',
      connectorId: 'zendesk',
      actFrom: null,
      pollSeconds: 30,
      settings: { apiToken: 'zendesk-token' },
    });
  });

  it('and without database, queue and chat, which are optional', () => {
    const whole = z.record(z.string(), z.unknown()).parse(parse(readFileSync(ownExample, 'utf8')));
    const { database: _database, queue: _queue, slack: _slack, ...least } = whole;
    expect(read(stringify(least))).toMatchObject({ ok: true });
  });

  it('actFrom may be a bare day or an instant, and says when the hub begins to act', () => {
    const day = read(changed('connections[0].settings.actFrom', '2026-01-31'));
    expect(day.ok && day.connections[0]?.actFrom).toEqual(new Date('2026-01-31T00:00:00Z'));
    const instant = read(changed('connections[0].settings.actFrom', '2026-01-31T09:00:00+01:00'));
    expect(instant.ok && instant.connections[0]?.actFrom).toEqual(new Date('2026-01-31T08:00:00Z'));
  });

  it('e-mails compare in small letters, and a public address carries no slash at its end', () => {
    const mail = read(changed('people[0].email', 'Agent@Northwind.example'));
    expect(mail.ok && mail.settings.people[0]?.email).toBe('agent@northwind.example');
    const url = read(changed('server.publicUrl', 'https://hub.example/'));
    expect(url.ok && url.settings.server.publicUrl).toBe('https://hub.example');
  });

  it('a secret taken from the environment is never read as another variable', () => {
    const token = ['$', '{HUB_MASTER_KEY}'].join('');
    const env = { ...environment, ACME_ZENDESK_TOKEN: token };
    const reading = read(readFileSync(ownExample, 'utf8'), env);
    expect(reading.ok && reading.connections[0]?.settings).toMatchObject({ apiToken: token });
  });
});

describe('a fault is told with its path and how to mend it', () => {
  const step = (more: object) => [{ steps: [{ from: ['role:manager'], need: 'any', ...more }] }];
  /** As a spread: a `then` written out looks like a promise to the linter. */
  const timed = (then: string) => ({ within: '8h', ...Object.fromEntries([['then', then]]) });
  it.each([
    // what is wrong | changed key | to | path told | words told
    ['no organization', 'organization', undefined, 'organization', /missing/],
    ['an unknown key', 'organisation', 'Northwind', 'organisation', /spelling/],
    ['an unknown nested key', 'server.prot', 3000, 'server.prot', /spelling/],
    ['no public address', 'server.publicUrl', undefined, 'server.publicUrl', /missing/],
    [
      'an address of another kind',
      'server.publicUrl',
      'ftp://hub.example',
      'server.publicUrl',
      /https/,
    ],
    ['a port that is none', 'server.port', 70_000, 'server.port', /65535/],
    ['a short master key', 'encryption.masterKey', 'c2hvcnQ=', 'encryption.masterKey', /openssl/],
    ['chat without a way in', 'slack.signingSecret', undefined, 'slack.signingSecret', /appToken/],
    ['chat without any token', 'slack.botToken', undefined, 'slack.botToken', /OAuth/],
    ['half an OAuth app', 'slack.clientId', '1.2', 'slack.clientId', /all three/],
    [
      'an OAuth app that nobody’s workspace is home of',
      'slack',
      { clientId: '1', clientSecret: '2', stateSecret: '3', signingSecret: '4' },
      'slack.operationsChannel',
      /T0NORTHWIND/,
    ],
    ['nobody', 'people', [], 'people', /at least one person/],
    ['a bad e-mail', 'people[0].email', 'agent', 'people[0].email', /e-mail/],
    ['an unknown role', 'people[0].role', 'boss', 'people[0].role', /manager/],
    ['a bad time zone', 'people[1].timezone', 'Berlin', 'people[1].timezone', /Europe\/Berlin/],
    ['a locale that is no tag', 'people[0].locale', 'german', 'people[0].locale', /de-DE/],
    ['a language nobody speaks', 'clients[0].locale', 'xx-YY', 'clients[0].locale', /de-DE/],
    ['a person of no client', 'people[0].clients', ['acne'], 'people[0].clients[0]', /acme/],
    [
      'a person twice',
      'people[1].email',
      'AGENT@northwind.example',
      'people[1].email',
      /people\[0\]/,
    ],
    ['a chat user twice', 'people[1].slackId', 'U0AGENT', 'people[1].slackId', /people\[0\]/],
    ['no client', 'clients', [], 'clients', /no client/],
    ['a client id with capitals', 'clients[0].id', 'Acme', 'clients[0].id', /small letters/],
    ['a client twice', 'clients[1].id', 'acme', 'clients[1].id', /clients\[0\]/],
    [
      'one channel for two clients',
      'clients[1].slackChannel',
      'C0ACME',
      'clients[1].slackChannel',
      /clients\[0\]/,
    ],
    [
      'one channel for two clients, once with its workspace',
      'clients[1].slackChannel',
      'T0NORTH/C0ACME',
      'clients[1].slackChannel',
      /clients\[0\] too, with its workspace/,
    ],
    ['a currency in small letters', 'clients[0].currency', 'usd', 'clients[0].currency', /USD/],
    ['a currency nobody has', 'clients[0].currency', 'ABC', 'clients[0].currency', /ISO 4217/],
    ['a policy that is not there', 'clients[0].policy', 'strict', 'clients[0].policy', /standard/],
    [
      'review above log',
      'clients[0].detection',
      { logAt: 0.5, reviewAt: 0.9 },
      'clients[0].detection',
      /below/,
    ],
    [
      'a band without currency',
      'policies.standard.rules[1].when',
      { maxAmount: 1 },
      'policies.standard.rules[1].when.currency',
      /name it/,
    ],
    [
      'approval by itself without ceiling',
      'policies.standard.rules',
      [{ steps: [] }],
      'policies.standard.rules[0].when.maxAmount',
      /ceiling/,
    ],
    [
      'an amount with decimals',
      'policies.standard.rules[0].perDay',
      10.5,
      'policies.standard.rules[0].perDay',
      /minor units/,
    ],
    [
      'a need that is none',
      'policies.standard.rules',
      step({ need: 'most' }),
      'policies.standard.rules[0].steps[0].need',
      /majority/,
    ],
    [
      'a time that is none',
      'policies.standard.rules',
      step({ within: '8 hours' }),
      'policies.standard.rules[0].steps[0].within',
      /8h/,
    ],
    [
      'something to do after no time',
      'policies.standard.rules',
      step(Object.fromEntries([['then', 'remind']])),
      'policies.standard.rules[0].steps[0].within',
      /8h/,
    ],
    [
      'escalating to nobody',
      'policies.standard.rules',
      step(timed('escalate')),
      'policies.standard.rules[0].steps[0].to',
      /role:admin/,
    ],
    [
      'rejecting chargebacks by itself',
      'policies.standard.rules',
      [
        {
          when: { types: ['refund', 'chargeback'] },
          steps: [{ from: ['role:manager'], need: 1, ...timed('reject') }],
        },
      ],
      'policies.standard.rules[0].steps[0].then',
      /remind, escalate or reassign/,
    ],
    [
      'a fallback nobody knows',
      'policies.standard.fallback',
      ['boss@northwind.example'],
      'policies.standard.fallback[0]',
      /names nobody/,
    ],
    [
      'office hours of an unknown form',
      'clients[0].officeHours',
      { monday: '9-5' },
      'clients[0].officeHours.monday',
      /spelling/,
    ],
    [
      'office hours as words',
      'clients[0].officeHours',
      'nine to five',
      'clients[0].officeHours',
      /days: \[mon/,
    ],
    [
      'a day that is none',
      'clients[0].officeHours',
      { days: ['monday'], from: '09:00', to: '18:00' },
      'clients[0].officeHours.days[0]',
      /mon, tue/,
    ],
    [
      'office hours over midnight',
      'clients[0].officeHours',
      { from: '22:00', to: '06:00' },
      'clients[0].officeHours.to',
      /24:00/,
    ],
    [
      'a holiday that is no date',
      'clients[0].officeHours',
      { from: '09:00', to: '18:00', holidays: ['Christmas'] },
      'clients[0].officeHours.holidays[0]',
      /2026-12-25/,
    ],
    [
      'a delegate nobody knows',
      'people[0].delegate',
      { to: 'boss@northwind.example', from: '2026-12-01', until: '2026-12-14' },
      'people[0].delegate.to',
      /names nobody/,
    ],
    [
      'a time away that ends before it begins',
      'people[0].delegate',
      { to: 'manager@northwind.example', from: '2026-12-14', until: '2026-12-01' },
      'people[0].delegate.until',
      /before/,
    ],
    [
      'an approver nobody knows',
      'policies.standard.rules',
      step({ from: ['role:boss'] }),
      'policies.standard.rules[0].steps[0].from[0]',
      /names nobody/,
    ],
    [
      'an unknown connector',
      'connections[0].connector',
      'zendsk',
      'connections[0].connector',
      /zendesk/,
    ],
    [
      'a connection of no client',
      'connections[0].client',
      'acne',
      'connections[0].client',
      /globex/,
    ],
    [
      'a connector’s own key',
      'connections[0].settings.apiTokn',
      'x',
      'connections[0].settings.apiTokn',
      /spelling/,
    ],
    [
      'a connector’s own form',
      'connections[0].settings.baseUrl',
      'acme',
      'connections[0].settings.baseUrl',
      /zendesk\.com/,
    ],
    [
      'a day that is none',
      'connections[0].settings.actFrom',
      'yesterday',
      'connections[0].settings.actFrom',
      /2026-01-31/,
    ],
    [
      'a wait that is none',
      'connections[0].settings.pollSeconds',
      'often',
      'connections[0].settings.pollSeconds',
      /seconds/,
    ],
  ])('%s', (_name, key, value, path, words) => {
    const faults = faultsOf(changed(key, value));
    expect(faults.map((fault) => fault.path)).toContain(path);
    const told = faults.filter((fault) => fault.path === path);
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(words);
  });

  it('every variable that is not set, each at its own place, and nothing else about it', () => {
    const { HUB_MASTER_KEY: _key, ACME_ZENDESK_TOKEN: _token, ...rest } = environment;
    const faults = faultsOf(readFileSync(ownExample, 'utf8'), { ...rest, SLACK_BOT_TOKEN: '' });
    expect(faults.map((fault) => [fault.path, /variable (\w+)/.exec(fault.message)?.[1]])).toEqual([
      ['encryption.masterKey', 'HUB_MASTER_KEY'],
      ['slack.botToken', 'SLACK_BOT_TOKEN'],
      ['connections[0].settings.apiToken', 'ACME_ZENDESK_TOKEN'],
    ]);
  });

  it('all faults of all kinds at once: form, unknown key, unset variable, connector, names', () => {
    const text = [
      'organization: ""',
      'colour: red',
      'server: { port: -1, publicUrl: hub.example }',
      'encryption: { masterKey: "$' + '{NOT_SET}" }',
      'people: [{ email: a, name: A, role: agent, clients: [nowhere] }]',
      'clients: [{ id: acme, name: Acme, currency: XXX, timezone: Mars }]',
      'connections: [{ id: z, connector: zendesk, client: acme, settings: { baseUrl: 1 } }]',
    ].join('\n');
    expect(new Set(faultsOf(text).map((fault) => fault.path))).toEqual(
      new Set([
        'organization',
        'colour',
        'server.port',
        'server.publicUrl',
        'encryption.masterKey',
        'people[0].email',
        'people[0].clients[0]',
        'clients[0].currency',
        'clients[0].timezone',
        'connections[0].settings.baseUrl',
        'connections[0].settings.email',
        'connections[0].settings.apiToken',
      ]),
    );
  });

  it('a file that is no YAML, by its line', () => {
    expect(faultsOf('organization: "Northwind\nserver: {')).toEqual(
      expect.arrayContaining([
        { path: expect.stringMatching(/^line \d/), message: expect.stringContaining('YAML') },
      ]),
    );
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- a'],
    ['a word', 'hub'],
  ])('%s is refused, not thrown at', (_name, text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0);
  });

  it('no secret stands in what is told', () => {
    const text = changed('encryption.masterKey', 'hunter2-hunter2');
    expect(JSON.stringify(faultsOf(text))).not.toContain('hunter2');
  });
});

it('docs/hub.config.schema.json is what the program holds to', () => {
  // Written by: npm run --silent hub -- settings schema > docs/hub.config.schema.json
  const written: unknown = JSON.parse(
    readFileSync(resolve(root, 'docs/hub.config.schema.json'), 'utf8'),
  );
  expect(written).toEqual(JSON.parse(JSON.stringify(settingsJsonSchema())));
});
