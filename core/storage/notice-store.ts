import { z } from 'zod';
import { parseCurrency } from '../reversals/money.js';
import { caseOf, disputeStates, type Notice } from '../reversals/notice.js';
import type { LogTransaction } from '../reversals/ports.js';
import { disputeStages, type Identifier } from '../reversals/reversal.js';
import type { Transaction } from './transaction.js';

type NoticeWork = Pick<
  LogTransaction,
  | 'takeNotice'
  | 'wasNoticed'
  | 'linkNotice'
  | 'noticesOfCase'
  | 'noticesOn'
  | 'entriesOfCase'
  | 'caseItem'
  | 'addSource'
  | 'positionsTaken'
>;

/** Events of processors, and the source items that stand for their disputes and refunds. */
export function noticeWorkOf(tx: Transaction): NoticeWork {
  return {
    async takeNotice(connectionId, notice, at) {
      const about = caseOf(notice);
      // Two events of one case take turns: each sees what the other wrote.
      await lockCase(tx, connectionId, about ?? notice.payment[0] ?? null);
      const { count } = await tx.notice.createMany({
        data: [
          {
            connectionId,
            eventId: notice.eventId,
            kind: notice.kind,
            caseKind: about?.kind ?? null,
            caseId: about?.value ?? null,
            occurredAt: notice.occurredAt,
            receivedAt: at,
            content: toStored(notice),
          },
        ],
        skipDuplicates: true,
      });
      return count === 1;
    },

    wasNoticed: async (connectionId, eventId) =>
      (await tx.notice.count({ where: { connectionId, eventId } })) > 0,

    async linkNotice(connectionId, eventId, reversalId) {
      await tx.notice.update({
        where: { connectionId_eventId: { connectionId, eventId } },
        data: { reversalId },
      });
    },

    async noticesOfCase(connectionId, { kind, value }) {
      const rows = await tx.notice.findMany({
        where: { connectionId, caseKind: kind, caseId: value },
      });
      return rows.map((row) => fromStored(row.content));
    },

    async noticesOn(reversalId) {
      const rows = await tx.notice.findMany({ where: { reversalId } });
      return rows.map((row) => fromStored(row.content));
    },

    async entriesOfCase(connectionId, clientId, { kind, value }) {
      const rows = await tx.reversal.findMany({
        where: {
          clientId,
          OR: [
            { notices: { some: { connectionId, caseKind: kind, caseId: value } } },
            { identifiers: { some: { kind, value } } },
            { payoutReference: value },
          ],
        },
        select: { number: true },
        orderBy: { number: 'desc' },
      });
      return rows.map((row) => row.number);
    },

    async caseItem(connectionId, externalId, url, at) {
      const seen = { verdict: 'logged' as const, judgedVerdict: 'logged' as const, judgedAt: at };
      const { id } = await tx.sourceItem.upsert({
        where: { connectionId_externalId: { connectionId, externalId } },
        create: {
          connectionId,
          externalId,
          sourceUpdatedAt: at,
          judgedUpdatedAt: at,
          url,
          ...seen,
        },
        update: { ...seen, ...(url === null ? {} : { url }) },
        select: { id: true },
      });
      return id;
    },

    async addSource(reversalId, sourceItemId) {
      const isLinked = await tx.reversalSource.count({ where: { reversalId, sourceItemId } });
      if (isLinked > 0) return;
      const position = await tx.reversalSource.count({ where: { sourceItemId } });
      await tx.reversalSource.create({ data: { reversalId, sourceItemId, position } });
    },

    positionsTaken: (sourceItemId) => tx.reversalSource.count({ where: { sourceItemId } }),
  };
}

async function lockCase(tx: Transaction, connectionId: string, about: Identifier | null) {
  const lock = JSON.stringify(['notice', connectionId, about]);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
}

const money = z.object({ minor: z.string(), currency: z.string() }).transform((value, context) => {
  const currency = parseCurrency(value.currency);
  if (currency) return { minor: BigInt(value.minor), currency };
  context.addIssue({ code: 'custom', message: 'is no currency' });
  return z.NEVER;
});
const identifier = z.object({ kind: z.string(), value: z.string() });
const text = z.string().nullable();
const every = {
  eventId: z.string(),
  occurredAt: z.coerce.date(),
  processor: z.string(),
  payment: z.array(identifier),
  raw: z.object({ event: z.string(), status: text, code: text }),
};

const stored = z.discriminatedUnion('kind', [
  z.object({
    ...every,
    kind: z.literal('dispute'),
    dispute: identifier,
    isByPayment: z.boolean().optional(),
    url: text,
    stage: z.enum(disputeStages).nullable(),
    state: z.enum(disputeStates).nullable(),
    isFinal: z.boolean(),
    funds: z.enum(['withdrawn', 'returned']).nullable(),
    amount: money.nullable(),
    settlement: money.nullable(),
    fee: money.nullable(),
    reasonCode: text,
    reason: text,
    network: text,
    respondBy: z.coerce.date().nullable(),
  }),
  z.object({
    ...every,
    kind: z.literal('refund'),
    refund: identifier,
    url: text,
    state: z.enum(['pending', 'succeeded', 'failed']),
    amount: money,
    failure: text,
  }),
  z.object({
    ...every,
    kind: z.literal('payment'),
    captured: money,
    isPart: z.boolean(),
    failedBy: z.string().optional(),
    isTakenBack: z.boolean().optional(),
    returned: money.nullable(),
  }),
]) satisfies z.ZodType<Notice>;

const fromStored = (content: unknown): Notice => stored.parse(content);

/** As plain JSON: amounts as text, so that none loses its last digits. */
function toStored(notice: Notice): object {
  return JSON.parse(
    JSON.stringify(notice, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  ) as object;
}
