import type { Currency } from '../reversals/money.js';
import type { Identifier } from '../reversals/reversal.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** A payment from an import or a look-up. `captured` null: the captured amount is unknown. */
export type PaymentToAdd = {
  clientId: string;
  processor: string | null;
  identifiers: readonly Identifier[];
  /** Minor units. */
  captured: bigint | null;
  currency: Currency | null;
  /** Minor units that went back before the hub knew the payment. */
  returnedBefore: bigint;
};

/** Identifiers of one payment to add belong to several payments already. */
export class PaymentsDifferError extends Error {
  override readonly name = 'PaymentsDifferError';
}

/**
 * Adds a payment, or brings the one with any of these identifiers up to date, so that the same
 * import twice is one payment. Throws `PaymentsDifferError` where they name several.
 */
export function addPayment(
  database: WithPrisma,
  payment: PaymentToAdd,
): Promise<{ id: string; created: boolean }> {
  return inTransaction(database, async (tx) => {
    const { clientId, identifiers } = payment;
    const columns = {
      processor: payment.processor,
      capturedMinor: payment.captured,
      currency: payment.currency,
      returnedBefore: payment.returnedBefore,
    };
    const known = await paymentNamedBy(tx, clientId, identifiers);
    const { id } =
      known === null
        ? await tx.payment.create({ data: { clientId, ...columns } })
        : await tx.payment.update({ where: { id: known }, data: columns });
    const named =
      known === null
        ? []
        : await tx.paymentIdentifier.findMany({
            where: { paymentId: id },
          });
    // Not skipping duplicates: a key that another import took just now makes this one run again.
    await tx.paymentIdentifier.createMany({
      data: withoutRepeats(identifiers)
        .filter((one) => !named.some((old) => old.kind === one.kind && old.value === one.value))
        .map(({ kind, value }) => ({ clientId, paymentId: id, kind, value })),
    });
    return { id, created: known === null };
  });
}

async function paymentNamedBy(
  tx: Transaction,
  clientId: string,
  identifiers: readonly Identifier[],
): Promise<string | null> {
  const rows = await tx.paymentIdentifier.findMany({
    where: { clientId, OR: identifiers.map(({ kind, value }) => ({ kind, value })) },
    select: { paymentId: true },
  });
  const ids = new Set(rows.map((row) => row.paymentId));
  if (ids.size > 1) throw new PaymentsDifferError();
  const [id] = ids;
  return id ?? null;
}

function withoutRepeats(identifiers: readonly Identifier[]): readonly Identifier[] {
  return identifiers.filter(
    (one, index) =>
      identifiers.findIndex((other) => other.kind === one.kind && other.value === one.value) ===
      index,
  );
}
