import type { App, RespondFn } from '@slack/bolt';
import { type DecideRequest, isRefusal, type Reversal, referenceOf } from '../../core/index.js';
import type { Answer, BotTools } from '../bot-tools.js';
import { unpackValue } from '../cards/button-value.js';
import { section } from '../cards/folded-list.js';
import { requestOf } from '../decide-reversal/decide.js';
import { decideForm } from '../decide-reversal/decide-form.js';
import { type Click, gone } from '../receiving/click.js';
import type { Handled } from '../receiving/handled.js';
import type { BlockActions } from '../receiving/payloads.js';
import { receivePress } from '../receiving/receive-press.js';
import { quietly, wordsOf } from '../receiving/tell.js';
import { type ModalView, modal } from '../show-reversal/modal.js';
import { listView, undoTogether } from './bulk.js';
import { presetsFor } from './preset-reasons.js';
import { type QueueState, readState, writeState } from './queue-state.js';
import { ownWordsCode, queueEndView, unpackChoice } from './queue-view.js';
import { type Decided, decideInQueue, nextView, openQueue, undoInQueue } from './work-queue.js';

/** The window to show now; null where another one was opened above it. */
type QueueWork = (tools: BotTools, click: Click, state: QueueState) => Promise<ModalView | null>;

const works: Readonly<Record<string, QueueWork>> = {
  approve: buttonDecision('approve'),
  contest: buttonDecision('contest'),
  accept: buttonDecision('accept'),
  reject: menuDecision('reject'),
  request_changes: menuDecision('request_changes'),
  next_step: menuDecision('next_step'),
  answer: menuDecision('answer'),
  skip,
  undo,
  again: (tools, { asker }, state) =>
    nextView(tools, asker, { ...state, skipped: [] }, { done: null }),
  go_on: (tools, { asker }, state) => nextView(tools, asker, state, { done: null }),
  bulk: (tools, { asker }, state) => listView(tools, asker, state, false),
  tick_all: (tools, { asker }, state) => listView(tools, asker, state, true),
  undo_bulk: undoBulk,
};

/** Every press within the queue's window, and the buttons that open it. */
export function receiveQueue(app: App, tools: BotTools, handled: Handled): void {
  receivePress(app, tools, handled, {
    pattern: /^queue:[a-z_]+$/,
    name: 'queue_button',
    work: press,
    tell: tellPresser,
  });
}

/** Above the window; beside a message, to the presser alone. */
async function tellPresser(
  tools: BotTools,
  body: BlockActions,
  respond: RespondFn | undefined,
  answer: Answer,
): Promise<void> {
  if (body.view || !respond) return tellAbove(tools, body, answer);
  await quietly(tools, 'queue', async () => {
    const words = wordsOf(tools, answer);
    await respond({ response_type: 'ephemeral', replace_original: false, ...words });
  });
}

async function press(tools: BotTools, click: Click): Promise<Answer | null> {
  const name = click.actionId.slice('queue:'.length);
  if (name === 'open') {
    const isOpen = await openQueue(tools, click.asker, click.body.trigger_id);
    return isOpen ? null : { text: 'Nothing waits for you now.' };
  }
  const work = Object.hasOwn(works, name) ? works[name] : undefined;
  const { view } = click.body;
  if (!work || !view) return gone;
  const next = await work(tools, click, readState(view.private_metadata));
  if (next) await tools.web.views.update({ view_id: view.id, view: next });
  return null;
}

/** What went wrong stands in a window above the queue, which stays as it is. */
async function tellAbove(tools: BotTools, body: BlockActions, answer: Answer): Promise<void> {
  await quietly(tools, 'queue', async () => {
    const view = modal({
      callbackId: 'told',
      title: 'Reversal Hub',
      blocks: answer.blocks ?? [section(answer.text)],
      metadata: {},
    });
    const options = { trigger_id: body.trigger_id, view };
    await (body.view?.callback_id ? tools.web.views.push(options) : tools.web.views.open(options));
  });
}

function buttonDecision(action: DecideRequest['action']): QueueWork {
  return async (tools, click, state) => {
    const value = unpackValue(click.value);
    if (!value) return queueEndView(state, { text: gone.text, undo: null });
    const request = requestOf(action, value, click.requestKey, tools);
    return shownAfter(tools, click, state, await decideInQueue(tools, click.asker, state, request));
  };
}

/** A line of a menu: a preset reason, a next step or an answer; or the form to type a reason in. */
function menuDecision(action: 'reject' | 'request_changes' | 'next_step' | 'answer'): QueueWork {
  return async (tools, click, state) => {
    const choice = unpackChoice(click.body.actions[0]?.selected_option?.value ?? '');
    if (!choice) return queueEndView(state, { text: gone.text, undo: null });
    const { r: reference, h: contentHash, code } = choice;
    const request = { reference, action, contentHash, requestKey: click.requestKey };
    if (action === 'next_step' || action === 'answer') {
      const decided = { ...request, detail: code };
      return shownAfter(
        tools,
        click,
        state,
        await decideInQueue(tools, click.asker, state, decided),
        code,
      );
    }
    const reversal = await tools.desk.show(click.asker.person, reference);
    if (isRefusal(reversal)) return nextView(tools, click.asker, state, { done: null });
    if (code === ownWordsCode)
      return askInForm(tools, click, state, { reversal, action, contentHash });
    const words = presetsFor(action, reversal.type).find(([known]) => known === code)?.[1];
    if (!words) return nextView(tools, click.asker, state, { done: null, reference });
    const reason = tools.reading.redact(words).text;
    return shownAfter(
      tools,
      click,
      state,
      await decideInQueue(tools, click.asker, state, { ...request, reason }),
    );
  };
}

async function shownAfter(
  tools: BotTools,
  click: Click,
  state: QueueState,
  decided: Decided,
  detail?: string,
): Promise<ModalView | null> {
  if (decided.kind === 'next') return nextView(tools, click.asker, decided.state, decided);
  const action = click.actionId.slice('queue:'.length) as DecideRequest['action'];
  const contentHash = unpackValue(click.value)?.h ?? decided.reversal.contentHash;
  const asked = { reversal: decided.reversal, action, contentHash, needsReason: true, detail };
  return askInForm(tools, click, state, asked);
}

/** The form stands above the queue, which goes on when it is sent. */
async function askInForm(
  tools: BotTools,
  click: Click,
  state: QueueState,
  asked: {
    reversal: Reversal;
    action: DecideRequest['action'];
    contentHash: string;
    needsReason?: boolean;
    detail?: string | undefined;
  },
): Promise<null> {
  const form = decideForm(asked.action, asked.reversal, {
    channel: state.channel,
    locale: click.asker.locale,
    shownHash: asked.contentHash,
    needsReason: asked.needsReason ?? true,
  });
  const { view } = click.body;
  if (!form || !view) return null;
  const metadata = { ...JSON.parse(form.private_metadata ?? '{}'), ...writeState(state) };
  await tools.web.views.push({
    trigger_id: click.body.trigger_id,
    view: {
      ...form,
      callback_id: 'queue_form',
      private_metadata: JSON.stringify({ ...metadata, queue: view.id }),
    },
  });
  return null;
}

async function skip(tools: BotTools, click: Click, state: QueueState): Promise<ModalView> {
  const value = unpackValue(click.value);
  const skipped = value
    ? [...state.skipped.filter((one) => one !== value.r), value.r]
    : state.skipped;
  return nextView(tools, click.asker, { ...state, skipped }, { done: null });
}

async function undo(tools: BotTools, click: Click, state: QueueState): Promise<ModalView> {
  const value = unpackValue(click.value);
  if (!value) return nextView(tools, click.asker, state, { done: null });
  const { d: decided, ...entry } = value;
  const request = requestOf('withdraw', entry, click.requestKey, tools);
  const taken = await undoInQueue(tools, click.asker, state, request, decided);
  return nextView(tools, click.asker, taken.state, taken);
}

async function undoBulk(tools: BotTools, click: Click, state: QueueState): Promise<ModalView> {
  const references = (click.value ?? '')
    .split('.')
    .filter((part) => /^\d{1,9}$/.test(part))
    .map((part) => referenceOf(Number(part)));
  return undoTogether(tools, click.asker, state, references, click.requestKey);
}
