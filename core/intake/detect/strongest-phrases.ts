import { classCount, type LinearModel, modelClasses, typeOf } from '../model/linear-model.js';
import { readFeatures } from '../model/text-features.js';

/** At most this many phrases are named, each of up to three words. */
const phrasesMax = 2;
const wordsMax = 3;
/** Longer windows are judged by their first words. */
const wordsRead = 80;

/**
 * The words of a window that spoke loudest for its type against "none", as they stand in the text:
 * what a person is told. Card data cannot be among them, for the text is blanked before.
 */
export function strongestPhrases(
  window: string,
  values: readonly number[],
  model: LinearModel,
): string[] {
  const target = modelClasses.indexOf(typeOf(values).type);
  const words = [...window.matchAll(/[\p{L}\p{N}$€£][\p{L}\p{N}'’$€£-]*/gu)].slice(0, wordsRead);
  const spans = words.flatMap((first, index) =>
    Array.from({ length: wordsMax }, (_, more) => {
      const last = words[index + more];
      if (!last) return null;
      const text = window.slice(first.index, last.index + last[0].length);
      return /[.!?;\n]/.test(text) ? null : { from: index, to: index + more, text };
    }).flatMap((span) => (span ? [{ ...span, weight: weightOf(span.text, target, model) }] : [])),
  );
  const chosen: (typeof spans)[number][] = [];
  for (const span of spans.toSorted((a, b) => b.weight - a.weight)) {
    if (chosen.length === phrasesMax || span.weight <= 0) break;
    if (chosen.every((other) => span.to < other.from || span.from > other.to)) chosen.push(span);
  }
  return chosen.map((span) => span.text.replace(/\s+/g, ' '));
}

function weightOf(phrase: string, target: number, model: LinearModel): number {
  const { buckets } = readFeatures(phrase);
  let sum = 0;
  for (const bucket of buckets) {
    const row = bucket * classCount;
    sum += (model.weights[row + target] ?? 0) - (model.weights[row] ?? 0);
  }
  return sum / Math.sqrt(Math.max(buckets.length, 1));
}
