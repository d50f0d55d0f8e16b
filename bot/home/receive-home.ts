import type { App } from '@slack/bolt';
import type { BotTools } from '../bot-tools.js';
import { converse } from '../receiving/conversation.js';
import type { Handled } from '../receiving/handled.js';
import { receivePress } from '../receiving/receive-press.js';
import { tellAlone } from '../receiving/tell.js';

/** *Log a reversal* of App Home: the same form as `/reversal log`. */
export function receiveHome(app: App, tools: BotTools, handled: Handled): void {
  receivePress(app, tools, handled, {
    pattern: /^home:log$/,
    name: 'home_log_button',
    work: (_tools, { asker, requestKey, body }) =>
      converse(tools, asker, {
        text: 'log',
        requestKey,
        canShare: false,
        triggerId: body.trigger_id,
      }),
    tell: (_tools, body, _respond, answer) =>
      tellAlone(tools, { channel: '', user: body.user.id }, answer),
  });
}
