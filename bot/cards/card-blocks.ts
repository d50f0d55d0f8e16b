import type { types } from '@slack/bolt';
import {
  type Approval,
  type CardView,
  formatMoney,
  isLike,
  localeOf,
  maskCustomer,
  type Reversal,
  waitsForNoticeFlag,
} from '../../core/index.js';
import {
  amountWords,
  decisionNames,
  flagWords,
  noticeText,
  statusWords,
  typeNames,
} from '../words/names.js';
import { cardButtons, isOpen } from './buttons.js';
import { type Block, clip, limits } from './limits.js';
import { dateFor, oneLine, plain } from './mrkdwn.js';

/** One sentence of at most this many characters: two lines at 360 px. */
const reasonLength = 140;
/** A notification shows less; Slack reads it as mrkdwn like everything else. */
const noticeLength = 300;

export type Card = { text: string; blocks: Block[] };

/**
 * The card: five short lines (domain-rules.md, The card and the noise) and at most three buttons.
 * `text` is what notifications and screen readers get: type, amount and client, never the customer.
 * Amounts are written for everybody in the client's channel, else for the reader that `locale` is of.
 */
export function cardOf(view: CardView, locale = localeOf(view.client)): Card {
  const { reversal, client } = view;
  const buttons = cardButtons(reversal, locale);
  const lines = [
    headLine(reversal, locale),
    whoLine(reversal, client.name),
    whyLine(reversal, locale),
    paymentLine(view, locale),
  ]
    .filter((line) => line !== '')
    .join('\n');
  const blocks: Block[] = [
    { type: 'section', text: { type: 'mrkdwn', text: clip(lines, limits.sectionText) } },
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: clip(lastLine(view, locale), limits.sectionText) }],
    },
  ];
  if (buttons.length > 0) blocks.push(actionsOf(buttons, 'card_actions'));
  const text = `${reversal.reference} · ${noticeText(reversal, client.name, locale)}`;
  return { text: oneLine(text, noticeLength), blocks };
}

export function actionsOf(elements: types.Button[], blockId: string): types.ActionsBlock {
  return { type: 'actions', block_id: blockId, elements };
}

function headLine(reversal: Reversal, locale: string): string {
  const amount = plain(amountWords(reversal.amount, locale));
  const kind = reversal.kind === 'fact' && reversal.type === 'refund' ? ' already made' : '';
  return `*${reversal.reference}* · ${typeNames[reversal.type]}${kind} · *${amount}*`;
}

function whoLine(reversal: Reversal, clientName: string): string {
  const customer = maskCustomer(reversal.customer);
  return customer
    ? `${oneLine(clientName, 60)} · ${oneLine(customer, 60)}`
    : oneLine(clientName, 60);
}

function whyLine(reversal: Reversal, locale: string): string {
  if (reversal.status === 'needs_review' && reversal.reviewReasons.length > 0) {
    return `Unclear: ${oneLine(reversal.reviewReasons[0] ?? '', reasonLength)}`;
  }
  if (reversal.type === 'merchant_error' && reversal.before && reversal.after) {
    const [before, after] = [reversal.before, reversal.after].map((one) =>
      formatMoney(one, locale),
    );
    return `Charged ${plain(before ?? '')} instead of ${plain(after ?? '')}`;
  }
  const reason = reversal.reason ?? '';
  const code = reversal.reasonCode ? ` (${oneLine(reversal.reasonCode, 20)})` : '';
  return reason.trim() === '' && code === ''
    ? 'No reason given'
    : `${oneLine(reason, reasonLength)}${code}`;
}

/** What is known of the payment, other claims on it, and flags. */
function paymentLine({ reversal, alsoOnPayment }: CardView, locale: string): string {
  const parts: string[] = [];
  const { payment } = reversal;
  if (!payment) parts.push('no payment matched');
  else if (!payment.captured || !payment.left) parts.push('captured amount unknown');
  else {
    const returned = payment.captured.minor - payment.left.minor;
    if (returned > 0n) {
      const money = { minor: returned, currency: payment.captured.currency };
      parts.push(
        `${plain(formatMoney(money, locale))} of ${plain(formatMoney(payment.captured, locale))} returned or on its way`,
      );
    } else parts.push(`nothing returned yet of ${plain(formatMoney(payment.captured, locale))}`);
  }
  if (alsoOnPayment.length > 0) {
    const names = alsoOnPayment
      .slice(0, 3)
      .map((claim) => claim.reference)
      .join(', ');
    const rest = alsoOnPayment.length > 3 ? ` and ${alsoOnPayment.length - 3} more` : '';
    parts.push(`also on this payment: ${names}${rest}`);
  }
  for (const flag of flagWords(reversal.flags).slice(0, 2))
    parts.push(`:warning: ${oneLine(flag, 60)}`);
  const line = parts.join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function lastLine(view: CardView, locale: string): string {
  const { reversal } = view;
  const parts: string[] = [];
  const open = reversal.status === 'pending_approval';
  const isWon = reversal.status === 'approved' && reversal.dispute?.result === 'won';
  if (!isFinal(reversal)) parts.push(isWon ? wonWords : dueWords(reversal));
  if (!open) parts.push(decidedWords(reversal));
  if (open) parts.push(soFar(reversal));
  if (open && view.waitingFor) parts.push(`needs ${oneLine(view.waitingFor, 80)}`);
  if (open && reversal.flags.includes(waitsForNoticeFlag)) {
    parts.push('waits for the processor’s notice');
  }
  if (open) parts.push(causeOf(reversal, locale), answerHint);
  const line = parts.filter((part) => part !== '').join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** Nothing is due any more, and nothing is over yet: a second chargeback or arbitration may come. */
const wonWords = 'won so far: a later stage may follow';

/**
 * An instant, never hours that are left: a card that nobody redraws stays true. An alert's own end is
 * what counts, for after it the dispute is a chargeback.
 */
function dueWords({ dueAt, dispute }: Reversal): string {
  const estimated = dispute?.dueIsEstimated ? ' (estimated)' : '';
  const alertEnd = dispute?.stage === 'alert' ? (dispute.respondBy ?? dueAt) : null;
  if (alertEnd) return `alert: act before ${dateFor(alertEnd)}${estimated}`;
  return dueAt ? `due ${dateFor(dueAt)}${estimated}` : '';
}

/** True in the card's own thread only. */
export const answerHint = 'answer here, or mention me';

const isFinal = (reversal: Reversal) =>
  ['completed', 'rejected', 'cancelled'].includes(reversal.status);

/** What the first button will cause. The hub records and decides; it moves no money. */
function causeOf(reversal: Reversal, locale: string): string {
  if (isOpen(reversal, 'approve')) {
    return reversal.sources.length > 0
      ? `approving tells the ticket to return ${plain(amountWords(reversal.amount, locale))}`
      : `approving clears ${plain(amountWords(reversal.amount, locale))} to be paid back`;
  }
  if (isOpen(reversal, 'contest')) return 'contesting asks for evidence';
  if (isOpen(reversal, 'next_step')) return 'the next step is recorded for the team';
  if (isOpen(reversal, 'answer')) {
    return reversal.sources.length > 0 ? 'the answer goes to the ticket' : 'the answer is recorded';
  }
  return '';
}

/** Who voted, and whose decision it was where they stood in for somebody. */
export function voterWords({ personName, standsInFor }: Approval): string {
  const away = standsInFor ? ` for ${oneLine(standsInFor.name, 60)}` : '';
  return `${oneLine(personName, 60)}${away}`;
}

/** Votes that were given while others are awaited, in the order they came; only like ones count together. */
function soFar({ approvals }: Reversal): string {
  const kinds = approvals.filter(
    (one, index) => approvals.findIndex((other) => isLike(one, other)) === index,
  );
  const said = kinds.map((kind) => {
    const names = approvals.filter((one) => isLike(one, kind)).map(voterWords);
    return `${chosenWords(kind)} so far by ${names.join(' and ')}`;
  });
  return said.length > 1 ? `${said.join(', ')} (only like votes count together)` : said.join('');
}

/** `contested`, or with what was chosen of several: `next step chosen (stop collecting)`. */
export function chosenWords({ decision, choice }: Pick<Approval, 'decision' | 'choice'>): string {
  const what = choice ? ` (${oneLine(choice.replaceAll('_', ' '), 40)})` : '';
  return `${decisionNames[decision]}${what}`;
}

/** Who decided, and when; for automatic approvals the policy. */
function decidedWords(reversal: Reversal): string {
  if (reversal.joinedInto) return `joined to ${reversal.joinedInto}`;
  const { status, approvals } = reversal;
  const last = approvals[approvals.length - 1];
  // Nobody rejected it: its time ran out, whoever approved before.
  if (status === 'rejected' && last?.decision !== 'reject') return 'rejected by policy';
  if (!last) return status === 'approved' ? 'approved by policy' : statusWords(reversal);
  // A vote that came before is not what closed a cancelled entry, or opened it again.
  if (status === 'cancelled' || status === 'needs_review') return statusWords(reversal);
  const names = approvals.filter((one) => isLike(one, last)).map(voterWords);
  const decided = `${chosenWords(last)} by ${names.join(' and ')}, ${dateFor(last.at)}`;
  if (status !== 'completed') return decided;
  const paid = reversal.payoutReference ? `, paid as ${oneLine(reversal.payoutReference, 60)}` : '';
  return `completed: ${decided}${paid}`;
}
