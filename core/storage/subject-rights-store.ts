import { randomUUID } from 'node:crypto';
import type { Privacy } from '../privacy/privacy.js';
import {
  type ErasureResult,
  holdsOn,
  type Leftover,
  type SubjectRequest,
  type SubjectRights,
} from '../privacy/subject-rights.js';
import { dayIn } from '../reversals/desk-tools.js';
import type { NewHistoryEntry } from '../reversals/ports.js';
import { referenceOf } from '../reversals/reversal.js';
import { draftsNaming, dropDraftsNaming } from './draft-store.js';
import type { Prisma } from './generated/client.js';
import { addHubHistory, addReversalHistory } from './history-store.js';
import { addEffect } from './log-transaction.js';
import { customerOf } from './subjects.js';
import { dropModel, lockLearning } from './training-store.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

const chain = 'privacy';

/** Erases and finds a customer at one client; nothing of another client is read or counted. */
export function createSubjectRights(database: WithPrisma, privacy: Privacy): SubjectRights {
  return {
    erase: (request) => inTransaction(database, (tx) => erase(tx, privacy, request)),

    findForExport: (request) =>
      inTransaction(database, async (tx) => {
        const subjects = await subjectsNamed(tx, privacy, request);
        const [subject] = subjects;
        const drafts = await draftsNaming(tx, privacy, request);
        if (!subject && drafts.length === 0) return null;
        const entries = await entriesOf(tx, subjects);
        await lockLearning(tx);
        await addHubHistory(tx, chain, {
          ...lineOf(request, 'subject_exported'),
          facts: {
            ...factsOf(request),
            subject: subject?.id ?? null,
            entries: entries.length,
            drafts: drafts.length,
          },
        });
        return {
          customer: subject ? customerOf(privacy, subject) : null,
          reversalIds: entries.map((entry) => entry.id),
          drafts,
        };
      }),
  };
}

async function erase(
  tx: Transaction,
  privacy: Privacy,
  request: SubjectRequest,
): Promise<ErasureResult> {
  // Unsent requests are no record: no hold keeps them, and they may name whom no entry names.
  await dropDraftsNaming(tx, privacy, request);
  // Entries before subjects, as every change of an entry locks them.
  await lockEntries(tx, await subjectsNamed(tx, privacy, request));
  const subjects = await subjectsNamed(tx, privacy, request, { lock: true });
  const [subject] = subjects;
  if (!subject) return { result: 'nobody' };
  const entries = await entriesOf(tx, subjects);
  const holds = holdsOn(entries, request.at);
  if (holds.length > 0) return { result: 'held', holds };
  const ids = subjects.map((one) => one.id);
  const leftovers = await leftoversOf(tx, entries, subject);
  const examples = await tx.trainingExample.deleteMany({ where: { subjectId: { in: ids } } });
  const keys = await tx.subjectKey.deleteMany({ where: { subjectId: { in: ids } } });
  await tx.subject.updateMany({
    where: { id: { in: ids } },
    data: { emailHash: null, phoneHash: null, sealed: null, erasedAt: request.at },
  });
  await forgetReasons(tx, entries);
  for (const entry of entries) {
    await redraw(tx, entry, request);
    await addReversalHistory(tx, privacy, entry.id, {
      ...lineOf(request, 'subject_erased'),
      facts: factsOf(request),
      values: {},
    });
  }
  const modelVersion = await dropModel(tx, request.clientId, request.at);
  await addHubHistory(tx, chain, {
    ...lineOf(request, 'subject_erased'),
    facts: {
      ...factsOf(request),
      subject: subject.id,
      entries: entries.length,
      keys: keys.count,
      examples: examples.count,
      leftovers: leftovers.length,
      modelVersion,
    },
  });
  return {
    result: 'erased',
    references: entries.map((entry) => entry.reference),
    keys: keys.count,
    examples: examples.count,
    leftovers,
  };
}

function lineOf({ at, byPersonId }: SubjectRequest, action: string) {
  const actor: NewHistoryEntry['actor'] =
    byPersonId === null ? { kind: 'hub' } : { kind: 'person', personId: byPersonId };
  return { at, action, actor, surface: 'command_line' as const };
}

const factsOf = ({ clientId, instruction }: SubjectRequest) => ({ client: clientId, instruction });

type SubjectRow = Prisma.SubjectGetPayload<{ include: { key: true } }>;

/** The person of this e-mail first, then all who turned out to be the same (`same_as_id`). */
async function subjectsNamed(
  tx: Transaction,
  privacy: Privacy,
  { clientId, email }: SubjectRequest,
  { lock } = { lock: false },
): Promise<SubjectRow[]> {
  const emailHash = privacy.emailHash(clientId, email);
  const named = emailHash && (await tx.subject.findFirst({ where: { clientId, emailHash } }));
  if (!named) return [];
  const ids = [named.id];
  for (let newest = ids; newest.length > 0; ) {
    const same = await tx.subject.findMany({
      where: { sameAsId: { in: newest }, id: { notIn: ids } },
      select: { id: true },
    });
    newest = same.map((one) => one.id);
    ids.push(...newest);
  }
  if (lock) {
    for (const id of ids.toSorted()) {
      await tx.$queryRaw`SELECT 1 FROM "subject" WHERE "id" = ${id}::uuid FOR UPDATE`;
    }
  }
  const rows = await tx.subject.findMany({ where: { id: { in: ids } }, include: { key: true } });
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

async function lockEntries(tx: Transaction, subjects: readonly SubjectRow[]) {
  for (const { id } of (await entriesOf(tx, subjects)).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    await tx.$queryRaw`SELECT 1 FROM "reversal" WHERE "id" = ${id}::uuid FOR UPDATE`;
  }
}

async function entriesOf(tx: Transaction, subjects: readonly SubjectRow[]) {
  const rows = await tx.reversal.findMany({
    where: { subjectId: { in: subjects.map((one) => one.id) } },
    include: { sources: { include: { item: true } }, card: true, client: true },
    orderBy: { number: 'asc' },
  });
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}

type Entry = Awaited<ReturnType<typeof entriesOf>>[number];

/** Reasons may quote words that the person wrote. */
async function forgetReasons(tx: Transaction, entries: readonly Entry[]) {
  const ids = entries.map((entry) => entry.id);
  await tx.reversal.updateMany({ where: { id: { in: ids } }, data: { readingReasons: [] } });
  const itemIds = entries.flatMap((entry) => entry.sources.map((one) => one.sourceItemId));
  await tx.sourceItem.updateMany({ where: { id: { in: itemIds } }, data: { reasons: [] } });
}

/** The hub's own words in chat: the card and the day's list, where they stand. */
async function redraw(tx: Transaction, entry: Entry, { at }: SubjectRequest) {
  const day = dayIn(entry.client.timezone, entry.loggedAt);
  const list = await tx.foldedList.findUnique({
    where: { clientId_day: { clientId: entry.clientId, day } },
  });
  const kinds = [
    ...(entry.card ? (['show_card'] as const) : []),
    ...(list ? (['show_folded_list'] as const) : []),
  ];
  for (const kind of kinds) {
    await addEffect(tx, {
      kind,
      dedupeKey: `${kind}:${entry.id}:${randomUUID()}`,
      reversalId: entry.id,
      clientId: entry.clientId,
      payload: {},
      notBefore: at,
    });
  }
}

async function leftoversOf(
  tx: Transaction,
  entries: readonly Entry[],
  { clientId, phoneHash }: SubjectRow,
): Promise<Leftover[]> {
  const nameOf = new Map(entries.map((entry) => [entry.id, entry.reference]));
  const threads = await tx.threadMessage.findMany({
    where: { reversalId: { in: [...nameOf.keys()] } },
    orderBy: { sentAt: 'asc' },
  });
  const samePhone = phoneHash
    ? await tx.reversal.findMany({
        where: { clientId, subject: { phoneHash, emailHash: null } },
        select: { number: true },
        orderBy: { number: 'asc' },
      })
    : [];
  return [
    ...entries.flatMap((entry) =>
      entry.sources.map(({ item }): Leftover => {
        const { connectionId: connection, externalId, url } = item;
        return { kind: 'source_item', reference: entry.reference, connection, externalId, url };
      }),
    ),
    ...threads.map(({ reversalId, chatChannelId: channel, chatMessageId: message }): Leftover => {
      return { kind: 'chat_message', reference: nameOf.get(reversalId) ?? '', channel, message };
    }),
    ...samePhone.map(
      ({ number }): Leftover => ({ kind: 'same_phone', reference: referenceOf(number) }),
    ),
  ];
}
