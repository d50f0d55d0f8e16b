import { hearRules, nothingHeard, toPlainWords } from '../../detect/hear-rules.js';
import { type Calibration, crowding, type LinearModel, scoreText } from '../linear-model.js';
import type { LabelledText } from './labelled-text.js';

const passes = 4_000;
const rate = 0.05;
/** Texts below this are never heard for phrases; they say nothing about them. */
const marginMin = -5;

/**
 * Fits the score to how often it is right, on texts the weights have not seen: logistic regression by
 * gradient descent over the strongest window's margin, the number of windows and the phrases heard.
 * The best of many windows may only count less.
 */
export function calibrate(texts: readonly LabelledText[], model: LinearModel): Calibration {
  const rows = texts.flatMap((text) => {
    const { best, windowCount } = scoreText(text.text, model);
    if (!best) return [];
    const heard =
      best.margin < marginMin
        ? nothingHeard
        : hearRules(toPlainWords(text.text.slice(best.start, best.end)));
    const found = [1, best.margin, crowding(windowCount), heard.rule];
    return [{ found, isReversal: text.type === 'none' ? 0 : 1 }];
  });
  let fitted = [0, 1, 0, 0];
  for (let pass = 0; pass < passes; pass += 1) {
    const slope = [0, 0, 0, 0];
    for (const { found, isReversal } of rows) {
      const sum = found.reduce((all, each, index) => all + each * (fitted[index] ?? 0), 0);
      const off = 1 / (1 + Math.exp(-sum)) - isReversal;
      found.forEach((each, index) => {
        slope[index] = (slope[index] ?? 0) + off * each;
      });
    }
    fitted = fitted.map((each, index) => each - (rate * 20 * (slope[index] ?? 0)) / rows.length);
    fitted = fitted.map((each, index) =>
      Math.min(Math.max(each, lowest[index] ?? each), highest[index] ?? each),
    );
  }
  const [offset = 0, margin = 1, windows = 0, rule = 0] = fitted.map(
    (each) => Math.round(each * 1e4) / 1e4,
  );
  return { offset, margin, windows, rule };
}

const lowest = [-9, 0.2, -2, 0];
const highest = [9, 5, 0, 9];
