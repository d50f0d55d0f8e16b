/**
 * `npm run model:train -- [corpora directory] [seed]`: trains the committed weights anew. The same
 * directory and seed give the same file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeModel, findModelFile } from '../model-file.js';
import { calibrate } from './calibrate.js';
import { trainModel } from './train-model.js';
import { collectTrainingSet } from './training-set.js';

const [directory = '../shared/corpora', seed = '7'] = process.argv.slice(2);
const judged: { labels: Record<string, string> } = JSON.parse(
  readFileSync('test/corpora/cfpb-labels.json', 'utf8'),
);
const set = collectTrainingSet(
  resolve(directory),
  new Set(Object.keys(judged.labels)),
  Number(seed),
);
// The score is calibrated on texts that the model has not seen; then those teach the weights as well.
const calibration = calibrate(set.calibration, trainModel(set.learning, Number(seed)));
const model = trainModel([...set.learning, ...set.calibration], Number(seed));
const file = encodeModel({ ...model, calibration });
writeFileSync(findModelFile(), file);
process.stdout.write(
  `${JSON.stringify({ learning: set.learning.length, calibration: set.calibration.length, fitted: calibration, bytes: file.length })}\n`,
);
