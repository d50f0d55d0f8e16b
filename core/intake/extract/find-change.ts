import { minorDigits } from '../../reversals/money.js';
import { type Amount, isCalledSomethingElse, type PlacedAmount } from './find-amounts.js';
import { moneyWord } from './money-words.js';

/** What was charged and what should have been. */
export type AmountChange = { readonly before: Amount; readonly after: Amount };

export type PlacedChange = AmountChange & { readonly pair: readonly PlacedAmount[] };

const insteadOf =
  /(?:instead of|in place of|rather than|in lieu of|en lugar de|en vez de|em vez de|ao inves de|no lugar de|au lieu d|plutot que|\bstatt\b|anstatt|anstelle|should (?:have been|be|only)|supposed to|debia ser|deberia|deveria|devia ser|aurait d[ue] etre|devrait|hatte[^.]{0,20}sein sollen|eigentlich|(?:agreed|correct|right|real|actual|advertised|quoted|listed) (?:price|amount)|when (?:it|the price) (?:is|was))/i;
const wrongly =
  /(?:charged|billed|debited|took|taken|paid|\bnot\b|\bgot\b|\bwas\b|cobra|cobro|cobrou|factur|debit|preleve|berechnet|abgebucht|belastet|no \b|nicht|pas )/i;
/** Two numbers further apart than this are not said in one breath. */
const breathMax = 70;

/** "charged 120 instead of 12": the first pair said in one breath; null where there is none. */
export function findChange(folded: string, found: readonly PlacedAmount[]): PlacedChange | null {
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
  return {
    before: { minor: before.minor, currency, text: before.text },
    after: { minor: after.minor, currency, text: after.text },
    pair,
  };
}
