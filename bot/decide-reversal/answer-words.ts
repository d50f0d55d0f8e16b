import * as around from './words-around.js';
import * as ofNo from './words-of-no.js';
import * as ofReasons from './words-of-reasons.js';
import * as ofYes from './words-of-yes.js';

/**
 * The words a thread answer may be made of, in English, Spanish, Portuguese, French and German.
 * Written without accents and apostrophes, in small letters: `answer-text.ts` brings text to that
 * form. A yes counts only when every word of the answer stands in one of these lists, at a place
 * that `whole-yes.ts` allows for its kind. Where a phrase stands in several, the later one counts.
 */
const kinds = {
  glue: ofReasons.glue,
  noun: ofReasons.noun,
  state: ofReasons.state,
  auxiliary: ofReasons.auxiliary,
  evidence: ofNo.evidence,
  past: ofNo.past,
  cause: ofReasons.cause,
  ground: ofReasons.ground,
  address: around.address,
  praise: around.praise,
  greeting: around.greeting,
  thanks: around.thanks,
  farewell: around.farewell,
  aside: around.aside,
  checked: around.checked,
  side: around.side,
  link: around.link,
  now: around.now,
  object: ofYes.object,
  refund: ofYes.refund,
  whole: ofYes.whole,
  part: ofYes.part,
  because: ofReasons.because,
  condition: around.condition,
  but: around.but,
  per: ofYes.per,
  amountLead: ofYes.amountLead,
  only: ofYes.only,
  please: around.please,
  question: around.question,
  calm: around.calm,
  weak: ofYes.weak,
  bare: ofYes.bare,
  order: ofYes.order,
  granted: ofYes.granted,
  approve: ofYes.approve,
  no: ofNo.no,
  lack: ofNo.lack,
  changes: ofNo.changes,
  refusal: ofNo.refusal,
  refused: ofNo.refused,
  unable: ofNo.unable,
  reject: ofNo.reject,
  later: around.later,
  noise: around.noise,
  instead: ofYes.instead,
  settled: ofNo.settled,
} as const satisfies Record<string, readonly string[]>;

export type WordKind = keyof typeof kinds | 'contest' | 'accept';

/** What a phrase is. */
export const wordKinds: ReadonlyMap<string, WordKind> = new Map(
  (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
    kinds[kind].map((phrase): [string, WordKind] => [phrase, kind]),
  ),
);

/** Words that mean something else with their accent than without. */
export const accentedKinds: ReadonlyMap<string, WordKind> = new Map([
  // Portuguese "already", where German "ja" is a yes; "is", where "e" is "and".
  ['já', 'noise'],
  ['é', 'auxiliary'],
]);

/** Beside a chargeback: what there is to decide about it, before all the rest. */
export const disputeWordKinds: ReadonlyMap<string, WordKind> = new Map<string, WordKind>([
  ...wordKinds,
  ...ofNo.contest.map((phrase): [string, WordKind] => [phrase, 'contest']),
  ...ofNo.accept.map((phrase): [string, WordKind] => [phrase, 'accept']),
]);

/** The longest phrase above, in words: how far the reader looks ahead. */
export const longestPhrase = Math.max(
  ...[...disputeWordKinds.keys()].map((phrase) => phrase.split(' ').length),
);
