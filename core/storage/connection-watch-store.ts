import { incidents, type WatchBook } from '../intake/connection-watch.js';
import type { ConnectorErrorKind } from '../intake/connector-contract.js';
import { oneOf } from './one-of.js';
import { stuckItems } from './stuck-items.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** Incidents of connections, each with the notice that tells of it: both or neither. */
export function createWatchBook(database: WithPrisma): WatchBook {
  return {
    async noteListening(connectionIds, at, absentMinMs) {
      if (connectionIds.length === 0) return;
      const time = at.toISOString();
      const heardUntil = new Date(at.getTime() - absentMinMs).toISOString();
      await database.prisma.$executeRaw`
        UPDATE "connection" SET
          "listening_since" = CASE WHEN "listened_at" >= ${heardUntil}::timestamptz
            THEN "listening_since" ELSE ${time}::timestamptz END,
          "is_gap_broken" = "is_gap_broken"
            OR coalesce("listened_at" < ${heardUntil}::timestamptz, false),
          "listened_at" = greatest("listened_at", ${time}::timestamptz)
        WHERE "id" = ANY(${[...connectionIds]}::text[])`;
    },

    async watched() {
      const rows = await database.prisma.connection.findMany({
        where: { isActive: true },
        orderBy: { id: 'asc' },
      });
      const stuck = await stuckItems(database);
      return rows.map((row) => ({
        id: row.id,
        stuck: stuck.get(row.id) ?? null,
        lastSucceededAt: row.lastSucceededAt,
        listening:
          row.listeningSince && row.listenedAt
            ? { since: row.listeningSince, until: row.listenedAt }
            : null,
        failure: row.failure,
        failureKind: row.failureKind as ConnectorErrorKind | null,
        failingSince: row.failingSince,
        quiet: {
          newsAt: row.newsAt,
          newsCount: row.newsCount,
          longestGapMs: Math.max(row.gapNowMs, row.gapBeforeMs),
          watchedSince: row.watchedSince,
        },
        incident:
          row.incident && row.incidentSince
            ? { what: oneOf(incidents, row.incident), since: row.incidentSince }
            : null,
      }));
    },

    openIncident: (connectionId, { what, since }, text, at) =>
      inTransaction(database, async (tx) => {
        const { count } = await tx.connection.updateMany({
          where: { id: connectionId, OR: [{ incident: null }, { incident: { not: what } }] },
          data: { incident: what, incidentSince: since },
        });
        if (count > 0) await tell(tx, `${connectionId}:${what}:${since.toISOString()}`, text, at);
      }),

    noteSubscription: (connectionId, trouble, at) =>
      inTransaction(database, async (tx) => {
        // Two processes that are refused at once would each begin a trouble of its own, and tell it.
        await tx.$queryRaw`SELECT 1 FROM "connection" WHERE "id" = ${connectionId} FOR UPDATE`;
        const row = await tx.connection.findUniqueOrThrow({
          where: { id: connectionId },
          select: { renewalSince: true },
        });
        const since = row.renewalSince ?? at;
        const key = `${connectionId}:subscription:${since.toISOString()}`;
        if (trouble) {
          const failing = {
            renewalFailure: trouble.code,
            renewalSince: since,
          };
          await tx.connection.update({ where: { id: connectionId }, data: failing });
          if (trouble.isLasting(since)) await tell(tx, key, trouble.text(since), at);
          return;
        }
        if (!row.renewalSince) return;
        const well = { renewalFailure: null, renewalSince: null };
        await tx.connection.update({ where: { id: connectionId }, data: well });
        const isTold = await tx.effect.count({ where: { dedupeKey: keyOf(key) } });
        if (isTold > 0) await tell(tx, `${key}:well`, `${connectionId} is sent notices again.`, at);
      }),

    closeIncident: (connectionId, text, at) =>
      inTransaction(database, async (tx) => {
        const { count } = await tx.connection.updateMany({
          where: { id: connectionId, incident: { not: null } },
          data: { incident: null, incidentSince: null },
        });
        if (count > 0) await tell(tx, `${connectionId}:well:${at.toISOString()}`, text, at);
      }),
  };
}

const keyOf = (key: string) => `connection:${key}`;

async function tell(tx: Transaction, key: string, text: string, at: Date): Promise<void> {
  await tx.effect.createMany({
    data: [{ kind: 'notify_operations', dedupeKey: keyOf(key), payload: { text }, dueAt: at }],
    skipDuplicates: true,
  });
}
