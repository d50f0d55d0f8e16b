/**
 * What a person filled in, in the words of Slack's `state.values`, and what Slack itself checks
 * before it sends a form: required answers and lengths. Source: docs.slack.dev, Block Kit elements.
 */
import { elementsOf, groupsOf, isRecord } from './block-limits.js';
import type { Block, Json, View } from './workspace.js';

/** block id → action id → what was typed or chosen; a list where several may be chosen. */
export type FormValues = Record<string, Record<string, string | string[]>>;

export function stateOfBlocks(blocks: Block[], values: FormValues): View['state'] {
  const state: View['state'] = { values: {} };
  for (const block of blocks) {
    const blockId = String(block.block_id);
    for (const element of elementsOf(block)) {
      const actionId = String(element.action_id);
      const elementState = stateOfElement(element, values[blockId]?.[actionId]);
      if (elementState) {
        state.values[blockId] = { ...state.values[blockId], [actionId]: elementState };
      }
    }
  }
  return state;
}

/** The words of one element's state; null for what holds no state (a button, an overflow menu). */
export function stateOfElement(element: Json, given: string | string[] | undefined): Json | null {
  const type = String(element.type);
  const one = Array.isArray(given) ? given[0] : given;
  const many = given === undefined ? undefined : Array.isArray(given) ? given : [given];
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: (one === undefined ? element.initial_value : one) || null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: chosen(element, one, element.initial_option) };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        type,
        selected_options:
          many === undefined
            ? (element.initial_options ?? [])
            : optionsOf(element).filter((option) => many.includes(String(option.value))),
      };
    case 'datepicker':
      return {
        type,
        selected_date: one === undefined ? orNull(element.initial_date) : one || null,
      };
    case 'timepicker':
      return {
        type,
        selected_time: one === undefined ? orNull(element.initial_time) : one || null,
      };
    case 'datetimepicker':
      return { type, selected_date_time: one ? Number(one) : orNull(element.initial_date_time) };
    case 'users_select':
      return { type, selected_user: one || orNull(element.initial_user) };
    case 'channels_select':
      return { type, selected_channel: one || orNull(element.initial_channel) };
    case 'conversations_select':
      return { type, selected_conversation: one || orNull(element.initial_conversation) };
    case 'multi_users_select':
      return { type, selected_users: many ?? element.initial_users ?? [] };
    case 'multi_conversations_select':
      return { type, selected_conversations: many ?? element.initial_conversations ?? [] };
    default:
      return null;
  }
}

/** block id → what is wrong, as Slack's own client says it without asking the app. */
export function missingAnswers(blocks: Block[], state: View['state']): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !isRecord(block.element)) continue;
    const blockId = String(block.block_id);
    const answer = state.values[blockId]?.[String(block.element.action_id)];
    const fault = faultOfAnswer(block, block.element, answer);
    if (fault) errors[blockId] = fault;
  }
  return errors;
}

export function optionsOf(element: Json): Json[] {
  const grouped = groupsOf(element.option_groups).flatMap((group) => groupsOf(group.options));
  return [...groupsOf(element.options), ...grouped];
}

function faultOfAnswer(block: Json, element: Json, answer: Json | undefined): string | null {
  const given = Object.entries(answer ?? {}).find(([key]) => key !== 'type')?.[1];
  const isEmpty =
    given === null || given === undefined || (Array.isArray(given) && given.length === 0);
  if (isEmpty) return block.optional === true ? null : 'Please complete this required field.';
  if (typeof given !== 'string') return null;
  if (typeof element.min_length === 'number' && given.length < element.min_length) {
    return `Please write at least ${element.min_length} characters.`;
  }
  if (typeof element.max_length === 'number' && given.length > element.max_length) {
    return `Please write no more than ${element.max_length} characters.`;
  }
  if (element.type === 'number_input' && !Number.isFinite(Number(given))) {
    return 'Please enter a number.';
  }
  return null;
}

function chosen(element: Json, value: string | undefined, initial: unknown): unknown {
  if (value === undefined) return orNull(initial);
  return optionsOf(element).find((option) => String(option.value) === value) ?? null;
}

function orNull(value: unknown): unknown {
  return value === undefined ? null : value;
}
