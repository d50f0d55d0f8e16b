import type { Random } from './random.js';

/**
 * Ranges and lengths of card brands, written apart from the code under test. Source: npm
 * credit-card-type 10.3.0 (MIT), facts only; Visa of 13 digits is the old form.
 */
const issued: readonly (readonly [
  brand: string,
  prefixes: readonly string[],
  lengths: readonly number[],
])[] = [
  ['visa', ['4'], [13, 16, 18, 19]],
  [
    'mastercard',
    ['51', '52', '53', '54', '55', '2221', '2229', '223', '229', '23', '26', '270', '271', '2720'],
    [16],
  ],
  ['american-express', ['34', '37'], [15]],
  ['diners-club', ['300', '305', '36', '38', '39'], [14, 16, 19]],
  ['troy', ['9792', '650052', '650082', '650170', '654997', '65787831'], [16]],
  ['discover', ['6011', '644', '649', '65'], [16, 19]],
  ['jcb', ['2131', '1800', '3528', '3589'], [16, 17, 18, 19]],
  [
    'unionpay',
    ['620', '62100', '62197', '622010', '626', '6270', '6291', '810', '8110', '8171'],
    [14, 15, 16, 17, 18, 19],
  ],
  [
    'maestro',
    ['493698', '500000', '504174', '506698', '508999', '56', '59', '63', '67', '6'],
    [12, 13, 14, 15, 16, 17, 18, 19],
  ],
  [
    'elo',
    [
      '401178',
      '438935',
      '504175',
      '506699',
      '509000',
      '509999',
      '627780',
      '636297',
      '650031',
      '650485',
    ],
    [16],
  ],
  ['mir', ['2200', '2204'], [16, 17, 18, 19]],
  ['hiper', ['637095', '63737423', '637568', '637612'], [16]],
  ['hipercard', ['606282'], [16]],
  ['naranja', ['589562', '402918', '527572'], [16]],
  ['verve', ['506099', '506127', '507865', '507877'], [16, 18, 19]],
];

/** A number of some brand and length with a right check digit. */
export function issuedNumber(random: Random): { brand: string; digits: string } {
  const [brand, prefixes, lengths] = random.pick(issued);
  const length = random.pick(lengths);
  const body = `${random.pick(prefixes)}${random.digits(19)}`.slice(0, length - 1);
  return { brand, digits: body + checkDigit(body) };
}

/** True where a run of digits is a number of some brand: such a one may be taken out. */
export function isIssued(digits: string): boolean {
  return (
    checkDigit(digits.slice(0, -1)) === digits.at(-1) &&
    /^(?:4|5|6|3[0689457]|2[2-7]|2131|1800|35|8[12]|9792|9860)/.test(digits) &&
    digits.length >= 12 &&
    digits.length <= 19
  );
}

function checkDigit(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const digit = Number(body[body.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
