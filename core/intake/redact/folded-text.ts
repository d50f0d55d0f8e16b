/**
 * A text as the readers see it: every way to write a digit is an ASCII digit, invisible characters
 * are gone, tags and escapes are separators, accents are off. `originAt` leads back to the original.
 */
export type FoldedText = {
  readonly folded: string;
  /** Where the folded range [start, end) stands in the original text. */
  readonly span: (start: number, end: number) => readonly [number, number];
};

/** What a tag becomes: not blank, so that words on both sides stay apart, yet a separator. */
const tagMark = '\ue001';

/** Folds a text of any length in one pass; plain ASCII without markup is returned as it is. */
export function foldText(text: string): FoldedText {
  if (!needsFolding.test(text)) return { folded: text, span: (start, end) => [start, end] };
  const parts: string[] = [];
  const anchors: Anchor[] = [{ folded: 0, origin: 0 }];
  let length = 0;
  let copied = 0;
  for (const match of text.matchAll(foldable)) {
    const replacement = foldPiece(match[0]);
    if (replacement === match[0]) continue;
    parts.push(text.slice(copied, match.index), replacement);
    length += match.index - copied;
    anchors.push({ folded: length, origin: match.index });
    length += replacement.length;
    copied = match.index + match[0].length;
    anchors.push({ folded: length, origin: copied });
  }
  parts.push(text.slice(copied));
  return {
    folded: parts.join(''),
    span: (start, end) => [originOf(anchors, start, 'start'), originOf(anchors, end, 'end')],
  };
}

type Anchor = { readonly folded: number; readonly origin: number };

const needsFolding = /\P{ASCII}|[<&%\\]/u;

/** Tags (bounded), character references, percent escapes, written-out escapes, anything not ASCII. */
const foldable =
  /<[^<>]{0,200}>|&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|nbsp|ensp|emsp|thinsp|shy|zwnj|zwj|ndash|mdash|minus|middot);|%(?:[cC]2%[aA]0|[eE]2%80%8[b-fB-F]|[0-7][0-9a-fA-F])|\\[nrt]|\\u00[0-9a-fA-F]{2}|\P{ASCII}/gu;

function foldPiece(piece: string): string {
  const first = piece.charCodeAt(0);
  if (first > 0x7f) return foldCharacter(piece);
  if (first === 0x3c) return tagMark;
  if (first === 0x5c) return foldEscape(piece);
  return piece.startsWith('&') ? foldReference(piece) : foldPercent(piece);
}

function foldEscape(piece: string): string {
  if (!piece.startsWith('\\u')) return ' ';
  return foldCharacter(String.fromCharCode(Number.parseInt(piece.slice(2), 16)));
}

const namedReferences: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  ndash: '-',
  mdash: '-',
  minus: '-',
  middot: '.',
};

function foldReference(piece: string): string {
  const name = piece.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return namedReferences[name] ?? piece;
  const code = name.startsWith('#x')
    ? Number.parseInt(name.slice(2), 16)
    : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? foldCharacter(String.fromCodePoint(code)) : ' ';
}

function foldPercent(piece: string): string {
  const hex = piece.slice(1).toLowerCase();
  if (hex === 'c2%a0') return ' ';
  if (hex.length > 2) return '';
  const character = String.fromCharCode(Number.parseInt(hex, 16));
  return /[\w\s.,:;^=/+@-]/.test(character) ? character : ' ';
}

const folds = new Map<string, string>();
/** Enough for every script in one mailbox; past it characters are folded anew each time. */
const foldsKept = 20_000;

function foldCharacter(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  const folded = computeFold(character);
  if (folds.size < foldsKept) folds.set(character, folded);
  return folded;
}

function computeFold(character: string): string {
  if (/[\p{Cf}\p{Mn}\p{Me}\u{e0000}-\u{e0fff}\u115f\u1160\u3164]/u.test(character)) return '';
  if (/\p{Zs}/u.test(character)) return ' ';
  if (/[\p{Zl}\p{Zp}\u0085]/u.test(character)) return '\n';
  if (/[\p{Pd}\u2212\u00ad]/u.test(character)) return '-';
  if (/[\u00b7\u2022\u2027\u2219\u22c5\u30fb\u3002\u066b]/u.test(character)) {
    return character === '\u2022' ? character : '.';
  }
  if (/[\u2018\u2019\u02bc\u00b4]/u.test(character)) return "'";
  if (/\p{Nd}/u.test(character)) return digitValue(character);
  const plain = character
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
  const only = [...plain];
  return only.length === 1 && only[0] !== undefined ? only[0] : character;
}

/** Decimal digits stand in runs of ten from their zero; the mathematical ones are five such runs. */
function digitValue(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Inside a replaced piece a start goes to its beginning and an end to its end. */
function originOf(anchors: readonly Anchor[], index: number, side: 'start' | 'end'): number {
  let low = 0;
  let high = anchors.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const at = anchors[middle]?.folded ?? 0;
    if (at < index || (side === 'start' && at === index)) low = middle;
    else high = middle - 1;
  }
  const anchor = anchors[low] ?? { folded: 0, origin: 0 };
  const next = anchors[low + 1];
  if (next && next.folded === index) return next.origin;
  const origin = anchor.origin + (index - anchor.folded);
  return next && origin > next.origin ? next.origin : origin;
}
