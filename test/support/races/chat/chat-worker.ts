import { setTimeout as sleep } from 'node:timers/promises';
import { type DeliveryTools, deliverEffect } from '../../../../core/effects/deliver-effect.js';

/** As many at once as the relay's queues work on, all kinds together. */
const atOnce = 4;
/** What falls due by itself is looked for this often; a commit is looked at in the same moment. */
const tickMs = 400;
/** What is committed at once is looked for once. */
const gatherMs = 10;

/** Delivers effects as they fall due, until it is stopped or abandoned. A fault is thrown by `stop`. */
export function startDelivering(tools: DeliveryTools, due: () => Promise<readonly string[]>) {
  let isOver = false;
  let isAsked = false;
  let running: Promise<void> | null = null;
  const faults: unknown[] = [];

  async function run() {
    do {
      await sleep(gatherMs);
      isAsked = false;
      const left = [...(await due())];
      const lane = async () => {
        for (let id = left.shift(); id && !isOver; id = left.shift()) {
          await deliverEffect(tools, id);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    } while (isAsked && !isOver);
  }
  const kick = () => {
    isAsked = true;
    if (isOver || running) return;
    running = run()
      .catch((error: unknown) => {
        // Its database is gone: a dead process tells nobody.
        if (!isOver) faults.push(error);
      })
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(kick, tickMs);
  kick();
  const end = () => {
    isOver = true;
    clearInterval(timer);
  };
  return {
    kick,
    abandon: end,
    async stop() {
      end();
      await running;
      if (faults.length > 0) throw new AggregateError(faults, 'effects could not be delivered');
    },
  };
}
