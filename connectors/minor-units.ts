import { type Money, parseCurrency, rescale } from '../core/index.js';

/** How many decimals a vendor counts in, where that differs from ISO 4217. */
export type VendorDigits = Readonly<Record<string, number>>;

/**
 * A vendor's whole number of its own minor units as money in ISO 4217's. Null for a currency we do
 * not know, for less than nothing, and for a part of our smallest unit.
 */
export function moneyFrom(value: number, code: string, digits: VendorDigits): Money | null {
  const currency = parseCurrency(code);
  if (!currency || !Number.isSafeInteger(value) || value < 0) return null;
  return rescale(BigInt(value), digits[currency] ?? null, currency);
}
