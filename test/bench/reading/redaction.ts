import { PiiSanitizer } from '@cdssnc/sanitize-pii';
import { Redactor } from '@redactpii/node';
import { redact } from '../../../core/intake/redact.js';
import { adversarial } from './redaction/adversarial.js';
import { contexts } from './redaction/contexts.js';
import { issuedNumber } from './redaction/issued-numbers.js';
import { survives, write } from './redaction/mutations.js';
import { type Manner, ordinaryLines } from './redaction/ordinary-lines.js';
import { randomOf } from './redaction/random.js';

const cardsHub = Number(process.env.BENCH_CARDS ?? 1_000_000);
/** The others are asked about every tenth number and line: their share is clear by then. */
const othersEvery = 10;
const linesHub = 200_000;

/** The hub, two redactors from npm, and the least anybody could do. */
const redactors: Readonly<Record<string, (text: string) => string>> = (() => {
  const light = new Redactor();
  const sanitizer = new PiiSanitizer();
  return {
    hub: (text) => redact(text).text,
    '@redactpii/node': (text) => light.redact(text),
    '@cdssnc/sanitize-pii': (text) => sanitizer.sanitize(text),
    'bare expression': (text) => text.replace(/\b(?:\d[ -]?){13,19}\b/g, '[card]'),
  };
})();

/** Survivors, wrongly touched lines, speed, and time a byte of texts made to hurt. */
export function judgeRedaction(
  corporaDir: string,
  print: (line: Readonly<Record<string, unknown>>) => void,
): void {
  const judges = [
    survivors(),
    wronglyTouched(corporaDir, 'with words'),
    wronglyTouched(corporaDir, 'bare, up to three in a row'),
    speed(),
    hurting(),
  ];
  for (const lines of judges) for (const line of lines) print(line);
}

type Lines = Generator<Readonly<Record<string, unknown>>>;

function* survivors(): Lines {
  const random = randomOf(8841);
  const tally = new Map(Object.keys(redactors).map((name) => [name, { n: 0, survivors: 0 }]));
  const byForm = new Map<string, number>();
  const examples: string[] = [];
  for (let index = 0; index < cardsHub; index += 1) {
    const { digits } = issuedNumber(random);
    const written = write(digits, random);
    const text = random.pick(contexts).replace('{}', () => written.text);
    for (const [name, run] of Object.entries(redactors)) {
      const figures = tally.get(name);
      if (!figures || (name !== 'hub' && index % othersEvery !== 0)) continue;
      figures.n += 1;
      if (!survives(digits, run(text))) continue;
      figures.survivors += 1;
      if (name !== 'hub') continue;
      const form = `${written.grouping}, ${written.separator}, ${written.writing}`;
      byForm.set(form, (byForm.get(form) ?? 0) + 1);
      if (examples.length < examplesMax) examples.push(text);
    }
  }
  for (const [redactor, figures] of tally)
    yield { name: 'card numbers that survive', redactor, ...figures };
  for (const [form, count] of byForm)
    yield { name: 'survivors of the hub by form', form, survivors: count };
  for (const text of examples) yield { name: 'a survivor', text };
}

/** Numbers are generated, so that they may be printed; more would hide the rest. */
const examplesMax = 20;

function* wronglyTouched(corporaDir: string, manner: Manner): Lines {
  const tally = new Map(Object.keys(redactors).map((name) => [name, { n: 0, touched: 0 }]));
  const examples: string[] = [];
  let index = 0;
  for (const line of ordinaryLines(corporaDir, randomOf(4999), linesHub, manner)) {
    for (const [name, run] of Object.entries(redactors)) {
      const figures = tally.get(name);
      if (!figures || (name !== 'hub' && index % othersEvery !== 0)) continue;
      figures.n += 1;
      const left = run(line);
      if (left === line) continue;
      figures.touched += 1;
      if (name === 'hub' && examples.length < examplesMax) examples.push(firstChange(line, left));
    }
    index += 1;
  }
  for (const [redactor, { n, touched }] of tally) {
    yield {
      name: 'ordinary lines touched',
      numbers: manner,
      redactor,
      n,
      touched,
      perTenThousand: (touched / n) * 10_000,
    };
  }
  for (const text of examples) yield { name: 'a line touched', text };
}

function firstChange(before: string, after: string): string {
  let at = 0;
  while (before[at] === after[at] && at < before.length) at += 1;
  return `${before.slice(Math.max(0, at - 40), at + 40)} → ${after.slice(at, at + 30)}`;
}

const textCount = 400;
const roundMs = 300;
const rounds = 5;
/** 1 kB of what customers write; one in seven has a card number. */
const sentences = [
  'I was charged twice for order 8841, please return 49.99 USD.',
  'My parcel 1Z999AA10123456784 has not moved since Monday and nobody answers the phone.',
  'You promised on 2026-03-02 that the delivery fee of 12,50 € would be refunded.',
  'The bank says the debit of 120.00 was reverted, reference ch_3PqLk2KZ9xYtB7wM1nD4sVhE.',
  'Could you tell me whether the blue one is still in stock, and when it would ship?',
  'It was paid with 4111 1111 1111 1111, which expires next year.',
  'Kind regards, Jane Cooper, +49 170 1234567, jane.cooper@example.com',
];

function textsOf(sentence: (index: number) => boolean): string[] {
  const chosen = sentences.filter((_, index) => sentence(index));
  return Array.from({ length: textCount }, (_, index) => {
    let text = '';
    for (let next = index; text.length < 1_000; next += 3)
      text += `${chosen[next % chosen.length]} `;
    return text;
  });
}

/** All in the same run, turn by turn, so that a busy machine slows each alike. */
function* speed(): Lines {
  const kinds = {
    'with card numbers': textsOf(() => true),
    without: textsOf((index) => index !== 5),
  };
  for (const [kind, texts] of Object.entries(kinds)) {
    const rates = new Map(Object.keys(redactors).map((name) => [name, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, run] of Object.entries(redactors))
        rates.get(name)?.push(rateOf(run, texts));
    }
    const baseline = median(rates.get('bare expression') ?? []);
    for (const [redactor, figures] of rates) {
      yield {
        name: `redact texts of 1 kB ${kind}`,
        redactor,
        hub: median(figures),
        baseline,
        ratio: median(figures) / baseline,
        unit: 'texts/s',
        n: rounds,
      };
    }
  }
}

function rateOf(run: (text: string) => unknown, texts: readonly string[]): number {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < roundMs) {
    run(texts[done % texts.length] ?? '');
    done += 1;
  }
  return Math.round((done * 1_000) / (performance.now() - start));
}

const sizes = [64, 256, 1_024].map((kilobytes) => kilobytes * 1_024);
/**
 * Sixteen times the text in quadratic time costs sixteen times a byte; caches and a busy machine up to
 * four or five.
 */
const linearMax = 8;

function* hurting(): Lines {
  let worst = 0;
  for (const [kind, piece] of Object.entries(adversarial)) {
    const figures = sizes.map((size) =>
      perByteNs(piece.repeat(Math.ceil(size / piece.length)).slice(0, size)),
    );
    const ratio = (figures[2] ?? 0) / Math.max(figures[0] ?? 0, 1);
    worst = Math.max(worst, ratio);
    yield {
      name: `time a byte, ${kind}`,
      ns64kB: figures[0],
      ns256kB: figures[1],
      ns1MB: figures[2],
      ratio,
    };
  }
  yield {
    name: 'time a byte, worst growth from 64 kB to 1 MB',
    ratio: worst,
    isLinear: worst <= linearMax,
  };
}

/** The best of three: what the machine adds is never in our favour. */
function perByteNs(text: string): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    redact(text);
    return performance.now() - start;
  });
  return Math.round((Math.min(...times) * 1e7) / text.length) / 10;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
