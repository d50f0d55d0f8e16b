import type { types } from '@slack/bolt';
import {
  add,
  type ClientFacts,
  formatMoney,
  type Money,
  maskCustomer,
  type Reversal,
} from '../../core/index.js';
import { button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { note, section } from '../cards/folded-list.js';
import { type Block, clip, limits } from '../cards/limits.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { type ModalView, modal } from '../show-reversal/modal.js';
import { amountWords, typeNames } from '../words/names.js';
import { type QueueState, writeState } from './queue-state.js';
import { packChoice, queueTitle } from './queue-view.js';

/** Boxes in one group of checkboxes (docs.slack.dev/reference/block-kit/block-elements). */
const groupMax = 10;
/** So many ticked ones, each with its content, fit beside the rest into a window's 3,000 characters. */
export const bulkMax = 30;

/** Boxes of one client after another; each stands for exactly what it shows. */
export function bulkView(
  entries: readonly Reversal[],
  clients: readonly ClientFacts[],
  state: QueueState,
  areTicked: boolean,
  locale: string,
): ModalView {
  const shown = entries.slice(0, bulkMax);
  const blocks: Block[] = [
    section(
      'Small requests on payments that are known and have room for them. What changes before you approve is left out and told.',
    ),
    actionsOf([button('queue:tick_all', 'Tick all', 'all'), backButton()], 'bulk_all'),
    ...clients.flatMap((client) => groupsOf(client, shown, areTicked, locale)),
  ];
  if (entries.length > shown.length) {
    blocks.push(note(`${entries.length - shown.length} more come after these.`));
  }
  return modal({
    callbackId: 'queue_bulk',
    title: 'Low-risk ones',
    submit: 'Approve ticked…',
    blocks,
    metadata: writeState(state),
  });
}

function groupsOf(
  client: ClientFacts,
  entries: readonly Reversal[],
  areTicked: boolean,
  locale: string,
): Block[] {
  const own = entries.filter((one) => one.clientId === client.id);
  const blocks: Block[] = [];
  for (let start = 0; start < own.length; start += groupMax) {
    const options = own.slice(start, start + groupMax).map((one) => optionOf(one, locale));
    blocks.push({
      type: 'input',
      // Another id where all are ticked: Slack keeps what was ticked under the old one.
      block_id: `bulk_${client.id}_${start}${areTicked ? '_all' : ''}`,
      optional: true,
      label: { type: 'plain_text', text: start === 0 ? client.name : `${client.name}, more` },
      element: {
        type: 'checkboxes',
        action_id: 'value',
        options,
        ...(areTicked ? { initial_options: options } : {}),
      },
    });
  }
  return blocks;
}

function optionOf(reversal: Reversal, locale: string): types.PlainTextOption {
  const about = [maskCustomer(reversal.customer) ?? '', reversal.reason ?? '']
    .filter((part) => part !== '')
    .join(' · ')
    .replace(/\s+/g, ' ');
  const text = `${reversal.reference} · ${typeNames[reversal.type]} · ${amountWords(reversal.amount, locale)}`;
  return {
    text: { type: 'plain_text', text: clip(text, limits.optionText) },
    ...(about === ''
      ? {}
      : { description: { type: 'plain_text', text: clip(about, limits.optionText) } }),
    value: packChoice(reversal, ''),
  };
}

/** The one question before they are approved together. */
export function bulkConfirmView(
  entries: readonly Reversal[],
  state: QueueState,
  locale: string,
): ModalView {
  const lines = entries.map(
    (one) =>
      `• *${one.reference}* · ${plain(amountWords(one.amount, locale))} · ${oneLine(one.reason ?? '', 40)}`,
  );
  const ticked = entries.map((one) => `${Number(one.reference.slice(3))}:${one.contentHash}`);
  return modal({
    callbackId: 'queue_bulk_confirm',
    title: `Approve ${entries.length}?`,
    submit: `Approve ${entries.length}`,
    blocks: [
      section(`Approve *${entries.length}* for *${sumsOf(entries, locale)}* together?`),
      ...chunked(lines).map((text) => section(text)),
    ],
    metadata: { ...writeState(state), ticked: ticked.join(' ') },
  });
}

/** Stands while each is decided by itself. */
export function bulkBusyView(count: number, state: QueueState): ModalView {
  return modal({
    callbackId: 'queue',
    title: queueTitle,
    blocks: [
      section(`Approving ${count}, one after another…`),
      note('Should this stay, open your queue again: what was approved is done, and done once.'),
    ],
    metadata: writeState(state),
  });
}

export type BulkResult = { reference: string; isDone: boolean; text: string };

/** What became of each, and the way on and back. */
export function bulkResultView(results: readonly BulkResult[], state: QueueState): ModalView {
  const done = results.filter((one) => one.isDone);
  const lines = results.map(
    (one) => `${one.isDone ? '✓' : ':warning:'} *${one.reference}* · ${one.text}`,
  );
  const numbers = done.map((one) => Number(one.reference.slice(3))).join('.');
  const undo =
    done.length > 0 ? [button('queue:undo_bulk', `Undo these ${done.length}`, numbers)] : [];
  return modal({
    callbackId: 'queue',
    title: queueTitle,
    blocks: [
      section(`*${done.length} of ${results.length} done.*`),
      ...chunked(lines).map((text) => section(text)),
      actionsOf(
        [button('queue:go_on', 'Go on', 'go_on', { style: 'primary' }), ...undo],
        'bulk_end',
      ),
    ],
    metadata: writeState(state),
  });
}

const backButton = () => button('queue:go_on', 'Back to one at a time', 'go_on');

/** Lines in blocks of text that Slack takes. */
function chunked(lines: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const line of lines) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + line.length < limits.sectionText - 1) {
      chunks[chunks.length - 1] = `${last}\n${line}`;
    } else chunks.push(clip(line, limits.sectionText));
  }
  return chunks;
}

/** `$120.00 and €35.00`: a sum for each currency. */
function sumsOf(entries: readonly Reversal[], locale: string): string {
  const sums = new Map<string, Money>();
  for (const { amount } of entries) {
    if (!amount) continue;
    const before = sums.get(amount.currency);
    const sum = before ? add(before, amount) : amount;
    if (sum) sums.set(amount.currency, sum);
  }
  return [...sums.values()].map((sum) => plain(formatMoney(sum, locale))).join(' and ');
}
