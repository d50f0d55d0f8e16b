import { setImmediate as othersTurn } from 'node:timers/promises';
import { type ReversalType, reversalTypes } from '../../reversals/reversal.js';
import {
  type ClientModel,
  type CommonReading,
  featureValue,
  logOddsOf,
  outputs,
  packModel,
  probabilityOf,
  shiftOf,
  sumOf,
  typeScores,
  unpackModel,
} from './client-model.js';

/** One text ready to learn from: hashed, with what the common reading says and what is right. */
export type Lesson = {
  id: string;
  features: Uint32Array;
  common: CommonReading;
  /** 0..1: a person's word is 0 or 1; a text that only holds the reading in place has its score. */
  target: number;
  type: ReversalType | null;
};

// Found on the texts of test/unit/intake/learning: fewer passes leave corrections unlearnt, a weaker
// pull to zero lets words that say nothing carry them.
const passes = 100;
const step = 0.5;
const pull = 0.001;

/**
 * Learns what must be added to the common reading, whose log-odds stay as an offset. Logistic for
 * "is a reversal", softmax for the type, plain steps with a pull to zero: what all corrections share
 * outweighs what one of them says beside. Features that `everywhere` counts in texts of any client
 * learn slower: "refund" says little about this one. The same lessons in any order give the same
 * model; others get their turn between passes.
 */
export async function trainClientModel(
  lessons: readonly Lesson[],
  everywhere: ReadonlyMap<number, number>,
): Promise<ClientModel> {
  const ordered = lessons.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const weights = new Map<number, Float32Array>();
  for (let pass = 0; pass < passes; pass += 1) {
    for (const lesson of ordered) learn(weights, lesson, everywhere);
    await othersTurn();
  }
  // Trained as it will be stored: what is compared is what will be used.
  return unpackModel(packModel({ weights })) ?? { weights };
}

function learn(
  weights: Map<number, Float32Array>,
  lesson: Lesson,
  everywhere: ReadonlyMap<number, number>,
) {
  const slopes = slopesOf(lesson, sumOf(weights, lesson.features));
  const value = featureValue(lesson.features);
  for (const feature of lesson.features) {
    const row = rowOf(weights, feature);
    const pace = step / (1 + (everywhere.get(feature) ?? 0)) ** 2;
    for (let at = 0; at < outputs; at += 1) {
      row[at] = (row[at] ?? 0) * (1 - pace * pull) - pace * value * (slopes[at] ?? 0);
    }
  }
}

/** How far each output is from what is right. */
function slopesOf({ common, target, type }: Lesson, sums: Float32Array): number[] {
  const isReversal = probabilityOf(logOddsOf(common.score) + shiftOf(sums[0] ?? 0)) - target;
  if (type === null) return [isReversal, ...reversalTypes.map(() => 0)];
  const scores = typeScores(common.type, sums);
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return [
    isReversal,
    ...reversalTypes.map((one, at) => (powers[at] ?? 0) / total - (one === type ? 1 : 0)),
  ];
}

function rowOf(rows: Map<number, Float32Array>, feature: number): Float32Array {
  const known = rows.get(feature);
  if (known) return known;
  const row = new Float32Array(outputs);
  rows.set(feature, row);
  return row;
}
