import type { types } from '@slack/bolt';
import {
  type Action,
  completionOf,
  defaultLocale,
  isActionForType,
  type Reversal,
  transition,
  waitsForNoticeFlag,
} from '../../core/index.js';
import { amountWords } from '../words/names.js';
import { type ButtonValue, packValue } from './button-value.js';
import { clip, limits } from './limits.js';

/** Action ids: `decide:<action>` acts at once, `ask:<action>` opens a form first. */
export const actionIds = {
  more: 'more',
  share: 'share',
  showCustomer: 'show_customer',
  refundInstead: 'refund_instead',
  openEntry: 'open_entry',
  openDraft: 'open_draft',
  discardDraft: 'discard_draft',
  logDraft: 'log_draft',
} as const;

/** Whether the table and the type allow it now; rights are asked when it is pressed. */
export function isOpen(reversal: Reversal, action: Action): boolean {
  return !('refused' in transition(reversal.status, action)) && isActionForType(reversal, action);
}

type Looks = { style?: 'primary' | 'danger'; confirm?: types.ConfirmationDialog };

export function button(
  actionId: string,
  label: string,
  value: ButtonValue | string,
  looks: Looks = {},
): types.Button {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: clip(label, limits.buttonText) },
    value: typeof value === 'string' ? clip(value, limits.buttonValue) : packValue(value),
    accessibility_label: clip(label, limits.buttonText),
    ...looks,
  };
}

const sure = (title: string, text: string, yes: string): types.ConfirmationDialog => ({
  title: { type: 'plain_text', text: title },
  text: { type: 'plain_text', text: clip(text, limits.confirmText) },
  confirm: { type: 'plain_text', text: yes },
  deny: { type: 'plain_text', text: 'Go back' },
});

/** At most three buttons, the last one More; none once it is final. */
export function cardButtons(reversal: Reversal, locale: string): types.Button[] {
  const more = button(actionIds.more, 'More', valueFor(reversal));
  return ['completed', 'rejected', 'cancelled'].includes(reversal.status)
    ? []
    : [...decisionButtons(reversal, locale), more];
}

/** The one or two decisions that matter now. A fact never shows Approve (domain-rules.md). */
export function decisionButtons(reversal: Reversal, locale: string): types.Button[] {
  const value = valueFor(reversal);
  const { reference } = reversal;
  const amount = amountWords(reversal.amount, locale);
  const final = (what: string) =>
    sure(`${what} ${reference}?`, 'This is final: later changes need a new entry.', what);
  if (reversal.status === 'needs_review') {
    return [
      button('decide:confirm', 'It is a reversal', value, { style: 'primary' }),
      button('decide:cancel', 'Not a reversal', value, { confirm: final('Close') }),
    ];
  }
  if (reversal.status === 'changes_requested') {
    return [button('decide:confirm', 'Changes made: ask again', value, { style: 'primary' })];
  }
  if (reversal.status !== 'pending_approval') return [];
  if (isOpen(reversal, 'approve')) {
    return [
      button('decide:approve', `Approve ${amount}`, value, { style: 'primary' }),
      button('decide:reject', 'Reject', value, { style: 'danger', confirm: final('Reject') }),
    ];
  }
  if (isOpen(reversal, 'contest')) {
    return [
      button('decide:contest', 'Contest', value, { style: 'primary' }),
      button('decide:accept', 'Accept the loss', value, {
        confirm: sure(
          'Accept the loss?',
          `${amount} stays with the cardholder.`,
          'Accept the loss',
        ),
      }),
    ];
  }
  if (isOpen(reversal, 'next_step')) {
    return [button('ask:next_step', 'Choose the next step', value, { style: 'primary' })];
  }
  if (isOpen(reversal, 'answer')) {
    return [button('ask:answer', 'Answer', value, { style: 'primary' })];
  }
  // A customer's claim that a charge is not theirs: refund it before the bank is asked, or wait.
  if (reversal.type === 'chargeback') {
    const refund = button(actionIds.refundInstead, 'Refund before it is disputed', reference, {
      style: 'primary',
    });
    return reversal.flags.includes(waitsForNoticeFlag)
      ? [refund]
      : [refund, button('decide:wait', 'Wait', value)];
  }
  return [];
}

/** What a processor tells of a refund it made completes it; the rest is a person's word. */
function isCompletedByHand(reversal: Reversal): boolean {
  const how = completionOf(reversal);
  return how === 'nothing' || (how === 'refund_id' && reversal.kind === 'request');
}

export function valueFor(reversal: Reversal): ButtonValue {
  return { r: reversal.reference, h: reversal.contentHash };
}

/** What stands under More: everything else the state and type allow. */
export function moreButtons(reversal: Reversal): types.Button[] {
  const value = valueFor(reversal);
  const shown = new Set(decisionButtons(reversal, defaultLocale).map((one) => one.action_id));
  const offers: [Action, string, 'decide' | 'ask'][] = [
    ['approve', 'Approve a lower amount', 'ask'],
    ['reject', 'Reject with a reason', 'ask'],
    ['request_changes', 'Ask for changes', 'ask'],
    ['edit', 'Edit', 'ask'],
    ['complete', completionOf(reversal) === 'refund_id' ? 'Mark as paid' : 'Mark as done', 'ask'],
    ['submit', 'Evidence handed in', 'decide'],
    ['outcome', 'Enter the outcome', 'ask'],
    [
      'withdraw',
      reversal.status === 'changes_requested' ? 'Take the request back' : 'Take the approval back',
      'decide',
    ],
    ['assign', 'Take it', 'decide'],
    ['note', 'Add a note', 'ask'],
    ['cancel', 'Cancel it', 'ask'],
  ];
  const isFit = (action: Action) =>
    action === 'withdraw'
      ? reversal.approvals.length > 0
      : action === 'complete'
        ? isCompletedByHand(reversal)
        : action === 'edit'
          ? reversal.payout === 'none'
          : true;
  return offers
    .filter(([action]) => isOpen(reversal, action) && isFit(action))
    .map(([action, label, how]) => button(`${how}:${action}`, label, value))
    .filter((one) => !shown.has(one.action_id));
}
