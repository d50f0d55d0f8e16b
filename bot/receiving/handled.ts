import { setImmediate } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { BotTelemetry } from '../bot-tools.js';

/** Which handler took a payload, and the work that goes on after its acknowledgement. */
export type Handled = ReturnType<typeof createHandled>;

const noted = 'handledBy';

export function createHandled(telemetry: BotTelemetry) {
  const running = new Set<Promise<void>>();
  return {
    by(context: Record<string, unknown>, name: string): void {
      context[noted] = name;
      telemetry.count('chat_handled', { handler: name });
    },
    /**
     * Work after the acknowledgement, which is on its way before the work's first query is even built;
     * `stop` waits for it. It must tell its own failures.
     */
    inBackground(work: () => Promise<void>): void {
      const promise = setImmediate()
        .then(work)
        .catch((error: unknown) => {
          telemetry.warn('chat_background_failed', {
            error: error instanceof Error ? error.name : 'unknown',
          });
        });
      running.add(promise);
      void promise.finally(() => running.delete(promise));
    },
    async drained(): Promise<void> {
      await Promise.allSettled([...running]);
    },
  };
}

/** Whatever no handler takes is acknowledged and counted, so that Slack shows no error. */
export function acknowledgeTheRest(app: App, telemetry: BotTelemetry): void {
  app.use(async (args) => {
    await args.next();
    if (args.context[noted] !== undefined) return;
    const { body } = args;
    const kind =
      'event' in body
        ? String((body.event as { type?: unknown }).type)
        : String(body.type ?? 'command');
    telemetry.count('chat_unhandled', { kind });
    if ('ack' in args && typeof args.ack === 'function') await (args.ack as () => Promise<void>)();
  });
}
