import { type Money, parseCurrency } from '../reversals/money.js';

/** Money of two columns; null where the amount is. Throws on a currency that nobody could store. */
export function moneyOf(minor: bigint | null, code: string | null): Money | null {
  if (minor === null || code === null) return null;
  const currency = parseCurrency(code);
  if (!currency) throw new Error('a stored amount has a currency that ISO 4217 does not know');
  return { minor, currency };
}
