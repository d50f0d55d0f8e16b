import type { Jobs } from '../jobs/queue.js';
import { effectKinds } from '../reversals/effect-request.js';
import { type DeliveryTools, deliverEffect } from './deliver-effect.js';

/** How often the outbox is looked through for what became due or was left by a dead process. */
const tickMs = 1_000;
const batchMax = 200;

export type Relay = { kick(): void; stop(): Promise<void> };

/**
 * Moves committed effects to the queue, each kind on its own, so that a chat outage does not stop
 * a helpdesk note. The outbox is the truth: whatever the queue loses, the next tick brings again.
 */
export function startRelay(
  jobs: Jobs,
  tools: DeliveryTools,
  onFault: (event: string, error: unknown) => void,
): Relay {
  for (const kind of effectKinds) {
    jobs.process(queueOf(kind), (id) => deliverEffect(tools, id), { concurrency: 4 });
  }
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const run = async () => {
    do {
      again = false;
      const due = await tools.book.due(tools.now(), batchMax);
      for (const effect of due) await jobs.add(queueOf(effect.kind), effect.id);
    } while (again && !stopped);
  };
  const kick = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = run()
      .catch((error: unknown) => onFault('relay_failed', error))
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(kick, tickMs);
  kick();
  return {
    kick,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

function queueOf(kind: string): string {
  return `effect_${kind}`;
}
