import { detect } from '../../../core/intake/detect.js';
import { blankSensitive, redactAndBlank } from '../../../core/intake/redact.js';

type Print = (line: Readonly<Record<string, unknown>>) => void;

const roundMs = 500;
const rounds = 5;
const textCount = 400;
const signs = { hasAmount: false, hasIdentifier: false, hasChange: false, codeNetwork: null };

/** The least anybody could do: one expression for card-like runs of digits. */
const bareScan = (text: string) => text.replace(/\b(?:\d[ -]?){13,19}\b/g, '[card]');

const asking = [
  'I was charged twice for order 8841, please return 49.99 USD.',
  'You promised on 2026-03-02 that the delivery fee of 12.50 EUR would be refunded.',
  'The bank says the debit of 120.00 was reverted, reference ch_3PqLk2KZ9xYtB7wM1nD4sVhE.',
];
const harmless = [
  'My parcel 1Z999AA10123456784 has not moved since Monday and nobody answers the phone.',
  'Could you tell me whether the blue one is still in stock, and when it would ship?',
  'It was paid with 4111 1111 1111 1111, which expires next year.',
  'Kind regards, Jane Cooper, +49 170 1234567, jane.cooper@example.com',
  'We moved to the third floor, so please update the address before Friday.',
];

/** Tickets of 1 kB a second on one core, beside the bare scan timed turn by turn in the same run. */
export function timeDetection(print: Print): void {
  const mixed = textsOf([...asking, ...harmless]);
  const quiet = textsOf(harmless);
  const blanked = mixed.map(blankSensitive);
  for (const [name, texts, work] of [
    ['redact and detect', mixed, redactAndDetect],
    ['redact and detect, nothing asked', quiet, redactAndDetect],
    ['detect', blanked, read],
  ] as const) {
    const figures = Array.from({ length: rounds }, () => [
      rate(work, texts),
      rate(bareScan, texts),
    ]);
    const [hub = 0, baseline = 1] = [0, 1].map((side) =>
      median(figures.map((pair) => pair[side] ?? 0)),
    );
    print({ name, hub, baseline, ratio: hub / baseline, unit: 'texts/s', n: rounds });
  }
  const costs = [64_000, 256_000, 1_024_000].map((length) => ({ length, ms: costOf(length) }));
  print({ name: 'detect, long text', unit: 'ms a text', costs });
}

function redactAndDetect(text: string): unknown {
  return read(redactAndBlank(text).blanked);
}

function read(text: string): unknown {
  return detect({ subject: null, text, language: 'en', signs });
}

/** Texts of about 1 kB, always the same. */
function textsOf(sentences: readonly string[]): string[] {
  return Array.from({ length: textCount }, (_, index) => {
    let text = '';
    for (let next = index; text.length < 1_000; next += 3)
      text += `${sentences[next % sentences.length]} `;
    return text;
  });
}

/** Processor time counts, so that a busy machine tells no lies. */
function rate(work: (text: string) => unknown, texts: readonly string[]): number {
  const begun = process.cpuUsage().user;
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < roundMs) {
    work(texts[done % texts.length] ?? '');
    done += 1;
  }
  return Math.round(done / ((process.cpuUsage().user - begun) / 1e6));
}

function costOf(length: number): number {
  const text = 'refund please charged twice, thanks for the parcel. '.repeat(length / 52);
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    read(text);
    return performance.now() - start;
  });
  return Math.round(Math.min(...times) * 10) / 10;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
