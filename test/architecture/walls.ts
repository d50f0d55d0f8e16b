import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import as written: from which file, to what, on which line. */
export type Import = { file: string; target: string; line: number };
export type Violation = Import & { rule: string };

const areas = ['main.ts', 'connectors', 'core', 'bot'];
const ignored = ['core/storage/generated'];

/** Every source file under the walls; `planted` adds files that do not exist on disk. */
export function readImports(root: string, planted: Record<string, string> = {}): Import[] {
  const files = areas.flatMap((area) => (area.endsWith('.ts') ? [area] : walk(root, area)));
  const texts = files
    .filter((file) => !ignored.some((prefix) => file.startsWith(prefix)))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);
  return [...texts, ...Object.entries(planted)].flatMap(([file, text]) =>
    importsOf(root, file, text),
  );
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Static, type-only, side-effect and dynamic imports, and re-exports. */
const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\brequire\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(root: string, file: string, text: string): Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const written = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    const target = written.startsWith('.')
      ? relative(root, resolve(root, dirname(file), written)).replace(/\.js$/, '')
      : written;
    return { file, target, line: text.slice(0, match.index).split('\n').length };
  });
}

type Rule = { name: string; isBroken: (file: string, target: string) => boolean };

const oneDoor = (name: string, library: RegExp, door: RegExp): Rule => ({
  name: `only ${name}`,
  isBroken: (file, target) => library.test(target) && !door.test(file),
});
const isOurs = (target: string) => /^(main|connectors|core|bot|test|prisma)(\/|$)/.test(target);

/** The walls of the design, one rule each. */
export const rules: readonly Rule[] = [
  oneDoor(
    'core/storage imports Prisma',
    /^(@prisma\/|pglite-prisma-adapter|core\/storage\/generated)/,
    /^core\/storage\//,
  ),
  oneDoor(
    'core/storage and core/jobs open PostgreSQL',
    /^(pg|@electric-sql\/pglite)(\/|$)/,
    /^core\/(storage|jobs)\//,
  ),
  oneDoor('core/jobs imports BullMQ', /^(bullmq|ioredis)(\/|$)/, /^core\/jobs\//),
  oneDoor('core/http imports Express', /^express(\/|$)/, /^core\/http\//),
  oneDoor('bot imports @slack', /^@slack\//, /^bot\//),
  oneDoor('connectors/zendesk imports node-zendesk', /^node-zendesk/, /^connectors\/zendesk\//),
  oneDoor('connectors/hubspot imports @hubspot', /^@hubspot\//, /^connectors\/hubspot\//),
  oneDoor(
    'connectors/gmail imports googleapis',
    /^(googleapis|google-auth-library)/,
    /^connectors\/gmail\//,
  ),
  {
    name: 'bot and connectors import core/index only',
    isBroken: (file, target) =>
      /^(bot|connectors)\//.test(file) &&
      isOurs(target) &&
      target !== 'core/index' &&
      areaOf(target) !== areaOf(file),
  },
  {
    name: 'core/reversals imports only itself',
    isBroken: (file, target) =>
      file.startsWith('core/reversals/') && isOurs(target) && !target.startsWith('core/reversals/'),
  },
  {
    name: 'core imports neither bot nor connectors nor main',
    isBroken: (file, target) =>
      file.startsWith('core/') && /^(bot|connectors|main)(\/|$)/.test(target),
  },
  {
    name: 'storage, jobs and http do not import each other',
    isBroken: (file, target) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== to && closedRooms.includes(from) && closedRooms.includes(to);
    },
  },
  {
    name: 'a connector does not import another',
    isBroken: (file, target) =>
      /^connectors\/[^/]+\//.test(file) &&
      /^connectors\/[^/]+\//.test(target) &&
      roomOf(file) !== roomOf(target),
  },
  {
    name: 'nobody imports test',
    isBroken: (file, target) =>
      /^test(\/|$)/.test(target) && !(file === 'main.ts' && target === 'test/sandbox/start'),
  },
];

const closedRooms = ['core/storage', 'core/jobs', 'core/http'];
const areaOf = (path: string) => path.split('/')[0] ?? '';
const roomOf = (path: string) => path.split('/').slice(0, 2).join('/');

export function violationsOf(imports: readonly Import[]): Violation[] {
  return imports.flatMap((one) =>
    rules
      .filter((rule) => rule.isBroken(one.file, one.target))
      .map((rule) => ({ ...one, rule: rule.name })),
  );
}
