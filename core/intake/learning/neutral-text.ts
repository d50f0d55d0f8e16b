import { parseCurrency } from '../../reversals/money.js';
import type { RedactedText } from '../../reversals/redacted-text.js';
import type { Customer } from '../../reversals/reversal.js';
import { findCustomer } from '../extract/find-customer.js';
import { namesByPlace, withoutNames } from './people-names.js';

declare const neutralBrand: unique symbol;

/** Redacted text in which no name, mail, phone or other identifier stands any more. */
export type NeutralText = string & { readonly [neutralBrand]: true };

/** Who is known to stand in a text: the entry's customer, and the names of those who wrote. */
export type KnownPeople = { customer: Customer | null; names: readonly string[] };

/**
 * Neutral tokens in the place of names, mails, links and identifiers; zeros for every digit that is
 * no amount of money. Linear. What is left are words and amounts: the text is still redacted.
 */
export function neutralise(text: RedactedText, known: KnownPeople): NeutralText {
  const plain = text.normalize('NFKC').replace(invisible, '');
  const names = [
    ...known.names,
    ...namesOf(known.customer),
    ...namesOf(findCustomer(plain, plain, null)),
    ...namesByPlace(plain),
  ];
  const unlinked = plain.replace(link, neutralLink).replace(mail, neutralMail);
  return withoutDigits(withoutCodes(withoutNames(unlinked, names))) as NeutralText;
}

const neutralLink = 'https://link.example';
const neutralMail = 'person@mail.example';
/** Soft and zero-width characters, which would part a word for a pattern and for nobody else. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const link = /\b(?:https?:\/\/|www\.)[^\s<>"')\]]{1,2000}/gi;
const mail = /[\p{L}\p{N}._%+'-]{1,64} ?@ ?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,5}/gu;

/** Hosts of so many people that their name says nothing of one. */
const publicHosts = new Set(
  'gmail googlemail hotmail outlook live yahoo icloud me aol gmx web proton protonmail example mail'.split(
    ' ',
  ),
);

/** The name, and the words of the address: `jane.doe@doefamily.example` names Jane Doe twice. */
function namesOf(customer: Customer | null): string[] {
  if (customer?.email === neutralMail) return [];
  const [local = '', domain = ''] = (customer?.email ?? '').split('@');
  const host = domain.split('.')[0] ?? '';
  const isOwnHost = host !== '' && !publicHosts.has(host.toLowerCase());
  return [customer?.name ?? '', local, isOwnHost ? host : ''].filter((name) => name !== '');
}

/** Words of letters and digits mixed: a processor's prefix may stay, all else says who or which. */
const code = /[\p{L}\p{N}_#-]{4,}/gu;
const amountWithCode = /^(?:\p{Lu}{3}\p{Nd}+|\p{Nd}+\p{Lu}{3})$/u;

function withoutCodes(text: string): string {
  return text.replace(code, (word) => {
    if (!/\p{Nd}/u.test(word) || !/\p{L}/u.test(word) || amountWithCode.test(word)) return word;
    const prefix = /^[a-z]{2,5}_/.exec(word)?.[0] ?? '';
    return prefix + word.slice(prefix.length).replace(/\p{L}/gu, 'x');
  });
}

/** Digits with what people put between them; a phone number is one such run. */
const run = /\p{Nd}(?:[ .,()'’/_\t\n-]{0,3}\p{Nd})*/gu;
/** A shorter run is no phone number: ITU-T E.164 numbers that people write have seven or more. */
const phoneDigitsMin = 7;
const grouped = /^\d{1,3}(?:[.,'’ ]\d{3})*(?:[.,]\d{1,3})?$|^\d+(?:[.,]\d{2})?$/;
const signBefore = /(?:\p{Sc}|\b(?<code>[A-Z]{3})) ?$/u;
const signAfter =
  /^ ?(?:\p{Sc}|(?<code>[A-Z]{3})\b|(?:[Ee]uros?|[Dd]ollars?|[Pp]ounds?|[Rr]eais|[Pp]esos)\b)/u;

function withoutDigits(text: string): string {
  return text.replace(run, (found, at: number) => {
    const before = text.slice(Math.max(0, at - 5), at);
    const behind = text.slice(at + found.length, at + found.length + 8);
    if (isMoney(found, before, behind)) return found;
    // Numbers side by side: "order 8841 49.99 USD". A currency belongs to the one it stands at.
    const pieces = found.split(/(\s+)/);
    const isSigned = (piece: string, place: number) =>
      pieces.length > 1 &&
      ((place === 0 && isMoney(piece, before, '')) ||
        (place === pieces.length - 1 && isMoney(piece, '', behind))) &&
      hasCents(piece);
    const rest = pieces.filter((piece, place) => !isSigned(piece, place)).join('');
    const isPhone = rest.replace(/\P{Nd}/gu, '').length >= phoneDigitsMin;
    return pieces
      .map((piece, place) =>
        isSigned(piece, place) || (!isPhone && hasCents(piece)) ? piece : zeros(piece),
      )
      .join('');
  });
}

const zeros = (text: string) => text.replace(/\p{Nd}/gu, '0');
const hasCents = (text: string) => /^\d{1,4}[.,]\d{2}$/.test(text);

function isMoney(found: string, before: string, behind: string): boolean {
  if (!grouped.test(found)) return false;
  const digits = found.replace(/\D/g, '').length;
  const hasSign = isSign(signBefore.exec(before)) || isSign(signAfter.exec(behind));
  return hasSign ? digits < 10 : hasCents(found);
}

function isSign(match: RegExpExecArray | null): boolean {
  const code = match?.groups?.code;
  return match !== null && (code === undefined || parseCurrency(code) !== null);
}
