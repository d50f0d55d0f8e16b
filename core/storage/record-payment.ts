import type { PaymentToRecord } from '../reversals/ports.js';
import type { Identifier } from '../reversals/reversal.js';
import type { Transaction } from './transaction.js';

/** Adds a payment, or completes the one that is known by any of these names; null for several. */
export async function recordPayment(
  tx: Transaction,
  payment: PaymentToRecord,
): Promise<string | null> {
  const { clientId, identifiers, captured, returnedBefore } = payment;
  const rows = await tx.paymentIdentifier.findMany({
    where: { clientId, OR: identifiers.map(({ kind, value }) => ({ kind, value })) },
  });
  const ids = [...new Set(rows.map((row) => row.paymentId))];
  if (ids.length > 1) return null;
  const amounts = captured && { capturedMinor: captured.minor, currency: captured.currency };
  const known = ids[0];
  if (payment.isTakenBack && captured) return takeBack(tx, known ?? null, payment);
  if (known !== undefined && captured) {
    await tx.$queryRaw`SELECT 1 FROM "payment" WHERE "id" = ${known}::uuid FOR NO KEY UPDATE`;
    const before = await tx.payment.findUniqueOrThrow({ where: { id: known } });
    const isMore = payment.isPart && before.currency === captured.currency;
    const sum = captured.minor + (isMore ? (before.capturedMinor ?? 0n) : 0n);
    await tx.payment.update({ where: { id: known }, data: { ...amounts, capturedMinor: sum } });
  }
  if (known !== undefined && returnedBefore !== null) {
    await tx.payment.update({ where: { id: known }, data: { returnedBefore } });
  }
  const id =
    known ??
    (
      await tx.payment.create({
        data: {
          clientId,
          processor: payment.processor,
          returnedBefore: returnedBefore ?? 0n,
          ...amounts,
        },
      })
    ).id;
  await tx.paymentIdentifier.createMany({
    data: identifiers
      .filter((one) => !rows.some((row) => row.kind === one.kind && row.value === one.value))
      .map(({ kind, value }) => ({ clientId, paymentId: id, kind, value })),
  });
  return id;
}

/** Never below nothing; a payment that nobody knows, or of unknown amount, stays so. */
async function takeBack(
  tx: Transaction,
  id: string | null,
  { captured }: PaymentToRecord,
): Promise<string | null> {
  if (id === null || captured === null) return id;
  await tx.$executeRaw`
    UPDATE "payment" SET "captured_minor" = greatest(0, "captured_minor" - ${captured.minor}::bigint)
    WHERE "id" = ${id}::uuid AND "currency" = ${captured.currency}`;
  return id;
}

/** Undecided entries on no payment that name one of these, oldest first. */
export async function unmatchedNaming(
  tx: Transaction,
  clientId: string,
  identifiers: readonly Identifier[],
): Promise<readonly number[]> {
  if (identifiers.length === 0) return [];
  const rows = await tx.reversal.findMany({
    where: {
      clientId,
      paymentId: null,
      status: { in: ['needs_review', 'pending_approval', 'changes_requested'] },
      identifiers: { some: { OR: identifiers.map(({ kind, value }) => ({ kind, value })) } },
    },
    select: { number: true },
    orderBy: { number: 'asc' },
  });
  return rows.map((row) => row.number);
}

/** Entries that point at this one as what they correct. */
export async function correctionsOf(
  tx: Transaction,
  reversalId: string,
): Promise<readonly number[]> {
  const rows = await tx.reversal.findMany({
    where: { correctsId: reversalId },
    select: { number: true },
    orderBy: { number: 'asc' },
  });
  return rows.map((row) => row.number);
}
