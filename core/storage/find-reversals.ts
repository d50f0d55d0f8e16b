import { z } from 'zod';
import type { Privacy } from '../privacy/privacy.js';
import { type FindFilter, InvalidCursorError, type Page } from '../reversals/ports.js';
import { parseReference, type Reversal } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { reversalOf, reversalParts } from './read-reversal.js';
import type { WithPrisma } from './transaction.js';

/**
 * Entries of these clients, newest first. `from` and `to` are instants of logging, inclusive.
 * Throws `InvalidCursorError` for a cursor that no page of this list gave out.
 */
export async function findReversals(
  { prisma }: WithPrisma,
  privacy: Privacy,
  filter: FindFilter,
  limit: number,
  cursor: string | null,
): Promise<Page<Reversal>> {
  const after = cursor === null ? null : readCursor(cursor);
  if (filter.clients.length === 0) return { items: [], nextCursor: null, total: 0 };
  const parts = [
    plainConditions(filter),
    filter.agent === undefined ? {} : await ofAgent(prisma, filter.agent),
    filter.source === undefined ? {} : ofSource(filter.source),
    filter.q === undefined ? {} : await matching(prisma, privacy, filter.clients, filter.q),
  ];
  const [total, rows] = await Promise.all([
    prisma.reversal.count({ where: { AND: parts } }),
    prisma.reversal.findMany({
      where: { AND: after ? [...parts, olderThan(after)] : parts },
      include: reversalParts,
      orderBy: [{ loggedAt: 'desc' }, { id: 'asc' }],
      take: limit + 1,
    }),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => reversalOf(privacy, row)),
    nextCursor: rows.length > limit && last ? writeCursor(last) : null,
    total,
  };
}

type Where = Prisma.ReversalWhereInput;
type Position = { loggedAt: Date; id: string };

function plainConditions(filter: FindFilter): Where {
  return {
    clientId: { in: [...filter.clients] },
    type: filter.type,
    status: filter.status,
    currency: filter.currency,
    amountMinor: { gte: filter.minAmount, lte: filter.maxAmount },
    loggedAt: { gte: filter.from, lte: filter.to },
    ...(filter.includeHistoric === false ? { historic: false } : {}),
  };
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
  const value = identifierCondition(text);
  const isCode = { in: [text, text.toUpperCase(), text.toLowerCase()] };
  const subjectIds = await subjectsMatching(prisma, privacy, clients, text);
  const any: Where[] = [
    { identifiers: { some: { value } } },
    { payment: { identifiers: { some: { value } } } },
    { reasonCode: isCode },
  ];
  if (/^\d{4}$/.test(text)) any.push({ cardLast4: text });
  if (subjectIds.length > 0) any.push({ subjectId: { in: subjectIds } });
  return { OR: any };
}

function identifierCondition(text: string): Prisma.StringFilter {
  const prefix = /^(.{3,}?)(?:…|\.{3}|\*)$/.exec(text)?.[1];
  if (prefix === undefined) return { in: [text, text.replace(/^#/, '')] };
  // Prisma passes these three on to LIKE as they are.
  return { startsWith: prefix.replace(/[\\%_]/g, '\\$&') };
}

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

const olderThan = ({ loggedAt, id }: Position): Where => ({
  OR: [{ loggedAt: { lt: loggedAt } }, { loggedAt, id: { gt: id } }],
});

const storedCursor = z.tuple([z.iso.datetime(), z.uuid()]);

function writeCursor({ loggedAt, id }: Position): string {
  return Buffer.from(JSON.stringify([loggedAt.toISOString(), id])).toString('base64url');
}

function readCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const read = z
    .string()
    .transform((json, context) => parseJson(json) ?? context.addIssue({ code: 'custom' }))
    .pipe(storedCursor)
    .safeParse(text);
  if (!read.success) throw new InvalidCursorError();
  const [loggedAt, id] = read.data;
  return { loggedAt: new Date(loggedAt), id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one of the ways not to be a cursor.
    return null;
  }
}
