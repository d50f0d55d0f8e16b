import { withWholeNumbers } from '../words/written-number.js';
import { signs } from './answer-signs.js';
import {
  accentedKinds,
  disputeWordKinds,
  longestPhrase,
  type WordKind,
  wordKinds,
} from './answer-words.js';
import { typedAmiss } from './words-of-yes.js';

/** One piece of an answer, in order. `text` is as written. */
export type Piece =
  | { kind: WordKind | 'unknown'; text: string }
  | { kind: 'pause' | 'mention' | 'question_mark'; text: string }
  | { kind: 'sign'; isFor: boolean | null; text: string }
  | { kind: 'reference'; reference: string; text: string }
  | { kind: 'amount'; text: string; number: string; unit: string | null; isSigned: boolean };

export type PreparedAnswer = {
  pieces: readonly Piece[];
  /** Quoted, struck-through or code text was taken out: it is nobody's word. */
  hadForeignText: boolean;
  /** What is left, as written. */
  own: string;
};

/**
 * Longer than this is a letter, not an answer: at most 300 characters are read.
 * Our own choice: no approval seen in five languages of samples was longer.
 */
export const answerLimit = 300;

// Slack's text of a message: quotes begin lines with `&gt;`, code stands in backticks, struck
// text in tildes (docs.slack.dev/messaging/formatting-message-text).
const fenced = /```[\s\S]*?(?:```|$)/g;
const code = /`[^`\n]*`/g;
const struck = /~[^~\n]+~/g;
const quoteLine = /^[ \t]*(?:&gt;|>).*$/gm;
const everythingAfterTripleQuote = /^[ \t]*(?:&gt;|>){3}[\s\S]*$/m;

/** Takes out what is not the writer's own word and cuts the rest into pieces. */
export function prepareAnswer(text: string, isDispute: boolean): PreparedAnswer {
  let own = withWholeNumbers(text)
    .normalize('NFKC')
    .replace(/\uFE0F|[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '');
  const before = own;
  for (const foreign of [fenced, code, everythingAfterTripleQuote, quoteLine, struck]) {
    own = own.replace(foreign, '\n');
  }
  const hadForeignText = own !== before;
  own = own
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '‹')
    .replaceAll('&amp;', '&')
    .replaceAll(' & ', ' and ')
    // Bold and italic marks say nothing; `_` and `*` stand at word edges.
    .replace(/(^|[\s(])[*_]+(?=\S)/g, '$1')
    .replace(/(\S)[*_]+(?=$|[\s).,;:!?-])/g, '$1')
    .trim();
  const pieces = join(cut(own.slice(0, answerLimit + 1)), isDispute ? disputeWordKinds : wordKinds);
  return { pieces, hadForeignText, own };
}

type Cut = Piece | { kind: 'word'; word: string; text: string };

const cutter = new RegExp(
  [
    '(?<mention><[@!#][^>]{1,120}>|@[\\p{L}][\\p{L}\\d._-]{1,60})',
    '(?<link><?https?:[^\\s>]{1,500}>?)',
    '(?<reference>\\brv[-\\s]?0*\\d{1,9}\\b)',
    '(?<duration>\\d{1,4}[\\s-]?(?:minutes?|hours?|hrs?|days?|weeks?|months?|years?|stunden?|tagen?|wochen?|monaten?|horas?|dias?|días?|semanas?|meses|heures?|jours?|semaines?|mois)(?!\\p{L}))',
    '(?<plus>(?<![\\d\\p{L}])\\+1(?![\\d\\p{L}]))',
    '(?<full>\\b100\\s?%)',
    "(?<amount>-?(?:(?<!\\p{L})(?:usd|eur|gbp|brl|cad|aud|chf|mxn|jpy|inr)\\s?|(?:us\\$|r\\$|[$€£¥₹])\\s?)?\\d(?:[\\d.,'’]{0,17}\\d)?(?:(?<=(?<![\\d.])\\d{1,2}\\.\\d{1,2})\\.(?!\\d))?(?:\\s?(?:[€£$¥₹]|%|usd|eur|gbp|brl|cad|aud|chf|mxn|jpy|dollars?|d[oó]lar(?:es)?|bucks|euros?|pounds?|reais|real|pesos?)(?![\\p{L}]))?)",
    '(?<code>:[a-z0-9_+-]{1,40}:)',
    // ":)", ";)": before the pause their first sign would be.
    '(?<face>[:;=]-?[()DP/|*](?![\\p{L}\\d]))',
    '(?<sign>\\p{Extended_Pictographic}\\p{Emoji_Modifier}?)',
    "(?<word>[\\p{L}\\p{M}][\\p{L}\\p{M}\\d'’]{0,60})",
    '(?<dots>\\.{2,}|…)',
    '(?<question>[?¿؟]+)',
    // Within a word it parts nothing: "one-time", "vas-y".
    '(?<hyphen>(?<=\\p{L})-(?=\\p{L}))',
    '(?<pause>[.,;:!¡\\n()–—-]+)',
    '(?<other>[^\\s])',
  ].join('|'),
  'giu',
);

function cut(text: string): Cut[] {
  const cuts: Cut[] = [];
  for (const match of text.matchAll(cutter)) if (!match.groups?.hyphen) cuts.push(cutOf(match));
  return cuts;
}

function cutOf(match: RegExpExecArray): Cut {
  const text = match[0];
  const groups = match.groups ?? {};
  if (groups.mention) return { kind: 'mention', text };
  if (groups.reference) return { kind: 'reference', reference: text, text };
  if (groups.duration) return { kind: 'unknown', text };
  if (groups.plus) return { kind: 'word', word: '+1', text };
  if (groups.full) return { kind: 'word', word: '100%', text };
  if (groups.amount) return amountOf(text);
  if (groups.face) return { kind: 'sign', isFor: /^[:=]-?[)D]$/i.test(text) || null, text };
  if (groups.sign || groups.code) {
    const plain = text.replace(/\p{Emoji_Modifier}/gu, '').replace(/::skin-tone-\d:?/, ':');
    return { kind: 'sign', isFor: signs.get(plain) ?? null, text };
  }
  if (groups.word) return { kind: 'word', word: plainWord(text), text };
  if (groups.question) return { kind: 'question_mark', text };
  if (groups.pause) return { kind: 'pause', text };
  return { kind: 'unknown', text };
}

function amountOf(text: string): Cut {
  const number = /\d[\d.,'’]*/.exec(text)?.[0] ?? '';
  const trimmed = number.replace(/[.,'’]+$/, '');
  // "12.05." may be a day, "12.50." ends a sentence.
  if (/^\d{1,2}\.(?:0?[1-9]|1[0-2])\.$/.test(number)) return { kind: 'unknown', text };
  const unit = text.replace(number, '').replace('-', '').trim();
  return {
    kind: 'amount',
    text,
    number: trimmed,
    unit: unit === '' ? null : unit,
    isSigned: text.startsWith('-'),
  };
}

/** Small letters without accents and apostrophes: `J’approuve` and `japprouve` are one word. */
function plainWord(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/ß/g, 'ss');
}

/** Joins words to the longest known phrase; what is not known stays unknown. */
function join(cuts: readonly Cut[], kinds: ReadonlyMap<string, WordKind>): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < cuts.length; ) {
    const first = cuts[index];
    if (!first) break;
    if (first.kind !== 'word') {
      pieces.push(first);
      index += 1;
      continue;
    }
    const found = longestFrom(cuts, index, kinds);
    pieces.push(found.piece);
    index += found.length;
  }
  return pieces;
}

function longestFrom(
  cuts: readonly Cut[],
  start: number,
  kinds: ReadonlyMap<string, WordKind>,
): { piece: Piece; length: number } {
  const words: string[] = [];
  const texts: string[] = [];
  for (const cut of cuts.slice(start, start + longestPhrase)) {
    if (cut.kind !== 'word') break;
    words.push(cut.word);
    texts.push(cut.text);
  }
  for (let length = words.length; length > 0; length -= 1) {
    const own = length === 1 ? accentedKinds.get((texts[0] ?? '').toLowerCase()) : undefined;
    const kind = own ?? kinds.get(words.slice(0, length).join(' '));
    if (kind) return { piece: { kind, text: texts.slice(0, length).join(' ') }, length };
  }
  const kind = kindTypedAmiss(words[0] ?? '', kinds) ?? 'unknown';
  return { piece: { kind, text: texts[0] ?? '' }, length: 1 };
}

function kindTypedAmiss(word: string, kinds: ReadonlyMap<string, WordKind>): WordKind | undefined {
  const meant = typedAmiss.find((known) => isOneSlip(word, known));
  return meant === undefined ? undefined : kinds.get(meant);
}

/** One letter wrong, too many, missing or swapped, with the same first and the same two last letters. */
function isOneSlip(word: string, known: string): boolean {
  if (word[0] !== known[0] || word.slice(-2) !== known.slice(-2)) return false;
  let same = 0;
  while (same < known.length && word[same] === known[same]) same += 1;
  const [rest, meant] = [word.slice(same), known.slice(same)];
  const swapped = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`;
  return (
    rest.slice(1) === meant.slice(1) ||
    rest.slice(1) === meant ||
    rest === meant.slice(1) ||
    swapped === meant
  );
}
