import { createHash } from 'node:crypto';
import { type Money, parseCurrency, parseDecimal } from '../reversals/money.js';
import type { ClientFacts, NewMessage } from '../reversals/ports.js';
import type { RedactedText } from '../reversals/redacted-text.js';
import type { Customer, Identifier, ReversalKind, ReversalType } from '../reversals/reversal.js';
import { type CardDataLook, lookAt } from './card-data.js';
import { defaultThresholds, type Thresholds } from './detect.js';
import { findTrace } from './extract/find-trace.js';
import type { ClientModel } from './learning/client-model.js';
import { readingFor } from './learning/client-models.js';
import { type Reading, readText } from './read-text.js';
import { redact } from './redact.js';
import type { SourceItem, SourceMessage } from './source-item.js';

/** What was read from a whole item, redacted: all that may leave the intake step. */
export type Candidate = {
  outcome: Reading['outcome'];
  score: number;
  type: ReversalType;
  kind: ReversalKind;
  amount: Money | null;
  before: Money | null;
  after: Money | null;
  identifiers: readonly Identifier[];
  /** Of an item that asks for several payments back: each is an entry of its own. Else empty. */
  several: readonly Pick<Candidate, 'amount' | 'identifiers' | 'reviewReasons'>[];
  reason: RedactedText | null;
  reasonCode: string | null;
  /** What a machine wrote about a fault; of a system error only. */
  trace: RedactedText | null;
  cardLast4: string | null;
  customer: Customer | null;
  occurredAt: Date | null;
  reasons: readonly string[];
  /** Why a person must look; empty where all is certain. */
  reviewReasons: readonly string[];
  messages: readonly NewMessage[];
  /** Where card data stands in the item, its own parts and each message. */
  cardData: CardDataLook;
  /** Kinds of secret data taken out. */
  findings: readonly string[];
  contentHash: string;
};

/** Longer threads are read from their end: the beginning stays at the source. */
const messagesMax = 200;
const textMax = 400_000;
const reasonMax = 240;

/** Reads one item: detect, extract, redact, as the client's corrections have it. Own notes and machine messages take no part. */
export function candidateOf(
  source: SourceItem,
  client: ClientFacts,
  thresholds: Thresholds | null,
  model: ClientModel | null = null,
): Candidate {
  const spoken = source.messages
    .filter((message) => !message.isOwn && message.author !== 'system')
    .slice(-messagesMax);
  const common = readText({
    subject: source.subject,
    text: spoken
      .map((message) => message.text)
      .join('\n\n')
      .slice(0, textMax),
    receivedAt: source.createdAt,
    currency: client.currency,
    timezone: client.timezone,
    ...(thresholds ? { thresholds } : {}),
  });
  const reading = readingFor(model, common, thresholds ?? defaultThresholds);
  const money = moneyOf(source, reading);
  const heard = source.messages.filter((message) => !message.isOwn);
  const read = heard.slice(-messagesMax).map(toMessage);
  const redacted = read.map(({ message }) => message);
  const type = reading.type ?? 'refund';
  const kind =
    type === 'bank_reversal' || (type === 'chargeback' && reading.isNotice) ? 'fact' : 'request';
  const unsure = [
    ...(reading.outcome === 'review' ? ['It is not certain that this asks for money back.'] : []),
    ...(reading.type === null ? ['What kind of reversal it is could not be told.'] : []),
  ];
  return {
    outcome: reading.outcome,
    score: reading.score,
    type,
    kind,
    amount: money.amount,
    before: money.before,
    after: money.after,
    identifiers: identifiersOf(source, reading),
    several: kind === 'request' ? severalOf(source, reading, unsure) : [],
    reason: reasonOf(source, spoken),
    reasonCode: reading.reasonCode?.code ?? null,
    trace: traceOf(reading),
    cardLast4: reading.cardLast4,
    customer: customerOf(source, reading),
    occurredAt: reading.occurredOn ? new Date(`${reading.occurredOn}T00:00:00Z`) : null,
    reasons: reasonsOf(reading),
    reviewReasons: [...unsure, ...money.unclear],
    messages: redacted,
    // A connector reads no longer thread either, so one that is full may have been cut.
    cardData: lookAt([...partsOf(source), ...read], heard.length < messagesMax),
    findings: reading.findings.map((finding) => finding.kind),
    contentHash: hashOf(source, redacted),
  };
}

/** Taken from the redacted text: half a number on a line of its own is not recognised as one. */
function traceOf(reading: Reading): RedactedText | null {
  if (reading.type !== 'system_error') return null;
  const lines = findTrace(reading.redacted.text);
  return lines === null ? null : redact(lines).text;
}

type ReadMoney = {
  amount: Money | null;
  before: Money | null;
  after: Money | null;
  unclear: string[];
};

/** A field the client set up for the amount counts more than the words. */
function moneyOf(source: SourceItem, reading: Reading): ReadMoney {
  const fromField = moneyOfField(source);
  if (fromField) return { amount: fromField, before: null, after: null, unclear: [] };
  const before = moneyWithCurrency(reading.change?.before);
  const after = moneyWithCurrency(reading.change?.after);
  const { chosen } = reading;
  if (chosen.kind === 'ambiguous') {
    return {
      amount: null,
      before,
      after,
      unclear: ['Several amounts are named; which one is asked for could not be told.'],
    };
  }
  if (chosen.kind === 'none') {
    const isNeeded = reading.type !== 'system_error';
    return { amount: null, before, after, unclear: isNeeded ? ['No amount is named.'] : [] };
  }
  const amount = moneyWithCurrency(chosen.amount);
  if (!amount)
    return { amount: null, before, after, unclear: ['The amount stands without a currency.'] };
  const unclear = chosen.certain ? [] : ['The currency is not written beside the amount.'];
  return { amount, before, after, unclear };
}

/**
 * A field that holds the amount or the order is about one payment. The amounts of several are told by
 * the names beside them; which kind it is counts for all.
 */
function severalOf(
  { fields }: SourceItem,
  { payments, type }: Reading,
  reviewReasons: readonly string[],
): Candidate['several'] {
  if (fields.amount || fields.orderId?.trim() || type === 'system_error') return [];
  return payments.map(({ identifier, amount }) => ({
    amount,
    identifiers: [identifier],
    reviewReasons,
  }));
}

function moneyOfField(source: SourceItem): Money | null {
  const { amount, currency: code } = source.fields;
  const currency = code === undefined ? null : parseCurrency(code);
  if (amount === undefined || !currency) return null;
  const money = parseDecimal(amount, currency);
  return money && money.minor > 0n ? money : null;
}

function moneyWithCurrency(
  amount: { minor: bigint; currency: Money['currency'] | null } | undefined,
): Money | null {
  return amount?.currency && amount.minor > 0n
    ? { minor: amount.minor, currency: amount.currency }
    : null;
}

function identifiersOf(source: SourceItem, reading: Reading): readonly Identifier[] {
  const order = source.fields.orderId?.trim();
  // A field is as free as a text: what looks like card data is no order number.
  if (!order || redact(order).findings.length > 0) return reading.identifiers;
  const known = reading.identifiers.some(
    (one) => one.kind === 'order_number' && one.value === order,
  );
  return known
    ? reading.identifiers
    : [...reading.identifiers, { kind: 'order_number', value: order }];
}

function customerOf(source: SourceItem, reading: Reading): Customer | null {
  const clean = (text: string | null | undefined) => (text ? redact(text).text : undefined);
  const customer: Customer = {
    email: clean(source.customer.email) ?? reading.customer.email,
    phone: clean(source.customer.phone) ?? reading.customer.phone,
    name: clean(source.customer.name) ?? reading.customer.name,
  };
  return customer.email || customer.phone || customer.name ? customer : null;
}

/**
 * Reasons are stored in plain text and outlive a person's erasure: those that quote the customer's
 * words stay behind, the words themselves stand in the sealed message.
 */
function reasonsOf(reading: Reading): readonly string[] {
  return reading.reasons.filter((reason) => !reason.includes('“'));
}

/** One sentence: the first the customer wrote, else the subject. */
function reasonOf(source: SourceItem, spoken: readonly SourceMessage[]): RedactedText | null {
  const first = spoken.find((message) => message.author === 'customer') ?? spoken[0];
  // Redacted whole before it is cut: half a card number is not recognised as one.
  const text =
    redact(first?.text ?? '')
      .text.replace(/\s+/g, ' ')
      .trim() || redact(source.subject ?? '').text;
  const sentence = /^.{12,}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  const short = sentence.length > reasonMax ? `${sentence.slice(0, reasonMax - 1)}…` : sentence;
  return short ? redact(short).text : null;
}

function toMessage(message: SourceMessage) {
  const { text, findings } = redact(message.text);
  const kept: NewMessage = {
    sourceItemId: null,
    externalId: message.externalId,
    author: message.author,
    authorName: message.authorName ? redact(message.authorName).text : null,
    text,
    isPublic: message.isPublic,
    sentAt: message.sentAt,
  };
  return { message: kept, place: message.externalId, author: message.author, findings };
}

/** What else people fill in; a customer's own name is the customer's. */
function partsOf({ subject, customer, fields }: SourceItem) {
  const parts = { subject, 'customer name': customer.name, 'order field': fields.orderId };
  return Object.entries(parts).map(([place, text]) => ({
    place,
    author: 'customer' as const,
    findings: text ? redact(text).findings : [],
  }));
}

/**
 * What counts as the item's content, over redacted text so that nothing secret can be tried out
 * against it. The hub's own notes and tags are no part: a write-back is never a change.
 */
function hashOf(source: SourceItem, messages: readonly NewMessage[]): string {
  const content = {
    subject: source.subject ? redact(source.subject).text : null,
    isClosed: source.isClosed,
    assignee: source.assignee?.email ?? source.assignee?.name ?? null,
    tags: source.tags.filter((tag) => !tag.startsWith('reversal_')).toSorted(),
    fields: { ...source.fields, orderId: redact(source.fields.orderId ?? '').text },
    messages: messages.map((message) => [message.externalId, message.text]),
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
