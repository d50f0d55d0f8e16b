import { z } from 'zod';
import type { Privacy } from '../privacy/privacy.js';
import type { Draft, DraftFields, Drafts } from '../reversals/drafts.js';
import type { NewMessage } from '../reversals/ports.js';
import type { Person } from '../reversals/reversal.js';
import type { LogDraft } from './generated/client.js';
import { redactedWhenSealed } from './sealed-fields.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** Long enough for a weekend and a day off; then it is personal data that nobody needs. */
const keptMs = 7 * 24 * 3_600_000;
/** Of one person; the oldest go first. */
const keptMax = 30;

/** Unsent requests, each under a key of its own that goes with its row. */
export function createDrafts(database: WithPrisma, privacy: Privacy): Drafts {
  const { prisma } = database;
  return {
    keep: ({ id, person, clientId, fields, messages, at }) =>
      inTransaction(database, async (tx) => {
        const key = privacy.newSubjectKey();
        const data = {
          clientId,
          emailHashes: emailHashesOf(privacy, clientId, person, fields, messages),
          wrapped: privacy.wrap(key, person.id, id),
          sealed: privacy.seal(JSON.stringify({ fields, messages }), key, placeOf(person.id, id)),
          savedAt: at,
          expiresAt: new Date(at.getTime() + keptMs),
        };
        const { count } = await tx.logDraft.createMany({
          data: [{ id, personId: person.id, ...data }],
          skipDuplicates: true,
        });
        if (count === 0) {
          const changed = await tx.logDraft.updateMany({
            where: { id, personId: person.id },
            data,
          });
          return changed.count === 1;
        }
        await dropOldest(tx, person.id);
        return true;
      }),

    async of(person, at) {
      const rows = await prisma.logDraft.findMany({
        where: mine(person, at),
        orderBy: { savedAt: 'desc' },
        take: keptMax,
      });
      return rows.map((row) => draftOf(privacy, row));
    },

    async open(person, id, at) {
      const row = await prisma.logDraft.findFirst({ where: { id, ...mine(person, at) } });
      return row ? draftOf(privacy, row) : null;
    },

    async discard(person, id) {
      const { count } = await prisma.logDraft.deleteMany({ where: { id, personId: person.id } });
      return count > 0;
    },
  };
}

/** Drafts that name a person at a client go with that person's erasure. */
export async function dropDraftsNaming(
  tx: Transaction,
  privacy: Privacy,
  customer: { clientId: string; email: string },
): Promise<number> {
  const where = naming(privacy, customer);
  return where ? (await tx.logDraft.deleteMany({ where })).count : 0;
}

/**
 * Drafts that name a person at a client, opened: they are part of what is held of them. One without a
 * client yet is told where it can become no other's: two clients would else read one draft.
 */
export async function draftsNaming(
  tx: Transaction,
  privacy: Privacy,
  { at, ...customer }: { clientId: string; email: string; at: Date },
): Promise<readonly Draft[]> {
  const where = naming(privacy, customer);
  if (!where) return [];
  const { clientId } = customer;
  const isOfOneClient = { person: { clients: { every: { clientId } } } };
  const rows = await tx.logDraft.findMany({
    where: {
      ...where,
      expiresAt: { gt: at },
      OR: [{ clientId }, { clientId: null, ...isOfOneClient }],
    },
    orderBy: { savedAt: 'asc' },
  });
  return rows.map((row) => draftOf(privacy, row));
}

/** Null where it is no e-mail: no draft names it then. */
function naming(privacy: Privacy, { clientId, email }: { clientId: string; email: string }) {
  const hash = privacy.emailHash(clientId, email);
  return hash && { emailHashes: { has: Buffer.from(hash).toString('hex') } };
}

/** Whoever works for a client no longer does not see what they began there. */
const mine = (person: Person, at: Date) => ({
  personId: person.id,
  expiresAt: { gt: at },
  OR: [{ clientId: null }, { clientId: { in: [...person.clients] } }],
});

const placeOf = (personId: string, id: string) => ({
  field: 'log_draft.content',
  clientId: personId,
  subjectId: id,
  rowId: id,
});

async function dropOldest(tx: Transaction, personId: string) {
  const old = await tx.logDraft.findMany({
    where: { personId },
    orderBy: { savedAt: 'desc' },
    skip: keptMax,
    select: { id: true },
  });
  await tx.logDraft.deleteMany({ where: { id: { in: old.map((row) => row.id) } } });
}

const content = z.object({
  fields: z.record(z.string(), z.string()),
  messages: z.array(
    z.object({
      sourceItemId: z.string().nullable(),
      externalId: z.string(),
      author: z.enum(['customer', 'agent', 'system']),
      authorName: z.string().nullable(),
      text: z.string(),
      isPublic: z.boolean(),
      sentAt: z.coerce.date(),
    }),
  ),
});

function draftOf(privacy: Privacy, row: LogDraft): Draft {
  const { id, personId, clientId, savedAt, expiresAt } = row;
  const key = privacy.unwrap(row.wrapped, personId, id);
  const text = privacy.open(row.sealed, key, placeOf(personId, id));
  const parsed = content.parse(JSON.parse(text ?? '{"fields":{},"messages":[]}'));
  // Only redacted text was ever sealed here, so what opens is redacted.
  const fields = Object.fromEntries(
    Object.entries(parsed.fields).map(([name, value]) => [name, redactedWhenSealed(value)]),
  );
  const messages = parsed.messages.map((message) => ({
    ...message,
    authorName: message.authorName === null ? null : redactedWhenSealed(message.authorName),
    text: redactedWhenSealed(message.text),
  }));
  return { id, clientId, fields, messages, savedAt, expiresAt };
}

const mails = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g;

/** Without a client yet it may become any of the person's. */
function emailHashesOf(
  privacy: Privacy,
  clientId: string | null,
  person: Person,
  fields: DraftFields,
  messages: readonly NewMessage[],
): string[] {
  const texts = [...Object.values(fields), ...messages.map((message) => message.text)];
  const named = new Set(texts.flatMap((text) => text.toLowerCase().match(mails) ?? []));
  const clients = clientId === null ? person.clients : [clientId];
  return clients.flatMap((client) =>
    [...named].flatMap((mail) => {
      const hash = privacy.emailHash(client, mail);
      return hash ? [Buffer.from(hash).toString('hex')] : [];
    }),
  );
}
