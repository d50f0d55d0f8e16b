import { z } from 'zod';
import type { EffectBook } from '../effects/effect.js';
import { effectKinds } from '../reversals/effect-request.js';
import { oneOf } from './one-of.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

const storedPayload = z.record(z.string(), z.string());

/** The outbox. A row leaves `pending` once only: done, dropped or failed is the end of it. */
export function createEffectBook(database: WithPrisma): EffectBook {
  const { prisma } = database;

  const close = async (
    id: string,
    data: { status: 'done' | 'dropped' | 'failed'; at: Date; code?: string },
  ) => {
    await prisma.effect.updateMany({
      where: { id, status: 'pending' },
      data: {
        status: data.status,
        code: data.code ?? null,
        doneAt: data.at,
        leasedTo: null,
        isHeld: false,
      },
    });
  };

  return {
    async due(now, limit) {
      const rows = await prisma.effect.findMany({
        where: dueAt(now),
        select: { id: true, kind: true },
        orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map(({ id, kind }) => ({ id, kind: oneOf(effectKinds, kind) }));
    },

    claim: (id, now, until) =>
      inTransaction(database, async (tx) => {
        const wanted = await tx.effect.findFirst({ where: { id, ...dueAt(now) } });
        if (!wanted || (await isLaneBusy(tx, wanted, now))) return null;
        const [row] = await tx.effect.updateManyAndReturn({
          where: { id, ...dueAt(now) },
          data: { leasedTo: until, attempts: { increment: 1 } },
        });
        if (!row) return null;
        return {
          id: row.id,
          kind: oneOf(effectKinds, row.kind),
          reversalId: row.reversalId,
          clientId: row.clientId,
          payload: storedPayload.parse(row.payload),
          attempts: row.attempts,
          createdAt: row.createdAt,
        };
      }),

    done: (id, at) => close(id, { status: 'done', at }),
    dropped: (id, at, code) => close(id, { status: 'dropped', at, code }),
    failed: (id, at, code) => close(id, { status: 'failed', at, code }),

    async again(id, at, code, held) {
      await prisma.effect.updateMany({
        where: { id, status: 'pending' },
        data: { dueAt: at, code, isHeld: held, leasedTo: null },
      });
    },

    async endAllLeases() {
      await prisma.effect.updateMany({ where: { status: 'pending' }, data: { leasedTo: null } });
    },

    async waiting() {
      const [pending, held, failed, oldest] = await Promise.all([
        prisma.effect.count({ where: { status: 'pending' } }),
        prisma.effect.count({ where: { status: 'pending', isHeld: true } }),
        prisma.effect.count({ where: { status: 'failed' } }),
        prisma.effect.aggregate({ where: { status: 'pending' }, _min: { createdAt: true } }),
      ]);
      return { pending, held, failed, oldestAt: oldest._min.createdAt };
    },

    async cardOf(reversalId) {
      const row = await prisma.card.findUnique({ where: { reversalId } });
      return row
        ? { channelId: row.chatChannelId, messageId: row.chatMessageId, postedAt: row.postedAt }
        : null;
    },

    saveCard: (reversalId, { channelId, messageId }, contentHash, shownAt) =>
      inTransaction(database, async (tx) => {
        const place = { chatChannelId: channelId, chatMessageId: messageId };
        await tx.card.upsert({
          where: { reversalId },
          create: { reversalId, ...place, postedAt: shownAt },
          update: place,
        });
        await tx.cardShow.createMany({
          data: [{ reversalId, shownAt, contentHash }],
          skipDuplicates: true,
        });
      }),

    async foldedList(clientId, day) {
      const row = await prisma.foldedList.findUnique({
        where: { clientId_day: { clientId, day } },
      });
      return row ? { channelId: row.chatChannelId, messageId: row.chatMessageId } : null;
    },

    async saveFoldedList(clientId, day, { channelId, messageId }) {
      const place = { chatChannelId: channelId, chatMessageId: messageId };
      await prisma.foldedList.upsert({
        where: { clientId_day: { clientId, day } },
        create: { clientId, day, ...place },
        update: place,
      });
    },
  };
}

/** Due, and in nobody's hands: a lease that ran out belongs to a process that is gone. */
const dueAt = (now: Date) => ({
  status: 'pending' as const,
  dueAt: { lte: now },
  OR: [{ leasedTo: null }, { leasedTo: { lt: now } }],
});

type EffectRow = { id: string; kind: string; reversalId: string | null; clientId: string | null };

/**
 * One card and one folded list are written by one process at a time: two that both found nothing
 * posted yet would both post. The lock is held to the end of the claim only, the lease after it.
 */
async function isLaneBusy(tx: Transaction, wanted: EffectRow, now: Date): Promise<boolean> {
  const { kind, reversalId, clientId } = wanted;
  const lane =
    kind === 'show_card' ? { reversalId } : kind === 'show_folded_list' ? { clientId } : null;
  if (!lane) return false;
  const lock = JSON.stringify([kind, lane]);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
  const leased = await tx.effect.findFirst({
    where: { ...lane, kind, id: { not: wanted.id }, status: 'pending', leasedTo: { gte: now } },
    select: { id: true },
  });
  return leased !== null;
}
