/**
 * What admins of a workspace do, with the events Slack sends of it.
 * Source: docs.slack.dev/reference/events (channel_archive, channel_rename, user_change, …).
 */
import type { Delivery } from './delivery.js';
import { addReaction } from './messages.js';
import { memberJson } from './payloads.js';
import type { Platform } from './platform.js';
import { type Channel, findChannel, findMember, findMessage } from './workspace.js';

export function createAdministration(platform: Platform, revoked: Map<string, string>) {
  const { workspace, identity } = platform;
  const channelOf = (id: string): Channel => {
    const channel = findChannel(workspace, id);
    if (!channel) throw new Error(`no such channel: ${id}`);
    return channel;
  };
  const named = (channel: Channel, what: string) =>
    channel.kind === 'group' ? `group_${what}` : `channel_${what}`;
  /** Private channels tell their members alone; public ones tell apps with channels:read. */
  const tell = (channel: Channel, what: string, more: Record<string, unknown> = {}) =>
    platform.emit({ type: named(channel, what), channel: channel.id, ...more }, channel);

  return {
    archiveChannel(id: string, by: string): Promise<Delivery> {
      const channel = channelOf(id);
      channel.isArchived = true;
      platform.changed();
      return tell(channel, 'archive', { user: by });
    },
    unarchiveChannel(id: string, by: string): Promise<Delivery> {
      const channel = channelOf(id);
      channel.isArchived = false;
      platform.changed();
      return tell(channel, 'unarchive', { user: by });
    },
    renameChannel(id: string, name: string): Promise<Delivery> {
      const channel = channelOf(id);
      channel.name = name;
      platform.changed();
      return tell(channel, 'rename', {
        channel: { id, name, name_normalized: name, created: channel.createdSeconds },
      });
    },
    /** The app's own user is taken out of a channel. */
    removeBotFrom(id: string): Promise<Delivery> {
      const channel = channelOf(id);
      channel.members = channel.members.filter((member) => member !== identity.botUserId);
      platform.changed();
      return tell(channel, 'left');
    },
    inviteBotTo(id: string, by: string): Promise<Delivery> {
      const channel = channelOf(id);
      if (!channel.members.includes(identity.botUserId)) channel.members.push(identity.botUserId);
      platform.changed();
      return platform.emit(
        {
          type: 'member_joined_channel',
          user: identity.botUserId,
          channel: id,
          channel_type: channel.kind === 'group' ? 'G' : 'C',
          team: identity.teamId,
          inviter: by,
        },
        channel,
      );
    },
    /** What Slack tells the app of links to its domains in a message somebody posted. */
    tellOfLinks(channelId: string, user: string, ts: string, urls: string[]): Promise<Delivery> {
      const channel = channelOf(channelId);
      const links = urls.map((url) => ({ domain: new URL(url).hostname, url }));
      return platform.emit(
        {
          type: 'link_shared',
          channel: channelId,
          user,
          message_ts: ts,
          links,
          unfurl_id: `${channelId}.${ts}`,
          source: 'conversations_history',
          is_bot_user_member: true,
        },
        channel,
      );
    },
    /** Somebody puts a picture under a message, by Slack's name of it. */
    async react(user: string, channelId: string, ts: string, name: string): Promise<void> {
      const message = findMessage(workspace, channelId, ts);
      if (!message) throw new Error(`no such message: ${channelId} ${ts}`);
      const deliveries = addReaction(platform, channelOf(channelId), message, name, user);
      if (!deliveries) throw new Error('already_reacted');
      await Promise.all(deliveries);
    },
    removeUser: (id: string): Promise<Delivery> => changeUser(id, true),
    bringUserBack: (id: string): Promise<Delivery> => changeUser(id, false),
    /** The token is taken back; calls with it are refused from now on. */
    revokeToken(tellsOfIt = true): Promise<Delivery> | null {
      revoked.set(identity.botToken, 'token_revoked');
      const event = { type: 'tokens_revoked', tokens: { oauth: [], bot: [identity.botUserId] } };
      return tellsOfIt ? platform.emit(event) : null;
    },
    /** The same token is good again: what a new one in the configuration is to the hub. */
    giveTokenBack(): void {
      revoked.delete(identity.botToken);
    },
  };

  function changeUser(id: string, deleted: boolean): Promise<Delivery> {
    const member = findMember(workspace, id);
    if (!member) throw new Error(`no such user: ${id}`);
    return platform.emit({
      type: 'user_change',
      user: { ...memberJson(platform, member), deleted },
    });
  }
}
