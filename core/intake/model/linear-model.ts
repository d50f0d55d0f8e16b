import type { ReversalType } from '../../reversals/reversal.js';
import { readFeatures, type Sentence } from './text-features.js';

/** What a window may be about; the first is "nothing of the kind". */
export const modelClasses = [
  'none',
  'refund',
  'merchant_error',
  'chargeback',
  'bank_reversal',
  'system_error',
] as const satisfies readonly ('none' | ReversalType)[];
export const classCount = modelClasses.length;

/**
 * Multinomial logistic regression over hashed features. A window's value for a class is
 * `bias + scale * sum of the weights of its features / square root of their number`.
 */
export type LinearModel = {
  /** `bucketCount * classCount`, a row a bucket. */
  readonly weights: Int8Array;
  readonly scale: number;
  readonly bias: readonly number[];
  readonly calibration: Calibration;
};

/** Logistic regression over what is known of a whole text; gives a probability (Platt 1999). */
export type Calibration = {
  readonly offset: number;
  /** For the strongest window's margin. */
  readonly margin: number;
  /** For `crowding`: the best of many windows means less. */
  readonly windows: number;
  /** For the strongest phrase rule heard, 0..1. */
  readonly rule: number;
};

/** What one client's corrections add to the model: a row of weights for the buckets they touch. */
export type ClientDelta = {
  /** For each bucket the number of its row, or -1. */
  readonly rowOf: Int32Array;
  /** `classCount` numbers a row, unscaled. */
  readonly rows: Float32Array;
  readonly bias: readonly number[];
};

/** A few neighbouring sentences and what the model makes of them. */
export type ScoredWindow = {
  /** Where it stands in the text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly buckets: Int32Array;
  /** One value a class, before the softmax. */
  readonly values: readonly number[];
  /** Log odds of "some reversal" against "none". */
  readonly margin: number;
};

export type TextScore = {
  /** The window that speaks most for a reversal; null for a text without a word. */
  readonly best: ScoredWindow | null;
  readonly windowCount: number;
};

/** How many sentences together may make a case. */
const sentencesPerWindow = 4;

/** Scores all windows of a text and keeps the strongest; linear in the text's length. */
export function scoreText(text: string, model: LinearModel, delta?: ClientDelta): TextScore {
  const { buckets, sentences } = readFeatures(text);
  const sums = sentences.map((each) => sumWeights(buckets, each, model, delta));
  let best: { first: number; last: number; values: number[]; margin: number } | null = null;
  let windowCount = 0;
  const total = new Float64Array(classCount);
  for (let first = 0; first < sentences.length; first += 1) {
    total.fill(0);
    const end = Math.min(sentences.length, first + sentencesPerWindow);
    for (let last = first; last < end; last += 1) {
      const sum = sums[last];
      if (sum)
        for (let each = 0; each < classCount; each += 1)
          total[each] = (total[each] ?? 0) + (sum[each] ?? 0);
      windowCount += 1;
      const features = (sentences[last]?.to ?? 0) - (sentences[first]?.from ?? 0);
      if (best && marginBound(total, features, model, delta) < best.margin) continue;
      const values = valuesOf(total, features, model, delta);
      const margin = marginOf(values);
      if (!best || margin > best.margin) best = { first, last, values, margin };
    }
  }
  if (!best) return { best: null, windowCount: 0 };
  const from = sentences[best.first];
  const to = sentences[best.last];
  return {
    best: {
      start: from?.start ?? 0,
      end: to?.end ?? 0,
      buckets: buckets.subarray(from?.from, to?.to),
      values: best.values,
      margin: best.margin,
    },
    windowCount,
  };
}

/** Sums the weights of a sentence's features, a number a class. */
function sumWeights(
  buckets: Int32Array,
  sentence: Sentence,
  model: LinearModel,
  delta: ClientDelta | undefined,
): Float64Array {
  const packed = packedWeights(model);
  const sums = new Float64Array(classCount);
  for (let from = sentence.from; from < sentence.to; from += featuresPerLane) {
    const to = Math.min(sentence.to, from + featuresPerLane);
    let noneMerchant = 0;
    let refundChargeback = 0;
    let bankSystem = 0;
    for (let at = from; at < to; at += 1) {
      const row = (buckets[at] as number) << 1;
      const four = packed[row] as number;
      noneMerchant += four & evenLanes;
      refundChargeback += (four >>> 8) & evenLanes;
      bankSystem += packed[row + 1] as number;
    }
    const shift = (to - from) * laneZero;
    const lanes = [noneMerchant, refundChargeback, noneMerchant >>> 16, refundChargeback >>> 16];
    lanes.push(bankSystem, bankSystem >>> 16);
    for (let each = 0; each < classCount; each += 1)
      sums[each] = (sums[each] ?? 0) + (((lanes[each] ?? 0) & 0xffff) - shift) * model.scale;
  }
  if (delta) addDelta(sums, buckets.subarray(sentence.from, sentence.to), delta);
  return sums;
}

/** A weight in a lane is shifted by this, so that lanes never borrow from each other. */
const laneZero = 128;
const evenLanes = 0x00ff00ff;
/** Lanes of sixteen bits hold the sum of this many bytes. */
const featuresPerLane = 256;

const packedModels = new WeakMap<Int8Array, Int32Array>();

/**
 * The weights as two 32-bit numbers a bucket, so that six sums cost two reads: the first four classes
 * as bytes, the last two as sixteen bits each.
 */
function packedWeights({ weights }: LinearModel): Int32Array {
  const known = packedModels.get(weights);
  if (known) return known;
  const count = weights.length / classCount;
  const packed = new Int32Array(count * 2);
  for (let row = 0; row < count; row += 1) {
    let four = 0;
    for (let each = 3; each >= 0; each -= 1)
      four = (four << 8) | ((weights[row * classCount + each] ?? 0) + laneZero);
    const fifth = (weights[row * classCount + 4] ?? 0) + laneZero;
    const sixth = (weights[row * classCount + 5] ?? 0) + laneZero;
    packed[row * 2] = four;
    packed[row * 2 + 1] = fifth | (sixth << 16);
  }
  packedModels.set(weights, packed);
  return packed;
}

function addDelta(sums: Float64Array, buckets: Int32Array, delta: ClientDelta): void {
  for (const bucket of buckets) {
    const row = delta.rowOf[bucket] ?? -1;
    if (row < 0) continue;
    for (let each = 0; each < classCount; each += 1)
      sums[each] = (sums[each] ?? 0) + (delta.rows[row * classCount + each] ?? 0);
  }
}

/** No window's margin is above this; cheap, so that only those that may be the strongest are worked out. */
function marginBound(
  total: Float64Array,
  features: number,
  model: LinearModel,
  delta?: ClientDelta,
): number {
  const length = Math.sqrt(Math.max(features, 1));
  let none = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let each = 0; each < classCount; each += 1) {
    const value = (total[each] ?? 0) / length + (model.bias[each] ?? 0) + (delta?.bias[each] ?? 0);
    if (each === 0) none = value;
    else most = Math.max(most, value);
  }
  return most + mostOfSeveral - none;
}

/** The logarithm of a sum of exponentials is at most this much above the largest of them. */
const mostOfSeveral = Math.log(classCount - 1);

function valuesOf(
  total: Float64Array,
  features: number,
  model: LinearModel,
  delta: ClientDelta | undefined,
): number[] {
  const length = Math.sqrt(Math.max(features, 1));
  return Array.from(
    total,
    (sum, each) => sum / length + (model.bias[each] ?? 0) + (delta?.bias[each] ?? 0),
  );
}

/** Log of the types' summed exponentials, less the value of "none". */
function marginOf(values: readonly number[]): number {
  const [none = 0, ...types] = values;
  const most = Math.max(...types);
  return most + Math.log(types.reduce((sum, each) => sum + Math.exp(each - most), 0)) - none;
}

/** The probability that a text of these findings is about a reversal, 0..1. */
export function calibrated(
  calibration: Calibration,
  found: { margin: number; windowCount: number; rule: number },
): number {
  const sum =
    calibration.offset +
    calibration.margin * found.margin +
    calibration.windows * crowding(found.windowCount) +
    calibration.rule * found.rule;
  return 1 / (1 + Math.exp(-sum));
}

/** A text of a few sentences has this many windows; only beyond them is the best one of many. */
const windowsOfOneText = 10;
/** Beyond them more small talk makes one plain sentence no less plain. */
const windowsOfAThread = 60;

/** How many times more windows than a short text has, as a logarithm; 0 for a short one, no more for a very long one. */
export function crowding(windowCount: number): number {
  const counted = Math.min(Math.max(windowCount, windowsOfOneText), windowsOfAThread);
  return Math.log(counted / windowsOfOneText);
}

/** The likeliest type of a window and how it stands against the other types, 0..1. */
export function typeOf(values: readonly number[]): { type: ReversalType; share: number } {
  const types = values.slice(1);
  const most = Math.max(...types);
  const sum = types.reduce((all, each) => all + Math.exp(each - most), 0);
  const index = types.indexOf(most) + 1;
  const type = modelClasses[index] ?? 'refund';
  return { type: type === 'none' ? 'refund' : type, share: 1 / sum };
}
