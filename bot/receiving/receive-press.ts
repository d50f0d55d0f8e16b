import type { App, RespondFn } from '@slack/bolt';
import type { Answer, BotTools } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';
import { type ModalView, modal } from '../show-reversal/modal.js';
import { strangerWords } from '../who/who-speaks.js';
import type { Click } from './click.js';
import { askerOf } from './commands.js';
import type { Handled } from './handled.js';
import { type BlockActions, blockActions, metadataOf } from './payloads.js';
import { takeInTime } from './take-in-time.js';
import { quietly, wordsOf } from './tell.js';

/** Null: nothing to tell, a form or another message says it. */
export type PressWork = (tools: BotTools, click: Click) => Promise<Answer | null>;

type Tell = (
  tools: BotTools,
  body: BlockActions,
  respond: RespondFn | undefined,
  answer: Answer,
) => Promise<void>;

type Press = { pattern: RegExp; name: string; work: PressWork; tell?: Tell };

/** A press: acknowledged at once; what it did is told to the one who pressed. `name` is counted. */
export function receivePress(
  app: App,
  tools: BotTools,
  handled: Handled,
  { pattern, name, work, tell = tellClicker }: Press,
): void {
  app.action(pattern, async ({ ack, body, respond, context }) => {
    handled.by(context, name);
    await ack();
    const payload = blockActions.parse(body);
    handled.inBackground(async () => {
      await takeInTime(
        async () => {
          const click = await clickOf(tools, payload);
          return click ? work(tools, click) : { text: strangerWords };
        },
        (answer) => tell(tools, payload, respond, answer),
        tools.telemetry,
      );
    });
  });
}

async function clickOf(tools: BotTools, body: BlockActions): Promise<Click | null> {
  const [action] = body.actions;
  if (!action) return null;
  const channel = body.channel?.id ?? metadataOf(body.view?.private_metadata ?? '').channel;
  const asker = await askerOf(tools, body.user.id, channel || null, 'chat_button');
  const at = action.action_ts ?? body.trigger_id;
  return asker
    ? {
        actionId: action.action_id,
        value: action.value,
        requestKey: `chat:action:${body.user.id}:${at}`,
        asker,
        body,
      }
    : null;
}

/** Beside a card alone; instead of a private message; in a window, the window. */
async function tellClicker(
  tools: BotTools,
  body: BlockActions,
  respond: RespondFn | undefined,
  answer: Answer,
): Promise<void> {
  await quietly(tools, 'click', async () => {
    const view = body.view;
    if (view && view.callback_id !== '') {
      await tools.web.views.update({ view_id: view.id, view: told(answer, view.private_metadata) });
    } else if (respond && !view) {
      const replaces = body.container?.is_ephemeral === true;
      await respond({
        response_type: 'ephemeral',
        replace_original: replaces,
        ...wordsOf(tools, answer),
      });
    } else {
      await tools.web.views.open({ trigger_id: body.trigger_id, view: told(answer, '') });
    }
  });
}

function told(answer: Answer, metadata: string): ModalView {
  return modal({
    callbackId: 'told',
    title: 'Reversal Hub',
    blocks: answer.blocks ?? [section(answer.text)],
    metadata: metadataOf(metadata),
  });
}
