import type { App } from '@slack/bolt';
import { isRefusal } from '../../core/index.js';
import { codeOf } from '../announce/slack-trouble.js';
import type { Answer, BotTools } from '../bot-tools.js';
import { actionIds } from '../cards/buttons.js';
import { homeView } from '../home/home.js';
import { type Click, openWindow } from '../receiving/click.js';
import { askerOf } from '../receiving/commands.js';
import type { Handled } from '../receiving/handled.js';
import {
  type BlockActions,
  blockActions,
  metadataOf,
  standingIn,
  viewClosed,
} from '../receiving/payloads.js';
import { type PressWork, receivePress } from '../receiving/receive-press.js';
import { tellAlone } from '../receiving/tell.js';
import { draftIdOf, keepClosedForm } from './log-draft.js';
import type { LogFields } from './log-fields.js';
import { contextOf, fieldOfBlock, logForm, logFormId } from './log-form.js';
import { addToEntry, clientsHere, discardDraft, formOfDraft, logDraft } from './log-waiting.js';

const works: readonly (readonly [RegExp, string, PressWork])[] = [
  [
    new RegExp(`^${actionIds.logDraft}$`),
    'log_draft_button',
    (tools, click) => logDraft(tools, click.asker, click.value ?? ''),
  ],
  [new RegExp(`^${actionIds.openDraft}$`), 'open_draft_button', openDraft],
  [new RegExp(`^${actionIds.discardDraft}$`), 'discard_draft_button', discard],
  [/^same_as:\d$/, 'same_as_button', (tools, click) => addToEntry(tools, click.asker, click.value)],
];

/** What waits to be logged: its buttons, the form that changes while it is filled in, and its closing. */
export function receiveLog(app: App, tools: BotTools, handled: Handled): void {
  for (const [pattern, name, work] of works) {
    receivePress(app, tools, handled, { pattern, name, work });
  }

  for (const field of ['type', 'client']) {
    app.action({ block_id: field, action_id: 'value' }, async ({ ack, body, context }) => {
      handled.by(context, 'log_form_change');
      await ack();
      const payload = blockActions.parse(body);
      handled.inBackground(() => drawAnew(tools, payload, field));
    });
  }

  app.view({ callback_id: logFormId, type: 'view_closed' }, async ({ ack, body, context }) => {
    handled.by(context, 'log_form_closed');
    const closed = viewClosed.parse(body);
    const { context: from, carried } = contextOf(metadataOf(closed.view.private_metadata));
    const place = { channel: from.channel, user: closed.user.id };
    // Slack does not send it again: what was filled in is kept before it is acknowledged.
    const asker = await askerOf(tools, closed.user.id, from.channel || null, 'chat_command');
    const answer = asker
      ? await keepClosedForm(tools, asker, {
          id: draftIdOf(asker, `chat:view:${closed.view.id}`),
          fields: { ...carried, ...fieldsOf(standingIn(closed)) },
          context: from,
        })
      : null;
    await ack();
    if (answer) handled.inBackground(() => tellAlone(tools, place, answer));
  });
}

async function discard(tools: BotTools, click: Click): Promise<Answer | null> {
  const answer = await discardDraft(tools, click.asker, click.value ?? '');
  const isHome = click.body.view?.callback_id === '';
  if (!isHome) return answer;
  const view = await homeView(tools, click.asker.person);
  await tools.web.views.publish({ user_id: click.asker.chatUserId, view });
  return null;
}

async function openDraft(tools: BotTools, click: Click): Promise<Answer | null> {
  const form = await formOfDraft(tools, click.asker, click.value ?? '');
  if ('text' in form) return form;
  await openWindow(tools, click, form);
  return null;
}

/** Another type asks other things, another client counts in another currency; what was typed stays. */
async function drawAnew(tools: BotTools, payload: BlockActions, changed: string): Promise<void> {
  const { view } = payload;
  if (view?.callback_id !== logFormId) return;
  const { context, carried } = contextOf(metadataOf(view.private_metadata));
  const asker = await askerOf(tools, payload.user.id, context.channel || null, 'chat_command');
  if (!asker) return;
  const here = await clientsHere(tools, asker);
  const clients = carried.client ? here.filter((one) => one.id === carried.client) : here;
  const standing = { ...carried, ...fieldsOf(standingIn({ view })) };
  const refundOf = context.refundOf ? await tools.desk.show(asker.person, context.refundOf) : null;
  const fields = changed === 'client' ? withCurrencyOf(clients, view, standing) : standing;
  try {
    await tools.web.views.update({
      view_id: view.id,
      ...(view.hash ? { hash: view.hash } : {}),
      view: logForm(clients, fields, context, isRefusal(refundOf) ? null : refundOf),
    });
  } catch (error) {
    // `hash_conflict`: it changed again meanwhile, and that change draws it; `not_found`: it is closed.
    tools.telemetry.count('chat_form_not_redrawn', { code: codeOf(error) });
  }
}

/** The default of the client chosen before gives way to that of the one chosen now. */
function withCurrencyOf(
  clients: Awaited<ReturnType<typeof clientsHere>>,
  view: NonNullable<BlockActions['view']>,
  fields: LogFields,
): LogFields {
  const chosen = clients.find((one) => one.id === fields.client);
  const block = view.blocks.find((one) => fieldOfBlock(one.block_id ?? '') === 'currency');
  const before = clients.find((one) => block?.block_id === `currency@${one.id}`);
  const written = fields.currency ?? '';
  const isDefault = written === '' || written.toUpperCase() === before?.currency;
  return chosen && isDefault ? { ...fields, currency: chosen.currency } : fields;
}

const fieldsOf = (standing: Readonly<Record<string, string>>): LogFields =>
  Object.fromEntries(
    Object.entries(standing).map(([block, value]) => [fieldOfBlock(block), value]),
  );
