/**
 * `npm run bench:reading [-- part …]`: how well reading reads, one JSON object a line, a part a file.
 * The corpora stand in CORPORA_DIR (../shared/corpora where not set); split and seed are fixed.
 */
import { resolve } from 'node:path';
import { judgeAmounts } from './amounts.js';
import { judgeAnalyze } from './analyze.js';
import { judgeDetection } from './detection.js';
import { judgeRedaction } from './redaction.js';
import { timeDetection } from './speed.js';

const corpora = resolve(process.env.CORPORA_DIR ?? '../shared/corpora');
const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  detection: () => judgeDetection(corpora, print),
  speed: () => timeDetection(print),
  amounts: () => judgeAmounts(corpora, print, tell),
  analyze: () => judgeAnalyze(print),
  redaction: () => judgeRedaction(corpora, print),
};

const asked = process.argv.slice(2);
for (const [name, judge] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) await judge();
}

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** `BENCH_TELL=1` names each miss on stderr. */
function tell(line: string): void {
  if (process.env.BENCH_TELL === '1') process.stderr.write(`${line}\n`);
}
