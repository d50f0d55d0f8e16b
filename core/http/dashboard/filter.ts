import { z } from 'zod';
import type { Desk } from '../../reversals/desk.js';
import { type Currency, type Money, parseCurrency, parseTyped } from '../../reversals/money.js';
import { reversalStatuses, reversalTypes } from '../../reversals/reversal.js';
import { endOfDay, startOfDay } from '../../reversals/zoned-dates.js';

/** The list's filter as it stands in the address: what people wrote, in their own units and zone. */
export type ListAddress = z.output<typeof address>;
type FindFilter = Parameters<Desk['find']>[1];

// A form sends every field, the empty ones too; a repeated or overlong one counts as not given.
const field = z
  .string()
  .max(300)
  .transform((text) => text.trim())
  .optional()
  .catch(undefined);

const address = z.object({
  q: field,
  client: field,
  type: field,
  status: field,
  currency: field,
  min: field,
  max: field,
  from: field,
  to: field,
  cursor: field,
});

/** Reads the address into a filter; what cannot be read is told in words and not searched by. */
export function readFilter(
  query: unknown,
  timeZone: string,
): { given: ListAddress; filter: FindFilter; faults: string[] } {
  const given = Object.fromEntries(
    Object.entries(address.parse(query ?? {})).filter(([, value]) => value),
  ) as ListAddress;
  const faults: string[] = [];
  const type = oneOf(reversalTypes, given.type, 'There is no such type.', faults);
  const status = oneOf(reversalStatuses, given.status, 'There is no such status.', faults);
  const currency = given.currency ? parseCurrency(given.currency) : undefined;
  if (currency === null) faults.push('The currency must be a code such as USD or EUR.');
  const min = amountOf(given.min, currency, faults);
  const max = amountOf(given.max, currency, faults);
  if (min && max && min.minor > max.minor) faults.push('The least amount is above the most.');
  const from = dayOf(given.from, faults);
  const to = dayOf(given.to, faults);
  if (from && to && from > to) faults.push('The first day is after the last.');
  return {
    given,
    faults: [...new Set(faults)],
    filter: {
      q: given.q,
      client: given.client,
      type,
      status,
      currency: currency ?? undefined,
      minAmount: min?.minor,
      maxAmount: max?.minor,
      from: from ? startOfDay(from, timeZone) : undefined,
      to: to ? endOfDay(to, timeZone) : undefined,
    },
  };
}

/** The list's address with some fields changed; null leaves one out. */
export function addressOf(
  given: ListAddress,
  changes: Partial<Record<keyof ListAddress, string | null>>,
) {
  const fields = Object.entries({ ...given, ...changes }).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return fields.length > 0 ? `/?${new URLSearchParams(fields).toString()}` : '/';
}

function oneOf<const T extends string>(
  known: readonly T[],
  given: string | undefined,
  fault: string,
  faults: string[],
): T | undefined {
  const found = known.find((one) => one === given);
  if (given && !found) faults.push(fault);
  return found;
}

function amountOf(
  text: string | undefined,
  currency: Currency | null | undefined,
  faults: string[],
): Money | null {
  if (!text) return null;
  if (!currency) {
    if (currency === undefined) faults.push('Choose a currency together with an amount.');
    return null;
  }
  const amount = parseTyped(text, currency);
  if (!amount) faults.push('Write amounts as plain numbers such as 49.99.');
  return amount;
}

function dayOf(text: string | undefined, faults: string[]): string | undefined {
  if (!text) return undefined;
  if (z.iso.date().safeParse(text).success) return text;
  faults.push('Write days as 2026-03-31.');
  return undefined;
}
