import { completenessOf } from '../intake/completeness.js';
import { incidents } from '../intake/connection-watch.js';
import type { ItemReference } from '../intake/connector-contract.js';
import {
  type ConnectionHealth,
  type JudgedItem,
  type PendingItem,
  type SourceBook,
  unreadableRow,
} from '../intake/source-book.js';
import { toCheck } from './completeness-store.js';
import type { Prisma } from './generated/client.js';
import { oneOf } from './one-of.js';
import { stuckItems } from './stuck-items.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** Before every instant anyone asks about: an item so marked is due at once, on any clock. */
const atOnce = new Date(0);
/** Something new is to be read: earlier tries say nothing of it. */
const untried = { attempts: 0, unreadableTries: 0 };

/** What intake remembers of sources: ids, hashes, verdicts and cursors; never text. */
export function createSourceBook(database: WithPrisma): SourceBook {
  const { prisma } = database;
  return {
    savePage: (connectionId, references, cursor, reconcile) =>
      inTransaction(database, async (tx) => {
        const news = await saveReferences(tx, connectionId, references);
        if (reconcile) await lookAgain(tx, connectionId, reconcile.since);
        await tx.sourceCursor.upsert({
          where: { connectionId },
          create: { connectionId, cursor },
          update: { cursor },
        });
        return news;
      }),

    saveReferences: (connectionId, references) =>
      inTransaction(database, (tx) => saveReferences(tx, connectionId, references)),

    async extend(itemIds, until) {
      await prisma.sourceItem.updateMany({
        where: { id: { in: [...itemIds] }, verdict: 'pending', leasedTo: { not: null } },
        data: { leasedTo: until },
      });
    },

    waiting: (connectionId) =>
      prisma.sourceItem.count({ where: { connectionId, verdict: 'pending' } }),

    async nextDueAt(connectionId) {
      const [next] = await prisma.$queryRaw<{ at: Date | null }[]>`
        SELECT min(greatest("due_at", "leased_to")) AS at FROM "source_item"
        WHERE "connection_id" = ${connectionId} AND "verdict" = 'pending'`;
      return next?.at ?? null;
    },

    async noteHint(connectionId, externalId, at) {
      // A hint says nothing of the vendor's own time, so `sourceUpdatedAt` stays as it was.
      const waiting = { verdict: 'pending' as const, dueAt: at, isChangedSince: true };
      const { id } = await prisma.sourceItem.upsert({
        where: { connectionId_externalId: { connectionId, externalId } },
        create: { connectionId, externalId, sourceUpdatedAt: atOnce, ...waiting },
        update: { ...waiting, ...untried },
      });
      return id;
    },

    async lookForGone(connectionId, now) {
      // A day back at most: all that is gone for good stands before that in the index.
      await prisma.$executeRaw`
        UPDATE "source_item" SET "verdict" = 'pending', "attempts" = 0, "unreadable_tries" = 0
        WHERE "connection_id" = ${connectionId} AND "verdict" = 'gone'
          AND "due_at" <= ${now.toISOString()}::timestamptz
          AND "due_at" > ${now.toISOString()}::timestamptz - interval '1 day'
          AND "due_at" > "judged_at"`;
    },

    async pending(connectionId, now, limit) {
      const rows = await prisma.sourceItem.findMany({
        where: { connectionId, ...waitingAt(now) },
        select: { id: true },
        orderBy: [{ sourceUpdatedAt: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map((row) => row.id);
    },

    claim: async (itemId, now, until) =>
      (await claimAll(database, [itemId], now, until))[0] ?? null,

    claimAll: (itemIds, now, until) => claimAll(database, itemIds, now, until),

    judgedAll: (results) => keepVerdicts(database, results),

    async release(itemIds) {
      if (itemIds.length === 0) return;
      await prisma.sourceItem.updateMany({
        where: { id: { in: [...itemIds] }, verdict: 'pending' },
        data: { leasedTo: null, attempts: { decrement: 1 } },
      });
    },

    async again(itemId, at, code, { isTry, isUnreadable = false, trouble }) {
      const since = trouble?.at.toISOString() ?? null;
      await prisma.$executeRaw`
        UPDATE "source_item"
        SET "due_at" = ${at.toISOString()}::timestamptz, "leased_to" = NULL,
            "reasons" = ARRAY[${code}::text],
            "attempts" = "attempts" - ${isTry ? 0 : 1}::int,
            "unreadable_tries" = "unreadable_tries" + ${isUnreadable ? 1 : 0}::int,
            "trouble_kind" = coalesce(${trouble?.kind ?? null}::text, "trouble_kind"),
            "trouble_since" = coalesce("trouble_since", ${since}::timestamptz)
        WHERE "id" = ${itemId}::uuid AND "verdict" = 'pending'`;
    },

    async quarantine(itemId, at, reason) {
      await prisma.$executeRaw`
        UPDATE "source_item"
        SET "verdict" = CASE WHEN "is_changed_since" THEN 'pending' ELSE 'quarantined' END::"Verdict",
            "attempts" = CASE WHEN "is_changed_since" THEN 0 ELSE "attempts" END,
            "unreadable_tries" = 0,
            "judged_updated_at" = "source_updated_at",
            "judged_at" = ${at.toISOString()}::timestamptz, "leased_to" = NULL,
            "trouble_kind" = NULL, "trouble_since" = NULL,
            "reasons" = ARRAY[${reason}::text]
        WHERE "id" = ${itemId}::uuid`;
    },

    async cursor(connectionId) {
      const row = await prisma.sourceCursor.findUnique({ where: { connectionId } });
      return row?.cursor ?? null;
    },

    noteSuccess: (connectionId, at) =>
      inTransaction(database, async (tx) => {
        // Locked: a failure noted meanwhile would be cleared, and what waits for it left waiting.
        const [before] = await tx.$queryRaw<{ failingSince: Date | null }[]>`
          SELECT "failing_since" AS "failingSince" FROM "connection"
          WHERE "id" = ${connectionId} FOR UPDATE`;
        const well = { failure: null, failureKind: null, failingSince: null };
        await tx.connection.update({
          where: { id: connectionId },
          data: { lastPolledAt: at, lastSucceededAt: at, ...well },
        });
        if (!before?.failingSince) return;
        await tx.sourceItem.updateMany({
          where: { connectionId, verdict: 'pending', troubleKind: { not: null } },
          data: { dueAt: atOnce },
        });
      }),

    noteNews: (connectionId, at, count) => noteNews(database, connectionId, at, count),

    async noteFailure(connectionId, at, { code, kind }) {
      const data = { lastPolledAt: at, failure: code, failureKind: kind, isGapBroken: true };
      await inTransaction(database, async (tx) => {
        await tx.connection.update({ where: { id: connectionId }, data });
        await tx.connection.updateMany({
          where: { id: connectionId, failingSince: null },
          data: { failingSince: at },
        });
      });
    },

    connections: () => healthOf(database),

    async deadLetters() {
      const rows = await prisma.sourceItem.findMany({
        where: { verdict: 'quarantined' },
        orderBy: [{ judgedAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(({ id, connectionId, externalId, reasons, attempts, ...row }) => ({
        id,
        connectionId,
        externalId,
        reason: reasons[0] ?? 'unknown',
        attempts,
        since: row.judgedAt ?? row.firstSeenAt,
      }));
    },

    async retryDeadLetters(ids, at) {
      const { count } = await prisma.sourceItem.updateMany({
        where: {
          verdict: 'quarantined',
          NOT: { reasons: { has: unreadableRow } },
          ...(ids === null ? {} : { id: { in: [...ids] } }),
        },
        data: { verdict: 'pending', dueAt: at, ...untried },
      });
      return count;
    },

    async setAside(connectionId, externalId, at, reason) {
      const aside = {
        verdict: 'quarantined' as const,
        judgedAt: at,
        reasons: [reason],
        isChangedSince: false,
        leasedTo: null,
      };
      await inTransaction(database, (tx) =>
        tx.sourceItem.upsert({
          where: { connectionId_externalId: { connectionId, externalId } },
          create: { connectionId, externalId, sourceUpdatedAt: atOnce, attempts: 1, ...aside },
          update: { ...aside, attempts: { increment: 1 } },
        }),
      );
    },

    async settleRows(connectionId, listedFrom, at) {
      const { count } = await prisma.sourceItem.updateMany({
        where: {
          connectionId,
          verdict: 'quarantined',
          reasons: { has: unreadableRow },
          judgedAt: { lt: listedFrom },
        },
        // Not `left`: a look at what was judged would fetch it.
        data: { verdict: 'gone', judgedVerdict: 'gone', judgedAt: at, leasedTo: null },
      });
      return count;
    },

    async settleEvent(connectionId, externalId, at) {
      await prisma.sourceItem.updateMany({
        where: { connectionId, externalId, verdict: 'quarantined' },
        data: { verdict: 'left', judgedVerdict: 'left', judgedAt: at, reasons: [], leasedTo: null },
      });
    },

    async endAllLeases() {
      await prisma.sourceItem.updateMany({
        where: { leasedTo: { not: null } },
        data: { leasedTo: null },
      });
    },
  };
}

/** Waiting to be judged, due, and in nobody's hands; a lease that ran out is nobody's. */
const waitingAt = (now: Date) =>
  ({
    verdict: 'pending',
    dueAt: { lte: now },
    OR: [{ leasedTo: null }, { leasedTo: { lt: now } }],
  }) satisfies Prisma.SourceItemWhereInput;

/** The longest gap is kept of four weeks and of those before, so that a quiet season is forgotten. */
async function noteNews({ prisma }: WithPrisma, connectionId: string, at: Date, count: number) {
  const time = at.toISOString();
  await prisma.$executeRaw`
    UPDATE "connection" AS row SET
      "news_at" = greatest(row."news_at", ${time}::timestamptz),
      "news_count" = row."news_count" + ${count}::int,
      "is_gap_broken" = false,
      "watched_since" = coalesce(row."watched_since", ${time}::timestamptz),
      "gaps_since" = CASE WHEN learned.is_old THEN ${time}::timestamptz
        ELSE coalesce(row."gaps_since", ${time}::timestamptz) END,
      "gap_before_ms" = CASE WHEN learned.is_old THEN row."gap_now_ms" ELSE row."gap_before_ms" END,
      "gap_now_ms" = CASE WHEN learned.is_old THEN learned.gap
        ELSE greatest(row."gap_now_ms", learned.gap) END
    FROM (SELECT "id",
        coalesce("gaps_since" < ${time}::timestamptz - interval '28 days', false) AS is_old,
        CASE WHEN "is_gap_broken" THEN 0 ELSE greatest(0, coalesce(
          extract(epoch FROM ${time}::timestamptz - "news_at")::float8 * 1000, 0)) END AS gap
      FROM "connection" WHERE "id" = ${connectionId}) AS learned
    WHERE row."id" = learned."id"`;
}

async function claimAll(
  { prisma }: WithPrisma,
  itemIds: readonly string[],
  now: Date,
  until: Date,
): Promise<readonly PendingItem[]> {
  const rows = await prisma.sourceItem.updateManyAndReturn({
    where: { id: { in: [...itemIds] }, ...waitingAt(now) },
    data: { leasedTo: until, attempts: { increment: 1 }, isChangedSince: false },
  });
  if (rows.length === 0) return [];
  const links = await prisma.reversalSource.findMany({
    where: { sourceItemId: { in: rows.map((row) => row.id) } },
    select: { sourceItemId: true, reversalId: true },
    orderBy: { position: 'asc' },
  });
  const incidents = await prisma.cardDataIncident.findMany({
    where: { sourceItemId: { in: rows.map((row) => row.id) }, removedAt: null },
    select: { sourceItemId: true },
  });
  const reversalsOf = (id: string) => [
    ...new Set(links.filter((one) => one.sourceItemId === id).map((one) => one.reversalId)),
  ];
  return rows.map((row) => ({
    id: row.id,
    connectionId: row.connectionId,
    externalId: row.externalId,
    sourceUpdatedAt: row.sourceUpdatedAt,
    attempts: row.attempts,
    unreadableTries: row.unreadableTries,
    contentHash: row.contentHash,
    verdict: row.judgedVerdict ?? 'pending',
    reversalIds: reversalsOf(row.id),
    holdsCardData: incidents.some((one) => one.sourceItemId === row.id),
  }));
}

/** What was fetched is at least as new as what was listed when it was claimed. */
async function keepVerdicts({ prisma }: WithPrisma, results: readonly JudgedItem[]): Promise<void> {
  if (results.length === 0) return;
  // jsonb takes neither NUL nor half a surrogate pair, and reasons quote what people wrote.
  const rows = JSON.stringify(results, (_key, value: unknown) =>
    typeof value === 'string' ? Buffer.from(value.replaceAll('\u0000', '')).toString() : value,
  );
  await prisma.$executeRaw`
    UPDATE "source_item" AS item SET
      "verdict" = CASE WHEN "is_changed_since" THEN 'pending'
        ELSE result."verdict" END::"Verdict",
      "judged_verdict" = result."verdict"::"Verdict",
      "content_hash" = result."contentHash",
      "judged_updated_at" = CASE WHEN "is_changed_since" THEN result."sourceUpdatedAt"
        ELSE greatest(result."sourceUpdatedAt", item."source_updated_at") END,
      "source_updated_at" = CASE WHEN "is_changed_since" THEN item."source_updated_at"
        ELSE greatest(result."sourceUpdatedAt", item."source_updated_at") END,
      "judged_at" = result."at",
      "score" = result."score",
      "reasons" = ARRAY(SELECT jsonb_array_elements_text(result."reasons")),
      "leased_to" = NULL, "trouble_kind" = NULL, "trouble_since" = NULL, "unreadable_tries" = 0,
      "url" = coalesce(result."url", item."url"),
      "due_at" = CASE WHEN "is_changed_since" THEN ${atOnce.toISOString()}::timestamptz
        ELSE coalesce(result."lookAgainAt", item."due_at") END,
      "attempts" = CASE WHEN "is_changed_since" THEN 0 ELSE item."attempts" END
    FROM jsonb_to_recordset(${rows}::jsonb) AS result ("itemId" uuid, "verdict" text,
      "contentHash" text, "sourceUpdatedAt" timestamptz, "url" text, "score" float8,
      "reasons" jsonb, "at" timestamptz, "lookAgainAt" timestamptz)
    WHERE item."id" = result."itemId"`;
}

/** One statement a page. Sorted, so that two pages at once never wait for each other in a ring. */
async function saveReferences(
  tx: Transaction,
  connectionId: string,
  references: readonly ItemReference[],
): Promise<number> {
  if (references.length === 0) return 0;
  const newest = new Map<string, Date>();
  for (const { externalId, updatedAt } of references) {
    const known = newest.get(externalId);
    if (!known || updatedAt > known) newest.set(externalId, updatedAt);
  }
  const rows = [...newest].sort(([left], [right]) => (left < right ? -1 : 1));
  const ids = rows.map(([externalId]) => externalId);
  const times = rows.map(([, updatedAt]) => updatedAt.toISOString());
  return tx.$executeRaw`
    INSERT INTO "source_item" AS item
      ("id", "connection_id", "external_id", "source_updated_at", "due_at")
    SELECT gen_random_uuid(), ${connectionId}, "external_id", "updated_at"::timestamptz,
      ${atOnce.toISOString()}::timestamptz
    FROM unnest(${ids}::text[], ${times}::text[]) AS page ("external_id", "updated_at")
    ON CONFLICT ("connection_id", "external_id") DO UPDATE SET
      "source_updated_at" = excluded."source_updated_at",
      "verdict" = 'pending', "due_at" = excluded."due_at", "attempts" = 0,
      "unreadable_tries" = 0,
      "is_changed_since" = true
    WHERE excluded."source_updated_at" > CASE WHEN item."verdict" = 'pending'
      THEN item."source_updated_at"
      ELSE coalesce(item."judged_updated_at", '-infinity')
    END`;
}

/** Completeness is told of the last week that was checked. */
const daysTold = 7;
/** Open entries' items, however old, those of open incidents, and whatever was judged since: those that are gone are told so. */
async function lookAgain(tx: Transaction, connectionId: string, since: Date) {
  await tx.sourceItem.updateMany({
    where: {
      connectionId,
      OR: [
        { verdict: { in: ['logged', 'review'] } },
        { verdict: { in: ['left', 'historic'] }, judgedAt: { gte: since } },
        // Card data that went with its item is an incident that is over.
        { cardData: { some: { removedAt: null } } },
      ],
    },
    data: { verdict: 'pending', dueAt: atOnce, ...untried, isChangedSince: true },
  });
}

async function healthOf({ prisma }: WithPrisma): Promise<readonly ConnectionHealth[]> {
  const [rows, counts, stuck] = await Promise.all([
    prisma.connection.findMany({
      include: { cursor: true, completeness: { orderBy: { day: 'desc' }, take: daysTold } },
      orderBy: { id: 'asc' },
    }),
    prisma.sourceItem.groupBy({ by: ['connectionId', 'verdict'], _count: true }),
    stuckItems({ prisma }),
  ]);
  const countOf = (id: string, isCounted: (verdict: string) => boolean) =>
    counts
      .filter((one) => one.connectionId === id && isCounted(one.verdict))
      .reduce((sum, one) => sum + one._count, 0);
  return rows.map((row) => ({
    id: row.id,
    connector: row.connector,
    clientId: row.clientId,
    isActive: row.isActive,
    actFrom: row.actFrom,
    cursor: row.cursor?.cursor ?? null,
    lastPolledAt: row.lastPolledAt,
    lastSucceededAt: row.lastSucceededAt,
    failure: row.failure,
    failingSince: row.failingSince,
    stuck: stuck.get(row.id) ?? null,
    incident: row.incident === null ? null : oneOf(incidents, row.incident),
    newsAt: row.newsAt,
    subscription:
      row.renewalFailure && row.renewalSince
        ? { failure: row.renewalFailure, since: row.renewalSince }
        : null,
    completeness:
      row.completeness.length > 0 ? completenessOf(row.completeness.map(toCheck)) : null,
    pending: countOf(row.id, (verdict) => verdict === 'pending'),
    quarantined: countOf(row.id, (verdict) => verdict === 'quarantined'),
    judged: countOf(row.id, (verdict) => verdict !== 'pending' && verdict !== 'quarantined'),
  }));
}
