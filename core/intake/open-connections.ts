import type { HelpdeskWriter } from '../effects/ports.js';
import type { ConfiguredConnection } from '../settings/read-settings.js';
import { type Connection, ConnectorError, type ConnectorTools } from './connector-contract.js';
import type { OpenConnection } from './intake.js';
import { type LimitedTools, limitedFetch } from './limits.js';
import { pausing } from './pausing.js';
import type { OpenPush } from './take-notices.js';

type Kept = {
  id: string;
  clientId: string;
  actFrom: Date;
};

/**
 * Opens every configured connection whose connector is part of this version. `kept` has what the
 * database knows of them; `thresholds` a client's own detection settings.
 */
export function openConnections(
  configured: readonly ConfiguredConnection[],
  kept: readonly Kept[],
  thresholds: (clientId: string) => { logAt: number; reviewAt: number } | null,
  tools: ConnectorTools & LimitedTools,
): ReadonlyMap<string, OpenConnection> {
  return new Map(
    configured.flatMap((one) => {
      const row = kept.find((candidate) => candidate.id === one.id);
      if (!one.connector || 'isPush' in one.connector || !row) return [];
      const open: OpenConnection = {
        id: one.id,
        clientId: row.clientId,
        actFrom: row.actFrom,
        connection: pausing(
          one.connector.open(one.settings, {
            ...tools,
            fetch: limitedFetch(one.id, one.connector.limits?.(one.settings) ?? [], tools),
          }),
          (waitMs) => tools.budget.pause(one.id, new Date(tools.now().getTime() + waitMs)),
          tools.now,
        ),
        thresholds: thresholds(row.clientId),
      };
      return [[one.id, open] as const];
    }),
  );
}

/** The processors' connections: those that are pushed from, opened. */
export function openPushConnections(
  configured: readonly ConfiguredConnection[],
  kept: readonly Kept[],
  tools: ConnectorTools,
): ReadonlyMap<string, OpenPush> {
  return new Map(
    configured.flatMap((one) => {
      const row = kept.find((candidate) => candidate.id === one.id);
      if (!one.connector || !('isPush' in one.connector) || !row) return [];
      const { id, clientId, actFrom } = row;
      return [[id, { id, clientId, actFrom, connection: one.connector.open(one.settings, tools) }]];
    }),
  );
}

/** Writes through the open connections; `not_able` where a connector writes nothing. */
export function helpdeskWriterOf(connections: ReadonlyMap<string, OpenConnection>): HelpdeskWriter {
  return {
    write: async (connectionId, note) => {
      const connection = connections.get(connectionId)?.connection;
      return connection?.writeBack ? connection.writeBack(note) : 'not_able';
    },
    removal: (connectionId) => connections.get(connectionId)?.connection.removal ?? null,
  };
}

/** Asks a connection who the hub is there; a connector's error is an answer, not a throw. */
export async function checkConnection(
  connection: Pick<Connection, 'check'>,
): Promise<{ ok: true; account: string } | { ok: false; error: ConnectorError }> {
  try {
    return { ok: true, ...(await connection.check()) };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, error };
    throw error;
  }
}
