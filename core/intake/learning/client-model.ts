import { type ReversalType, reversalTypes } from '../../reversals/reversal.js';
import type { Detection, Thresholds } from '../detect.js';
import { baseModelName } from '../model/model-file.js';
import type { Reading } from '../read-text.js';
import type { StoredModel } from './training-book.js';

/**
 * What a client's corrections add to the common reading: weights of hashed features, one for "is a
 * reversal" and one for each type. A text none of whose features it knows is read as before.
 */
export type ClientModel = { readonly weights: ReadonlyMap<number, Float32Array> };

/** Outputs of a feature: first "is a reversal", then the types in the order of the domain. */
export const outputs = 1 + reversalTypes.length;

/** The common reading of a text, as far as a client's model goes on from it. */
export type CommonReading = Pick<Detection, 'score' | 'type'> & {
  /** A notice, a code or an identifier of a dispute says it beyond doubt. */
  isCertain: boolean;
};

/** A notice, a reason code or a dispute's own id says what it is whatever else is written. */
export function commonOf(
  reading: Pick<Reading, 'score' | 'type' | 'isNotice' | 'reasonCode' | 'identifiers'>,
): CommonReading {
  const { score, type, isNotice, reasonCode, identifiers } = reading;
  const isDispute = identifiers.some(({ kind }) => kind.endsWith('_dispute'));
  return { score, type, isCertain: isNotice || reasonCode !== null || isDispute };
}

/** No text moves further than this from the common reading, in log-odds. */
const shiftMax = 8;
/**
 * Texts of another kind share words with those that were corrected, which moves them by about this
 * much; texts of the corrected kind move by several times that (test/unit/intake/learning).
 */
const bySharedWords = 1;
/** Scores of 0 and 1 would never move; this is about 0.7 % of doubt. */
const logOddsMax = 5;
/** How much the common reading's type weighs against what corrections say, in log-odds. */
const typeHeadStart = 2;

/** Score and type as this client's people would have them. What is certain is never left unseen. */
export function correctReading(
  model: ClientModel,
  features: Uint32Array,
  common: CommonReading,
  thresholds: Thresholds,
): { score: number; type: ReversalType | null } {
  const sums = sumOf(model.weights, features);
  const shift = shiftOf(sums[0] ?? 0);
  const shifted = shift === 0 ? common.score : probabilityOf(logOddsOf(common.score) + shift);
  const score = common.isCertain ? Math.max(shifted, thresholds.reviewAt) : shifted;
  const type = common.isCertain ? common.type : typeOf(common.type, sums);
  return { score: Math.round(score * 1_000) / 1_000, type };
}

/** What a sum moves the common reading by, in log-odds. */
export function shiftOf(sum: number): number {
  const beyond = Math.max(0, Math.abs(sum) - bySharedWords);
  return Math.sign(sum) * Math.min(shiftMax, beyond);
}

function typeOf(common: ReversalType | null, sums: Float32Array): ReversalType | null {
  const scores = typeScores(common, sums);
  const best = Math.max(...scores);
  return best > 0 ? (reversalTypes[scores.indexOf(best)] ?? common) : common;
}

/** Log-odds of each type before they are made to sum to one. */
export function typeScores(common: ReversalType | null, sums: Float32Array): number[] {
  return reversalTypes.map(
    (type, at) => (type === common ? typeHeadStart : 0) + (sums[at + 1] ?? 0),
  );
}

/**
 * Sums over the known features, each text's own length taken out; less where much of the text is
 * unknown, as it is then of another kind.
 */
export function sumOf(
  weights: ReadonlyMap<number, Float32Array>,
  features: Uint32Array,
): Float32Array {
  const sums = new Float32Array(outputs);
  const known = features.filter((feature) => weights.has(feature)).length;
  const value = (featureValue(features) * known) / Math.max(features.length, 1);
  for (const feature of features) {
    const row = weights.get(feature);
    if (row)
      for (let at = 0; at < outputs; at += 1) sums[at] = (sums[at] ?? 0) + value * (row[at] ?? 0);
  }
  return sums;
}

/** A long text must not weigh more by its length alone. */
export const featureValue = (features: Uint32Array) => 1 / Math.sqrt(Math.max(features.length, 1));

export function logOddsOf(score: number): number {
  const raw = Math.log(score / (1 - score));
  return Math.max(-logOddsMax, Math.min(logOddsMax, raw));
}

export const probabilityOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** Layout: version 1 (one byte), outputs (one byte), count; then feature and weights in 1/256. */
const layout = 1;
const headLength = 6;
const scale = 256;
/** The strongest features are kept: bounds a stored model to about half a megabyte. */
const featuresMax = 30_000;

/** The model as bytes: numbers only. */
export function packModel({ weights }: ClientModel): Uint8Array<ArrayBuffer> {
  const strength = (row: Float32Array) => Math.max(...row.map(Math.abs));
  const kept = [...weights]
    .filter(([, row]) => strength(row) * scale >= 1)
    .sort((a, b) => strength(b[1]) - strength(a[1]) || a[0] - b[0])
    .slice(0, featuresMax)
    .sort((a, b) => a[0] - b[0]);
  const rowLength = 4 + 2 * outputs;
  const bytes = new Uint8Array(headLength + kept.length * rowLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, layout);
  view.setUint8(1, outputs);
  view.setUint32(2, kept.length);
  kept.forEach(([feature, row], at) => {
    const start = headLength + at * rowLength;
    view.setUint32(start, feature);
    row.forEach((weight, output) => {
      const scaled = Math.max(-32_767, Math.min(32_767, Math.round(weight * scale)));
      view.setInt16(start + 4 + 2 * output, scaled);
    });
  });
  return bytes;
}

/** Null for bytes of another layout: such a model is trained anew, not guessed at. */
export function unpackModel(bytes: Uint8Array): ClientModel | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rowLength = 4 + 2 * outputs;
  const isOurs =
    bytes.length >= headLength &&
    view.getUint8(0) === layout &&
    view.getUint8(1) === outputs &&
    bytes.length === headLength + view.getUint32(2) * rowLength;
  if (!isOurs) return null;
  const weights = new Map<number, Float32Array>();
  for (let start = headLength; start < bytes.length; start += rowLength) {
    const row = Float32Array.from(
      { length: outputs },
      (_, output) => view.getInt16(start + 4 + 2 * output) / scale,
    );
    weights.set(view.getUint32(start), row);
  }
  return { weights };
}

/** The weights of a stored model that belong to the common reading of this program. */
export function usableModel(stored: StoredModel | null): ClientModel | null {
  return stored?.weights && stored.base === baseModelName() ? unpackModel(stored.weights) : null;
}
