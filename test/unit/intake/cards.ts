import fc from 'fast-check';

/** Prefixes and lengths as card brands publish them, written apart from the code under test. */
const issued: readonly (readonly [string, number])[] = [
  ['4', 16],
  ['4', 19],
  ['4', 13],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['300', 14],
  ['36', 14],
  ['38', 16],
  ['9792', 16],
  ['6011', 16],
  ['644', 16],
  ['65', 19],
  ['2131', 16],
  ['1800', 16],
  ['3528', 16],
  ['3589', 19],
  ['62', 16],
  ['62', 19],
  ['8110', 17],
  ['8171', 18],
  ['5018', 12],
  ['56', 13],
  ['6304', 14],
  ['67', 15],
  ['6390', 17],
  ['5090', 16],
  ['650031', 16],
  ['2200', 16],
  ['2204', 19],
  ['637095', 16],
  ['606282', 16],
  ['589562', 16],
  ['506099', 19],
];

/** A number with a right check digit of some brand. */
export const cardNumber = fc
  .tuple(
    fc.constantFrom(...issued),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 }),
  )
  .map(([[prefix, length], digits]) =>
    withCheckDigit(`${prefix}${digits.join('')}`.slice(0, length - 1)),
  );

export function withCheckDigit(body: string): string {
  const sum = [...body]
    .reverse()
    .map(Number)
    .map((digit, index) => (index % 2 === 0 ? digit * 2 : digit))
    .reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** The zero of each run of ten digits that the forms below write with. */
export const digitZeros: readonly number[] = [
  0x30, 0xff10, 0x0660, 0x06f0, 0x0966, 0x0e50, 0x1d7ce, 0x1d7f6,
];
const separators = [
  ' ',
  '-',
  '.',
  '\u00a0',
  '\u2009',
  '\u2011',
  '\u2013',
  '\n',
  ' \n',
  '\r\n',
  '/',
  '_',
  '\u00b7',
  '&nbsp;',
  '%20',
  '+',
  '<br>',
  '</b><b>',
  '\n> ',
  ' - ',
];
const invisible = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f'];

type Form = (digits: string) => string;

const otherDigits: fc.Arbitrary<Form> = fc
  .constantFrom(...digitZeros)
  .map(
    (zero) => (digits) =>
      [...digits].map((each) => String.fromCodePoint(zero + Number(each))).join(''),
  );
const inFours: fc.Arbitrary<Form> = fc
  .constantFrom(...separators)
  .map((separator) => (digits) => (digits.match(/\d{1,4}/g) ?? []).join(separator));
const oneByOne: fc.Arbitrary<Form> = fc
  .constantFrom(' ', '-', '.', '\u00a0', '\u2009')
  .map((separator) => (digits) => [...digits].join(separator));
const asAmex: fc.Arbitrary<Form> = fc
  .constantFrom(' ', '-')
  .map(
    (separator) => (digits) =>
      [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)].join(separator),
  );
const inThrees: fc.Arbitrary<Form> = fc
  .constantFrom(' ', '-')
  .map((separator) => (digits) => (digits.match(/\d{1,3}/g) ?? []).join(separator));
const overTwoLines: fc.Arbitrary<Form> = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.constantFrom('\n', '\r\n', '\n> ', '<br>'))
  .map(
    ([at, line]) =>
      (digits) =>
        `${digits.slice(0, at)}${line}${digits.slice(at)}`,
  );
const withInvisible: fc.Arbitrary<Form> = fc
  .constantFrom(...invisible)
  .map((each) => (digits) => [...digits].join(each));
const plain: fc.Arbitrary<Form> = fc.constant((digits) => digits);

export const cardForm = fc.oneof(
  plain,
  otherDigits,
  inFours,
  oneByOne,
  asAmex,
  inThrees,
  overTwoLines,
  withInvisible,
);

/** `{}` is where the number goes. */
export const cardContext = fc.constantFrom(
  '{}',
  'my card is {} and I want my money back',
  'Card number: {}, exp 12/27',
  'see https://shop.example/pay?number={}&step=2',
  '<td>{}</td><td>paid</td>',
  'order {} please refund',
  'file scan_{}.pdf',
  '{"pan":"{}"}',
  'Ticket 8841 of 2026-11-20 12:30: "{}" was charged $49.99',
  '({})',
  'Mi tarjeta {} fue cobrada',
  'pan={};cvv=123',
);
