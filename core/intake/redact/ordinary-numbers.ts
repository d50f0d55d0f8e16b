/** A number written in pieces that is no card: where it stands, and how many digits it has. */
type Piece = {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  /** A window that begins or ends within it is no number by itself. */
  readonly isWhole: boolean;
  /** A whole date, or a date with its time: whatever holds one is no card number. */
  readonly isDate: boolean;
};

/**
 * Numbers that people write in pieces and that are no card: dates, times, sums, machine addresses,
 * instants with a fraction, telephone numbers. Reads [start, end) once, in order.
 */
export function readOrdinary(folded: string, start: number, end: number): readonly Piece[] {
  const from = Math.max(0, start - reach);
  const found: Piece[] = [];
  for (const match of folded.slice(from, end + reach).matchAll(pieces)) {
    const digits = digitsIn(match[0]);
    if (match[0].startsWith('+') && digits > phoneMax) continue;
    const at = from + match.index;
    found.push({
      start: at,
      end: at + match[0].length,
      digits,
      isWhole: isWhole.test(match[0]),
      isDate: isDate.test(match[0]),
    });
  }
  return found;
}

/** True where the window is made of ordinary numbers alone, or cuts through one. */
export function isOrdinary(
  ordinary: readonly Piece[],
  start: number,
  end: number,
  digits: number,
): boolean {
  let covered = 0;
  for (let index = firstEndingAfter(ordinary, start); index < ordinary.length; index += 1) {
    const piece = ordinary[index];
    if (!piece || piece.start >= end) break;
    const isInside = piece.start >= start && piece.end <= end;
    if (isInside ? piece.isDate : piece.isWhole) return true;
    if (isInside) covered += piece.digits;
  }
  return covered === digits;
}

function firstEndingAfter(ordinary: readonly Piece[], place: number): number {
  let low = 0;
  let high = ordinary.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinary[middle]?.end ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A piece may begin this far before the first digit that is looked at, or end behind the last. */
const reach = 32;
/** E.164 allows 15 digits; numbers in use have at most 13, and a card may have 14. */
export const phoneMax = 13;

const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const year = '(?:19|20)\\d\\d';
const time = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,6})?)?';
const pieces = new RegExp(
  [
    // 2026-11-22, 22.11.2026, 11/22/26; with a time right behind or alone
    `(?<!\\d|\\d[.:/-] ?|\\d [./])(?:${year}([-./])${month}\\1${day}|(?:${day}([-./])${month}|${month}([-./])${day})(?:\\2|\\3)(?:${year}|\\d\\d))(?:[ ,T]{1,2}${time})?(?!:?\\d| ?[./-] ?\\d(?!\\d?:))`,
    `(?<![\\d][.:/-]?)${time}(?![.:/-]?\\d)`,
    // 49.99, 1.249,00; not followed by its own sign and more digits. Thousands alone
    // (342,487) are let be a card's.
    `(?<![\\d•][.,'-]?)(?:\\d{1,3}(?:,\\d{3}){0,2}|\\d{4})\\.\\d\\d(?![.'•-] ?\\d|,?\\d)`,
    `(?<![\\d•][.,;:'-]?)(?:\\d{1,3}(?:[.']\\d{3}){0,2}|\\d{4}),\\d\\d(?![,;:'•-] ?\\d|\\.?\\d)`,
    // 192.168.100.250:8080
    `(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d):\\d{2,5}(?![.\\d])`,
    // seconds since 1970 with a fraction
    `(?<![\\d.])1[0-7]\\d{8}\\.\\d{3,6}(?!\\d)`,
    // an order of a large marketplace: 408-3871646-0097923; a version: v19.25.145
    `(?<![\\d-])\\d{3}-\\d{7}-\\d{7}(?![\\d-])`,
    `(?<=\\bv ?)\\d{1,2}(?:\\.\\d{1,3}){1,2}(?![.\\d])`,
    // +1 415 555 2671, (415) 555-2671, 415-555-2671
    `(?<!\\d)\\+\\d{1,3}[ .-]\\d{2,4}[ .-]\\d{3,4}[ .-]\\d{4}(?!\\d)`,
    `(?<!\\d)\\+\\d{1,3}(?:[ .-]?(?:\\(\\d{2,5}\\)|\\d{2,5})){2,4}(?![ .-]?\\d)`,
    `(?<![\\d][ .-]?)(?:\\(\\d{3}\\) ?|\\d{3}[-.])\\d{3}[-.]\\d{4}(?![ .-]?\\d)`,
  ].join('|'),
  'g',
);
const fullDate = `${year}([-./])(?:0[1-9]|1[0-2])\\1(?:0[1-9]|[12]\\d|3[01])`;
const isDate = new RegExp(`^${fullDate}|[-./]\\d+[ ,T]+${time}`);
const anyDate = `${year}([-./])${month}\\1${day}|${day}([-./])${month}\\2${year}|${month}([-./])${day}\\3${year}`;
/** Dates, times, sums (a comma alone may part the cells of a row), telephone and order numbers. */
const isWhole = new RegExp(
  `${anyDate}|${time}|^\\d+\\.\\d\\d$|^\\d{1,3}[.,'].*[.,]\\d\\d$|^[+(]|^1\\d{9}\\.|^\\d{3}-\\d{3}|^\\d{1,3}\\.\\d{1,3}\\.|^\\d{1,2}\\.\\d{1,3}$`,
);

function digitsIn(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) count += 1;
  }
  return count;
}
