import type { ChatPace } from '../effects/chat-pace.js';
import type { WithPrisma } from './transaction.js';

/**
 * Generic cell rate: `free_at` is when the next place is free. Who comes too early is told a time
 * of their own (`queue_at`), so that a hundred who wait do not all come again at once.
 */
export function createChatPace({ prisma }: WithPrisma): ChatPace {
  return {
    async take(place, { costMs, burstMs }, now) {
      const at = now.toISOString();
      const [taken] = await prisma.$queryRaw<{ place: string }[]>`
        INSERT INTO "chat_pace" AS row ("place", "free_at", "queue_at")
        VALUES (${place},
          ${at}::timestamptz + make_interval(secs => ${costMs - burstMs}::float8 / 1000),
          ${at}::timestamptz)
        ON CONFLICT ("place") DO UPDATE SET "free_at" = greatest(excluded."free_at",
          row."free_at" + make_interval(secs => ${costMs}::float8 / 1000))
          WHERE row."free_at" <= ${at}::timestamptz
        RETURNING "place"`;
      if (taken) return 0;
      const [sent] = await prisma.$queryRaw<{ wait_ms: number }[]>`
        UPDATE "chat_pace" SET "queue_at" = greatest("queue_at", "free_at", ${at}::timestamptz)
          + make_interval(secs => ${costMs}::float8 / 1000)
        WHERE "place" = ${place}
        RETURNING (extract(epoch FROM "queue_at" - ${at}::timestamptz) * 1000)::float8
          - ${costMs}::float8 AS wait_ms`;
      return Math.max(1, Math.ceil(sent?.wait_ms ?? costMs));
    },

    async pause(place, until) {
      await prisma.$executeRaw`
        INSERT INTO "chat_pace" AS row ("place", "free_at", "queue_at")
        VALUES (${place}, ${until.toISOString()}::timestamptz, ${until.toISOString()}::timestamptz)
        ON CONFLICT ("place") DO UPDATE SET
          "free_at" = greatest(row."free_at", excluded."free_at"),
          "queue_at" = greatest(row."queue_at", excluded."queue_at")`;
    },
  };
}
