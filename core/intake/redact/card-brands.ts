/**
 * Which numbers can be card numbers: prefixes (a number, or a range of equal length) and lengths.
 * Source: npm credit-card-type 10.3.0 (MIT) as in the project's reference, `pan_detection`; facts
 * only. Brands whose ranges lie inside a wider one of the same length (Elo, Troy and Hiper inside
 * Visa, Discover and Maestro) are named where the wider one would not take them.
 */
type Brand = {
  readonly prefixes: readonly (number | readonly [number, number])[];
  readonly lengths: readonly number[];
};

const brands: readonly Brand[] = [
  // Visa; 13 digits is the old form, not in the library (reference, pan_detection.notes).
  { prefixes: [4], lengths: [13, 16, 18, 19] },
  // Mastercard
  {
    prefixes: [
      [51, 55],
      [2221, 2720],
    ],
    lengths: [16],
  },
  // American Express
  { prefixes: [34, 37], lengths: [15] },
  // Diners Club
  { prefixes: [[300, 305], 36, 38, 39], lengths: [14, 16, 19] },
  // Troy outside 65
  { prefixes: [9792], lengths: [16] },
  // Discover, and Troy and Elo inside 65
  { prefixes: [6011, [644, 649], 65], lengths: [16, 19] },
  // JCB
  { prefixes: [2131, 1800, [3528, 3589]], lengths: [16, 17, 18, 19] },
  // UnionPay; 62 as a whole lies inside Maestro's bare 6 as well
  { prefixes: [62, 810, [8110, 8171]], lengths: [14, 15, 16, 17, 18, 19] },
  // Maestro with its fallback prefix 6, and Hiper, Hipercard, Verve and Elo inside these ranges
  {
    prefixes: [493698, [500000, 508999], [56, 59], 6],
    lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  },
  // Elo at 509, Verve, Naranja
  {
    prefixes: [
      [509000, 509999],
      [506099, 507941],
    ],
    lengths: [16, 18, 19],
  },
  // Mir, and Prostir next to it
  { prefixes: [[2200, 2205]], lengths: [16, 17, 18, 19] },
  // RuPay outside 60, 65 and 508, Humo; not in the library. Uzcard's 8600 is Adyen's too: left out.
  { prefixes: [[8172, 8199], 820, 9860], lengths: [16] },
];

/** The shortest and longest card number of any brand here. */
export const cardDigits = { min: 12, max: 19 } as const;

/** True when the digits have a brand's prefix, that brand's length, and a right check digit. */
export function isCardNumber(digits: string): boolean {
  return isInCardRange(digits) && hasLuhnCheckDigit(digits);
}

/** Prefix and length of a brand; says nothing about the check digit. */
export function isInCardRange(digits: string): boolean {
  return brands.some(
    (brand) =>
      brand.lengths.includes(digits.length) &&
      brand.prefixes.some((prefix) => hasPrefix(digits, prefix)),
  );
}

function hasPrefix(digits: string, prefix: number | readonly [number, number]): boolean {
  if (typeof prefix === 'number') return digits.startsWith(String(prefix));
  const [low, high] = prefix;
  const head = Number(digits.slice(0, String(low).length));
  return head >= low && head <= high;
}

/** Luhn, ISO/IEC 7812-1 annex B. */
function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
