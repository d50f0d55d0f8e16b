import type { ReversalType } from '../../reversals/reversal.js';

/**
 * One thing people say. `weight` is how much it alone speaks for a reversal (0..1); patterns see
 * small letters, accents off, apostrophes gone, runs of blanks as one. `why` goes on the card.
 */
export type PhraseRule = {
  readonly type: ReversalType;
  readonly weight: number;
  readonly why: string;
  readonly pattern: RegExp;
};

/** Speaks against: the score is multiplied by `1 - weight`. */
export type CounterRule = Omit<PhraseRule, 'type'>;
