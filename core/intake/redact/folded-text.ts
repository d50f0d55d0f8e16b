import { digitOf } from './digit-forms.js';

/**
 * A text as the readers see it: every way to write a digit is an ASCII digit, invisible characters
 * are gone, tags and escapes are separators, accents are off. `span` leads back to the original.
 */
export type FoldedText = {
  readonly folded: string;
  /** Where the folded range [start, end) stands in the original text. */
  readonly span: (start: number, end: number) => readonly [number, number];
  /** What was folded as markup and may be text all the same: a tag with words, a percent sign. */
  readonly doubtful: { readonly tags: boolean; readonly percents: boolean };
};

/** What a tag becomes: not blank, so that words on both sides stay apart, yet a separator. */
const tagMark = '\ue001';
/** `<br>`, `</b>`, `<h1>` hold nothing to read; attributes, two digits and more may. */
const wordyTag = /[="'&%]|\d\D*\d|^.{40}/s;

/**
 * Folds a text of any length in one pass; plain ASCII without markup is returned as it is.
 * `markup` names what is folded: 'all', or without tags, or without tags and percent escapes.
 */
export function foldText(text: string, markup: Markup = 'all'): FoldedText {
  if (!needsFolding.test(text)) {
    return { folded: text, span: (start, end) => [start, end], doubtful: none };
  }
  const parts: string[] = [];
  const anchors: Anchor[] = [{ folded: 0, origin: 0 }];
  let length = 0;
  let copied = 0;
  const doubtful = { tags: false, percents: false };
  for (let index = 0; index < text.length; ) {
    const code = text.charCodeAt(index);
    const piece =
      code > 0x7f ? foldCharacterAt(text, index, code) : foldMarkup(text, index, code, markup);
    if (piece === null) {
      index += 1;
      continue;
    }
    const end = index + piece.length;
    if (code === 0x25) doubtful.percents = true;
    else if (code === 0x3c && wordyTag.test(text.slice(index, end))) doubtful.tags = true;
    parts.push(text.slice(copied, index), piece.text);
    length += index - copied;
    // Same length: places stay in step, and nothing needs to be remembered.
    if (piece.text.length !== piece.length) anchors.push({ folded: length, origin: index });
    length += piece.text.length;
    if (piece.text.length !== piece.length) anchors.push({ folded: length, origin: end });
    index = end;
    copied = end;
  }
  parts.push(text.slice(copied));
  return {
    folded: parts.join(''),
    span: (start, end) => [originOf(anchors, start, 'start'), originOf(anchors, end, 'end')],
    doubtful,
  };
}

type Markup = 'all' | 'escapes and percents' | 'escapes';
const none = { tags: false, percents: false } as const;

type Anchor = { readonly folded: number; readonly origin: number };
/** `length` characters of the original read as `text`. */
type Piece = { readonly text: string; readonly length: number };

const needsFolding = /[^\0-\x7f]|[<&%\\]/;

/** Markup and escapes in ASCII: a tag, a character reference, a percent or backslash escape. */
function foldMarkup(text: string, index: number, code: number, markup: Markup): Piece | null {
  if (code === 0x3c) return markup === 'all' ? foldTag(text, index) : null;
  if (code === 0x26) return foldReference(text, index);
  if (code === 0x25) return markup === 'escapes' ? null : foldPercent(text, index);
  return code === 0x5c ? foldEscape(text, index) : null;
}

/** A tag ends at its own ">"; another "<" before it, and it was none. Reads each character once. */
function foldTag(text: string, index: number): Piece | null {
  if (!/[a-z/!?]/i.test(text[index + 1] ?? '')) return null;
  for (let at = index + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3e) return { text: tagMark, length: at + 1 - index };
    if (code === 0x3c || at - index > tagLengthMax) return null;
  }
  return null;
}

/** Longer than any tag with its style; bounds what a lone "<" can cost. */
const tagLengthMax = 4_000;

const reference =
  /&(?:amp;){0,4}(?:#0{0,8}(\d{1,7})|#[xX]0{0,8}([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));?/y;

function foldReference(text: string, index: number): Piece | null {
  reference.lastIndex = index;
  const match = reference.exec(text);
  if (!match) return null;
  const [whole, decimal, hex, name] = match;
  const { length } = whole;
  if (name !== undefined) {
    const read = whole.endsWith(';') ? namedReferences[name] : undefined;
    return read === undefined ? null : { text: read, length };
  }
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return { text: code > 0 && code <= 0x10ffff ? foldCode(code) : ' ', length };
}

/** Blanks, dashes and signs as HTML names them; source: html.spec.whatwg.org, named references. */
const namedReferences: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  emsp13: ' ',
  thinsp: ' ',
  hairsp: ' ',
  numsp: ' ',
  puncsp: ' ',
  Tab: '\t',
  NewLine: '\n',
  shy: '',
  zwnj: '',
  zwj: '',
  lrm: '',
  rlm: '',
  ZeroWidthSpace: '',
  NoBreak: '',
  ndash: '-',
  mdash: '-',
  minus: '-',
  dash: '-',
  hyphen: '-',
  horbar: '-',
  period: '.',
  middot: '.',
  centerdot: '.',
  bull: '•',
  comma: ',',
  sol: '/',
  bsol: '\\',
  lowbar: '_',
  colon: ':',
  semi: ';',
  ast: '*',
  plus: '+',
  equals: '=',
  num: '#',
  vert: '|',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  tilde: '~',
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** One character from its percent-encoded UTF-8 bytes; encoded twice and more alike. */
function foldPercent(text: string, index: number): Piece | null {
  const first = readByte(text, index);
  if (!first) return null;
  const { value, end } = first;
  if (value < 0x80) {
    const isControl = value < 0x20 && value !== 9 && value !== 10;
    return { text: isControl ? ' ' : String.fromCharCode(value), length: end - index };
  }
  const bytes = [value];
  let at = end;
  const count = value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
  for (let next = readByte(text, at); next && bytes.length < count; next = readByte(text, at)) {
    bytes.push(next.value);
    at = next.end;
  }
  const code = bytes.length < count ? null : decodeUtf8(bytes);
  if (code !== null) return { text: foldCode(code), length: at - index };
  // A no-break space of an older encoding; any other lone byte was no escape (`%B4` opens track 1).
  return value === 0xa0 ? { text: ' ', length: end - index } : null;
}

/** `%34`, `%2534` and so on; null where none stands. */
function readByte(text: string, index: number): { value: number; end: number } | null {
  if (text.charCodeAt(index) !== 0x25) return null;
  let at = index + 1;
  for (let again = 0; again < 4 && text.startsWith('25', at) && isHex(text, at + 2); again += 1)
    at += 2;
  if (!isHex(text, at)) return null;
  return { value: Number.parseInt(text.slice(at, at + 2), 16), end: at + 2 };
}

const isHex = (text: string, at: number) => /^[\da-fA-F]{2}$/.test(text.slice(at, at + 2));

function decodeUtf8(bytes: readonly number[]): number | null {
  try {
    return utf8.decode(Uint8Array.from(bytes)).codePointAt(0) ?? null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const escaped = /\\(?:u\{0{0,4}([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|[nrtfvb])/y;

/** `\n` and `\u0034` as programs write them in JSON and source. */
function foldEscape(text: string, index: number): Piece | null {
  escaped.lastIndex = index;
  const match = escaped.exec(text);
  if (!match) return null;
  const hex = match[1] ?? match[2] ?? match[3];
  const code = hex === undefined ? 0x20 : Number.parseInt(hex, 16);
  return { text: code > 0 && code <= 0x10ffff ? foldCode(code) : ' ', length: match[0].length };
}

function foldCharacterAt(text: string, index: number, unit: number): Piece | null {
  if (unit < 0xd800 || unit > 0xdbff) {
    const folded = foldCode(unit);
    return folded.length === 1 && folded.charCodeAt(0) === unit
      ? null
      : { text: folded, length: 1 };
  }
  const code = text.codePointAt(index) ?? unit;
  const length = code > 0xffff ? 2 : 1;
  const folded = foldCode(code);
  return folded === text.slice(index, index + length) ? null : { text: folded, length };
}

const folds = new Map<number, string>();
/** Enough for every script in one mailbox; past it characters are folded anew each time. */
const foldsKept = 20_000;

function foldCode(code: number): string {
  const known = folds.get(code);
  if (known !== undefined) return known;
  const folded = computeFold(String.fromCodePoint(code), code);
  if (folds.size < foldsKept) folds.set(code, folded);
  return folded;
}

function computeFold(character: string, code: number): string {
  if (code < 0x80) return character;
  if (/[\p{Cf}\p{M}\u{e0000}-\u{e0fff}\u115f\u1160\u3164\uffa0]/u.test(character)) return '';
  if (/[\p{Zs}\u2800]/u.test(character)) return ' ';
  if (/[\p{Zl}\p{Zp}\u0085]/u.test(character)) return '\n';
  if (/[\p{Pd}\u2212\u00ad\u2043\u02d7\u30fc\u2500\u2501]/u.test(character)) return '-';
  if (code === 0x2022) return character;
  if (/[\u00b7\u2024\u2027\u2219\u22c5\u25cf\u25e6\u30fb\u3002\u066b\uff0e\uff61]/u.test(character))
    return '.';
  if (/[\u066c\u060c\u3001\uff0c\ufe50\uff64]/u.test(character)) return ',';
  if (/[\u2018\u2019\u201a\u02bc\u00b4\u2032]/u.test(character)) return "'";
  if (/[\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d]/u.test(character)) return '"';
  if (/[\u2044\u2215\u29f8\uff0f]/u.test(character)) return '/';
  const digit = digitOf(code);
  if (digit !== null) return digit;
  const plain = character.normalize('NFKC').normalize('NFD').replace(/\p{M}/gu, '');
  const only = [...plain];
  if (only.length === 1 && only[0] !== undefined) return only[0];
  return /^\d+$/.test(plain) ? plain : character;
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
