import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KnownPeople, neutralise } from '../../../../core/intake/learning/neutral-text.js';
import { redact } from '../../../../core/intake/redact.js';
import type { RedactedText } from '../../../../core/reversals/redacted-text.js';

const redacted = (text: string) => text as RedactedText;
const nobody: KnownPeople = { customer: null, names: [] };
const neutral = (text: string, known: Partial<KnownPeople> = {}) =>
  neutralise(redact(text).text, { ...nobody, ...known });

describe('a text that is learnt from', () => {
  it.each([
    ['a mail', 'write to jane.doe+x@shop.example please', 'write to person@mail.example please'],
    ['a link', 'see https://shop.example/u/jane?o=8841', 'see https://link.example'],
    ['an order number', 'order 8841 and #77', 'order 0000 and #00'],
    ['a processor id', 'charge ch_3PqLk2KZ9xYtB7wM twice', 'charge ch_0xxxx0xx0xxxx0xx twice'],
    ['an order number beside money', 'order 8841 49.99 USD', 'order 0000 49.99 USD'],
    ['a number behind money', 'USD 49.99 8841 77', 'USD 49.99 0000 00'],
    ['a phone', 'call +49 170 765 43 21', 'call +00 000 000 00 00'],
    ['a phone of pairs', 'appelez 06.12.34.56.78', 'appelez 00.00.00.00.00'],
    ['a phone in other digits', 'call ٠١٢٣٤٥٦٧٨٩', 'call 0000000000'],
    ['a date', 'on 2026-03-01', 'on 0000-00-00'],
    ['a greeting', 'Hi Priya, the refund is out', 'Hi Name, the refund is out'],
    ['a title', 'as Frau Müller-Lund said', 'as Frau Name said'],
    [
      'a signature',
      'Refund me.\nBest regards,\nOle Nordmann',
      'Refund me.\nBest regards,\nName Name',
    ],
    ['an introduction', 'my name is Ana Souza and', 'my name is Name Name and'],
    ['the last four of a card', 'card 4242 4242 4242 4242', 'card [card •••• 0000]'],
  ])('has a neutral token for %s', (_what, text, expected) => {
    expect(neutral(text)).toBe(expected);
  });

  it.each([
    ['refund of $49.99 and 1.234,56 €'],
    ['USD 120 instead of 12 EUR'],
    ['charged 49.99'],
    ['please send the return label for my shoes'],
  ])('keeps words and amounts: %s', (text) => {
    expect(neutral(text)).toBe(text);
  });

  it('is the same again: a second pass finds nothing more', () => {
    const once = neutral(
      'Dear Mr Smith, ch_3PqLk2KZ9x and +1 555 010 9999, j@x.example, 49.99 USD',
    );
    expect(neutral(once)).toBe(once);
  });

  const letters = (alphabet: string) =>
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 3, maxLength: 9 });
  const part = fc.oneof(
    letters('abcdefghijklmnopqrstuvwxyz'),
    letters('áàâäãåçéèêëíñóôöøúüßčšžłı'),
    letters('абвгдежзиклмнопрстуяю'),
    letters('αβγδεζηθικλμνοπρστυφχψω'),
    letters('王李张刘陈杨黄赵吴周徐孙马朱'),
  );
  const written = fc.constantFrom(
    (name: string) => name,
    (name: string) => name.toUpperCase(),
    (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1),
    (name: string) => name.normalize('NFD'),
  );
  const frame = fc.constantFrom(
    (name: string) => `${name} wants 49.99 USD back`,
    (name: string) => `refund for ${name}'s order, please`,
    (name: string) => `«${name}» / ${name}, ${name}.`,
    (name: string) => `the parcel of\n${name}\nnever came`,
    (name: string) => `user ${name}_88 or ${name}-1`,
  );

  it('never holds a part of the customer’s or a writer’s name, however it is written', () => {
    fc.assert(
      fc.property(part, part, written, frame, fc.boolean(), (first, last, write, put, isWriter) => {
        const name = `${first} ${last}`;
        const text = `${put(write(first))} ${put(write(last))}`;
        const known = isWriter ? { names: [name] } : { customer: { name } };
        const left = folded(neutral(text, known));
        const bare = folded(put(''));
        for (const one of [first, last].map(folded)) {
          if (!bare.includes(one) && !'name name'.includes(one)) {
            expect(wordsIn(left)).not.toContain(one);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never holds an e-mail or the words of the customer’s own', () => {
    const local = fc.stringMatching(/^[a-z]{3,8}(?:[._][a-z]{3,8})?[0-9]{0,3}$/);
    const host = fc.stringMatching(/^[a-z]{4,9}$/);
    fc.assert(
      fc.property(local, host, frame, (name, domain, put) => {
        const email = `${name}@${domain}.com`;
        const left = neutral(`${put(email)} also ${name.split(/[._\d]/)[0] ?? ''}`, {
          customer: { email },
        });
        expect(left).not.toContain(email);
        const first = (name.split(/[._\d]/)[0] ?? '').toLowerCase();
        if (!folded(put('')).includes(first) && !'also name mail person example'.includes(first)) {
          expect(wordsIn(left)).not.toContain(first);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never holds a phone number, however it is grouped', () => {
    const group = fc.stringMatching(/^[1-9]{2,4}$/);
    const separator = fc.constantFrom(' ', '.', '-', ') ', ' - ', '/', '\n', '');
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 4, maxLength: 6 }),
        separator,
        fc.constantFrom('+', '', '(', '00'),
        frame,
        (groups, between, lead, put) => {
          const phone = lead + groups.join(between);
          // As it stands: redaction may take a part of such digits for a card number.
          const left = neutralise(redacted(put(phone)), nobody).replace(/49\.99/g, '');
          expect(left.replace(/\D/g, '')).not.toMatch(/[1-9]/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('takes no more than linear time', () => {
    for (const piece of ['a@', '1 ', 'Hi A', "o'", 'Dear Mr. ', 'ch_1', '１', '李']) {
      const text = piece.repeat(40_000);
      expect(neutral(text, { customer: { name: 'Jane Doe' } }).length).toBeGreaterThan(0);
    }
  });
});

/** As the eye compares: without accents, case, and the forms one letter may take. */
const folded = (text: string) => {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
};
const wordsIn = (text: string) => text.split(/[^\p{L}]+/u);
