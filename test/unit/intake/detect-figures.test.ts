import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  isHeldOut,
  readBanking77,
  readClinc150,
} from '../../../core/intake/model/train/read-corpora.js';
import { readText } from '../../../core/intake/read-text.js';
import { calibrationError, figuresOf } from '../../bench/reading/figures.js';
import { type JudgedText, ownSets, readOwnSet } from '../../bench/reading/own-texts.js';
import { longThreads } from '../../corpora/threads.js';

const corpora = resolve(process.env.CORPORA_DIR ?? '../shared/corpora');
const isThere = existsSync(corpora) || process.env.CORPORA_REQUIRED === '1';

const judge = ({ text, type }: JudgedText) => ({ right: type, ...readText({ text }) });

describe('the committed weights keep what they were landed with', () => {
  test.each(ownSets)('own set %s', (name) => {
    const figures = figuresOf(readOwnSet(name).map(judge));
    expect(figures.recall).toBeGreaterThanOrEqual(0.93);
    expect(figures.precision).toBeGreaterThanOrEqual(0.9);
    expect(figures.typeAccuracy).toBeGreaterThanOrEqual(0.93);
  });

  test('long threads', () => {
    const figures = figuresOf(
      longThreads().map(({ text, type }) => judge({ text, type: type ?? 'none' })),
    );
    expect(figures.recall).toBeGreaterThanOrEqual(0.7);
    expect(figures.falseAlarms).toBeLessThanOrEqual(1);
  }, 30_000);

  test.skipIf(!isThere)(
    'banking77, held out',
    () => {
      const judged = readBanking77(corpora)
        .filter((each) => isHeldOut(each.text))
        .map(judge);
      const figures = figuresOf(judged);
      expect(figures.recall).toBeGreaterThanOrEqual(0.97);
      expect(figures.precision).toBeGreaterThanOrEqual(0.95);
      expect(figures.macroF1).toBeGreaterThanOrEqual(0.92);
      expect(calibrationError(judged)).toBeLessThanOrEqual(0.03);
    },
    30_000,
  );

  test.skipIf(!isThere)(
    'clinc150',
    () => {
      const texts = readClinc150(corpora);
      const alarms = texts.filter((each) => readText({ text: each.text }).outcome !== 'leave');
      expect(alarms.length / texts.length).toBeLessThanOrEqual(0.005);
    },
    60_000,
  );
});
