import type { Jobs } from '../jobs/queue.js';
import type { DeskTools } from '../reversals/desk-tools.js';
import { keepAllTurns, passDueSteps } from '../reversals/step-clock.js';

const queue = 'policy_time';
const startQueue = 'policy_time_start';
/** A limit is minutes at least: it is passed within this long of its end. */
const everyMs = 10_000;
const allEveryMs = 3_600_000;

type Telemetry = {
  count: (name: string, labels?: Record<string, string>) => void;
  fault: (event: string, error: unknown) => void;
};

/**
 * The clock of the policies' steps. Deadlines stand in the database and are looked for there: whatever
 * the queue loses the next look finds, and what fell due while nothing ran happens once now.
 */
export async function startPolicyClock(
  jobs: Jobs,
  tools: DeskTools,
  { count, fault }: Telemetry,
): Promise<void> {
  jobs.process(queue, async () => {
    const passed = await passDueSteps(tools, (error) => fault('step_not_passed', error));
    if (passed > 0) count('steps_passed');
  });
  jobs.process(startQueue, () => keepAllTurns(tools));
  // The configuration may have changed while nothing ran: other limits, other people. Whoever left
  // meanwhile is noticed by the hour, should the event's own look have been cut short.
  await jobs.add(startQueue, 'all');
  await jobs.every(startQueue, 'all', allEveryMs);
  await jobs.every(queue, 'all', everyMs);
}
