import {
  type ClientFacts,
  type Customer,
  type Identifier,
  type LogRequest,
  type Money,
  plainRequest,
  type Refusal,
  type ReversalType,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { type ChatReading, hasCardData } from '../reading-port.js';
import { ownWords } from './own-words.js';

/** What reading a text needs of the tools. */
export type ReadingTools = Pick<BotTools, 'reading' | 'now'>;

/** Free text as a request to log, or why it cannot be one. Never echoes card data. */
export function requestFromText(
  tools: ReadingTools,
  client: ClientFacts,
  text: string,
  requestKey: string,
): LogRequest | Refusal {
  const reading = readFor(tools, client, text);
  if (hasCardData(reading.findings)) return { refused: 'card_number_in_text', facts: {} };
  const type = typeOf(reading, text);
  const amount = amountOf(reading, type, text);
  if (amount && 'refused' in amount) return amount;
  return {
    ...emptyRequest(client.id, requestKey),
    type,
    amount,
    identifiers: identifiersIn(tools, reading, text),
    reason: reasonIn(tools, reading, text),
    reasonCode: reading.reasonCode,
    cardLast4: reading.cardLast4,
    customer: namedIn(reading.customer),
    before: reading.before,
    after: reading.after,
    readingReasons: reading.type ? [] : ['No type was named; it was taken as a refund.'],
  };
}

export function readFor(tools: ReadingTools, client: ClientFacts, text: string): ChatReading {
  return tools.reading.read(text, {
    currency: client.currency,
    timezone: client.timezone,
    receivedAt: tools.now(),
  });
}

/** The reader may answer with a customer of whom it found nothing. */
const namedIn = (customer: Customer | null) =>
  customer && Object.values(customer).some(Boolean) ? customer : null;

/** A wrong charge has a wrong and a right amount, or is called so; a plain duplicate is a refund. */
export function typeOf(reading: ChatReading, text: string): ReversalType {
  const hasPair = reading.before !== null && reading.after !== null;
  if (reading.type !== 'merchant_error' || hasPair) return reading.type ?? 'refund';
  return /\b(?:merchant error|wrong (?:charge|amount|price))\b/i.test(text)
    ? 'merchant_error'
    : 'refund';
}

function amountOf(reading: ChatReading, type: ReversalType, text: string): Money | Refusal | null {
  // "120 instead of 12": the amount is what stands between, and the desk works it out.
  if (type === 'merchant_error' && reading.before && reading.after) return null;
  const { amount } = reading;
  if (isBelowZero(reading, text)) return { refused: 'amount_not_positive', facts: {} };
  if (amount.kind === 'unknown_currency') {
    return { refused: 'unknown_currency', facts: { code: amount.code } };
  }
  if (amount.kind === 'ambiguous') return { refused: 'amount_ambiguous', facts: {} };
  if (amount.kind === 'one') return amount.money;
  return type === 'system_error' ? null : { refused: 'amount_missing', facts: {} };
}

/** What whoever writes to the bot says of every entry; what they say of this one is written over it. */
export function emptyRequest(clientId: string, requestKey: string): LogRequest {
  const said = { type: 'refund', kind: 'request', amount: null, channel: 'slack' } as const;
  return { ...plainRequest({ clientId, ...said }), requestKey };
}

/** What the reader found, and what a typed word plainly is. */
export function identifiersIn(
  tools: ReadingTools,
  reading: ChatReading,
  text: string,
): readonly Identifier[] {
  const found = new Map(reading.identifiers.map((one) => [`${one.kind} ${one.value}`, one]));
  for (const token of text.split(/[\s,;()]+/).slice(0, 60)) {
    const one = token === '' ? null : tools.reading.identifierToken(token);
    const isKnown = [...found.values()].some((other) => other.value === one?.value);
    if (one && !isKnown) found.set(`${one.kind} ${one.value}`, one);
  }
  return [...found.values()];
}

/** Why, in the writer's own words; a wrong charge keeps its amounts and names ("120 instead of 12"). */
export function reasonIn(tools: ReadingTools, reading: ChatReading, text: string) {
  const isPair = reading.before !== null && reading.after !== null;
  const words = ownWords(text, {
    names: isPair ? [] : identifiersIn(tools, reading, text).map((one) => one.value),
    amounts: isPair ? [] : reading.amounts.map((one) => one.text),
    phone: reading.customer?.phone,
  });
  return words === null ? null : tools.reading.redact(words).text;
}

/** `-5 USD`: the minus stands at the number or at the currency before it, behind a blank. */
function isBelowZero(reading: ChatReading, text: string): boolean {
  return reading.amounts.some((one) => {
    const at = text.indexOf(one.text);
    if (at < 0) return false;
    const before = text.slice(0, at);
    return (
      (/(?:^|[\s(])(?:(?:[A-Za-z]{3}|\p{Sc})\s?)?[-\u2212]\s?$/u.test(before) &&
        !/[-\u2212]\s$/.test(before)) ||
      /^(?:[A-Za-z]{3}|\p{Sc})?\s?[-\u2212]\d/u.test(one.text)
    );
  });
}
