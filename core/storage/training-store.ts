import { z } from 'zod';
import type { TrainingBook, TrainingExample } from '../intake/learning/training-book.js';
import type { Privacy } from '../privacy/privacy.js';
import { correctionCauses } from '../reversals/correction.js';
import { Prisma } from './generated/client.js';
import { addHubHistory } from './history-store.js';
import { oneOf } from './one-of.js';
import { agreementParts, agreementText, openExample } from './training-examples.js';
import { inTransaction, type Transaction, type WithPrisma } from './transaction.js';

/** Any number, the same everywhere: models and erasures are written one after the other. */
const learningLock = 7_233_002;
const chain = 'learning';

/** Waits until nobody else changes a model, or the `learning` chain of history. */
export async function lockLearning(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${learningLock}::bigint)`;
}

/** What is learnt from, and what was learnt, on either engine. */
export function createTrainingBook(database: WithPrisma, privacy: Privacy): TrainingBook {
  const { prisma } = database;
  return {
    async corrections(clientId) {
      const rows = await prisma.trainingExample.findMany({
        where: { clientId },
        include: { subject: { include: { key: true } } },
        orderBy: { reversalId: 'asc' },
      });
      return rows.flatMap((row): TrainingExample[] => {
        const example = openExample(privacy, row);
        if (!example) return [];
        return [{ id: row.reversalId, ...example, cause: oneOf(correctionCauses, row.cause) }];
      });
    },

    async agreements(clientId, limit) {
      const rows = await prisma.reversal.findMany({
        where: {
          clientId,
          status: { in: ['approved', 'completed'] },
          // People saw it: what a policy approves by itself nobody agreed with.
          decisions: { some: { voidedAt: null } },
          sources: { some: {} },
          example: null,
        },
        include: agreementParts,
        orderBy: [{ loggedAt: 'desc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.flatMap((row): TrainingExample[] => {
        const text = agreementText(privacy, row);
        if (text === null) return [];
        return [{ id: row.id, text, isReversal: true, type: row.type, cause: 'agreed' }];
      });
    },

    async clients() {
      const rows = await prisma.client.findMany({
        where: { OR: [{ examples: { some: {} } }, { model: { isNot: null } }] },
        select: { id: true },
        orderBy: { id: 'asc' },
      });
      return rows.map((row) => row.id);
    },

    async model(clientId) {
      const row = await prisma.clientModel.findUnique({ where: { clientId } });
      if (!row) return null;
      const { version, base, weights, report, madeAt } = row;
      const attempt = row.attempt === null ? null : storedAttempt.parse(row.attempt);
      return { version, base, weights, report, madeAt, attempt };
    },

    async modelVersion(clientId) {
      const row = await prisma.clientModel.findUnique({
        where: { clientId },
        select: { version: true },
      });
      return row?.version ?? null;
    },

    saveModel: (clientId, onVersion, { base, weights, report }, at) =>
      inTransaction(database, async (tx) => {
        await lockLearning(tx);
        const present = await tx.clientModel.findUnique({ where: { clientId } });
        if ((present?.version ?? null) !== onVersion) return false;
        const version = (onVersion ?? 0) + 1;
        const stored: Prisma.InputJsonObject = JSON.parse(JSON.stringify(report));
        const data = {
          version,
          base,
          weights: new Uint8Array(weights),
          report: stored,
          madeAt: at,
        };
        await tx.clientModel.upsert({
          where: { clientId },
          create: { clientId, ...data },
          update: data,
        });
        await addHubHistory(tx, chain, {
          at,
          action: 'model_trained',
          facts: { client: clientId, version, base, report: JSON.stringify(report) },
        });
        return true;
      }),

    noteAttempt: (clientId, attempt) =>
      inTransaction(database, async (tx) => {
        await lockLearning(tx);
        await tx.clientModel.upsert({
          where: { clientId },
          create: { clientId, version: 1, madeAt: new Date(attempt.at), attempt },
          update: { attempt },
        });
      }),
  };
}

const storedAttempt = z.object({
  at: z.string(),
  result: z.enum(['trained', 'too_few', 'refused', 'overtaken']),
  corrections: z.number(),
  why: z.string().nullable(),
});

/** Takes a client's model out of use in this transaction; a training under way saves nothing. */
export async function dropModel(tx: Transaction, clientId: string, at: Date): Promise<number> {
  await lockLearning(tx);
  const none = {
    base: null,
    weights: null,
    report: Prisma.DbNull,
    attempt: Prisma.DbNull,
    madeAt: at,
  };
  const row = await tx.clientModel.upsert({
    where: { clientId },
    create: { clientId, version: 1, ...none },
    update: { ...none, version: { increment: 1 } },
  });
  return row.version;
}
