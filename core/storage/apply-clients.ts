import type { SettingsChange, SettingsToApply } from './apply-settings.js';
import { Prisma } from './generated/client.js';
import { changeOf } from './settings-difference.js';
import type { Transaction } from './transaction.js';

/** Adds, changes and switches off clients. A chat channel may wander from one to another. */
export async function applyClients(
  tx: Transaction,
  wanted: SettingsToApply['clients'],
): Promise<SettingsChange[]> {
  const stored = new Map((await tx.client.findMany()).map((row) => [row.id, row]));
  const difference: SettingsChange[] = [];
  for (const row of stored.values()) {
    const stays = wanted.find((one) => one.id === row.id);
    if (stays || !row.isActive) continue;
    // The channel is set free: another client may take it over.
    await tx.client.update({
      where: { id: row.id },
      data: { isActive: false, chatChannelId: null },
    });
    difference.push({ of: 'client', id: row.id, change: 'switched_off', fields: [] });
  }
  const changed = wanted.flatMap((client) => {
    const { id, ...columns } = client;
    const change = changeOf('client', id, stored.get(id) ?? null, columns);
    return change ? [{ client, change }] : [];
  });
  // First off, then on: the channel column is unique.
  await tx.client.updateMany({
    where: { id: { in: changed.map(({ client }) => client.id) } },
    data: { chatChannelId: null },
  });
  for (const { client, change } of changed) {
    const { id, policy, settings, ...columns } = client;
    const data = {
      ...columns,
      policy: policy === null ? Prisma.DbNull : jsonOf(policy),
      settings: jsonOf(settings),
      isActive: true,
    };
    await tx.client.upsert({ where: { id }, create: { id, ...data }, update: data });
    difference.push(change);
  }
  return difference;
}

const jsonOf = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value));
