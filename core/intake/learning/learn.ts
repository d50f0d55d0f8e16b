import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { ClientFacts } from '../../reversals/ports.js';
import { defaultThresholds, type Thresholds } from '../detect.js';
import { baseModelName } from '../model/model-file.js';
import { readText } from '../read-text.js';
import { redact } from '../redact.js';
import { type ClientModel, commonOf, packModel, usableModel } from './client-model.js';
import { commonCases } from './common-cases.js';
import { type Comparison, figuresOf, type Judged, whyWorse } from './compare-models.js';
import { featuresOf } from './features.js';
import { type NeutralText, neutralise } from './neutral-text.js';
import { trainClientModel } from './train-client-model.js';
import type { TrainingBook, TrainingExample } from './training-book.js';

/** Fewer corrections teach words of single tickets; a quarter of them is held out. */
export const correctionsMin = 20;
/** Entries decided as they were read that are trained along, newest first. */
const agreementsMax = 400;
/** One text in so many is held out, always the same ones. */
const heldOutEvery = 4;

export type LearnTools = {
  book: TrainingBook;
  client: (clientId: string) => Promise<ClientFacts | null>;
  thresholds: (clientId: string) => Thresholds | null;
  now: () => Date;
};

export type Evaluation = {
  client: string;
  corrections: number;
  heldOut: number;
  /** Version of the client's model; null where the common reading stands alone. */
  version: number | null;
  comparison: Comparison;
};

/** How the client's model in use does on held-out corrections, next to the common reading. */
export async function evaluateClient(tools: LearnTools, clientId: string): Promise<Evaluation> {
  const lessons = await lessonsOf(tools, clientId);
  const stored = await tools.book.model(clientId);
  const model = usableModel(stored);
  return {
    ...countsOf(lessons, clientId),
    version: model ? (stored?.version ?? null) : null,
    comparison: compare(lessons, null, model),
  };
}

export type Training = Evaluation &
  (
    | { result: 'trained'; version: number }
    | { result: 'too_few'; missing: number }
    | { result: 'refused'; why: string }
    /** Another change of the client's model, such as an erasure, came in between. */
    | { result: 'overtaken' }
  );

/**
 * Trains a client's model and puts it to use if it is better on held-out texts than the one in use.
 * Held-out texts are never trained on, so `evaluateClient` stays honest afterwards.
 */
export async function trainClient(tools: LearnTools, clientId: string): Promise<Training> {
  const training = await train(tools, clientId);
  await tools.book.noteAttempt(clientId, {
    at: tools.now().toISOString(),
    result: training.result,
    corrections: training.corrections,
    why: training.result === 'refused' ? training.why : null,
  });
  return training;
}

async function train(tools: LearnTools, clientId: string): Promise<Training> {
  const stored = await tools.book.model(clientId);
  const lessons = await lessonsOf(tools, clientId);
  const counts = countsOf(lessons, clientId);
  const present = usableModel(stored);
  const onVersion = stored?.version ?? null;
  const inUse = present ? onVersion : null;
  if (counts.corrections < correctionsMin) {
    const missing = correctionsMin - counts.corrections;
    const comparison = compare(lessons, present, present);
    return { ...counts, version: inUse, comparison, result: 'too_few', missing };
  }
  const taught = lessons.all.filter((one) => !isHeldOut(one.id));
  const model = await trainClientModel(taught, countFeatures(plainExamples));
  const comparison = compare(lessons, present, model);
  const why = whyWorse(comparison);
  if (why !== null) return { ...counts, version: inUse, comparison, result: 'refused', why };
  const report = {
    counts: { corrections: counts.corrections, heldOut: counts.heldOut },
    comparison,
  };
  const weights = packModel(model);
  const made = { base: baseModelName(), weights, report };
  const isSaved = await tools.book.saveModel(clientId, onVersion, made, tools.now());
  return isSaved
    ? { ...counts, version: (onVersion ?? 0) + 1, comparison, result: 'trained' }
    : { ...counts, version: inUse, comparison, result: 'overtaken' };
}

type Lessons = { all: readonly Judged[]; corrections: ReadonlySet<string>; thresholds: Thresholds };

async function lessonsOf(tools: LearnTools, clientId: string): Promise<Lessons> {
  const client = await tools.client(clientId);
  if (!client) throw new Error('a client to learn for is not in the database');
  const thresholds = tools.thresholds(clientId) ?? defaultThresholds;
  const corrections = await tools.book.corrections(clientId);
  const corrected = new Set(corrections.map((one) => one.id));
  const agreements = await tools.book.agreements(clientId, agreementsMax);
  const lesson = (example: TrainingExample): Judged => {
    const { id, text, isReversal, type } = example;
    const common = readCommonly(text, client, thresholds);
    const features = featuresOf(text);
    return { id, features, common, target: isReversal ? 1 : 0, isReversal, type };
  };
  const all: Judged[] = plainExamples.map((one) => anchored(lesson(one)));
  for (const one of [...corrections, ...agreements.filter(({ id }) => !corrected.has(id))]) {
    all.push(lesson(one));
    await othersTurn();
  }
  return { corrections: corrected, thresholds, all };
}

/** A plain case teaches nothing new: it holds the score where the common reading has it. */
const anchored = (lesson: Judged): Judged => ({ ...lesson, target: lesson.common.score });

const plainExamples: readonly TrainingExample[] = commonCases.map(([words, type], at) => ({
  id: `common-${at}`,
  text: neutralise(redact(words).text, { customer: null, names: [] }),
  isReversal: type !== null,
  type,
  cause: 'agreed',
}));

function countFeatures(examples: readonly TrainingExample[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { text } of examples) {
    for (const feature of featuresOf(text)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return counts;
}

function readCommonly(text: NeutralText, client: ClientFacts, thresholds: Thresholds) {
  const { currency, timezone } = client;
  return commonOf(readText({ text, currency, timezone, thresholds }));
}

function compare(lessons: Lessons, before: ClientModel | null, after: ClientModel | null) {
  const { corrections, thresholds } = lessons;
  const heldOut = lessons.all.filter((one) => isHeldOut(one.id));
  const pair = (judged: readonly Judged[]) => ({
    before: figuresOf(before, judged, thresholds),
    after: figuresOf(after, judged, thresholds),
  });
  return {
    corrections: pair(heldOut.filter((one) => corrections.has(one.id))),
    others: pair(heldOut.filter((one) => !corrections.has(one.id))),
  };
}

function countsOf({ corrections }: Lessons, client: string) {
  const heldOut = [...corrections].filter(isHeldOut).length;
  return { client, corrections: corrections.size, heldOut };
}

/** Decided by the id alone: the same on every run and every machine. */
function isHeldOut(id: string): boolean {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % heldOutEvery === 0;
}
