import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isIssued } from './issued-numbers.js';
import type { Random } from './random.js';

/** A word before each number, as people write; or numbers alone, one behind the other. */
export type Manner = 'with words' | 'bare, up to three in a row';

/** Lines that people wrote, in turn, with numbers of the trade beside them; no card in any. */
export function* ordinaryLines(
  corporaDir: string,
  random: Random,
  count: number,
  manner: Manner,
): Generator<string> {
  const lines = linesOf(corporaDir);
  const words = ['order', 'tracking number', 'at', 'phone', 'ref', 'total', 'since', 'and'];
  for (let index = 0; index < count; index += 1) {
    const line = lines[index % lines.length] ?? '';
    const numbers = Array.from({ length: random.below(4) }, () =>
      manner === 'with words'
        ? `${random.pick(words)} ${ordinaryNumber(random)}`
        : ordinaryNumber(random),
    );
    yield [line, ...numbers].join(random.pick([' ', ', ', '\n', ' - ', '; ']));
  }
}

/** Every line of every text file in the folder; a sentence of ours where there is none. */
function linesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return ['I was charged twice for my order, please return the money.'];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n'))
    .flatMap((line) => (line.length > 4_000 ? (line.match(/.{1,300}(?:\s|$)/g) ?? []) : [line]))
    .filter((line) => line.trim() !== '');
}

/** Drawn again while it happens to be a number of a card range with a right check digit. */
function ordinaryNumber(random: Random): string {
  for (;;) {
    const text = random.pick(kinds)(random);
    if (!(text.match(/\d{12,19}/g) ?? []).some(isIssued)) return text;
  }
}

const two = (value: number) => String(value).padStart(2, '0');
const date = (random: Random) =>
  [2019 + random.below(10), 1 + random.below(12), 1 + random.below(28)] as const;
const clock = (random: Random) => `${two(random.below(24))}:${two(random.below(60))}`;
const hex = (random: Random, count: number) =>
  Array.from({ length: count }, () => '0123456789abcdef'[random.below(16)]).join('');

const kinds: readonly ((random: Random) => string)[] = [
  (random) => `order ${random.digits(5 + random.below(8))}`,
  (random) => `#${random.digits(4 + random.below(7))}`,
  (random) => `ORD-${2019 + random.below(10)}-${random.digits(6)}`,
  (random) => `order ${random.digits(3)}-${random.digits(7)}-${random.digits(7)}`,
  (random) => `tracking 94${random.digits(20)}`,
  (random) => `tracking ${random.digits(12)}`,
  (random) => `tracking ${random.digits(15)}`,
  (random) => `tracking ${random.digits(20)}`,
  (random) => `tracking 1Z${hex(random, 6).toUpperCase()}${random.digits(10)}`,
  (random) => `JD0${random.digits(17)}`,
  (random) => `RR${random.digits(9)}DE`,
  (random) => String(1_500_000_000 + random.below(300_000_000)),
  (random) => String(1_500_000_000_000 + random.below(300_000_000) * 1_000 + random.below(1_000)),
  (random) => `${1_500_000_000 + random.below(300_000_000)}.${random.digits(6)}`,
  (random) => {
    const [year, month, day] = date(random);
    return `${year}-${two(month)}-${two(day)}T${clock(random)}:${two(random.below(60))}.${random.digits(3)}Z`;
  },
  (random) => {
    const [year, month, day] = date(random);
    return `${year}-${two(month)}-${two(day)} ${clock(random)}:${two(random.below(60))}`;
  },
  (random) => {
    const [year, month, day] = date(random);
    return `${two(day)}.${two(month)}.${year}, ${clock(random)}`;
  },
  (random) => {
    const [year, month, day] = date(random);
    return `${month}/${day}/${year} ${clock(random)}:${two(random.below(60))} PM`;
  },
  (random) => {
    const [year, month, day] = date(random);
    return `${year}${two(month)}${two(day)}${random.digits(6)}`;
  },
  (random) =>
    `+${1 + random.below(98)} ${random.digits(3)} ${random.digits(3)} ${random.digits(4)}`,
  (random) => `+${1 + random.below(98)}${random.digits(9 + random.below(2))}`,
  (random) => `(${2 + random.below(8)}${random.digits(2)}) ${random.digits(3)}-${random.digits(4)}`,
  (random) => `${2 + random.below(8)}${random.digits(2)}-${random.digits(3)}-${random.digits(4)}`,
  (random) => `0${random.digits(3)} ${random.digits(7)}`,
  (random) => `$${1 + random.below(9_000)}.${random.digits(2)}`,
  (random) => `${1 + random.below(900)}.${random.digits(3)},${random.digits(2)} €`,
  (random) => `${1 + random.below(900)},${random.digits(3)}.${random.digits(2)} USD`,
  (random) =>
    `${1 + random.below(99)}.${random.digits(2)} + ${1 + random.below(999)}.${random.digits(2)}`,
  (random) => `ARN 7${random.digits(22)}`,
  (random) => `RRN ${random.digits(12)}`,
  (random) =>
    `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
  (random) => hex(random, 40),
  (random) => `ch_3${hex(random, 10)}KZ9xYtB7wM1nD4`,
  (random) =>
    `${random.below(256)}.${random.below(256)}.${random.below(256)}.${random.below(256)}:${1024 + random.below(60_000)}`,
  (random) => `v${random.below(20)}.${random.below(90)}.${random.below(900)}`,
  (random) => `invoice ${2019 + random.below(10)}/${random.digits(5)}`,
  (random) => `ending in ${random.digits(4)}`,
];
