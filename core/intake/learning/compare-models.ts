import type { ReversalType } from '../../reversals/reversal.js';
import type { Thresholds } from '../detect.js';
import { type ClientModel, correctReading } from './client-model.js';
import type { Lesson } from './train-client-model.js';

/** A lesson a person answered: its right answer is yes or no. */
export type Judged = Lesson & { isReversal: boolean };

/** Figures of one reading on texts it did not learn from; null where there was nothing to tell. */
export type Figures = {
  texts: number;
  /** Right about being a reversal and, where it is one, about the type. */
  right: number;
  recall: number | null;
  precision: number | null;
  typeAccuracy: number | null;
  /** Mean difference between a score and what came true, over ten equal bins (ECE). */
  calibrationError: number | null;
  /** Mean surprise at what came true, in nats; finer than counts of right and wrong. */
  surprise: number | null;
};

/** Reads every text with a client's model, or with the common reading alone, and counts. */
export function figuresOf(
  model: ClientModel | null,
  judged: readonly Judged[],
  thresholds: Thresholds,
): Figures {
  const read = judged.map((one) => {
    const { score, type } = model
      ? correctReading(model, one.features, one.common, thresholds)
      : one.common;
    return { ...one, score, readType: type, isFound: score >= thresholds.reviewAt };
  });
  const found = read.filter((one) => one.isFound);
  const reversals = read.filter((one) => one.isReversal);
  const hits = reversals.filter((one) => one.isFound);
  const typed = hits.filter((one) => one.readType === one.type);
  return {
    texts: read.length,
    right: typed.length + read.filter((one) => !one.isReversal && !one.isFound).length,
    recall: share(hits.length, reversals.length),
    precision: share(hits.length, found.length),
    typeAccuracy: share(typed.length, hits.length),
    calibrationError: calibrationErrorOf(read),
    surprise: surpriseOf(read),
  };
}

const share = (part: number, whole: number) => (whole === 0 ? null : rounded(part / whole));
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

type Scored = { score: number; isReversal: boolean; type: ReversalType | null };

const bins = 10;

function calibrationErrorOf(read: readonly Scored[]): number | null {
  if (read.length === 0) return null;
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const inside = read.filter(({ score }) => Math.min(bins - 1, Math.floor(score * bins)) === bin);
    const sum = inside.reduce((all, { score, isReversal }) => all + score - Number(isReversal), 0);
    error += Math.abs(sum);
  }
  return rounded(error / read.length);
}

/** One sure mistake must not be endless. */
const surenessMax = 0.995;

function surpriseOf(read: readonly Scored[]): number | null {
  if (read.length === 0) return null;
  const sum = read.reduce((all, { score, isReversal }) => {
    const chance = Math.max(1 - surenessMax, Math.min(surenessMax, score));
    return all - Math.log(isReversal ? chance : 1 - chance);
  }, 0);
  return rounded(sum / read.length);
}

/** What is compared: corrections that were held out, and cases that must not get worse. */
export type Comparison = {
  corrections: { before: Figures; after: Figures };
  /** Entries decided as they were read, and the plain cases. */
  others: { before: Figures; after: Figures };
};

/**
 * Why a model must not take the place of the one in use ("finds …", "is …"); null where it may. It has to be right about
 * more of the held-out corrections, or as many with less surprise, and wrong about none more of the
 * others, where no reversal found so far may go missing.
 */
export function whyWorse({ corrections, others }: Comparison): string | null {
  if (corrections.after.right < corrections.before.right) {
    return `is right about ${corrections.after.right} of ${corrections.after.texts} held-out corrections, before ${corrections.before.right}`;
  }
  if ((others.after.recall ?? 1) < (others.before.recall ?? 1)) {
    return `finds ${percent(others.after.recall)} of the other reversals, before ${percent(others.before.recall)}`;
  }
  if (others.after.right < others.before.right) {
    return `is right about ${others.after.right} of ${others.after.texts} other texts, before ${others.before.right}`;
  }
  const isBetter =
    corrections.after.right > corrections.before.right ||
    (corrections.after.surprise ?? 0) < (corrections.before.surprise ?? 0);
  return isBetter ? null : 'is no better on the held-out corrections';
}

const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);
