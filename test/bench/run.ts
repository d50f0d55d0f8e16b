/**
 * `npm run bench`: one JSON object a line, the hub beside a baseline timed in the same run, turn by
 * turn, so that a busy machine slows both. Figures are texts a second on one core; read the ratio.
 * `npm run bench -- texts`, `backfill`, `memory` (a quarter of an hour) or `slack` (some minutes, over
 * 1,000,000 reversals) run one part, a connector's name its backfill; without a name the first two run.
 */
import { detect } from '../../core/intake/detect.js';
import { readText } from '../../core/intake/read-text.js';
import { blankSensitive, redact } from '../../core/intake/redact.js';
import { backfillLines, memoryLines } from './backfill.js';
import { slackLines } from './slack.js';

const textCount = 400;
const roundMs = 400;
const rounds = 5;

const sentences = [
  'I was charged twice for order 8841, please return 49.99 USD.',
  'My parcel 1Z999AA10123456784 has not moved since Monday and nobody answers the phone.',
  'You promised on 2026-03-02 that the delivery fee of 12,50 € would be refunded.',
  'The bank says the debit of 120.00 was reverted, reference ch_3PqLk2KZ9xYtB7wM1nD4sVhE.',
  'Could you tell me whether the blue one is still in stock, and when it would ship?',
  'It was paid with 4111 1111 1111 1111, which expires next year.',
  'Kind regards, Jane Cooper, +49 170 1234567, jane.cooper@example.com',
];

/** Texts of about 1 kB, always the same. */
const texts = Array.from({ length: textCount }, (_, index) => {
  let text = '';
  for (let next = index; text.length < 1_000; next += 3)
    text += `${sentences[next % sentences.length]} `;
  return text;
});

/** The least anybody could do: one expression for card-like runs of digits. */
const bareScan = (text: string) => text.replace(/\b(?:\d[ -]?){13,19}\b/g, '[card]');

const benches: readonly [string, (text: string) => unknown, (text: string) => unknown][] = [
  ['redact', redact, bareScan],
  [
    'redact and detect',
    (text) => {
      const { text: clean } = redact(text);
      const signs = { hasAmount: false, hasIdentifier: false, hasChange: false, codeNetwork: null };
      return detect({ subject: null, text: blankSensitive(clean), language: 'en', signs });
    },
    bareScan,
  ],
  ['read', (text) => readText({ text, currency: 'USD' }), bareScan],
];

const asked = process.argv.slice(2);
const isLong = (part: string) => part === 'memory' || part === 'slack';
const isAsked = (part: string) => (asked.length === 0 ? !isLong(part) : asked.includes(part));
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (const [name, hub, baseline] of isAsked('texts') ? benches : []) {
  const figures = Array.from({ length: rounds }, () => [rate(hub), rate(baseline)] as const);
  const [ours, theirs] = [0, 1].map((side) => median(figures.map((pair) => pair[side] ?? 0)));
  const line = {
    name,
    hub: ours,
    baseline: theirs,
    ratio: (ours ?? 0) / (theirs ?? 1),
    unit: 'texts/s',
    n: rounds,
  };
  tell(line);
}
const isSource = (name: string) => isAsked('backfill') || asked.includes(name);
for await (const line of backfillLines(isSource)) tell(line);
if (isAsked('slack')) for await (const line of slackLines()) tell(line);
if (isAsked('memory')) for await (const line of memoryLines([10_000, 100_000])) tell(line);

function rate(work: (text: string) => unknown): number {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < roundMs) {
    work(texts[done % textCount] ?? '');
    done += 1;
  }
  return Math.round((done * 1_000) / (performance.now() - start));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
