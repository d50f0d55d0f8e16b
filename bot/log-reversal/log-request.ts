import type {
  Channel,
  ClientFacts,
  Identifier,
  LogRequest,
  Money,
  Refusal,
  ReversalType,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { type ChatReading, hasCardData } from '../reading-port.js';

/** Free text as a request to log, or why it cannot be one. Never echoes card data. */
export function requestFromText(
  tools: BotTools,
  client: ClientFacts,
  text: string,
  requestKey: string,
): LogRequest | Refusal {
  const reading = readFor(tools, client, text);
  if (hasCardData(reading.findings)) return { refused: 'card_number_in_text', facts: {} };
  const type = typeOf(reading, text);
  const amount = amountOf(reading, type);
  if (amount && 'refused' in amount) return amount;
  return {
    ...emptyRequest(client.id, requestKey),
    type,
    amount,
    identifiers: identifiersIn(tools, reading, text),
    reason: reasonIn(tools, reading, text),
    reasonCode: reading.reasonCode,
    cardLast4: reading.cardLast4,
    customer: reading.customer,
    before: reading.before,
    after: reading.after,
    readingReasons: reading.type ? [] : ['No type was named; it was taken as a refund.'],
  };
}

export function readFor(tools: BotTools, client: ClientFacts, text: string): ChatReading {
  return tools.reading.read(text, {
    currency: client.currency,
    timezone: client.timezone,
    receivedAt: tools.now(),
  });
}

/** A wrong charge has a wrong and a right amount, or is called so; a plain duplicate is a refund. */
function typeOf(reading: ChatReading, text: string): ReversalType {
  const hasPair = reading.before !== null && reading.after !== null;
  if (reading.type !== 'merchant_error' || hasPair) return reading.type ?? 'refund';
  return /\b(?:merchant error|wrong (?:charge|amount|price))\b/i.test(text)
    ? 'merchant_error'
    : 'refund';
}

function amountOf(reading: ChatReading, type: ReversalType): Money | Refusal | null {
  // "120 instead of 12": the amount is what stands between, and the desk works it out.
  if (type === 'merchant_error' && reading.before && reading.after) return null;
  const { amount } = reading;
  if (amount.kind === 'unknown_currency') {
    return { refused: 'unknown_currency', facts: { code: amount.code } };
  }
  if (amount.kind === 'ambiguous') return { refused: 'amount_ambiguous', facts: {} };
  if (amount.kind === 'one') return amount.money;
  return type === 'system_error' ? null : { refused: 'amount_missing', facts: {} };
}

/** Everything a person does not say by hand. */
export function emptyRequest(clientId: string, requestKey: string): LogRequest {
  return {
    clientId,
    type: 'refund',
    kind: 'request',
    amount: null,
    identifiers: [],
    reason: null,
    reasonCode: null,
    cardLast4: null,
    customer: null,
    channel: 'slack' satisfies Channel,
    occurredAt: null,
    before: null,
    after: null,
    dispute: null,
    trace: null,
    messages: [],
    readingReasons: [],
    reviewReasons: [],
    source: null,
    staff: [],
    assigneeEmail: null,
    historic: false,
    corrects: null,
    requestKey,
  };
}

/** What the reader found, and what a typed word plainly is. */
function identifiersIn(tools: BotTools, reading: ChatReading, text: string): readonly Identifier[] {
  const found = new Map(reading.identifiers.map((one) => [`${one.kind} ${one.value}`, one]));
  for (const token of text.split(/[\s,;()]+/).slice(0, 60)) {
    const one = token === '' ? null : tools.reading.identifierToken(token);
    const isKnown = [...found.values()].some((other) => other.value === one?.value);
    if (one && !isKnown) found.set(`${one.kind} ${one.value}`, one);
  }
  return [...found.values()];
}

/** The words left beside amount, identifiers and customer: why, in the writer's own words. */
export function reasonIn(tools: BotTools, reading: ChatReading, text: string) {
  let left = text;
  const taken = [
    ...reading.amounts.map((one) => one.text),
    ...identifiersIn(tools, reading, text).map((one) => one.value),
    reading.customer?.email ?? '',
    reading.customer?.phone ?? '',
  ];
  for (const part of taken) if (part !== '') left = left.replaceAll(part, ' ');
  const words = left
    .replace(/<mailto:[^>]*>/g, ' ')
    .replace(/[\w.+-]{1,64}@[\w.-]{1,190}/g, ' ')
    .replace(/\s+([,;.])/g, '$1')
    .replace(/[,;]{2,}/g, ',')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;.:–-]+|[\s,;:–-]+$/g, '');
  return words === '' ? null : tools.reading.redact(words).text;
}
