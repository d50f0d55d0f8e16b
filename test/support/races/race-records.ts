import { z } from 'zod';
import type { Database } from '../../../core/storage/open-database.js';

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export type Line = {
  id: string;
  sequence: number;
  at: number;
  personId: string | null;
  surface: string;
  action: string;
  facts: z.infer<typeof facts>;
};

/** All that the database holds of one entry in the end. */
export type Record = {
  id: string;
  reference: string;
  kind: string;
  status: string;
  outcome: string | null;
  payout: string;
  minor: bigint;
  hash: string;
  round: number;
  paymentId: string | null;
  captured: bigint | null;
  /** Of every request on its payment that was approved, whoever logged it. */
  approved: bigint;
  requesters: readonly string[];
  lines: readonly Line[];
  votes: readonly { personId: string; decision: string; round: number; hash: string }[];
  /** `state` is how far its delivery came; status and round are what it says of the entry. */
  effects: readonly {
    effectId: string;
    kind: string;
    state: string;
    code: string | null;
    status: string | null;
    round: string | null;
  }[];
};

/** Reads entries past every book, so that what the books tell is not checked against itself. */
export async function readRecords(
  { query }: Pick<Database, 'query'>,
  ids: readonly string[],
): Promise<readonly Record[]> {
  const of = <Row>(sql: string) => query<Row>(sql, [`{${ids.join(',')}}`]);
  const rows = await of<{
    id: string;
    number: number;
    kind: string;
    status: string;
    outcome: string | null;
    payout: string;
    minor: string;
    hash: string;
    round: number;
    payment_id: string | null;
    captured: string | null;
    approved: string;
  }>(
    `SELECT r."id"::text, r."number", r."kind", r."status"::text, r."outcome", r."payout"::text,
       coalesce(r."amount_minor", 0)::text AS "minor", r."content_hash" AS "hash", r."round",
       r."payment_id"::text, p."captured_minor"::text AS "captured",
       coalesce((SELECT sum(o."amount_minor") FROM "reversal" o WHERE o."payment_id" = r."payment_id"
         AND o."kind" = 'request' AND o."status" IN ('approved', 'completed')), 0)::text AS "approved"
     FROM "reversal" r LEFT JOIN "payment" p ON p."id" = r."payment_id"
     WHERE r."id" = ANY($1::uuid[]) ORDER BY r."number"`,
  );
  const lines = await of<{
    id: string;
    sequence: number;
    at: string;
    person_id: string | null;
    surface: string;
    action: string;
    facts: string;
  }>(
    `SELECT "reversal_id"::text AS "id", "sequence", "person_id"::text, "surface", "action", "facts"::text,
       (extract(epoch FROM "at") * 1000)::text AS "at"
     FROM "history" WHERE "reversal_id" = ANY($1::uuid[]) ORDER BY "sequence"`,
  );
  const votes = await of<{
    id: string;
    person_id: string;
    decision: string;
    round: number;
    hash: string;
  }>(
    `SELECT "reversal_id"::text AS "id", "person_id"::text, "decision"::text, "round",
       "content_hash" AS "hash"
     FROM "decision" WHERE "reversal_id" = ANY($1::uuid[])`,
  );
  const effects = await of<{
    id: string;
    effectId: string;
    kind: string;
    state: string;
    code: string | null;
    status: string | null;
    round: string | null;
  }>(
    `SELECT "reversal_id"::text AS "id", "id"::text AS "effectId", "kind"::text,
       "status"::text AS "state", "code", "payload" ->> 'status' AS "status",
       "payload" ->> 'round' AS "round"
     FROM "effect" WHERE "reversal_id" = ANY($1::uuid[])`,
  );
  const requesters = await of<{ id: string; person_id: string }>(
    `SELECT "reversal_id"::text AS "id", "person_id"::text FROM "reversal_requester"
     WHERE "reversal_id" = ANY($1::uuid[]) AND "person_id" IS NOT NULL`,
  );
  return rows.map(({ id, number, minor, captured, approved, payment_id: paymentId, ...row }) => ({
    ...row,
    id,
    reference: `RV-${String(number).padStart(6, '0')}`,
    minor: BigInt(minor),
    captured: captured === null ? null : BigInt(captured),
    approved: BigInt(approved),
    paymentId,
    requesters: requesters.filter((one) => one.id === id).map((one) => one.person_id),
    lines: lines
      .filter((one) => one.id === id)
      .map(({ person_id: personId, ...line }) => ({
        ...line,
        personId,
        at: Number(line.at),
        facts: facts.parse(JSON.parse(line.facts)),
      })),
    votes: votes
      .filter((one) => one.id === id)
      .map(({ person_id: personId, ...vote }) => ({ ...vote, personId })),
    effects: effects.filter((one) => one.id === id),
  }));
}
