import type { App } from '@slack/bolt';
import type { BotTools } from '../bot-tools.js';
import { clickOf } from '../receiving/clicks.js';
import { converse } from '../receiving/conversation.js';
import type { Handled } from '../receiving/handled.js';
import { blockActions } from '../receiving/payloads.js';
import { takeInTime } from '../receiving/take-in-time.js';
import { tellAlone } from '../receiving/tell.js';
import { strangerWords } from '../who/who-speaks.js';

/** *Log a reversal* of App Home: the same form as `/reversal log`. */
export function receiveHome(app: App, tools: BotTools, handled: Handled): void {
  app.action('home:log', async ({ ack, body, context }) => {
    handled.by(context, 'home_log_button');
    await ack();
    const payload = blockActions.parse(body);
    handled.inBackground(async () => {
      await takeInTime(
        async () => {
          const click = await clickOf(tools, payload);
          if (!click) return { text: strangerWords };
          const asked = { text: 'log', requestKey: click.requestKey, canShare: false };
          return converse(tools, click.asker, { ...asked, triggerId: payload.trigger_id });
        },
        (answer) => tellAlone(tools, { channel: '', user: payload.user.id }, answer),
        tools.telemetry,
      );
    });
  });
}
