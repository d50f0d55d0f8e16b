import { type ClientFacts, type Money, parseCurrency, type Refusal } from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';

const shape =
  /^\s*(?<minus>[-−])?(?<lead>[A-Za-z]{3}\s?|(?:US|R)?\p{Sc}\s?)?(?<inner>[-−])?(?<number>\d[\d.,'’]*)(?:\s?(?<code>[A-Za-z]{3})(?![\p{L}\d])|\s?(?<sign>\p{Sc}))?/u;

/**
 * The amount that words begin with, and what stands behind it. Null where they begin with none:
 * a bare whole number counts only where nothing follows, so that "25 days late" is a reason.
 */
export function amountAtStart(
  tools: BotTools,
  client: ClientFacts,
  text: string,
): { amount: Money; rest: string } | Refusal | null {
  const match = shape.exec(text);
  const { minus, lead, inner, number = '', code, sign } = match?.groups ?? {};
  if (!match) return null;
  const leadCode = lead && /^[A-Za-z]/.test(lead) && !/\p{Sc}/u.test(lead) ? lead.trim() : null;
  if (leadCode && !parseCurrency(leadCode.toUpperCase())) return null;
  const isCode = code !== undefined && parseCurrency(code.toUpperCase()) !== null;
  if (code && !isCode && !lead && code === code.toUpperCase()) {
    return { refused: 'unknown_currency', facts: { code } };
  }
  const written = code && !isCode ? match[0].slice(0, -code.length).trimEnd() : match[0];
  const rest = text.slice(written.length).replace(/^[\s,;:.–-]+/, '');
  const hasUnit = lead !== undefined || isCode || sign !== undefined;
  const plain = number.replace(/[.,'’]+$/, '');
  if (!hasUnit && !/[.,]\d/.test(plain) && rest !== '') return null;
  if (minus || inner || !/[1-9]/.test(plain)) return { refused: 'amount_not_positive', facts: {} };
  const amount = readAmount(tools, client, hasUnit ? written : `${plain} ${client.currency}`);
  return amount ? { amount, rest } : { refused: 'amount_missing', facts: {} };
}

/** Units, signs and grouped digits are read as they are in free text. */
function readAmount(tools: BotTools, client: ClientFacts, written: string): Money | null {
  const { amount } = tools.reading.read(written, {
    currency: client.currency,
    timezone: client.timezone,
    receivedAt: tools.now(),
  });
  return amount.kind === 'one' ? amount.money : null;
}
