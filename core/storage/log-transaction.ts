import { randomUUID } from 'node:crypto';
import type { Privacy } from '../privacy/privacy.js';
import type { EffectRequest } from '../reversals/effect-request.js';
import type { LogTransaction } from '../reversals/ports.js';
import { referenceOf, reversalStatuses } from '../reversals/reversal.js';
import { clientById } from './clients.js';
import { delegationWorkOf } from './delegations.js';
import { addEvidence, evidenceOf } from './evidence-store.js';
import { addReversalHistory, type Chain } from './history-store.js';
import { noticeWorkOf } from './notice-store.js';
import { claimsOn, lockPayments } from './payments.js';
import { peopleOf } from './people.js';
import { entryOf } from './read-reversal.js';
import { correctionsOf, recordPayment, unmatchedNaming } from './record-payment.js';
import { sealerOf } from './sealed-fields.js';
import { setStepTurn, takeTurn } from './step-turns.js';
import { addTrainingExample } from './training-examples.js';
import type { Transaction } from './transaction.js';
import { addMessages, insertReversal, subjectOf, updateReversal } from './write-reversal.js';

/** All that one transaction on the log can do (core/reversals/ports.ts says what each means). */
export function logTransactionOf(tx: Transaction, privacy: Privacy): LogTransaction {
  const read = async (id: string) =>
    entryOf(tx, privacy, await tx.reversal.findUniqueOrThrow({ where: { id } }));
  /** Chains of the entries this transaction made, for as long as it changed nothing else of them. */
  const chains = new Map<string, Chain>();
  return {
    client: (clientId) => clientById(tx, clientId),
    peopleOf: (clientId) => peopleOf(tx, clientId),
    lockPayments: (clientId, identifiers) => lockPayments(tx, clientId, identifiers),
    claimsOn: (paymentId) => claimsOn(tx, paymentId),

    async atSource(sourceItemId, position) {
      const link = await tx.reversalSource.findUnique({
        where: { sourceItemId_position: { sourceItemId, position } },
      });
      return link?.reversalId ?? null;
    },

    ...noticeWorkOf(tx),
    ...delegationWorkOf(tx),
    recordPayment: (payment) => recordPayment(tx, payment),
    unmatchedNaming: (clientId, identifiers) => unmatchedNaming(tx, clientId, identifiers),
    correctionsOf: async (reversalId) => (await correctionsOf(tx, reversalId)).map(referenceOf),

    async lock(number) {
      const rows = await tx.$queryRaw<{ id: string; payment_id: string | null }[]>`
        SELECT "id"::text, "payment_id"::text FROM "reversal"
        WHERE "number" = ${number} FOR NO KEY UPDATE`;
      const [row] = rows;
      if (!row) return null;
      // NO KEY: an effect or entry that only names this row (a foreign key) need not wait, or the two
      // would wait for each other: a new entry holds the payment and draws its neighbours' cards again.
      // What is left is read under the payment's lock: two decisions on it take turns.
      await tx.$queryRaw`
        SELECT 1 FROM "payment" WHERE "id" = ${row.payment_id}::uuid FOR NO KEY UPDATE`;
      return read(row.id);
    },

    async insert(entry) {
      const { reversal, subject } = await insertReversal(tx, privacy, entry);
      chains.set(reversal.id, { subject, end: null });
      return reversal;
    },

    async update(reversalId, changes) {
      chains.delete(reversalId);
      await updateReversal(tx, privacy, reversalId, changes);
      return read(reversalId);
    },

    async addDecision(reversalId, { amount, reason, ...vote }) {
      const id = randomUUID();
      const sealer = sealerOf(privacy, await subjectOf(tx, reversalId));
      await tx.decision.create({
        data: {
          id,
          reversalId,
          subjectId: sealer.subjectId,
          ...vote,
          amountMinor: amount?.minor ?? null,
          currency: amount?.currency ?? null,
          reason: sealer.seal('decision.reason', id, reason),
        },
      });
    },

    async voidDecisions(reversalId, round, personId, decision) {
      await tx.$executeRaw`
        UPDATE "decision" SET "voided_at" = now()
        WHERE "reversal_id" = ${reversalId}::uuid AND "round" = ${round} AND "voided_at" IS NULL
          AND (${personId}::uuid IS NULL OR "person_id" = ${personId}::uuid)
          AND (${decision ?? null}::text IS NULL OR "decision" = ${decision ?? null}::text)`;
    },

    async askedForChangesFrom(reversalId) {
      const [row] = await tx.$queryRaw<{ from: string | null }[]>`
        SELECT "facts"::jsonb ->> 'from' AS "from" FROM "history"
        WHERE "reversal_id" = ${reversalId}::uuid AND "action" = 'request_changes'
        ORDER BY "sequence" DESC LIMIT 1`;
      return reversalStatuses.find((status) => status === row?.from) ?? null;
    },

    setStepTurn: (reversalId, turn) => setStepTurn(tx, reversalId, turn),
    takeTurn: (personIds) => takeTurn(tx, personIds),
    async askedSince(reversalId) {
      const [row] = await tx.$queryRaw<{ since: Date | null }[]>`
        SELECT max("at") AS "since" FROM "history"
        WHERE "reversal_id" = ${reversalId}::uuid AND ("action" IN ('logged', 'edited')
          OR ("facts"::jsonb ->> 'to' = 'pending_approval'
            AND "facts"::jsonb ->> 'from' <> 'pending_approval'
            AND NOT ("action" = 'withdraw' AND "facts"::jsonb ->> 'from' = 'changes_requested')))`;
      return row?.since ?? null;
    },

    async addHistory(reversalId, entry) {
      const known = chains.get(reversalId);
      const chain = await addReversalHistory(tx, privacy, reversalId, entry, known);
      if (known) chains.set(reversalId, chain);
    },

    addMessages: (reversalId, messages) => addMessages(tx, privacy, reversalId, messages),
    addEvidence: (reversalId, evidence) => addEvidence(tx, privacy, reversalId, evidence),
    evidenceOf: (reversalId) => evidenceOf(tx, privacy, reversalId),
    addEffect: (...effects) => addEffect(tx, ...effects),
    addTrainingExample: (reversalId, correction) =>
      addTrainingExample(tx, privacy, reversalId, correction),
    takeRequest: (key, fingerprint) => takeRequest(tx, key, fingerprint),

    async finishRequest(key, reversalId) {
      await tx.handledRequest.update({ where: { key }, data: { reversalId } });
    },

    automaticallyApproved: (clientId, currency, since) =>
      automaticallyApproved(tx, clientId, currency, since),
  };
}

export async function addEffect(tx: Transaction, ...effects: EffectRequest[]) {
  await tx.effect.createMany({
    data: effects.map(({ notBefore, payload, ...effect }) => ({
      ...effect,
      payload: { ...payload },
      dueAt: notBefore,
    })),
    skipDuplicates: true,
  });
}

/** The insert waits for a transaction that holds the same key, and then sees what it made. */
async function takeRequest(tx: Transaction, key: string, fingerprint: string) {
  const { count } = await tx.handledRequest.createMany({
    data: [{ key, fingerprint }],
    skipDuplicates: true,
  });
  if (count === 1) return null;
  const before = await tx.handledRequest.findUniqueOrThrow({ where: { key } });
  return { reversalId: before.reversalId, sameContent: before.fingerprint === fingerprint };
}

/** Of a client and currency one transaction at a time asks, so that two never share a ceiling. */
async function automaticallyApproved(
  tx: Transaction,
  clientId: string,
  currency: string,
  since: Date,
): Promise<bigint> {
  const lock = `approved_by_policy ${clientId} ${currency}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
  const rows = await tx.$queryRaw<{ sum: string }[]>`
    SELECT coalesce(sum((h."facts"::jsonb ->> 'amountMinor')::bigint), 0)::text AS "sum"
    FROM "history" h JOIN "reversal" r ON r."id" = h."reversal_id"
    WHERE h."action" = 'approved_by_policy' AND h."actor_kind" = 'hub'
      AND h."at" >= ${since.toISOString()}::timestamptz AND r."client_id" = ${clientId}
      AND h."facts"::jsonb ->> 'currency' = ${currency}`;
  return BigInt(rows[0]?.sum ?? '0');
}
