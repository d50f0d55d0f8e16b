import type { Directory } from '../access/directory.js';
import type { Person } from '../reversals/reversal.js';
import { Prisma } from './generated/client.js';
import { readPeople } from './people.js';
import { inTransaction, type WithPrisma } from './transaction.js';

/** Active people as the settings named them. */
export function createDirectory(database: WithPrisma): Directory {
  const { prisma } = database;
  const find = async (condition: Prisma.Sql): Promise<Person | null> => {
    const [person] = await readPeople(prisma, Prisma.sql`p."is_active" AND ${condition}`);
    return person ?? null;
  };
  return {
    byEmail: (email) => find(Prisma.sql`p."email" = ${email.trim().toLowerCase()}`),
    byChatUserId: (chatUserId) => find(Prisma.sql`p."chat_user_id" = ${chatUserId}`),
    byId: (id) => find(Prisma.sql`p."id" = ${id}::uuid`),
    all: () => readPeople(prisma, Prisma.sql`p."is_active"`),
    linkChatUser: (personId, chatUserId) =>
      inTransaction(database, async (tx) => {
        await tx.person.updateMany({
          where: { chatUserId, id: { not: personId } },
          data: { chatUserId: null },
        });
        await tx.person.update({ where: { id: personId }, data: { chatUserId } });
      }),
  };
}
