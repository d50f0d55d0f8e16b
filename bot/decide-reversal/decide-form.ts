import {
  type Action,
  type Currency,
  completionOf,
  type DecideRequest,
  formatMoney,
  type Money,
  minorDigits,
  parseCurrency,
  parseTyped,
  presentableReturns,
  type Reversal,
  typedOf,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';
import { hasCardData } from '../reading-port.js';
import { choiceField, type ModalView, modal, textField } from '../show-reversal/modal.js';
import { amountWords } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';

/** Next steps of a bank return (domain-rules.md, Decisions by type). */
const nextSteps = [
  ['present_again', 'Present again'],
  ['ask_for_new_details', 'Ask for new details'],
  ['stop_collecting', 'Stop collecting'],
  ['recover_outside', 'Recover outside the scheme'],
] as const;

/** What may be said to a system error. */
export const answers = [
  ['customer_not_charged', 'The customer was not charged'],
  ['already_returned', 'It was already returned'],
  ['must_go_back', 'It must go back'],
] as const;

/** Presenting again stands only where code and scheme allow it; the desk refuses it all the same. */
export function nextStepsFor({ reasonCode }: Pick<Reversal, 'reasonCode'>) {
  const mayPresent = reasonCode !== null && presentableReturns.has(reasonCode);
  return nextSteps.filter(([step]) => mayPresent || step !== 'present_again');
}

/** The button says what it does. */
const submits: Readonly<Record<string, string>> = {
  confirm: 'Confirm it',
  approve: 'Approve',
  reject: 'Reject',
  accept: 'Accept the loss',
  contest: 'Contest',
  request_changes: 'Ask for changes',
  complete: 'Mark as paid',
  outcome: 'Enter it',
  next_step: 'Choose it',
  answer: 'Answer',
  note: 'Add the note',
  cancel: 'Cancel the entry',
};

const titles: Readonly<Record<string, string>> = {
  confirm: 'It is a reversal',
  approve: 'Approve a lower amount',
  reject: 'Reject',
  accept: 'Accept the loss',
  contest: 'Contest',
  request_changes: 'Ask for changes',
  complete: 'Mark as paid',
  outcome: 'Enter the outcome',
  next_step: 'Choose the next step',
  answer: 'Answer',
  note: 'Add a note',
  cancel: 'Cancel it',
};

/** `shownHash`: the content the person saw when they pressed. The rest: what the press carried. */
type Pressed = {
  channel: string;
  /** How whoever fills it in reads and types amounts. */
  locale: string;
  shownHash: string;
  amount?: Money | undefined;
  /** The policy asked for a reason: the field must be filled. */
  needsReason?: boolean | undefined;
  /** For an entry without an amount: what is most likely meant. */
  currency?: string | undefined;
};

/** The form in which an action asks what it still needs. Null for an action that needs nothing. */
export function decideForm(action: Action, reversal: Reversal, pressed: Pressed): ModalView | null {
  const title = titles[action];
  if (!title) return null;
  return modal({
    callbackId: 'decide_form',
    title: action === 'approve' && pressed.needsReason ? 'Approve' : title,
    submit: submits[action] ?? 'Send',
    // Two buttons that both cancel something are pressed for one another.
    ...(action === 'cancel' && { close: 'Keep it' }),
    metadata: {
      action,
      reference: reversal.reference,
      hash: pressed.shownHash,
      currency: reversal.amount?.currency ?? '',
      channel: pressed.channel,
    },
    blocks: [
      section(`*${reversal.reference}* · *${amountWords(reversal.amount, pressed.locale)}*`),
      ...fieldsFor(action, reversal, pressed),
    ],
  });
}

function fieldsFor(action: Action, reversal: Reversal, pressed: Pressed) {
  const reason = (optional: boolean) =>
    textField('reason', 'Reason', { optional: optional && !pressed.needsReason, isLong: true });
  const amount = pressed.amount ?? reversal.amount;
  switch (action) {
    case 'confirm':
      return [
        textField('amount', 'Amount', {
          initial: amount ? typedOf(amount, pressed.locale) : '',
          hint: 'What is to go back, for example 25.00. Whoever sets it asks for it: somebody else approves it.',
        }),
        textField('currency', 'Currency', {
          initial: amount?.currency ?? pressed.currency ?? '',
          hint: 'Three letters, for example USD',
        }),
      ];
    case 'approve':
      return [
        textField('amount', 'Amount', {
          initial: amount ? typedOf(amount, pressed.locale) : '',
          hint: reversal.amount ? `Up to ${formatMoney(reversal.amount, pressed.locale)}` : '',
        }),
        reason(true),
      ];
    case 'complete':
      if (completionOf(reversal) !== 'refund_id') return [reason(true)];
      return [
        textField('detail', 'Refund id', { hint: 'From the processor, for example re_3PqLmN8a' }),
      ];
    case 'outcome':
      return [
        choiceField('detail', 'Outcome', [
          ['won', 'Won'],
          ['lost', 'Lost'],
        ]),
      ];
    case 'next_step':
      return [choiceField('detail', 'Next step', nextSteps), reason(true)];
    case 'answer':
      return [choiceField('detail', 'Answer', answers), reason(true)];
    case 'note':
      return [textField('reason', 'Note', { isLong: true })];
    default:
      return [reason(action === 'cancel')];
  }
}

export type FormErrors = { errors: Readonly<Record<string, string>> };

/** What was filled in as a request, or the errors to show under the fields. */
export function readDecideForm(
  tools: BotTools,
  metadata: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string | null>>,
  requestKey: string,
): DecideRequest | FormErrors {
  const reasonText = values.reason?.trim() ?? '';
  const detail = values.detail?.trim() ?? '';
  for (const [field, text] of [
    ['reason', reasonText],
    ['detail', detail],
  ] as const) {
    if (text !== '' && hasCardData(tools.reading.redact(text).findings)) {
      return { errors: { [field]: refusalWords({ refused: 'card_number_in_text', facts: {} }) } };
    }
  }
  const currency = parseCurrency(values.currency ?? metadata.currency ?? '');
  if (values.currency !== undefined && !currency) {
    return { errors: { currency: 'Write a three-letter currency code, for example USD.' } };
  }
  const typed = values.amount?.trim();
  const amount = typed && currency ? parseTyped(typed, currency) : null;
  if (values.amount !== undefined && (!amount || amount.minor <= 0n)) {
    return { errors: { amount: amountHint(currency) } };
  }
  return {
    reference: metadata.reference ?? '',
    action: metadata.action as DecideRequest['action'],
    contentHash: metadata.hash ?? null,
    ...(amount ? { amount } : {}),
    ...(reasonText === '' ? {} : { reason: tools.reading.redact(reasonText).text }),
    ...(detail === '' ? {} : { detail }),
    requestKey,
  };
}

function amountHint(currency: Currency | null): string {
  const digits = currency ? minorDigits(currency) : 2;
  const example = digits === 0 ? '30' : `30.${'0'.repeat(digits)}`;
  return `Write it above zero, like ${example}${currency ? `, in ${currency}` : ''}.`;
}
