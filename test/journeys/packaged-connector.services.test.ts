import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startExampleDesk } from '../support/example-desk.js';
import { freePort, type HubSetting, runHub, startHub } from './support/hub-process.js';
import { waitFor } from './support/wait-for.js';

const root = resolve(import.meta.dirname, '../..');
const packageName = 'reversal-hub-connector-example';
const manager = 'manager@northwind.example';

/** A file of the operator's own, beside the configuration, that imports what the hub offers. */
const ownFile = `
import * as hub from 'reversal-hub/connector';
import exampleDesk from '${packageName}';
export const connector = { ...exampleDesk(hub), id: 'our-own', name: 'Our own' };
`;

let folder: string;
let desk: Awaited<ReturnType<typeof startExampleDesk>>;
let hub: HubSetting;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-packaged-'));
  desk = await startExampleDesk(Date.now);
  const packages = join(folder, 'node_modules');
  cpSync(join(root, 'test/support/packages', packageName), join(packages, packageName), {
    recursive: true,
  });
  symlinkSync(root, join(packages, 'reversal-hub'));
  mkdirSync(join(folder, 'connectors'));
  writeFileSync(join(folder, 'connectors/our-own.mjs'), ownFile);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { HUB_MASTER_KEY: randomBytes(32).toString('base64') };
  hub = { cwd: folder, configFile: join(folder, 'hub.yaml'), env, url };
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection for each of the connectors, each of a client of its own. */
function writeConfiguration(connectors: readonly string[], settings: object) {
  const more = { actFrom: new Date(Date.now() - 3_600_000).toISOString(), pollSeconds: 1 };
  const clients = ['acme', 'globex'];
  const configuration = {
    organization: 'Northwind Support',
    server: { port: Number(new URL(hub.url).port), publicUrl: hub.url },
    encryption: { masterKey: ['$', '{HUB_MASTER_KEY}'].join('') },
    people: [{ email: manager, name: 'First Manager', role: 'manager', clients }],
    clients: clients.map((id) => ({ id, name: id, currency: 'USD', timezone: 'Europe/Berlin' })),
    connections: connectors.map((connector, index) => ({
      id: `${clients[index]}-desk`,
      connector,
      client: clients[index],
      settings: { ...settings, ...more },
    })),
  };
  writeFileSync(join(folder, 'hub.yaml'), JSON.stringify(configuration));
}

async function entries(key: string): Promise<string> {
  const headers = { Authorization: `Bearer ${key}` };
  return (await fetch(`${hub.url}/api/v1/reversals`, { headers })).text();
}

describe('the built program with connectors that are no part of it', () => {
  it('a package and a file beside the configuration: tickets become entries, doctor knows both', async () => {
    writeConfiguration([packageName, './connectors/our-own.mjs'], desk.settings);
    const ticket = desk.createTicket('I was charged twice, please refund 49.99 USD');
    const running = await startHub(hub);
    try {
      const key = (await runHub(hub, ['keys', 'create', '--for', manager])).stdout.trim();
      const logged = await waitFor('both entries', async () => {
        const text = await entries(key);
        return text.includes('RV-000001') && text.includes('RV-000002') ? text : null;
      });
      expect(logged.split(`/tickets/${ticket}"`)).toHaveLength(3);
      expect(logged).toContain('4999');
      const doctor = await runHub(hub, ['doctor']);
      expect(doctor.stdout).toMatch(/acme-desk.*Northwind at Example Desk/);
      expect(doctor.stdout).toMatch(/globex-desk.*Northwind at Example Desk/);
    } finally {
      expect(await running.stop()).toBe(0);
    }
  });

  it.each(['start', 'doctor'])(
    'hub %s says how to mend one that is not installed',
    async (command) => {
      writeConfiguration(['@northwind/desk'], { webhookSecret: 'never-told' });
      const { code, stdout, stderr } = await runHub(hub, [command]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toMatch(/connections\[0\]\.connector.*npm install @northwind\/desk/);
      expect(stdout + stderr).not.toContain('never-told');
    },
  );
});
