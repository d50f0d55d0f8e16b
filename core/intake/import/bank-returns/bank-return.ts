import { createHash } from 'node:crypto';
import type { LogRequest } from '../../../reversals/desk.js';
import type { Money } from '../../../reversals/money.js';
import type { Identifier } from '../../../reversals/reversal.js';
import { redact } from '../../redact.js';

/** One entry of a bank's file: a payment that a bank took back. Accounts are not read. */
export type BankReturn = {
  /** From 1, in the order of the file. */
  position: number;
  amount: Money;
  /** R01, AC04 …, as the bank wrote it. */
  code: string;
  valueDate: Date;
  identifiers: readonly Identifier[];
  /** The payer, as the bank wrote it. */
  name: string | null;
  /** The return's own id, where there is one: two returns of one payment are two. */
  returnId: string | null;
};

/** An entry that is no return of a payment, and why. */
export type LeftEntry = { position: number; left: string };

/** A whole file, or the first place at which it cannot be believed. */
export type BankFileReading =
  | { entries: readonly (BankReturn | LeftEntry)[] }
  | { fault: { line: number; reason: string } };

/** The fact to log: the same return in another file is the same entry. */
export function requestOf(found: BankReturn, clientId: string, historic: boolean): LogRequest {
  const { amount, code, valueDate, name, returnId } = found;
  // Identifiers are stored as they are; one that reads as a card number would be held at every exit.
  const identifiers = found.identifiers.filter(({ value }) => redact(value).findings.length === 0);
  // Without any name only its place tells it from the next of the same amount.
  const place = found.identifiers.length === 0 ? found.position : null;
  const own = [
    place,
    returnId,
    code,
    amount.minor.toString(),
    amount.currency,
    valueDate.toISOString(),
  ];
  const named = found.identifiers.map(({ kind, value }) => `${kind}=${value}`).sort();
  const key = createHash('sha256')
    .update(JSON.stringify([own, named]))
    .digest('hex');
  return {
    clientId,
    type: 'bank_reversal',
    kind: 'fact',
    amount,
    identifiers,
    reason: redact(`Returned by the bank with code ${code}.`).text,
    reasonCode: code,
    cardLast4: null,
    customer: name === null ? null : { name: redact(name).text },
    channel: 'api',
    occurredAt: valueDate,
    before: null,
    after: null,
    dispute: null,
    trace: null,
    messages: [],
    readingReasons: ["An entry of a bank's return file."],
    reviewReasons: [],
    source: null,
    staff: [],
    assigneeEmail: null,
    historic,
    corrects: null,
    requestKey: `import:return:${clientId}:${key}`,
    isFromDocument: true,
  };
}
