import { createHash } from 'node:crypto';
import { attachUnmatched } from './attach-payment.js';
import type { Actor } from './desk.js';
import { type DeskTools, inTransaction } from './desk-tools.js';
import type { Money } from './money.js';
import type { MatchedPayment } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import type { Identifier } from './reversal.js';

/** A payment by hand or from a client's own system. */
export type PaymentRequest = {
  clientId: string;
  processor: string;
  identifiers: readonly Identifier[];
  /** Null: the captured amount is unknown. */
  captured: Money | null;
  /** Minor units that went back before the hub knew the payment; null leaves it as it is. */
  returnedBefore: bigint | null;
  /** The same key with the same content is the same payment; with other content a refusal. */
  requestKey: string | null;
};

/** `isRepeat`: the same request key had recorded it before. */
export type RecordedPayment = { payment: MatchedPayment; isRepeat: boolean };

const mayRecord = ['agent', 'manager', 'compliance', 'admin'];

/**
 * Adds a payment, or brings the one with any of these names up to date; undecided entries that
 * named it before are put on it. Refuses names that belong to several payments.
 */
export async function recordPayment(
  tools: DeskTools,
  { person }: Actor,
  request: PaymentRequest,
): Promise<RecordedPayment | Refusal> {
  if (!person.clients.includes(request.clientId)) return refuse('not_found');
  if (!mayRecord.includes(person.role)) return refuse('not_permitted', { role: person.role });
  if (request.identifiers.length === 0) {
    return refuse('invalid_request', { identifiers: 'one at least' });
  }
  return inTransaction(tools.store, async (tx) => {
    const client = await tx.client(request.clientId);
    if (!client) return refuse('not_found');
    const { requestKey } = request;
    const before = requestKey ? await tx.takeRequest(requestKey, fingerprintOf(request)) : null;
    if (before && !before.sameContent) return refuse('key_reused_with_other_content');
    if (!before) {
      const id = await tx.recordPayment({ ...request, isPart: false });
      if (id === null) {
        return refuse('invalid_request', { identifiers: 'belong to several payments' });
      }
      await attachUnmatched({ tools, tx, client }, request.identifiers);
    }
    const [payment] = await tx.lockPayments(client.id, request.identifiers);
    if (!payment) throw new Error('a payment that was just recorded is not found');
    return { payment, isRepeat: before !== null };
  });
}

function fingerprintOf({ requestKey: _key, ...content }: PaymentRequest): string {
  const text = JSON.stringify(content, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
