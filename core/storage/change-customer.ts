import type { Privacy } from '../privacy/privacy.js';
import type { Customer } from '../reversals/reversal.js';
import { type Sealer, type SubjectWithKey, sealerOf } from './sealed-fields.js';
import {
  createSubject,
  customerOf,
  findSubject,
  hashesOf,
  type SubjectRow,
  writeCustomer,
} from './subjects.js';
import { sealExampleAnew } from './training-examples.js';
import type { Transaction } from './transaction.js';

/**
 * Gives an entry another customer and returns its subject then. The entry's own subject is
 * filled where it can be; where the person is known already, or the subject is shared with other
 * entries, the entry moves and its texts are sealed anew. History and votes stay under the key
 * they were written with. An erased subject takes nobody in: nothing changes.
 */
export async function changeCustomer(
  tx: Transaction,
  privacy: Privacy,
  reversalId: string,
  customer: Customer | null,
): Promise<SubjectWithKey> {
  const current = await lockSubjectOf(tx, reversalId);
  if (!current.key) return current;
  const hashes = hashesOf(privacy, current.clientId, customer);
  const found = await findSubject(tx, current.clientId, hashes);
  const owner = found && found.id !== current.id ? found : null;
  const entries = await tx.reversal.count({ where: { subjectId: current.id } });
  const isSamePerson = fits(current.emailHash, hashes.emailHash);
  if (!owner && customer && isSamePerson) {
    const merged = { ...customerOf(privacy, current), ...customer };
    return writeCustomer(tx, privacy, current, merged, hashes);
  }
  if (!owner && entries === 1) return replaceCustomer(tx, privacy, current, customer);
  const target = owner ?? (await createSubject(tx, privacy, current.clientId, customer, hashes));
  if (!target) throw new Error('a subject found nowhere could not be created either');
  await sealAnew(tx, reversalId, sealerOf(privacy, current), sealerOf(privacy, target));
  if (entries === 1) await pointTo(tx, current.id, target.id);
  return target;
}

async function lockSubjectOf(tx: Transaction, reversalId: string): Promise<SubjectRow> {
  const { subjectId } = await tx.reversal.findUniqueOrThrow({
    where: { id: reversalId },
    select: { subjectId: true },
  });
  await tx.$queryRaw`SELECT 1 FROM "subject" WHERE "id" = ${subjectId}::uuid FOR UPDATE`;
  return tx.subject.findUniqueOrThrow({ where: { id: subjectId }, include: { key: true } });
}

/** Known e-mails that differ are two people; one that is unknown may be either. */
function fits(known: Uint8Array | null, given: Uint8Array | null): boolean {
  return !known || !given || Buffer.from(known).equals(Buffer.from(given));
}

async function replaceCustomer(
  tx: Transaction,
  privacy: Privacy,
  subject: SubjectRow,
  customer: Customer | null,
): Promise<SubjectRow> {
  const none = { emailHash: null, phoneHash: null };
  await tx.subject.update({ where: { id: subject.id }, data: none });
  const hashes = hashesOf(privacy, subject.clientId, customer);
  return writeCustomer(tx, privacy, { ...subject, ...none }, customer, hashes);
}

/** An erasure of the person then destroys this key too (`same_as_id`). */
async function pointTo(tx: Transaction, subjectId: string, sameAsId: string) {
  await tx.subject.update({
    where: { id: subjectId },
    data: { sameAsId, emailHash: null, phoneHash: null, sealed: null },
  });
}

async function sealAnew(tx: Transaction, reversalId: string, from: Sealer, to: Sealer) {
  const reversal = await tx.reversal.findUniqueOrThrow({
    where: { id: reversalId },
    include: { requesters: true, messages: true, example: true },
  });
  const anew = (
    field: 'reversal.reason' | 'reversal.trace' | 'requester.label' | 'message.author_name',
    rowId: string,
    sealed: Uint8Array | null,
  ) => to.seal(field, rowId, from.open(field, rowId, sealed));
  await tx.reversal.update({
    where: { id: reversalId },
    data: {
      subjectId: to.subjectId,
      reason: anew('reversal.reason', reversalId, reversal.reason),
      trace: anew('reversal.trace', reversalId, reversal.trace),
    },
  });
  for (const { id, label } of reversal.requesters) {
    const data = { label: anew('requester.label', id, label) };
    await tx.reversalRequester.update({ where: { id }, data });
  }
  for (const { id, text, authorName } of reversal.messages) {
    const sealed = to.seal('message.text', id, from.open('message.text', id, text));
    if (!sealed) throw new Error('a message could not be sealed under a key that exists');
    const data = { text: sealed, authorName: anew('message.author_name', id, authorName) };
    await tx.message.update({ where: { id }, data });
  }
  if (reversal.example) await sealExampleAnew(tx, reversal.example, from, to);
}
