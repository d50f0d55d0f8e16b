import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** One record, numbered as a spreadsheet does: the header is row 1. */
export type CsvRecord =
  | { row: number; cells: readonly string[] }
  | { row: number; fault: 'quotes' | 'too_long' };

/** Characters of one record: a reason of 4,000 characters and twenty identifiers fit many times. */
const recordLengthMax = 64 * 1024;
const delimiters = [',', ';', '\t', '|'] as const;

/**
 * Cuts text into records, one in memory at a time. The delimiter is that which the header holds most
 * of. What is no CSV ends the reading with a fault: where the next record begins is then not known.
 */
export async function* readCsv(chunks: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const { header, rest } = await readHeader(chunks);
  const parser = parse({
    delimiter: delimiterOf(header),
    relax_column_count: true,
    max_record_size: recordLengthMax,
  });
  // An error of the source or the parser ends the parser with it, and so reaches the loop below.
  pipeline(Readable.from(rest), parser, () => undefined);
  let row = 0;
  try {
    for await (const record of parser) {
      row += 1;
      yield { row, cells: record as string[] };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = error.code === 'CSV_MAX_RECORD_SIZE' ? 'too_long' : 'quotes';
    yield { row: row + 1, fault };
  }
}

/** Reads until the first line is whole; nothing of what was read is lost to `rest`. */
async function readHeader(chunks: AsyncIterable<string>) {
  const input = chunks[Symbol.asyncIterator]();
  let header = '';
  while (!/[\r\n]/.test(header) && header.length < recordLengthMax) {
    const next = await input.next();
    if (next.done) break;
    header += next.value;
  }
  header = header.replace(/^\uFEFF/, '');
  return { header, rest: wholeCharacters(header, { [Symbol.asyncIterator]: () => input }) };
}

/** A chunk may end within a character of two units; half of one is no text. */
async function* wholeCharacters(first: string, chunks: AsyncIterable<string>) {
  let kept = first;
  for await (const chunk of chunks) {
    const text = kept + chunk;
    const end = /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length;
    kept = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
  if (kept !== '') yield kept;
}

function delimiterOf(text: string): string {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string) => header.split(sign).length;
  return delimiters.reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
