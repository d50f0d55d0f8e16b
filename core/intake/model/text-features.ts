/**
 * A text as numbers: hashes of its words, word pairs and triples, and of three to five letters in a
 * row inside a word. One pass over the characters, no string is built. Weinberger et al. 2009,
 * "Feature Hashing for Large Scale Multitask Learning".
 */
export type TextFeatures = {
  /** One number below `bucketCount` a feature, in reading order. */
  readonly buckets: Int32Array;
  readonly sentences: readonly Sentence[];
};

/** A stretch of text up to a full stop, a line break or `sentenceWordsMax` words. */
export type Sentence = {
  /** Where it stands in the text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Which of the features are its own, end exclusive. */
  readonly from: number;
  readonly to: number;
};

/** Words and their neighbours fall into the lower half, letters in a row into the upper. */
export const bucketCount = 131_072;
export const wordBuckets = 65_536;

/** Longer stretches without a full stop are cut, so that a window stays a few lines. */
const sentenceWordsMax = 40;

/** A word is heard this often in a sentence, and this far into it: noise said a thousand times means nothing. */
const repeatsMax = 4;
const lettersMax = 32;

/** At most this many features a character: three letter runs, and three word hashes at a word's end. */
const featuresPerCharacter = 6;

/** A word of the text, and where the features that end with it end. */
export type Word = { readonly start: number; readonly end: number; readonly to: number };

/** Reads the features of at most `charactersMax` characters; linear in them. Fills `words` if given. */
export function readFeatures(text: string, words?: Word[], charactersMax = 200_000): TextFeatures {
  const length = Math.min(text.length, charactersMax);
  const buckets = new Int32Array(length * featuresPerCharacter + featuresPerCharacter);
  const sentences: Sentence[] = [];
  let count = 0;
  let sentenceStart = 0;
  let sentenceFrom = 0;
  let wordCount = 0;
  let wordStart = 0;
  let wordFrom = 0;
  let lineStart = 0;
  // The word being read: its hash, its letters so far, and the four codes before the present one.
  let word = 0;
  let letters = 0;
  let digits = 0;
  let one = edge;
  let two = 0;
  let three = 0;
  let four = 0;
  let before = 0;
  let beforeThat = 0;
  stamp = nextStamp(stamp);

  for (let at = 0; at <= length; at += 1) {
    const code = at < length ? text.charCodeAt(at) : newline;
    let letter = code < tableSize ? (letterTable[code] ?? 0) : letterOf(code);
    if (letter === skipped) continue;
    if (letter === zero) {
      digits += 1;
      // Numbers are told apart by "one digit" and "more": amounts and orders are not learnt by heart.
      if (digits > 2) continue;
    } else digits = 0;
    if (letter > 0) {
      if (letters === 0) {
        wordStart = at;
        wordFrom = count;
      }
      word = Math.imul(word ^ letter, wordPrime) + letter;
      letters += 1;
    } else if (letters > 0) letter = edge;
    else letter = 0;

    if (letter > 0) {
      if (two !== 0 && letters <= lettersMax) {
        const run = (Math.imul(two, runPrime) ^ one) * 31 + letter;
        buckets[count++] = letterBucket(run);
        if (three !== 0) {
          const longer = Math.imul(run ^ three, runPrime);
          buckets[count++] = letterBucket(longer);
          if (four !== 0) buckets[count++] = letterBucket(Math.imul(longer ^ four, wordPrime));
        }
      }
      four = three;
      three = two;
      two = one;
      one = letter;
    }
    if (letter === edge) {
      buckets[count++] = wordBucket(word);
      if (before !== 0) {
        const pair = Math.imul(before, runPrime) ^ word;
        buckets[count++] = wordBucket(pair);
        if (beforeThat !== 0) buckets[count++] = wordBucket(Math.imul(beforeThat, 61) + pair);
      }
      const place = word & (heardSize - 1);
      const known = timesHeard[place] ?? 0;
      const times = known > stamp ? known + 1 : stamp + 1;
      timesHeard[place] = times;
      if (times - stamp > repeatsMax) count = wordFrom;
      beforeThat = before;
      before = word;
      wordCount += 1;
      words?.push({ start: wordStart, end: at, to: count });
      word = 0;
      letters = 0;
      one = edge;
      two = 0;
      three = 0;
      four = 0;
    }
    const ends =
      at === length ||
      endsSentence(text, at, code, at - lineStart) ||
      wordCount >= sentenceWordsMax;
    if (code === newline) lineStart = at + 1;
    if (ends && letters === 0) {
      if (count > sentenceFrom)
        sentences.push({ start: sentenceStart, end: at, from: sentenceFrom, to: count });
      sentenceStart = at + 1;
      sentenceFrom = count;
      stamp = nextStamp(stamp);
      wordCount = 0;
      before = 0;
      beforeThat = 0;
    }
  }
  return { buckets: buckets.subarray(0, count), sentences };
}

/**
 * How often each word of the sentence being read was heard, by its hash: the sentence's stamp and the
 * times together, so that nothing has to be cleared. Stamps are further apart than a sentence has words.
 */
const heardSize = 8_192;
const timesHeard = new Int32Array(heardSize);
let stamp = 0;

function nextStamp(last: number): number {
  const next = last + 2 * sentenceWordsMax;
  if (next < 2_000_000_000) return next;
  timesHeard.fill(0);
  return 2 * sentenceWordsMax;
}

const wordPrime = 0x01000193;
const runPrime = 0x5bd1e995;

function mixed(hash: number): number {
  let value = hash ^ (hash >>> 15);
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 12;
  value = Math.imul(value, 0x297a2d39);
  return value ^ (value >>> 15);
}

function wordBucket(hash: number): number {
  return mixed(hash) & (wordBuckets - 1);
}

function letterBucket(hash: number): number {
  return wordBuckets | (mixed(hash) & (wordBuckets - 1));
}

/** Codes of the table: what a character is to the reader. */
const edge = 1;
const zero = 2;
const money = 3;
const skipped = -1;
const newline = 10;

/** Latin with all its marks, and the general punctuation; the rest is told by `letterOf`. */
const tableSize = 0x0250;

const letterTable = Int32Array.from({ length: tableSize }, (_, code) => {
  const plain = String.fromCharCode(code).normalize('NFKD').toLowerCase();
  const first = plain.charCodeAt(0);
  if (code === 0x27 || code === 0x60 || code === 0xb4 || code === 0xad) return skipped;
  if (code === 0xdf) return 0x73;
  if (code >= 0x30 && code <= 0x39) return zero;
  if (code === 0x24 || (code >= 0xa2 && code <= 0xa5)) return money;
  return /[\p{L}]/u.test(plain.charAt(0)) ? first : 0;
});

/** Letters of other scripts stand for themselves, wide forms for their plain ones. */
function letterOf(code: number): number {
  if (code >= 0x0300 && code <= 0x036f) return skipped;
  if (code === 0x2018 || code === 0x2019 || (code >= 0x200b && code <= 0x200f)) return skipped;
  if (code >= 0x20a0 && code <= 0x20cf) return money;
  if (code >= 0xff01 && code <= 0xff5e) return letterTable[code - 0xfee0] ?? 0;
  if (code >= 0x2000 && code <= 0x2bff) return 0;
  if (code >= 0xe000 && code <= 0xf8ff) return 0;
  if (code >= 0x3000 && code <= 0x303f) return 0;
  return code;
}

/** Mail programs break lines from about here on in the middle of a sentence. */
const wrappedLine = 50;

/** A full stop inside a number or an address ends nothing, nor does the break of a wrapped line. */
function endsSentence(text: string, at: number, code: number, lineLength: number): boolean {
  if (code === newline) return lineLength < wrappedLine || text.charCodeAt(at + 1) <= 0x20;
  if (code === 0x21 || code === 0x3f || code === 0x3002) return true;
  if (code !== 0x2e && code !== 0x3b) return false;
  const next = text.charCodeAt(at + 1);
  return !(next > 0x20);
}
