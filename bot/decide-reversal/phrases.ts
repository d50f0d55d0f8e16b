/** Phrases written one beside the other, parted by bars or line ends. */
export const list = (text: string): readonly string[] =>
  text
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase.length > 0);

/** Every phrase of the first list before every phrase of the second, and so on; `_` is none. */
export const combined = (...parts: readonly string[]): readonly string[] =>
  parts
    .map(list)
    .reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head} ${tail}`)))
    .map((phrase) => phrase.replaceAll('_', '').replace(/ +/g, ' ').trim());
