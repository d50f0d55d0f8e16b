import { localeOf } from '../reversals/locale.js';
import { formatMoney } from '../reversals/money.js';
import type { ClientFacts } from '../reversals/ports.js';
import type { Reversal } from '../reversals/reversal.js';

/**
 * What the customer may be told of a decision, for a person to read and send; null where there is
 * nothing to tell yet, or never: facts, disputes and questions to a processor are no answer to them.
 * Reasons, names and signs of our own stay inside.
 */
export function customerWords(
  reversal: Reversal,
  client: Pick<ClientFacts, 'name' | 'locale'>,
): string | null {
  const words = sentencesFor(reversal, localeOf(client));
  return words && `Hello,\n\n${words}\n\nKind regards\n${client.name}`;
}

function sentencesFor(reversal: Reversal, locale: string): string | null {
  const { amount, before, after } = reversal;
  if (reversal.kind !== 'request' || amount === null || reversal.historic) return null;
  if (reversal.type !== 'refund' && reversal.type !== 'merchant_error') return null;
  // Charged too little: it is recorded, and nothing goes back (domain rule "Amount").
  if (before && after && before.minor < after.minor) return null;
  const money = formatMoney(amount, locale);
  switch (reversal.status) {
    case 'approved':
      return `we will return ${money} to you. It comes the way you paid; how many days that takes is up to your bank.`;
    case 'completed':
      return `we have returned ${money} to you. It comes the way you paid; how many days that takes is up to your bank.`;
    case 'rejected':
      return 'we have looked into your request and cannot return the money. If there is something we should know, just answer this mail.';
    default:
      return null;
  }
}
