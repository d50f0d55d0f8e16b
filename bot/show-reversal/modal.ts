import type { types } from '@slack/bolt';
import { type Block, clip, limits } from '../cards/limits.js';

export type ModalView = types.ModalView;

/** A form within Block Kit's limits; `submit` absent makes it a window to read. `close` leaves it undone. */
export function modal(parts: {
  callbackId: string;
  title: string;
  blocks: readonly Block[];
  submit?: string;
  close?: string;
  metadata: Readonly<Record<string, string>>;
}): ModalView {
  return {
    type: 'modal',
    callback_id: parts.callbackId,
    title: { type: 'plain_text', text: clip(parts.title, limits.modalTitle) },
    ...(parts.submit
      ? { submit: { type: 'plain_text', text: clip(parts.submit, limits.modalTitle) } }
      : {}),
    close: { type: 'plain_text', text: parts.close ?? (parts.submit ? 'Cancel' : 'Close') },
    blocks: parts.blocks.slice(0, limits.viewBlocks),
    private_metadata: clip(JSON.stringify(parts.metadata), limits.privateMetadata),
  };
}

/** A text field of a form. */
export function textField(
  id: string,
  label: string,
  options: { initial?: string; hint?: string; optional?: boolean; isLong?: boolean } = {},
): Block {
  return {
    type: 'input',
    block_id: id,
    optional: options.optional ?? false,
    label: { type: 'plain_text', text: label },
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: options.isLong ?? false,
      max_length: options.isLong ? limits.inputLength : 200,
      ...(options.initial
        ? { initial_value: clip(options.initial, options.isLong ? limits.inputLength : 200) }
        : {}),
    },
    ...(options.hint ? { hint: { type: 'plain_text', text: options.hint } } : {}),
  };
}

/** A choice of one; `options` are value and label. */
export function choiceField(
  id: string,
  label: string,
  options: readonly (readonly [string, string])[],
  initial?: string,
): Block {
  const offered = options.slice(0, limits.selectOptions).map(([value, name]) => ({
    value,
    text: { type: 'plain_text' as const, text: clip(name, limits.optionText) },
  }));
  const chosen = offered.find((option) => option.value === initial);
  return {
    type: 'input',
    block_id: id,
    label: { type: 'plain_text', text: label },
    element: {
      type: 'static_select',
      action_id: 'value',
      options: offered,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

/** The field says at once that it was changed (docs.slack.dev, input block: `dispatch_action`). */
export function dispatching(field: Block): Block {
  return field.type === 'input' ? { ...field, dispatch_action: true } : field;
}

/** A day; `initial` as `YYYY-MM-DD`. */
export function dateField(id: string, label: string, initial: string | undefined): Block {
  return {
    type: 'input',
    block_id: id,
    optional: true,
    label: { type: 'plain_text', text: label },
    element: {
      type: 'datepicker',
      action_id: 'value',
      ...(initial && /^\d{4}-\d{2}-\d{2}$/.test(initial) ? { initial_date: initial } : {}),
    },
  };
}
