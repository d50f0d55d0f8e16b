import type { Thresholds } from '../detect.js';
import type { Reading } from '../read-text.js';
import { type ClientModel, commonOf, correctReading, usableModel } from './client-model.js';
import { featuresOf } from './features.js';
import { neutralise } from './neutral-text.js';
import type { TrainingBook } from './training-book.js';

/** The model of a client as it is now, or null. */
export type ClientModels = { of(clientId: string): Promise<ClientModel | null> };

/**
 * Keeps each client's model in memory and asks for its version alone before every use: a model that
 * was trained, refused or erased in another process counts, or counts no more, from the next text on.
 */
export function openClientModels(book: Pick<TrainingBook, 'model' | 'modelVersion'>): ClientModels {
  const kept = new Map<string, { version: number; model: ClientModel | null }>();
  return {
    of: async (clientId) => {
      const version = await book.modelVersion(clientId);
      if (version === null) return null;
      const known = kept.get(clientId);
      if (known?.version === version) return known.model;
      const stored = await book.model(clientId);
      const model = usableModel(stored);
      if (stored) kept.set(clientId, { version: stored.version, model });
      return model;
    },
  };
}

/** The reading of a text with what the client's people said of such texts before. */
export function readingFor(
  model: ClientModel | null,
  reading: Reading,
  thresholds: Thresholds,
): Reading {
  if (!model) return reading;
  const neutral = neutralise(reading.redacted.text, { customer: reading.customer, names: [] });
  const { score: before, type: readType } = reading;
  const corrected = correctReading(model, featuresOf(neutral), commonOf(reading), thresholds);
  const { score } = corrected;
  const outcome =
    score >= thresholds.logAt ? 'log' : score >= thresholds.reviewAt ? 'review' : 'leave';
  const type = outcome === 'leave' ? null : corrected.type;
  if (score === before && type === readType) return reading;
  const told =
    score === before
      ? `corrections of this client: ${type ?? 'no type'} rather than ${readType ?? 'no type'}`
      : `corrections of this client: ${before.toFixed(2)} became ${score.toFixed(2)}`;
  return { ...reading, outcome, score, type, reasons: [...reading.reasons, told] };
}
