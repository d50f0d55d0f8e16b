/** What became of a person's act. */
import { isRecord } from './block-limits.js';
import type { Delivery } from './delivery.js';
import type { Platform } from './platform.js';
import type { Channel, Json } from './workspace.js';
import { findChannel, findMember } from './workspace.js';

/** Status is the hub's, null where it gave none or was not asked; `refused` is Slack's own no. */
export type Outcome = { status: number | null; failure: string | null; refused?: string };

export function outcomeOf(delivery: Delivery): Outcome {
  return { status: delivery.status, failure: delivery.failure };
}

/** Throws where Slack's client would not offer the channel at all. */
export function channelFor(platform: Platform, userId: string, channelId: string): Channel {
  const channel = findChannel(platform.workspace, channelId);
  if (!findMember(platform.workspace, userId)) throw new Error(`no such person: ${userId}`);
  if (!channel) throw new Error(`no such channel: ${channelId}`);
  if (!channel.members.includes(userId)) throw new Error(`${userId} is not in ${channelId}`);
  return channel;
}

/** The hub's answer where it is a JSON object; null for plain text, which is an answer too. */
export function jsonOf(text: string): Json | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
