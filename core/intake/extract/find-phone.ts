import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

const international = /(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ .()/-]{0,2}\d{1,4}){2,6}(?![\w])/g;
const labelled =
  /\b(?:phone|telephone|tel|mobile|cell|call me (?:at|on)|reach me (?:at|on)|text me (?:at|on)|whatsapp|my number|telefono|telefone|celular|movil|mi numero|meu numero|telefon|telefonnummer|handy|handynummer|rufnummer|mobil|portable|mon numero|joignable au)(?: (?:number|no|nr|is|numero|es|e|est|ist)){0,2}[ .:]{1,3}(\(?\d{1,5}\)?(?:[ ./-]{0,2}\d{2,5}){1,5})(?!\d)/gi;
/** North American numbers are told by their writing alone. */
const american = /(?<![\w.,+/-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w/-]|[.,]\d)/g;
const calledElse =
  /(?:order|pedido|commande|bestell\w*|invoice|ticket|case|ref(?:erence)?|tracking|account|card|transaction|number|no|nr|id|#)[ :#.]{0,3}$/i;

/** Looked at of each kind: a list of numbers is nobody's phone. */
const looksMax = 20;

/**
 * The first phone number, in E.164 where the country is written or the client's (libphonenumber);
 * otherwise the digits behind a word for telephone.
 */
export function findPhone(folded: string, country: CountryCode | null): string | null {
  for (const match of some(folded, international)) {
    const written = match[0].replace(/^00/, '+');
    const digits = written.replace(/\D/g, '');
    if (digits.length < 8 || digits.length > 15 || isCalledElse(folded, match.index)) continue;
    const phone = parsePhoneNumberFromString(written);
    if (phone?.isPossible()) return phone.number;
  }
  for (const match of some(folded, labelled)) {
    const written = match[1] ?? '';
    const phone = country ? parsePhoneNumberFromString(written, country) : undefined;
    if (phone?.isValid()) return phone.number;
    const digits = written.replace(/\D/g, '');
    if (digits.length >= 7 && digits.length <= 15) return digits;
  }
  if (country !== 'US' && country !== 'CA') return null;
  for (const match of some(folded, american)) {
    if (isCalledElse(folded, match.index)) continue;
    const phone = parsePhoneNumberFromString(match[0], country);
    if (phone?.isValid()) return phone.number;
  }
  return null;
}

function isCalledElse(folded: string, at: number): boolean {
  return calledElse.test(folded.slice(Math.max(0, at - 20), at));
}

function some(folded: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of folded.matchAll(pattern)) {
    found.push(match);
    if (found.length === looksMax) break;
  }
  return found;
}
