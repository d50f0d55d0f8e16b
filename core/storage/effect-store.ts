import { z } from 'zod';
import type { Effect, EffectBook } from '../effects/effect.js';
import { foldedPayload } from '../effects/folded-lines.js';
import { effectKinds } from '../reversals/effect-request.js';
import { referenceOf } from '../reversals/reversal.js';
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
      // Each kind by itself: a backlog of one must not hold the others up.
      const found = await Promise.all(
        effectKinds.map((kind) =>
          prisma.effect.findMany({
            where: { kind, ...dueAt(now) },
            select: { id: true },
            orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
            take: limit,
          }),
        ),
      );
      return effectKinds.flatMap((kind, index) =>
        (found[index] ?? []).map(({ id }) => ({ id, kind })),
      );
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

    async again(id, at, code, { held, isTry }) {
      await prisma.effect.updateMany({
        where: { id, status: 'pending' },
        data: {
          dueAt: at,
          code,
          isHeld: held,
          leasedTo: null,
          ...(isTry ? {} : { attempts: { decrement: 1 } }),
        },
      });
    },

    foldLines: (effect, now) => inTransaction(database, (tx) => foldLines(tx, effect, now)),
    async fold({ id, kind, clientId, payload }, at) {
      const { personId } = payload;
      const whose = personId
        ? { id: { in: await pendingFor(prisma, kind, personId), not: id } }
        : { id: { not: id }, clientId };
      await prisma.effect.updateMany({
        where: {
          ...whose,
          kind,
          status: 'pending',
          // Only what is in nobody's hands: a lease elsewhere ends by itself.
          OR: [{ leasedTo: null }, { leasedTo: { lt: at } }],
        },
        data: { status: 'dropped', code: 'told_together', doneAt: at, leasedTo: null },
      });
    },

    async extend(id, until) {
      await prisma.effect.updateMany({
        where: { id, status: 'pending', leasedTo: { not: null } },
        data: { leasedTo: until },
      });
    },

    isWaiting: async (kind, reversalId) =>
      (await prisma.effect.count({ where: { kind, reversalId, status: 'pending' } })) > 0,

    wasDone: async (kind, reversalId) =>
      (await prisma.effect.count({ where: { kind, reversalId, status: 'done' } })) > 0,

    async isOvertaken({ reversalId, kind, createdAt, payload: { sourceItemId, status, round } }) {
      if (reversalId === null) return false;
      const rows = await prisma.effect.findMany({
        where: {
          kind,
          reversalId,
          AND: [
            { payload: { path: ['sourceItemId'], equals: sourceItemId ?? '' } },
            { payload: { path: ['status'], equals: status ?? '' } },
          ],
        },
        select: { payload: true, createdAt: true },
      });
      return rows.some((row) => {
        const later = Number(storedPayload.parse(row.payload).round) - Number(round);
        // Asked for again in the same round, after it was taken back: the newest says it.
        return later > 0 || (later === 0 && row.createdAt > createdAt);
      });
    },

    async givenUp() {
      const rows = await prisma.effect.findMany({
        where: { status: 'failed' },
        include: { reversal: { select: { number: true } } },
        orderBy: [{ doneAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(({ id, kind, reversal, code, attempts, doneAt, createdAt }) => ({
        id,
        kind: oneOf(effectKinds, kind),
        reference: reversal ? referenceOf(reversal.number) : null,
        code: code ?? 'unknown',
        attempts,
        since: doneAt ?? createdAt,
      }));
    },

    async retryGivenUp(ids, at) {
      const { count } = await prisma.effect.updateMany({
        where: { status: 'failed', ...(ids === null ? {} : { id: { in: [...ids] } }) },
        // Not as good as new: it may have been posted, so that nothing may be folded into it.
        data: { status: 'pending', dueAt: at, doneAt: null, attempts: 1, leasedTo: null },
      });
      return count;
    },

    async tryHeld(now) {
      await prisma.effect.updateMany({
        where: { status: 'pending', isHeld: true, dueAt: { gt: now } },
        data: { dueAt: now },
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

/** So many lines make one message; more of them make another. */
const foldMax = 20;

async function foldLines(tx: Transaction, effect: Effect, now: Date): Promise<Effect['payload']> {
  const { id, reversalId, createdAt } = effect;
  const rows = await tx.effect.findMany({
    where: {
      ...dueAt(now),
      kind: 'add_thread_line',
      reversalId,
      attempts: 0,
      id: { not: id },
      createdAt: { gte: createdAt },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: foldMax,
  });
  const taken: string[] = [];
  let payload = effect.payload;
  for (const row of rows) {
    const { count } = await tx.effect.updateMany({
      where: { id: row.id, attempts: 0, ...dueAt(now) },
      data: { status: 'dropped', code: 'folded', doneAt: now },
    });
    if (count === 0) continue;
    taken.push(row.id);
    payload = foldedPayload(payload, storedPayload.parse(row.payload));
  }
  if (taken.length > 0) await tx.effect.update({ where: { id }, data: { payload } });
  return payload;
}

/** Due, and in nobody's hands: a lease that ran out belongs to a process that is gone. */
const dueAt = (now: Date) => ({
  status: 'pending' as const,
  dueAt: { lte: now },
  OR: [{ leasedTo: null }, { leasedTo: { lt: now } }],
});

/** Ids of what waits for one person; with an instant only what is leased beyond it. */
async function pendingFor(
  database: WithPrisma['prisma'] | Transaction,
  kind: string,
  personId: string,
  leasedAt: Date | null = null,
): Promise<string[]> {
  const beyond = leasedAt?.toISOString() ?? null;
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT "id"::text AS "id" FROM "effect"
    WHERE "kind" = ${kind} AND "status" = 'pending' AND "payload" ->> 'personId' = ${personId}
      AND (${beyond}::timestamptz IS NULL OR "leased_to" >= ${beyond}::timestamptz)`;
  return rows.map((row) => row.id);
}

type EffectRow = {
  id: string;
  kind: string;
  reversalId: string | null;
  clientId: string | null;
  createdAt: Date;
  payload: unknown;
};

/**
 * One card and one folded list are written by one process at a time: two that both found nothing
 * posted yet would both post. Thread lines of one card keep their order. The lock is held to the
 * end of the claim only, the lease after it.
 */
async function isLaneBusy(tx: Transaction, wanted: EffectRow, now: Date): Promise<boolean> {
  const { id, kind, reversalId, clientId, createdAt } = wanted;
  const { personId } = storedPayload.parse(wanted.payload);
  if (personId !== undefined) {
    const name = JSON.stringify([kind, personId]);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
    return (await pendingFor(tx, kind, personId, now)).some((other) => other !== id);
  }
  const lanes: Partial<
    Record<string, { reversalId: string | null } | { clientId: string | null }>
  > = {
    show_card: { reversalId },
    add_thread_line: { reversalId },
    show_folded_list: { clientId },
    tell_waiting: { clientId },
  };
  const lane = lanes[kind];
  if (!lane) return false;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify([kind, lane])}, 0))`;
  const isEarlier = kind === 'add_thread_line' ? [{ createdAt: { lt: createdAt } }] : [];
  const before = await tx.effect.findFirst({
    where: {
      ...lane,
      kind,
      id: { not: id },
      status: 'pending',
      OR: [{ leasedTo: { gte: now } }, ...isEarlier],
    },
    select: { id: true },
  });
  return before !== null;
}
