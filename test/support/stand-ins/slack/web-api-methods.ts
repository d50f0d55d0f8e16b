/** auth.*, users.*, conversations.* and views.*; as on https://docs.slack.dev/reference/methods. */
import { isRecord } from './block-limits.js';
import { type Refused, refuse } from './messages.js';
import { channelJson, memberJson, messageJson, viewJson } from './payloads.js';
import type { Platform } from './platform.js';
import type { Tickets } from './tickets.js';
import {
  changeView,
  faultOfView,
  findView,
  openView,
  openViews,
  publishHome,
  pushView,
} from './views.js';
import {
  type Answer,
  type Arguments,
  flag,
  type Methods,
  pageOf,
  text,
} from './web-api-arguments.js';
import type { Channel, Message, View } from './workspace.js';
import { directChannel, findChannel, findMember, repliesTo } from './workspace.js';

export function userMethods(platform: Platform): Methods {
  const { identity, workspace } = platform;
  return {
    'auth.test': () => ({
      ok: true,
      url: `https://${identity.teamDomain}.slack.com/`,
      team: identity.teamDomain,
      user: identity.botName,
      team_id: identity.teamId,
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    }),
    'users.info': (args) => {
      const member = findMember(workspace, text(args, 'user') ?? '');
      return member ? { ok: true, user: memberJson(platform, member) } : refuse('user_not_found');
    },
    'users.list': (args) => {
      const cut = pageOf(workspace.members, args, 200);
      if (!cut) return refuse('invalid_cursor');
      const members = cut.page.map((member) => memberJson(platform, member));
      return { ok: true, members, ...cursorOf(cut.nextCursor) };
    },
    'users.lookupByEmail': (args) => {
      const email = (text(args, 'email') ?? '').toLowerCase();
      const member = workspace.members.find((m) => !m.isBot && m.email.toLowerCase() === email);
      return member ? { ok: true, user: memberJson(platform, member) } : refuse('users_not_found');
    },
  };
}

/** `repliesMax`: some apps get 15 a page however many they ask for (conversations.replies, 2025). */
export function conversationMethods(platform: Platform, repliesMax = 1_000): Methods {
  const { identity, workspace } = platform;
  return {
    'conversations.list': (args) => {
      const types = (text(args, 'types') ?? 'public_channel').split(',');
      const kinds = { channel: 'public_channel', group: 'private_channel', im: 'im' };
      const all = workspace.channels.filter(
        (channel) =>
          types.includes(kinds[channel.kind]) &&
          !(flag(args, 'exclude_archived') && channel.isArchived),
      );
      const cut = pageOf(all, args, 100);
      if (!cut) return refuse('invalid_cursor');
      const channels = cut.page.map((channel) => channelJson(platform, channel));
      return { ok: true, channels, ...cursorOf(cut.nextCursor) };
    },
    'conversations.info': (args) =>
      inChannel(platform, args, (channel) => ({
        ok: true,
        channel: channelJson(platform, channel),
      })),
    'conversations.open': (args) => {
      const users = (text(args, 'users') ?? '').split(',').filter(Boolean);
      const [userId] = users;
      if (userId === undefined) return refuse('users_list_not_supplied');
      if (!findMember(workspace, userId)) return refuse('user_not_found');
      const channel = directChannel(workspace, userId, identity.botUserId);
      platform.changed();
      return {
        ok: true,
        channel: flag(args, 'return_im') ? channelJson(platform, channel) : { id: channel.id },
      };
    },
    'conversations.history': (args) =>
      inChannel(platform, args, (channel) => {
        // Only user tokens read public channels they are not in (docs.slack.dev, errors).
        if (!isMember(platform, channel)) return refuse('not_in_channel');
        const isTop = (m: Message): boolean => !m.threadTs || m.threadTs === m.ts;
        const all = workspace.messages.filter(
          (m) => m.channel === channel.id && (isTop(m) || m.isBroadcast === true),
        );
        return messagePage(platform, args, all.reverse(), 100);
      }),
    'conversations.replies': (args) =>
      inChannel(platform, args, (channel) => {
        if (!isMember(platform, channel)) return refuse('not_in_channel');
        const ts = text(args, 'ts') ?? '';
        const found = workspace.messages.find((m) => m.channel === channel.id && m.ts === ts);
        const parentTs = found?.threadTs ?? ts;
        const parent = workspace.messages.filter(
          (m) => m.channel === channel.id && m.ts === parentTs,
        );
        const thread = [...parent, ...repliesTo(workspace, channel.id, parentTs)];
        if (thread.length === 0) return refuse('thread_not_found');
        const limit = Math.min(Number(args.limit ?? repliesMax), repliesMax);
        return messagePage(platform, { ...args, limit }, thread, repliesMax);
      }),
    'conversations.members': (args) =>
      inChannel(platform, args, (channel) => {
        const cut = pageOf(channel.members, args, 100);
        if (!cut) return refuse('invalid_cursor');
        return { ok: true, members: cut.page, ...cursorOf(cut.nextCursor) };
      }),
    'conversations.join': (args) => {
      const channel = findChannel(workspace, text(args, 'channel') ?? '');
      // A private channel is not there for a bot that was not invited.
      if (channel?.kind !== 'channel') return refuse('channel_not_found');
      if (channel.isArchived) return refuse('is_archived');
      if (!channel.members.includes(identity.botUserId)) channel.members.push(identity.botUserId);
      platform.changed();
      return { ok: true, channel: channelJson(platform, channel) };
    },
  };
}

export function viewMethods(platform: Platform, tickets: Tickets): Methods {
  const answer = (view: View | Refused): Answer =>
    'error' in view ? view : { ok: true, view: viewJson(platform, view) };
  const byTrigger = (
    args: Arguments,
    act: (userId: string, raw: Record<string, unknown>) => View | Refused,
  ): Answer => {
    const fault = faultOfView(args.view);
    if (fault) return fault;
    if (!isRecord(args.view)) return refuse('invalid_arguments');
    const owner = tickets.exchangeTrigger(text(args, 'trigger_id') ?? '');
    return 'error' in owner ? owner : answer(act(owner.userId, args.view));
  };
  return {
    'views.open': (args) => byTrigger(args, (userId, raw) => openView(platform, userId, raw)),
    'views.push': (args) => byTrigger(args, (userId, raw) => pushView(platform, userId, raw)),
    'views.update': (args) => {
      const view = findView(platform, {
        id: text(args, 'view_id'),
        externalId: text(args, 'external_id'),
      });
      if (!view || (view.type === 'modal' && !openViews(platform, view.ownerId).includes(view))) {
        return refuse('not_found');
      }
      return changed(view, args);
    },
    'views.publish': (args) => {
      const userId = text(args, 'user_id') ?? '';
      if (!findMember(platform.workspace, userId)) return refuse('user_not_found');
      const existing = platform.workspace.homes[userId];
      if (existing) return changed(existing, args);
      const fault = faultOfView(args.view);
      if (fault) return fault;
      if (!isRecord(args.view)) return refuse('invalid_arguments');
      return answer(publishHome(platform, userId, args.view));
    },
  };

  function changed(view: View, args: Arguments): Answer {
    const hash = text(args, 'hash');
    if (hash !== undefined && hash !== view.hash) return refuse('hash_conflict');
    const fault = faultOfView(args.view);
    if (fault) return fault;
    if (!isRecord(args.view)) return refuse('invalid_arguments');
    return answer(changeView(platform, view, args.view));
  }
}

const isMember = (platform: Platform, channel: Channel) =>
  channel.members.includes(platform.identity.botUserId);

function inChannel(platform: Platform, args: Arguments, act: (channel: Channel) => Answer): Answer {
  const channel = findChannel(platform.workspace, text(args, 'channel') ?? '');
  if (!channel) return refuse('channel_not_found');
  if (!isMember(platform, channel) && channel.kind !== 'channel')
    return refuse('channel_not_found');
  return act(channel);
}

function messagePage(
  platform: Platform,
  args: Arguments,
  all: Message[],
  defaultLimit: number,
): Answer {
  const oldest = text(args, 'oldest') ?? '0';
  const latest = text(args, 'latest') ?? '9999999999';
  const isInclusive = flag(args, 'inclusive');
  const within = all.filter((message) =>
    isInclusive
      ? Number(message.ts) >= Number(oldest) && Number(message.ts) <= Number(latest)
      : Number(message.ts) > Number(oldest) && Number(message.ts) < Number(latest),
  );
  const cut = pageOf(within, args, defaultLimit);
  if (!cut) return refuse('invalid_cursor');
  const withMetadata = flag(args, 'include_all_metadata');
  return {
    ok: true,
    messages: cut.page.map((message) => messageJson(platform, message, withMetadata)),
    has_more: cut.nextCursor !== '',
    ...cursorOf(cut.nextCursor),
  };
}

function cursorOf(next: string): { response_metadata: { next_cursor: string } } {
  return { response_metadata: { next_cursor: next } };
}
