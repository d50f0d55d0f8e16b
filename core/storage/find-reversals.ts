import { z } from 'zod';
import type { Privacy } from '../privacy/privacy.js';
import {
  type EntryOrder,
  type FindFilter,
  InvalidCursorError,
  type Page,
} from '../reversals/ports.js';
import { parseReference, type Reversal } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { ofIdentifier } from './of-identifier.js';
import { entriesOf } from './read-reversal.js';
import type { WithPrisma } from './transaction.js';

/**
 * Entries of these clients, in the order asked for. `from` and `to` are instants, inclusive.
 * Throws `InvalidCursorError` for a cursor that no page of this list gave out.
 */
export async function findReversals(
  { prisma }: WithPrisma,
  privacy: Privacy,
  filter: FindFilter,
  limit: number,
  cursor: string | null,
): Promise<Page<Reversal>> {
  const order = filter.sort ?? '-loggedAt';
  const after = cursor === null ? null : readCursor(cursor, order);
  if (filter.clients.length === 0) return { items: [], nextCursor: null, total: 0 };
  const parts = await conditionsOf(prisma, privacy, filter);
  const rows = await prisma.reversal.findMany({
    where: { AND: after ? [...parts, behind(order, after)] : parts },
    orderBy: [orderings[order], { id: 'asc' }],
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isAll = after === null && rows.length <= limit;
  const [items, total] = await Promise.all([
    entriesOf(prisma, privacy, shown),
    isAll ? Math.min(rows.length, countedMost(filter)) : countOf(prisma, filter, parts, order),
  ]);
  return {
    items,
    nextCursor: rows.length > limit && last ? writeCursor(order, last) : null,
    total,
  };
}

const countedMost = ({ countMost = Number.POSITIVE_INFINITY }: FindFilter) => countMost + 1;

/** All there are, or one more than `countMost` where there are more. */
function countOf(
  prisma: WithPrisma['prisma'],
  filter: FindFilter,
  parts: Where[],
  order: EntryOrder,
): Promise<number> {
  const where = { AND: parts };
  if (filter.countMost === undefined) return prisma.reversal.count({ where });
  // Without an order Prisma takes the id's, and sorts all there are to count a few. Only an index
  // stops early, so it is the order of the index that serves the question best.
  const orderBy = isOfAmountAlone(filter)
    ? [orderings.amount]
    : [orderings[order], { id: 'asc' } as const];
  return prisma.reversal.count({ where, take: countedMost(filter), orderBy });
}

/** What the index of a type's amounts holds, and what says nothing of the entry. */
const besideAmount = new Set([
  'clients',
  'type',
  'status',
  'currency',
  'minAmount',
  'maxAmount',
  'sort',
  'countMost',
]);

function isOfAmountAlone(filter: FindFilter): boolean {
  const isBounded = filter.minAmount !== undefined || filter.maxAmount !== undefined;
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  return filter.type !== undefined && isBounded && asked.every(([name]) => besideAmount.has(name));
}

/** Everything a filter asks for, as conditions that all must hold. */
export async function conditionsOf(
  prisma: WithPrisma['prisma'],
  privacy: Privacy,
  filter: FindFilter,
): Promise<Where[]> {
  return [
    plainConditions(filter),
    dateCondition(filter),
    filter.agent === undefined ? {} : await ofAgent(prisma, filter.agent),
    filter.source === undefined ? {} : ofSource(filter.source),
    filter.q === undefined ? {} : await matching(prisma, privacy, filter.clients, filter.q),
    filter.customer === undefined
      ? {}
      : {
          subjectId: {
            in: await subjectsMatching(prisma, privacy, filter.clients, filter.customer),
          },
        },
    filter.identifier === undefined ? {} : await ofIdentifier(prisma, filter.identifier.trim()),
    filter.reasonCode === undefined ? {} : { reasonCode: anyCase(filter.reasonCode) },
  ];
}

type Where = Prisma.ReversalWhereInput;

function plainConditions(filter: FindFilter): Where {
  return {
    clientId: { in: [...filter.clients] },
    type: filter.type,
    status: filter.status,
    currency: filter.currency,
    amountMinor: { gte: filter.minAmount, lte: filter.maxAmount },
    ...(filter.includeHistoric === false ? { historic: false } : {}),
  };
}

/**
 * Every way an entry comes to be decided, as history names it. The index `history_decided` names the same:
 * with one that it lacks it serves no question.
 */
export const decidingActions = [
  ...['approve', 'reject', 'request_changes', 'accept', 'contest', 'next_step', 'answer'],
  ...['approved_by_policy', 'rejected_by_policy'],
];

function dateCondition({ from, to, dateOf }: FindFilter): Where {
  if (!from && !to) return dateOf === 'due' ? { dueAt: { not: null } } : {};
  const range = { gte: from, lte: to };
  switch (dateOf) {
    case 'decided':
      return { history: { some: { action: { in: decidingActions }, at: range } } };
    case 'occurred':
      return { occurredAt: range };
    case 'due':
      return { dueAt: range };
    default:
      return { loggedAt: range };
  }
}

/** Whoever logged it, has it, or voted on it, by e-mail or by (part of the) name. */
async function ofAgent(prisma: WithPrisma['prisma'], agent: string): Promise<Where> {
  const wanted = agent.trim().toLowerCase();
  // Compared here: in SQL the signs % and _ of a typed name would be wildcards.
  const people = await prisma.person.findMany({ select: { id: true, email: true, name: true } });
  const ids = people
    .filter(
      ({ email, name }) =>
        wanted !== '' && (email === wanted || name.toLowerCase().includes(wanted)),
    )
    .map((person) => person.id);
  return {
    OR: [
      { loggedById: { in: ids } },
      { assigneeId: { in: ids } },
      { decisions: { some: { personId: { in: ids }, voidedAt: null } } },
    ],
  };
}

/** A connection's id, a connector's name, or a channel. */
function ofSource(source: string): Where {
  const isFrom = (item: Prisma.SourceItemWhereInput): Where => ({ sources: { some: { item } } });
  return {
    OR: [
      { channel: source },
      isFrom({ connectionId: source }),
      isFrom({ connection: { connector: source } }),
    ],
  };
}

/** Reference, identifier (a prefix when it ends in … or *), reason code, e-mail, phone, last four. */
async function matching(
  prisma: WithPrisma['prisma'],
  privacy: Privacy,
  clients: readonly string[],
  q: string,
): Promise<Where> {
  const text = q.trim();
  const number = parseReference(text);
  if (number !== null) return { number };
  const subjectIds = await subjectsMatching(prisma, privacy, clients, text);
  const any: Where[] = [await ofIdentifier(prisma, text), { reasonCode: anyCase(text) }];
  if (subjectIds.length > 0) any.push({ subjectId: { in: subjectIds } });
  return { OR: any };
}

const anyCase = (text: string) => ({ in: [text, text.toUpperCase(), text.toLowerCase()] });

/** Each client has its own hash of a mail or phone, so nothing of another client is found. */
async function subjectsMatching(
  prisma: WithPrisma['prisma'],
  privacy: Privacy,
  clients: readonly string[],
  text: string,
): Promise<string[]> {
  const isPhone = /^\+?[\d\s().-]{7,}$/.test(text);
  const wanted = clients.flatMap((clientId): Prisma.SubjectWhereInput[] => {
    const emailHash = privacy.emailHash(clientId, text);
    const phoneHash = isPhone ? privacy.phoneHash(clientId, text) : null;
    return [
      ...(emailHash ? [{ clientId, emailHash }] : []),
      ...(phoneHash ? [{ clientId, phoneHash }] : []),
    ];
  });
  if (wanted.length === 0) return [];
  const found = await prisma.subject.findMany({ where: { OR: wanted }, select: { id: true } });
  return found.map((subject) => subject.id);
}

type Ordering = Prisma.ReversalOrderByWithRelationInput;

const orderings: Readonly<Record<EntryOrder, Ordering>> = {
  loggedAt: { loggedAt: 'asc' },
  '-loggedAt': { loggedAt: 'desc' },
  amount: { amountMinor: { sort: 'asc', nulls: 'last' } },
  '-amount': { amountMinor: { sort: 'desc', nulls: 'last' } },
  dueAt: { dueAt: { sort: 'asc', nulls: 'last' } },
  '-dueAt': { dueAt: { sort: 'desc', nulls: 'last' } },
};
const columns = { loggedAt: 'loggedAt', amount: 'amountMinor', dueAt: 'dueAt' } as const;

type Position = { value: Date | bigint | null; id: string };
type Sorted = { loggedAt: Date; amountMinor: bigint | null; dueAt: Date | null; id: string };

const columnOf = (order: EntryOrder) => columns[order.replace('-', '') as keyof typeof columns];

/** What comes behind a place in the list; entries without a value stand at its end. */
function behind(order: EntryOrder, { value, id }: Position): Where {
  const column = columnOf(order);
  const next: Where = { AND: [{ [column]: value }, { id: { gt: id } }] };
  if (value === null) return next;
  const beyond: Where = { [column]: order.startsWith('-') ? { lt: value } : { gt: value } };
  return { OR: [beyond, next, ...(column === 'loggedAt' ? [] : [{ [column]: null }])] };
}

const storedCursor = z.tuple([z.string(), z.string().nullable(), z.uuid()]);

function writeCursor(order: EntryOrder, row: Sorted): string {
  const value = row[columnOf(order)];
  const text = value instanceof Date ? value.toISOString() : (value?.toString() ?? null);
  return Buffer.from(JSON.stringify([order, text, row.id])).toString('base64url');
}

function readCursor(cursor: string, order: EntryOrder): Position {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const read = z
    .string()
    .transform((json, context) => parseJson(json) ?? context.addIssue({ code: 'custom' }))
    .pipe(storedCursor)
    .safeParse(text);
  if (!read.success || read.data[0] !== order) throw new InvalidCursorError();
  const [, value, id] = read.data;
  if (value === null) return { value, id };
  const isAmount = columnOf(order) === 'amountMinor';
  if (!(isAmount ? /^\d{1,19}$/ : /^\d{4}-\d\d-\d\dT[\d:.]+Z$/).test(value))
    throw new InvalidCursorError();
  return { value: isAmount ? BigInt(value) : new Date(value), id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one of the ways not to be a cursor.
    return null;
  }
}
