import type { ChatTroubles } from '../effects/chat-troubles.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** How often it is tried whether a place is mended that nobody told of. */
const tryMs = 60_000;

const chatKinds = ['show_card', 'add_thread_line', 'show_folded_list', 'notify_operations'];

/** What is shut at the chat service, each change with the notice that tells of it: both or neither. */
export function createChatTroubles(database: WithPrisma): ChatTroubles {
  const { prisma } = database;
  return {
    async at(places, now) {
      const shut = await prisma.chatTrouble.findMany({ where: { place: { in: [...places] } } });
      const [first] = shut;
      if (!first) return 'clear';
      const before = new Date(now.getTime() - tryMs);
      const closed = shut.find((one) => one.triedAt > before);
      if (closed) return { shut: closed.code };
      const { count } = await prisma.chatTrouble.updateMany({
        where: { place: { in: [...places] }, triedAt: { lte: before } },
        data: { triedAt: now },
      });
      return count > 0 ? 'try' : { shut: first.code };
    },

    began: ({ place, code, text, since }) =>
      inTransaction(database, async (tx) => {
        const { count } = await tx.chatTrouble.createMany({
          data: [{ place, code, text, since, triedAt: since }],
          skipDuplicates: true,
        });
        if (count > 0) await tell(tx, `${place}:began:${since.toISOString()}`, text, since);
        else await tx.chatTrouble.updateMany({ where: { place }, data: { code, text } });
      }),

    ended: (place, text, at) =>
      inTransaction(database, async (tx) => {
        const { count } = await tx.chatTrouble.deleteMany({ where: { place } });
        if (count === 0) return false;
        await tx.effect.updateMany({
          where: { status: 'pending', isHeld: true, kind: { in: chatKinds }, dueAt: { gt: at } },
          data: { dueAt: at },
        });
        await tell(tx, `${place}:ended:${at.toISOString()}`, text, at);
        return true;
      }),

    tell: (key, text, at) => inTransaction(database, (tx) => tell(tx, key, text, at)),

    async open() {
      const rows = await prisma.chatTrouble.findMany({ orderBy: { since: 'asc' } });
      return rows.map(({ place, code, text, since }) => ({ place, code, text, since }));
    },
  };
}

async function tell(tx: Transaction, key: string, text: string, at: Date): Promise<void> {
  await tx.effect.createMany({
    data: [{ kind: 'notify_operations', dedupeKey: `chat:${key}`, payload: { text }, dueAt: at }],
    skipDuplicates: true,
  });
}
