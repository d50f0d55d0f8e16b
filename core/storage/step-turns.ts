import { z } from 'zod';
import type { StepTurn } from '../reversals/step-turn.js';
import { Prisma } from './generated/client.js';
import type { Transaction } from './transaction.js';

const storedTurn = z.object({
  round: z.number(),
  step: z.number(),
  openedAt: z.iso.datetime(),
  within: z.string().nullable(),
  timesPassed: z.number(),
  /** Absent in rows from before it was known. */
  isEnough: z.boolean().default(false),
  paused: z
    .object({ dueAt: z.iso.datetime().nullable(), holderId: z.string().nullable() })
    .optional(),
  changes: z.array(
    z.object({
      step: z.number(),
      how: z.enum(['escalate', 'reassign', 'fallback']),
      names: z.array(z.string()),
    }),
  ),
});

type TurnColumns = { stepTurn: unknown; stepDueAt: Date | null; stepHolderId: string | null };

/** Where the open step of an entry stands in time; null where it never had a clock. */
export function stepTurnOf({ stepTurn, stepDueAt, stepHolderId }: TurnColumns): StepTurn | null {
  if (stepTurn === null) return null;
  const { openedAt, paused, ...turn } = storedTurn.parse(stepTurn);
  return {
    ...turn,
    openedAt: new Date(openedAt),
    dueAt: stepDueAt,
    holderId: stepHolderId,
    ...(paused && { paused: { ...paused, dueAt: paused.dueAt ? new Date(paused.dueAt) : null } }),
  };
}

export async function setStepTurn(
  tx: Transaction,
  reversalId: string,
  turn: StepTurn,
): Promise<void> {
  const { dueAt, holderId, openedAt, ...rest } = turn;
  await tx.reversal.update({
    where: { id: reversalId },
    data: {
      stepTurn: JSON.parse(JSON.stringify({ ...rest, openedAt: openedAt.toISOString() })),
      stepDueAt: dueAt,
      stepHolderId: holderId,
    },
  });
}

/**
 * Whose turn is longest ago, and now takes one. Two transactions at once wait for each other here,
 * so that neither gives the same person both of their entries.
 */
export async function takeTurn(
  tx: Transaction,
  personIds: readonly string[],
): Promise<string | null> {
  if (personIds.length === 0) return null;
  const ids = Prisma.join(personIds.map((id) => Prisma.sql`${id}::uuid`));
  await tx.$queryRaw`
    SELECT 1 FROM "person" WHERE "id" IN (${ids}) ORDER BY "id" FOR NO KEY UPDATE`;
  const [next] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "person" SET "last_turn_at" = clock_timestamp() WHERE "id" = (
      SELECT "id" FROM "person" WHERE "id" IN (${ids})
      ORDER BY "last_turn_at" ASC NULLS FIRST, "email" ASC LIMIT 1)
    RETURNING "id"::text AS "id"`;
  return next?.id ?? null;
}
