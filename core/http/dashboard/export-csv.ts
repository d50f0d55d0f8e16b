import { decimalOf } from '../../reversals/money.js';
import { maskCustomer, type Reversal } from '../../reversals/reversal.js';

const columns: readonly (readonly [string, (reversal: Reversal) => string | null])[] = [
  ['reference', (one) => one.reference],
  ['client', (one) => one.clientId],
  ['type', (one) => one.type],
  ['kind', (one) => one.kind],
  ['status', (one) => one.status],
  ['outcome', (one) => one.outcome],
  ['payout', (one) => one.payout],
  ['amount', (one) => one.amount && decimalOf(one.amount)],
  ['currency', (one) => one.amount?.currency ?? null],
  ['reason_code', (one) => one.reasonCode],
  ['customer', (one) => maskCustomer(one.customer)],
  ['channel', (one) => one.channel],
  ['occurred_at', (one) => one.occurredAt?.toISOString() ?? null],
  ['logged_at', (one) => one.loggedAt.toISOString()],
  ['due_at', (one) => one.dueAt?.toISOString() ?? null],
  ['logged_by', (one) => one.loggedBy?.name ?? null],
  ['assignee', (one) => one.assignee?.name ?? null],
  ['decided_by', (one) => one.approvals.map((vote) => vote.personName).join('; ')],
  ['decided_at', (one) => one.approvals.at(-1)?.at.toISOString() ?? null],
  ['payment', (one) => one.payment?.identifiers.map(({ value }) => value).join('; ') ?? null],
  ['flags', (one) => one.flags.join('; ')],
];

export const csvHead = csvLine(columns.map(([name]) => name));

/** One entry as a line of the file (RFC 4180). The customer is masked, for every role. */
export function csvEntry(reversal: Reversal): string {
  return csvLine(columns.map(([, read]) => read(reversal) ?? ''));
}

/** Stands for an entry that seems to hold card data: that it is missing is not kept silent. */
export function csvHeldBack(reversal: Reversal): string {
  const [, ...others] = columns;
  return csvLine([reversal.reference, ...others.map(() => 'held back: looks like card data')]);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;
}

/**
 * A spreadsheet takes a cell for a formula by its first character; a quote before it makes it text
 * (OWASP, CSV Injection).
 */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
