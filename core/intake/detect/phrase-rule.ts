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

/**
 * What looks like a reversal and is none. `words`: they are taken out and the rest is read again, so
 * that "I read your refund policy and want my money" still asks. `message`: the whole passage is
 * written by a machine or for the public, and its score is multiplied by `1 - weight`.
 */
export type CounterRule = {
  readonly takesOut: 'words' | 'message';
  readonly weight: number;
  readonly why: string;
  readonly pattern: RegExp;
};
