import type { ChatEntry } from './chat-acts.js';
import type { ChatAct, ChatDeed } from './chat-script.js';

const dollars = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

/** Half of what the person saw. */
const less = ({ seen }: ChatEntry) => dollars(seen.minor / 2n);

/** The button that does it, where a card has one. */
export function buttonOf(deed: ChatDeed, { type }: ChatEntry): string | null {
  const isDispute = type === 'chargeback';
  switch (deed) {
    case 'approve':
      return isDispute ? 'decide:contest' : 'decide:approve';
    case 'reject':
      return isDispute ? 'decide:accept' : 'decide:reject';
    case 'confirm':
    case 'cancel':
      return `decide:${deed}`;
    default:
      return null;
  }
}

/** What is written in the card's thread to do it; null where no words do. */
export function answerOf(deed: ChatDeed, entry: ChatEntry): string | null {
  const isDispute = entry.type === 'chargeback';
  switch (deed) {
    case 'approve':
      return isDispute ? 'contest it' : 'approved';
    case 'approve_less':
      return isDispute ? 'approved' : `approved, but only ${less(entry)}`;
    case 'reject':
      return isDispute ? 'accept the loss' : 'rejected';
    case 'request_changes':
      return 'need the receipt first';
    case 'bare_yes':
      return 'ok';
    case 'talk':
    case 'edited_into_yes':
      return 'let me look at that';
    default:
      return null;
  }
}

/** What an old message is changed into: a plain yes where one is to be feigned, else a hesitation. */
export function changedTo(deed: ChatDeed, entry: ChatEntry): string {
  if (deed !== 'edited_into_yes') return 'sorry, wait';
  return entry.type === 'chargeback' ? 'contest it' : 'approved';
}

/** What stands behind `/reversal` to do it; null where no command does. */
export function commandOf({ deed }: Pick<ChatAct, 'deed'>, entry: ChatEntry): string | null {
  const isDispute = entry.type === 'chargeback';
  const { reference } = entry;
  switch (deed) {
    case 'approve':
      return `${isDispute ? 'contest' : 'approve'} ${reference}`;
    case 'approve_less':
      return isDispute ? `contest ${reference}` : `approve ${reference} ${less(entry)} goodwill`;
    case 'reject':
      return `${isDispute ? 'accept' : 'reject'} ${reference}`;
    case 'request_changes':
      return `changes ${reference} need the receipt first`;
    case 'complete':
      return isDispute ? `outcome ${reference} won` : `complete ${reference} re_1PqRsT`;
    case 'bare_yes':
      return `approve ${reference}`;
    case 'confirm':
    case 'withdraw':
    case 'cancel':
      return `${deed} ${reference}`;
    case 'note':
      return `note ${reference} called them back`;
    default:
      return null;
  }
}

/**
 * Whether these words, alone in a thread, are a decision; `asked` is answered with a question. Told a
 * second time here, for the few sentences that are used: what is read is not checked by what reads it.
 */
export function meaningOf(
  deed: ChatDeed,
  { type }: ChatEntry,
): 'decides' | 'decides if alone' | 'asked' | 'nothing' {
  if (deed === 'talk' || deed === 'edited_into_yes') return 'nothing';
  if (deed === 'bare_yes') return type === 'chargeback' ? 'asked' : 'decides if alone';
  if (deed === 'approve_less' && type === 'chargeback') return 'asked';
  return 'decides';
}
