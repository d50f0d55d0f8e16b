/** Numbers drawn from a seed (mulberry32): the same run every time. */
export type Random = {
  /** At least 0, below `end`. */
  below(end: number): number;
  pick<T>(from: readonly T[]): T;
  digits(count: number): string;
};

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    pick: <T>(from: readonly T[]) => from[below(from.length)] as T,
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  };
}
