import { type Currency, minorDigits } from '../../reversals/money.js';
import { type Amount, isCalledSomethingElse, type PlacedAmount } from './find-amounts.js';

/** What was charged and what should have been. */
type AmountChange = { readonly before: Amount; readonly after: Amount };

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
  const kept = found.filter((each) => !each.isBare || isSpokenOfAsMoney(folded, each));
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
  if (areAlternatives(folded, candidates)) {
    return { kind: 'ambiguous', candidates: distinct.map((each) => toAmount(each, each.currency)) };
  }
  const asked =
    distinct.length === 1
      ? distinct
      : dropRepeats(candidates.filter((each) => isAsked(folded, each)));
  const [one] = asked;
  if (asked.length === 1 && one) {
    return {
      kind: 'one',
      amount: { minor: one.minor, currency: one.currency },
      certain: !one.isBare && one.currency !== null,
    };
  }
  return { kind: 'ambiguous', candidates: distinct.map((each) => toAmount(each, each.currency)) };
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

const moneyWord =
  /(?:charg|refund|return|paid|pay\b|payment|amount|total|bill|debit|cost|price|cobr|cargo|reembols|devol|importe|monto|valor|montant|betrag|belast|abgebucht|rembours|prelev|erstatt|preis|preco|precio|prix|estorn|credit)/i;

/** A bare number counts where it has two decimals and money is the talk right before it. */
function isSpokenOfAsMoney(folded: string, amount: PlacedAmount): boolean {
  if (!/\d[.,]\d\d$/.test(amount.text) || isCalledSomethingElse(folded, amount)) return false;
  return moneyWord.test(folded.slice(Math.max(0, amount.start - 40), amount.start));
}

const request =
  /(?:refund|return|give (?:me )?back|reimburs|credit (?:me|back)|money back|send back|reverse|dispute|disputing|devuel|devol|reembols|rembours|erstatt|zuruck|estorn|charged? twice|duplicate)[^.!?\n\ue000]{0,40}$/i;
const behindRequest =
  /^[^.!?\n\d\ue000]{0,24}(?:back\b|refunded|returned|reimbursed|reembols|devuel|devolv|rembours|zuruck|erstatt|refund\b|twice|duplicate|de volta)/i;
/** What stands between a request and a sum that is about something else. */
const aboutOther = /\b(?:plus|shipping|fees?|total|order|balance|versand|envio|frais)\b/i;

/** The amount that a request for money back stands right beside. */
function isAsked(folded: string, amount: PlacedAmount): boolean {
  const front = folded.slice(Math.max(0, amount.start - 60), amount.start);
  const asked = request.exec(front);
  if (asked && !aboutOther.test(front.slice(asked.index))) return true;
  return behindRequest.test(folded.slice(amount.end, amount.end + 40));
}

type PlacedChange = AmountChange & { readonly pair: readonly PlacedAmount[] };

const insteadOf =
  /(?:instead of|in place of|rather than|in lieu of|en lugar de|en vez de|em vez de|ao inves de|no lugar de|au lieu d|plutot que|\bstatt\b|anstatt|anstelle|should (?:have been|be|only)|supposed to|debia ser|deberia|deveria|devia ser|aurait d[ue] etre|devrait|hatte[^.]{0,20}sein sollen|eigentlich|(?:agreed|correct|right|real|actual|advertised|quoted|listed) (?:price|amount)|when (?:it|the price) (?:is|was))/i;
const wrongly =
  /(?:charged|billed|debited|took|taken|paid|\bnot\b|\bgot\b|\bwas\b|cobra|cobro|cobrou|factur|debit|preleve|berechnet|abgebucht|belastet|no \b|nicht|pas )/i;
/** Two numbers further apart than this are not said in one breath. */
const breathMax = 70;

function findChange(folded: string, found: readonly PlacedAmount[]): PlacedChange | null {
  for (let index = 0; index + 1 < found.length; index += 1) {
    const [first, second] = [found[index], found[index + 1]];
    if (!first || !second || second.start - first.end > breathMax) continue;
    const change = readPair(folded, first, second);
    if (change) return change;
  }
  return null;
}

function readPair(folded: string, first: PlacedAmount, second: PlacedAmount): PlacedChange | null {
  const between = folded.slice(first.end, second.start);
  const front = folded.slice(Math.max(0, first.start - 60), first.start);
  if (isCalledSomethingElse(folded, first) || isCalledSomethingElse(folded, second)) return null;
  if (first.isBare && second.isBare && !isAboutPrice(folded, front, between, second)) return null;
  if (first.minor === second.minor) return null;
  const leads = new RegExp(`${insteadOf.source}[^.!?\\d]{0,12}$`, 'i').test(front);
  if (leads && wrongly.test(between)) return toChange(second, first);
  return insteadOf.test(between) ? toChange(first, second) : null;
}

/** Two bare numbers are sums only where a charge or price is named and no other thing is counted. */
function isAboutPrice(folded: string, front: string, between: string, second: PlacedAmount) {
  const counted = /^ (?:times|items?|days?|pieces?|units?|months?|people|veces|vezes|fois|mal)\b/i;
  if (counted.test(between) || counted.test(folded.slice(second.end, second.end + 12)))
    return false;
  return moneyWord.test(front) || /berechn|factur|took|price/i.test(front);
}

/** Both in one currency; a bare number takes the other's, where their minor units are alike. */
function toChange(before: PlacedAmount, after: PlacedAmount): PlacedChange | null {
  const written = [before, after].filter((each) => !each.isBare);
  const currency = (written[0] ?? before).currency;
  if (written.some((each) => each.currency !== currency)) return null;
  const places = currency ? minorDigits(currency) : 2;
  const isAlike = [before, after].every(
    (each) => (each.currency ? minorDigits(each.currency) : 2) === places,
  );
  if (!isAlike) return null;
  const pair = [before, after];
  return { before: toAmount(before, currency), after: toAmount(after, currency), pair };
}
