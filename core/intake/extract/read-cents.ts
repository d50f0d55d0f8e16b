import { smallNames } from './currency-names.js';
import { readNumberWordsAtStart } from './number-words.js';

export type Cents = { readonly minor: bigint; readonly length: number };

/** "12€50": two digits right behind the sign, and nothing that makes them a number of their own. */
export const attachedCents = /^\d\d(?![\d\p{L}€$£%]|[.,]\d| ?[€$£])/u;

const none: Cents = { minor: 0n, length: 0 };
const joined = /^ (?:(?:and|und|y|e|et|con|com|avec|mit) )?/i;
/** Two digits behind a currency are its cents, unless they count something. */
const counted =
  /^(?:\d|[%.,:/x-]\d|%|[.,]?\d| ?(?:€|\$|£|%))|^ (?:days?|weeks?|months?|years?|hours?|minutes?|min|times?|x\b|items?|pieces?|pcs|units?|people|persons?|percent|customers?|orders?|tickets?|dias?|semanas?|meses|anos?|horas?|veces|vezes|personas|pessoas|clientes|pedidos|jours?|semaines?|mois|ans?|heures?|fois|personnes|tag(?:e|en)?|wochen?|monat(?:e|en)?|jahre?n?|stunden?|mal|personen|stuck|usd|eur|gbp|euros?|dol+ar(?:e?s)?|am\b|pm\b|st\b|th\b|of\b|de\b|million|mil)/i;

/** "and 15 cents", "forty-five", "15 dollars 50": what stands behind a currency, in hundredths. */
export function readCents(rest: string): Cents {
  const attached = attachedCents.exec(rest)?.[0];
  if (attached !== undefined) return { minor: BigInt(attached), length: 2 };
  const lead = joined.exec(rest)?.[0].length;
  if (lead === undefined) return none;
  const slice = rest.slice(lead);
  const digits = /^\d{1,2}(?!\d)/.exec(slice)?.[0];
  const spoken = digits === undefined ? readSpoken(slice) : null;
  const value = digits === undefined ? spoken?.value : BigInt(digits);
  const length = digits === undefined ? spoken?.length : digits.length;
  if (value === undefined || length === undefined || value > 99n) return none;
  const tail = slice.slice(length);
  const name = /^[ -]?(\p{L}{4,9})/u.exec(tail);
  if (name?.[1] && smallNames.has(name[1].toLowerCase())) {
    return { minor: value, length: lead + length + name[0].length };
  }
  if (/^[\p{L}\d_]/u.test(tail)) return none;
  const isEnd = /^\s*(?:[.!?,;)]|$)/.test(tail) && !/^[.,]\d/.test(tail);
  const isWhole = digits === undefined ? isEnd && value >= 10n : digits.length === 2;
  if (!isWhole || (!isEnd && (counted.test(tail) || lead > 1))) return none;
  return { minor: value, length: lead + length };
}

function readSpoken(slice: string): { value: bigint; length: number } | null {
  const written = /^\p{L}[\p{L}-]*(?: \p{L}[\p{L}-]*){0,4}/u.exec(slice)?.[0];
  if (!written) return null;
  const all = written.toLowerCase().split(' ');
  const name = all.findIndex((word) => smallNames.has(word));
  const words = name < 0 ? all : all.slice(0, name);
  const read = readNumberWordsAtStart(words);
  if (!read) return null;
  return { value: read.value, length: words.slice(0, read.count).join(' ').length };
}
