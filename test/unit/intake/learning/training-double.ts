import { createHash } from 'node:crypto';
import type { LearnTools } from '../../../../core/intake/learning/learn.js';
import { neutralise } from '../../../../core/intake/learning/neutral-text.js';
import type {
  StoredModel,
  TrainingBook,
  TrainingExample,
} from '../../../../core/intake/learning/training-book.js';
import { redact } from '../../../../core/intake/redact.js';
import type { ReversalType } from '../../../../core/reversals/reversal.js';

type Texts = { corrections: readonly TrainingExample[]; agreements?: readonly TrainingExample[] };

export const clock = new Date('2026-03-01T12:00:00Z');

/** What a person said of a text; ids come from the text, so that runs agree on what is held out. */
export function example(
  text: string,
  right: ReversalType | null,
  cause: TrainingExample['cause'] = right === null ? 'not_a_reversal' : 'type',
): TrainingExample {
  return {
    id: createHash('sha256').update(text).digest('hex'),
    text: neutralise(redact(text).text, { customer: null, names: [] }),
    isReversal: right !== null,
    type: right,
    cause,
  };
}

/** The stored side of learning, in memory: no engine is needed to see what is learnt. */
export function memoryBook(byClient: Record<string, Texts>) {
  const models = new Map<string, StoredModel>();
  const book: TrainingBook = {
    corrections: async (client) => byClient[client]?.corrections ?? [],
    agreements: async (client) => byClient[client]?.agreements ?? [],
    clients: async () => Object.keys(byClient),
    model: async (client) => models.get(client) ?? null,
    modelVersion: async (client) => models.get(client)?.version ?? null,
    saveModel: async (client, onVersion, made, madeAt) => {
      const present = models.get(client);
      if ((present?.version ?? null) !== onVersion) return false;
      models.set(client, { ...made, version: (onVersion ?? 0) + 1, madeAt, attempt: null });
      return true;
    },
    noteAttempt: async (client, attempt) => {
      const none = { version: 1, base: null, weights: null, report: null, madeAt: clock };
      models.set(client, { ...(models.get(client) ?? none), attempt });
    },
  };
  return { book, models, tools: toolsOf(book) };
}

function toolsOf(book: TrainingBook): LearnTools {
  return {
    book,
    client: async (id) => {
      const rest = { currency: 'USD', timezone: 'UTC', policy: null, chatChannelId: null };
      return { id, name: id, ...rest };
    },
    thresholds: () => null,
    now: () => clock,
  };
}
