import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClientDelta,
  classCount,
  type LinearModel,
  modelClasses,
  scoreText,
} from '../../../core/intake/model/linear-model.js';
import { baseModel, decodeModel, encodeModel } from '../../../core/intake/model/model-file.js';
import { bucketCount, readFeatures } from '../../../core/intake/model/text-features.js';
import { trainModel } from '../../../core/intake/model/train/train-model.js';

const bucketsOf = (text: string) => [...readFeatures(text).buckets];

describe('features', () => {
  test.each([
    { one: 'Charged TWICE', other: 'charged twice' },
    { one: 'déjà débité', other: 'deja debite' },
    { one: 'I didn’t make it', other: "I didn't make it" },
    { one: 'ｒｅｆｕｎｄ', other: 'refund' },
    { one: 'order 8841', other: 'order 77120' },
    { one: 'pay €35', other: 'pay $99' },
  ])('$one reads as $other', ({ one, other }) => {
    expect(bucketsOf(one)).toEqual(bucketsOf(other));
  });

  test.each([
    { one: 'refund', other: 'fund' },
    { one: 'not charged', other: 'charged not' },
    { one: 'one. two', other: 'one two' },
  ])('$one is not $other', ({ one, other }) => {
    expect(bucketsOf(one)).not.toEqual(bucketsOf(other));
  });

  test.each([
    { noise: 'one endless word', text: 'a'.repeat(40_000) },
    { noise: 'one word again and again', text: 'xyz '.repeat(10_000) },
    { noise: 'a line of letters', text: 'qwertyuiop'.repeat(4_000) },
  ])('$noise speaks for nothing, however long it is', ({ text }) => {
    const score = scoreText(text, baseModel());
    expect(score.best?.margin ?? 0).toBeLessThan(0);
  });

  test('a word said four times in a sentence is heard as often as one said forty times', () => {
    expect(bucketsOf('refund '.repeat(4).trim()).length).toBe(
      bucketsOf('refund '.repeat(40).trim()).length,
    );
  });

  test('sentences cover all features in order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { buckets, sentences } = readFeatures(text);
        const inOrder = sentences.every(
          (each, index) => each.from === (sentences[index - 1]?.to ?? 0) && each.end <= text.length,
        );
        const last = sentences.at(-1)?.to ?? 0;
        const within = buckets.every((bucket) => bucket >= 0 && bucket < bucketCount);
        expect({ inOrder, last, within }).toEqual({
          inOrder: true,
          last: buckets.length,
          within: true,
        });
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('a mail wrapped at its margin is one sentence, a list is several', () => {
    const wrapped = 'I would like to have the money for my last order, which never\narrived, back';
    expect(readFeatures(wrapped).sentences).toHaveLength(1);
    expect(readFeatures('Hello\nrefund please\nThanks').sentences).toHaveLength(3);
  });
});

describe('scores', () => {
  test('one request in a long thread is as strong as alone, less what the crowd costs', () => {
    const request = 'I was charged twice for the same order, refund me please.';
    const thread = `${'See you on Monday. '.repeat(60)}${request}${' The weather is fine.'.repeat(60)}`;
    const alone = scoreText(request, baseModel());
    const amid = scoreText(thread, baseModel());
    expect(amid.windowCount).toBeGreaterThan(100);
    expect(amid.best?.margin).toBeGreaterThanOrEqual((alone.best?.margin ?? 0) - 1e-9);
    expect(thread.slice(amid.best?.start, amid.best?.end)).toContain('charged twice');
  });

  test('what a client adds moves its own words and nothing else', () => {
    const learnt = readFeatures('return label').buckets;
    const rowOf = new Int32Array(bucketCount).fill(-1);
    for (const bucket of learnt) rowOf[bucket] = 0;
    const rows = new Float32Array(classCount);
    rows[0] = 2;
    const delta: ClientDelta = { rowOf, rows, bias: modelClasses.map(() => 0) };
    const change = (text: string) =>
      (scoreText(text, baseModel(), delta).best?.margin ?? 0) -
      (scoreText(text, baseModel()).best?.margin ?? 0);
    expect(change('return label')).toBeLessThan(-1);
    expect(Math.abs(change('xyz qqq'))).toBe(0);
  });

  test('a text without a word has no window', () => {
    expect(scoreText(' \n… ', baseModel())).toEqual({ best: null, windowCount: 0 });
  });
});

describe('the file', () => {
  test('comes back as it was written', () => {
    const model = baseModel();
    const again = decodeModel(encodeModel({ ...model, scale: 0.5 }));
    expect(again.scale).toBe(0.5);
    expect(again.calibration).toEqual(model.calibration);
    expect(Buffer.from(again.weights.buffer).equals(Buffer.from(model.weights.buffer))).toBe(true);
  }, 30_000);

  test('of another shape is refused', () => {
    const small: LinearModel = { ...baseModel(), weights: new Int8Array(12) };
    expect(() => decodeModel(encodeModel(small))).toThrow('does not fit');
  });
});

test('the same texts and seed train the same weights', () => {
  const texts = [
    { text: 'i want my money back', type: 'refund' },
    { text: 'the direct debit was returned', type: 'bank_reversal' },
    { text: 'what time do you open', type: 'none' },
  ] as const;
  const [one, two] = [trainModel(texts, 3, 1), trainModel(texts, 3, 1)];
  expect(Buffer.from(one.weights.buffer).equals(Buffer.from(two.weights.buffer))).toBe(true);
  expect(scoreText('my money back', one).best?.margin).toBeGreaterThan(0);
  expect(scoreText('do you open', one).best?.margin).toBeLessThan(0);
}, 30_000);
