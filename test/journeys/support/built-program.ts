import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../../..');
/** What tsconfig.build.json compiles. */
const sources = ['main.ts', 'bot', 'connectors', 'core', 'test/sandbox', 'test/support/stand-ins'];

/** Journeys run the program as it is shipped; it is compiled anew where a source is younger. */
export default async function setup(): Promise<void> {
  const built = statSync(join(root, 'dist/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newestOf(sources.map((path) => join(root, path))) <= built) return;
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root });
}

function newestOf(paths: readonly string[]): number {
  const times = paths.map((path) => {
    const found = statSync(path);
    if (!found.isDirectory()) return found.mtimeMs;
    return newestOf(readdirSync(path).map((name) => join(path, name)));
  });
  return Math.max(0, ...times);
}
