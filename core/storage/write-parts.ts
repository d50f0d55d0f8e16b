import type { NewReversal } from '../reversals/ports.js';
import type { MessageRow } from './message-rows.js';
import type { Transaction } from './transaction.js';

type RequesterRow = {
  id: string;
  personId: string | null;
  label: Uint8Array | null;
  position: number;
};

/**
 * All that hangs on a new entry, in one statement: with one for each table, asking took most of the
 * time of logging. Lists go as texts; empty stands for null.
 */
export async function writeParts(
  tx: Transaction,
  reversalId: string,
  { identifiers, source }: Pick<NewReversal, 'identifiers' | 'source'>,
  requesters: readonly RequesterRow[],
  messages: readonly MessageRow[],
): Promise<void> {
  const itemId = source?.sourceItemId ?? null;
  await tx.$executeRaw`
    WITH identifiers AS (
      INSERT INTO "reversal_identifier" ("reversal_id", "kind", "value")
      SELECT ${reversalId}::uuid, one."kind", one."value"
      FROM unnest(${identifiers.map((one) => one.kind)}::text[],
        ${identifiers.map((one) => one.value)}::text[]) AS one ("kind", "value")
      ON CONFLICT DO NOTHING
    ), requesters AS (
      INSERT INTO "reversal_requester" ("id", "reversal_id", "person_id", "label", "position")
      SELECT one."id"::uuid, ${reversalId}::uuid, nullif(one."person", '')::uuid,
        decode(nullif(one."label", ''), 'base64'), one."position"::int
      FROM unnest(${requesters.map((one) => one.id)}::text[],
        ${requesters.map((one) => one.personId ?? '')}::text[],
        ${requesters.map((one) => base64(one.label))}::text[],
        ${requesters.map((one) => String(one.position))}::text[])
        AS one ("id", "person", "label", "position")
    ), messages AS (
      INSERT INTO "message" ("id", "reversal_id", "source_item_id", "external_id", "author",
        "author_name", "text", "is_public", "sent_at")
      SELECT one."id"::uuid, ${reversalId}::uuid, nullif(one."item", '')::uuid, one."external",
        one."author", decode(nullif(one."name", ''), 'base64'), decode(one."text", 'base64'),
        one."public"::boolean, one."sent"::timestamptz
      FROM unnest(${messages.map((one) => one.id)}::text[],
        ${messages.map((one) => one.sourceItemId ?? '')}::text[],
        ${messages.map((one) => one.externalId)}::text[],
        ${messages.map((one) => one.author)}::text[],
        ${messages.map((one) => base64(one.authorName))}::text[],
        ${messages.map((one) => base64(one.text))}::text[],
        ${messages.map((one) => String(one.isPublic))}::text[],
        ${messages.map((one) => one.sentAt.toISOString())}::text[])
        AS one ("id", "item", "external", "author", "name", "text", "public", "sent")
      ON CONFLICT DO NOTHING
    )
    INSERT INTO "reversal_source" ("reversal_id", "source_item_id", "position")
    SELECT ${reversalId}::uuid, ${itemId}::uuid, ${source?.position ?? null}::int
    WHERE ${itemId}::uuid IS NOT NULL`;
}

const base64 = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString('base64') : '');
