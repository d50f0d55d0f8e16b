import type { App } from '@slack/bolt';
import { localeOf } from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { logMessage } from '../log-reversal/log-message.js';
import { strangerWords } from '../who/who-speaks.js';
import { converse } from './conversation.js';
import type { Handled } from './handled.js';
import { messageShortcut, slashCommand } from './payloads.js';
import { createRepeatKeys, takeInTime } from './take-in-time.js';
import { quietly, tellAlone, wordsOf } from './tell.js';

/** `/reversal …` and the message shortcut: acknowledged at once, answered to the asker alone. */
export function receiveCommands(app: App, tools: BotTools, handled: Handled): void {
  const keys = createRepeatKeys(tools.now);

  app.command('/reversal', async ({ ack, body, respond, context }) => {
    handled.by(context, 'command');
    await ack();
    const command = slashCommand.parse(body);
    const key = keys.keyFor(command.user_id, command.text, `chat:command:${command.trigger_id}`);
    handled.inBackground(async () => {
      const how = await takeInTime(
        async () => {
          const asker = await askerOf(tools, command.user_id, command.channel_id, 'chat_command');
          if (!asker) return { text: strangerWords };
          const answer = await converse(tools, asker, {
            text: command.text,
            requestKey: key,
            triggerId: command.trigger_id,
            canShare: true,
          });
          return answer;
        },
        (answer) =>
          quietly(tools, 'command', async () => {
            await respond({ response_type: 'ephemeral', ...wordsOf(tools, answer) });
          }),
        tools.telemetry,
      );
      keys.ended(command.user_id, command.text, key, how);
    });
  });

  app.shortcut('log_message', async ({ ack, body, context }) => {
    handled.by(context, 'log_shortcut');
    await ack();
    const shortcut = messageShortcut.parse(body);
    const place = { channel: shortcut.channel.id, user: shortcut.user.id };
    handled.inBackground(async () => {
      let later: (() => Promise<void>) | null = null;
      await takeInTime(
        async () => {
          const own = { userId: context.botUserId, botId: context.botId };
          const step = await logMessage(tools, shortcut, own);
          if ('text' in step) return step;
          later = step.later;
          return null;
        },
        (answer) => tellAlone(tools, place, answer),
        tools.telemetry,
      );
      // Told in the window that is open: reading a long thread takes longer than a trigger lives.
      await (later as (() => Promise<void>) | null)?.();
    });
  });
}

/** Who asks and which client the place is limited to; null for a stranger. */
export async function askerOf(
  tools: BotTools,
  chatUserId: string,
  channelId: string | null,
  surface: Asker['surface'],
): Promise<Asker | null> {
  const person = await tools.who(chatUserId);
  if (!person) return null;
  const place = channelId ? await tools.channelClient(channelId) : null;
  return { person, chatUserId, channelId, place, surface, locale: localeOf(person, place) };
}
