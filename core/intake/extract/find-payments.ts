import type { Currency } from '../../reversals/money.js';
import type { Identifier } from '../../reversals/reversal.js';
import type { PlacedAmount } from './find-amounts.js';
import type { PlacedIdentifier } from './find-identifiers.js';

/** One of several payments that a text tells of, and what is asked back of it. */
export type NamedPayment = {
  readonly identifier: Identifier;
  readonly amount: { readonly minor: bigint; readonly currency: Currency };
};

type Money = NamedPayment['amount'];
type Place = { at: number; name: Identifier } | { at: number; money: Money };

/** Nobody types more into one ticket; a statement of account is no list of requests. */
const paymentsMax = 20;

/**
 * The payments of a text that names several, each with an amount of its own: names and amounts stand by
 * turns, and no two amounts are one (charged twice for the same is one payment too many, not two).
 * Empty where it is not so plain; a text is then read as one.
 */
export function findPayments(
  names: readonly PlacedIdentifier[],
  amounts: readonly PlacedAmount[],
): readonly NamedPayment[] {
  const payments = names.filter(({ kind }) => /(?:_payment|_order|^order_number)$/.test(kind));
  // A payment and its order are two names of one.
  if (new Set(payments.map(({ kind }) => kind)).size !== 1) return [];
  const listed = amounts.flatMap(placeOf);
  // Before anything is compared with everything: a mail of ten thousand amounts must not take hours.
  if (listed.length > paymentsMax + 1) return [];
  const written = withoutSum(listed);
  for (const mentions of [firstOf(payments), firstOf(payments.toReversed())]) {
    const found = byTurns([...mentions, ...written].toSorted((a, b) => a.at - b.at));
    if (found.length > 0) return found;
  }
  return [];
}

function placeOf({ start, isBare, minor, currency }: PlacedAmount) {
  return isBare || currency === null || minor <= 0n
    ? []
    : [{ at: start, money: { minor, currency } }];
}

/** Each name once, where it is met first. */
function firstOf(names: readonly PlacedIdentifier[]): { at: number; name: Identifier }[] {
  const places = new Map<string, { at: number; name: Identifier }>();
  for (const { at, kind, value } of names) {
    if (!places.has(value)) places.set(value, { at, name: { kind, value } });
  }
  return [...places.values()];
}

/** "49.99 and 20.00, 69.99 in all": the sum is no payment. */
function withoutSum(amounts: readonly { at: number; money: Money }[]) {
  const sumAt = amounts.findIndex(({ money }, index) => {
    const others = amounts.filter((_, other) => other !== index);
    const isSame = others.every((one) => one.money.currency === money.currency);
    const sum = others.reduce((all, one) => all + one.money.minor, 0n);
    return others.length > 1 && isSame && sum === money.minor;
  });
  return amounts.filter((_, index) => index !== sumAt);
}

function byTurns(places: readonly Place[]): readonly NamedPayment[] {
  if (places.length < 4 || places.length > 2 * paymentsMax || places.length % 2 > 0) return [];
  const found: NamedPayment[] = [];
  for (let index = 0; index < places.length; index += 2) {
    const pair = places.slice(index, index + 2);
    const [name] = pair.flatMap((one) => ('name' in one ? [one.name] : []));
    const [money] = pair.flatMap((one) => ('money' in one ? [one.money] : []));
    // One order throughout: names first, or amounts first.
    const isInOrder = 'name' in (pair[0] ?? {}) === 'name' in (places[0] ?? {});
    if (!name || !money || !isInOrder) return [];
    found.push({ identifier: name, amount: money });
  }
  const distinct = new Set(found.map(({ amount }) => `${amount.currency} ${amount.minor}`));
  return distinct.size === found.length ? found : [];
}
