import type { Reversal } from './reversal.js';

/**
 * What an edit changed, for one line in the thread: amounts and types before and after; of reason and
 * customer only that they changed, as their words are personal. Null where nothing did.
 */
export function changeWords(before: Reversal, after: Reversal): Record<string, string> | null {
  const words: Record<string, string> = {};
  if (isOtherAmount(before, after)) {
    words.beforeMinor = before.amount?.minor.toString() ?? '';
    words.beforeCurrency = before.amount?.currency ?? '';
  }
  if (before.type !== after.type) {
    words.typeBefore = before.type;
    words.typeAfter = after.type;
  }
  const parts = [
    before.payment?.id === after.payment?.id ? null : 'payment',
    before.reason === after.reason ? null : 'reason',
    isSame(before.customer, after.customer) ? null : 'customer',
    isSame(before.identifiers, after.identifiers) ? null : 'identifiers',
  ].filter((part) => part !== null);
  if (parts.length > 0) words.parts = parts.join(' ');
  if (Object.keys(words).length === 0) return null;
  return { ...words, isNewContent: String(before.contentHash !== after.contentHash) };
}

/** The same for history: free of personal data, beside the bound content as it is now. */
export function factsBefore(before: Reversal, after: Reversal): Record<string, string | null> {
  return {
    ...(isOtherAmount(before, after)
      ? {
          amountMinorBefore: before.amount?.minor.toString() ?? null,
          currencyBefore: before.amount?.currency ?? null,
        }
      : {}),
    ...(before.type === after.type ? {} : { typeBefore: before.type }),
    ...(before.payment?.id === after.payment?.id
      ? {}
      : { paymentIdBefore: before.payment?.id ?? null }),
  };
}

function isOtherAmount(before: Reversal, after: Reversal): boolean {
  return (
    before.amount?.minor !== after.amount?.minor ||
    before.amount?.currency !== after.amount?.currency
  );
}

function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
