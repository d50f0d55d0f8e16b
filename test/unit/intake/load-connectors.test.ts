import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConnectors } from '../../../core/intake/load-connectors.js';

let root: string;
/** The configuration's folder and the hub's, apart from each other. */
let folders: [string, string];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hub-packages-'));
  folders = [join(root, 'etc'), join(root, 'hub')];
  for (const folder of folders) mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A package as npm lays it out; `exports` as most new packages write it. */
function install(folder: string, name: string, code: string, more: object = {}) {
  const at = join(folder, 'node_modules', name);
  const about = { name, type: 'module', exports: { import: './index.js' }, ...more };
  write(join(at, 'package.json'), JSON.stringify(about));
  write(join(at, 'index.js'), code);
}

const kit = { z, defineConnector: (connector: unknown) => connector };

async function load(names: readonly string[], loadMaxMs?: number) {
  const places = { shippedIds: ['zendesk', 'stripe'], folders, kit: async () => kit, loadMaxMs };
  return loadConnectors(names, places);
}

async function whyNot(name: string): Promise<string> {
  const loaded = (await load([name])).get(name);
  return loaded?.ok === false ? loaded.why : `loaded ${loaded?.connector.id}`;
}

const connector = (id: string, more = '') =>
  `({ id: '${id}', name: 'Desk', settings: hub.z.object({}), open: () => ({}), ${more} })`;
const good = (id: string, more = '') => `export default (hub) => ${connector(id, more)};`;

describe('a connector that others wrote is loaded', () => {
  it.each([
    ['a package', 'desk', good('desk')],
    ['a scoped package', '@northwind/hub-desk', good('desk')],
    ['named connector', 'desk', `export const connector = (hub) => ${connector('desk')};`],
    ['no function', 'desk', `const hub = globalThis.hubKit; export default ${connector('desk')};`],
  ])('%s', async (_what, name, code) => {
    Reflect.set(globalThis, 'hubKit', kit);
    install(folders[0], name, code);
    expect(await whyNot(name)).toBe('loaded desk');
  });

  it('as CommonJS, with or without a default of its own', async () => {
    const commonJs = { type: 'commonjs', exports: undefined, main: 'index.js' };
    install(folders[0], 'one', `module.exports = (hub) => ${connector('one')};`, commonJs);
    install(folders[0], 'two', `exports.default = (hub) => ${connector('two')};`, commonJs);
    expect([await whyNot('one'), await whyNot('two')]).toEqual(['loaded one', 'loaded two']);
  });

  it('by a path, counted from the configuration’s folder', async () => {
    write(join(folders[0], 'connectors/own.mjs'), good('own'));
    expect(await whyNot('./connectors/own.mjs')).toBe('loaded own');
    expect(await whyNot(join(folders[0], 'connectors/own.mjs'))).toBe('loaded own');
  });

  it('from the configuration’s folder first, then from the hub’s', async () => {
    install(folders[1], 'desk', good('desk-of-the-hub'));
    expect(await whyNot('desk')).toBe('loaded desk-of-the-hub');
    install(folders[0], 'desk', good('desk-beside-the-file'));
    expect(await whyNot('desk')).toBe('loaded desk-beside-the-file');
  });

  it('a shipped name is the shipped connector, whatever is installed under it', async () => {
    install(folders[0], 'zendesk', 'throw new Error("loaded")');
    expect(await load(['zendesk'])).toEqual(new Map());
  });

  it('once, however many connections name it', async () => {
    install(folders[0], 'desk', good('desk'));
    const loaded = await load(['desk', 'desk']);
    expect([...loaded.values()].map((one) => one.ok)).toEqual([true]);
  });
});

describe('what cannot be used is refused with how to mend it', () => {
  it.each([
    // what is wrong | name | words told
    ['not installed', 'reversal-hub-connector-x', /no npm package.*npm install reversal-hub-conn/],
    ['a slip of the pen is no advice to install it', 'zendsk', /known are zendesk.*near$/],
    ['no name of a package', 'Example Desk!', /write the name of an npm package, or a path/],
    ['an address', 'https://desk.example/index.js', /write the name of an npm package, or a path/],
    ['a way out of node_modules', 'desk/../../secret', /write the name of an npm package/],
    ['a module of Node’s own', 'child_process', /no npm package of that name is installed/],
    ['no such file', './connectors/own.js', /is not there: .*etc\/connectors\/own\.js/],
    ['a folder', './', /cannot be loaded: /],
  ])('%s', async (_what, name, words) => {
    expect(await whyNot(name)).toMatch(words);
  });

  it('a slip of the pen is never told to be installed', async () => {
    expect(await whyNot('zendsk')).not.toMatch(/npm install/);
  });

  it.each([
    // what is wrong | its code | words told
    ['no JavaScript', 'export default {', /cannot be loaded: Unexpected/],
    ['an error while it loads', 'throw new Error("no licence\\nmore")', /loaded: no licence; mend/],
    ['something it needs is missing', "import 'not-there';", /cannot be loaded: .*not-there/],
    ['throws no error', 'throw { private: "token" };', /loaded: it threw what is no error; mend/],
    [
      'its function throws',
      'export default () => { throw new Error("too old") }',
      /: too old; mend/,
    ],
    ['exports nothing', 'export {};', /exports no connector/],
    ['exports a text', "export default 'desk';", /exports no connector/],
    ['its function returns nothing', 'export default () => undefined;', /exports no connector/],
    ['an empty object', 'export default {};', /id is no word.*name is missing.*open is missing/],
    ['no open', good('desk', 'open: undefined'), /contract: open is missing;/],
    ['no schema', good('desk', 'settings: {}'), /contract: settings is no zod 4 schema;/],
    [
      'a schema of zod 3',
      good('desk', 'settings: { safeParse: () => ({ success: true }) }'),
      /settings is no zod 4 schema/,
    ],
    ['a wrong id', good('My Desk'), /id is no word of small letters/],
    ['limits that are a list', good('desk', 'limits: []'), /limits is no method/],
    ['half a push connector', good('desk', "isPush: 'yes'"), /isPush is true or left out/],
    [
      'the id of a shipped one',
      good('zendesk'),
      /has the id zendesk, which a connector that the hub/,
    ],
  ])('%s', async (_what, code, words) => {
    install(folders[0], 'desk', code);
    expect(await whyNot('desk')).toMatch(words);
  });

  it('installed but not built', async () => {
    install(folders[0], 'desk', '', { exports: { import: './dist/index.js' } });
    expect(await whyNot('desk')).toMatch(/installed, but there is no file to load; build it/);
  });

  it('the same id as another package', async () => {
    install(folders[0], 'one', good('desk'));
    install(folders[0], 'two', good('desk'));
    const loaded = await load(['one', 'two']);
    expect(loaded.get('one')).toMatchObject({ ok: true });
    expect(loaded.get('two')).toMatchObject({ why: expect.stringMatching(/desk, which one has/) });
  });

  it('a module that never ends loading holds no start up for ever', async () => {
    install(folders[0], 'desk', 'await new Promise(() => undefined);');
    const loaded = (await load(['desk'], 20)).get('desk');
    expect(loaded).toMatchObject({ why: expect.stringMatching(/not done after 0.02 s/) });
  });
});
