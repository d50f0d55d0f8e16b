import type { CountryCode } from 'libphonenumber-js/min';
import type { Customer } from '../../reversals/reversal.js';
import { findPhone } from './find-phone.js';

/** The customer as the text itself names them; a part that is not plain is left out. */
export function findCustomer(
  folded: string,
  source: string,
  country: CountryCode | null,
): Customer {
  const customer: Customer = {};
  const email = findEmail(folded);
  const phone = /\d\d/.test(folded) ? findPhone(folded, country) : null;
  const name = findName(source);
  if (email) customer.email = email;
  if (phone) customer.phone = phone;
  if (name) customer.name = name;
  return customer;
}

/** Addresses that belong to a desk or a machine, not to a customer. */
const notCustomers =
  /^(?:no-?reply|do-?not-?reply|noreply|mailer-daemon|postmaster|support|help|info|billing|refunds?|service|notifications?|bounces?)(?:[+.-]|@)/i;

function findEmail(folded: string): string | null {
  if (!folded.includes('@')) return null;
  const pattern = /(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/gi;
  for (const match of folded.matchAll(pattern)) {
    const address = match[0].replace(/^[.]+/, '');
    if (!notCustomers.test(address) && /\.[a-z]{2,24}$/i.test(address)) return address;
  }
  return null;
}

const word = "\\p{Lu}[\\p{L}'’-]{1,24}";
const introduction = new RegExp(
  `(?<!\\p{L})(?:[Mm]y name is|[Tt]his is|[Ii] am called|[Mm]e llamo|[Mm]i nombre es|[Mm]eu nome [eé]|[Mm]e chamo|[Jj]e m['’]appelle|[Mm]on nom est|[Ii]ch hei(?:ß|ss)e|[Mm]ein [Nn]ame ist|(?:[Cc]ustomer |[Ff]ull )?[Nn]ame ?:|(?:[Nn]ombre|[Nn]ome|[Nn]om)(?: completo| complet)? ?:) (${word}(?: ${word}){0,2})`,
  'u',
);
const signature = new RegExp(
  `(?:^|\\n)[ \\t]*(?:(?:[Bb]est|[Kk]ind|[Ww]arm)? ?[Rr]egards|[Ss]incerely|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est|[Ss]aludos|[Aa]tentamente|[Aa]tenciosamente|[Oo]brigad[oa]|[Cc]ordialement|[Mm]erci|(?:[Mm]it freundlichen |[Vv]iele |[Bb]este )?[Gg]r(?:ü|ue)(?:ß|ss)en?)[,.!]?[ \\t]*\\n{1,2}[ \\t]*(${word}(?: ${word}){0,2})[ \\t]*(?:\\n|$)`,
  'u',
);

/** "My name is …", or the line below a closing word. */
function findName(source: string): string | null {
  return introduction.exec(source)?.[1] ?? signature.exec(source)?.[1] ?? null;
}
