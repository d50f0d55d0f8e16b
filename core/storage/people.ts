import { type Person, roles } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { oneOf } from './one-of.js';
import type { Transaction } from './transaction.js';

/** A person with the clients they may see; a client that was switched off is not among them. */
export const personParts = {
  clients: {
    where: { client: { isActive: true } },
    select: { clientId: true },
    orderBy: { clientId: 'asc' },
  },
} satisfies Prisma.PersonInclude;

export type PersonRow = Prisma.PersonGetPayload<{ include: typeof personParts }>;

export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: oneOf(roles, row.role),
    clients: row.clients.map((one) => one.clientId),
    chatUserId: row.chatUserId,
    timezone: row.timezone,
  };
}

/** Active people of a client, in order of e-mail. */
export async function peopleOf(tx: Transaction, clientId: string): Promise<readonly Person[]> {
  const rows = await tx.person.findMany({
    where: { isActive: true, clients: { some: { clientId } } },
    include: personParts,
    orderBy: { email: 'asc' },
  });
  return rows.map(personOf);
}
