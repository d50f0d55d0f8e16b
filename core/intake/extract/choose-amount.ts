import { type Currency, minorDigits } from '../../reversals/money.js';
import { type AmountRole, isPartOf, rolesOf } from './amount-roles.js';
import { type Amount, isCalledSomethingElse, type PlacedAmount } from './find-amounts.js';
import { type AmountChange, findChange } from './find-change.js';
import { moneyWord } from './money-words.js';

/** *The* amount. `certain` is false where the currency was not written beside it. */
type ChosenAmount =
  | {
      readonly kind: 'one';
      readonly amount: { readonly minor: bigint; readonly currency: Currency | null };
      readonly certain: boolean;
    }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Amount[] }
  | { readonly kind: 'none' };

/** Everything the text says about money. */
export type MoneyReading = {
  readonly amounts: readonly Amount[];
  readonly change: AmountChange | null;
  readonly chosen: ChosenAmount;
};

/** Sorts the numbers that can be money into amounts, before and after, and the one asked for. */
export function chooseAmount(folded: string, found: readonly PlacedAmount[]): MoneyReading {
  const change = findChange(folded, found);
  const kept = takeCurrencyOfWhole(folded, found).filter(
    (each) => !each.isBare || isSpokenOfAsMoney(folded, each),
  );
  const amounts = change ? withPair(kept, change.pair) : kept;
  if (change) {
    const { before, after } = change;
    const diff = before.minor - after.minor;
    const certain = before.currency !== null && !change.pair.every((each) => each.isBare);
    const amount = { minor: diff < 0n ? -diff : diff, currency: before.currency };
    return {
      amounts: amounts.map((each) => toAmount(each, each.isBare ? before.currency : each.currency)),
      change: { before, after },
      chosen: { kind: 'one', amount, certain },
    };
  }
  return {
    amounts: amounts.map((each) => toAmount(each, each.currency)),
    change: null,
    chosen: chooseOne(folded, kept),
  };
}

/** "30 of the 120 USD": the part is in the currency of the whole. */
function takeCurrencyOfWhole(folded: string, found: readonly PlacedAmount[]): PlacedAmount[] {
  return found.map((each, index) => {
    const next = found[index + 1];
    const isPart = each.isBare && next && !next.isBare && isPartOf(folded, each, next);
    if (!isPart || !next.currency || each.currency !== null) return each;
    return minorDigits(next.currency) === 2
      ? { ...each, currency: next.currency, isBare: false }
      : each;
  });
}

function toAmount(placed: PlacedAmount, currency: Currency | null): Amount {
  return { minor: placed.minor, currency, text: placed.text };
}

function withPair(kept: readonly PlacedAmount[], pair: readonly PlacedAmount[]) {
  const others = kept.filter((each) => !pair.includes(each));
  return [...others, ...pair].sort((a, b) => a.start - b.start);
}

function chooseOne(folded: string, kept: readonly PlacedAmount[]): ChosenAmount {
  const written = kept.filter((each) => !each.isBare && each.minor > 0n);
  const candidates = written.length > 0 ? written : kept.filter((each) => each.minor > 0n);
  const distinct = dropRepeats(candidates);
  if (distinct.length === 0) return { kind: 'none' };
  if (areAlternatives(folded, candidates)) return ambiguous(distinct);
  if (distinct.length === 1) return one(distinct);
  if (candidates.length > weighedMax) return ambiguous(distinct);
  const roles = rolesOf(folded, candidates);
  const withRole = (...wanted: readonly AmountRole[]) =>
    dropRepeats(candidates.filter((_, index) => wanted.includes(roles[index] ?? 'plain')));
  const asked = withRole('asked');
  if (asked.length === 1) return one(asked);
  if (asked.length > 1) return ambiguous(distinct);
  const named = askedByName(folded);
  const called = named ? withRole(named) : [];
  if (called.length === 1) return one(called);
  const total = withRole('fee').length === 0 ? sumOf(distinct, withRole('whole')) : null;
  if (total) return one([total]);
  // Nothing is asked for in words: what was charged stands before fees, totals and balances.
  const charged = withRole('charged');
  if (charged.length === 1 && withRole('plain').length === 0) return one(charged);
  const rest = withRole('charged', 'plain');
  return rest.length === 1 ? one(rest) : ambiguous(distinct);
}

/** A statement of account names more sums than anybody asks for. */
const weighedMax = 40;

function one([amount]: readonly PlacedAmount[]): ChosenAmount {
  if (!amount) return { kind: 'none' };
  return {
    kind: 'one',
    amount: { minor: amount.minor, currency: amount.currency },
    certain: !amount.isBare && amount.currency !== null,
  };
}

function ambiguous(distinct: readonly PlacedAmount[]): ChosenAmount {
  return { kind: 'ambiguous', candidates: distinct.map((each) => toAmount(each, each.currency)) };
}

/** A total that the other sums add up to: "Item 20, tax 1.60, total 21.60". */
function sumOf(distinct: readonly PlacedAmount[], wholes: readonly PlacedAmount[]) {
  if (distinct.length < 3) return null;
  const sum = distinct.reduce((so, each) => so + each.minor, 0n);
  return wholes.find((each) => each.minor * 2n === sum) ?? null;
}

/** "refund the shipping", "I want that fee back": the sum is meant by its name. */
function askedByName(folded: string): AmountRole | null {
  const match =
    /(?:refund|return|reimburs|give back|reembols|devuel|devolv|rembours|erstatt)\w* (?:me )?(?:the |that |this |my |el |la |los |os |as |les? |die |den |das )?(fee|shipping|delivery|postage|versand|envio|frete|frais|comision|taxa|gebuhr)|\b(?:that|the|this) (fee|shipping|delivery)[^.!?]{0,12} back/i.exec(
      folded.slice(0, 20_000),
    );
  const word = (match?.[1] ?? match?.[2])?.toLowerCase();
  if (!word) return null;
  return /^(?:fee|frais|comision|taxa|gebuhr)$/.test(word) ? 'fee' : 'shipping';
}

/** "49.99 or 59.99": which of the two is meant nobody can tell, whatever stands around them. */
function areAlternatives(folded: string, candidates: readonly PlacedAmount[]): boolean {
  return candidates.some((each, index) => {
    const next = candidates[index + 1];
    if (!next || next.minor === each.minor) return false;
    return /^\s{0,3}[,/]?\s{0,3}(?:or|oder|o|ou)\s{1,3}(?:maybe |perhaps )?$/i.test(
      folded.slice(each.end, next.start),
    );
  });
}

function dropRepeats(amounts: readonly PlacedAmount[]): PlacedAmount[] {
  const seen = new Map<string, PlacedAmount>();
  for (const amount of amounts) {
    const key = `${amount.minor} ${amount.currency}`;
    if (!seen.has(key)) seen.set(key, amount);
  }
  return [...seen.values()];
}

/** A bare number counts where it has two decimals and money is the talk right before it. */
function isSpokenOfAsMoney(folded: string, amount: PlacedAmount): boolean {
  if (!/\d[.,]\d\d$/.test(amount.text) || isCalledSomethingElse(folded, amount)) return false;
  return moneyWord.test(folded.slice(Math.max(0, amount.start - 40), amount.start));
}
