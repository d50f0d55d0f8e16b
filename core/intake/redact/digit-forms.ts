/**
 * Every way Unicode writes one decimal digit, as that digit in ASCII; null for anything else.
 * Source: Unicode Character Database, general categories Nd, No and Nl with a numeric type of digit.
 */
export function digitOf(code: number): string | null {
  const character = String.fromCodePoint(code);
  if (/\p{Nd}/u.test(character)) return decimalDigit(code);
  for (const [first, last, value] of signRanges) {
    if (code >= first && code <= last) return String(value + code - first);
  }
  const ideograph = ideographs.indexOf(character);
  return ideograph < 0 ? null : String(ideograph % 10);
}

/** Decimal digits stand in runs of ten from their zero; the mathematical ones are five such runs. */
function decimalDigit(code: number): string {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** [first, last, value of the first]: raised, lowered, circled, in brackets, with a stop or comma. */
const signRanges: readonly (readonly [number, number, number])[] = [
  [0xb2, 0xb3, 2],
  [0xb9, 0xb9, 1],
  [0x2070, 0x2070, 0],
  [0x2074, 0x2079, 4],
  [0x2080, 0x2089, 0],
  [0x2460, 0x2468, 1],
  [0x2474, 0x247c, 1],
  [0x2488, 0x2490, 1],
  [0x24ea, 0x24ea, 0],
  [0x24f5, 0x24fd, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277e, 1],
  [0x2780, 0x2788, 1],
  [0x278a, 0x2792, 1],
  [0x1369, 0x1371, 1],
  [0x10a40, 0x10a43, 1],
  [0x10e60, 0x10e68, 1],
  [0x11052, 0x1105a, 1],
  [0x1f100, 0x1f100, 0],
  [0x1f101, 0x1f10a, 0],
  [0x1f10b, 0x1f10c, 0],
];

/** Han digits read one by one, as in a number told over the phone; twice, the second for "ling". */
const ideographs = '〇一二三四五六七八九零';
