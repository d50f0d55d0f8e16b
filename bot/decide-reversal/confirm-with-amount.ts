import {
  formatMoney,
  isRefusal,
  type Money,
  type RedactedText,
  type Reversal,
  transition,
} from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { plain } from '../cards/mrkdwn.js';
import { refusalWords } from '../words/refusal-words.js';
import { decideAndTell, type Told } from './decide.js';

/**
 * Sets the amount by hand, then confirms: two calls, and what is told names how far they came.
 * Where the entry may not be confirmed at all, nothing is edited.
 */
export async function confirmWithAmount(
  tools: BotTools,
  asker: Asker,
  asked: {
    reversal: Reversal;
    amount: Money;
    reason?: RedactedText | undefined;
    requestKey: string;
  },
): Promise<Told> {
  const { reversal, amount, reason, requestKey } = asked;
  const confirm = () =>
    decideAndTell(tools, asker, {
      reference: reversal.reference,
      action: 'confirm',
      // The amount itself changes the content; a repeat must stay the same request.
      contentHash: null,
      ...(reason ? { reason } : {}),
      requestKey,
    });
  const mayConfirm = !('refused' in transition(reversal.status, 'confirm'));
  if (!mayConfirm || isSame(reversal.amount, amount)) return confirm();
  const edited = await tools.desk.edit(
    { person: asker.person, surface: asker.surface },
    reversal.reference,
    { amount },
  );
  tools.telemetry.count('chat_edit', { result: isRefusal(edited) ? edited.refused : 'done' });
  if (isRefusal(edited)) {
    return {
      text: `${refusalWords(edited, { reference: reversal.reference, action: 'confirm', surface: asker.surface, locale: asker.locale })} Nothing was changed.`,
      refusal: edited,
      changed: false,
    };
  }
  const told = await confirm();
  const set = plain(formatMoney(amount, asker.locale));
  const text = told.refusal
    ? `The amount of ${reversal.reference} is now ${set}, but it is not confirmed. ${told.text}`
    : `You set the amount of ${reversal.reference} to ${set}. ${told.text}`;
  return { ...told, text };
}

const isSame = (left: Money | null, right: Money) =>
  left?.minor === right.minor && left.currency === right.currency;
