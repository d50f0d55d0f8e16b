import type { CompletenessBook, DayCheck } from '../intake/completeness.js';
import type { CompletenessDay } from './generated/client.js';
import { oneOf } from './one-of.js';
import { inTransaction, type WithPrisma } from './transaction.js';

const states = ['complete', 'gap', 'unknown'] as const;

/** Which days of each connection were compared with the vendor's own list, and what came of it. */
export function createCompletenessBook(database: WithPrisma): CompletenessBook {
  const { prisma } = database;
  return {
    compareIds: (connectionId, externalIds, at) =>
      inTransaction(database, async (tx) => {
        const known = await tx.sourceItem.findMany({
          where: { connectionId, externalId: { in: [...externalIds] } },
          select: { externalId: true, verdict: true, judgedAt: true },
        });
        const heardOf = new Set(known.map((row) => row.externalId));
        const missing = externalIds.filter((id) => !heardOf.has(id));
        await tx.sourceItem.createMany({
          data: missing.map((externalId) => ({
            connectionId,
            externalId,
            sourceUpdatedAt: new Date(0),
            dueAt: at,
          })),
          skipDuplicates: true,
        });
        const gone = known.filter((row) => row.verdict === 'gone').map((row) => row.externalId);
        await tx.sourceItem.updateMany({
          where: { connectionId, externalId: { in: gone }, verdict: 'gone' },
          data: { verdict: 'pending', dueAt: at, attempts: 0 },
        });
        const aside = known.filter((row) => row.verdict === 'quarantined').length;
        const isWaiting = (row: (typeof known)[number]) =>
          row.verdict === 'pending' && row.judgedAt === null;
        const waiting = known.filter(isWaiting).length;
        return {
          missing: missing.length,
          waiting,
          aside,
          judged: known.length - waiting - aside,
        };
      }),

    async saveDay(connectionId, { day, ...check }) {
      const date = new Date(`${day}T00:00:00Z`);
      await prisma.completenessDay.upsert({
        where: { connectionId_day: { connectionId, day: date } },
        create: { connectionId, day: date, ...check },
        update: check,
      });
    },

    async days(connectionId, from) {
      const rows = await prisma.completenessDay.findMany({
        where: { connectionId, day: { gte: new Date(`${from}T00:00:00Z`) } },
        orderBy: { day: 'desc' },
      });
      return rows.map(toCheck);
    },
  };
}

/** A row as what was found of that day. */
export function toCheck({ connectionId: _, day, state, ...row }: CompletenessDay): DayCheck {
  return { ...row, day: day.toISOString().slice(0, 10), state: oneOf(states, state) };
}
