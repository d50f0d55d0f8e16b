import type { SensitiveSpan } from './sensitive-span.js';

/** IBANs with a right check number, and numbers that a word before them calls an account. */
export function findBanking(folded: string): SensitiveSpan[] {
  return [...findIbans(folded), ...findCalledIbans(folded), ...findAccounts(folded)];
}

/** Lengths by country, from the IBAN registry (ISO 13616) as widely published; facts only. */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
    'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 ' +
    'IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 ' +
    'MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 ' +
    'SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

function findIbans(folded: string): SensitiveSpan[] {
  const spans: SensitiveSpan[] = [];
  for (const match of folded.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d[ -]?\d/g)) {
    const length = ibanLengths[match[0].slice(0, 2).toUpperCase()];
    const read = length ? readCharacters(folded, match.index, length) : null;
    if (!read || !isIban(read.characters)) continue;
    spans.push({
      start: match.index,
      end: read.end,
      kind: 'iban',
      last4: read.characters.slice(-4),
    });
  }
  return spans;
}

/** `count` letters and digits from `start`, with at most two separators between neighbours. */
function readCharacters(folded: string, start: number, count: number) {
  let characters = '';
  let gap = 0;
  for (let index = start; index < folded.length; index += 1) {
    const character = folded[index] ?? '';
    if (/[A-Za-z0-9]/.test(character)) {
      characters += character.toUpperCase();
      gap = 0;
      if (characters.length === count) {
        const glued = /[A-Za-z0-9]/.test(folded[index + 1] ?? '');
        return glued ? null : { characters, end: index + 1 };
      }
    } else {
      gap += 1;
      if (gap > 2 || !/[\s.\ue001-]/.test(character)) return null;
    }
  }
  return null;
}

/** ISO 7064 mod 97-10 over the rearranged number. */
function isIban(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function findCalledIbans(folded: string): SensitiveSpan[] {
  const called =
    /\biban\b[ :=#.]{0,4}(?:is|es|ist|est)?[ :=]{0,3}([a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30})(?![a-z0-9])/gi;
  return [...folded.matchAll(called)].map((match) => {
    // Words behind the number are no part of it: a group of an IBAN that is all letters is rare.
    const value = (match[1] ?? '').replace(wordsBehind, '');
    const cut = (match[1] ?? '').length - value.length;
    return valueSpan(match.index, match[0].slice(0, match[0].length - cut), value, 'iban');
  });
}

const wordsBehind = /(?:[ -][a-z]{1,30}){1,10}$/i;

const accountWord =
  '(?:(?:bank|checking|savings|current|debit)?[ _-]?(?:account|acct|a/c)|routing|aba|sort[ -]?code|iban|clabe|bsb|konto|kontonummer|bankleitzahl|blz|cuenta|conta|compte|agencia)';
const accountLabel =
  '(?:[ _-]?(?:number|num|no|nr|n|nummer|numero|bancaria|bancario|corrente|bancaire|#))?';
/** A short way to the number; never past a replacement, which begins with "[". */
const accountGap =
  '(?:[ :=#.,("\'*-]|\\b(?:is|was|number|no|nr|numero|n|de|es|e|est|ist|lautet)\\b){1,8}';
const account = new RegExp(
  `(?<![a-z0-9])${accountWord}${accountLabel}${accountGap}(\\d(?:[ -]?\\d){5,19})(?![\\d.,]?\\d)(?![ ]?%)`,
  'gi',
);

const accountTrigger =
  /acc|a\/c|rout|aba|sort|iban|clabe|bsb|konto|bankleit|blz|cuenta|conta|compte|agencia/i;

function findAccounts(folded: string): SensitiveSpan[] {
  if (!accountTrigger.test(folded)) return [];
  return [...folded.matchAll(account)].map((match) =>
    valueSpan(match.index, match[0], match[1] ?? '', 'account_number'),
  );
}

/** The span of the value that ends a match. */
function valueSpan(
  index: number,
  whole: string,
  value: string,
  kind: 'iban' | 'account_number',
): SensitiveSpan {
  const end = index + whole.length;
  const last4 = value.replace(/[^A-Za-z0-9]/g, '').slice(-4);
  return { start: end - value.length, end, kind, last4 };
}
