import { readFileSync } from 'node:fs';

/** A clock that runs faster than the real one and is put forward now and then, the same in every process. */
export type StormClock = {
  realStartMs: number;
  startMs: number;
  scale: number;
  /** Holds the milliseconds by which it was put forward. */
  forwardFile: string;
};

export function stormTime({ realStartMs, startMs, scale, forwardFile }: StormClock): number {
  const forwardMs = Number(readFileSync(forwardFile, 'utf8'));
  return startMs + (Date.now() - realStartMs) * scale + forwardMs;
}
