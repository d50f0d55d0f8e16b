import type { DecideRequest, Refusal, RefusalName, Surface } from '../../core/index.js';
import { decimalOf, formatMoney, parseCurrency } from '../../core/index.js';
import { dateFor, plain } from '../cards/mrkdwn.js';
import { decisionNames, statusNames } from './names.js';
import { reasonExample } from './reason-example.js';

/** What was tried when it was refused, where, and how its author reads amounts: the words then fit it. */
type Tried = Pick<DecideRequest, 'reference'> & {
  /** Absent where something else than a decision was tried. */
  action?: DecideRequest['action'] | undefined;
  surface: Surface;
  locale: string;
};

type Words = (facts: Readonly<Record<string, string>>, tried?: Tried) => string;

/** True for whoever reads it: the one who decided may be the one who asks again. */
const decided: Words = ({ by, at, decision, choice, status, isOwn }, tried) => {
  if (!by) return `It is ${nameOf(statusNames, status, 'decided')} already; nothing was changed.`;
  const what = choice ? `: ${plain(choice.replaceAll('_', ' '))}` : '';
  const said = `${nameOf(decisionNames, decision, 'decided')}${what}`;
  if (isOwn) {
    const back = tried ? `\`withdraw ${tried.reference}\`` : '`withdraw` with its reference';
    return `You voted already (${said}). To choose otherwise take that back first: ${back}. Nothing was changed.`;
  }
  const when = at ? `, ${dateFor(new Date(at))}` : '';
  const now = status === 'completed' || status === 'cancelled' ? `It is ${status}. ` : '';
  return `${now}${plain(by)} decided it already (${said}${when}). Nothing was changed.`;
};

/** What each refusal means, and what to do instead. A person reads it, so it says both. */
const words: Readonly<Record<RefusalName, Words>> = {
  not_found: () => 'There is no such entry here.',
  not_your_client: () => 'There is no such entry here.',
  not_permitted: (facts) =>
    `Your role${facts.role ? ` (${plain(facts.role.replaceAll('_', ' '))})` : ''} may not do this. Ask a manager.`,
  card_number_in_text: () =>
    'That text holds card data, so nothing of it was kept. Write it again without it: the last four digits are enough, for example “card ending 1111”.',
  nothing_understood: () => 'I could not tell what to do. Write `help` to see what I understand.',
  unknown_currency: (facts) =>
    `I do not know the currency${facts.code ? ` ${plain(facts.code)}` : ''}. Write a three-letter code, for example \`49.99 USD\`.`,
  amount_missing: (_facts, tried) =>
    tried?.action === 'confirm'
      ? `${tried.reference} has no amount yet. Write it behind the reference, for example \`confirm ${tried.reference} 25 USD\`.`
      : 'There is no amount with its currency. Write one above zero, for example `49.99 USD`; only a system error may go without.',
  amount_not_positive: () => 'The amount must be above zero.',
  amount_ambiguous: () =>
    'There are two amounts and neither is plainly the one. Write one, for example `49.99 USD`, or “charged 120 instead of 12”.',
  client_missing: () => 'Say which client it is for.',
  already_final: decided,
  already_decided: decided,
  not_in_this_status: ({ status }) =>
    status === 'needs_review'
      ? 'It needs review first: `confirm` it as a reversal, or `cancel` it.'
      : status
        ? `That is not possible now: it is ${nameOf(statusNames, status, 'in another state')}.`
        : 'That is not possible in its present state.',
  not_for_this_type: (facts) =>
    `That is not a decision for this type${facts.type ? ` (${plain(facts.type.replaceAll('_', ' '))})` : ''}. More shows what there is to decide.`,
  content_hash_missing: () =>
    'I must show you what you decide on first. Use the buttons below, which stand for what they show.',
  content_changed: (facts, tried) =>
    `It changed after it was shown to you${differenceOf(facts, tried?.locale)}. Nothing was decided; look at it again.`,
  requester_cannot_approve: () =>
    'You may not approve this: you asked for it, and four eyes are needed. Another approver must decide.',
  approver_not_named: (facts) =>
    `You may not decide this${facts.asks ? `: the policy asks ${plain(facts.asks.replaceAll('role:', ''))}` : ''}.`,
  payment_already_claimed: (facts) =>
    `It asks for more than is left of the payment${facts.others ? ` (see ${plain(facts.others)})` : ''}. It can be approved once the other claim is settled.`,
  payment_disputed: () =>
    'The payment is disputed at the processor: paying it back as well would pay twice. Settle the dispute first.',
  payout_already_sent: () =>
    'The money is already on its way, so this cannot be taken back. Log a new entry that corrects it.',
  reason_required: (_facts, tried) =>
    tried?.action
      ? `A reason is needed. ${reasonExample({ ...tried, action: tried.action })}`
      : 'A reason is needed.',
  evidence_required: ({ reference }) =>
    `The policy asks for evidence first. Share the file in the card’s thread, or write \`evidence ${reference ?? 'RV-000123'} https://…\`; then decide.`,
  amount_above_requested: (facts) =>
    `Only a lower amount${facts.currency ? ` in ${plain(facts.currency)}` : ''} can be approved. To raise it, ask for changes.`,
  nothing_to_withdraw: () => 'There is no decision of yours to take back. Nothing was changed.',
  refund_id_required: () =>
    'The refund id is missing. Write it behind the reference, for example `complete RV-000123 re_3PqLmN8a`.',
  key_reused_with_other_content: () =>
    'This was taken before with other words; the first ones count.',
  invalid_request: (facts) =>
    `That cannot be carried out${facts.detail ? `: it takes ${plain(facts.detail)}` : facts.assignee ? `: ${plain(facts.assignee)}` : ''}.`,
};

/** A refusal in words for the person who asked, as mrkdwn. */
export function refusalWords(refusal: Refusal, tried?: Tried): string {
  return words[refusal.refused](refusal.facts, tried);
}

function nameOf(names: Readonly<Record<string, string>>, key: string | undefined, other: string) {
  return (key && Object.hasOwn(names, key) ? names[key] : undefined) ?? other;
}

function differenceOf(facts: Readonly<Record<string, string>>, locale: string | undefined): string {
  const parts: string[] = [];
  if (facts.amountMinorNow) {
    parts.push(
      `the amount was ${moneyOf(facts.amountMinorShown, locale)} and is now ${moneyOf(facts.amountMinorNow, locale)}`,
    );
  }
  if (facts.typeNow) parts.push(`the type is now ${plain(facts.typeNow.replaceAll('_', ' '))}`);
  if (facts.paymentIdNow) parts.push('it now stands on another payment');
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}

/** `4999 USD` in minor units, as its reader writes it; where that is not known, `49.99 USD`. */
function moneyOf(text: string | undefined, locale: string | undefined): string {
  const match = /^(\d{1,16}) ([A-Z]{3})$/.exec(text ?? '');
  const currency = match ? parseCurrency(match[2] ?? '') : null;
  if (!match || !currency) return 'unknown';
  const money = { minor: BigInt(match[1] ?? '0'), currency };
  return locale ? formatMoney(money, locale) : `${decimalOf(money)} ${currency}`;
}
