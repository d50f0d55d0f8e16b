import { cardDigits, isCardNumber } from './card-brands.js';
import type { SensitiveSpan } from './sensitive-span.js';

/**
 * Card numbers in a folded text, in any grouping. A number fills whole groups of digits, so that
 * pieces of longer ids are let be; sums and dates in a row are told from groups of a card number.
 */
export function findCardNumbers(folded: string): SensitiveSpan[] {
  const spans: SensitiveSpan[] = [];
  for (const chain of readChains(folded)) {
    if (chain.digits < cardDigits.min) continue;
    for (const span of cardsOfChain(folded, chain.groups)) spans.push(span);
  }
  return spans;
}

type Group = {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** What stands between the group before and this one; empty for the first. */
  readonly separator: string;
};
type Chain = { groups: Group[]; digits: number };

/** Between two groups: up to this many characters of separators, tags counted as one. */
const separatorMax = 6;
const separatorCharacters = new Set(' \t\r\n\ue001-._/\\|,;:*+=~•()>\'"`');

function* readChains(folded: string): Generator<Chain> {
  let chain: Chain = { groups: [], digits: 0 };
  let lastEnd = -1;
  for (const match of folded.matchAll(/\d+/g)) {
    const start = match.index;
    const separator = lastEnd < 0 ? '' : readSeparator(folded, lastEnd, start);
    if (separator === null || lastEnd < 0) {
      if (chain.groups.length > 0) yield chain;
      chain = { groups: [], digits: 0 };
    }
    lastEnd = start + match[0].length;
    const group = { start, end: lastEnd, digits: match[0], separator: separator ?? '' };
    chain.groups.push(group);
    chain.digits += match[0].length;
  }
  if (chain.groups.length > 0) yield chain;
}

function readSeparator(folded: string, from: number, to: number): string | null {
  if (to - from > separatorMax) return null;
  const separator = folded.slice(from, to);
  for (const character of separator) if (!separatorCharacters.has(character)) return null;
  return separator;
}

function cardsOfChain(folded: string, groups: readonly Group[]): SensitiveSpan[] {
  const spans: SensitiveSpan[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const end = lastGroupOfCard(folded, groups, first);
    if (end === null) continue;
    const start = groups[first]?.start ?? 0;
    const before = spans.at(-1);
    const span = cardSpan(folded, before && start < before.end ? before.start : start, end);
    if (before && start < before.end) spans.pop();
    spans.push(before && before.end > end ? before : span);
  }
  return spans;
}

function cardSpan(folded: string, start: number, end: number): SensitiveSpan {
  // The tail alone: a union of many windows can be as long as the text.
  const digits = folded.slice(Math.max(start, end - 64), end).replace(/\D/g, '');
  return { start, end, kind: 'card_number', last4: digits.slice(-4) };
}

/** The longest run of groups from `first` that is a card number; where it ends, or null. */
function lastGroupOfCard(folded: string, groups: readonly Group[], first: number): number | null {
  const opening = groups[first];
  if (!opening || opening.digits.length > cardDigits.max) {
    return opening ? longRunOfCard(folded, opening) : null;
  }
  const windows: { last: number; digits: string; valid: boolean }[] = [];
  let digits = '';
  for (let last = first; last < groups.length; last += 1) {
    digits += groups[last]?.digits ?? '';
    if (digits.length > cardDigits.max) break;
    if (digits.length < cardDigits.min) continue;
    const valid = isCardNumber(digits);
    if (valid || closesAt(groups, first, last)) windows.push({ last, digits, valid });
  }
  for (const window of windows.reverse()) {
    const run = groups.slice(first, window.last + 1);
    if (isCard(folded, run, window.digits, window.valid)) return run.at(-1)?.end ?? null;
  }
  return gluedCard(folded, opening);
}

/** True where the grouping changes behind `last`, so that the groups so far stand by themselves. */
function closesAt(groups: readonly Group[], first: number, last: number): boolean {
  const next = groups[last + 1];
  const final = groups[last];
  if (!next || !final || first === last) return true;
  const kind = kindOfSeparator(next.separator);
  return kind === 'weak' || kind !== kindOfSeparator(final.separator);
}

function isCard(folded: string, window: readonly Group[], digits: string, valid: boolean): boolean {
  const context = contextOf(folded, window);
  // Called a card number: then the check digit need not be right.
  const called = context.namesNumber && digits.length >= 13;
  if (!valid) return called && looksLikeOneNumber(window);
  if (context.isUuid) return false;
  if (context.isPhone && digits.length <= 13) return false;
  return called || context.namesCard || looksLikeOneNumber(window);
}

const cardWord =
  '(?:card|visa|master ?card|amex|american express|discover|diners|maestro|unionpay|jcb|rupay|karte|kreditkarte|tarjeta|cartao|carte|carta|karta|\\bpan|\\bcc|kaart|kartu|kort)';
const namesNumberBefore = new RegExp(
  `${cardWord}(?:[ _-]?(?:number|numbers|num|no|nr|n|nummer|numero|#))?['"]?(?:[ :=#.,\\n\\t(>\\ue001'"*-]|\\b(?:is|was|number|no|nr|nummer|de|du|es|ist|lautet|credit|debit|e|est|of|numero|ending|my)\\b){0,12}$`,
  'i',
);
const namesNumberAfter = new RegExp(
  `^[ ,.)]{0,3}(?:is|was|es|ist|est|e)?[ ]{0,2}(?:the|my|our|his|her|mi|meine|minha|ma|meu|o)?[ ]{0,2}(?:credit|debit|numero|number|n[.o]?)?[ ]{0,2}(?:de|da|do|of)?[ ]{0,2}(?:my |the |la |le )?${cardWord}`,
  'i',
);
const namesCardBefore = new RegExp(cardWord, 'i');
/** How far back a card word still speaks of the number. */
const contextBefore = 60;
const contextAfter = 40;

type Context = {
  namesNumber: boolean;
  namesCard: boolean;
  isPhone: boolean;
  isUuid: boolean;
};

function contextOf(folded: string, window: readonly Group[]): Context {
  const start = window[0]?.start ?? 0;
  const end = window.at(-1)?.end ?? 0;
  // A replacement made earlier ends with "]" and begins with "[": it lends no context.
  const before = (
    folded
      .slice(Math.max(0, start - contextBefore), start)
      .split(']')
      .at(-1) ?? ''
  ).replace(/\s+/g, ' ');
  const after = folded.slice(end, end + contextAfter).split('[')[0] ?? '';
  return {
    namesNumber: namesNumberBefore.test(before) || namesNumberAfter.test(after),
    namesCard: namesCardBefore.test(before),
    isPhone: /\+[ (]?$/.test(before) && !/=\+$/.test(before),
    isUuid: isPartOfUuid(folded, start, end),
  };
}

function isPartOfUuid(folded: string, start: number, end: number): boolean {
  const around = folded.slice(Math.max(0, start - 36), end + 36);
  if (!around.includes('-')) return false;
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
  for (const match of around.matchAll(uuid)) {
    const from = Math.max(0, start - 36) + match.index;
    if (from <= start && end <= from + match[0].length) return /[a-f]/i.test(match[0]);
  }
  return false;
}

/**
 * Groups as people and forms write one number, as opposed to a row of sums, dates and times. In
 * doubt it is one: a check digit and a range of a brand are right already.
 */
function looksLikeOneNumber(window: readonly Group[]): boolean {
  const sizes = window.map((group) => group.digits.length);
  if (window.length === 1 || hasCardGrouping(sizes)) return true;
  const separators = window.slice(1).map((group) => group.separator);
  if (separators.some((each) => /[:;|=*~()'"`]/.test(each))) return false;
  if (separators.every((each) => /^[.,]$/.test(each)) && hasThousands(sizes)) return false;
  return !isList(separators) && !isMostlySumsAndDates(window);
}

/** `120, 340, 560, 780` or a column of figures. */
function isList(separators: readonly string[]): boolean {
  const isComma = separators.every((each) => /^ ?, ?$/.test(each));
  const isColumn = separators.every((each) => isBreak(each));
  return (isComma || isColumn) && separators.length > 2;
}

/** 4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4, 6-10 and the like; or one digit at a time. */
function hasCardGrouping(sizes: readonly number[]): boolean {
  if (sizes.every((size) => size === 1)) return true;
  const [first, second] = sizes;
  if (first === 4 && second === 6 && sizes.length === 3) return true;
  const body = sizes.slice(0, -1);
  return body.every((size) => size === 4) && (sizes.at(-1) ?? 0) <= 7;
}

/** `1.234.567.890.123`: a sum with its thousands set apart. */
function hasThousands(sizes: readonly number[]): boolean {
  return (sizes[0] ?? 0) <= 3 && sizes.slice(1).every((size) => size === 3);
}

/** A line break (with the quote sign of a mail) or the two tags between cells. */
function isBreak(separator: string): boolean {
  return /^[\s>\ue001-]*$/.test(separator) && /[\n\r]|\ue001\s*\ue001/.test(separator);
}

type SeparatorKind = 'space' | 'dash' | 'decimal' | 'weak';

function kindOfSeparator(separator: string): SeparatorKind {
  if (/^[ \t]+$/.test(separator)) return 'space';
  if (/^ ?[-_] ?$/.test(separator)) return 'dash';
  if (/^[.,]$/.test(separator)) return 'decimal';
  return 'weak';
}

/** `49.99`, `2026-01-05`, `05.01.2026` as pieces of their own, over half of what is written. */
function isMostlySumsAndDates(window: readonly Group[]): boolean {
  const written = window
    .map((group, index) => `${index === 0 ? '' : group.separator}${group.digits}`)
    .join('');
  const pieces = written.matchAll(
    /(?<![\d.,])\d{1,6}[.,]\d{2}(?![\d.,]*\d)|(?<!\d)(?:(?:19|20)\d\d([-./])\d\d?\1\d\d?|\d\d?([-./])\d\d?\2(?:19|20)?\d\d)(?!\d)/g,
  );
  const figures = [...pieces].map((piece) => piece[0].replace(/\D/g, ''));
  const covered = figures.join('').length;
  return figures.length > 1 && covered * 2 > written.replace(/\D/g, '').length;
}

/** More than 19 digits in one piece: an ARN or a tracking number, unless it is called a card. */
function longRunOfCard(folded: string, group: Group): number | null {
  if (group.digits.length === 23) return null;
  return gluedCard(folded, group);
}

/** A card number with expiry or security code written right behind it, where a card is named. */
function gluedCard(folded: string, group: Group): number | null {
  if (group.digits.length <= 13 || !contextOf(folded, [group]).namesNumber) return null;
  for (const length of [19, 18, 17, 16, 15, 14]) {
    if (length < group.digits.length && isCardNumber(group.digits.slice(0, length))) {
      return group.end;
    }
  }
  return null;
}
