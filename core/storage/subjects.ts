import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Bytes, Privacy } from '../privacy/privacy.js';
import type { Customer } from '../reversals/reversal.js';
import { type SubjectWithKey, sealerOf } from './sealed-fields.js';
import type { Transaction } from './transaction.js';

const storedCustomer = z.object({
  email: z.string().optional(),
  phone: z.string().optional(),
  name: z.string().optional(),
});

type Hashes = { emailHash: Bytes | null; phoneHash: Bytes | null };

export type SubjectRow = SubjectWithKey & {
  emailHash: Uint8Array | null;
  phoneHash: Uint8Array | null;
  sealed: Uint8Array | null;
};

/**
 * The subject of a new entry: by e-mail within the client, else by phone, else a new one. Two
 * transactions that bring the same new person at once end with one subject.
 */
export async function subjectFor(
  tx: Transaction,
  privacy: Privacy,
  clientId: string,
  customer: Customer | null,
): Promise<SubjectRow> {
  const hashes = hashesOf(privacy, clientId, customer);
  const found = await findSubject(tx, clientId, hashes);
  if (found) return fillIn(tx, privacy, found, customer ?? {}, hashes);
  const created = await createSubject(tx, privacy, clientId, customer, hashes);
  if (created) return created;
  // Another transaction committed the same person while this one waited for the unique key.
  const theirs = await findSubject(tx, clientId, hashes);
  if (!theirs) throw new Error('a subject found nowhere could not be created either');
  return fillIn(tx, privacy, theirs, customer ?? {}, hashes);
}

export function customerOf(
  privacy: Privacy,
  subject: SubjectWithKey & { sealed: Uint8Array | null },
): Customer | null {
  const text = sealerOf(privacy, subject).open('subject.customer', subject.id, subject.sealed);
  return text === null ? null : storedCustomer.parse(JSON.parse(text));
}

export function hashesOf(privacy: Privacy, clientId: string, customer: Customer | null): Hashes {
  return {
    emailHash: customer?.email ? privacy.emailHash(clientId, customer.email) : null,
    phoneHash: customer?.phone ? privacy.phoneHash(clientId, customer.phone) : null,
  };
}

/** Finds and locks. A phone alone names nobody when people with different e-mails share it. */
export async function findSubject(
  tx: Transaction,
  clientId: string,
  { emailHash, phoneHash }: Hashes,
): Promise<SubjectRow | null> {
  if (emailHash) {
    const byEmail = await tx.subject.findFirst({ where: { clientId, emailHash } });
    const held = byEmail && (await lockHeld(tx, byEmail.id));
    if (held) return held;
  }
  if (!phoneHash) return null;
  const byPhone = await tx.subject.findMany({
    where: { clientId, phoneHash, ...(emailHash ? { emailHash: null } : {}) },
    take: 2,
  });
  const only = byPhone.length > 1 ? byPhone.find((one) => one.emailHash === null) : byPhone[0];
  return only ? lockHeld(tx, only.id) : null;
}

/** Null where the key is gone: such a subject takes nobody in and cannot be searched for again. */
async function lockHeld(tx: Transaction, id: string): Promise<SubjectRow | null> {
  await tx.$queryRaw`SELECT 1 FROM "subject" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const subject = await tx.subject.findUniqueOrThrow({ where: { id }, include: { key: true } });
  if (subject.key) return subject;
  await tx.subject.update({
    where: { id },
    data: { emailHash: null, phoneHash: null, sealed: null },
  });
  return null;
}

/** Null when somebody else holds these hashes. */
export async function createSubject(
  tx: Transaction,
  privacy: Privacy,
  clientId: string,
  customer: Customer | null,
  hashes: Hashes,
): Promise<SubjectRow | null> {
  const id = randomUUID();
  const key = { wrapped: privacy.wrap(privacy.newSubjectKey(), clientId, id) };
  const sealer = sealerOf(privacy, { id, clientId, key });
  const sealed = sealer.seal('subject.customer', id, textOf(customer));
  const count = await tx.$executeRaw`
    WITH made AS (
      INSERT INTO "subject" ("id", "client_id", "email_hash", "phone_hash", "sealed")
      VALUES (${id}::uuid, ${clientId}, ${hashes.emailHash}::bytea, ${hashes.phoneHash}::bytea,
        ${sealed}::bytea)
      ON CONFLICT DO NOTHING
      RETURNING "id"
    )
    INSERT INTO "subject_key" ("subject_id", "wrapped") SELECT "id", ${key.wrapped}::bytea FROM made`;
  if (count === 0) return null;
  return { id, clientId, key, sealed, ...hashes };
}

/** Adds what was not known of the person yet; what was known stays as it is. */
async function fillIn(
  tx: Transaction,
  privacy: Privacy,
  subject: SubjectRow,
  customer: Customer,
  hashes: Hashes,
): Promise<SubjectRow> {
  const known = customerOf(privacy, subject) ?? {};
  const merged = { ...withoutGaps(customer), ...withoutGaps(known) };
  if (Object.keys(merged).length === Object.keys(withoutGaps(known)).length) return subject;
  return writeCustomer(tx, privacy, subject, merged, {
    emailHash: known.email ? null : hashes.emailHash,
    phoneHash: known.phone ? null : hashes.phoneHash,
  });
}

/** Writes a subject's customer anew. A hash that is null here stays as it stands. */
export async function writeCustomer(
  tx: Transaction,
  privacy: Privacy,
  subject: SubjectRow,
  customer: Customer | null,
  hashes: Hashes,
): Promise<SubjectRow> {
  const sealer = sealerOf(privacy, subject);
  const data = {
    sealed: sealer.seal('subject.customer', subject.id, textOf(customer)),
    ...(hashes.emailHash ? { emailHash: hashes.emailHash } : {}),
    ...(hashes.phoneHash ? { phoneHash: hashes.phoneHash } : {}),
  };
  await tx.subject.update({ where: { id: subject.id }, data });
  return { ...subject, ...data };
}

function textOf(customer: Customer | null): string | null {
  const parts = withoutGaps(customer ?? {});
  return Object.keys(parts).length > 0 ? JSON.stringify(parts) : null;
}

function withoutGaps(customer: Customer): Customer {
  return Object.fromEntries(Object.entries(customer).filter(([, value]) => Boolean(value)));
}
