import { type AccessBook, type ApiKey, type Scope, scopes } from '../access/access-book.js';
import type { Person } from '../reversals/reversal.js';
import { Prisma, type ApiKey as StoredKey } from './generated/client.js';
import { oneOf } from './one-of.js';
import { readPeople } from './people.js';
import type { WithPrisma } from './transaction.js';

/** When a key was last used is noted at most once a minute: a busy key would write all the time. */
const lastUsedStepMs = 60_000;

/** Keys, sign-in links and sessions. Nobody who was switched off comes in by any of them. */
export function createAccessBook({ prisma }: WithPrisma): AccessBook {
  const activePerson = async (id: string): Promise<Person | null> => {
    const [person] = await readPeople(prisma, Prisma.sql`p."id" = ${id}::uuid AND p."is_active"`);
    return person ?? null;
  };
  return {
    async addKey({ hash, prefix, personId, scopes: given, clients, at }) {
      const row = await prisma.apiKey.create({
        data: {
          hash,
          prefix,
          personId,
          scopes: [...given],
          clients: [...(clients ?? [])],
          allClients: clients === null,
          createdAt: at,
        },
      });
      return row.id;
    },

    async keyByHash(hash, at) {
      const row = await prisma.apiKey.findUnique({ where: { hash } });
      const person = row && !row.revokedAt ? await activePerson(row.personId) : null;
      if (!row || !person) return null;
      const isStale = !row.lastUsedAt || at.getTime() - row.lastUsedAt.getTime() >= lastUsedStepMs;
      if (!isStale) return keyOf(row, person);
      await prisma.apiKey.update({ where: { hash }, data: { lastUsedAt: at } });
      return { ...keyOf(row, person), lastUsedAt: at };
    },

    async keys() {
      const rows = await prisma.apiKey.findMany({
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      const people = await readPeople(
        prisma,
        Prisma.sql`EXISTS (SELECT 1 FROM "api_key" k WHERE k."person_id" = p."id")`,
      );
      return rows.flatMap((row) => {
        const person = people.find(({ id }) => id === row.personId);
        return person ? [keyOf(row, person)] : [];
      });
    },

    async revokeKey(idOrPrefix, at) {
      const { count } = await prisma.apiKey.updateMany({
        where: {
          revokedAt: null,
          ...(isUuid(idOrPrefix) ? { id: idOrPrefix } : { prefix: idOrPrefix }),
        },
        data: { revokedAt: at },
      });
      return count > 0;
    },

    async addSignIn(hash, personId, expiresAt) {
      await prisma.signIn.create({ data: { hash, personId, expiresAt } });
    },

    async takeSignIn(hash, at) {
      const { count } = await prisma.signIn.updateMany({
        where: { hash, usedAt: null, expiresAt: { gt: at } },
        data: { usedAt: at },
      });
      if (count === 0) return null;
      return activePerson((await prisma.signIn.findUniqueOrThrow({ where: { hash } })).personId);
    },

    async addSession(hash, personId, expiresAt) {
      await prisma.session.create({ data: { hash, personId, expiresAt } });
    },

    async sessionPerson(hash, at) {
      const row = await prisma.session.findUnique({ where: { hash } });
      return row && row.expiresAt > at ? activePerson(row.personId) : null;
    },

    async extendSession(hash, expiresAt) {
      await prisma.session.updateMany({ where: { hash }, data: { expiresAt } });
    },

    async endSession(hash) {
      await prisma.session.deleteMany({ where: { hash } });
    },
  };
}

function keyOf(row: StoredKey, person: Person): ApiKey {
  return {
    id: row.id,
    prefix: row.prefix,
    person,
    scopes: row.scopes.map((scope): Scope => oneOf(scopes, scope)),
    clients: row.allClients ? null : row.clients,
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  };
}

const isUuid = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
