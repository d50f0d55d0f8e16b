import type { Jobs } from '../../jobs/queue.js';
import { baseModelName } from '../model/model-file.js';
import { correctionsMin, type LearnTools, trainClient } from './learn.js';

const queue = 'train_models';
const dayMs = 24 * 3_600_000;

type Counted = { count: (name: string, labels: Record<string, string>) => void };

/**
 * Trains once a day what has something new to learn from. A worse model is refused as by hand; the
 * outcome stands in `hub doctor` and in the metrics.
 */
export async function startNightlyTraining(
  jobs: Jobs,
  tools: LearnTools,
  { count }: Counted,
): Promise<void> {
  jobs.process(queue, async () => {
    for (const client of await clientsWithNews(tools)) {
      const { result } = await trainClient(tools, client);
      count('model_training', { client, result });
    }
  });
  await jobs.every(queue, 'all', dayMs);
}

/** Enough corrections, and more or fewer than at the last attempt, or a new common reading. */
export async function clientsWithNews({ book }: LearnTools): Promise<string[]> {
  const withNews: string[] = [];
  for (const client of await book.clients()) {
    const corrections = (await book.corrections(client)).length;
    const stored = await book.model(client);
    const isOutdated = stored?.weights != null && stored.base !== baseModelName();
    const isNew = stored?.attempt?.corrections !== corrections;
    if (corrections >= correctionsMin && (isNew || isOutdated)) withNews.push(client);
  }
  return withNews;
}
