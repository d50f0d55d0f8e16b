import { type Currency, type Money, minorDigits, parseDecimal } from '../../core/index.js';

/** How an amount written in an answer stands to the card's. */
export type StatedAmount =
  | { kind: 'none' }
  | { kind: 'same' }
  /** `isPlain`: with a unit or decimals; `mayCount`: one digit alone, which may count people or things. */
  | { kind: 'lower'; minor: bigint; isPlain: boolean; mayCount: boolean }
  | { kind: 'higher'; minor: bigint }
  | { kind: 'unclear' };

const dollars = ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD'];

const units: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'MXN', 'SGD', 'HKD', 'ARS', 'CLP', 'COP'],
  us$: ['USD'],
  r$: ['BRL'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  ...Object.fromEntries(
    ['dollar', 'dólar', 'dólare', 'dolar', 'dolare'].map((name) => [name, dollars]),
  ),
  buck: ['USD', 'CAD', 'AUD'],
  euro: ['EUR'],
  pound: ['GBP'],
  peso: ['MXN', 'ARS', 'CLP', 'COP'],
  real: ['BRL'],
  reai: ['BRL'],
};

type Written = { number: string; unit: string | null; isSigned: boolean };

/** Reads what was written against the card's amount; anything doubtful is `unclear`. */
export function stateAmount(written: readonly Written[], card: Money | null): StatedAmount {
  const [first, ...others] = written;
  if (!first) return { kind: 'none' };
  if (others.length > 0 || !card || first.isSigned) return { kind: 'unclear' };
  if (first.unit !== null && !means(first.unit, card.currency)) return { kind: 'unclear' };
  const money = readNumber(first.number, card.currency);
  if (!money || money.minor <= 0n) return { kind: 'unclear' };
  if (money.minor === card.minor) return { kind: 'same' };
  if (money.minor > card.minor) return { kind: 'higher', minor: money.minor };
  const isPlain = first.unit !== null || /[.,]/.test(first.number);
  const mayCount = !isPlain && first.number.length === 1;
  return { kind: 'lower', minor: money.minor, isPlain, mayCount };
}

function means(unit: string, currency: Currency): boolean {
  const plain = unit.toLowerCase();
  if (/^[a-z]{3}$/.test(plain) && plain.toUpperCase() === currency) return true;
  return (units[plain] ?? units[plain.replace(/s$/, '')] ?? []).includes(currency);
}

/** `30`, `30.5`, `30,50`, `1,200.00`, `1.200,00`; null where grouping and decimals cannot be told apart. */
function readNumber(text: string, currency: Currency): Money | null {
  const plain = text.replace(/['’]/g, '');
  const digits = minorDigits(currency);
  const both = /^(\d{1,3}(?:([.,])\d{3})+)([.,])(\d{1,3})$/.exec(plain);
  if (both && both[2] !== both[3]) {
    return parseDecimal(`${(both[1] ?? '').replace(/[.,]/g, '')}.${both[4] ?? ''}`, currency);
  }
  const one = /^(\d+)(?:[.,](\d+))?$/.exec(plain);
  if (!one) return null;
  const fraction = one[2] ?? '';
  if (fraction.length > digits) return null;
  return parseDecimal(fraction === '' ? (one[1] ?? '') : `${one[1]}.${fraction}`, currency);
}
