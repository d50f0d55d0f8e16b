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
  // "1,2 M€", "5 M EUR".
  [/^ ?M(?= ?(?:€|\$|£|EUR\b|USD\b|GBP\b|CHF\b))/, 1_000_000n],
];

/** "million", "Mio.", "mil" …: by what it multiplies, and its length; 1 and 0 where none stands there. */
export function readScale(slice: string, language: Language, hasSign: boolean): Scale {
  if (!mayScale.test(slice)) return none;
  for (const [pattern, scale] of scales) {
    const match = pattern.exec(slice);
    if (match) return { scale, length: match[0].length };
  }
  // "$5M", "£5m", "$2B": only behind a sum that a sign has begun.
  const letter = hasSign ? /^([mMB])(?![\p{L}\d])/u.exec(slice)?.[1] : undefined;
  if (letter) return { scale: letter === 'B' ? 1_000_000_000n : 1_000_000n, length: 1 };
  // A thousand in Spanish and Portuguese; a million in spoken English.
  const mil = /^[ -]?mil(?!\p{L})/iu.exec(slice)?.[0];
  if (mil === undefined) return none;
  return { scale: language === 'en' ? 1_000_000n : 1_000n, length: mil.length };
}
