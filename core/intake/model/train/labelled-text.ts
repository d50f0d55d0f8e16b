import type { ReversalType } from '../../../reversals/reversal.js';

/** A text to learn from, with the right answer. */
export type LabelledText = {
  readonly text: string;
  readonly type: ReversalType | 'none';
  /** How much it counts; 1 where left out. */
  readonly weight?: number;
};

export type Random = () => number;

/** Numbers in 0..1, the same for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A copy in an order the random numbers decide. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const held = copy[last];
    const swapped = copy[other];
    if (held !== undefined && swapped !== undefined) [copy[last], copy[other]] = [swapped, held];
  }
  return copy;
}

/** A fixed number 0..99 for a text, by which it is for learning, calibration or judging (FNV-1a). */
export function splitOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0) % 100;
}
