import { classCount, type LinearModel, modelClasses, scoreText } from '../linear-model.js';
import { bucketCount, readFeatures, wordBuckets } from '../text-features.js';
import { type LabelledText, type Random, seededRandom, shuffled } from './labelled-text.js';

/** One window with what it is about; `classIndex` counts in `modelClasses`. */
type Example = {
  readonly buckets: Int32Array;
  readonly classIndex: number;
  readonly weight: number;
};

/** Passes over the examples, and how often the windows are chosen anew. */
const epochs = 5;
const rounds = 3;
/** Whole words tell more than letters in a row, of which there are many more. */
const wordRate = 0.7;
const letterRate = 0.35;
/** Keeps weights of rare features small; per example, as a share of the learning rate. */
const ridge = 6e-5;
/** Texts of up to this many sentences are examples as a whole. */
const wholeTextMax = 4;

const uncalibrated = { offset: 0, margin: 1, windows: 0, rule: 0 };

/** So many trainings, each in an order of its own, are averaged: what hangs on the order cancels out. */
const trainingsAveraged = 3;

/**
 * Trains the weights by AdaGrad on the logistic loss. A long text about a reversal says so somewhere:
 * from the second round on its strongest window is the example, while of a harmless text the window
 * most like a reversal is. The same texts and seed give the same weights.
 */
export function trainModel(
  texts: readonly LabelledText[],
  seed: number,
  trainings = trainingsAveraged,
): LinearModel {
  const weights = new Float32Array(bucketCount * classCount);
  const bias = new Float64Array(classCount);
  for (let training = 0; training < trainings; training += 1) {
    const one = trainOnce(texts, seededRandom(seed + training));
    one.weights.forEach((weight, at) => {
      weights[at] = (weights[at] ?? 0) + weight / trainings;
    });
    one.bias.forEach((each, at) => {
      bias[at] = (bias[at] ?? 0) + each / trainings;
    });
  }
  return quantised(weights, bias);
}

function trainOnce(texts: readonly LabelledText[], random: Random) {
  const weights = new Float32Array(bucketCount * classCount);
  const squares = new Float32Array(bucketCount * classCount).fill(1e-3);
  const bias = new Float64Array(classCount);
  const whole = texts.flatMap((text) => wholeExamples(text));
  for (let round = 0; round < rounds; round += 1) {
    const model = quantised(weights, bias);
    const chosen = round === 0 ? [] : texts.flatMap((text) => chosenWindows(text, model));
    const examples = [...whole, ...chosen];
    for (let epoch = 0; epoch < epochs; epoch += 1)
      for (const example of shuffled(examples, random)) learn(example, weights, squares, bias);
  }
  return { weights, bias };
}

function wholeExamples(text: LabelledText): Example[] {
  const { buckets, sentences } = readFeatures(text.text);
  if (buckets.length === 0 || sentences.length > wholeTextMax) return [];
  return [{ buckets: buckets.slice(), classIndex: classOf(text), weight: text.weight ?? 1 }];
}

function chosenWindows(text: LabelledText, model: LinearModel): Example[] {
  const { best, windowCount } = scoreText(text.text, model);
  if (!best || windowCount === 1) return [];
  const isHarmless = text.type === 'none';
  if (!isHarmless && windowCount <= (wholeTextMax * (wholeTextMax + 1)) / 2) return [];
  // Windows that are far from any mistake teach nothing.
  if (isHarmless && best.margin < -4) return [];
  return [{ buckets: best.buckets.slice(), classIndex: classOf(text), weight: text.weight ?? 1 }];
}

function classOf(text: LabelledText): number {
  return modelClasses.indexOf(text.type);
}

function learn(
  example: Example,
  weights: Float32Array,
  squares: Float32Array,
  bias: Float64Array,
): void {
  const { buckets, classIndex, weight } = example;
  const length = 1 / Math.sqrt(buckets.length);
  const values = new Float64Array(classCount);
  for (const bucket of buckets)
    for (let each = 0; each < classCount; each += 1)
      values[each] = (values[each] ?? 0) + (weights[bucket * classCount + each] ?? 0);
  let most = Number.NEGATIVE_INFINITY;
  for (let each = 0; each < classCount; each += 1) {
    values[each] = (values[each] ?? 0) * length + (bias[each] ?? 0);
    most = Math.max(most, values[each] ?? 0);
  }
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  for (let each = 0; each < classCount; each += 1) {
    const share = Math.exp((values[each] ?? 0) - most) / sum;
    const slope = (share - (each === classIndex ? 1 : 0)) * weight;
    if (Math.abs(slope) < 1e-4) continue;
    bias[each] = (bias[each] ?? 0) - 0.02 * slope;
    const step = slope * length;
    for (const bucket of buckets) {
      const rate = bucket < wordBuckets ? wordRate : letterRate;
      const at = bucket * classCount + each;
      const held = weights[at] ?? 0;
      const gradient = step + ridge * held;
      const square = (squares[at] ?? 0) + gradient * gradient;
      squares[at] = square;
      weights[at] = held - (rate * gradient) / Math.sqrt(square);
    }
  }
}

/** Rounds the weights to a byte each. */
function quantised(weights: Float32Array, bias: Float64Array): LinearModel {
  let most = 1e-9;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  const scale = most / 127;
  return {
    weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
    scale,
    bias: Array.from(bias, (each) => Math.round(each * 1e4) / 1e4),
    calibration: uncalibrated,
  };
}
