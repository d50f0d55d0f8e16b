import { classCount, type LinearModel, modelClasses, typeOf } from '../model/linear-model.js';
import { readFeatures, type Word, wordBuckets } from '../model/text-features.js';

/** At most this many phrases are named, each of up to three words. */
const phrasesMax = 2;
const wordsPerPhrase = 3;
/** Shorter ones ("and", "my") tell a person nothing. */
const lettersMin = 5;

/**
 * The words of a window that spoke loudest for its type against "none", as they stand in the text:
 * what a person is told. Card data cannot be among them, for the text is blanked before.
 */
export function strongestPhrases(
  window: string,
  values: readonly number[],
  model: LinearModel,
): string[] {
  const words: Word[] = [];
  const { buckets } = readFeatures(window, words);
  const target = modelClasses.indexOf(typeOf(values).type);
  const weights = phraseWeights(words, buckets, target, model);
  const chosen: string[] = [];
  while (chosen.length < phrasesMax) {
    let best = 0;
    for (let at = 1; at < weights.length; at += 1)
      if ((weights[at] ?? 0) > (weights[best] ?? 0)) best = at;
    if (!((weights[best] ?? 0) > 0)) break;
    const first = Math.floor(best / wordsPerPhrase);
    const last = first + (best % wordsPerPhrase);
    clearOverlapping(weights, first, last);
    const phrase = window.slice(words[first]?.start, words[last]?.end).replace(/\s+/g, ' ').trim();
    if (phrase.length >= lettersMin) chosen.push(phrase);
  }
  return chosen;
}

/** For each word the weights of the phrases of one, two and three words that begin with it. */
function phraseWeights(
  words: readonly Word[],
  buckets: Int32Array,
  target: number,
  model: LinearModel,
): Float64Array {
  const reach = reachOf(words, buckets, target, model);
  const weights = new Float64Array(words.length * wordsPerPhrase);
  for (let first = 0; first < words.length; first += 1) {
    let weight = 0;
    let features = 0;
    for (let more = 0; more < wordsPerPhrase; more += 1) {
      const own = reach[first + more];
      if (!own || (more > 0 && own.pairs.length === 0)) break;
      weight += own.letters;
      features += own.count;
      for (let back = 0; back < more && back < own.pairs.length; back += 1) {
        weight += own.pairs[back] ?? 0;
        features += 1;
      }
      weights[first * wordsPerPhrase + more] = weight / Math.sqrt(features);
    }
  }
  return weights;
}

function clearOverlapping(weights: Float64Array, first: number, last: number): void {
  for (let word = Math.max(0, first - wordsPerPhrase + 1); word <= last; word += 1)
    for (let more = 0; more < wordsPerPhrase; more += 1)
      if (word + more >= first) weights[word * wordsPerPhrase + more] = 0;
}

/** For each word what its letters and itself weigh, then its pair and triple with the words before. */
function reachOf(
  words: readonly Word[],
  buckets: Int32Array,
  target: number,
  model: LinearModel,
): { letters: number; count: number; pairs: number[] }[] {
  const weigh = (bucket: number) => {
    const row = bucket * classCount;
    return (model.weights[row + target] ?? 0) - (model.weights[row] ?? 0);
  };
  let from = 0;
  return words.map(({ to }) => {
    const own = buckets.subarray(from, to);
    from = to;
    // The word itself is the first of the lower half; its neighbours come after it.
    const at = own.findIndex((bucket) => bucket < wordBuckets) + 1;
    let letters = 0;
    for (let each = 0; each < at; each += 1) letters += weigh(own[each] ?? 0);
    return { letters, count: at, pairs: Array.from(own.subarray(at), weigh) };
  });
}
