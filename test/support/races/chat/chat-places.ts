import type { Policy } from '../../../../core/reversals/approval-policy.js';
import type { SettingsToApply } from '../../../../core/storage/apply-settings.js';
import type { RacePlace } from '../race-entry.js';
import { type Racer, racers } from '../race-people.js';

/** A client, its Slack channel and four people of its own: what one is told there is told of it alone. */
export type ChatPlace = RacePlace & {
  channelId: string;
  nameOf(racer: Racer): string;
  emailOf(racer: Racer): string;
  chatUserIdOf(racer: Racer): string;
};

/** Places in which scripts run beside each other; a channel takes one new message a second. */
export const chatPlaces: readonly ChatPlace[] = Array.from({ length: 5 }, (_none, index) => {
  const number = index + 1;
  return {
    clientId: `client-${number}`,
    connectionId: `desk-${number}`,
    channelId: `C0RACE${number}`,
    nameOf: (racer) => `${racer} number ${number}`,
    emailOf: (racer) => `${racer}.${number}@example.com`,
    chatUserIdOf: (racer) => `U0${racer.toUpperCase()}${number}`,
  };
});

const roleOf = { agent: 'agent', manager: 'manager', second: 'manager', admin: 'admin' } as const;

/** All places under one policy. */
export function chatSettings(policy: Policy | null): SettingsToApply {
  return {
    clients: chatPlaces.map(({ clientId, channelId }) => ({
      id: clientId,
      name: clientId,
      currency: 'USD',
      timezone: 'America/New_York',
      chatChannelId: channelId,
      policy,
      settings: {},
    })),
    people: chatPlaces.flatMap((place) =>
      racers.map((racer) => ({
        email: place.emailOf(racer),
        name: place.nameOf(racer),
        role: roleOf[racer],
        clients: [place.clientId],
        chatUserId: place.chatUserIdOf(racer),
        timezone: null,
      })),
    ),
    connections: chatPlaces.map(({ connectionId, clientId }) => ({
      id: connectionId,
      connector: 'zendesk',
      clientId,
      actFrom: null,
    })),
    at: new Date('2026-02-01T00:00:00.000Z'),
  };
}
