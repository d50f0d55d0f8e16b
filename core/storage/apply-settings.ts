import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/chain.js';
import type { Policy } from '../reversals/approval-policy.js';
import type { OfficeHours } from '../reversals/office-hours.js';
import type { Role } from '../reversals/reversal.js';
import { applyClients } from './apply-clients.js';
import { applyConnections } from './apply-connections.js';
import { applyDelegates } from './apply-delegates.js';
import { applyPeople } from './apply-people.js';
import { addHubHistory } from './history-store.js';
import { redrawPending } from './redraw-pending.js';
import { inTransaction, type WithPrisma } from './transaction.js';

/** The configuration's clients, people and connections as plain data. */
export type SettingsToApply = {
  clients: readonly {
    id: string;
    name: string;
    currency: string;
    timezone: string;
    chatChannelId: string | null;
    policy: Policy | null;
    /** Retention, detection thresholds and the like; JSON. */
    settings: Readonly<Record<string, unknown>>;
  }[];
  people: readonly {
    email: string;
    name: string;
    role: Role;
    /** Ids of clients. */
    clients: readonly string[];
    /** Null keeps what the chat profile proved before. */
    chatUserId: string | null;
    timezone: string | null;
    locale?: string | null;
    officeHours?: OfficeHours | null;
    /** Who decides for them between two instants; null takes away what the settings said before. */
    delegate?: { toEmail: string; from: Date; until: Date } | null;
  }[];
  connections: readonly {
    id: string;
    connector: string;
    clientId: string;
    /** Null keeps what stands; for a new connection it is `at`. */
    actFrom: Date | null;
  }[];
  at: Date;
};

/** One row that differs now. People are named by id: history holds nothing personal. */
export type SettingsChange = {
  of: 'client' | 'person' | 'connection';
  id: string;
  change: 'added' | 'changed' | 'switched_off' | 'switched_on';
  /** Columns that differ; empty where the row was added or switched off. */
  fields: readonly string[];
};

/** Any number, the same everywhere: two starts at once apply their settings one after the other. */
const settingsLock = 7_233_001;
const chain = 'settings';

/**
 * `apply` brings the rows in line in one transaction. What is missing is switched off, never
 * deleted; the difference is one history entry with a hash of what now holds. Throws
 * `ConnectionMovedError` where a connection's id is used for another client or connector.
 */
export function createSettingsStore(database: WithPrisma) {
  return {
    apply: (settings: SettingsToApply): Promise<readonly SettingsChange[]> =>
      inTransaction(database, async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${settingsLock}::bigint)`;
        const difference = [
          ...(await applyClients(tx, settings.clients)),
          ...(await applyPeople(tx, settings.people)),
          ...(await applyDelegates(tx, settings.people, settings.at)),
          ...(await applyConnections(tx, settings.connections, settings.at)),
        ];
        if (difference.length > 0) {
          await addHubHistory(tx, chain, {
            at: settings.at,
            action: 'settings_applied',
            facts: { difference: JSON.stringify(difference), settingsHash: hashOf(settings) },
          });
          await redrawPending(tx, difference, settings);
        }
        return difference;
      }),
  };
}

/** SHA-256 in hex; the same settings give the same hash in whatever order the file has its keys. */
function hashOf({ at: _at, ...settings }: SettingsToApply): string {
  const plain = JSON.parse(JSON.stringify(settings));
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}
