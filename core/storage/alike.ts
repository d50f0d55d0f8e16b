import type { Privacy } from '../privacy/privacy.js';
import type { AlikeEntry, WantedEntry } from '../reversals/ports.js';
import { referenceOf, reversalTypes } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { oneOf } from './one-of.js';
import { namedBy } from './payments.js';
import { moneyOf } from './stored-money.js';
import { hashesOf } from './subjects.js';
import type { WithPrisma } from './transaction.js';

/** The same customer and amount within this time may well be the same matter. */
const nearDays = 14;
const dayMs = 24 * 3_600_000;
const shownMax = 5;
/** Identifiers of one text; more are no help and a slow query. */
const namesMax = 20;

/**
 * Entries that may be the same matter as one that is not logged yet, and other claims on the payment
 * it names, newest first. What was cancelled or joined is left out.
 */
export async function alikeTo(
  { prisma }: WithPrisma,
  privacy: Privacy,
  { clientId, identifiers, amount, customer, requestKey, at }: WantedEntry,
): Promise<readonly AlikeEntry[]> {
  const names = identifiers.slice(0, namesMax).map(({ kind, value }) => ({ kind, value }));
  const payments =
    names.length === 0
      ? []
      : await prisma.paymentIdentifier.findMany({
          where: { clientId, OR: names.map(namedBy) },
          select: { paymentId: true },
          take: namesMax,
        });
  const paymentIds = [...new Set(payments.map((one) => one.paymentId))];
  const subjectIds = await subjectsOf({ prisma }, privacy, clientId, customer);
  const signs: Prisma.ReversalWhereInput[] = [];
  if (paymentIds.length > 0) signs.push({ paymentId: { in: paymentIds } });
  if (names.length > 0) signs.push({ identifiers: { some: { OR: names.map(namedBy) } } });
  if (amount && subjectIds.length > 0) {
    signs.push({
      subjectId: { in: subjectIds },
      amountMinor: amount.minor,
      currency: amount.currency,
      loggedAt: { gte: new Date(at.getTime() - nearDays * dayMs) },
    });
  }
  if (signs.length === 0) return [];
  if (requestKey !== null) {
    const made = await prisma.handledRequest.findUnique({ where: { key: requestKey } });
    if (made?.reversalId) return [];
  }
  const rows = await prisma.reversal.findMany({
    where: {
      clientId,
      status: { not: 'cancelled' },
      joinedIntoId: null,
      historic: false,
      OR: signs,
    },
    include: { identifiers: { select: { kind: true, value: true } } },
    orderBy: { number: 'desc' },
    take: shownMax,
  });
  return rows.map((row) => {
    const shared = row.identifiers.filter((one) =>
      names.some((name) => name.kind === one.kind && name.value === one.value),
    );
    const isSameAmount = amount !== null && row.amountMinor === amount.minor;
    const why = [
      ...(row.paymentId && paymentIds.includes(row.paymentId) ? ['the same payment'] : []),
      ...shared.map((one) => `the same ${one.kind.replaceAll('_', ' ')}`),
      ...(isSameAmount && subjectIds.includes(row.subjectId)
        ? ['the same customer and amount']
        : []),
    ];
    return {
      reference: referenceOf(row.number),
      status: row.status,
      type: oneOf(reversalTypes, row.type),
      amount: moneyOf(row.amountMinor, row.currency),
      why: [...new Set(why)],
    };
  });
}

async function subjectsOf(
  { prisma }: WithPrisma,
  privacy: Privacy,
  clientId: string,
  customer: WantedEntry['customer'],
): Promise<string[]> {
  const { emailHash, phoneHash } = hashesOf(privacy, clientId, customer);
  const named = [...(emailHash ? [{ emailHash }] : []), ...(phoneHash ? [{ phoneHash }] : [])];
  if (named.length === 0) return [];
  const rows = await prisma.subject.findMany({
    where: { clientId, OR: named },
    select: { id: true },
    take: namesMax,
  });
  return rows.map((row) => row.id);
}
