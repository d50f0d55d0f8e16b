import type { types } from '@slack/bolt';
import { type Reversal, visibleReversal } from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import type { ButtonValue } from '../cards/button-value.js';
import { actionIds, button, decisionButtons, isOpen, valueFor } from '../cards/buttons.js';
import { actionsOf, answerHint, cardOf } from '../cards/card-blocks.js';
import { note, section } from '../cards/folded-list.js';
import { type Block, clip, limits } from '../cards/limits.js';
import { answers, nextStepsFor } from '../decide-reversal/decide-form.js';
import { clientOf } from '../show-reversal/find-entry.js';
import { type ModalView, modal } from '../show-reversal/modal.js';
import { type Preset, presetsFor } from './preset-reasons.js';
import { decidedIn, type QueueState, writeState } from './queue-state.js';

export const queueTitle = 'Work my queue';

/** What was just done, in words, and what its Undo stands for; `d` names the decision. */
export type JustDone = { text: string; undo: ButtonValue | null };

/** One entry with its decisions, each bound to what is shown; what was done before stands above. */
export async function queueView(
  tools: BotTools,
  asker: Asker,
  shown: {
    reversal: Reversal;
    /** How many wait, this one among them and those put off not. */
    left: number;
    isWhole: boolean;
    lowRisk: number;
    state: QueueState;
    done: JustDone | null;
  },
): Promise<ModalView> {
  const { reversal, left, isWhole, lowRisk, state, done } = shown;
  const passed = decidedIn(state) + state.skipped.length;
  const blocks: Block[] = [
    ...doneBlocks(done),
    {
      type: 'header',
      text: {
        type: 'plain_text',
        text: `${passed + 1} of ${passed + left}${isWhole ? '' : ' or more'}`,
      },
    },
    ...(await entryBlocks(tools, asker, reversal)),
    ...decisionBlocks(reversal, asker.locale),
  ];
  if (lowRisk > 1) {
    blocks.push(
      { type: 'divider' },
      actionsOf([button('queue:bulk', `Tick ${lowRisk} low-risk ones together`, 'bulk')], 'bulk'),
    );
  }
  return modal({ callbackId: 'queue', title: queueTitle, blocks, metadata: writeState(state) });
}

/** Nothing waits any more: what was done, and what was put off. */
export function queueEndView(state: QueueState, done: JustDone | null): ModalView {
  const { approved, rejected, changes, other, skipped } = state;
  const parts = [
    [approved, 'approved'],
    [rejected, 'rejected'],
    [changes, 'sent back for changes'],
    [other, 'decided otherwise'],
    [skipped.length, 'put off'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const blocks: Block[] = [
    ...doneBlocks(done),
    section(
      told.length > 0
        ? `*That was all.* ${told.join(', ')}.`
        : '*Nothing waits for you.* New entries show up on App Home.',
    ),
  ];
  if (skipped.length > 0) {
    blocks.push(actionsOf([button('queue:again', 'Look at those put off', 'again')], 'again'));
  }
  return modal({ callbackId: 'queue', title: queueTitle, blocks, metadata: writeState(state) });
}

function doneBlocks(done: JustDone | null): Block[] {
  if (!done) return [];
  const text = clip(done.text, limits.sectionText);
  if (!done.undo) return [section(text)];
  return [
    {
      type: 'section',
      text: { type: 'mrkdwn', text },
      accessory: button('queue:undo', 'Undo', done.undo),
    },
  ];
}

async function entryBlocks(tools: BotTools, asker: Asker, reversal: Reversal): Promise<Block[]> {
  const client = await clientOf(tools, asker, reversal);
  if (!client) return [];
  const view = {
    reversal: visibleReversal(asker.person, reversal),
    client,
    alsoOnPayment: await tools.desk.alsoOnPayment(reversal),
    waitingFor: await tools.desk.waitingFor(reversal),
    dashboardUrl: '',
  };
  const card = cardOf(view, asker.locale);
  return card.blocks.flatMap((block): Block[] => {
    if (block.type === 'actions') return [];
    const [first] = block.type === 'context' ? block.elements : [];
    // A thread is elsewhere: here the buttons below are the answer.
    return first?.type === 'mrkdwn' ? [note(first.text.replace(` · ${answerHint}`, ''))] : [block];
  });
}

/** Never more than two taps: a button, or a menu and one of its lines. */
function decisionBlocks(reversal: Reversal, locale: string): Block[] {
  const id = `q_${reversal.reference}_${reversal.contentHash.slice(0, 8)}`;
  // Its menu is below: a reason is always given with a rejection here.
  const buttons = decisionButtons(reversal, locale)
    .filter((one) => /^decide:(?:approve|contest|accept)$/.test(one.action_id ?? ''))
    .map((one) => ({ ...one, action_id: (one.action_id ?? '').replace('decide:', 'queue:') }));
  const menus: types.StaticSelect[] = [];
  if (isOpen(reversal, 'next_step')) {
    menus.push(menu('next_step', 'Next step…', reversal, nextStepsFor(reversal)));
  }
  if (isOpen(reversal, 'answer')) menus.push(menu('answer', 'Answer…', reversal, answers));
  for (const [action, label] of [
    ['reject', 'Reject because…'],
    ['request_changes', 'Ask for changes…'],
  ] as const) {
    if (!isOpen(reversal, action)) continue;
    const offered = [...presetsFor(action, reversal.type), ownWords];
    menus.push(menu(action, label, reversal, offered));
  }
  const rest = [
    button('queue:skip', 'Skip', valueFor(reversal)),
    button(actionIds.more, 'More', valueFor(reversal)),
  ];
  const first: Block = actionsOf([...buttons, ...rest], id);
  return menus.length === 0
    ? [first]
    : [first, { type: 'actions', block_id: `${id}_because`, elements: menus }];
}

/** Opens the form in which a reason is typed. */
export const ownWordsCode = 'own_words';
const ownWords: Preset = [ownWordsCode, 'Write a reason…'];

function menu(
  action: string,
  label: string,
  reversal: Reversal,
  offered: readonly Preset[],
): types.StaticSelect {
  return {
    type: 'static_select',
    action_id: `queue:${action}`,
    placeholder: { type: 'plain_text', text: label },
    options: offered.map(([code, words]) => ({
      text: { type: 'plain_text', text: clip(words, limits.optionText) },
      value: packChoice(reversal, code),
    })),
  };
}

/** An option's value: entry, content and what was chosen, within Slack's 150 characters. */
export function packChoice(reversal: Reversal, code: string): string {
  return [reversal.reference, reversal.contentHash, code].join('|');
}

export function unpackChoice(text: string): { r: string; h: string; code: string } | null {
  const [r, h, code = '', ...rest] = text.split('|');
  return r && h && rest.length === 0 ? { r, h, code } : null;
}
