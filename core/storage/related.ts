import type { RelatedEntry } from '../reversals/ports.js';
import { type Reversal, referenceOf } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import type { WithPrisma } from './transaction.js';

/** The same customer and amount within this time may well be the same matter. */
const nearDays = 14;
const dayMs = 24 * 3_600_000;
const relatedMax = 5;

/** Likely the same matter, and why; nothing is joined by it. Newest first, those joined left out. */
export async function relatedTo(
  { prisma }: WithPrisma,
  reversal: Reversal,
): Promise<readonly RelatedEntry[]> {
  const names = reversal.identifiers.map(({ kind, value }) => ({ kind, value }));
  const near = {
    gte: new Date(reversal.loggedAt.getTime() - nearDays * dayMs),
    lte: new Date(reversal.loggedAt.getTime() + nearDays * dayMs),
  };
  const { subjectId } = await prisma.reversal.findUniqueOrThrow({
    where: { id: reversal.id },
    select: { subjectId: true },
  });
  const signs: Prisma.ReversalWhereInput[] = [];
  if (reversal.payment) signs.push({ paymentId: reversal.payment.id });
  if (names.length > 0) signs.push({ identifiers: { some: { OR: names } } });
  if (reversal.amount && reversal.customer) {
    const { minor, currency } = reversal.amount;
    signs.push({ subjectId, amountMinor: minor, currency, loggedAt: near });
  }
  if (signs.length === 0) return [];
  const rows = await prisma.reversal.findMany({
    where: {
      clientId: reversal.clientId,
      id: { not: reversal.id },
      joinedIntoId: null,
      historic: false,
      OR: signs,
    },
    include: { identifiers: { select: { kind: true, value: true } } },
    orderBy: { number: 'desc' },
    take: relatedMax,
  });
  return rows.map((row) => {
    const shared = row.identifiers.filter((one) =>
      names.some((name) => name.kind === one.kind && name.value === one.value),
    );
    const why = [
      ...(reversal.payment && row.paymentId === reversal.payment.id ? ['the same payment'] : []),
      ...shared.map((one) => `the same ${one.kind.replaceAll('_', ' ')}`),
      ...(row.subjectId === subjectId && row.amountMinor === (reversal.amount?.minor ?? -1n)
        ? ['the same customer and amount']
        : []),
    ];
    return { reference: referenceOf(row.number), status: row.status, why: [...new Set(why)] };
  });
}
