/** Columns of both kinds of file, in one spelling, and what else they may be called. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  id: ['row_id', 'external_id', 'record_id', 'key'],
  client: ['client_id', 'merchant', 'merchant_id'],
  type: ['reversal_type'],
  kind: ['request_or_fact'],
  amount: ['value', 'reversal_amount', 'refund_amount'],
  amount_minor: ['minor_units', 'amount_cents', 'amount_in_minor_units'],
  currency: ['currency_code', 'iso_currency'],
  reason: ['description', 'note', 'notes', 'comment'],
  reason_code: ['code', 'return_code'],
  card_last4: ['last4', 'last_4', 'last_four', 'card_last_4'],
  email: ['customer_email', 'e_mail', 'email_address', 'mail'],
  phone: ['customer_phone', 'telephone', 'phone_number'],
  name: ['customer_name', 'customer'],
  channel: ['reached_us_by'],
  occurred_at: ['date', 'occurred', 'occurred_on', 'created', 'created_at', 'transaction_date'],
  processor: ['psp', 'gateway', 'payment_processor'],
  payment_id: ['charge', 'charge_id', 'payment', 'payment_reference', 'transaction_id'],
  order_number: ['order', 'order_id', 'order_no', 'order_ref'],
  captured: ['captured_amount', 'amount_captured'],
  captured_minor: ['captured_cents', 'captured_in_minor_units'],
  returned: ['refunded', 'amount_refunded', 'refunded_amount', 'returned_before'],
  returned_minor: ['refunded_cents', 'returned_in_minor_units'],
};

/** Columns that are identifiers by their own name (the kinds of `hub analyze`). */
const identifierColumn =
  /^(?:[a-z][a-z0-9_]{0,30}_(?:payment|refund|dispute|order)|arn|rrn|stan|ach_trace|end_to_end_id|uetr|order_number)$/;

/** The header of a file: where each known column stands. */
export type Columns = {
  places: ReadonlyMap<string, number>;
  /** Places, from 0, of columns that nothing here reads. */
  unknown: readonly number[];
  /** Columns that two places claim to be. */
  twice: readonly string[];
  /** How many columns there are. */
  width: number;
};

/** Finds the columns, whatever their case, spaces, hyphens or order: `Order No.`, `orderNumber`. */
export function readColumns(header: readonly string[]): Columns {
  const places = new Map<string, number>();
  const unknown: number[] = [];
  const twice: string[] = [];
  header.forEach((written, place) => {
    const name = columnOf(written);
    if (name === null) unknown.push(place);
    else if (places.has(name)) twice.push(name);
    else places.set(name, place);
  });
  return { places, unknown, twice, width: header.length };
}

/** One record by column: trimmed, and without the cells that are empty. */
export function cellsOf(columns: Columns, cells: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, place] of columns.places) {
    const text = cells[place]?.trim() ?? '';
    if (text !== '') found.set(name, text);
  }
  return found;
}

export const isIdentifierColumn = (name: string) => identifierColumn.test(name);

function columnOf(written: string): string | null {
  const plain = written
    .trim()
    .replace(/([a-z])([A-Z0-9])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  const joined = plain.replaceAll('_', '');
  for (const [name, others] of Object.entries(otherNames)) {
    if ([name, ...others].some((one) => one.replaceAll('_', '') === joined)) return name;
  }
  return identifierColumn.test(plain) ? plain : null;
}
