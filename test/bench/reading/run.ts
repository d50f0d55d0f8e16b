/**
 * `npm run bench:reading`: how well reading reads, one JSON object a line, a part a file. The corpora
 * stand in CORPORA_DIR (../shared/corpora where not set); split and seed are fixed.
 */
import { resolve } from 'node:path';
import { judgeDetection } from './detection.js';

const corpora = resolve(process.env.CORPORA_DIR ?? '../shared/corpora');

judgeDetection(corpora, print);

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
