import type { Privacy } from '../privacy/privacy.js';
import type { MessageLine, ReversalStore } from '../reversals/ports.js';
import { referenceOf } from '../reversals/reversal.js';
import { alikeTo } from './alike.js';
import { activeClients, clientById, clientOfChannel } from './clients.js';
import { evidenceOf } from './evidence-store.js';
import { findReversals } from './find-reversals.js';
import { type Message, Prisma } from './generated/client.js';
import { historyLines } from './history-store.js';
import { logTransactionOf } from './log-transaction.js';
import { measureReversals } from './measure-reversals.js';
import { oneOf } from './one-of.js';
import { claimsOn, paymentsNamed } from './payments.js';
import { peopleOf } from './people.js';
import { queueReadsOf } from './queue-store.js';
import { entryOf } from './read-reversal.js';
import { relatedTo } from './related.js';
import { sealerOf } from './sealed-fields.js';
import { stepReadsOf } from './step-reads.js';
import { inTransaction, type WithPrisma } from './transaction.js';
import { subjectOf } from './write-reversal.js';

/**
 * The log's store on either engine. `transaction` runs its work again when it lost a race (the
 * same source position or request key taken, a deadlock): the second run sees what the other wrote.
 */
export function createReversalStore(database: WithPrisma, privacy: Privacy): ReversalStore {
  const { prisma } = database;

  async function read(where: { id: string } | { number: number }) {
    const row = await prisma.reversal.findUnique({ where });
    return row ? entryOf(prisma, privacy, row) : null;
  }

  return {
    transaction: (work) => inTransaction(database, (tx) => work(logTransactionOf(tx, privacy))),
    byNumber: (number) => read({ number }),
    byId: (id) => read({ id }),
    find: (filter, limit, cursor) => findReversals(database, privacy, filter, limit, cursor),
    measure: (filter, groupBy) => measureReversals(database, privacy, filter, groupBy),
    history: (reversalId) => historyLines(database, privacy, reversalId),

    async messages(reversalId) {
      const joined = await prisma.reversal.findMany({
        where: { joinedIntoId: reversalId },
        select: { id: true },
      });
      const sealers = new Map<string, ReturnType<typeof sealerOf>>();
      for (const id of [reversalId, ...joined.map((one) => one.id)]) {
        sealers.set(id, sealerOf(privacy, await subjectOf(prisma, id)));
      }
      const rows = await prisma.message.findMany({
        where: { reversalId: { in: [...sealers.keys()] } },
        orderBy: [{ sentAt: 'asc' }, { externalId: 'asc' }, { id: 'asc' }],
      });
      return rows.flatMap((row) => {
        const sealer = sealers.get(row.reversalId);
        return sealer ? [messageOf(sealer, row)] : [];
      });
    },

    ...queueReadsOf(database, privacy),
    evidence: (reversalId) => evidenceOf(prisma, privacy, reversalId),
    ...stepReadsOf(database),
    claimsOn: (paymentId) => claimsOn(prisma, paymentId),
    paymentsNamed: (clients, named) => paymentsNamed(prisma, clients, named),
    related: (reversal) => relatedTo(database, reversal),
    alike: (wanted) => alikeTo(database, privacy, wanted),
    client: (clientId) => clientById(prisma, clientId),
    clients: () => activeClients(prisma),
    clientOfChannel: (chatChannelId) => clientOfChannel(prisma, chatChannelId),
    peopleOf: (clientId) => peopleOf(prisma, clientId),

    async nearest(clients, number, limit) {
      if (clients.length === 0) return [];
      const own = Prisma.sql`"client_id" IN (${Prisma.join([...clients])})`;
      // From the number on and down from it, each along its index: not a look at every entry.
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        SELECT "id"::text AS "id" FROM (
          (SELECT "id", "number" FROM "reversal" WHERE ${own} AND "number" >= ${number}::int
            ORDER BY "number" LIMIT ${limit}::int)
          UNION ALL
          (SELECT "id", "number" FROM "reversal" WHERE ${own} AND "number" < ${number}::int
            ORDER BY "number" DESC LIMIT ${limit}::int)
        ) AS "near"
        ORDER BY abs("number" - ${number}::int), "number" LIMIT ${limit}::int`;
      const ids = rows.map((row) => row.id);
      const found = await prisma.reversal.findMany({
        where: { id: { in: ids } },
        select: { id: true, number: true, status: true },
      });
      return found
        .sort((left, right) => ids.indexOf(left.id) - ids.indexOf(right.id))
        .map((row) => ({ reference: referenceOf(row.number), status: row.status }));
    },
  };
}

function messageOf(sealer: ReturnType<typeof sealerOf>, row: Message): MessageLine {
  return {
    id: row.id,
    author: oneOf(['customer', 'agent', 'system'], row.author),
    authorName: sealer.openRedacted('message.author_name', row.id, row.authorName),
    text: sealer.openRedacted('message.text', row.id, row.text),
    isPublic: row.isPublic,
    sentAt: row.sentAt,
  };
}
