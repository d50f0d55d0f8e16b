import { parseCurrency } from '../reversals/money.js';
import { readIdentifierToken } from './extract/find-identifiers.js';
import { type Reading, readText } from './read-text.js';
import { redact } from './redact.js';

type Place = { currency: string; timezone: string; receivedAt: Date };

/** Free text as the chat reads it: the same reading as for tickets, in the chat's own terms. */
export const readForChat = {
  read: (text: string, place: Place) => {
    const reading = readText({ text, ...place });
    const money = (amount: { minor: bigint; currency: string | null } | undefined) => {
      const currency = amount?.currency ? parseCurrency(amount.currency) : null;
      return amount && currency ? { minor: amount.minor, currency } : null;
    };
    return {
      amounts: reading.amounts,
      amount: amountOf(reading, text, place.currency),
      before: money(reading.change?.before),
      after: money(reading.change?.after),
      identifiers: reading.identifiers,
      reasonCode: reading.reasonCode?.code ?? null,
      cardLast4: reading.cardLast4,
      customer: reading.customer,
      type: reading.type,
      redacted: reading.redacted.text,
      findings: reading.findings,
    };
  },
  identifierToken: readIdentifierToken,
  redact,
};

/** A number followed or led by three capitals that look like a currency and are none. */
const codeBeside = /(?:\d\s?([A-Z]{3})\b)|(?:\b([A-Z]{3})\s?\d)/g;
/** Three capitals before a number that are no attempt at a currency. */
const notCurrency = new Set(['ARN', 'RRN', 'REF', 'INV', 'ORD', 'STAN', 'NO']);

function amountOf(reading: Reading, text: string, currency: string) {
  const { chosen } = reading;
  if (chosen.kind === 'ambiguous') return { kind: 'ambiguous' } as const;
  const code = unknownCodeIn(text);
  if (code !== null && (chosen.kind === 'none' || !chosen.certain)) {
    return { kind: 'unknown_currency', code } as const;
  }
  if (chosen.kind === 'none') return { kind: 'none' } as const;
  const known = chosen.amount.currency;
  if (known)
    return { kind: 'one', money: { minor: chosen.amount.minor, currency: known } } as const;
  return { kind: 'unknown_currency', code: signIn(text) ?? currency } as const;
}

function unknownCodeIn(text: string): string | null {
  for (const match of text.matchAll(codeBeside)) {
    const code = match[1] ?? match[2] ?? '';
    if (!notCurrency.has(code) && parseCurrency(code) === null) return code;
  }
  return null;
}

function signIn(text: string): string | null {
  return /\p{Sc}/u.exec(text)?.[0] ?? null;
}
