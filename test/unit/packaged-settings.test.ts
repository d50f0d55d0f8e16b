import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Connector, ConnectorError } from '../../core/index.js';
import { connectorNames, readSettings } from '../../core/settings/read-settings.js';

const example = resolve(import.meta.dirname, '../../docs/hub.config.example.yaml');
const name = 'reversal-hub-connector-desk';

/** The example with one connection only, which names a package. */
function textWith(settings: object): string {
  const whole = z.record(z.string(), z.unknown()).parse(parse(readFileSync(example, 'utf8')));
  const { database: _database, queue: _queue, slack: _slack, ...least } = whole;
  const encryption = { masterKey: Buffer.alloc(32, 7).toString('base64') };
  const connections = [{ id: 'acme-desk', connector: name, client: 'acme', settings }];
  return stringify({ ...least, encryption, connections });
}

const method = () => undefined;
const methods = { check: method, listChanges: method, fetchItem: method };

function read(settings: object, open: () => unknown, more: object = {}) {
  const desk = {
    id: 'desk',
    name: 'Desk',
    settings: z.strictObject({ token: z.string({ error: 'is the desk’s token' }) }),
    open,
    ...more,
  } as unknown as Connector;
  const packages = new Map([[name, { ok: true as const, connector: desk }]]);
  const reading = readSettings(textWith(settings), {}, [], [], packages);
  return reading.ok ? reading.connections : reading.faults;
}

describe('settings of a connector that others wrote are read like those of a shipped one', () => {
  it('and the connection is kept under the connector’s own id', () => {
    expect(read({ token: 'abc' }, () => methods)).toEqual([
      expect.objectContaining({ id: 'acme-desk', connectorId: 'desk', settings: { token: 'abc' } }),
    ]);
  });

  it('the names that the file gives are told before they are read; none where it is not YAML', () => {
    expect(connectorNames(textWith({}))).toEqual([name]);
    expect(connectorNames('connections: [{')).toEqual([]);
    expect(connectorNames('connections: 5')).toEqual([]);
  });

  const secret = 'token-that-nobody-may-see';
  it.each([
    // what is wrong | its settings | what open gives | path told | words told
    ['missing', {}, () => methods, 'settings.token', /is the desk’s token|missing/],
    ['misspelt', { token: 'a', tokn: 'b' }, () => methods, 'settings.tokn', /check its spelling/],
    [
      'no method',
      { token: 'a' },
      () => ({}),
      'connector',
      /check is missing, listChanges is missing/,
    ],
    [
      'one method short',
      { token: 'a' },
      () => ({ ...methods, fetchItem: 1 }),
      'connector',
      /fetchI/,
    ],
    [
      'a wrong ability',
      { token: 'a' },
      () => ({ ...methods, writeBack: 1 }),
      'connector',
      /writeBack/,
    ],
    [
      'a batch that holds nothing',
      { token: 'a' },
      () => ({ ...methods, togetherMax: 0 }),
      'connector',
      /togetherMax is no whole number above 0/,
    ],
    ['opens nothing', { token: 'a' }, () => undefined, 'connector', /fetchItem is missing/],
    [
      'throws while it opens',
      { token: secret },
      () => {
        throw new ConnectorError('give_up', secret);
      },
      'connector',
      /cannot be opened with these settings \(ConnectorError\)/,
    ],
  ])('%s', (_what, settings, open, path, words) => {
    const faults = read(settings, open);
    expect(faults).toEqual([
      { path: `connections[0].${path}`, message: expect.stringMatching(words) },
    ]);
    expect(JSON.stringify(faults)).not.toContain(secret);
  });

  it.each([
    // what is wrong | part of the connector | words told
    ['limits that are no list', { limits: () => 600 }, /limits gives no list/],
    ['limits that throw', { limits: () => Reflect.get(Object(null), 'a').b }, /\(TypeError\)/],
    [
      'a schema with an asynchronous check',
      { settings: z.object({}).refine(async () => true) },
      /settings schema that cannot be used/,
    ],
  ])('%s', (_what, more, words) => {
    expect(read({ token: 'a' }, () => methods, more)).toEqual([
      { path: 'connections[0].connector', message: expect.stringMatching(words) },
    ]);
  });

  it('one that is pushed from owes readNotice', () => {
    const faults = read({ token: 'a' }, () => methods, { isPush: true });
    expect(faults).toEqual([
      {
        path: 'connections[0].connector',
        message: expect.stringMatching(/: readNotice is missing;/),
      },
    ]);
  });

  it('a package that was refused is told at its connection, beside the file’s other faults', () => {
    const packages = new Map([[name, { ok: false as const, why: 'exports no connector' }]]);
    const text = textWith({}).replace('organization: Northwind Support', 'organization: ""');
    const reading = readSettings(text, {}, [], [], packages);
    expect(reading.ok ? [] : reading.faults.map((fault) => fault.path)).toEqual([
      'organization',
      'connections[0].connector',
    ]);
  });
});
