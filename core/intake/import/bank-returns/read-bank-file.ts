import type { BankFileReading } from './bank-return.js';
import { readIso20022 } from './read-iso20022.js';
import { readNacha } from './read-nacha.js';

/** A file is judged whole before anything of it is logged: 100,000 entries of a bank fit. */
const fileLengthMax = 20_000_000;

/** Reads ACH return entries or ISO 20022 returns, told apart by how the file begins. */
export async function readBankFile(chunks: AsyncIterable<string>): Promise<BankFileReading> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > fileLengthMax) {
      return { fault: { line: 1, reason: `it is longer than ${fileLengthMax} characters` } };
    }
  }
  text = text.replace(/^\uFEFF/, '');
  if (text.trim() === '') return { fault: { line: 1, reason: 'the file is empty' } };
  return text.trimStart().startsWith('<') ? readIso20022(text) : readNacha(text);
}
