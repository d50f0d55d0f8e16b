import type { SettingsChange, SettingsToApply } from './apply-settings.js';
import type { Transaction } from './transaction.js';

/**
 * Brings the times away that the configuration names in line: one a person, ended where it is named
 * no more. Times that people set themselves stay theirs.
 */
export async function applyDelegates(
  tx: Transaction,
  people: SettingsToApply['people'],
  at: Date,
): Promise<SettingsChange[]> {
  const rows = await tx.person.findMany({
    where: { isActive: true },
    select: { id: true, email: true },
  });
  const idOf = new Map(rows.map((row) => [row.email, row.id]));
  const standing = await tx.delegation.findMany({ where: { origin: 'settings', endedAt: null } });
  const difference: SettingsChange[] = [];
  for (const { email, delegate } of people) {
    const personId = idOf.get(email.trim().toLowerCase());
    const toId = delegate ? idOf.get(delegate.toEmail.trim().toLowerCase()) : undefined;
    if (!personId) continue;
    const wanted =
      delegate && toId ? { toId, fromAt: delegate.from, untilAt: delegate.until } : null;
    const stands = standing.filter((row) => row.personId === personId);
    const isSame = (row: (typeof stands)[number]) =>
      row.toId === wanted?.toId &&
      row.fromAt.getTime() === wanted.fromAt.getTime() &&
      row.untilAt.getTime() === wanted.untilAt.getTime();
    const old = stands.filter((row) => !isSame(row)).map((row) => row.id);
    const isNew = wanted !== null && !stands.some(isSame);
    if (old.length === 0 && !isNew) continue;
    await tx.delegation.updateMany({ where: { id: { in: old } }, data: { endedAt: at } });
    if (isNew) {
      await tx.delegation.create({ data: { personId, ...wanted, origin: 'settings', madeAt: at } });
    }
    difference.push({ of: 'person', id: personId, change: 'changed', fields: ['delegate'] });
  }
  const gone = standing.filter(
    (row) => !people.some((one) => idOf.get(one.email.trim().toLowerCase()) === row.personId),
  );
  await tx.delegation.updateMany({
    where: { id: { in: gone.map((row) => row.id) } },
    data: { endedAt: at },
  });
  return difference;
}
