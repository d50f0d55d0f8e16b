import type { Prisma } from './generated/client.js';
import type { WithPrisma } from './transaction.js';

type Where = Prisma.ReversalWhereInput;

/** An identifier of the entry or its payment; four digits may be a card's last. */
export async function ofIdentifier(prisma: WithPrisma['prisma'], text: string): Promise<Where> {
  const value = identifierCondition(text);
  const isPrefix = value.startsWith !== undefined;
  const named = isPrefix
    ? [{ identifiers: { some: { value } } }, { payment: { identifiers: { some: { value } } } }]
    : await exactlyNamed(prisma, value);
  return { OR: [...named, ...(/^\d{4}$/.test(text) ? [{ cardLast4: text }] : [])] };
}

/** Looked up by their own indexes first: "or" across tables would look at every entry there is. */
async function exactlyNamed(
  prisma: WithPrisma['prisma'],
  value: Prisma.StringFilter,
): Promise<Where[]> {
  const [entries, payments] = await Promise.all([
    prisma.reversalIdentifier.findMany({
      where: { value },
      select: { reversalId: true },
      take: namedMost,
    }),
    prisma.paymentIdentifier.findMany({
      where: { value },
      select: { paymentId: true },
      take: namedMost,
    }),
  ]);
  // A value that names more than this is no identifier; within one statement it must fit as well.
  if (entries.length === namedMost || payments.length === namedMost) {
    return [
      { identifiers: { some: { value } } },
      { payment: { identifiers: { some: { value } } } },
    ];
  }
  return [
    { id: { in: entries.map((one) => one.reversalId) } },
    { paymentId: { in: payments.map((one) => one.paymentId) } },
  ];
}

const namedMost = 1_000;

function identifierCondition(text: string): Prisma.StringFilter {
  const prefix = /^(.{3,}?)(?:…|\.{3}|\*)$/.exec(text)?.[1];
  if (prefix === undefined) return { in: [text, text.replace(/^#/, '')] };
  // Prisma passes these three on to LIKE as they are.
  return { startsWith: prefix.replace(/[\\%_]/g, '\\$&') };
}
