import { z } from 'zod';
import {
  type Currency,
  type Money,
  maxMinor,
  minorDigits,
  parseCurrency,
  parseDecimal,
} from '../../reversals/money.js';
import type { Identifier } from '../../reversals/reversal.js';
import { redact } from '../redact.js';
import { isIdentifierColumn } from './columns.js';

/** Why a row is refused. `reason` never repeats what stands in the cell. */
export type RowFault = { field: string; reason: string };
export type Cells = ReadonlyMap<string, string>;

const cardKinds: readonly string[] = ['card_number', 'security_code', 'track_data'];
const textLengthMax = 4_000;
const valueLengthMax = 200;
const longColumns: readonly string[] = ['reason'];

/** What no row may hold, whatever its kind: card data, broken letters, cells without end. */
export function unfitCell(cells: Cells): RowFault | null {
  for (const [field, text] of cells) {
    if (redact(text).findings.some(({ kind }) => cardKinds.includes(kind))) {
      return { field, reason: 'card_number_in_text: it holds what looks like card data' };
    }
    if (text.includes('\uFFFD')) {
      return { field, reason: 'it is not UTF-8; save the file as “CSV UTF-8”' };
    }
    const max = longColumns.includes(field) ? textLengthMax : valueLengthMax;
    if (text.length > max) return { field, reason: `it is longer than ${max} characters` };
  }
  return null;
}

export function readCurrency(cells: Cells): Currency | RowFault {
  const written = cells.get('currency');
  if (written === undefined) return { field: 'currency', reason: 'it is missing' };
  const reason = 'unknown_currency: it is no ISO 4217 code such as USD';
  return parseCurrency(written) ?? { field: 'currency', reason };
}

/**
 * Reads the column `name` (a decimal such as 49.99) or `name_minor` (whole minor units). Null where
 * both are empty. What could be read in two ways is refused, as are signs and parts of a minor unit.
 */
export function readAmount(
  cells: Cells,
  name: string,
  currency: Currency,
): Money | RowFault | null {
  const [decimal, minor] = [cells.get(name), cells.get(`${name}_minor`)];
  if (decimal !== undefined && minor !== undefined) {
    return { field: name, reason: `it and ${name}_minor are both given` };
  }
  if (minor !== undefined) {
    const field = `${name}_minor`;
    if (!/^\d{1,16}$/.test(minor)) return { field, reason: 'it is no whole number' };
    const value = BigInt(minor);
    return value > maxMinor ? { field, reason: 'it is too large' } : { minor: value, currency };
  }
  if (decimal === undefined) return null;
  if (/^[-−(]/.test(decimal)) return { field: name, reason: 'amount_not_positive: it has a sign' };
  // 1.230 EUR may be a thousand and more, or hardly one: only a currency of three decimals says.
  const isGrouped = /^\d{1,3}\.\d{3}$/.test(decimal) && minorDigits(currency) !== 3;
  const plain = isGrouped ? null : plainDecimal(decimal);
  if (plain === null) {
    const reason = `amount_ambiguous: write it as a plain decimal such as 1234.50, or give ${name}_minor`;
    return { field: name, reason };
  }
  const reason = `it has more decimals than ${currency} knows, or is too large`;
  return parseDecimal(plain, currency) ?? { field: name, reason };
}

/** `49.99`, `49,9`, `1,234.50`, `1.234,50`; null for `1,234`, which is two numbers, and for no number. */
function plainDecimal(text: string): string | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) return text;
  if (/^\d+,(?:\d|\d\d)$/.test(text)) return text.replace(',', '.');
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return null;
}

/** Every identifier of the row; `payment_id` is of the row's processor. */
export function readIdentifiers(cells: Cells): readonly Identifier[] | RowFault {
  const found: Identifier[] = [];
  for (const [field, value] of cells) {
    if (field !== 'payment_id' && !isIdentifierColumn(field)) continue;
    if (redact(value).findings.length > 0) {
      return {
        field,
        reason: 'it holds a bank account or a secret: give payment identifiers only',
      };
    }
    if (field !== 'payment_id') {
      found.push({ kind: field, value });
      continue;
    }
    const processor = readProcessor(cells);
    if (typeof processor !== 'string') return processor;
    found.push({ kind: `${processor}_payment`, value });
  }
  return found;
}

/** The column, or what a column such as `stripe_payment` says. */
export function readProcessor(cells: Cells): string | RowFault {
  const written = cells.get('processor');
  if (written === undefined) {
    const kinds = [...cells.keys()].map((name) => /^(.+)_payment$/.exec(name)?.[1]);
    const [named, ...others] = kinds.filter((name) => name !== undefined);
    if (named !== undefined && others.length === 0) return named;
    return { field: 'processor', reason: 'it is missing' };
  }
  const name = written.toLowerCase().replace(/[\s.-]+/g, '_');
  return /^[a-z][a-z0-9_]{1,30}$/.test(name)
    ? name
    : { field: 'processor', reason: 'it must be a name such as stripe' };
}

/** `2026-03-31` or an instant with its zone. Other ways to write days have two readings. */
export function readInstant(cells: Cells, field: string): Date | RowFault | null {
  const written = cells.get(field);
  if (written === undefined) return null;
  const read = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(written);
  return read.success
    ? new Date(read.data)
    : { field, reason: 'it must be a day such as 2026-03-31, or 2026-03-31T10:00:00Z' };
}

/** One of a list, in any case, spaces or hyphens for underscores; null where empty. */
export function readWord<Word extends string>(
  cells: Cells,
  field: string,
  words: readonly Word[],
): Word | RowFault | null {
  const written = cells
    .get(field)
    ?.toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (written === undefined) return null;
  const word = words.find((one) => one === written);
  return word ?? { field, reason: `it must be one of ${words.join(', ')}` };
}

export function isFault(value: unknown): value is RowFault {
  return typeof value === 'object' && value !== null && 'field' in value && 'reason' in value;
}
