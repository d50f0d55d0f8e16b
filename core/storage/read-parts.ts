import { z } from 'zod';
import { Prisma } from './generated/client.js';
import { readPayment, storedPayment } from './payments.js';
import type { Transaction } from './transaction.js';

const bytes = z.hex().transform((text): Uint8Array => Buffer.from(text, 'hex'));
const named = z.object({ id: z.string(), name: z.string() });
const numbered = z.object({ number: z.number() });
const key = z.object({ wrapped: bytes }).nullable();
const source = z.object({
  sourceItemId: z.string(),
  position: z.number(),
  item: z.object({ connectionId: z.string(), externalId: z.string(), url: z.string().nullable() }),
});

/** All that hangs on one entry; lists in the order they are shown in. */
const entryParts = z.object({
  subject: z.object({ id: z.string(), clientId: z.string(), sealed: bytes.nullable(), key }),
  payment: storedPayment.nullable(),
  loggedBy: named.nullable(),
  assignee: named.nullable(),
  corrects: numbered.nullable(),
  joinedInto: numbered.nullable(),
  joined: z.array(z.object({ number: z.number(), sources: z.array(source) })),
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
  requesters: z.array(
    z.object({
      id: z.string(),
      label: bytes.nullable(),
      person: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
    }),
  ),
  sources: z.array(source),
  evidenceCount: z.number(),
  /** Votes of any round that were not taken back. */
  decisions: z.array(
    z.object({
      id: z.string(),
      round: z.number(),
      personId: z.string(),
      person: z.object({ name: z.string() }),
      standsInFor: named.nullable(),
      decision: z.string(),
      choice: z.string().nullable(),
      at: z.coerce.date(),
      surface: z.string(),
      reason: bytes.nullable(),
      subject: z.object({ id: z.string(), clientId: z.string(), key }),
    }),
  ),
});

/** Items an entry came from, as a list; the entry stands under this name in the statement around it. */
const readSources = (entry: 'r' | 'o') => Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('sourceItemId', l."source_item_id",
      'position', l."position", 'item', json_build_object('connectionId', i."connection_id",
      'externalId', i."external_id", 'url', i."url")) ORDER BY l."source_item_id", l."position"), '[]')
    FROM "reversal_source" l JOIN "source_item" i ON i."id" = l."source_item_id"
    WHERE l."reversal_id" = ${Prisma.raw(entry)}."id")`;

export type EntryParts = z.output<typeof entryParts>;

/**
 * All that hangs on these entries, by their ids, in one statement: with one for each table, which is
 * what an include comes to, reading a page of ten took two dozen of them, and each costs the program
 * more than it costs the database. Ciphertext comes as hex, whole numbers of 64 bits as texts.
 */
export async function readParts(
  tx: Transaction,
  reversalIds: readonly string[],
): Promise<ReadonlyMap<string, EntryParts>> {
  if (reversalIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; parts: unknown }[]>`
    SELECT r."id"::text AS "id", json_build_object(
      'subject', (SELECT json_build_object('id', s."id", 'clientId', s."client_id",
          'sealed', encode(s."sealed", 'hex'),
          'key', (SELECT json_build_object('wrapped', encode(k."wrapped", 'hex'))
            FROM "subject_key" k WHERE k."subject_id" = s."id"))
        FROM "subject" s WHERE s."id" = r."subject_id"),
      'payment', (SELECT ${readPayment} FROM "payment" p WHERE p."id" = r."payment_id"),
      'loggedBy', (SELECT json_build_object('id', p."id", 'name', p."name")
        FROM "person" p WHERE p."id" = r."logged_by_id"),
      'assignee', (SELECT json_build_object('id', p."id", 'name', p."name")
        FROM "person" p WHERE p."id" = r."assignee_id"),
      'corrects', (SELECT json_build_object('number', o."number")
        FROM "reversal" o WHERE o."id" = r."corrects_id"),
      'joinedInto', (SELECT json_build_object('number', o."number")
        FROM "reversal" o WHERE o."id" = r."joined_into_id"),
      'joined', (SELECT coalesce(json_agg(json_build_object('number', o."number",
          'sources', ${readSources('o')}) ORDER BY o."number"), '[]')
        FROM "reversal" o WHERE o."joined_into_id" = r."id"),
      'identifiers', (SELECT coalesce(json_agg(json_build_object('kind', i."kind", 'value', i."value")
          ORDER BY i."kind", i."value"), '[]')
        FROM "reversal_identifier" i WHERE i."reversal_id" = r."id"),
      'requesters', (SELECT coalesce(json_agg(json_build_object('id', q."id",
          'label', encode(q."label", 'hex'),
          'person', (SELECT json_build_object('id', p."id", 'name', p."name", 'email', p."email")
            FROM "person" p WHERE p."id" = q."person_id")) ORDER BY q."position"), '[]')
        FROM "reversal_requester" q WHERE q."reversal_id" = r."id"),
      'sources', ${readSources('r')},
      'evidenceCount', (SELECT count(*) FROM "evidence" e WHERE e."reversal_id" = r."id"),
      'decisions', (SELECT coalesce(json_agg(json_build_object('id', d."id", 'round', d."round",
          'personId', d."person_id", 'decision', d."decision", 'choice', d."choice", 'at', d."at",
          'surface', d."surface", 'reason', encode(d."reason", 'hex'),
          'person', json_build_object('name', v."name"),
          'standsInFor', (SELECT json_build_object('id', p."id", 'name', p."name")
            FROM "person" p WHERE p."id" = d."stands_in_for_id"),
          'subject', json_build_object('id', s."id", 'clientId', s."client_id",
            'key', (SELECT json_build_object('wrapped', encode(k."wrapped", 'hex'))
              FROM "subject_key" k WHERE k."subject_id" = s."id"))) ORDER BY d."at", d."id"), '[]')
        FROM "decision" d JOIN "person" v ON v."id" = d."person_id"
          JOIN "subject" s ON s."id" = d."subject_id"
        WHERE d."reversal_id" = r."id" AND d."voided_at" IS NULL)
    ) AS "parts"
    FROM "reversal" r WHERE r."id" = ANY(${[...reversalIds]}::text[]::uuid[])`;
  return new Map(rows.map(({ id, parts }) => [id, entryParts.parse(parts)]));
}
