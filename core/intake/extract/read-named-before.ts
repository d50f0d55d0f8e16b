import { readCurrencyName } from './currency-names.js';
import { type FoundCurrency, found, type MoneyContext } from './find-currency.js';

/** "dollars 22.5 million": a name before the number, which only a "million" behind it makes money. */
export function readNamedBefore(
  folded: string,
  from: number,
  end: number,
  right: FoundCurrency | null,
  context: MoneyContext,
): FoundCurrency | null {
  if (!right || right.hasCurrency || right.scale < 1_000_000n) return null;
  const word = /(?<![\p{L}-])(\p{L}{3,9}) $/u.exec(folded.slice(from, end))?.[1];
  const name = word ? readCurrencyName(word.toLowerCase(), true, context.own) : null;
  return word && name ? found(name.meaning, context, end - 1 - word.length, end - 1) : null;
}
