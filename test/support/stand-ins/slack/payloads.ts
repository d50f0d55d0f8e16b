/**
 * The shapes Slack sends and answers with. Sources: recorded payloads of slackapi/java-slack-sdk and
 * https://docs.slack.dev (Events API, slash commands, interaction payloads).
 */
import type { Platform } from './platform.js';
import type { Channel, Json, Member, Message, View } from './workspace.js';
import { findChannel, findMember, repliesTo } from './workspace.js';

export function messageJson(platform: Platform, message: Message, withMetadata: boolean): Json {
  const { identity, workspace } = platform;
  const replies =
    message.threadTs === undefined || message.threadTs === message.ts
      ? repliesTo(workspace, message.channel, message.ts)
      : [];
  const latest = replies.at(-1);
  const parent = workspace.messages.find(
    (other) => other.channel === message.channel && other.ts === message.threadTs,
  );
  return withoutAbsent({
    type: 'message',
    subtype: message.subtype,
    user: message.user,
    ts: message.ts,
    client_msg_id: message.clientMsgId,
    text: message.text,
    team: identity.teamId,
    bot_id: message.isFromBot ? identity.botId : undefined,
    app_id: message.isFromBot ? identity.appId : undefined,
    bot_profile: message.isFromBot ? botProfile(platform) : undefined,
    username: message.username,
    blocks: message.blocks,
    files: message.files,
    metadata: withMetadata ? message.metadata : undefined,
    edited: message.edited,
    thread_ts: message.threadTs ?? (latest ? message.ts : undefined),
    parent_user_id:
      message.threadTs !== undefined && message.threadTs !== message.ts ? parent?.user : undefined,
    reply_count: latest ? replies.length : undefined,
    reply_users_count: latest ? new Set(replies.map((reply) => reply.user)).size : undefined,
    reply_users: latest ? [...new Set(replies.map((reply) => reply.user))] : undefined,
    latest_reply: latest?.ts,
    reactions:
      message.reactions.length > 0
        ? message.reactions.map((reaction) => ({
            name: reaction.name,
            users: reaction.users,
            count: reaction.users.length,
          }))
        : undefined,
  });
}

function botProfile(platform: Platform): Json {
  const { identity } = platform;
  return {
    id: identity.botId,
    app_id: identity.appId,
    name: identity.botName,
    deleted: false,
    updated: 0,
    team_id: identity.teamId,
    icons: { image_36: '', image_48: '', image_72: '' },
  };
}

export function memberJson(platform: Platform, member: Member): Json {
  return {
    id: member.id,
    team_id: platform.identity.teamId,
    name: member.handle,
    deleted: false,
    real_name: member.realName,
    tz: member.tz,
    tz_label: member.tz,
    tz_offset: 0,
    profile: {
      real_name: member.realName,
      real_name_normalized: member.realName,
      display_name: member.handle,
      display_name_normalized: member.handle,
      ...(member.isBot
        ? { bot_id: platform.identity.botId, api_app_id: platform.identity.appId }
        : { email: member.email }),
      team: platform.identity.teamId,
    },
    is_admin: member.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: member.isBot,
    is_app_user: false,
    is_email_confirmed: true,
    updated: 0,
  };
}

export function channelJson(platform: Platform, channel: Channel): Json {
  const shared = {
    id: channel.id,
    created: channel.createdSeconds,
    is_archived: channel.isArchived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: platform.identity.teamId,
  };
  if (channel.kind === 'im') {
    const other = channel.members.find((id) => id !== platform.identity.botUserId);
    return { ...shared, user: other, is_user_deleted: false, is_open: true };
  }
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_mpim: false,
    is_private: channel.kind === 'group',
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.members.includes(platform.identity.botUserId),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}

export function viewJson(platform: Platform, view: View): Json {
  const { identity } = platform;
  return {
    id: view.id,
    team_id: identity.teamId,
    type: view.type,
    title: view.title ?? null,
    submit: view.submit ?? null,
    close: view.close ?? null,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    external_id: view.externalId,
    state: view.state,
    hash: view.hash,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    submit_disabled: false,
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId,
    app_id: identity.appId,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

/** An Events API envelope. */
export function eventEnvelope(
  platform: Platform,
  event: Json,
  eventId: string,
  channel: Channel | undefined,
): Json {
  const { identity } = platform;
  return {
    token: identity.verificationToken,
    team_id: identity.teamId,
    context_team_id: identity.teamId,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(platform.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${Buffer.from(`${eventId}${channel?.id ?? ''}`).toString('base64url')}`,
  };
}

export function messageEvent(platform: Platform, message: Message, channel: Channel): Json {
  return {
    ...messageJson(platform, message, true),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: channel.kind,
  };
}

/** Interaction payloads share this head. */
export function interactionHead(platform: Platform, type: string, userId: string): Json {
  const { identity, workspace } = platform;
  const member = findMember(workspace, userId);
  return {
    type,
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    user: {
      id: userId,
      username: member?.handle ?? '',
      name: member?.handle ?? '',
      team_id: identity.teamId,
    },
    api_app_id: identity.appId,
    token: identity.verificationToken,
  };
}

export function channelReference(platform: Platform, channelId: string): Json {
  const channel = findChannel(platform.workspace, channelId);
  return { id: channelId, name: channel?.name ?? '' };
}

export function withoutAbsent(value: Json): Json {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
