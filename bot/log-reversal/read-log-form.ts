import {
  type ClientFacts,
  type Customer,
  channels,
  type DisputeStage,
  type Identifier,
  type LogRequest,
  type Money,
  minorDigits,
  type NewMessage,
  parseCurrency,
  parseTyped,
  type Reversal,
  reversalTypes,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { hasCardData } from '../reading-port.js';
import { refusalWords } from '../words/refusal-words.js';
import { identifierWords, type LogFields } from './log-fields.js';
import { emptyRequest } from './log-request.js';

export type FieldErrors = { errors: Readonly<Record<string, string>> };

type Beside = {
  requestKey: string;
  /** The entry that the form was filled in from: what it does not ask is taken from there. */
  refundOf?: Reversal | null;
  last4?: string | undefined;
  messages?: readonly NewMessage[];
};

/** The filled-in form as a request, or the errors by the name of the field they belong to. */
export function readLogForm(
  tools: Pick<BotTools, 'reading' | 'now'>,
  client: ClientFacts,
  fields: LogFields,
  beside: Beside,
): LogRequest | FieldErrors {
  const errors: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (hasCardData(tools.reading.redact(value ?? '').findings)) {
      errors[name] = refusalWords({ refused: 'card_number_in_text', facts: {} });
    }
  }
  const type = reversalTypes.find((one) => one === fields.type) ?? 'refund';
  const money = moneyIn(fields, type, errors);
  const customer = customerIn(fields, errors);
  const dispute = type === 'chargeback' ? disputeIn(fields, client, errors, tools.now()) : null;
  if (Object.keys(errors).length > 0) return { errors };
  const { refundOf = null } = beside;
  const reasonCode = fields.reasonCode?.trim() || null;
  const trace = type === 'system_error' ? (fields.trace?.trim() ?? '') : '';
  return {
    ...emptyRequest(client.id, beside.requestKey),
    type,
    // What a bank or processor has told of has happened; a customer's own claim only asks.
    kind: dispute || type === 'bank_reversal' ? 'fact' : 'request',
    ...money,
    identifiers: identifiersOf(tools, fields.identifier?.trim() ?? '', refundOf),
    reason: tools.reading.redact(fields.reason?.trim() ?? '').text,
    reasonCode: type === 'chargeback' || type === 'bank_reversal' ? reasonCode : null,
    dispute,
    trace: trace === '' ? null : tools.reading.redact(trace).text,
    customer: customer ?? refundOf?.customer ?? null,
    cardLast4: refundOf?.cardLast4 ?? beside.last4 ?? null,
    channel: channels.find((one) => one === fields.channel) ?? 'slack',
    messages: beside.messages ?? [],
  };
}

function moneyIn(
  fields: LogFields,
  type: LogRequest['type'],
  errors: Record<string, string>,
): Pick<LogRequest, 'amount' | 'before' | 'after'> {
  const none = { amount: null, before: null, after: null };
  if (type === 'system_error') return none;
  const currency = parseCurrency(fields.currency?.trim() ?? '');
  if (!currency) {
    errors.currency = 'Write a three-letter currency code, for example USD.';
    return none;
  }
  const read = (name: 'amount' | 'before' | 'after', least: bigint): Money | null => {
    const typed = fields[name]?.trim() ?? '';
    const amount = typed === '' ? null : parseTyped(typed, currency);
    if (amount && amount.minor >= least) return amount;
    errors[name] ??=
      typed === ''
        ? 'Write the amount; only a system error may go without.'
        : `Write it ${least === 0n ? 'as zero or more' : 'above zero'} with a dot and at most ${minorDigits(currency)} decimals, for example ${minorDigits(currency) === 0 ? '50' : '49.99'}.`;
    return null;
  };
  if (type !== 'merchant_error') return { ...none, amount: read('amount', 1n) };
  const before = read('before', 0n);
  const after = read('after', 0n);
  if (before && after && before.minor === after.minor) {
    errors.after ??= 'Both are the same: then nothing was charged wrongly.';
  }
  return { amount: null, before, after };
}

function customerIn(fields: LogFields, errors: Record<string, string>): Customer | null {
  const written = fields.customer?.trim() ?? '';
  if (written === '') return null;
  if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(written)) return { email: written };
  if (/^\+?[\d\s()./-]{5,25}$/.test(written)) return { phone: written };
  errors.customer ??= 'That is neither an e-mail address nor a phone number.';
  return null;
}

const stages: readonly DisputeStage[] = [
  'alert',
  'inquiry',
  'chargeback',
  'pre_arbitration',
  'arbitration',
];

/** Null: the customer's own claim. The last instant of the day is the processor's (UTC). */
function disputeIn(
  fields: LogFields,
  _client: ClientFacts,
  errors: Record<string, string>,
  now: Date,
): LogRequest['dispute'] {
  const stage = stages.find((one) => one === fields.stage) ?? null;
  const day = fields.respondBy?.trim() ?? '';
  if (!stage) {
    if (day !== '') errors.stage ??= 'With a date to answer by, say how far it is.';
    return null;
  }
  const respondBy = day === '' ? null : new Date(`${day}T23:59:59Z`);
  if (respondBy && Number.isNaN(respondBy.getTime())) {
    errors.respondBy ??= 'That is no date.';
    return null;
  }
  if (respondBy && respondBy < now) {
    errors.respondBy ??= 'That day is over; leave it empty where it is not known.';
    return null;
  }
  return { stage, respondBy };
}

/** What was typed, several behind commas; left as it was filled in, all that the entry is known by. */
function identifiersOf(
  tools: Pick<BotTools, 'reading'>,
  typed: string,
  refundOf: Reversal | null,
): readonly Identifier[] {
  const first = refundOf?.identifiers[0];
  if (refundOf && first && typed === identifierWords(first)) return refundOf.identifiers;
  const found = new Map<string, Identifier>();
  for (const part of typed.split(',').slice(0, 20)) {
    const one = identifierIn(tools, part.trim());
    if (one) found.set(`${one.kind} ${one.value}`, one);
  }
  return [...found.values()];
}

function identifierIn(tools: Pick<BotTools, 'reading'>, typed: string): Identifier | null {
  if (typed === '') return null;
  const order = /^order\s*(?:no\.?|number|#|:)*\s*(\S+)$/i.exec(typed)?.[1];
  if (order) return { kind: 'order_number', value: order };
  return tools.reading.identifierToken(typed) ?? { kind: 'order_number', value: typed };
}
