import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve as resolveModule } from 'import-meta-resolve';
import { nearestName } from '../operations/nearest-name.js';
import type { Connector, PushConnector } from './connector-contract.js';
import { judgeConnector, wordsForLacks } from './judge-connector.js';

type Loaded = { ok: true; connector: Connector | PushConnector } | { ok: false; why: string };

/** Connectors that others wrote, by the name the configuration gives them; a refusal says how to mend it. */
export type PackagedConnectors = ReadonlyMap<string, Loaded>;

type Places = {
  shippedIds: readonly string[];
  /** Where names are looked up, in this order; paths count from the first, the configuration's. */
  folders: readonly [string, ...string[]];
  /** What a package that exports a function is handed. */
  kit: () => Promise<unknown>;
  loadMaxMs?: number;
};

/** A module may wait while it loads, but a start must not wait for ever. */
const loadMaxMsDefault = 20_000;

/**
 * Loads every connector the configuration names that the hub does not ship: an npm package, found
 * from the configuration's folder, else from the hub's, or a file by its path. What cannot be used is
 * a refusal in words for operators.
 */
export async function loadConnectors(
  names: readonly string[],
  places: Places,
): Promise<PackagedConnectors> {
  const loaded = new Map<string, Loaded>();
  const takenBy = new Map(places.shippedIds.map((id) => [id, 'a connector that the hub ships']));
  for (const name of new Set(names)) {
    if (places.shippedIds.includes(name)) continue;
    const found = placeOf(name, places);
    const one = 'why' in found ? found : await load(found.url, places);
    const taker = one.ok ? takenBy.get(one.connector.id) : undefined;
    loaded.set(
      name,
      one.ok && taker !== undefined
        ? refused(`has the id ${one.connector.id}, which ${taker} has; the package must change it`)
        : one,
    );
    if (one.ok && taker === undefined) takenBy.set(one.connector.id, name);
  }
  return loaded;
}

const refused = (why: string) => ({ ok: false as const, why });
const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

function placeOf(name: string, { folders, shippedIds }: Places) {
  if (isPath(name)) {
    const path = resolve(folders[0], name);
    return existsSync(path)
      ? { url: pathToFileURL(path).href }
      : refused(`is not there: ${path}; a path counts from the configuration's folder`);
  }
  const unknown = `is no connector here; known are ${shippedIds.join(', ')}`;
  // A slip of the pen must not become advice to install whatever has that name.
  const meant = nearestName(name, shippedIds);
  for (const folder of packageName.test(name) ? folders : []) {
    const url = urlFrom(folder, name);
    if (url) return { url };
    if (isInstalled(folder, name))
      return refused(
        'is installed, but there is no file to load; build it, or correct "exports" in its package.json',
      );
  }
  if (meant) return refused(`${unknown}; ${meant} is near`);
  if (!packageName.test(name))
    return refused(`${unknown}; else write the name of an npm package, or a path such as ./own.js`);
  return refused(
    `${unknown}; and no npm package of that name is installed. If you trust it: npm install ${name}, in ${folders[0]}`,
  );
}

const isPath = (name: string) => /^\.{1,2}[/\\]/.test(name) || isAbsolute(name);

/** What Node's own resolution for `import` finds from a folder; null where that is nothing. */
function urlFrom(folder: string, name: string): string | null {
  try {
    const url = resolveModule(name, pathToFileURL(join(folder, 'from-here.js')).href);
    // A module of Node's own is no package, and a package may name a file that was never built.
    return url.startsWith('file:') && existsSync(fileURLToPath(url)) ? url : null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (nothingFound.has(code)) return null;
    throw error;
  }
}

/** Node.js documentation, "Errors": what resolving may come to; each is the package's fault. */
const nothingFound = new Set([
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_INVALID_PACKAGE_CONFIG',
  'ERR_INVALID_PACKAGE_TARGET',
  'ERR_INVALID_MODULE_SPECIFIER',
]);

function isInstalled(folder: string, name: string): boolean {
  const places = createRequire(join(folder, 'from-here.js')).resolve.paths(name) ?? [];
  return places.some((place) => existsSync(join(place, name)));
}

async function load(url: string, { kit, loadMaxMs }: Places): Promise<Loaded> {
  try {
    return await within(loadMaxMs ?? loadMaxMsDefault, read(url, kit));
  } catch (error) {
    return refused(
      `cannot be loaded: ${firstLine(error)}; mend the package, or install what it needs`,
    );
  }
}

async function read(url: string, kit: () => Promise<unknown>): Promise<Loaded> {
  const module: Record<string, unknown> = await import(url);
  const given = exportOf(module);
  const connector: unknown = typeof given === 'function' ? await given(await kit()) : given;
  if (typeof connector !== 'object' || connector === null)
    return refused(
      'exports no connector; its default export, or the one named connector, must be one, or a function that returns one',
    );
  const judged = judgeConnector(connector);
  return judged.ok ? judged : refused(wordsForLacks(judged.lacks));
}

/** A CommonJS module that was compiled from one with a default keeps it one step further down. */
function exportOf(module: Record<string, unknown>): unknown {
  const whole = module.default;
  if (typeof whole !== 'object' || whole === null) return whole ?? module.connector;
  const { default: inner, connector } = whole as { default?: unknown; connector?: unknown };
  return inner ?? connector ?? whole;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : 'it threw what is no error';
  return (text.split('\n')[0] ?? '').slice(0, 200);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not done after ${ms / 1_000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
