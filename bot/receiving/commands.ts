import type { App } from '@slack/bolt';
import type { Asker, BotTools } from '../bot-tools.js';
import { logForm } from '../log-reversal/log-form.js';
import { hasCardData } from '../reading-port.js';
import { strangerWords } from '../who/who-speaks.js';
import { refusalWords } from '../words/refusal-words.js';
import { converse } from './conversation.js';
import type { Handled } from './handled.js';
import { messageShortcut, slashCommand } from './payloads.js';
import { createRepeatKeys, takeInTime } from './take-in-time.js';
import { quietly, tellAlone, wordsOf } from './tell.js';
import { asWritten } from './written.js';

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
      await takeInTime(
        () => openPrefilled(tools, shortcut),
        (answer) => tellAlone(tools, place, answer),
        tools.telemetry,
      );
    });
  });
}

async function openPrefilled(tools: BotTools, shortcut: ReturnType<typeof messageShortcut.parse>) {
  const asker = await askerOf(tools, shortcut.user.id, shortcut.channel.id, 'chat_command');
  if (!asker) return { text: strangerWords };
  const text = asWritten(shortcut.message.text);
  if (hasCardData(tools.reading.redact(text).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const all = await tools.desk.clients(asker.person);
  const placeId = asker.place?.id;
  const clients = placeId ? all.filter((client) => client.id === placeId) : all;
  if (clients.length === 0) return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  await tools.web.views.open({
    trigger_id: shortcut.trigger_id,
    view: logForm(tools, clients, { channel: shortcut.channel.id, text }),
  });
  return null;
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
  return { person, chatUserId, channelId, place, surface };
}
