import { referenceOf } from '../reversals/reversal.js';
import type { PastBook, PastEntry } from '../reversals/simulate/past-entry.js';
import { activeClients } from './clients.js';
import type { Prisma } from './generated/client.js';
import { storedFacts } from './history-store.js';
import { oneOf } from './one-of.js';
import { peopleOf } from './people.js';
import { moneyOf } from './stored-money.js';
import type { WithPrisma } from './transaction.js';

/** Entries read at a time; bounds memory. */
const pageSize = 500;

/** Lines that change neither what is asked nor who decided. */
const silent = ['messages_added', 'note', 'assign'];

const pastParts = {
  number: true,
  clientId: true,
  loggedAt: true,
  loggedById: true,
  status: true,
  type: true,
  kind: true,
  amountMinor: true,
  currency: true,
  paymentId: true,
  requesters: { select: { personId: true } },
  history: {
    where: { action: { notIn: silent } },
    select: { at: true, action: true, personId: true, facts: true },
    orderBy: { sequence: 'asc' },
  },
} satisfies Prisma.ReversalSelect;

/** The past as a simulation reads it. Opens nothing personal and writes nothing. */
export function createPastBook({ prisma }: WithPrisma): PastBook {
  return {
    async *entriesSince(since) {
      const logged = { historic: false, loggedAt: { gte: since } };
      const first = await prisma.reversal.aggregate({ where: logged, _min: { number: true } });
      let next = first._min.number;
      while (next !== null) {
        const rows: PastRow[] = await prisma.reversal.findMany({
          where: { ...logged, number: { gte: next } },
          select: pastParts,
          orderBy: { number: 'asc' },
          take: pageSize,
        });
        for (const row of rows) yield entryOf(row);
        const last = rows.at(-1);
        next = last && rows.length === pageSize ? last.number + 1 : null;
      }
    },
    async inForce() {
      const clients = await activeClients(prisma);
      const pairs = clients.map(
        async ({ id, timezone, policy }) =>
          [id, { timezone, policy, people: await peopleOf(prisma, id) }] as const,
      );
      return new Map(await Promise.all(pairs));
    },

    everybody: () => prisma.person.findMany({ select: { id: true, email: true, name: true } }),
  };
}

type PastRow = Prisma.ReversalGetPayload<{ select: typeof pastParts }>;

function entryOf(row: PastRow): PastEntry {
  const asked = [row.loggedById, ...row.requesters.map((one) => one.personId)];
  return {
    reference: referenceOf(row.number),
    clientId: row.clientId,
    loggedAt: row.loggedAt,
    status: row.status,
    type: row.type,
    kind: oneOf(['request', 'fact'], row.kind),
    amount: moneyOf(row.amountMinor, row.currency),
    onPayment: row.paymentId !== null,
    hasStranger: row.requesters.some((one) => one.personId === null),
    requesterIds: new Set(asked.filter((id) => id !== null)),
    lines: row.history.map((line) => ({
      ...line,
      facts: storedFacts.parse(JSON.parse(line.facts)),
    })),
  };
}
