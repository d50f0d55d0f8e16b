import type { App } from '@slack/bolt';
import { z } from 'zod';
import {
  type Action,
  type DecideRequest,
  isRefusal,
  localeOf,
  type Reversal,
} from '../../core/index.js';
import type { Answer, BotTools } from '../bot-tools.js';
import { unpackValue } from '../cards/button-value.js';
import { actionIds, isOpen } from '../cards/buttons.js';
import { note, section } from '../cards/folded-list.js';
import { oneLine } from '../cards/mrkdwn.js';
import { decideAndTell, requestOf } from '../decide-reversal/decide.js';
import { decideForm } from '../decide-reversal/decide-form.js';
import { editForm } from '../edit-reversal/edit-form.js';
import { findAnswer } from '../find-reversals/find-answer.js';
import { logFromText } from '../log-reversal/log-answer.js';
import { fieldsOfEntry } from '../log-reversal/log-fields.js';
import { logForm } from '../log-reversal/log-form.js';
import { clientOf } from '../show-reversal/find-entry.js';
import { modal } from '../show-reversal/modal.js';
import { moreView } from '../show-reversal/more-view.js';
import { entryAnswer, showAnswer } from '../show-reversal/show-answer.js';
import { refusalWords } from '../words/refusal-words.js';
import { type Click, gone, openWindow, readJson, shown } from './click.js';
import type { Handled } from './handled.js';
import { type PressWork, receivePress } from './receive-press.js';
import { say } from './tell.js';

const works: readonly (readonly [RegExp, string, PressWork])[] = [
  [/^decide:[a-z_]+$/, 'decide_button', decideClick],
  [/^ask:[a-z_]+$/, 'ask_button', askClick],
  [new RegExp(`^${actionIds.more}$`), 'more_button', moreClick],
  [new RegExp(`^${actionIds.openEntry}$`), 'open_button', openClick],
  [new RegExp(`^${actionIds.share}$`), 'share_button', shareClick],
  [new RegExp(`^${actionIds.showCustomer}$`), 'show_customer_button', customerClick],
  [new RegExp(`^${actionIds.refundInstead}$`), 'refund_instead_button', refundInsteadClick],
  [/^log_for:\d+$/, 'log_for_button', logForClick],
  [/^next_page$/, 'next_page_button', nextPageClick],
];

/** Buttons of cards, answers and lists. */
export function receiveClicks(app: App, tools: BotTools, handled: Handled): void {
  for (const [pattern, name, work] of works) {
    receivePress(app, tools, handled, { pattern, name, work });
  }
}

async function decideClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const value = unpackValue(click.value);
  if (!value) return gone;
  const action = click.actionId.slice('decide:'.length) as DecideRequest['action'];
  const request = requestOf(action, value, click.requestKey, tools);
  if (action === 'confirm') {
    const found = await shown(tools, click);
    if ('text' in found) return found;
    if (lacksAmount(found.reversal)) return openForm(tools, click, found.reversal, action, request);
  }
  const result = await decideAndTell(tools, click.asker, request);
  if (result.refusal?.refused !== 'reason_required') return result;
  const reversal = await tools.desk.show(click.asker.person, value.r);
  if (isRefusal(reversal)) return result;
  return openForm(tools, click, reversal, action, { ...request, needsReason: true });
}

async function askClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const found = await shown(tools, click);
  if ('text' in found) return found;
  const action = click.actionId.slice('ask:'.length) as Action;
  if (action === 'edit') {
    const { channelId, locale } = click.asker;
    const pressed = { channel: channelId ?? '', shownHash: found.value.h, locale };
    await openWindow(tools, click, editForm(found.reversal, pressed));
    return null;
  }
  return openForm(tools, click, found.reversal, action, { contentHash: found.value.h });
}

/** Only an open entry of a type that needs an amount can lack one. */
const lacksAmount = (reversal: Reversal) =>
  !reversal.amount && reversal.type !== 'system_error' && isOpen(reversal, 'confirm');

async function openForm(
  tools: BotTools,
  click: Click,
  reversal: Reversal,
  action: Action,
  pressed: Pick<DecideRequest, 'contentHash' | 'amount'> & { needsReason?: boolean },
): Promise<Answer | null> {
  const client = reversal.amount ? null : await clientOf(tools, click.asker, reversal);
  const form = decideForm(action, reversal, {
    channel: click.asker.channelId ?? '',
    locale: click.asker.locale,
    shownHash: pressed.contentHash ?? '',
    amount: pressed.amount,
    needsReason: pressed.needsReason,
    currency: client?.currency,
  });
  if (!form) return gone;
  await openWindow(tools, click, form);
  return null;
}

async function moreClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const found = await shown(tools, click);
  if ('text' in found) return found;
  await openWindow(tools, click, await moreView(tools, click.asker, found.reversal));
  return null;
}

/** On App Home there is no message to answer: the entry opens in a window. */
async function openClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const found = await shown(tools, click);
  return 'text' in found
    ? found
    : entryAnswer(tools, click.asker, found.reversal, click.asker.channelId !== null);
}

async function customerClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const found = await shown(tools, click);
  if ('text' in found) return found;
  const { reversal } = found;
  // Showing it is recorded first; unrecorded it is not shown (domain-rules.md, The card and the noise).
  const recorded = await tools.desk.decide(
    { person: click.asker.person, surface: click.asker.surface },
    {
      reference: reversal.reference,
      action: 'note',
      contentHash: null,
      reason: tools.reading.redact('The customer was shown in chat.').text,
      requestKey: click.requestKey,
    },
  );
  if (isRefusal(recorded)) return { text: refusalWords(recorded) };
  const customer = reversal.customer;
  const lines = [customer?.name, customer?.email, customer?.phone].filter(
    (one) => one !== undefined,
  );
  const text = `Customer of ${reversal.reference}: ${lines.map((one) => oneLine(one, 120)).join(' · ')}`;
  await openWindow(
    tools,
    click,
    modal({
      callbackId: 'customer',
      title: reversal.reference,
      metadata: {},
      blocks: [section(text), note('Seen by you alone; that you looked is recorded.')],
    }),
  );
  return null;
}

const shared = z.union([
  z.object({ show: z.string() }),
  z.object({
    find: z.string(),
    cursor: z.string().optional(),
    shownBefore: z.int().nonnegative().optional(),
  }),
]);

async function shareClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const what = readJson(click.value, shared);
  const channel = click.body.channel?.id;
  if (!what || !channel) return gone;
  // Everybody there reads it: amounts are written as the client's channel has them.
  const asker = { ...click.asker, locale: localeOf(click.asker.place) };
  const answer =
    'show' in what
      ? await showAnswer(tools, asker, what.show, false)
      : await findAnswer(tools, asker, what.find, {
          cursor: what.cursor ?? null,
          shownBefore: what.shownBefore,
          canShare: false,
          isShared: true,
        });
  await say(tools, channel, click.body.container?.thread_ts, answer);
  return { text: 'Shared here.' };
}

async function nextPageClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const what = readJson(click.value, shared);
  if (!what || !('find' in what)) return gone;
  const { cursor = null, shownBefore } = what;
  return findAnswer(tools, click.asker, what.find, { cursor, shownBefore, canShare: true });
}

const waiting = z.object({
  client: z.string(),
  text: z.string(),
  k: z
    .string()
    .max(200)
    .regex(/^chat:/),
});

async function logForClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const what = readJson(click.value, waiting);
  if (!what) return gone;
  const clients = await tools.desk.clients(click.asker.person);
  const client = clients.find((one) => one.id === what.client);
  if (!client) return { text: refusalWords({ refused: 'not_your_client', facts: {} }) };
  // The same waiting text is logged once, however often its buttons are pressed.
  const asker = { ...click.asker, place: client, locale: localeOf(click.asker.person, client) };
  const requestKey = `${what.k}:for:${click.body.user.id}`;
  return logFromText(tools, asker, what.text, { requestKey, canShare: true });
}

async function refundInsteadClick(tools: BotTools, click: Click): Promise<Answer | null> {
  const reversal = await tools.desk.show(click.asker.person, click.value ?? '');
  if (isRefusal(reversal)) return { text: refusalWords(reversal) };
  if (click.asker.place && reversal.clientId !== click.asker.place.id) {
    return { text: refusalWords({ refused: 'not_found', facts: {} }) };
  }
  const client = (await tools.desk.clients(click.asker.person)).find(
    (one) => one.id === reversal.clientId,
  );
  if (!client) return { text: refusalWords({ refused: 'not_found', facts: {} }) };
  await openWindow(
    tools,
    click,
    logForm(
      [client],
      fieldsOfEntry(reversal, click.asker.locale),
      {
        channel: click.asker.channelId ?? '',
        refundOf: reversal.reference,
        seen: reversal.reference,
      },
      reversal,
    ),
  );
  return null;
}
