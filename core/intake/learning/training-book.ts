import type { CorrectionCause } from '../../reversals/correction.js';
import type { ReversalType } from '../../reversals/reversal.js';
import type { NeutralText } from './neutral-text.js';

/** The right answer for a text, by a person of the client. */
export type TrainingExample = {
  /** The entry it is about. */
  id: string;
  text: NeutralText;
  isReversal: boolean;
  /** Null where it is no reversal. */
  type: ReversalType | null;
  /** `agreed`: decided as it was read, so a word for the reading and not against it. */
  cause: CorrectionCause | 'agreed';
};

/** A client's model as it is stored. `weights` null: none is used. */
export type StoredModel = {
  version: number;
  base: string | null;
  weights: Uint8Array | null;
  report: unknown;
  madeAt: Date;
  attempt: TrainingAttempt | null;
};

/** How a training came out; `why` says what kept the model from being used. */
type TrainingAttempt = {
  at: string;
  result: 'trained' | 'too_few' | 'refused' | 'overtaken';
  corrections: number;
  why: string | null;
};

/** What is kept to learn from, a client at a time. Storage fills it in. */
export type TrainingBook = {
  /** Everything that people said of the client's entries; erased people's are never among it. */
  corrections(clientId: string): Promise<readonly TrainingExample[]>;
  /** Entries read from a source and decided as they were read, newest first. */
  agreements(clientId: string, limit: number): Promise<readonly TrainingExample[]>;
  /** Clients with a correction or a model. */
  clients(): Promise<readonly string[]>;
  /** Null where nothing was ever trained or erased. */
  model(clientId: string): Promise<StoredModel | null>;
  modelVersion(clientId: string): Promise<number | null>;
  /**
   * Writes the client's next model with a line of history, unless another version than `onVersion`
   * stands by then: false, and nothing is written (an erasure came in between).
   */
  saveModel(
    clientId: string,
    onVersion: number | null,
    model: { base: string; weights: Uint8Array; report: Readonly<Record<string, unknown>> },
    at: Date,
  ): Promise<boolean>;
  /** Remembers how a training came out; changes no model. */
  noteAttempt(clientId: string, attempt: TrainingAttempt): Promise<void>;
};
