import { z } from 'zod';
import { underchargeFlag } from '../reversals/claims.js';
import type { Money } from '../reversals/money.js';
import type { ClaimOnPayment, KnownPayment, MatchedPayment } from '../reversals/ports.js';
import {
  type Identifier,
  payouts,
  referenceOf,
  reversalStatuses,
  reversalTypes,
} from '../reversals/reversal.js';
import { Prisma } from './generated/client.js';
import { moneyOf } from './stored-money.js';
import type { Transaction } from './transaction.js';

const stored64 = z.string().transform(BigInt);

/** A payment with its identifiers and every entry that may draw on it. */
export const storedPayment = z.object({
  id: z.string(),
  clientId: z.string(),
  processor: z.string().nullable(),
  capturedMinor: stored64.nullable(),
  currency: z.string().nullable(),
  returnedBefore: stored64,
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
  reversals: z.array(
    z.object({
      kind: z.string(),
      status: z.enum(reversalStatuses),
      type: z.enum(reversalTypes),
      payout: z.enum(payouts),
      amountMinor: stored64.nullable(),
      currency: z.string().nullable(),
      disputeResult: z.string().nullable(),
      disputeStage: z.string().nullable(),
      disputeFunds: z.string().nullable(),
      historic: z.boolean(),
      flags: z.array(z.string()),
    }),
  ),
});

type PaymentRow = z.output<typeof storedPayment>;
type DrawingRow = PaymentRow['reversals'][number];

/** What `storedPayment` takes, of the payment that stands as `p` in the statement around it. */
export const readPayment = Prisma.sql`
  json_build_object('id', p."id", 'clientId', p."client_id", 'processor', p."processor",
    'capturedMinor', p."captured_minor"::text, 'currency', p."currency",
    'returnedBefore', p."returned_before"::text,
    'identifiers', (SELECT coalesce(json_agg(json_build_object('kind', i."kind", 'value', i."value")
        ORDER BY i."kind", i."value"), '[]')
      FROM "payment_identifier" i WHERE i."payment_id" = p."id"),
    'reversals', (SELECT coalesce(json_agg(json_build_object('kind', e."kind", 'status', e."status",
        'type', e."type", 'payout', e."payout", 'amountMinor', e."amount_minor"::text,
        'currency', e."currency", 'disputeResult', e."dispute_result",
        'disputeStage', e."dispute_stage", 'disputeFunds', e."dispute_funds",
        'historic', e."historic", 'flags', e."flags") ORDER BY e."number"), '[]')
      FROM "reversal" e WHERE e."payment_id" = p."id"))`;

export function paymentOf(row: PaymentRow): MatchedPayment {
  const captured = moneyOf(row.capturedMinor, row.currency);
  return {
    id: row.id,
    processor: row.processor,
    identifiers: row.identifiers,
    captured,
    left: leftOf(captured, row),
  };
}

/**
 * Captured less what went back or is sure to (domain-rules.md, Money): below zero where facts
 * took more. Null where captured is unknown, or something was drawn in another currency.
 */
function leftOf(captured: Money | null, row: PaymentRow): Money | null {
  if (!captured) return null;
  let minor = captured.minor - row.returnedBefore;
  for (const entry of row.reversals) {
    if (!draws(entry) || entry.amountMinor === null) continue;
    if (entry.currency !== captured.currency) return null;
    minor -= entry.amountMinor;
  }
  return { minor, currency: captured.currency };
}

/**
 * Facts always draw, undercharges, won disputes and payouts that failed aside; an alert or inquiry
 * only once its money was taken. A request draws once approved, unless its payout failed; a system
 * error only where the money is back, for its answer alone moves none.
 */
function draws(entry: DrawingRow): boolean {
  if (entry.status === 'cancelled' || entry.flags.includes(underchargeFlag)) return false;
  if (entry.kind === 'fact') {
    if (entry.payout === 'failed') return false;
    if (entry.disputeFunds === 'returned' || entry.disputeResult === 'won') return false;
    const isEarly = entry.disputeStage === 'alert' || entry.disputeStage === 'inquiry';
    return !isEarly || entry.disputeFunds !== 'none';
  }
  if (entry.payout === 'failed') return false;
  const isPaid = entry.payout === 'sent' || entry.payout === 'confirmed';
  if (entry.type === 'system_error') return isPaid;
  return isPaid || entry.status === 'approved' || entry.status === 'completed';
}

/** An identifier as people copy it from a narrow column, `ch_3PqL…`, is known by its beginning. */
export function namedBy({ kind, value }: Identifier) {
  return value.endsWith('…')
    ? { kind, value: { startsWith: value.slice(0, -1) } }
    : { kind, value };
}

/** Every payment of the client that one of these names, locked in order of id. */
export async function lockPayments(
  tx: Transaction,
  clientId: string,
  identifiers: readonly Identifier[],
): Promise<readonly MatchedPayment[]> {
  if (identifiers.length === 0) return [];
  const named = await tx.paymentIdentifier.findMany({
    where: { clientId, OR: identifiers.map(namedBy) },
    select: { paymentId: true },
  });
  const ids = [...new Set(named.map((one) => one.paymentId))].sort();
  if (ids.length === 0) return [];
  await tx.$queryRaw`
    SELECT 1 FROM "payment" WHERE "id" IN (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})
    ORDER BY "id" FOR NO KEY UPDATE`;
  return (await readPayments(tx, ids)).map(paymentOf);
}

/** In the order of the ids. */
async function readPayments(tx: Transaction, ids: readonly string[]): Promise<PaymentRow[]> {
  const rows = await tx.$queryRaw<{ payment: unknown }[]>`
    SELECT ${readPayment} AS "payment" FROM "payment" p
    JOIN unnest(${[...ids]}::text[]) WITH ORDINALITY AS asked ("id", "place")
      ON p."id" = asked."id"::uuid
    ORDER BY asked."place"`;
  return rows.map(({ payment }) => storedPayment.parse(payment));
}

/** Payments that an identifier names, of these clients. */
export async function paymentsNamed(
  tx: Transaction,
  clients: readonly string[],
  { kind, value }: { kind?: string | undefined; value: string },
): Promise<readonly KnownPayment[]> {
  const rows = await tx.payment.findMany({
    where: { clientId: { in: [...clients] }, identifiers: { some: { kind, value } } },
    select: { id: true },
    orderBy: { createdAt: 'desc' },
    take: namedMax,
  });
  const payments = await readPayments(
    tx,
    rows.map(({ id }) => id),
  );
  return payments.map((row) => ({ ...paymentOf(row), clientId: row.clientId }));
}

/** One order may hold a few payments; more is no identifier. */
const namedMax = 50;

/** Every entry on a payment, oldest first, whatever became of it. */
export async function claimsOn(
  tx: Transaction,
  paymentId: string,
): Promise<readonly ClaimOnPayment[]> {
  const rows = await tx.reversal.findMany({
    where: { paymentId },
    orderBy: { number: 'asc' },
    select: {
      id: true,
      number: true,
      status: true,
      type: true,
      kind: true,
      amountMinor: true,
      currency: true,
      payout: true,
      historic: true,
      flags: true,
      disputeStage: true,
      disputeResult: true,
      outcome: true,
    },
  });
  return rows.map(({ number, kind, amountMinor, currency, ...row }) => ({
    ...row,
    reference: referenceOf(number),
    kind: kind === 'fact' ? 'fact' : 'request',
    amount: moneyOf(amountMinor, currency),
  }));
}
