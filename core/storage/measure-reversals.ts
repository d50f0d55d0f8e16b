import type { Privacy } from '../privacy/privacy.js';
import type { EntryGroup, FindFilter, Measured } from '../reversals/ports.js';
import { conditionsOf } from './find-reversals.js';
import type { WithPrisma } from './transaction.js';

const columns = {
  client: 'clientId',
  type: 'type',
  status: 'status',
  currency: 'currency',
  agent: 'loggedById',
  reasonCode: 'reasonCode',
} as const satisfies Record<EntryGroup, string>;

/** Counts and sums of what the filter finds, by group and currency; the database adds up. */
export async function measureReversals(
  { prisma }: WithPrisma,
  privacy: Privacy,
  filter: FindFilter,
  groupBy: EntryGroup | null,
): Promise<readonly Measured[]> {
  if (filter.clients.length === 0) return [];
  const where = { AND: await conditionsOf(prisma, privacy, filter) };
  const column = groupBy === null ? 'currency' : columns[groupBy];
  const rows = await prisma.reversal.groupBy({
    by: column === 'currency' ? ['currency'] : [column, 'currency'],
    where,
    _count: { _all: true },
    _sum: { amountMinor: true },
  });
  const names = groupBy === 'agent' ? await namesOf(prisma) : null;
  return rows.map((row) => {
    const value: unknown = groupBy === null ? null : (row as Record<string, unknown>)[column];
    const key = typeof value === 'string' ? value : null;
    return {
      key: key && names ? (names.get(key) ?? key) : key,
      currency: row.currency,
      count: row._count._all,
      sum: row._sum.amountMinor ?? 0n,
    };
  });
}

async function namesOf(prisma: WithPrisma['prisma']): Promise<ReadonlyMap<string, string>> {
  const people = await prisma.person.findMany({ select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}
