import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One text kept in one file, replaced whole: a process that dies leaves the old or the new. */
export function keptFile(path: string): { load(): string | null; save(text: string): void } {
  mkdirSync(dirname(path), { recursive: true });
  return {
    load: () => (existsSync(path) ? readFileSync(path, 'utf8') : null),
    save: (text) => {
      writeFileSync(`${path}.new`, text, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}
