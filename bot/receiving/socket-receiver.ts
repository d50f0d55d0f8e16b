import { type App, type Logger, SocketModeReceiver } from '@slack/bolt';

/**
 * Socket Mode with the same promise as HTTP: the envelope is acknowledged when the work behind it
 * is done, and not at all when it failed, so that Slack delivers it again. Bolt's own receiver
 * acknowledges events first (npm @slack/bolt 5.1.0, dist/App.js, processEvent).
 */
export class CommitFirstSocketReceiver extends SocketModeReceiver {
  override init(app: App): void {
    const commitFirst: App = Object.create(app);
    commitFirst.processEvent = async (event) => {
      let isAcked = false;
      let answer: unknown;
      await app.processEvent({
        ...event,
        ack: async (response?: unknown) => {
          isAcked = true;
          answer = response;
        },
      });
      if (isAcked) await event.ack(answer);
    };
    super.init(commitFirst);
  }
}

export function createSocketReceiver(appToken: string, apiUrl: string | undefined, logger: Logger) {
  return new CommitFirstSocketReceiver({
    appToken,
    logger,
    installerOptions: apiUrl ? { clientOptions: { slackApiUrl: apiUrl } } : {},
  });
}
