import { formatMoney, type Reversal } from '../../core/index.js';
import type { Answer } from '../bot-tools.js';
import { button, decisionButtons } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import { plain } from '../cards/mrkdwn.js';
import { amountWords } from '../words/names.js';
import type { AnswerDecision, UnderstoodAnswer } from './understand-answer.js';

const verbs: Readonly<Record<AnswerDecision, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  request_changes: 'Ask for changes',
  accept: 'Accept the loss',
  contest: 'Contest',
};

/** Room for a reason in a button's value beside the rest. */
const reasonLength = 400;

/** One confirming button, bound to what stood there when the person answered. */
export function confirmAnswer(
  reversal: Reversal,
  said: UnderstoodAnswer,
  contentHash: string | null,
  locale: string,
): Answer | null {
  const candidate = said.candidate;
  if (!candidate) return choiceAnswer(reversal, locale);
  const isLower =
    candidate === 'approve' &&
    said.amount !== null &&
    reversal.amount !== null &&
    said.amount < reversal.amount.minor;
  const isHigher = candidate === 'approve' && said.amount !== null && !isLower;
  if (isHigher) {
    return {
      text: `Only ${plain(amountWords(reversal.amount, locale))} or less can be approved here. To raise it, ask for changes. Nothing was decided.`,
    };
  }
  const money =
    isLower && reversal.amount ? { ...reversal.amount, minor: said.amount ?? 0n } : null;
  const label =
    candidate === 'approve'
      ? `Approve ${money ? formatMoney(money, locale) : amountWords(reversal.amount, locale)}`
      : `${verbs[candidate]} ${reversal.reference}`;
  const text = `Did you mean to decide ${reversal.reference}? Nothing was decided yet.`;
  const confirm = button(
    `decide:${candidate}`,
    label,
    {
      r: reversal.reference,
      h: contentHash ?? '',
      ...(money ? { a: money.minor.toString(), c: money.currency } : {}),
      ...(said.reason && candidate !== 'approve' ? { w: said.reason.slice(0, reasonLength) } : {}),
    },
    { style: 'primary' },
  );
  return { text, blocks: [section(text), actionsOf([confirm], 'confirm_answer')] };
}

/** Where the type offers a choice, a yes says nothing: both ways are shown. */
function choiceAnswer(reversal: Reversal, locale: string): Answer | null {
  const buttons = decisionButtons(reversal, locale);
  if (buttons.length === 0) return null;
  const text = `${reversal.reference} takes one of these decisions. Nothing was decided yet.`;
  return { text, blocks: [section(text), actionsOf(buttons, 'confirm_answer')] };
}
