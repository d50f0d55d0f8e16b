/**
 * `npm run bench:reading`: how well reading reads, one JSON object a line, a part a file. The corpora
 * stand in CORPORA_DIR (../shared/corpora where not set); split and seed are fixed.
 */
import { resolve } from 'node:path';
import { judgeAmounts } from './amounts.js';
import { judgeDetection } from './detection.js';
import { timeDetection } from './speed.js';

const corpora = resolve(process.env.CORPORA_DIR ?? '../shared/corpora');

judgeDetection(corpora, print);
timeDetection(print);
judgeAmounts(corpora, print, tell);

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** `BENCH_TELL=1` names each miss on stderr. */
function tell(line: string): void {
  if (process.env.BENCH_TELL === '1') process.stderr.write(`${line}\n`);
}
