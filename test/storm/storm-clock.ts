/** A clock that runs faster than the real one, the same in every process that is told of it. */
export type StormClock = { realStartMs: number; startMs: number; scale: number };

export function stormTime({ realStartMs, startMs, scale }: StormClock): number {
  return startMs + (Date.now() - realStartMs) * scale;
}
