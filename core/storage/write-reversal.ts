import { randomUUID } from 'node:crypto';
import type { Privacy } from '../privacy/privacy.js';
import { disputedFlag } from '../reversals/claims.js';
import type { DisputeFacts, NewMessage, NewReversal, ReversalChanges } from '../reversals/ports.js';
import type { Identifier, Reversal } from '../reversals/reversal.js';
import { changeCustomer } from './change-customer.js';
import type { Prisma } from './generated/client.js';
import { messageRows } from './message-rows.js';
import { entryOf } from './read-reversal.js';
import { type Sealer, sealerOf } from './sealed-fields.js';
import { type SubjectRow, subjectFor } from './subjects.js';
import type { Transaction } from './transaction.js';
import { writeParts } from './write-parts.js';

/**
 * Writes a new entry with all that belongs to it, and returns it as it is read, with its subject. The
 * counter is locked from its number on, and every other entry waits: few statements come after it.
 */
export async function insertReversal(
  tx: Transaction,
  privacy: Privacy,
  entry: NewReversal,
): Promise<{ reversal: Reversal; subject: SubjectRow }> {
  const subject = await subjectFor(tx, privacy, entry.clientId, entry.customer);
  const sealer = sealerOf(privacy, subject);
  const id = randomUUID();
  const requesters = entry.requesters.map((one, position) => requesterRow(sealer, one, position));
  const row = await tx.reversal.create({
    data: {
      id,
      clientId: entry.clientId,
      subjectId: sealer.subjectId,
      paymentId: entry.paymentId,
      type: entry.type,
      kind: entry.kind,
      status: entry.status,
      ...amountColumns(entry),
      ...differenceColumns(entry),
      reason: sealer.seal('reversal.reason', id, entry.reason),
      trace: sealer.seal('reversal.trace', id, entry.trace),
      reasonCode: entry.reasonCode,
      cardLast4: entry.cardLast4,
      channel: entry.channel,
      occurredAt: entry.occurredAt,
      loggedAt: entry.loggedAt,
      dueAt: entry.dueAt,
      loggedById: entry.loggedById,
      assigneeId: entry.assigneeId,
      flags: [...entry.flags],
      contentHash: entry.contentHash,
      disputeStage: entry.dispute?.stage,
      respondBy: entry.dispute?.respondBy,
      correctsId: entry.correctsId,
      historic: entry.historic,
      readingReasons: [...entry.readingReasons],
      reviewReasons: [...entry.reviewReasons],
      // Asked for last: the counter's row stays locked from here to the commit.
      number: await nextNumber(tx),
    },
  });
  const messages = messageRows(sealer, id, entry.messages);
  await writeParts(tx, id, entry, requesters, messages);
  return { reversal: await entryOf(tx, privacy, row), subject };
}

/** Writes what is given of an entry; absent stays as it is. */
export async function updateReversal(
  tx: Transaction,
  privacy: Privacy,
  id: string,
  changes: ReversalChanges,
): Promise<void> {
  const subject =
    changes.customer === undefined
      ? await subjectOf(tx, id)
      : await changeCustomer(tx, privacy, id, changes.customer);
  const sealer = sealerOf(privacy, subject);
  if (changes.identifiers !== undefined) {
    await tx.reversalIdentifier.deleteMany({ where: { reversalId: id } });
    await writeIdentifiers(tx, id, changes.identifiers);
  }
  if (changes.addRequester) {
    const position = await tx.reversalRequester.count({ where: { reversalId: id } });
    const row = requesterRow(sealer, changes.addRequester, position);
    await tx.reversalRequester.create({ data: { ...row, reversalId: id } });
  }
  await tx.reversal.update({
    where: { id },
    data: {
      type: changes.type,
      status: changes.status,
      outcome: changes.outcome,
      payout: changes.payout,
      payoutReference: changes.payoutReference,
      paymentId: changes.paymentId,
      reasonCode: changes.reasonCode,
      assigneeId: changes.assigneeId,
      contentHash: changes.contentHash,
      evidenceId: changes.boundEvidenceId,
      round: changes.round,
      disputeResult: changes.disputeResult,
      dueAt: changes.dueAt,
      kind: changes.kind,
      occurredAt: changes.occurredAt,
      ...(changes.dispute && disputeColumns(changes.dispute)),
      ...(changes.joined !== undefined && {
        joinedIntoId: changes.joined?.intoId ?? null,
        joinedFrom: changes.joined?.from ?? null,
      }),
      ...amountColumns(changes),
      ...differenceColumns(changes),
      ...(changes.flags && { flags: changes.flags.filter((flag) => flag !== disputedFlag) }),
      ...(changes.reviewReasons && { reviewReasons: [...changes.reviewReasons] }),
      ...(changes.reason !== undefined && {
        reason: sealer.seal('reversal.reason', id, changes.reason),
      }),
    },
  });
}

export async function addMessages(
  tx: Transaction,
  privacy: Privacy,
  reversalId: string,
  messages: readonly NewMessage[],
): Promise<number> {
  const sealer = sealerOf(privacy, await subjectOf(tx, reversalId));
  return writeMessages(tx, sealer, reversalId, messages);
}

/** The subject an entry's texts are sealed under now. */
export async function subjectOf(tx: Transaction, reversalId: string) {
  const { subject } = await tx.reversal.findUniqueOrThrow({
    where: { id: reversalId },
    select: { subject: { include: { key: true } } },
  });
  return subject;
}

async function nextNumber(tx: Transaction): Promise<number> {
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    UPDATE "reference_counter" SET "last" = "last" + 1 WHERE "id" = 1 RETURNING "last"`;
  if (!counter) throw new Error('the counter of references is not there');
  return counter.last;
}

/** How many were new; the same message again, or one about an erased person, is not kept. */
async function writeMessages(
  tx: Transaction,
  sealer: Sealer,
  reversalId: string,
  messages: readonly NewMessage[],
): Promise<number> {
  const rows = messageRows(sealer, reversalId, messages);
  if (rows.length === 0) return 0;
  const { count } = await tx.message.createMany({ data: rows, skipDuplicates: true });
  return count;
}

async function writeIdentifiers(
  tx: Transaction,
  reversalId: string,
  identifiers: readonly Identifier[],
) {
  await tx.reversalIdentifier.createMany({
    data: identifiers.map(({ kind, value }) => ({ reversalId, kind, value })),
    skipDuplicates: true,
  });
}

function requesterRow(
  sealer: Sealer,
  requester: { personId: string | null; label: string },
  position: number,
) {
  const id = randomUUID();
  const label = sealer.seal('requester.label', id, requester.label);
  return { id, personId: requester.personId, label, position };
}

type AmountColumns = Pick<Prisma.ReversalUncheckedUpdateInput, 'amountMinor' | 'currency'>;

function amountColumns({ amount }: Pick<ReversalChanges, 'amount'>) {
  if (amount === undefined) return {};
  return {
    amountMinor: amount?.minor ?? null,
    currency: amount?.currency ?? null,
  } satisfies AmountColumns;
}

function disputeColumns(dispute: DisputeFacts) {
  return {
    disputeStage: dispute.stage,
    disputeStatus: dispute.status,
    disputeRaw: dispute.rawStatus,
    respondBy: dispute.respondBy,
    disputeFunds: dispute.funds,
    dueIsEstimated: dispute.dueIsEstimated,
    settledMinor: dispute.settled?.minor ?? null,
    settledCurrency: dispute.settled?.currency ?? null,
    feeMinor: dispute.fee?.minor ?? null,
    feeCurrency: dispute.fee?.currency ?? null,
  };
}

function differenceColumns({ before, after }: Pick<ReversalChanges, 'before' | 'after'>) {
  return {
    ...(before !== undefined && {
      beforeMinor: before?.minor ?? null,
      beforeCurrency: before?.currency ?? null,
    }),
    ...(after !== undefined && {
      afterMinor: after?.minor ?? null,
      afterCurrency: after?.currency ?? null,
    }),
  };
}
