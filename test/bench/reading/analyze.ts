import { extract } from '../../../core/intake/extract.js';
import { newestReply } from '../../../core/intake/mail-body.js';
import { analyze } from '../../../core/operations/analyze.js';
import type { OperationContext } from '../../../core/operations/operation.js';

const roundCount = 5;
const linesARound = 400;

const sentences = [
  'I was charged twice for order 8841, please return 49.99 USD.',
  'My parcel 1Z999AA10123456784 has not moved since Monday and nobody answers the phone.',
  'You promised on 2 March 2026 that the delivery fee of 12,50 € would be refunded.',
  'The bank says the debit of 120.00 was reverted, reference ch_3PqLk2KZ9xYtB7wM1nD4sVhE.',
  'Could you tell me whether the blue one is still in stock, and when it would ship?',
  'It was paid with a card ending in 4242, which expires next year.',
  'Kind regards, Jane Cooper, +49 170 1234567, jane.cooper@example.com',
];

/** Whole `hub analyze`, line in to line out, beside the bare scan, turn by turn in one run; then hostile texts. */
export async function judgeAnalyze(
  print: (line: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  const lines = Array.from({ length: linesARound }, (_, index) => lineOf(index));
  await run(lines.slice(0, 100));
  const rates: [number, number][] = [];
  for (let round = 0; round < roundCount; round += 1) {
    rates.push([await rateOf(() => run(lines)), await rateOf(() => scan(lines))]);
  }
  const [hub, baseline] = [
    median(rates.map(([ours]) => ours)),
    median(rates.map(([, bare]) => bare)),
  ];
  const ratio = Math.round((hub / baseline) * 10_000) / 10_000;
  print({ name: 'analyze 1 kB', hub, baseline, ratio, unit: 'lines/s', n: roundCount });
  for (const piece of hostile) {
    print({ name: `extract ${JSON.stringify(piece)}`, ...growthOf(piece, readAmounts) });
    print({
      name: `reply ${JSON.stringify(piece)}`,
      ...growthOf(piece, (text) => newestReply({ text })),
    });
  }
}

function lineOf(index: number): string {
  let text = '';
  for (let next = index; text.length < 1_000; next += 3)
    text += `${sentences[next % sentences.length]} `;
  return JSON.stringify({ id: index, text, receivedAt: '2026-11-22T03:00:00Z', currency: 'USD' });
}

/** The least anybody could do: one expression for card-like runs of digits. */
async function scan(lines: readonly string[]): Promise<void> {
  for (const line of lines) line.replace(/\b(?:\d[ -]?){13,19}\b/g, '[card]');
}

async function run(lines: readonly string[]): Promise<void> {
  const context = {
    stdin: (async function* () {
      for (const line of lines) yield `${line}\n`;
    })(),
    out: async () => undefined,
    err: () => undefined,
    signal: new AbortController().signal,
  } as unknown as OperationContext;
  if (analyze.needs !== 'nothing') throw new Error('analyze needs nothing');
  await analyze.run(context, { positionals: [], text: () => undefined, isSet: () => false });
}

/** Lines a second of processor time: what one core does, however many share it. */
async function rateOf(work: () => Promise<void>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return Math.round((linesARound * 1_000_000) / Math.max(user + system, 1));
}

/** What a reader that goes back and forth would choke on. */
const hostile = [
  '$',
  '1',
  '1,',
  '1 ',
  '@',
  'On ',
  'five ',
  'euro ',
  '> a\n',
  'a@b.',
  'R01 ',
  '#1001 ',
  '+1 ',
];
const sizes = [65_536, 262_144, 1_048_576] as const;

/** Nanoseconds a character at 64 kB, 256 kB and 1 MB; `growth` is the last by the first: about 1 is linear. */
function growthOf(piece: string, work: (text: string) => unknown) {
  const costs = sizes.map((size) => {
    const text = piece.repeat(Math.ceil(size / piece.length));
    const begun = process.cpuUsage().user;
    work(text);
    return Math.round(((process.cpuUsage().user - begun) * 1_000) / size);
  });
  const growth = (costs[2] ?? 0) / Math.max(costs[0] ?? 1, 1);
  return {
    unit: 'ns/character',
    at64kB: costs[0],
    at256kB: costs[1],
    at1MB: costs[2],
    growth: Math.round(growth * 100) / 100,
  };
}

function readAmounts(text: string): unknown {
  return extract({ text, receivedAt: null, timezone: 'UTC', currency: null });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
