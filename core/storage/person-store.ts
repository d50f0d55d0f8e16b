import type { PersonBook, PersonNotice } from '../effects/person-book.js';
import type { PersonNotice as Row } from './generated/client.js';
import { addEffect } from './log-transaction.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** What people chose to hear, and what stands in chat for each. */
export function createPersonBook(database: WithPrisma): PersonBook {
  const { prisma } = database;
  return {
    async noticeOf(personId) {
      return noticeOf(await prisma.personNotice.findUnique({ where: { personId } }));
    },

    choose: (personId, choice, at) =>
      inTransaction(database, async (tx) => {
        await tx.personNotice.upsert({
          where: { personId },
          create: { personId, ...choice },
          update: choice,
        });
        await askToTell(tx, personId, `chosen:${at.getTime()}`, at);
      }),

    async homeOpened(personId, homeOpenedAt) {
      await prisma.personNotice.upsert({
        where: { personId },
        create: { personId, homeOpenedAt },
        update: { homeOpenedAt },
      });
    },

    async saveTold(personId, { message, ...told }) {
      const data = {
        ...told,
        chatChannelId: message?.channelId ?? null,
        chatMessageId: message?.messageId ?? null,
      };
      await prisma.personNotice.upsert({
        where: { personId },
        create: { personId, ...data },
        update: data,
      });
    },

    askToTell: (personIds, cause, at) =>
      inTransaction(database, async (tx) => {
        for (const personId of personIds) await askToTell(tx, personId, cause, at);
      }),

    async heldBack(pingedBefore) {
      const rows = await prisma.personNotice.findMany({
        where: {
          isPinged: false,
          shown: { not: '0' },
          pingedAt: { lte: pingedBefore },
          person: { isActive: true },
        },
        select: { personId: true, pingedAt: true },
      });
      return rows.flatMap(({ personId, pingedAt }) => (pingedAt ? [{ personId, pingedAt }] : []));
    },

    async askForDigests(digests, at) {
      const { count } = await prisma.effect.createMany({
        data: digests.map(({ personId, day }) => ({
          kind: 'send_digest',
          dedupeKey: `send_digest:${personId}:${day}`,
          payload: { personId, day },
          dueAt: at,
        })),
        skipDuplicates: true,
      });
      return count;
    },
  };
}

const askToTell = (tx: Transaction, personId: string, cause: string, at: Date) =>
  addEffect(tx, {
    kind: 'tell_person',
    dedupeKey: `tell_person:${personId}:${cause}`,
    reversalId: null,
    clientId: null,
    payload: { personId },
    notBefore: at,
  });

/** Whoever never chose hears by one direct message, and in the morning at nine. */
const defaults: PersonNotice = {
  isDirect: true,
  digestHour: 9,
  message: null,
  shown: null,
  isPinged: false,
  pingedAt: null,
  homeOpenedAt: null,
};

function noticeOf(row: Row | null): PersonNotice {
  if (!row) return defaults;
  const { chatChannelId, chatMessageId } = row;
  return {
    isDirect: row.isDirect,
    digestHour: row.digestHour,
    message:
      chatChannelId !== null && chatMessageId !== null
        ? { channelId: chatChannelId, messageId: chatMessageId }
        : null,
    shown: row.shown,
    isPinged: row.isPinged,
    pingedAt: row.pingedAt,
    homeOpenedAt: row.homeOpenedAt,
  };
}
