import { createHash } from 'node:crypto';
import type { LogRequest } from '../../reversals/desk.js';
import { plainRequest } from '../../reversals/plain-request.js';
import type { PaymentRequest } from '../../reversals/record-payment.js';
import {
  type Customer,
  channels,
  type Identifier,
  type ReversalType,
  reversalTypes,
} from '../../reversals/reversal.js';
import { redact } from '../redact.js';
import {
  type Cells,
  isFault,
  type RowFault,
  readAmount,
  readCurrency,
  readIdentifiers,
  readInstant,
  readProcessor,
  readWord,
  unfitCell,
} from './read-cells.js';

const kinds = ['request', 'fact'] as const;
const emailForm = /^[^\s@]{1,64}@[^\s@]{1,180}$/;
const phoneForm = /^\+?[\d\s().-]{5,24}$/;

/** What the person who imports said for all rows. */
export type ImportOptions = { clientId: string | null; historic: boolean };

/** One reversal of a file; refuses what is missing, what has two readings and what holds card data. */
export function readReversalRow(cells: Cells, options: ImportOptions): LogRequest | RowFault {
  const basis = readBasis(cells, options);
  if (isFault(basis)) return basis;
  const type = readWord(cells, 'type', reversalTypes);
  if (type === null) return { field: 'type', reason: 'it is missing' };
  if (isFault(type)) return type;
  const kind = readWord(cells, 'kind', kinds) ?? kindOf(type);
  if (isFault(kind)) return kind;
  const channel = readWord(cells, 'channel', channels) ?? 'api';
  if (isFault(channel)) return channel;
  const occurredAt = readInstant(cells, 'occurred_at');
  if (isFault(occurredAt)) return occurredAt;
  const amount = readMoney(cells, 'amount');
  if (isFault(amount)) return amount;
  if (amount?.minor === 0n) return { field: 'amount', reason: 'amount_not_positive: it is zero' };
  if (amount === null && type !== 'system_error') {
    return { field: 'amount', reason: 'amount_missing' };
  }
  const customer = readCustomer(cells);
  if (isFault(customer)) return customer;
  const cardLast4 = cells.get('card_last4') ?? null;
  if (cardLast4 !== null && !/^\d{4}$/.test(cardLast4)) {
    return { field: 'card_last4', reason: 'it must be four digits' };
  }
  const { clientId, identifiers, rowKey } = basis;
  return {
    ...plainRequest({
      clientId,
      type,
      kind,
      amount,
      channel,
    }),
    identifiers,
    reason: redacted(cells, 'reason'),
    reasonCode: redacted(cells, 'reason_code'),
    cardLast4,
    customer,
    occurredAt,
    historic: options.historic,
    requestKey: `import:reversal:${clientId}:${rowKey}`,
  };
}

/** One payment of a file. Its captured amount may be unknown; what went back before never guessed. */
export function readPaymentRow(cells: Cells, options: ImportOptions): PaymentRequest | RowFault {
  const basis = readBasis(cells, options);
  if (isFault(basis)) return basis;
  const { clientId, identifiers, rowKey } = basis;
  const processor = readProcessor(cells);
  if (isFault(processor)) return processor;
  if (identifiers.length === 0) {
    return { field: 'payment_id', reason: 'no identifier names the payment' };
  }
  const captured = readMoney(cells, 'captured');
  if (isFault(captured)) return captured;
  const returned = readMoney(cells, 'returned');
  if (isFault(returned)) return returned;
  if (returned && !captured) return { field: 'captured', reason: 'it is needed with returned' };
  if (captured && returned && returned.minor > captured.minor) {
    return { field: 'returned', reason: 'more went back than was captured' };
  }
  return {
    clientId,
    processor,
    identifiers,
    captured,
    returnedBefore: returned?.minor ?? null,
    requestKey: `import:payment:${clientId}:${rowKey}`,
  };
}

/** A return by a bank has happened; of the other types a file may hold either. */
function kindOf(type: ReversalType): (typeof kinds)[number] {
  return type === 'bank_reversal' ? 'fact' : 'request';
}

type Basis = { clientId: string; identifiers: readonly Identifier[]; rowKey: string };

function readBasis(cells: Cells, { clientId: given }: ImportOptions): Basis | RowFault {
  const unfit = unfitCell(cells);
  if (unfit) return unfit;
  const clientId = cells.get('client') ?? given;
  if (clientId === null) {
    return { field: 'client', reason: 'client_missing: add the column, or --client ID' };
  }
  if (given !== null && clientId !== given) {
    return { field: 'client', reason: 'it is another client than --client says' };
  }
  const identifiers = readIdentifiers(cells);
  if (isFault(identifiers)) return identifiers;
  const id = cells.get('id');
  if (id === undefined && identifiers.length === 0) {
    const reason = 'an id or an identifier is needed, or the same row twice would be two entries';
    return { field: 'id', reason };
  }
  return { clientId, identifiers, rowKey: rowKeyOf(id, identifiers) };
}

/** The row's own id, else its identifiers in any order. Hashed: an id may be a person's. */
function rowKeyOf(id: string | undefined, identifiers: readonly Identifier[]): string {
  const named = identifiers.map(({ kind, value }) => `${kind}=${value}`).sort();
  const key = id === undefined ? ['identifiers', ...named] : ['id', id];
  return createHash('sha256').update(JSON.stringify(key)).digest('hex');
}

/** An amount needs its currency; without an amount none is asked for. */
function readMoney(cells: Cells, name: string) {
  if (!cells.has(name) && !cells.has(`${name}_minor`)) return null;
  const currency = readCurrency(cells);
  return isFault(currency) ? currency : readAmount(cells, name, currency);
}

function readCustomer(cells: Cells): Customer | RowFault | null {
  const [email, phone] = [cells.get('email'), cells.get('phone')];
  if (email !== undefined && !emailForm.test(email)) {
    return { field: 'email', reason: 'it is no e-mail address' };
  }
  if (phone !== undefined && !phoneForm.test(phone)) {
    return { field: 'phone', reason: 'it is no telephone number' };
  }
  const name = redacted(cells, 'name');
  const customer = {
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(name === null ? {} : { name }),
  };
  return Object.keys(customer).length > 0 ? customer : null;
}

function redacted(cells: Cells, field: string) {
  const text = cells.get(field);
  return text === undefined ? null : redact(text).text;
}
