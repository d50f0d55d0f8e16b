/**
 * What Slack refuses in blocks and views. Figures: @slack/types 3.2.0 comments and
 * https://docs.slack.dev/reference/block-kit (Block Kit reference).
 */
import type { Block, Json } from './workspace.js';

const BLOCK_LIMITS = {
  blocksInMessage: 50,
  blocksInView: 100,
  sectionText: 3000,
  sectionFields: 10,
  sectionFieldText: 2000,
  headerText: 150,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  identifier: 255,
  actionsElements: 25,
  contextElements: 10,
  contextText: 3000,
  selectOptions: 100,
  choiceOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  markdownText: 12000,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  inputMaxLength: 3000,
} as const;

const MAX_VIEW_BYTES = 250_000; // views.open: view_too_large

const INPUT_ELEMENTS = [
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'radio_buttons',
  'checkboxes',
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'users_select',
  'multi_users_select',
  'conversations_select',
  'multi_conversations_select',
  'channels_select',
  'multi_channels_select',
  'rich_text_input',
  'file_input',
];
const ACTION_ELEMENTS = [
  ...INPUT_ELEMENTS.filter((type) => type !== 'file_input'),
  'button',
  'overflow',
  'workflow_button',
];
const ACCESSORIES = [...ACTION_ELEMENTS, 'image'];
const OTHER_BLOCKS = ['divider', 'image', 'rich_text', 'table', 'video', 'file', 'context_actions'];

/** Empty when Slack would take the blocks; else Slack's kind of sentence, one for each fault. */
export function faultsOfBlocks(blocks: unknown, surface: 'message' | 'view'): string[] {
  if (!Array.isArray(blocks)) return ['[ERROR] must be an array [json-pointer:/blocks]'];
  const found = collect();
  const max = surface === 'message' ? BLOCK_LIMITS.blocksInMessage : BLOCK_LIMITS.blocksInView;
  if (blocks.length > max) found.add(`no more than ${max} items allowed`, '/blocks');
  const blockIds = new Set<string>();
  blocks.forEach((block: unknown, index) => {
    const at = `/blocks/${index}`;
    if (!isRecord(block)) {
      found.add('must be an object', at);
      return;
    }
    if (block.block_id !== undefined) {
      found.identifier(block.block_id, `${at}/block_id`);
      if (blockIds.has(String(block.block_id))) {
        found.add(`block_id "${String(block.block_id)}" already exists`, `${at}/block_id`);
      }
      blockIds.add(String(block.block_id));
    }
    blockFaults(found, block, at);
  });
  return found.list;
}

/** Faults of a modal or home view, its blocks included. */
export function faultsOfView(view: Json): string[] {
  const found = collect();
  if (view.type !== 'modal' && view.type !== 'home') {
    found.add('must be "modal" or "home"', '/view/type');
  }
  if (view.type === 'modal') {
    found.text(view.title, '/view/title', BLOCK_LIMITS.viewTitle, 'plain_text');
    const hasInput = Array.isArray(view.blocks) && view.blocks.some((b) => b?.type === 'input');
    if (hasInput && view.submit === undefined) {
      found.add('submit is required when an input block is used', '/view/submit');
    }
  }
  found.textIfAny(view.submit, '/view/submit', BLOCK_LIMITS.viewButton, 'plain_text');
  found.textIfAny(view.close, '/view/close', BLOCK_LIMITS.viewButton, 'plain_text');
  found.length(view.private_metadata, '/view/private_metadata', BLOCK_LIMITS.privateMetadata);
  found.length(view.callback_id, '/view/callback_id', BLOCK_LIMITS.identifier);
  found.length(view.external_id, '/view/external_id', BLOCK_LIMITS.identifier);
  return [...found.list, ...faultsOfBlocks(view.blocks, 'view')];
}

export function isViewTooLarge(view: Json): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES;
}

/** The interactive element of an action or block, wherever a block may hold one. */
export function elementsOf(block: Block): Json[] {
  const single = [block.accessory, block.element].filter(isRecord);
  const many = Array.isArray(block.elements) ? block.elements.filter(isRecord) : [];
  return [...single, ...many];
}

type Found = ReturnType<typeof collect>;

function blockFaults(found: Found, block: Json, at: string) {
  switch (block.type) {
    case 'section':
      return sectionFaults(found, block, at);
    case 'header':
      return found.text(block.text, `${at}/text`, BLOCK_LIMITS.headerText, 'plain_text');
    case 'markdown':
      return found.length(block.text, `${at}/text`, BLOCK_LIMITS.markdownText);
    case 'context':
      found.items(block.elements, `${at}/elements`, 1, BLOCK_LIMITS.contextElements);
      return each(block.elements, (element, index) => {
        if (element.type === 'image') return;
        found.text(element, `${at}/elements/${index}`, BLOCK_LIMITS.contextText);
      });
    case 'actions': {
      found.items(block.elements, `${at}/elements`, 1, BLOCK_LIMITS.actionsElements);
      const actionIds = new Set<unknown>();
      return each(block.elements, (element, index) => {
        const place = `${at}/elements/${index}`;
        elementFaults(found, element, place, ACTION_ELEMENTS);
        if (element.action_id !== undefined && actionIds.has(element.action_id)) {
          found.add(`\`action_id\` "${String(element.action_id)}" already exists`, place);
        }
        actionIds.add(element.action_id);
      });
    }
    case 'input':
      found.text(block.label, `${at}/label`, BLOCK_LIMITS.inputLabel, 'plain_text');
      found.textIfAny(block.hint, `${at}/hint`, BLOCK_LIMITS.inputHint, 'plain_text');
      if (!isRecord(block.element)) return found.add('missing required field: element', at);
      return elementFaults(found, block.element, `${at}/element`, INPUT_ELEMENTS);
    default:
      if (!OTHER_BLOCKS.includes(String(block.type))) {
        found.add(`unsupported type: ${String(block.type)}`, `${at}/type`);
      }
  }
}

function sectionFaults(found: Found, block: Json, at: string) {
  if (block.text === undefined && block.fields === undefined) {
    found.add('missing required field: text or fields', at);
  }
  found.textIfAny(block.text, `${at}/text`, BLOCK_LIMITS.sectionText);
  if (block.fields !== undefined) {
    found.items(block.fields, `${at}/fields`, 1, BLOCK_LIMITS.sectionFields);
    each(block.fields, (field, index) =>
      found.text(field, `${at}/fields/${index}`, BLOCK_LIMITS.sectionFieldText),
    );
  }
  if (isRecord(block.accessory)) {
    elementFaults(found, block.accessory, `${at}/accessory`, ACCESSORIES);
  }
}

function elementFaults(found: Found, element: Json, at: string, allowed: string[]) {
  const type = String(element.type);
  if (!allowed.includes(type)) return found.add(`unsupported type: ${type}`, `${at}/type`);
  if (element.action_id !== undefined) found.identifier(element.action_id, `${at}/action_id`);
  found.textIfAny(element.placeholder, `${at}/placeholder`, BLOCK_LIMITS.placeholder, 'plain_text');
  if (isRecord(element.confirm)) confirmFaults(found, element.confirm, `${at}/confirm`);
  if (type === 'button') {
    found.text(element.text, `${at}/text`, BLOCK_LIMITS.buttonText, 'plain_text');
    found.length(element.value, `${at}/value`, BLOCK_LIMITS.buttonValue);
    found.length(element.url, `${at}/url`, BLOCK_LIMITS.buttonUrl);
    if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style))) {
      found.add('must be "primary" or "danger"', `${at}/style`);
    }
  }
  if (type === 'plain_text_input' && Number(element.max_length) > BLOCK_LIMITS.inputMaxLength) {
    found.add(`must be at most ${BLOCK_LIMITS.inputMaxLength}`, `${at}/max_length`);
  }
  optionFaults(found, element, type, at);
}

function optionFaults(found: Found, element: Json, type: string, at: string) {
  const max =
    type === 'overflow'
      ? BLOCK_LIMITS.overflowOptions
      : type === 'radio_buttons' || type === 'checkboxes'
        ? BLOCK_LIMITS.choiceOptions
        : type.endsWith('static_select')
          ? BLOCK_LIMITS.selectOptions
          : null;
  if (max === null) return;
  if (element.options === undefined && element.option_groups === undefined) {
    return found.add('missing required field: options', at);
  }
  const lists: [unknown, string][] =
    element.options === undefined
      ? groupsOf(element.option_groups).map((group, i) => [
          group.options,
          `${at}/option_groups/${i}/options`,
        ])
      : [[element.options, `${at}/options`]];
  for (const [options, place] of lists) {
    found.items(options, place, 1, max);
    each(options, (option, index) => {
      found.text(option.text, `${place}/${index}/text`, BLOCK_LIMITS.optionText);
      found.length(option.value, `${place}/${index}/value`, BLOCK_LIMITS.optionValue);
      const { description } = option;
      found.textIfAny(description, `${place}/${index}/description`, BLOCK_LIMITS.optionDescription);
    });
  }
  initialFaults(found, element, lists, at);
}

/** What is chosen at first must be one of the options, word for word. */
function initialFaults(found: Found, element: Json, lists: [unknown, string][], at: string) {
  const offered = new Set(
    lists.flatMap(([options]) => (Array.isArray(options) ? options.map(sameText) : [])),
  );
  const chosen: unknown[] = Array.isArray(element.initial_options)
    ? element.initial_options
    : element.initial_option === undefined
      ? []
      : [element.initial_option];
  for (const one of chosen) {
    if (!offered.has(sameText(one))) found.add('initial option is not one of the options', at);
  }
}

const sameText = (option: unknown): string =>
  isRecord(option) && isRecord(option.text)
    ? JSON.stringify([option.value, option.text.text])
    : JSON.stringify(option);

function confirmFaults(found: Found, confirm: Json, at: string) {
  found.text(confirm.title, `${at}/title`, BLOCK_LIMITS.confirmTitle, 'plain_text');
  found.text(confirm.text, `${at}/text`, BLOCK_LIMITS.confirmText);
  found.textIfAny(confirm.confirm, `${at}/confirm`, BLOCK_LIMITS.confirmButton, 'plain_text');
  found.textIfAny(confirm.deny, `${at}/deny`, BLOCK_LIMITS.confirmButton, 'plain_text');
}

/** Options of a select, those inside groups included. */
export function groupsOf(groups: unknown): Json[] {
  return Array.isArray(groups) ? groups.filter(isRecord) : [];
}

function collect() {
  const list: string[] = [];
  const add = (fault: string, at: string) => {
    list.push(`[ERROR] ${fault} [json-pointer:${at}]`);
  };
  const length = (value: unknown, at: string, max: number) => {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') return add('must be a string', at);
    if (value.length > max) add(`must be less than ${max + 1} characters`, at);
  };
  const text = (value: unknown, at: string, max: number, only?: 'plain_text') => {
    if (!isRecord(value) || typeof value.text !== 'string') {
      return add('missing required field: text', at);
    }
    if (value.type !== 'plain_text' && (only || value.type !== 'mrkdwn')) {
      add(`unsupported type: ${String(value.type)}`, `${at}/type`);
    }
    if (value.text.length === 0) add('must be more than 0 characters', `${at}/text`);
    length(value.text, `${at}/text`, max);
  };
  return {
    list,
    add,
    length,
    text,
    textIfAny(value: unknown, at: string, max: number, only?: 'plain_text') {
      if (value !== undefined && value !== null) text(value, at, max, only);
    },
    identifier(value: unknown, at: string) {
      length(value, at, BLOCK_LIMITS.identifier);
    },
    items(value: unknown, at: string, min: number, max: number) {
      if (!Array.isArray(value)) return add('must be an array', at);
      if (value.length < min) add(`no less than ${min} items allowed`, at);
      if (value.length > max) add(`no more than ${max} items allowed`, at);
    },
  };
}

function each(list: unknown, visit: (item: Json, index: number) => void) {
  if (!Array.isArray(list)) return;
  list.forEach((item: unknown, index) => {
    if (isRecord(item)) visit(item, index);
  });
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
