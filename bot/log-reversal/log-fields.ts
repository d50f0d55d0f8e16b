import {
  type ClientFacts,
  type Draft,
  type DraftFields,
  type Identifier,
  maskCustomer,
  type Reversal,
  typedOf,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { type ChatReading, hasCardData } from '../reading-port.js';
import { identifiersIn, type ReadingTools, readFor, reasonIn, typeOf } from './log-request.js';

/** What stands in the form, as it is written there; absent where nothing does. */
export type LogFields = Readonly<Partial<Record<string, string>>>;

/** What the form was opened from; travels with it. */
export type LogContext = {
  /** The Slack channel it was opened in; empty elsewhere. */
  channel: string;
  /** The entry that a refund is to forestall. */
  refundOf?: string | undefined;
  /** The draft it goes on with. */
  draft?: string | undefined;
  last4?: string | undefined;
  /** What stands above the fields, in our own words. */
  note?: string | undefined;
  /** References of like entries that the person has seen and passed over. */
  seen?: string | undefined;
};

/** What was understood of a text, as the form has it; amounts as a reader of this locale types them. */
export function fieldsOfText(
  tools: ReadingTools,
  client: ClientFacts,
  text: string,
  locale: string,
): LogFields {
  const reading = readFor(tools, client, text);
  const type = typeOf(reading, text);
  const isPair = type === 'merchant_error' && reading.before !== null && reading.after !== null;
  const amount = reading.amount.kind === 'one' ? reading.amount.money : null;
  return present({
    client: client.id,
    type,
    amount: amount && !isPair ? typedOf(amount, locale) : '',
    before: isPair && reading.before ? typedOf(reading.before, locale) : '',
    after: isPair && reading.after ? typedOf(reading.after, locale) : '',
    currency: amount?.currency ?? client.currency,
    identifier: identifiersIn(tools, reading, text).map(identifierWords).join(', '),
    customer: reading.customer?.email ?? reading.customer?.phone ?? '',
    reasonCode: reading.reasonCode ?? '',
    reason: reasonIn(tools, reading, text) ?? '',
    trace: type === 'system_error' ? tools.reading.redact(text).text : '',
  });
}

/** The customer as written in the form, masked: `j•••@example.com`, or `•••` and the last of a number. */
export function maskedCustomer({ customer = '' }: LogFields): string | null {
  const written = customer.trim();
  if (written === '') return null;
  return maskCustomer(written.includes('@') ? { email: written } : { phone: written });
}

/** The card's last four, which the form does not ask: it is carried beside it. */
export function last4Of(reading: ChatReading): string | undefined {
  return reading.cardLast4 ?? undefined;
}

/** The fields of a refund that is to forestall a dispute. */
export function fieldsOfEntry(entry: Reversal, locale: string): LogFields {
  const [identifier] = entry.identifiers;
  return present({
    client: entry.clientId,
    type: 'refund',
    amount: entry.amount ? typedOf(entry.amount, locale) : '',
    currency: entry.amount?.currency ?? '',
    identifier: identifier ? identifierWords(identifier) : '',
    reason: `Refund before a dispute, see ${entry.reference}`,
  });
}

/** As people write it: a bare order number says nothing about what it is. */
export const identifierWords = ({ kind, value }: Identifier) =>
  kind === 'order_number' ? `order ${value}` : value;

/** Fields and context as they are kept; null where one holds card data: such a form goes nowhere. */
export function toDraft(
  tools: Pick<BotTools, 'reading'>,
  fields: LogFields,
  context: LogContext,
): DraftFields | null {
  const all: [string, string][] = [];
  for (const [name, value] of Object.entries(fields)) if (value) all.push([name, value]);
  for (const [name, value] of Object.entries(context)) {
    if (value && name !== 'draft') all.push([`${contextMark}${name}`, value]);
  }
  const redacted = all.map(([name, value]) => [name, tools.reading.redact(value)] as const);
  if (redacted.some(([, one]) => hasCardData(one.findings))) return null;
  return Object.fromEntries(redacted.map(([name, one]) => [name, one.text]));
}

const contextMark = 'context.';

export function fromDraft(draft: Draft): { fields: LogFields; context: LogContext } {
  const { fields } = draft;
  const kept = (name: string) => fields[`${contextMark}${name}`];
  return {
    fields: Object.fromEntries(
      Object.entries(fields).filter(([name]) => !name.startsWith(contextMark)),
    ),
    context: {
      channel: kept('channel') ?? '',
      refundOf: kept('refundOf'),
      last4: kept('last4'),
      seen: kept('seen'),
      note: kept('note'),
      draft: draft.id,
    },
  };
}

/** Whether anything was written that would be missed: choices and defaults are no work lost. */
export function isWorthKeeping(fields: LogFields): boolean {
  return ['amount', 'before', 'after', 'identifier', 'customer', 'reason', 'trace', 'text'].some(
    (name) => (fields[name] ?? '').trim() !== '',
  );
}

function present(fields: Record<string, string>): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
