import type { Directory } from '../access/directory.js';
import type { Person } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { personOf, personParts } from './people.js';
import { inTransaction, type WithPrisma } from './transaction.js';

/** Active people as the settings named them. */
export function createDirectory(database: WithPrisma): Directory {
  const { person } = database.prisma;
  const find = async (where: Prisma.PersonWhereInput): Promise<Person | null> => {
    const row = await person.findFirst({
      where: { ...where, isActive: true },
      include: personParts,
    });
    return row ? personOf(row) : null;
  };
  return {
    byEmail: (email) => find({ email: email.trim().toLowerCase() }),
    byChatUserId: (chatUserId) => find({ chatUserId }),
    byId: (id) => find({ id }),
    async all() {
      const rows = await person.findMany({
        where: { isActive: true },
        include: personParts,
        orderBy: { email: 'asc' },
      });
      return rows.map(personOf);
    },
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
