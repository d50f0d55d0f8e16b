/** What a person presses, chooses and submits. Each act resolves when the hub has answered. */
import { elementsOf, isRecord } from './block-limits.js';
import type { Delivery, DeliveryKind } from './delivery.js';
import {
  type FormValues,
  missingAnswers,
  optionsOf,
  stateOfBlocks,
  stateOfElement,
} from './forms.js';
import { channelFor, jsonOf, type Outcome, outcomeOf } from './outcome.js';
import {
  channelReference,
  interactionHead,
  messageJson,
  viewJson,
  withoutAbsent,
} from './payloads.js';
import type { Platform } from './platform.js';
import type { Tickets } from './tickets.js';
import { changeView, closeView, faultOfView, findView, openViews, pushView } from './views.js';
import type { Block, Ephemeral, Json, Message, View } from './workspace.js';
import { findMessage } from './workspace.js';

export type SubmitOutcome = Outcome & { errors?: Record<string, string>; isClosed: boolean };
export type Choice = {
  value?: string;
  /** The option's value, the date, the person's id; a list where several may be chosen. */
  selected?: string | string[];
  /** Where several blocks use the same action id. */
  blockId?: string;
  /** What else stands in the form at that moment. */
  values?: FormValues;
  /** What the person's screen still shows of a message that was changed meanwhile. */
  seen?: Block[];
};

export function createInteractions(platform: Platform, tickets: Tickets) {
  const { workspace } = platform;

  function sendInteraction(kind: DeliveryKind, payload: Json): Promise<Delivery> {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const contentType = 'application/x-www-form-urlencoded';
    return platform.deliveries.send({ kind, contentType, body, isRetried: false });
  }

  return {
    /** Presses or chooses in a message, an ephemeral message or a view; `where` is its ts or id. */
    async click(
      userId: string,
      channelId: string | null,
      where: string,
      actionId: string,
      choice: Choice = {},
    ): Promise<Outcome> {
      const place = placeOf(userId, channelId, where);
      const found = findElement(choice.seen ?? place.blocks, actionId, choice.blockId);
      if (!found) throw new Error(`no such action: ${actionId} in ${where}`);
      if (place.view && choice.values) {
        place.view.state = stateOfBlocks(place.view.blocks, choice.values);
      }
      const action = withoutAbsent({
        ...actionWords(found.element, choice),
        action_id: actionId,
        block_id: found.block.block_id,
        action_ts: platform.nextTs(),
      });
      keepChoice(place.view, found, choice);
      const head = interactionHead(platform, 'block_actions', userId);
      const trigger_id = tickets.newTrigger(userId);
      const payload = { ...head, trigger_id, ...place.words(), actions: [action] };
      return outcomeOf(await sendInteraction('block_actions', payload));
    },

    /** "More actions" on a message. */
    async runMessageShortcut(
      userId: string,
      channelId: string,
      ts: string,
      callbackId: string,
    ): Promise<Outcome> {
      channelFor(platform, userId, channelId);
      const message = findMessage(workspace, channelId, ts);
      if (!message) throw new Error(`no such message: ${channelId} ${ts}`);
      const payload = {
        ...interactionHead(platform, 'message_action', userId),
        callback_id: callbackId,
        trigger_id: tickets.newTrigger(userId),
        response_url: tickets.newResponseUrl({ channel: channelId, userId }),
        message_ts: ts,
        action_ts: platform.nextTs(),
        channel: channelReference(platform, channelId),
        message: messageJson(platform, message, true),
      };
      return outcomeOf(await sendInteraction('message_action', payload));
    },

    /** Values not given stay as the form shows them. Slack checks required answers itself. */
    async submitView(
      userId: string,
      viewId: string,
      values: FormValues = {},
    ): Promise<SubmitOutcome> {
      const view = openViews(platform, userId).find((open) => open.id === viewId);
      if (!view) throw new Error(`no such open view: ${viewId}`);
      const typed = stateOfBlocks(view.blocks, values);
      for (const [blockId, actions] of Object.entries(view.state.values)) {
        for (const [actionId, kept] of Object.entries(actions)) {
          const isGiven = values[blockId]?.[actionId] !== undefined;
          if (!isGiven) typed.values[blockId] = { ...typed.values[blockId], [actionId]: kept };
        }
      }
      view.state = typed;
      view.errors = missingAnswers(view.blocks, view.state);
      platform.changed();
      if (Object.keys(view.errors).length > 0) {
        return { status: null, failure: null, errors: view.errors, isClosed: false };
      }
      const delivery = await sendInteraction('view_submission', {
        ...interactionHead(platform, 'view_submission', userId),
        trigger_id: tickets.newTrigger(userId),
        view: viewJson(platform, view),
        response_urls: [],
      });
      if (delivery.failure !== null) return { ...outcomeOf(delivery), isClosed: false };
      return { ...outcomeOf(delivery), ...obeyAnswer(view, jsonOf(delivery.answer)) };
    },

    /** The app hears of it only if it asked to (notify_on_close). */
    async closeView(userId: string, viewId: string): Promise<Outcome> {
      const view = openViews(platform, userId).find((open) => open.id === viewId);
      if (!view) throw new Error(`no such open view: ${viewId}`);
      closeView(platform, view, view.clearOnClose);
      if (!view.notifyOnClose) return { status: null, failure: null };
      const payload = {
        ...interactionHead(platform, 'view_closed', userId),
        view: viewJson(platform, view),
        is_cleared: view.clearOnClose,
      };
      return outcomeOf(await sendInteraction('view_closed', payload));
    },
  };

  function placeOf(userId: string, channelId: string | null, where: string) {
    const message = channelId === null ? undefined : findMessage(workspace, channelId, where);
    const ephemeral = workspace.ephemerals.find((kept) => kept.ts === where && kept.to === userId);
    if (channelId !== null && (message ?? ephemeral)) {
      channelFor(platform, userId, channelId);
      return placeInChannel(userId, channelId, message ?? null, ephemeral ?? null);
    }
    const view = findView(platform, { id: where });
    if (!view || view.ownerId !== userId) throw new Error(`nothing to press at ${where}`);
    const words = (): Json => ({
      container: { type: 'view', view_id: view.id },
      view: viewJson(platform, view),
    });
    return { blocks: view.blocks, view, words };
  }

  function placeInChannel(
    userId: string,
    channelId: string,
    message: Message | null,
    ephemeral: Ephemeral | null,
  ) {
    const shown = message ?? ephemeral;
    const ts = shown?.ts ?? '';
    const threadTs = shown?.threadTs;
    const blocks = shown?.blocks ?? [];
    const words = (): Json => ({
      container: withoutAbsent({
        type: 'message',
        message_ts: ts,
        channel_id: channelId,
        is_ephemeral: ephemeral !== null,
        thread_ts: threadTs,
      }),
      channel: channelReference(platform, channelId),
      // An ephemeral message is not sent along: Slack keeps none.
      ...(message ? { message: messageJson(platform, message, true) } : {}),
      state: stateOfBlocks(blocks, {}),
      response_url: tickets.newResponseUrl({
        channel: channelId,
        userId,
        originalTs: ts,
        ...(threadTs ? { threadTs } : {}),
      }),
    });
    return { blocks, view: null, words };
  }

  /** https://docs.slack.dev/surfaces/modals (response actions). */
  function obeyAnswer(
    view: View,
    answer: Json | null,
  ): { isClosed: boolean; errors?: Record<string, string>; refused?: string } {
    const action = answer?.response_action;
    if (action === 'errors' && isRecord(answer?.errors)) {
      view.errors = Object.fromEntries(
        Object.entries(answer.errors).map(([blockId, words]) => [blockId, String(words)]),
      );
      platform.changed();
      return { isClosed: false, errors: view.errors };
    }
    if ((action === 'update' || action === 'push') && isRecord(answer?.view)) {
      const fault = faultOfView(answer.view);
      if (fault) return { isClosed: false, refused: fault.error };
      if (action === 'update') changeView(platform, view, answer.view);
      else pushView(platform, view.ownerId, answer.view);
      return { isClosed: false };
    }
    closeView(platform, view, action === 'clear');
    return { isClosed: true };
  }
}

function findElement(blocks: Block[], actionId: string, blockId: string | undefined) {
  for (const block of blocks) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const element = elementsOf(block).find((candidate) => candidate.action_id === actionId);
    if (element) return { block, element };
  }
  return null;
}

function actionWords(element: Json, choice: Choice): Json {
  const { type } = element;
  if (type === 'button') {
    return {
      type,
      text: element.text,
      value: choice.value ?? element.value,
      style: element.style,
    };
  }
  if (type === 'overflow') {
    const wanted = choice.selected ?? choice.value;
    const option = optionsOf(element).find((candidate) => candidate.value === wanted);
    if (!option) throw new Error(`no such option: ${String(wanted)}`);
    return { type, selected_option: option };
  }
  return { type, ...stateOfElement(element, choice.selected ?? choice.value) };
}

function keepChoice(
  view: View | null,
  found: { block: Block; element: Json },
  choice: Choice,
): void {
  const kept = stateOfElement(found.element, choice.selected ?? choice.value);
  if (!view || !kept) return;
  const blockId = String(found.block.block_id);
  view.state.values[blockId] = {
    ...view.state.values[blockId],
    [String(found.element.action_id)]: kept,
  };
}
