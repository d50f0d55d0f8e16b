/** A number as written, exact: `units` times ten to the minus `decimals`. */
export type Decimal = { readonly units: bigint; readonly decimals: number };

/**
 * Reads `1.234,56`, `1,23,456.78`, `1'234.50`, `1 234`, `49.99`, `.75`, `50,-`. Null where the
 * writing allows two readings for a currency of `minorDigits` places, or none: missed, not misread.
 */
export function readNumber(written: string, minorDigits: number): Decimal | null {
  const plain = written.replace(/[.,]-+$/, '').replace(/(?<=\d)[ '](?=\d{3}(?!\d))/g, '_');
  const match = /^([\d_.,]*?)(?:([.,])(\d*))?$/.exec(plain);
  if (!match) return null;
  return readParts(match[1] ?? '', match[2] ?? '', match[3] ?? '', minorDigits);
}

function readParts(head: string, mark: string, tail: string, minorDigits: number): Decimal | null {
  if (!mark) return whole(head);
  const marks = head.replace(/\d/g, '');
  const isGrouped = marks.length > 0;
  if (isGrouped && marks.includes(mark)) {
    // The same mark twice sets thousands apart, all the way.
    return /^(.)\1*$/.test(marks) ? whole(`${head}${mark}${tail}`) : null;
  }
  if (!isGrouped && tail.length === 3) return readThree(head, tail, minorDigits);
  const leading = head === '' ? 0n : whole(head)?.units;
  if (leading === undefined || tail === '') return null;
  return fraction(leading, tail, minorDigits);
}

/** One mark and three digits behind it: thousands, unless the currency has three places or it begins with 0. */
function readThree(head: string, tail: string, minorDigits: number): Decimal | null {
  const beginsWithZero = /^0*$/.test(head);
  if (beginsWithZero) return fraction(0n, tail, minorDigits);
  if (minorDigits === 3) return head.length > 3 ? fraction(BigInt(head), tail, 3) : null;
  return head.length <= 3 ? whole(`${head}.${tail}`) : null;
}

function fraction(leading: bigint, tail: string, minorDigits: number): Decimal | null {
  const digits = tail.replace(/0+$/, '');
  if (digits.length > Math.max(minorDigits, 0) || tail.length > 4) return null;
  if (minorDigits === 0 && digits !== '') return null;
  return {
    units: leading * 10n ** BigInt(digits.length) + BigInt(digits || '0'),
    decimals: digits.length,
  };
}

/** Digits alone, or in groups of three, or in the Indian way: the last three, then twos. */
function whole(text: string): Decimal | null {
  if (/^\d{1,15}$/.test(text)) return { units: BigInt(text), decimals: 0 };
  const groups = text.split(/[_.,]/);
  const marks = new Set(text.replace(/\d/g, ''));
  const [first, ...rest] = groups;
  if (marks.size !== 1 || !first || rest.length === 0 || first.length > 3) return null;
  const threes = rest.every((group) => group.length === 3);
  const indian =
    first.length <= 2 &&
    rest.at(-1)?.length === 3 &&
    rest.slice(0, -1).every((group) => group.length === 2);
  if (!threes && !indian) return null;
  const digits = groups.join('');
  return digits.length <= 15 ? { units: BigInt(digits), decimals: 0 } : null;
}

/** In minor units; null where it does not come out even or is too large to be kept exactly. */
export function toMinor(number: Decimal, scale: bigint, minorDigits: number): bigint | null {
  const scaled = number.units * scale * 10n ** BigInt(minorDigits);
  const divisor = 10n ** BigInt(number.decimals);
  if (scaled % divisor !== 0n) return null;
  const minor = scaled / divisor;
  return minor <= 9_007_199_254_740_991n ? minor : null;
}
