import { maskCustomer } from '../../core/index.js';

const mail = /(?:<mailto:)?([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?:\|[^<>]*>|>)?/g;

/** Between the start or end of the words and what is taken out there. */
const separators = '[\\s,;:.()–-]*';
const label =
  '(?:(?:order|invoice|reference|ref|transaction|txn)\\s*(?:number|no\\.?|id|#|:)?\\s*)?';

/** Behind an amount or name at the beginning these go on with it: "49.99 USD was taken twice". */
const goesOn =
  /^(?:was|were|is|are|has|had|should|must|may|can|will|and|or|of|to|at|by|from|in|with|than|instead|back|more|less|too|off|as|if|but)(?!\p{L})/iu;
/** Before one at the end these lead to it: "refund of 49.99 USD" is whole only with the amount. */
const leadsTo =
  /(?:^|[^\p{L}])(?:a|an|the|of|to|by|with|from|is|was|are|were|at|in|as|and|or|than|for|on|like|see|about|not|only|just|back|pay|paid|order|invoice|reference|ref|number|no|id|customer|client|account|owes?|wants?|got)$/iu;

/**
 * Why, in the writer's own words: names and amounts are taken out only where they stand at the
 * edges and what is left is whole without them; e-mails and phones inside a sentence are masked.
 * Null where nothing is left.
 */
export function ownWords(
  text: string,
  found: { names: readonly string[]; amounts: readonly string[]; phone: string | undefined },
): string | null {
  const mails = [...text.matchAll(mail)].map((match) => match[1] ?? '');
  const unwrapped = text.replace(mail, '$1').replace(/\s+/g, ' ').trim();
  const phones = found.phone ? [found.phone] : [];
  const parts = {
    names: [...found.names, ...mails, ...phones].filter((one) => one !== ''),
    amounts: found.amounts.filter((one) => one !== ''),
  };
  let left = trimmed(unwrapped);
  for (let before = ''; before !== left; ) {
    before = left;
    left = withoutLast(withoutFirst(left, parts), parts);
  }
  for (const one of mails) left = left.replaceAll(one, maskCustomer({ email: one }) ?? '•••');
  for (const one of phones) left = left.replaceAll(one, maskCustomer({ phone: one }) ?? '•••');
  return left === '' ? null : left;
}

type Parts = { names: readonly string[]; amounts: readonly string[] };

function withoutFirst(text: string, { names, amounts }: Parts): string {
  for (const name of names) {
    const rest = restBehind(text, `(?:(?:for|on)\\s+)?${label}#?${escaped(name)}`);
    if (rest !== null) return rest;
  }
  for (const amount of amounts) {
    const rest = restBehind(text, escaped(amount));
    if (rest !== null) return rest.replace(/^for\s+/i, '');
  }
  return text;
}

function restBehind(text: string, pattern: string): string | null {
  const match = new RegExp(`^${pattern}(?![\\p{L}\\d])`, 'iu').exec(text);
  if (!match) return null;
  const rest = text.slice(match[0].length);
  return goesOn.test(rest.trim()) ? null : trimmed(rest);
}

function withoutLast(text: string, { names, amounts }: Parts): string {
  for (const name of names) {
    const tail = escaped(name);
    // "… for order 8841": the words that lead to the name go with it.
    const rest =
      restBefore(text, `(?<=\\s)(?:for|on)\\s+${label}#?${tail}`) ??
      restBefore(text, `(?<=[,;]\\s*)${label}#?${tail}`) ??
      restBefore(text, `#?${tail}`);
    if (rest !== null) return rest;
  }
  for (const amount of amounts) {
    const rest = restBefore(text, escaped(amount));
    if (rest !== null) return rest;
  }
  return text;
}

function restBefore(text: string, pattern: string): string | null {
  const match = new RegExp(`(?<![\\p{L}\\d])${pattern}$`, 'iu').exec(text);
  if (!match) return null;
  const rest = text.slice(0, match.index).trimEnd();
  return leadsTo.test(rest) ? null : trimmed(rest);
}

const edges = new RegExp(`^${separators}|[\\s,;:(–-]*$`, 'g');
const trimmed = (text: string) => text.replace(edges, '').trim();

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
