import {
  type Currency,
  type EditRequest,
  isRefusal,
  minorDigits,
  parseCurrency,
  parseTyped,
  type RedactedText,
  type Reversal,
  type ReversalType,
  reversalTypes,
  typedOf,
  visibleRefusal,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { note, section } from '../cards/folded-list.js';
import { oneLine } from '../cards/mrkdwn.js';
import { decideAndTell } from '../decide-reversal/decide.js';
import { hasCardData } from '../reading-port.js';
import { choiceField, type ModalView, modal, textField } from '../show-reversal/modal.js';
import { amountWords, typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';

/** Amount, type and reason as they are, to be changed; what was asked for last stands above them. */
export function editForm(
  reversal: Reversal,
  { channel, shownHash, locale }: { channel: string; shownHash: string; locale: string },
): ModalView {
  const asked = reversal.approvals.findLast((vote) => vote.decision === 'request_changes');
  const isAskedAgain = reversal.status === 'changes_requested';
  return modal({
    callbackId: 'edit_form',
    title: 'Edit',
    submit: isAskedAgain ? 'Change, ask again' : 'Change it',
    metadata: { reference: reversal.reference, hash: shownHash, channel },
    blocks: [
      section(`*${reversal.reference}* · *${amountWords(reversal.amount, locale)}*`),
      ...(isAskedAgain && asked
        ? [
            section(
              `*Asked for* by ${oneLine(asked.personName, 60)}: ${oneLine(asked.reason ?? 'no reason was given', 300)}`,
            ),
          ]
        : []),
      textField('amount', 'Amount', {
        initial: reversal.amount ? typedOf(reversal.amount, locale) : '',
        optional: reversal.type === 'system_error',
        hint: 'Whoever raises it asks for it: somebody else approves it.',
      }),
      textField('currency', 'Currency', {
        initial: reversal.amount?.currency ?? '',
        optional: reversal.type === 'system_error',
        hint: 'Three letters, for example USD',
      }),
      ...(reversal.kind === 'request' ? [typeField(reversal.type)] : []),
      textField('reason', 'Reason', {
        initial: reversal.reason ?? '',
        optional: true,
        isLong: true,
      }),
      note(
        'A receipt or another file is shared in the card’s thread, or by `evidence RV-… https://…`.',
      ),
    ],
  });
}

function typeField(type: ReversalType) {
  const names = reversalTypes.map((one) => [one, typeNames[one]] as const);
  return choiceField('type', 'Type', names, type);
}

type FormErrors = { errors: Readonly<Record<string, string>> };

/**
 * Changes what differs, bound to what was shown when the form opened, and asks again where changes
 * were asked for. The form's own id makes a second sending of it act once, also between the two.
 */
export async function takeEditForm(
  tools: BotTools,
  asker: Asker,
  form: {
    metadata: Readonly<Record<string, string>>;
    values: Readonly<Record<string, string | null>>;
    key: string;
  },
): Promise<{ answer: Answer } | FormErrors> {
  const { metadata, values, key } = form;
  const reference = metadata.reference ?? '';
  const seen = await tools.desk.show(asker.person, reference);
  const isElsewhere = !isRefusal(seen) && asker.place !== null && seen.clientId !== asker.place.id;
  if (isRefusal(seen) || isElsewhere)
    return { answer: { text: refusalWords({ refused: 'not_found', facts: {} }) } };
  const read = readEdit(tools, values);
  if ('errors' in read) return read;
  const bounds = { contentHash: metadata.hash || null, requestKey: `${key}:edit` };
  const actor = { person: asker.person, surface: asker.surface };
  const result = await tools.desk.edit(actor, reference, read.changes, bounds);
  if (isRefusal(result)) {
    const text = refusalWords(visibleRefusal(asker.person, result), {
      reference,
      surface: asker.surface,
      locale: asker.locale,
    });
    return result.refused === 'amount_not_positive' || result.refused === 'amount_missing'
      ? { errors: { amount: text } }
      : { answer: { text: `Nothing was changed. ${text}` } };
  }
  const { reversal, waitingFor } = result;
  if (reversal.status !== 'changes_requested') {
    const more = waitingFor ? ` It needs ${oneLine(waitingFor, 120)}.` : '';
    return { answer: { text: `${reference} stands as you wrote it.${more}` } };
  }
  const asked = await decideAndTell(tools, asker, {
    reference,
    action: 'confirm',
    contentHash: reversal.contentHash,
    requestKey: `${key}:confirm`,
  });
  const text = asked.refusal
    ? `It is changed, but not asked again. ${asked.text}`
    : `${reference} is changed and asked again. ${asked.text}`;
  return { answer: { ...asked, text } };
}

function readEdit(
  tools: BotTools,
  values: Readonly<Record<string, string | null>>,
): { changes: EditRequest } | FormErrors {
  const typed = values.amount?.trim() ?? '';
  const code = values.currency?.trim() ?? '';
  const currency = parseCurrency(code);
  if (typed !== '' && !currency)
    return { errors: { currency: 'Write a three-letter currency code, for example USD.' } };
  const amount = typed !== '' && currency ? parseTyped(typed, currency) : null;
  if (typed !== '' && (!amount || amount.minor <= 0n))
    return { errors: { amount: hint(currency) } };
  const words = values.reason?.trim() ?? '';
  const reason = tools.reading.redact(words);
  if (hasCardData(reason.findings))
    return { errors: { reason: refusalWords({ refused: 'card_number_in_text', facts: {} }) } };
  const type = reversalTypes.find((one) => one === values.type);
  return {
    changes: {
      ...(amount ? { amount } : {}),
      ...(type ? { type } : {}),
      ...(words === '' ? {} : { reason: reason.text satisfies RedactedText }),
    },
  };
}

function hint(currency: Currency | null): string {
  const digits = currency ? minorDigits(currency) : 2;
  return `Write it above zero, like ${digits === 0 ? '30' : `30.${'0'.repeat(digits)}`}.`;
}
