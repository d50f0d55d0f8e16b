import type { SettingsChange, SettingsToApply } from './apply-settings.js';
import { changeOf } from './settings-difference.js';
import type { Transaction } from './transaction.js';

/** A connection's id stands for one account of one client: its items would change hands. */
export class ConnectionMovedError extends Error {
  override readonly name = 'ConnectionMovedError';
  constructor(readonly connectionId: string) {
    super(`connection ${connectionId} belongs to another client or connector; give it a new id`);
  }
}

/** Adds, changes and switches off connections. */
export async function applyConnections(
  tx: Transaction,
  wanted: SettingsToApply['connections'],
  at: Date,
): Promise<SettingsChange[]> {
  const stored = new Map((await tx.connection.findMany()).map((row) => [row.id, row]));
  const difference: SettingsChange[] = [];
  for (const { id, isActive } of stored.values()) {
    if (!isActive || wanted.some((one) => one.id === id)) continue;
    await tx.connection.update({ where: { id }, data: { isActive: false } });
    difference.push({ of: 'connection', id, change: 'switched_off', fields: [] });
  }
  for (const { id, connector, clientId, actFrom } of wanted) {
    const known = stored.get(id) ?? null;
    if (known && (known.clientId !== clientId || known.connector !== connector)) {
      throw new ConnectionMovedError(id);
    }
    const columns = { connector, clientId, actFrom: actFrom ?? known?.actFrom ?? at };
    const change = changeOf('connection', id, known, columns);
    if (!change) continue;
    const data = { ...columns, isActive: true };
    await tx.connection.upsert({ where: { id }, create: { id, ...data }, update: data });
    difference.push(change);
  }
  return difference;
}
