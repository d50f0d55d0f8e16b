import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the recorded vendor payloads lie: `RECORDED_DIR`, else `../shared/recorded` beside the repository. */
export function recordedDir(): string {
  return resolve(repositoryRoot, process.env.RECORDED_DIR ?? '../shared/recorded');
}

/** One recorded JSON file, parsed; `path` is relative to the recorded folder, as `zendesk/get-ticket.json`. */
export function readRecorded(path: string): unknown {
  return JSON.parse(readRecordedText(path));
}

/** One recorded file byte for byte, for signatures. */
export function readRecordedText(path: string): string {
  return readFileSync(join(recordedDir(), path), 'utf8');
}

/**
 * A `describe` that needs the recorded payloads: skipped where they are absent, but a failure there
 * when `RECORDED_REQUIRED=1`, so that a lost folder cannot pass for a green run.
 */
export function describeRecorded(name: string, body: () => void): void {
  if (existsSync(recordedDir())) {
    describe(name, body);
    return;
  }
  if (process.env.RECORDED_REQUIRED === '1') {
    describe(name, () => {
      it('has the recorded payloads it was told are there', () => {
        throw new Error('RECORDED_REQUIRED=1, but the folder of recorded payloads is missing.');
      });
    });
    return;
  }
  describe.skip(name, body);
}
