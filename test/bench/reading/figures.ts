import type { ReversalType } from '../../../core/reversals/reversal.js';

/** One text's right answer beside what was read. */
export type Judged = {
  readonly right: ReversalType | 'none';
  readonly outcome: 'log' | 'review' | 'leave';
  readonly score: number;
  readonly type: ReversalType | null;
};

/** A reversal is what is not left; types count where it is. */
export function figuresOf(judged: readonly Judged[]) {
  const found = judged.filter((each) => each.outcome !== 'leave');
  const reversals = judged.filter((each) => each.right !== 'none');
  const hits = found.filter((each) => each.right !== 'none');
  const types = [...new Set(reversals.map((each) => each.right))];
  const scores = types.map((type) => harmonic(judged, type));
  return {
    n: judged.length,
    reversals: reversals.length,
    recall: share(hits.length, reversals.length),
    precision: share(hits.length, found.length),
    falseAlarms: found.length - hits.length,
    macroF1: share(
      scores.reduce((sum, each) => sum + each, 0),
      scores.length,
    ),
    typeAccuracy: share(hits.filter((each) => each.type === each.right).length, hits.length),
    logged: share(hits.filter((each) => each.outcome === 'log').length, reversals.length),
  };
}

/** F1 of one type: found, and called by this name. */
function harmonic(judged: readonly Judged[], type: ReversalType | 'none'): number {
  const named = judged.filter((each) => each.outcome !== 'leave' && each.type === type);
  const right = judged.filter((each) => each.right === type);
  const both = named.filter((each) => each.right === type).length;
  return (2 * both) / Math.max(1, named.length + right.length);
}

const binCount = 10;

/** Expected calibration error: how far scores stand from how often they are right, ten equal bins. */
export function calibrationError(judged: readonly Judged[]): number {
  let error = 0;
  for (let bin = 0; bin < binCount; bin += 1) {
    const inside = judged.filter(
      ({ score }) => Math.min(binCount - 1, Math.floor(score * binCount)) === bin,
    );
    const said = inside.reduce((sum, each) => sum + each.score, 0);
    const true_ = inside.filter((each) => each.right !== 'none').length;
    error += Math.abs(said - true_) / judged.length;
  }
  return Math.round(error * 10_000) / 10_000;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
