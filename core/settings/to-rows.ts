import type { Policy } from '../reversals/approval-policy.js';
import { daysIn, type OfficeHours } from '../reversals/office-hours.js';
import type { Role } from '../reversals/reversal.js';
import { channelIdOf } from './chat-places.js';
import type { ConfiguredConnection } from './read-settings.js';
import type { Settings } from './schema.js';

/** The configuration as storage takes it: clients, people by e-mail, connections by id. */
export type SettingsRows = {
  clients: readonly {
    id: string;
    name: string;
    currency: string;
    timezone: string;
    chatChannelId: string | null;
    policy: Policy | null;
    settings: Record<string, unknown>;
  }[];
  people: readonly {
    email: string;
    name: string;
    role: Role;
    clients: readonly string[];
    chatUserId: string | null;
    timezone: string | null;
    locale: string | null;
    officeHours: OfficeHours | null;
    /** Who decides for them between two instants. */
    delegate: { toEmail: string; from: Date; until: Date } | null;
  }[];
  connections: readonly { id: string; connector: string; clientId: string; actFrom: Date | null }[];
  at: Date;
};

export function toRows(
  settings: Settings,
  connections: readonly ConfiguredConnection[],
  at: Date,
): SettingsRows {
  return {
    clients: settings.clients.map(
      ({ id, name, currency, timezone, slackChannel, policy, ...rest }) => {
        const named = policy === undefined ? undefined : settings.policies[policy];
        return {
          id,
          name,
          currency,
          timezone,
          chatChannelId: slackChannel === undefined ? null : channelIdOf(slackChannel),
          policy: policy !== undefined && named ? { name: policy, ...named } : null,
          settings: rest,
        };
      },
    ),
    people: settings.people.map(({ slackId, timezone, officeHours, delegate, ...person }) => ({
      email: person.email,
      name: person.name,
      role: person.role,
      clients: person.clients,
      chatUserId: slackId ?? null,
      timezone: timezone ?? null,
      locale: person.locale ?? null,
      officeHours: officeHours ?? null,
      delegate: delegate
        ? { toEmail: delegate.to, ...daysIn(timezone ?? 'UTC', delegate.from, delegate.until) }
        : null,
    })),
    connections: connections.map(({ id, connectorId, client, actFrom }) => ({
      id,
      connector: connectorId,
      clientId: client,
      actFrom,
    })),
    at,
  };
}

/** A client's own detection thresholds, or null for the defaults. */
export function thresholdsOf(settings: Settings) {
  return (clientId: string) =>
    settings.clients.find((client) => client.id === clientId)?.detection ?? null;
}
