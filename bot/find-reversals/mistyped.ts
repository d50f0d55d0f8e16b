/** Long words of questions. Each is read with one letter wrong, too many, missing or swapped. */
const known = (
  'refund refunds chargeback chargebacks dispute disputes reversal reversals returns pending approved ' +
  'rejected declined completed cancelled waiting yesterday tomorrow average currency between biggest ' +
  'largest smallest overdue assigned customer merchant'
).split(' ');

const abbreviated: Readonly<Record<string, string>> = {
  ...{ wk: 'week', wks: 'weeks', mth: 'month', mths: 'months', yr: 'year', yrs: 'years' },
  ...{
    yday: 'yesterday',
    tmrw: 'tomorrow',
    tmr: 'tomorrow',
    hwo: 'how',
    teh: 'the',
    todya: 'today',
  },
};

/**
 * Words as they were meant: "pendign", "chargback's", "this wk". Only small letters, which names of
 * clients and people seldom have, and never a word that is `kept`.
 */
export function asMeant(text: string, kept: ReadonlySet<string>): string {
  return text
    .replace(/(?<![\p{L}\d@._-])(\p{Ll}+)'s(?=\s)/gu, (whole, word: string) =>
      known.includes(word) ? `${word}s` : whole,
    )
    .replace(/(?<![\p{L}\d@._'-])\p{Ll}{2,14}(?![\p{L}\d@._'-]|\.\p{L})/gu, (word) => {
      if (kept.has(word) || known.includes(word)) return word;
      return abbreviated[word] ?? known.find((meant) => isSlipOf(word, meant)) ?? word;
    });
}

/** The same first letter, at least six letters, and one slip of the finger between them. */
function isSlipOf(word: string, meant: string): boolean {
  if (word[0] !== meant[0] || word.length < 6 || meant.length < 6) return false;
  if (Math.abs(word.length - meant.length) > 1 || isOtherForm(word, meant)) return false;
  let same = 0;
  while (same < meant.length && word[same] === meant[same]) same += 1;
  const rest = word.slice(same);
  const wanted = meant.slice(same);
  return (
    rest.slice(1) === wanted.slice(1) ||
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}` === wanted
  );
}

/** "approves", "disputed" and "refunder" are words of their own. */
const isOtherForm = (word: string, meant: string) =>
  word.slice(0, -1) === meant.slice(0, -1) ||
  word.startsWith(meant) ||
  (meant.startsWith(word) && /[sd]$/.test(meant));
