/** What every part of the stand-in shares: the workspace, its clock and ids, the way out to the hub. */
import { createHash } from 'node:crypto';
import type { Deliveries, Delivery } from './delivery.js';
import { eventEnvelope } from './payloads.js';
import type { Channel, Json, Workspace } from './workspace.js';

export type SlackIdentity = {
  teamId: string;
  teamDomain: string;
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  signingSecret: string;
  verificationToken: string;
};

export type Platform = {
  identity: SlackIdentity;
  workspace: Workspace;
  deliveries: Deliveries;
  now(): Date;
  /** `seconds.micros`, unique and increasing in the whole workspace. */
  nextTs(): string;
  nextId(prefix: string): string;
  /** Sends an Events API envelope around this event. */
  emit(event: Json, channel?: Channel): Promise<Delivery>;
  /** Saves, and tells who watches. Called after every change, before it is answered. */
  changed(): void;
  /** Where the stand-in is mounted, without a slash at the end. */
  baseUrl(): string;
};

export type PlatformParts = Pick<
  Platform,
  'identity' | 'workspace' | 'deliveries' | 'now' | 'changed' | 'baseUrl'
>;

export function createPlatform(parts: PlatformParts): Platform {
  const { workspace } = parts;
  const nextId = (prefix: string): string => {
    workspace.counter += 1;
    // A hash, so that ids look like Slack's and nobody counts on their order.
    const digest = createHash('sha256').update(`${prefix}${workspace.counter}`).digest('hex');
    return prefix + digest.slice(0, 10).toUpperCase();
  };
  const platform: Platform = {
    ...parts,
    nextId,
    nextTs() {
      const micros = Math.max(parts.now().getTime() * 1000, workspace.lastTsMicros + 1);
      workspace.lastTsMicros = micros;
      const seconds = Math.floor(micros / 1_000_000);
      return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
    },
    emit(event, channel) {
      const eventId = nextId('Ev');
      return parts.deliveries.send({
        kind: 'event',
        contentType: 'application/json',
        body: JSON.stringify(eventEnvelope(platform, event, eventId, channel)),
        eventId,
        isRetried: true,
      });
    },
  };
  return platform;
}
