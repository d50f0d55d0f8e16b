import type { Actor, Desk, LogRequest } from '../../reversals/desk.js';
import { isRefusal, type Refusal } from '../../reversals/refusal.js';
import { requestOf } from './bank-returns/bank-return.js';
import { readBankFile } from './bank-returns/read-bank-file.js';
import { type Columns, cellsOf, isIdentifierColumn, readColumns } from './columns.js';
import { readCsv } from './csv-records.js';
import { type Cells, isFault, type RowFault } from './read-cells.js';
import { type ImportOptions, readPaymentRow, readReversalRow } from './rows.js';

export const importKinds = ['reversals', 'payments', 'bank-returns'] as const;
type ImportKind = (typeof importKinds)[number];
type CsvKind = Exclude<ImportKind, 'bank-returns'>;

/** What is to be imported and how. `actor` answers for every row. */
export type ImportRequest = ImportOptions & {
  actor: Actor;
  /** Null: the header tells. */
  kind: ImportKind | null;
  /** Every row is read and judged by itself, none is logged. */
  isDryRun: boolean;
  /** A payment that was imported before with other content is brought up to date. */
  isUpdate: boolean;
};

/** What became of one row. `row` counts as a spreadsheet does; of a bank's file, its entries. */
export type RowResult = { row: number } & (
  | { result: 'added' | 'known' | 'updated'; reference: string | null }
  | { result: 'fits' }
  /** It is whole, and nothing to log. */
  | ({ result: 'left' | 'refused' } & RowFault)
);

export type ImportEvent =
  | { event: 'row'; told: RowResult }
  /** Columns that nothing reads, counted from 1. */
  | { event: 'unread_columns'; columns: readonly number[] }
  /** The file cannot be read from here on. */
  | { event: 'stopped'; row: number; reason: string };

/** Imports a file; a bank's is judged whole before anything of it is logged. */
export function importFile(
  desk: Pick<Desk, 'log' | 'recordPayment'>,
  chunks: AsyncIterable<string>,
  request: ImportRequest,
): AsyncGenerator<ImportEvent> {
  const { kind } = request;
  return kind === 'bank-returns'
    ? importBankFile(desk, chunks, request)
    : importCsv(desk, chunks, { ...request, kind });
}

async function* importBankFile(
  desk: Pick<Desk, 'log'>,
  chunks: AsyncIterable<string>,
  request: ImportRequest,
): AsyncGenerator<ImportEvent> {
  const { clientId, actor, historic, isDryRun } = request;
  if (clientId === null) {
    yield { event: 'stopped', row: 1, reason: 'a bank’s file names no client: give --client ID' };
    return;
  }
  const reading = await readBankFile(chunks);
  if ('fault' in reading) {
    yield { event: 'stopped', row: reading.fault.line, reason: reading.fault.reason };
    return;
  }
  for (const entry of reading.entries) {
    const row = entry.position;
    if ('left' in entry) {
      yield { event: 'row', told: { row, result: 'left', field: 'entry', reason: entry.left } };
      continue;
    }
    const told = isDryRun
      ? dryRunOf(actor, clientId)
      : await logOne(desk, actor, requestOf(entry, clientId, historic));
    yield rowOf(row, told);
  }
}

/**
 * Imports a CSV file row by row, one in memory at a time. Each row is one transaction with a key of its
 * own: a file that was cut, or comes again, adds only what is missing.
 */
async function* importCsv(
  desk: Pick<Desk, 'log' | 'recordPayment'>,
  chunks: AsyncIterable<string>,
  request: ImportRequest & { kind: CsvKind | null },
): AsyncGenerator<ImportEvent> {
  let header: { columns: Columns; kind: CsvKind } | null = null;
  for await (const record of readCsv(chunks)) {
    const { row } = record;
    if ('fault' in record) {
      yield { event: 'stopped', row, reason: csvFaults[record.fault] };
      return;
    }
    if (record.cells.every((cell) => cell.trim() === '')) continue;
    if (header === null) {
      const columns = readColumns(record.cells);
      const kind = kindOf(columns, request.kind);
      if ('fault' in kind) {
        yield { event: 'stopped', row, reason: kind.fault };
        return;
      }
      header = { columns, kind: kind.kind };
      const unread = columns.unknown.map((place) => place + 1);
      if (unread.length > 0) yield { event: 'unread_columns', columns: unread };
      continue;
    }
    const { columns, kind } = header;
    const isLonger = record.cells.length > columns.width;
    const told: Told = isLonger
      ? { field: 'row', reason: 'it has more cells than the header; is a text not in quotes?' }
      : await importRow(desk, kind, cellsOf(columns, record.cells), request);
    yield rowOf(row, told);
  }
  if (header === null) yield { event: 'stopped', row: 1, reason: 'the file is empty' };
}

type Told =
  | RowFault
  | { result: 'added' | 'known' | 'updated'; reference: string | null }
  | { result: 'fits' };

async function importRow(
  desk: Pick<Desk, 'log' | 'recordPayment'>,
  kind: CsvKind,
  cells: Cells,
  request: ImportRequest,
): Promise<Told> {
  const { actor, isDryRun, isUpdate } = request;
  if (kind === 'payments') {
    const payment = readPaymentRow(cells, request);
    if (isFault(payment)) return payment;
    if (isDryRun) return dryRunOf(actor, payment.clientId);
    const requestKey = isUpdate ? null : payment.requestKey;
    const recorded = await desk.recordPayment(actor, { ...payment, requestKey });
    if (isRefusal(recorded)) return faultOf(recorded);
    if (isUpdate) return { result: 'updated', reference: null };
    return { result: recorded.isRepeat ? 'known' : 'added', reference: null };
  }
  const reversal = readReversalRow(cells, request);
  if (isFault(reversal)) return reversal;
  if (isDryRun) return dryRunOf(actor, reversal.clientId);
  return logOne(desk, actor, reversal);
}

const rowOf = (row: number, told: Told): ImportEvent => ({
  event: 'row',
  told: isFault(told) ? { row, result: 'refused', ...told } : { row, ...told },
});

async function logOne(desk: Pick<Desk, 'log'>, actor: Actor, request: LogRequest): Promise<Told> {
  const logged = await desk.log(actor, request);
  if (isRefusal(logged)) return faultOf(logged);
  return { result: logged.created ? 'added' : 'known', reference: logged.reversal.reference };
}

function dryRunOf({ person }: Actor, clientId: string): Told {
  return person.clients.includes(clientId) ? { result: 'fits' } : unknownClient;
}

const unknownClient: RowFault = {
  field: 'client',
  reason: 'not_found: there is no such client for the person who imports',
};

function faultOf({ refused, facts }: Refusal): RowFault {
  if (refused === 'not_found') return unknownClient;
  if (refused === 'key_reused_with_other_content') {
    return { field: 'id', reason: `${refused}: it was imported before, with other content` };
  }
  const [[field, words] = ['row', '']] = Object.entries(facts);
  return { field, reason: words === '' ? refused : `${refused}: ${words}` };
}

const csvFaults = {
  quotes: 'the quotes do not fit: a cell with quotes in it must double them',
  too_long: 'the row is too long; is a quote not closed?',
} as const;

/** What the file holds, by its header; a fault where it is neither or both. */
function kindOf(
  { places, twice }: Columns,
  asked: CsvKind | null,
): { kind: CsvKind } | { fault: string } {
  if (twice.length > 0) return { fault: `the header names ${twice.join(', ')} twice` };
  const isReversals = places.has('type');
  const isPayments = places.has('captured') || places.has('captured_minor');
  const isNamed = places.has('payment_id') || [...places.keys()].some(isIdentifierColumn);
  if (asked === 'reversals' && !isReversals) return { fault: 'the header names no column “type”' };
  if (asked === 'payments' && !isNamed) {
    return { fault: 'the header names no column “payment_id” and no other identifier' };
  }
  if (asked !== null) return { kind: asked };
  if (isReversals !== isPayments) return { kind: isReversals ? 'reversals' : 'payments' };
  return { fault: 'the header does not tell whether rows are reversals or payments: give --kind' };
}
