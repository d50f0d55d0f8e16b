import { randomUUID } from 'node:crypto';
import type { SettingsChange, SettingsToApply } from './apply-settings.js';
import { Prisma } from './generated/client.js';
import { changeOf } from './settings-difference.js';
import type { Transaction } from './transaction.js';

/** Adds, changes and switches off people, by e-mail in small letters, with their clients. */
export async function applyPeople(
  tx: Transaction,
  people: SettingsToApply['people'],
): Promise<SettingsChange[]> {
  const wanted = people.map(({ delegate: _delegate, ...person }) => ({
    ...person,
    officeHours: person.officeHours ?? null,
    locale: person.locale ?? null,
    email: person.email.trim().toLowerCase(),
    clients: [...new Set(person.clients)].sort(),
  }));
  const rows = await tx.person.findMany({ include: { clients: true } });
  const stored = new Map(
    rows.map((row) => [
      row.email,
      { ...row, clients: row.clients.map((one) => one.clientId).sort() },
    ]),
  );
  const difference: SettingsChange[] = [];
  for (const { id, email, isActive } of stored.values()) {
    if (!isActive || wanted.some((person) => person.email === email)) continue;
    await tx.person.update({ where: { id }, data: { isActive: false, chatUserId: null } });
    difference.push({ of: 'person', id, change: 'switched_off', fields: [] });
  }
  const changed = wanted.flatMap((person) => {
    const known = stored.get(person.email) ?? null;
    const id = known?.id ?? randomUUID();
    // A chat user the settings do not name stays whom the chat profile's e-mail proved.
    const chatUserId = person.chatUserId ?? known?.chatUserId ?? null;
    const next = { ...person, chatUserId };
    const change = changeOf('person', id, known, next);
    return change ? [{ id, next, change }] : [];
  });
  await freeChatUsers(tx, changed);
  for (const { id, next, change } of changed) {
    const { clients, officeHours, ...columns } = next;
    const hours = officeHours === null ? Prisma.DbNull : JSON.parse(JSON.stringify(officeHours));
    const data = { ...columns, officeHours: hours, isActive: true };
    await tx.person.upsert({ where: { id }, create: { id, ...data }, update: data });
    await tx.personClient.deleteMany({ where: { personId: id, clientId: { notIn: clients } } });
    await tx.personClient.createMany({
      data: clients.map((clientId) => ({ personId: id, clientId })),
      skipDuplicates: true,
    });
    difference.push(change);
  }
  return difference;
}

/** The column is unique: whoever has it now lets go before another person gets it. */
async function freeChatUsers(
  tx: Transaction,
  changed: readonly { id: string; next: { chatUserId: string | null } }[],
) {
  const taken = changed.flatMap(({ next }) => (next.chatUserId === null ? [] : [next.chatUserId]));
  await tx.person.updateMany({
    where: { chatUserId: { in: taken } },
    data: { chatUserId: null },
  });
}
