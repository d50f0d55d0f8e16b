import type { DecideRequest } from '../../core/index.js';
import { patternOf } from '../words/pattern-of.js';

type Details = readonly (readonly [detail: string, phrases: readonly string[]])[];

/** What people write for each detail of outside.md, beside its own name. */
const details: Partial<Record<DecideRequest['action'], Details>> = {
  answer: [
    [
      'customer_not_charged',
      [
        'the customer was not charged',
        'customer was not charged',
        'was not charged',
        'not charged',
      ],
    ],
    ['already_returned', ['it was already returned', 'was already returned', 'returned already']],
    ['must_go_back', ['it must go back', 'has to go back']],
  ],
  next_step: [
    ['present_again', ['present it again']],
    ['ask_for_new_details', ['ask for details', 'new details']],
    ['stop_collecting', []],
    ['recover_outside', ['recover outside the scheme', 'recover it outside']],
  ],
  outcome: [
    ['won', []],
    ['lost', []],
  ],
};

/**
 * The known detail that the words begin with, written with spaces, underscores or hyphens, and
 * what stands behind it; null where they begin with none.
 */
export function detailAtStart(
  action: DecideRequest['action'],
  text: string,
): { detail: string; rest: string } | null {
  const phrases = (details[action] ?? [])
    .flatMap(([detail, others]) => [detail, ...others].map((phrase) => ({ detail, phrase })))
    .toSorted((a, b) => b.phrase.length - a.phrase.length);
  for (const { detail, phrase } of phrases) {
    const words = phrase.split(/[ _]/).join('[\\s_-]+');
    const match = patternOf(`^\\s*${words}(?![\\p{L}\\d_])`).exec(text);
    if (match) {
      return { detail, rest: text.slice(match[0].length).replace(/^[\s,;:.–-]+/, '') };
    }
  }
  return null;
}

/** The names that may be written, for "write one of". */
export function detailNames(action: DecideRequest['action']): readonly string[] {
  return (details[action] ?? []).map(([detail]) => detail);
}
