/**
 * The spaces that locales set thousands apart by (U+00A0, U+202F, U+2009: CLDR's group separators), between
 * digits: nobody types them, they come with an amount that was copied from a card. Without them it is one
 * number again; read as a space it would be two. A number behind a letter or a hyphen is a reference.
 */
const copied = /(?<![\p{L}\d.,-])\d{1,3}(?:[\u00A0\u202F\u2009]\d{3})+(?!\d)/gu;

export function withWholeNumbers(text: string): string {
  return text.replace(copied, (number) => number.replace(/[^\d]/g, ''));
}
