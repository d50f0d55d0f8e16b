import { cardDigits, isCardNumber, isInCardRange } from './card-brands.js';
import { cardWord, contextOf, isPartOfHexId } from './card-context.js';
import { isOrdinary, phoneMax, readOrdinary } from './ordinary-numbers.js';
import type { SensitiveSpan } from './sensitive-span.js';

/**
 * Card numbers in a folded text, in any grouping and with any separators. A number fills whole
 * groups of digits, so that pieces of longer ids are let be. What has a brand's range, a length of
 * it and a right check digit is a card, unless it is made of dates, times, sums and the like.
 */
export function findCardNumbers(folded: string): SensitiveSpan[] {
  const spans: SensitiveSpan[] = [];
  let chain: Group[] = [];
  let digits = 0;
  let hasCardWord: boolean | null = null;
  const close = () => {
    if (digits < cardDigits.min) return;
    hasCardWord ??= cardWord.test(folded);
    for (const span of cardsOfChain({ folded, groups: chain, hasCardWord })) spans.push(span);
  };
  for (let index = 0; index < folded.length; index += 1) {
    if (!isDigit(folded.charCodeAt(index))) continue;
    const start = index;
    while (index < folded.length && isDigit(folded.charCodeAt(index))) index += 1;
    const before = chain.at(-1);
    if (before && !isSeparator(folded, before.end, start)) {
      close();
      chain = [];
      digits = 0;
    }
    if (isLastFour(folded, start, index)) continue;
    chain.push({ start, end: index });
    digits += index - start;
  }
  close();
  return spans;
}

/** A run of digits. */
type Group = { readonly start: number; readonly end: number };

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** The four digits of a masked number, ours or another's: they begin and end no other number. */
function isLastFour(folded: string, start: number, end: number): boolean {
  return end - start <= 4 && folded[end] === ']' && folded.slice(start - 2, start) === '• ';
}

/** Signs between two groups; blanks, line breaks, quote signs and tags are told apart below. */
const signs = new Set([...'-._/\\|,;:*+=~•()[]{}<>\'"`#&^!?@%'].map((each) => each.charCodeAt(0)));
/** `** **` or `") ("`: more signs than this are no one's way to write a number. */
const signsMax = 6;
/** Blanks and tags of an indented table cell; past it two numbers are two. */
const separatorMax = 80;

function isSeparator(folded: string, from: number, to: number): boolean {
  if (to - from > separatorMax) return false;
  if (opensNumber.test(folded.slice(to - 2, to))) return false;
  let seen = 0;
  for (let index = from; index < to; index += 1) {
    const code = folded.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f || code === tagMark || code === quoteSign) continue;
    if (!signs.has(code)) return false;
    seen += 1;
  }
  return seen <= signsMax;
}

/** ` #8841` and ` +49 170 …` begin a number of their own. */
const opensNumber = /[\s][#+]$/;

const tagMark = 0xe001;
const quoteSign = 0x3e;

/** Groups with nothing but separators between them. */
type Chain = {
  readonly folded: string;
  readonly groups: readonly Group[];
  readonly hasCardWord: boolean;
  ordinary?: ReturnType<typeof readOrdinary>;
};

function cardsOfChain(chain: Chain): SensitiveSpan[] {
  const { folded, groups } = chain;
  const ranges: { start: number; end: number }[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const end = endOfCard(chain, first);
    if (end === null) continue;
    const start = groups[first]?.start ?? 0;
    const before = ranges.at(-1);
    if (!before || start >= before.end) ranges.push({ start, end });
    else before.end = Math.max(before.end, end);
  }
  return ranges.map(({ start, end }) => cardSpan(folded, start, end));
}

function cardSpan(folded: string, start: number, end: number): SensitiveSpan {
  // The tail alone: a union of many windows can be as long as the text.
  const digits = folded.slice(Math.max(start, end - 400), end).replace(/\D/g, '');
  return { start, end, kind: 'card_number', last4: digits.slice(-4) };
}

/** The longest run of groups from `first` that is a card number; where it ends, or null. */
function endOfCard(chain: Chain, first: number): number | null {
  const { folded, groups, hasCardWord } = chain;
  const opening = groups[first];
  if (!opening) return null;
  if (opening.end - opening.start > cardDigits.max) return longRun(chain, opening);
  const windows: Window[] = [];
  let digits = '';
  for (let last = first; last < groups.length; last += 1) {
    const group = groups[last];
    if (!group || digits.length + group.end - group.start > cardDigits.max) break;
    digits += folded.slice(group.start, group.end);
    if (digits.length < cardDigits.min) continue;
    const isValid = isCardNumber(digits);
    if (!isValid && !(hasCardWord && digits.length >= calledMin)) continue;
    windows.push({
      first,
      last,
      start: opening.start,
      end: group.end,
      digits: digits.length,
      isValid,
      isInRange: isInCardRange(digits),
    });
  }
  for (const window of windows.reverse()) {
    if (window.isValid ? isCard(chain, window) : isCalledCard(chain, window)) return window.end;
  }
  return hasCardWord ? gluedCard(chain, opening) : null;
}

/** Some whole groups of a chain, [start, end) in the text. */
type Window = {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  readonly isValid: boolean;
  readonly isInRange: boolean;
};

function isCard(chain: Chain, window: Window): boolean {
  if (isMadeOfOthers(chain, window) || isInRow(chain, window)) return false;
  if (isFraction(chain.folded, window)) return false;
  if (window.first !== window.last && isCutFromId(chain, window)) return false;
  const context = contextOf(chain.folded, window.start, window.end, chain.hasCardWord);
  if (context.isHexId) return false;
  return !(context.isPhone && window.digits <= phoneMax) || context.names !== null;
}

function isMadeOfOthers(chain: Chain, { first, last, start, end, digits }: Window): boolean {
  if (first === last) return false;
  const { folded, groups } = chain;
  chain.ordinary ??= readOrdinary(folded, groups[0]?.start ?? 0, groups.at(-1)?.end ?? 0);
  return isOrdinary(chain.ordinary, start, end, digits);
}

/** `0.8412345678901234`, a score as programs write it. */
function isFraction(folded: string, { first, last, start }: Window): boolean {
  return first === last && /(?:^|[^\d.])0\.$/.test(folded.slice(Math.max(0, start - 3), start));
}

/** `9 10 11 12 13 14`: numbers that count on. */
function isCounting(folded: string, groups: readonly Group[]): boolean {
  const values = groups.map((group) => Number(folded.slice(group.start, group.end)));
  return (
    values.length > 4 &&
    values.every((value, at) => at === 0 || value === (values[at - 1] ?? 0) + 1)
  );
}

/** The digits that end an id (`1Z7FB5D57553728358`) begin no other number, nor do a UUID's end one. */
function isCutFromId({ folded, groups }: Chain, { last, start }: Window): boolean {
  const final = groups[last];
  if (final && isPartOfHexId(folded, final.start, final.end)) return true;
  return /\d[A-Za-z]{1,20}$/.test(folded.slice(Math.max(0, start - 24), start));
}

/** `1080, 5564, 35240, 37169, …`: uneven figures in a longer row or column of the like. */
function isInRow({ folded, groups }: Chain, { first, last }: Window): boolean {
  if (last - first < 2) return false;
  if (isCounting(folded, groups.slice(first, last + 1))) return true;
  const between = (index: number) =>
    folded.slice(groups[index - 1]?.end ?? 0, groups[index]?.start ?? 0);
  const separator = between(first + 1);
  if (!/[,;|\n\t]/.test(separator)) return false;
  for (let index = first + 2; index <= last; index += 1) {
    if (between(index) !== separator) return false;
  }
  const isLonger =
    (first > 0 && between(first) === separator) ||
    (last + 1 < groups.length && between(last + 1) === separator);
  const sizes = groups.slice(first, last + 1).map((group) => group.end - group.start);
  return isLonger && !sizes.every((size) => size === sizes[0] && (size === 4 || size === 1));
}

/** A number called a card's with a wrong check digit; 12 digits are called many things. */
const calledMin = 13;

/** Called a card number, check digit or not: in groups as a card is written, standing by itself. */
function isCalledCard(chain: Chain, window: Window): boolean {
  const { folded, groups, hasCardWord } = chain;
  if (!hasCardGrouping(groups.slice(window.first, window.last + 1))) return false;
  if (!standsAlone(chain, window) || isMadeOfOthers(chain, window)) return false;
  const context = contextOf(folded, window.start, window.end, hasCardWord);
  if (context.isHexId || (context.isPhone && window.digits <= phoneMax)) return false;
  return context.names === 'number' || (context.names === 'card' && window.isInRange);
}

/** One run; 4-4-4-4, 4-6-5 and the like; pairs; one digit at a time. */
function hasCardGrouping(window: readonly Group[]): boolean {
  const sizes = window.map((group) => group.end - group.start);
  if (sizes.length === 1) return true;
  const [first, second] = sizes;
  if (first === 4 && second === 6 && sizes.length === 3) return true;
  const body = sizes.slice(0, -1);
  return body.every((size) => size === first) && (first ?? 0) <= 8 && (sizes.at(-1) ?? 0) <= 7;
}

/** True where the separator changes behind the window, or nothing follows. */
function standsAlone({ folded, groups }: Chain, { first, last }: Window): boolean {
  const [next, final, previous] = [groups[last + 1], groups[last], groups[last - 1]];
  if (!next || !final || first === last || !previous) return true;
  return folded.slice(final.end, next.start) !== folded.slice(previous.end, final.start);
}

/** More than 19 digits in one piece: an ARN or a tracking number, unless it is made of card numbers. */
function longRun(chain: Chain, group: Group): number | null {
  if (group.end - group.start === arnDigits) return null;
  if (isPartOfHexId(chain.folded, group.start, group.end)) return null;
  if (isRowOfCards(chain.folded, group)) return group.end;
  return chain.hasCardWord ? gluedCard(chain, group) : null;
}

const arnDigits = 23;

/** Several numbers of 16 written without anything between them. */
function isRowOfCards(folded: string, { start, end }: Group): boolean {
  if ((end - start) % 16 !== 0) return false;
  for (let at = start; at < end; at += 16) {
    if (!isCardNumber(folded.slice(at, at + 16))) return false;
  }
  return true;
}

/** A card number with expiry or security code written right behind it, where a card is named. */
function gluedCard({ folded, hasCardWord }: Chain, { start, end }: Group): number | null {
  if (end - start <= calledMin || !contextOf(folded, start, end, hasCardWord).names) return null;
  for (let length = cardDigits.max; length > calledMin; length -= 1) {
    if (length < end - start && isCardNumber(folded.slice(start, start + length))) return end;
  }
  return null;
}
