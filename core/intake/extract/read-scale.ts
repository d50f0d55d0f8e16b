import type { Language } from './guess-language.js';

export type Scale = { readonly scale: bigint; readonly length: number };

const none: Scale = { scale: 1n, length: 0 };

const mayScale = /^[ -]?[mbkctl]/i;
const scales: readonly (readonly [RegExp, bigint])[] = [
  [
    /^[ -]?(?:mil millones|mil milhoes|billions?|bilho(?:es)?|bilhoes|bilhao|milliards?|milliarden?|bn|mrd\.?|miles de millones)(?!\p{L})/iu,
    1_000_000_000n,
  ],
  [
    /^[ -]?(?:millions?|millones|millon|milhoes|milhao|millionen|mio\.?|mln\.?|mn)(?!\p{L})/iu,
    1_000_000n,
  ],
  [/^[ -]?(?:crores?)(?!\p{L})/iu, 10_000_000n],
  [/^[ -]?(?:lakhs?|lacs?)(?!\p{L})/iu, 100_000n],
  [/^[ -]?(?:thousand|tausend|mille)(?!\p{L})/iu, 1_000n],
  [/^k(?!\p{L})/iu, 1_000n],
  // "75 k€", "1,2 M€", "5 M EUR".
  [/^ k(?= ?(?:€|\$|£|EUR\b|USD\b|GBP\b|CHF\b))/i, 1_000n],
  [/^ ?M(?= ?(?:€|\$|£|EUR\b|USD\b|GBP\b|CHF\b))/, 1_000_000n],
];

const letters: Readonly<Record<string, bigint>> = {
  K: 1_000n,
  m: 1_000_000n,
  M: 1_000_000n,
  B: 1_000_000_000n,
};

/** "million", "Mio.", "mil" …: by what it multiplies, and its length; 1 and 0 where none stands there; a scale of 0 is one nobody can tell. */
export function readScale(slice: string, language: Language, hasSign: boolean): Scale {
  if (!mayScale.test(slice)) return none;
  for (const [pattern, scale] of scales) {
    const match = pattern.exec(slice);
    if (match) return { scale, length: match[0].length };
  }
  // "$5M", "£5m", "$2B": only behind a sum that a sign has begun.
  const letter = hasSign ? /^(?:([mMB])| ([KMB]))(?![\p{L}\d'])/u.exec(slice) : null;
  if (letter) return { scale: letters[letter[0].trim()] ?? 1n, length: letter[0].length };
  const mil = /^[ -]?mil(?!\p{L})/iu.exec(slice)?.[0];
  if (mil === undefined) return none;
  // A thousand in Spanish and Portuguese, a million in spoken English: elsewhere nobody can tell.
  return { scale: language === 'es' || language === 'pt' ? 1_000n : 0n, length: mil.length };
}
