import { describe, expect, it } from 'vitest';
import type { Figures } from '../../../core/intake/learning/compare-models.js';
import type { Evaluation, Training } from '../../../core/intake/learning/learn.js';
import { command, fakeParts } from './command-run.js';

const figures = (right: number, over: Partial<Figures> = {}): Figures => ({
  texts: 8,
  right,
  recall: 1,
  precision: right / 8,
  typeAccuracy: null,
  calibrationError: 0.1,
  surprise: 0.2,
  ...over,
});
const evaluation: Evaluation = {
  client: 'acme',
  corrections: 30,
  heldOut: 8,
  version: 2,
  comparison: {
    corrections: { before: figures(1), after: figures(8) },
    others: { before: figures(8), after: figures(8) },
  },
};

const partsOf = (training: Partial<Training> = {}, clients = ['acme']) => {
  const parts = fakeParts();
  const trained = { ...evaluation, result: 'trained', ...training } as Training;
  parts.learning = {
    ...parts.learning,
    clients: async () => clients,
    evaluate: async (client) => ({ ...evaluation, client }),
    train: async (client) => ({ ...trained, client }),
  };
  return parts;
};

describe('hub model evaluate', () => {
  it('prints each client before and after, on held-out texts', async () => {
    const run = await command('model evaluate', { parts: partsOf() });
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/acme: 30 corrections, 8 of them held out; in use: model 2/);
    expect(run.out).toMatch(/corrections before +8 +1 +1\.000 +0\.125 +- +0\.100/);
    expect(run.out).toMatch(/corrections after +8 +8 +1\.000 +1\.000/);
  });

  it('prints one JSON object a client with --json', async () => {
    const parts = partsOf({}, ['acme', 'globex']);
    const run = await command('model evaluate --json', { parts });
    const lines = run.out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Evaluation).client)).toEqual([
      'acme',
      'globex',
    ]);
    expect(JSON.parse(lines[0] ?? '')).toEqual(evaluation);
  });

  it('refuses an unknown client with the nearest, and says where there is nothing yet', async () => {
    const unknown = await command('model evaluate --client acne', { parts: partsOf() });
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('Did you mean acme?');
    const none = await command('model evaluate', { parts: partsOf({}, []) });
    expect(none).toMatchObject({ code: 0, out: '' });
    expect(none.err).toContain('No client has corrected anything yet.');
  });
});

describe('hub model train', () => {
  it.each<[string, Partial<Training>, number, RegExp]>([
    ['a better model is in use', { result: 'trained', version: 3 }, 0, /model 3 is in use/],
    [
      'a worse one is refused, with figures',
      { result: 'refused', why: 'finds 85.7 % of the other reversals, before 92.9 %' },
      1,
      /refused: the new model finds 85\.7 %.*nothing was changed/,
    ],
    [
      'corrections are missing',
      { result: 'too_few', missing: 8, corrections: 12 },
      1,
      /12 corrections, 20 are needed: 8 are missing/,
    ],
    ['an erasure came in between', { result: 'overtaken' }, 1, /changed meanwhile; train again/],
  ])('ends as it came out: %s', async (_what, training, code, told) => {
    const run = await command('model train --client acme', { parts: partsOf(training) });
    expect(run.code).toBe(code);
    expect(run.err).toMatch(told);
    expect(run.out).toMatch(/corrections after/);
  });
});

describe('hub doctor', () => {
  it('tells of a training that was refused, as a notice', async () => {
    const parts = partsOf();
    const none = { version: 1, base: null, weights: null, report: null, madeAt: new Date(0) };
    const attempt = { at: '2026-03-01T01:00:00Z', result: 'refused', corrections: 30 } as const;
    const why = 'is no better on the held-out corrections';
    parts.learning.model = async () => ({ ...none, attempt: { ...attempt, why } });
    const run = await command('doctor', { parts });
    expect(run.code).toBe(0);
    expect(run.out).toMatch(
      /NOTICE +model acme +the model trained 2026-03-01 was refused: it is no/,
    );
  });
});
