import { randomUUID } from 'node:crypto';
import type { SettingsChange, SettingsToApply } from './apply-settings.js';
import type { Transaction } from './transaction.js';

/**
 * A card tells who is waited for. Where a client's policy changed, or its people did while a step
 * asks all or most of them, the cards of its undecided entries are drawn anew, in the transaction
 * that applies the settings. Votes stay: they count for what is asked now.
 */
export async function redrawPending(
  tx: Transaction,
  difference: readonly SettingsChange[],
  { clients, at }: SettingsToApply,
): Promise<void> {
  const changedPolicy = difference.flatMap(({ of, id, change, fields }) =>
    of === 'client' && change !== 'added' && fields.includes('policy') ? [id] : [],
  );
  const arePeopleOther = difference.some(
    ({ of, change, fields }) =>
      of === 'person' &&
      (change !== 'changed' || fields.includes('role') || fields.includes('clients')),
  );
  const countsPeople = clients.flatMap(({ id, policy }) =>
    policy?.rules.some((rule) =>
      rule.steps.some(({ need }) => need === 'all' || need === 'majority'),
    )
      ? [id]
      : [],
  );
  const affected = [...new Set([...changedPolicy, ...(arePeopleOther ? countsPeople : [])])];
  if (affected.length === 0) return;
  const pending = await tx.reversal.findMany({
    where: { clientId: { in: affected }, status: 'pending_approval', historic: false },
    select: { id: true, clientId: true },
    orderBy: { number: 'asc' },
  });
  await tx.effect.createMany({
    data: pending.map(({ id, clientId }) => ({
      kind: 'show_card',
      dedupeKey: `show_card:${id}:${randomUUID()}`,
      reversalId: id,
      clientId,
      payload: {},
      dueAt: at,
    })),
  });
}
