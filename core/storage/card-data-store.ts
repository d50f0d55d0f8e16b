import { z } from 'zod';
import type { CardDataBook, CardDataLook, CardDataPlace } from '../intake/card-data.js';
import type { Prisma } from './generated/client.js';
import { oneOf } from './one-of.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

const chat = 'chat';
const authors = ['customer', 'agent', 'system'] as const;
const count = z.number().int().positive().optional();
const storedKinds = z.strictObject({
  card_number: count,
  security_code: count,
  track_data: count,
  pin: count,
});

/** Incidents with card data: a row a place, and the report that is asked for beside it. */
export function createCardDataBook(database: WithPrisma): CardDataBook {
  const { prisma } = database;
  return {
    keepItem: (item, look, report, at) =>
      inTransaction(database, async (tx) => {
        const where = { origin: item.connectionId, item: item.externalId };
        const known = await tx.cardDataIncident.findMany({ where });
        const isOpen = (place: string) =>
          known.some((row) => row.place === place && row.removedAt === null);
        const news = look.found.filter(({ place }) => !isOpen(place));
        for (const { place, author, kinds } of news) {
          const found = { author, kinds, foundAt: at, removedAt: null };
          await tx.cardDataIncident.upsert({
            where: { origin_item_place: { ...where, place } },
            create: {
              ...where,
              place,
              ...found,
              clientId: item.clientId,
              sourceItemId: item.id,
            },
            update: found,
          });
        }
        if (report && news.length > 0) await askForReport(tx, item, news, report, at);
        const gone = known.filter((row) => row.removedAt === null && isGone(look, row.place));
        if (gone.length === 0) return;
        await tx.cardDataIncident.updateMany({
          where: { id: { in: gone.map((row) => row.id) }, removedAt: null },
          data: { removedAt: at },
        });
      }),

    async keepChat({ channelId, messageId, clientId }, kinds, at) {
      const key = { origin: chat, item: channelId, place: messageId };
      if (kinds === null) {
        const stands = { ...key, removedAt: null };
        await prisma.cardDataIncident.updateMany({ where: stands, data: { removedAt: at } });
        return;
      }
      await inTransaction(database, async (tx) => {
        await tx.cardDataIncident.upsert({
          where: { origin_item_place: key },
          create: { ...key, clientId, author: 'agent', kinds, foundAt: at },
          update: { kinds, removedAt: null },
        });
      });
    },

    async list({ clients, seesAll }, limit) {
      const rows = await prisma.cardDataIncident.findMany({
        where: {
          OR: [{ clientId: { in: [...clients] } }, ...(seesAll ? [{ clientId: null }] : [])],
        },
        include: { sourceItem: { select: { url: true } } },
        orderBy: [{ foundAt: 'desc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map(({ sourceItem, place: _, sourceItemId: __, ...row }) => ({
        ...row,
        author: oneOf(authors, row.author),
        kinds: storedKinds.parse(row.kinds) as CardDataPlace['kinds'],
        url: sourceItem?.url ?? null,
      }));
    },

    async counts() {
      const rows = await prisma.$queryRaw<{ origin: string; open: number; removed: number }[]>`
        SELECT "origin", count(*) FILTER (WHERE "removed_at" IS NULL)::int AS open,
          count("removed_at")::int AS removed
        FROM "card_data_incident" GROUP BY "origin" ORDER BY "origin"`;
      return rows;
    },
  };
}

/** Looked at and not found, or no part of an item that was looked at whole. */
function isGone({ found, looked, isWhole }: CardDataLook, place: string): boolean {
  if (found.some((one) => one.place === place)) return false;
  return isWhole || looked.has(place);
}

async function askForReport(
  tx: Transaction,
  item: { id: string; connectionId: string; externalId: string; clientId: string },
  news: readonly CardDataPlace[],
  { owner, url }: { owner: string | null; url: string | null },
  at: Date,
) {
  const sums = new Map<string, number>();
  for (const [kind, many] of news.flatMap(({ kinds }) => Object.entries(kinds))) {
    sums.set(kind, (sums.get(kind) ?? 0) + many);
  }
  const payload: Prisma.InputJsonObject = {
    connectionId: item.connectionId,
    externalId: item.externalId,
    kinds: [...sums].map(([kind, many]) => `${kind}:${many}`).join(','),
    authors: [...new Set(news.map(({ author }) => author))].join(','),
    ...(owner === null ? {} : { owner }),
    ...(url === null ? {} : { url }),
  };
  await tx.effect.create({
    data: {
      kind: 'report_card_data',
      dedupeKey: `card_data:${item.id}:${news[0]?.place}:${at.toISOString()}`,
      clientId: item.clientId,
      payload,
      dueAt: at,
    },
  });
}
