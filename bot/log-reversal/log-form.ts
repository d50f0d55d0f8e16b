import {
  type Channel,
  type ClientFacts,
  channels,
  decimalOf,
  type Identifier,
  type LogRequest,
  maskCustomer,
  minorDigits,
  parseCurrency,
  parseDecimal,
  type Reversal,
  type ReversalType,
  reversalTypes,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';
import { plain } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { choiceField, type ModalView, modal, textField } from '../show-reversal/modal.js';
import { typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { emptyRequest, readFor, reasonIn } from './log-request.js';

const channelNames: Readonly<Record<Channel, string>> = {
  phone: 'Phone',
  email: 'E-mail',
  chat: 'Chat',
  crm: 'Helpdesk',
  api: 'API',
  slack: 'Slack',
};

/**
 * The form for a client; filled in with what was understood of a text, or from the entry that a
 * refund is to forestall. Whose money that is, the form does not show: it is taken from the entry.
 */
export function logForm(
  tools: BotTools,
  clients: readonly ClientFacts[],
  options: {
    channel: string;
    text?: string | undefined;
    type?: ReversalType | undefined;
    refundOf?: Reversal | undefined;
  },
): ModalView {
  const [client] = clients;
  const reading = client && options.text ? readFor(tools, client, options.text) : null;
  const { refundOf } = options;
  const amount = refundOf?.amount ?? (reading?.amount.kind === 'one' ? reading.amount.money : null);
  const reason = refundOf
    ? `Refund before a dispute, see ${refundOf.reference}`
    : reading && options.text
      ? (reasonIn(tools, reading, options.text) ?? '')
      : '';
  const identifier = (refundOf ?? reading)?.identifiers[0];
  const chosen =
    clients.length > 1
      ? [
          choiceField(
            'client',
            'Client',
            clients.map((one) => [one.id, one.name] as const),
          ),
        ]
      : [];
  return modal({
    callbackId: 'log_form',
    title: 'Log a reversal',
    submit: 'Log it',
    metadata: {
      channel: options.channel,
      client: clients.length === 1 ? (client?.id ?? '') : '',
      ...(refundOf ? { refundOf: refundOf.reference } : {}),
    },
    blocks: [
      ...chosen,
      choiceField(
        'type',
        'Type',
        reversalTypes.map((type) => [type, typeNames[type]] as const),
        options.type ?? reading?.type ?? 'refund',
      ),
      textField('amount', 'Amount', {
        optional: true,
        initial: amount ? decimalOf(amount) : '',
        hint: 'With a dot, for example 49.99. Only a system error may go without.',
      }),
      textField('currency', 'Currency', {
        initial: amount?.currency ?? client?.currency ?? '',
        hint: 'Three letters, for example USD',
      }),
      textField('identifier', 'Transaction id', {
        optional: true,
        initial: identifier ? identifierWords(identifier) : '',
        hint: 'Charge, order or reference number. Never a card number.',
      }),
      refundOf?.customer
        ? section(
            `Customer: ${plain(maskCustomer(refundOf.customer) ?? 'as on')} (as on ${refundOf.reference})`,
          )
        : textField('customer', 'Customer’s e-mail', {
            optional: true,
            initial: reading?.customer?.email ?? '',
          }),
      textField('reason', 'Reason', { isLong: true, initial: reason }),
      choiceField(
        'channel',
        'How did it reach us?',
        channels.map((one) => [one, channelNames[one]] as const),
        options.text ? 'slack' : 'phone',
      ),
    ],
  });
}

/** As people write it: a bare order number says nothing about what it is. */
const identifierWords = ({ kind, value }: Identifier) =>
  kind === 'order_number' ? `order ${value}` : value;

type Values = Readonly<Record<string, string | null>>;

/** The filled-in form as a request, or the errors to show under its fields. */
export function readLogForm(
  tools: BotTools,
  client: ClientFacts,
  values: Values,
  requestKey: string,
  /** The entry that the form was filled in from: what it does not ask is taken from there. */
  refundOf: Reversal | null = null,
): LogRequest | { errors: Readonly<Record<string, string>> } {
  const errors: Record<string, string> = {};
  for (const field of ['identifier', 'reason', 'customer', 'amount'] as const) {
    if (hasCardData(tools.reading.redact(values[field] ?? '').findings)) {
      errors[field] = refusalWords({ refused: 'card_number_in_text', facts: {} });
    }
  }
  const type = reversalTypes.find((one) => one === values.type) ?? 'refund';
  const currency = parseCurrency(values.currency ?? '');
  if (!currency) errors.currency = 'Write a three-letter currency code, for example USD.';
  const typed = values.amount?.trim() ?? '';
  const amount = currency && typed !== '' ? parseDecimal(typed, currency) : null;
  if (typed === '' && type !== 'system_error')
    errors.amount = 'Write the amount; only a system error may go without.';
  else if (typed !== '' && currency && (!amount || amount.minor <= 0n)) {
    errors.amount = `Write it above zero with a dot and at most ${minorDigits(currency)} decimals, for example ${minorDigits(currency) === 0 ? '50' : '49.99'}.`;
  }
  const email = values.customer?.trim() ?? '';
  if (email !== '' && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email))
    errors.customer = 'That is not an e-mail address.';
  if (Object.keys(errors).length > 0) return { errors };
  const identifier = values.identifier?.trim() ?? '';
  return {
    ...emptyRequest(client.id, requestKey),
    type,
    amount,
    identifiers: identifiersOf(tools, identifier, refundOf),
    reason: tools.reading.redact(values.reason?.trim() ?? '').text,
    customer: email === '' ? (refundOf?.customer ?? null) : { email },
    cardLast4: refundOf?.cardLast4 ?? null,
    channel: channels.find((one) => one === values.channel) ?? 'slack',
  };
}

/** What was typed; left as it was filled in, all that the entry is known by. */
function identifiersOf(
  tools: BotTools,
  typed: string,
  refundOf: Reversal | null,
): readonly Identifier[] {
  const first = refundOf?.identifiers[0];
  if (refundOf && first && typed === identifierWords(first)) return refundOf.identifiers;
  if (typed === '') return [];
  const order = /^order\s*(?:no\.?|number|#|:)*\s*(\S+)$/i.exec(typed)?.[1];
  if (order) return [{ kind: 'order_number', value: order }];
  return [tools.reading.identifierToken(typed) ?? { kind: 'order_number', value: typed }];
}
