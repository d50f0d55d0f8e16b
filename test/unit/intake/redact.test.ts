import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankSensitive, findCardData, redact } from '../../../core/intake/redact.js';
import { cardContext, cardForm, cardNumber, digitZeros, withCheckDigit } from './cards.js';

test.each<{ text: string; left: string }>([
  { text: 'IBAN DE89370400440532013000 please', left: 'IBAN [IBAN •••• 3000] please' },
  { text: 'iban DE89 3704 0044 0532 0130 01 bitte', left: 'iban [IBAN •••• 3001] bitte' },
])('$text keeps the words behind the number', ({ text, left }) => {
  expect(redact(text).text).toBe(left);
});

describe('taken out', () => {
  test.each<{ what: string; text: string; becomes: string }>([
    { what: 'spaces', text: 'pay 4111 1111 1111 1111 now', becomes: 'pay [card •••• 1111] now' },
    { what: 'American Express', text: '3782 822463 10005', becomes: '[card •••• 0005]' },
    { what: 'Maestro of 12', text: 'card 501812345673', becomes: 'card [card •••• 5673]' },
    { what: 'full-width', text: '４１１１１１１１１１１１１１１１', becomes: '[card •••• 1111]' },
    { what: 'Arabic digits', text: '٤١١١ ١١١١ ١١١١ ١١١١', becomes: '[card •••• 1111]' },
    { what: 'keycaps', text: '4\ufe0f\u20e3111111111111111', becomes: '[card •••• 1111]' },
    { what: 'zero-width', text: '4111\u200b1111\u200b11111111', becomes: '[card •••• 1111]' },
    {
      what: 'address',
      text: 'x/?n=4111%201111%201111%201111&z=1',
      becomes: 'x/?n=[card •••• 1111]&z=1',
    },
    {
      what: 'order of 16 digits',
      text: 'order 4111111111111111',
      becomes: 'order [card •••• 1111]',
    },
    {
      what: 'called a card',
      text: 'card number 4111 1111 1111 1112',
      becomes: 'card number [card •••• 1112]',
    },
    {
      what: 'called so behind',
      text: '4111111111111112 is my card number',
      becomes: '[card •••• 1112] is my card number',
    },
    {
      what: 'two of them',
      text: '4111111111111111, 5555555555554444',
      becomes: '[card •••• 1111], [card •••• 4444]',
    },
    { what: 'circled', text: '④①①①①①①①①①①①①①①①', becomes: '[card •••• 1111]' },
    { what: 'raised', text: '⁴¹¹¹ ¹¹¹¹ ¹¹¹¹ ¹¹¹¹', becomes: '[card •••• 1111]' },
    { what: 'Han', text: '卡号四一一一一一一一一一一一一一一一', becomes: '卡号[card •••• 1111]' },
    {
      what: 'references, encoded twice',
      text: '&amp;#52;&#x31;11111111111111',
      becomes: '[card •••• 1111]',
    },
    {
      what: 'percent, encoded twice',
      text: 'n=%2534111111111111111',
      becomes: 'n=[card •••• 1111]',
    },
    { what: 'escapes', text: '"\\u0034111\\n1111\\t11111111"', becomes: '"[card •••• 1111]"' },
    {
      what: 'inside a tag',
      text: '<img alt="4111 1111 1111 1111">',
      becomes: '<img alt="[card •••• 1111]">',
    },
    { what: 'in angle brackets', text: '<4111111111111111>', becomes: '<[card •••• 1111]>' },
    {
      what: 'quoted over lines',
      text: '> 4111 1111\r\n> > 1111 1111',
      becomes: '> [card •••• 1111]',
    },
    { what: 'emphasis', text: '**4111** **11111111** **1111**', becomes: '**[card •••• 1111]**' },
    { what: 'brackets', text: '(4111)(1111)(1111)(1111)', becomes: '([card •••• 1111])' },
    {
      what: 'percent sign of a search',
      text: 'like %4111111111111111%',
      becomes: 'like %[card •••• 1111]%',
    },
    {
      what: 'behind a date',
      text: '2026-11-22 4111 1111 1111 1111',
      becomes: '2026-11-22 [card •••• 1111]',
    },
    {
      what: 'two without a space',
      text: '41111111111111115555555555554444',
      becomes: '[card •••• 4444]',
    },
    {
      what: 'Kartennummer, wrong check',
      text: 'Kartennummer lautet 4111 1111 1111 1112',
      becomes: 'Kartennummer lautet [card •••• 1112]',
    },
    {
      what: 'numéro de carte, wrong check',
      text: 'numéro de carte : 4111111111111112',
      becomes: 'numéro de carte : [card •••• 1112]',
    },
    {
      what: 'signed link',
      text: 'https://x.example/in?token=abcdefgh1234',
      becomes: 'https://x.example/in?token=[secret]',
    },
    { what: 'security code', text: 'CVV: 123.', becomes: 'CVV: [security code].' },
    {
      what: 'código',
      text: 'código de seguridad es 123',
      becomes: 'código de seguridad es [security code]',
    },
    { what: 'PIN', text: 'my pin is 4821', becomes: 'my pin is [PIN]' },
    { what: 'track 1', text: '%B4111111111111111^DOE/J^2512101000000?', becomes: '[track data]' },
    { what: 'track 2', text: ';4111111111111111=251210112345?', becomes: '[track data]' },
    {
      what: 'IBAN',
      text: 'to DE89 3704 0044 0532 0130 00 please',
      becomes: 'to [IBAN •••• 3000] please',
    },
    {
      what: 'IBAN, wrong check',
      text: 'IBAN: DE00370400440532013000',
      becomes: 'IBAN: [IBAN •••• 3000]',
    },
    {
      what: 'account',
      text: 'account number 12345678',
      becomes: 'account number [account •••• 5678]',
    },
    { what: 'password', text: 'password: hunter22', becomes: 'password: [secret]' },
    { what: 'key', text: 'sk_live_abcdefgh12345678', becomes: '[secret]' },
    { what: 'client secret', text: 'pi_1PgafyB7WZ01zgkW_secret_abcDEF123', becomes: '[secret]' },
    {
      what: 'bearer',
      text: 'Authorization: Bearer abcdef.123456-xyz',
      becomes: 'Authorization: Bearer [secret]',
    },
  ])('$what', ({ text, becomes }) => {
    expect(redact(text).text).toBe(becomes);
  });
});

describe('not touched', () => {
  test.each<{ what: string; text: string }>([
    { what: 'order', text: 'order 8841 and #45210' },
    { what: 'tracking number', text: 'tracking 9400111899223197428490' },
    { what: 'phone', text: '+1 415 555 2671 or +6281234567890' },
    { what: 'milliseconds', text: 'at 1732310400000' },
    { what: 'date and time', text: '2026-11-22 12:30:45, 20241105123045' },
    { what: 'check digit wrong', text: 'reference 4111111111111112' },
    { what: 'no card range', text: `id ${withCheckDigit('111111111111111')}` },
    { what: 'ARN', text: 'ARN 74537604221222132710572' },
    { what: 'charge id', text: 'ch_1PgafuB7WZ01zgkWXYmPNZs8' },
    { what: 'letters around', text: 'A4111X1111 1111' },
    { what: 'uuid', text: 'eb6305c9-1f7f-49de-aed0-633764874264' },
    { what: 'sums in a column', text: '49.99\n120.00\n350.00\n12.50\n99.10' },
    { what: 'address of a machine', text: '192.168.100.250' },
    { what: 'last four', text: 'card ending in 4242, •••• 4242' },
    { what: 'PIN without a number', text: 'I forgot my PIN, what is my pin' },
    { what: 'password talk', text: 'my password is not working, reset password please' },
    { what: 'percentages and times', text: 'code 12:30, security 100%' },
    { what: 'IBAN-like word', text: 'AB12 is the model, DE12 too' },
    { what: 'a year after cvv', text: 'cvv check of 2026-01-02' },
    { what: 'account without number', text: 'account since 2019' },
    { what: 'order in three pieces', text: 'order 408-3871646-0097923' },
    { what: 'day, time and figures', text: '41, 2026-02-12 21:16:02' },
    { what: 'two dates with times', text: '30.01.2026 14:55:12, 05.02.2026 10:22:45' },
    { what: 'score of a program', text: '{"score":0.4111111111111111}' },
    { what: 'digest', text: '5d41402abc4b2a76b9719d911017c5924111111111111111deadbeefdeadbeef' },
    { what: 'row of figures', text: '1080, 5564, 35240, 37169, 5142, 34655, 6283, 7709, 31778' },
    { what: 'card said before a line', text: 'lost my card\r\n1589508920074' },
    { what: 'instant with a fraction', text: 'ts 1732310400.123456' },
    { what: 'end of a tracking number', text: '1Z7FB5D57553728358; 5285' },
    { what: 'empty', text: '' },
  ])('$what', ({ text }) => {
    expect(redact(text)).toEqual({ text, findings: [] });
  });
});

test('no card number of any brand survives in any form or place', () => {
  fc.assert(
    fc.property(cardNumber, cardForm, cardContext, (digits, form, context) => {
      const { text, findings } = redact(context.replace('{}', () => form(digits)));
      // One assertion a run: twenty thousand of them must stay quick.
      const isGone = !digitsOf(text).includes(digits.slice(0, -4));
      return isGone && findings.length > 0 && findCardData(text).length === 0;
    }),
    { numRuns: 20_000, seed: 8841 },
  );
}, 60_000);

test('a second pass changes nothing, whatever the text', () => {
  const piece = fc.oneof(
    cardNumber,
    fc.constantFrom(
      'card',
      'cvv',
      'PIN',
      'IBAN',
      'account',
      'password:',
      ' ',
      '-',
      '\n',
      '[',
      ']',
      '=',
      '^',
      '<b>',
      '&nbsp;',
      'é',
      '•••• ',
    ),
    fc.string({ maxLength: 6 }),
    fc.integer({ min: 0, max: 999_999_999 }).map(String),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const once = redact(pieces.join('')).text;
      expect(redact(once)).toEqual({ text: once, findings: [] });
    }),
    { numRuns: 5_000, seed: 4999 },
  );
}, 60_000);

test('ordinary numbers are let be', () => {
  const ordinary = fc.oneof(
    fc.integer({ min: 1, max: 99_999_999 }).map((each) => `order ${each}`),
    fc.integer({ min: 1, max: 9_999_999 }).map((each) => `$${(each / 100).toFixed(2)}`),
    fc
      .date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
      .map((each) => each.toISOString()),
    fc
      .integer({ min: 0, max: 1_999_999_999_999 })
      .map((each) => `t=${each}`)
      .filter((each) => /^t=1[0-7]/.test(each)),
  );
  fc.assert(
    fc.property(fc.array(ordinary, { maxLength: 5 }), (pieces) => {
      const text = pieces.join(' and ');
      expect(redact(text).text).toBe(text);
    }),
    { numRuns: 3_000, seed: 7 },
  );
}, 60_000);

test('findings carry at most the last four', () => {
  const { findings } = redact('4111 1111 1111 1111 cvv 123 DE89370400440532013000');
  expect(findings).toEqual([
    { kind: 'card_number', last4: '1111' },
    { kind: 'security_code' },
    { kind: 'iban', last4: '3000' },
  ]);
});

test('blanking keeps every position, so that what stands around can still be read', () => {
  const text = 'card 4111 1111 1111 1111 refund 49.99 USD';
  const blanked = blankSensitive(text);
  expect(blanked).toHaveLength(text.length);
  expect(blanked.indexOf('refund')).toBe(text.indexOf('refund'));
  expect(blanked).not.toMatch(/1111/);
});

function digitsOf(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const zero = digitZeros.find((each) => code >= each && code < each + 10);
      return zero === undefined ? '' : String(code - zero);
    })
    .join('');
}
