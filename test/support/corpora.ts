import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Where the texts to judge the reading on lie: `CORPORA_DIR`, else `../shared/corpora`. */
export function corporaDir(): string {
  return resolve(repositoryRoot, process.env.CORPORA_DIR ?? '../shared/corpora');
}

/** One file of the corpora, as text. */
export function readCorpus(path: string): string {
  return readFileSync(join(corporaDir(), path), 'utf8');
}

/** A `describe` that is left out, saying so, where the corpora are absent; `CORPORA_REQUIRED=1` fails instead. */
export function describeWithCorpora(name: string, body: () => void): void {
  if (existsSync(corporaDir())) return void describe(name, body);
  if (process.env.CORPORA_REQUIRED === '1') {
    return void test(name, () => {
      throw new Error('CORPORA_REQUIRED=1, but the folder of corpora is missing.');
    });
  }
  describe.skip(`${name} (${corporaDir()} is absent)`, () => {
    test.skip('needs the corpora', () => undefined);
  });
}
