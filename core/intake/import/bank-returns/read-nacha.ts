import { type Currency, parseCurrency } from '../../../reversals/money.js';
import type { BankFileReading, BankReturn, LeftEntry } from './bank-return.js';

/** Fields by first and last column, counted from 1: moov-io/ach (Apache-2.0), records of the Nacha rules. */
const recordLength = 94;

class NachaFault extends Error {
  override readonly name = 'NachaFault';
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super('nacha fault');
  }
}

type Sums = { count: number; hash: bigint; debit: bigint; credit: bigint };
type Line = { number: number; text: string };
type OpenEntry = { line: Line; addenda: Line[] };
type OpenBatch = { header: Line; sums: Sums; entry: OpenEntry | null };

/**
 * Reads a file of returns: entries with addenda 99. Notices of change (98), returned credits and
 * disputes between banks about a return are no returns of a payment and are left, with the reason.
 * Counts, hash and sums of every batch and of the file must agree; else nothing is believed.
 */
export function readNacha(text: string): BankFileReading {
  try {
    return { entries: readRecords(linesOf(text)) };
  } catch (error) {
    if (error instanceof NachaFault) return { fault: { line: error.line, reason: error.reason } };
    throw error;
  }
}

function readRecords(lines: readonly Line[]): (BankReturn | LeftEntry)[] {
  const [first] = lines;
  if (first?.text[0] !== '1') throw new NachaFault(1, 'the file header (record 1) is missing');
  const created = dayOf(digits(first, 24, 29, 'file creation date'), first);
  const entries: (BankReturn | LeftEntry)[] = [];
  const total = emptySums();
  let batch: OpenBatch | null = null;
  let batches = 0;
  let isClosed = false;
  for (const line of lines.slice(1)) {
    const type = line.text[0];
    if (isClosed) {
      if (!/^9+$/.test(line.text))
        throw new NachaFault(line.number, 'it stands behind the file control');
      continue;
    }
    if (type === '5' && batch === null) batch = { header: line, sums: emptySums(), entry: null };
    else if (type === '6' && batch) {
      closeEntry(batch, entries, created);
      batch.entry = { line, addenda: [] };
      addEntry(batch.sums, line);
    } else if (type === '7' && batch?.entry) {
      batch.entry.addenda.push(line);
      batch.sums.count += 1;
    } else if (type === '8' && batch) {
      closeEntry(batch, entries, created);
      compare(batch.sums, sumsIn(line, [5, 10], [11, 20], [21, 32], [33, 44]), line, 'batch');
      addSums(total, batch.sums);
      batches += 1;
      batch = null;
    } else if (type === '9' && batch === null) {
      compare(total, sumsIn(line, [14, 21], [22, 31], [32, 43], [44, 55]), line, 'file');
      if (number(line, 2, 7, 'batch count') !== BigInt(batches)) {
        throw new NachaFault(line.number, 'the file control counts other batches');
      }
      isClosed = true;
    } else throw new NachaFault(line.number, 'no record of this type may stand here');
  }
  if (!isClosed)
    throw new NachaFault(lines.at(-1)?.number ?? 1, 'the file control (record 9) is missing');
  return entries;
}

function closeEntry(batch: OpenBatch, entries: (BankReturn | LeftEntry)[], created: Date) {
  if (batch.entry === null) return;
  entries.push(entryOf(batch.header, batch.entry, entries.length + 1, created));
  batch.entry = null;
}

function entryOf(
  header: Line,
  { line, addenda }: OpenEntry,
  position: number,
  created: Date,
): BankReturn | LeftEntry {
  const told = addenda.find((one) => ['98', '99'].includes(field(one, 2, 3)));
  if (!told) return { position, left: 'it carries no return reason' };
  if (field(told, 2, 3) === '98') return { position, left: 'it is a notice of change' };
  const code = field(told, 4, 6);
  if (!/^R\d\d$/.test(code)) throw new NachaFault(told.number, 'the return reason code is none');
  // R61 to R77 are said between banks about a return, not about a payment (Nacha rules; unconfirmed).
  if (/^R[67]/.test(code)) return { position, left: 'it is about a return, between the banks' };
  if (isCredit(line))
    return { position, left: 'it is a credit that came back: look at its payout' };
  const trace = digits(told, 7, 21, 'original trace number');
  const minor = number(line, 30, 39, 'amount');
  if (minor === 0n) return { position, left: 'it has no amount' };
  return {
    position,
    amount: { minor, currency: dollars() },
    code,
    valueDate: settledOn(header, created),
    identifiers: [{ kind: 'ach_trace', value: trace }],
    name: nameOf(header, line),
    returnId: field(line, 80, 94) || null,
  };
}

/** CTX puts a count before the name; IAT has none here, but part of an account. */
function nameOf(header: Line, entry: Line): string | null {
  const sec = field(header, 51, 53);
  if (sec === 'IAT') return null;
  return (sec === 'CTX' ? field(entry, 59, 74) : field(entry, 55, 76)) || null;
}

/** A return keeps its entry's date; the day it was settled is the day of the year at 76. */
function settledOn(header: Line, created: Date): Date {
  const julian = field(header, 76, 78);
  if (!/^\d{3}$/.test(julian) || julian === '000') return created;
  const inYear = (year: number) => new Date(Date.UTC(year, 0, Number(julian)));
  const year = created.getUTCFullYear();
  const halfYearMs = 183 * 86_400_000;
  const day = inYear(year);
  if (day.getTime() - created.getTime() > halfYearMs) return inYear(year - 1);
  return created.getTime() - day.getTime() > halfYearMs ? inYear(year + 1) : day;
}

/** Transaction codes: the second figure is 1 to 4 for credits, 5 to 9 for debits. */
const isCredit = (entry: Line) => /^[2-5][1-4]$/.test(digits(entry, 2, 3, 'transaction code'));

function addEntry(sums: Sums, entry: Line) {
  const amount = number(entry, 30, 39, 'amount');
  sums.count += 1;
  sums.hash += number(entry, 4, 11, 'receiving bank');
  if (isCredit(entry)) sums.credit += amount;
  else sums.debit += amount;
}

function addSums(total: Sums, { count, hash, debit, credit }: Sums) {
  total.count += count;
  total.hash += hash;
  total.debit += debit;
  total.credit += credit;
}

const emptySums = (): Sums => ({ count: 0, hash: 0n, debit: 0n, credit: 0n });

type Span = readonly [number, number];

function sumsIn(line: Line, count: Span, hash: Span, debit: Span, credit: Span): Sums {
  return {
    count: Number(number(line, ...count, 'count')),
    hash: number(line, ...hash, 'entry hash'),
    debit: number(line, ...debit, 'total of debits'),
    credit: number(line, ...credit, 'total of credits'),
  };
}

const hashModulus = 10n ** 10n;

function compare(found: Sums, said: Sums, line: Line, of: string) {
  const differs =
    found.count !== said.count
      ? 'count'
      : found.debit !== said.debit || found.credit !== said.credit
        ? 'sum'
        : found.hash % hashModulus !== said.hash
          ? 'hash'
          : null;
  if (differs) {
    throw new NachaFault(
      line.number,
      `the ${differs} of the ${of} control is not that of its entries`,
    );
  }
}

/** Lines, or records one behind the other. Spaces that were cut from a line's end are put back. */
function linesOf(text: string): Line[] {
  const lines = /[\r\n]/.test(text.trimEnd())
    ? text.split(/\r\n|\n|\r/)
    : (text.match(/.{1,94}/gs) ?? []);
  return lines
    .map((line, index) => ({ number: index + 1, text: line }))
    .filter((line) => line.text.trim() !== '')
    .map((line) => {
      if (line.text.length > recordLength) {
        throw new NachaFault(line.number, `it is longer than ${recordLength} characters`);
      }
      return { ...line, text: line.text.padEnd(recordLength) };
    });
}

const field = (line: Line, first: number, last: number) => line.text.slice(first - 1, last).trim();

function digits(line: Line, first: number, last: number, name: string): string {
  const text = line.text.slice(first - 1, last);
  if (!/^\d+$/.test(text)) throw new NachaFault(line.number, `the ${name} is no number`);
  return text;
}

const number = (line: Line, first: number, last: number, name: string) =>
  BigInt(digits(line, first, last, name));

/** `YYMMDD`, of this century. */
function dayOf(text: string, line: Line): Date {
  const day = new Date(`20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}T00:00:00Z`);
  if (Number.isNaN(day.getTime()))
    throw new NachaFault(line.number, 'the file creation date is none');
  return day;
}

function dollars(): Currency {
  const usd = parseCurrency('USD');
  if (!usd) throw new Error('USD is a currency');
  return usd;
}
