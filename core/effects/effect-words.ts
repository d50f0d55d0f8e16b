import { completionOf } from '../reversals/completion.js';
import { formatMoney, parseCurrency } from '../reversals/money.js';
import type { Reversal } from '../reversals/reversal.js';

/** The amount as it was when the line was asked for: told later, it still says what happened. */
function amountThen(
  { amountMinor, currency }: Readonly<Record<string, string>>,
  locale: string,
): string {
  const known = currency === undefined ? null : parseCurrency(currency);
  return known && amountMinor !== undefined
    ? ` ${formatMoney({ minor: BigInt(amountMinor), currency: known }, locale)}`
    : '';
}

/**
 * One short line in the card's thread, amounts in the client's `locale`: who did what. Never the
 * customer, never raw text.
 */
export function threadLine(
  reversal: Reversal,
  payload: Readonly<Record<string, string>>,
  locale: string,
): string {
  const who = payload.actor ?? 'Reversal Hub';
  const amount = amountThen(payload, locale);
  switch (payload.action) {
    case 'approve':
      return payload.status === 'approved'
        ? `${who} approved${amount}.`
        : `${who} approved${amount}; more approvals are needed.`;
    case 'reject':
      return `${who} rejected it.`;
    case 'request_changes':
      return `${who} asked for changes: make them under More, Edit, and it is asked again.`;
    case 'confirm':
      return `${who} confirmed it; it waits for a decision.`;
    case 'complete':
      return `${who} marked it completed${reversal.payoutReference ? ` (${reversal.payoutReference})` : ''}.`;
    case 'outcome':
      // Only a win keeps it open; a line that was asked for by an earlier version names no status.
      return payload.status === 'approved'
        ? `${who} entered the outcome: ${payload.result}. It stays open, as a later stage may follow; mark it as done once none can come.`
        : `${who} entered the outcome: ${payload.result}.`;
    case 'cancel':
      return `${who} cancelled it.`;
    case 'withdraw':
      return payload.was === 'changes_requested'
        ? `${who} took the request for changes back: it stands as it did before.`
        : `${who} took the decision back.`;
    case 'accept':
    case 'contest':
    case 'next_step':
    case 'answer':
      return choiceLine(who, payload);
    case 'wait':
      return `${who} waits for the processor’s notice.`;
    case 'assign':
      return `${payload.assignee ?? who} has taken it.`;
    case 'edit':
      return `${who} changed ${editWords(payload, amount, locale)}${editEnding(payload)}`;
    case 'messages_added':
      if (payload.actor) {
        return `${who} added ${payload.count === '1' ? 'a message' : `${payload.count ?? ''} messages`} to it.`;
      }
      return payload.count === '1'
        ? 'The customer’s ticket has a new message.'
        : `The customer’s ticket has ${payload.count ?? 'new'} new messages.`;
    case 'join':
      return `${who} joined ${payload.other ?? 'another entry'} to it: they are one.`;
    case 'joined':
      return `${who} joined it to ${payload.other ?? 'another entry'}, which goes on for both.`;
    case 'part':
      return `${who} parted it from ${payload.other ?? 'another entry'} again.`;
    case 'processor_notice':
      return `The processor says: ${plainWord(payload.stage)}, ${plainWord(payload.state)}.`;
    case 'frozen':
      return `Do not pay this: the payment is disputed at the processor (${payload.by ?? ''}).`;
    case 'payout_sent':
      return `The processor has it as sent${amount}.`;
    case 'payout_confirmed':
      return `The processor confirms${amount} paid back.`;
    case 'payout_failed':
      return `The processor could not pay${amount} back.`;
    case 'capture_failed':
      return `The processor says: the capture of${amount || ' the payment'} failed. Do not pay it back before you have looked: the money may never have come.`;
    case 'refund_failed':
      return `${payload.assignee ? `${payload.assignee}: t` : 'T'}he refund failed after it was paid; ${payload.opened ?? 'a new entry'} stands in for it.`;
    case 'evidence_added':
      return `${who} added evidence.`;
    case 'step_reminded':
      return `No decision${inTime(payload)}: it still waits for ${payload.waitingFor || 'a decision'}.`;
    case 'step_escalated':
      return `No decision${inTime(payload)}: ${payload.asksNow} may decide it now too.`;
    case 'step_reassigned':
      return `No decision${inTime(payload)}: ${payload.asksNow} decides it now, instead of ${payload.asked}.`;
    case 'step_fallback':
      return `Nobody left of ${payload.asked} may decide this: it goes to ${payload.asksNow}.`;
    case 'enough_decided':
      return 'Less is asked now than before, and enough decided already: one more press settles it, by whoever decided or is asked.';
    case 'rejected_by_policy':
      return `Rejected by policy: no decision${inTime(payload)}.`;
    case 'note':
      return `${who} added a note.`;
    default:
      return `${who} changed it.`;
  }
}

/** A choice is told as made once the votes suffice; until then whom it has, and that others differ. */
function choiceLine(who: string, payload: Readonly<Record<string, string>>): string {
  const { action, status, choice, have, needed, otherwise } = payload;
  const words = choice === undefined ? '' : plainWord(choice);
  if (status !== 'pending_approval') {
    if (action === 'accept') return `${who} accepted the loss.`;
    if (action === 'contest') return `${who} chose to contest.`;
    if (action === 'next_step') return `${who} chose the next step${words && `: ${words}`}.`;
    return `${who} answered${words && `: ${words}`}.`;
  }
  const what =
    action === 'accept' ? 'accepting the loss' : action === 'contest' ? 'contesting' : `“${words}”`;
  const votes = have ? `${have} of ${needed} votes` : 'more votes are needed';
  const differs = otherwise && otherwise !== '0';
  return `${who} is for ${what}: ${votes}${differs ? '; others chose otherwise, and only like votes count together' : ''}.`;
}

const inTime = ({ within }: Readonly<Record<string, string>>) =>
  within ? ` within ${within}` : '';

/** Before and after of what may be told; of the rest only that it changed. */
function editWords(
  payload: Readonly<Record<string, string>>,
  amount: string,
  locale: string,
): string {
  const { beforeMinor, beforeCurrency, typeBefore, typeAfter, parts } = payload;
  // Asked for by an earlier version, which told the new amount alone.
  if (payload.isNewContent === undefined) return amount ? `it: now${amount}` : 'it';
  const before = amountThen(
    { amountMinor: beforeMinor ?? '', currency: beforeCurrency ?? '' },
    locale,
  );
  const changes = [
    ...(beforeMinor === undefined ? [] : [`amount${before || ' none'} →${amount || ' none'}`]),
    ...(typeBefore === undefined
      ? []
      : [`type ${plainWord(typeBefore)} → ${plainWord(typeAfter)}`]),
    ...(parts === undefined ? [] : [`the ${parts.split(' ').join(', ')}`]),
  ];
  return changes.join('; ');
}

function editEnding({ isNewContent, status }: Readonly<Record<string, string>>): string {
  if (isNewContent === 'false' || status === 'needs_review') return '.';
  return status === 'changes_requested'
    ? '; it is not asked again yet.'
    : '; it needs a new decision.';
}

const plainWord = (word: string | undefined) => (word ?? '').replaceAll('_', ' ');

const statusWords: Record<Reversal['status'], string> = {
  needs_review: 'needs review',
  pending_approval: 'waits for approval',
  changes_requested: 'changes were requested',
  approved: 'approved',
  completed: 'completed',
  rejected: 'rejected',
  cancelled: 'cancelled',
};

/** A cancelled entry was decided by nobody, whoever approved it before. */
const leadTo: Partial<Record<Reversal['status'], readonly string[]>> = {
  approved: ['approve', 'accept', 'contest', 'next_step', 'answer'],
  completed: ['approve', 'accept', 'contest', 'next_step', 'answer'],
  rejected: ['reject'],
  changes_requested: ['request_changes'],
};

/** The internal note on a ticket, amounts in the client's `locale`: what was decided, by whom, when, and what follows. */
export function noteFor(reversal: Reversal, publicUrl: string, locale: string): string {
  const last = reversal.approvals[reversal.approvals.length - 1];
  const amount = reversal.amount ? ` of ${formatMoney(reversal.amount, locale)}` : '';
  const decided =
    last && leadTo[reversal.status]?.includes(last.decision)
      ? `\nDecided by ${last.personName}${last.standsInFor ? ` for ${last.standsInFor.name}` : ''} on ${last.at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
      : reversal.status === 'approved'
        ? '\nApproved by policy.'
        : reversal.status === 'rejected' && last?.decision !== 'reject' && reversal.stepTurn?.within
          ? `\nRejected by policy: no decision within ${reversal.stepTurn.within}.`
          : '';
  const choice =
    last?.choice && leadTo[reversal.status]?.includes(last.decision)
      ? `\n${last.decision === 'answer' ? 'Answer' : 'Next step'}: ${plainWord(last.choice)}.`
      : '';
  const reason = last?.reason ? `\nReason: ${last.reason}` : '';
  const called = completionOf(reversal) === 'refund_id' ? 'Refund id' : 'Reference';
  const refund = reversal.payoutReference ? `\n${called}: ${reversal.payoutReference}` : '';
  return `Reversal ${reversal.reference} (${reversal.type.replace('_', ' ')}${amount}): ${statusWords[reversal.status]}.${decided}${choice}${reason}${refund}\n${publicUrl}/reversals/${reversal.reference}`;
}

const statusTags = [
  'reversal_approved',
  'reversal_rejected',
  'reversal_completed',
  'reversal_cancelled',
  'reversal_pending',
  'reversal_changes_requested',
];

/** One tag that any reversal has, one for its status; the tag of an earlier status goes. */
export function tagsFor(reversal: Reversal): { addTags: string[]; removeTags: string[] } {
  const status =
    reversal.status === 'pending_approval' ? 'reversal_pending' : `reversal_${reversal.status}`;
  return {
    addTags: ['reversal_hub', status],
    removeTags: statusTags.filter((tag) => tag !== status),
  };
}
