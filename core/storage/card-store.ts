import type { CardBook } from '../effects/card-book.js';
import { referenceOf } from '../reversals/reversal.js';
import type { WithPrisma } from './transaction.js';

/** Where cards stand, what they showed when, and who wrote beneath them: ids and hashes only. */
export function createCardBook({ prisma }: WithPrisma): CardBook {
  const shown = async (reversalId: string, until?: Date) => {
    const row = await prisma.cardShow.findFirst({
      where: { reversalId, shownAt: { lte: until } },
      orderBy: { shownAt: 'desc' },
    });
    return row?.contentHash ?? null;
  };
  return {
    async reversalAt(chatChannelId, chatMessageId) {
      const row = await prisma.card.findUnique({
        where: { chatChannelId_chatMessageId: { chatChannelId, chatMessageId } },
        include: { reversal: { select: { number: true } } },
      });
      if (!row) return null;
      const { reversalId, postedAt, reversal } = row;
      return { reversalId, reference: referenceOf(reversal.number), postedAt };
    },

    contentShownAt: (reversalId, at) => shown(reversalId, at),
    newestContent: (reversalId) => shown(reversalId),

    async cardOf(reversalId) {
      const row = await prisma.card.findUnique({ where: { reversalId } });
      return row ? { channelId: row.chatChannelId, messageId: row.chatMessageId } : null;
    },

    async noteThreadMessage({ reversalId, channelId, messageId, chatUserId, sentAt }) {
      const { count } = await prisma.threadMessage.createMany({
        data: [
          { reversalId, chatChannelId: channelId, chatMessageId: messageId, chatUserId, sentAt },
        ],
        skipDuplicates: true,
      });
      return count === 1;
    },

    async othersSpoke(reversalId, chatUserId, after, before) {
      const row = await prisma.threadMessage.findFirst({
        where: { reversalId, chatUserId: { not: chatUserId }, sentAt: { gt: after, lt: before } },
      });
      return row !== null;
    },

    async firstTelling(reversalId, chatUserId, about) {
      const { count } = await prisma.threadTelling.createMany({
        data: [{ reversalId, chatUserId, about }],
        skipDuplicates: true,
      });
      return count === 1;
    },
  };
}
