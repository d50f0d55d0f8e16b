import type { Random } from './random.js';

/** A number written another way: the digits are the same, and their order. */
export type Written = { text: string; grouping: string; separator: string; writing: string };

export function write(digits: string, random: Random): Written {
  const grouping = random.pick(Object.keys(groupings));
  const pieces = groupings[grouping]?.(digits, random) ?? [digits];
  const separator = random.pick(Object.keys(separators));
  const between = separators[separator] ?? [' '];
  const isMixed = separator === 'mixed' || random.below(4) === 0;
  const one = random.pick(between);
  const writing = random.below(2) === 0 ? 'plain' : random.pick(Object.keys(writings));
  const pen = writings[writing]?.(random) ?? ((digit: string) => digit);
  const text = pieces
    .map((piece) => [...piece].map(pen).join(''))
    .reduce((joined, piece) => joined + (isMixed ? random.pick(between) : one) + piece);
  return { text, grouping, separator: pieces.length === 1 ? 'none' : separator, writing };
}

const cutEvery = (digits: string, size: number) =>
  digits.match(new RegExp(`\\d{1,${size}}`, 'g')) ?? [];
const cutAt = (digits: string, places: readonly number[]) => {
  const cuts = [0, ...[...new Set(places)].sort((a, b) => a - b), digits.length];
  return cuts
    .slice(1)
    .map((end, index) => digits.slice(cuts[index], end))
    .filter(Boolean);
};

const groupings: Readonly<Record<string, (digits: string, random: Random) => string[]>> = {
  'one run': (digits) => [digits],
  fours: (digits) => cutEvery(digits, 4),
  '4-6-rest': (digits) => cutAt(digits, [4, 10]),
  '6-rest': (digits) => cutAt(digits, [6]),
  threes: (digits) => cutEvery(digits, 3),
  pairs: (digits) => cutEvery(digits, 2),
  fives: (digits) => cutEvery(digits, 5),
  'one by one': (digits) => [...digits],
  'one cut': (digits, random) => cutAt(digits, [1 + random.below(digits.length - 1)]),
  'some cuts': (digits, random) =>
    cutAt(
      digits,
      Array.from({ length: 2 + random.below(4) }, () => 1 + random.below(digits.length - 1)),
    ),
  'many cuts': (digits, random) =>
    cutAt(
      digits,
      Array.from({ length: 6 + random.below(6) }, () => 1 + random.below(digits.length - 1)),
    ),
};

const separators: Readonly<Record<string, readonly string[]>> = {
  blank: [
    ' ',
    '  ',
    '\t',
    '\u00a0',
    '\u1680',
    '\u2002',
    '\u2003',
    '\u2007',
    '\u2009',
    '\u200a',
    '\u202f',
    '\u205f',
    '\u3000',
  ],
  dash: [
    '-',
    ' - ',
    '\u2010',
    '\u2011',
    '\u2012',
    '\u2013',
    '\u2014',
    '\u2212',
    '\uff0d',
    '\u058a',
    '--',
  ],
  point: ['.', '\u00b7', '\u2022', '\u30fb', '. ', '\uff0e'],
  stroke: ['/', '\\', '|', ' / ', ' | ', '\uff0f'],
  underscore: ['_', '__'],
  comma: [',', ', ', ';', '; ', ':', '\uff0c', '\u3001'],
  line: ['\n', '\r\n', ' \n', '\n\n', '\n> ', '\r\n> ', '\n> > ', '\n>> ', '=\n', ' \\\n'],
  invisible: [
    '\u200b',
    '\u200c',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u200e',
    '\u202a',
    '\u2066\u2069',
    '\u034f',
    '\u180e',
    '\u200b \u200b',
  ],
  mark: ['\u0301', '\u0336', '\u20dd', '\ufe0f', '\ufe0f\u20e3'],
  entity: [
    '&nbsp;',
    '&#160;',
    '&#xa0;',
    '&ensp;',
    '&thinsp;',
    '&shy;',
    '&zwnj;',
    '&#8203;',
    '&ndash;',
    '&#45;',
    '&amp;nbsp;',
    '&middot;',
  ],
  tag: [
    '<br>',
    '<br/>',
    '</b><b>',
    '<wbr>',
    '</td><td>',
    '</span>\n  <span style="color:red">',
    '<!-- -->',
    '</td>\n      <td class="n">',
  ],
  percent: ['%20', '+', '%2D', '%C2%A0', '%E2%80%8B', '%2520', '%0A', '%09'],
  emphasis: ['**', '** **', '*', '_ _', '~~', '`', '` `', "'", '" "', '"'],
  bracket: [')(', '][', ') (', '] [', '}{', ' (', '> <'],
  escape: ['\\n', '\\t', '\\u00a0', '\\u200b', '\\r\\n'],
  mixed: [
    ' ',
    '-',
    '.',
    ',',
    '/',
    '_',
    '\n',
    '\t',
    ':',
    '|',
    '\u00a0',
    '\u2013',
    '+',
    '*',
    '~',
    ';',
    '\u200b',
    '#',
    '=',
  ],
};

const run = (zero: number) => (digit: string) => String.fromCodePoint(zero + Number(digit));
const signs = (ten: string) => (digit: string) => [...ten][Number(digit)] ?? digit;
/** The zero of every run of decimal digits in the Unicode version that Node knows. */
const zeros = Array.from({ length: 0x1fbf9 - 0x660 }, (_, index) => 0x660 + index)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .filter((code) => /\p{Nd}/u.test(String.fromCodePoint(code)) && isZero(code));

/** The mathematical digits begin anew every ten; other runs begin where no digit stands before. */
function isZero(code: number): boolean {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10 === 0;
  return !/\p{Nd}/u.test(String.fromCodePoint(code - 1));
}

const ways: Readonly<Record<string, readonly ((digit: string) => string)[]>> = {
  'other script': zeros.map(run),
  circled: [signs('⓪①②③④⑤⑥⑦⑧⑨'), signs('⓿❶❷❸❹❺❻❼❽❾'), signs('⓿⓵⓶⓷⓸⓹⓺⓻⓼⓽'), signs('🄋➀➁➂➃➄➅➆➇➈')],
  'raised and lowered': [signs('⁰¹²³⁴⁵⁶⁷⁸⁹'), signs('₀₁₂₃₄₅₆₇₈₉')],
  Han: [signs('〇一二三四五六七八九'), signs('零一二三四五六七八九')],
  keycap: [(digit) => `${digit}\ufe0f\u20e3`],
  entity: [
    (digit) => `&#${48 + Number(digit)};`,
    (digit) => `&#x3${digit};`,
    (digit) => `&#X003${digit};`,
    (digit) => `&#00${48 + Number(digit)};`,
    (digit) => `&amp;#${48 + Number(digit)};`,
  ],
  percent: [(digit) => `%3${digit}`, (digit) => `%253${digit}`],
  escape: [(digit) => `\\u003${digit}`, (digit) => `\\x3${digit}`, (digit) => `\\u{3${digit}}`],
  struck: [(digit) => `${digit}\u0336`, (digit) => `${digit}\u0301\u0302`],
};

const writings: Readonly<Record<string, (random: Random) => (digit: string) => string>> = {
  ...Object.fromEntries(
    Object.entries(ways).map(([name, pens]) => [name, (random: Random) => random.pick(pens)]),
  ),
  'a mixture': (random) => (digit) => random.pick(random.pick(Object.values(ways)))(digit),
  'some of another script': (random) => (digit) =>
    random.below(2) === 0 ? digit : run(random.pick(zeros))(digit),
};

const readings = new Map(
  [
    ...(ways['other script'] ?? []),
    ...(ways.circled ?? []),
    ...(ways['raised and lowered'] ?? []),
    ...(ways.Han ?? []),
  ].flatMap((pen) => [...'0123456789'].map((digit) => [pen(digit), digit] as const)),
);

/** The digits a determined reader finds in a text, however written; `barrier` where one was taken out. */
function digitsRead(text: string): string {
  const plain = text
    .replace(
      /\[(?:card|IBAN|account)(?: •••• .{1,30}?)?\]|\[(?:track data|security code|PIN|secret)\]/g,
      barrier,
    )
    .replace(/&(?:amp;)*#0*(\d{1,7});?/g, (_, code: string) =>
      String.fromCodePoint(Math.min(Number(code), 0x10ffff)),
    )
    .replace(/&(?:amp;)*#[xX]0*([\da-fA-F]{1,5});?/g, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
    .replace(/%(?:25)*3(\d)|\\u003(\d)|\\x3(\d)|\\u\{3(\d)\}/g, (_, a, b, c, d) => a ?? b ?? c ?? d)
    .replace(/%(?:25)*[\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}/g, '');
  let digits = '';
  for (const character of plain) {
    if (character === barrier || (character >= '0' && character <= '9')) digits += character;
    else digits += readings.get(character) ?? '';
  }
  return digits;
}

const barrier = '█';

/** True when twelve digits of the number in a row can still be read. */
export function survives(digits: string, output: string): boolean {
  const read = digitsRead(output);
  if (read.length < 12) return false;
  for (let at = 0; at + 12 <= digits.length; at += 1) {
    if (read.includes(digits.slice(at, at + 12))) return true;
  }
  return false;
}
