/** chat.* and reactions.*; arguments and errors as on https://docs.slack.dev/reference/methods. */
import {
  addEphemeral,
  addMessage,
  addReaction,
  changeMessage,
  faultOfContent,
  refuse,
  removeMessage,
} from './messages.js';
import { messageJson } from './payloads.js';
import type { Platform } from './platform.js';
import { type Answer, type Arguments, flag, type Methods, text } from './web-api-arguments.js';
import type { Block, Channel, MessageMetadata } from './workspace.js';
import { directChannel, findChannel, findMember, findMessage } from './workspace.js';

export function chatMethods(platform: Platform): Methods {
  return {
    'chat.postMessage': (args) => postMessage(platform, args),
    'chat.update': (args) => updateMessage(platform, args),
    'chat.delete': (args) => deleteMessage(platform, args),
    'chat.postEphemeral': (args) => postEphemeral(platform, args),
    'chat.unfurl': (args) => unfurl(platform, args),
    'chat.getPermalink': (args) => permalink(platform, args),
    'reactions.add': (args) => react(platform, args),
  };
}

function postMessage(platform: Platform, args: Arguments): Answer {
  const { identity, workspace } = platform;
  const channel = channelToPostIn(platform, text(args, 'channel'));
  if (!channel) return refuse('channel_not_found');
  if (channel.isArchived) return refuse('is_archived');
  if (!channel.members.includes(identity.botUserId)) return refuse('not_in_channel');
  const fault = faultOfContent({
    text: text(args, 'text'),
    blocks: args.blocks,
    metadata: args.metadata,
  });
  if (fault) return fault;
  const threadTs = text(args, 'thread_ts');
  const { message } = addMessage(platform, {
    channel,
    user: identity.botUserId,
    isFromBot: true,
    text: text(args, 'text') ?? '',
    blocks: args.blocks as Block[] | undefined,
    metadata: args.metadata as MessageMetadata | undefined,
    threadTs,
    isBroadcast: flag(args, 'reply_broadcast'),
    username: text(args, 'username'),
  });
  workspace.posts.push({ channel: channel.id, ts: message.ts, metadata: message.metadata });
  platform.changed();
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    message: messageJson(platform, message, true),
  };
}

function updateMessage(platform: Platform, args: Arguments): Answer {
  const place = placeOf(platform, args, 'ts');
  if ('error' in place) return place;
  const { channel, message } = place;
  if (channel.isArchived) return refuse('is_inactive');
  if (!message.isFromBot) return refuse('cant_update_message');
  const newText = text(args, 'text');
  const keepsBlocks = args.blocks === undefined && newText === undefined;
  const fault = faultOfContent({
    text: newText,
    blocks: keepsBlocks ? message.blocks : args.blocks,
    metadata: args.metadata,
  });
  if (fault) return fault;
  // Text without blocks takes the blocks away; "edited" shows for text only (chat.update, "blocks").
  const blocks = args.blocks as Block[] | undefined;
  const hasBlocks = blocks !== undefined && blocks.length > 0;
  changeMessage(platform, channel, message, {
    text: newText ?? (hasBlocks ? '' : undefined),
    blocks: keepsBlocks ? undefined : hasBlocks ? blocks : null,
    metadata: args.metadata as MessageMetadata | undefined,
    editedBy: hasBlocks ? undefined : platform.identity.botUserId,
  });
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(platform, message, true),
  };
}

function deleteMessage(platform: Platform, args: Arguments): Answer {
  const place = placeOf(platform, args, 'ts');
  if ('error' in place) return place;
  if (!place.message.isFromBot) return refuse('cant_delete_message');
  removeMessage(platform, place.channel, place.message);
  return { ok: true, channel: place.channel.id, ts: place.message.ts };
}

function postEphemeral(platform: Platform, args: Arguments): Answer {
  const { identity, workspace } = platform;
  const channel = findChannel(workspace, text(args, 'channel') ?? '');
  if (!channel) return refuse('channel_not_found');
  if (channel.isArchived) return refuse('is_archived');
  if (!channel.members.includes(identity.botUserId)) return refuse('not_in_channel');
  const to = text(args, 'user') ?? '';
  if (!findMember(workspace, to)) return refuse('user_not_found');
  if (!channel.members.includes(to)) return refuse('user_not_in_channel');
  const fault = faultOfContent({ text: text(args, 'text'), blocks: args.blocks });
  if (fault) return fault;
  const ephemeral = addEphemeral(platform, {
    channel: channel.id,
    to,
    text: text(args, 'text') ?? '',
    blocks: args.blocks as Block[] | undefined,
    threadTs: text(args, 'thread_ts'),
  });
  return { ok: true, message_ts: ephemeral.ts };
}

/** docs.slack.dev/reference/methods/chat.unfurl: only links that stand in the message. */
function unfurl(platform: Platform, args: Arguments): Answer {
  const place = placeOf(platform, args, 'ts');
  if ('error' in place) return refuse('cannot_unfurl_url');
  const unfurls = (args.unfurls ?? {}) as Record<string, { blocks?: unknown }>;
  for (const [url, { blocks }] of Object.entries(unfurls)) {
    if (!place.message.text.includes(url)) return refuse('cannot_unfurl_url');
    if (faultOfContent({ text: undefined, blocks })) return refuse('invalid_unfurls_format');
  }
  place.message.unfurls = { ...place.message.unfurls, ...unfurls };
  platform.changed();
  return { ok: true };
}

function permalink(platform: Platform, args: Arguments): Answer {
  const place = placeOf(platform, args, 'message_ts');
  if ('error' in place) return place;
  const { channel, message } = place;
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return {
    ok: true,
    channel: channel.id,
    permalink: `https://${platform.identity.teamDomain}.slack.com/${path}`,
  };
}

function react(platform: Platform, args: Arguments): Answer {
  const place = placeOf(platform, args, 'timestamp');
  if ('error' in place) return place;
  const name = text(args, 'name');
  if (!name) return refuse('invalid_name');
  const { botUserId } = platform.identity;
  const events = addReaction(platform, place.channel, place.message, name, botUserId);
  return events ? { ok: true } : refuse('already_reacted');
}

function placeOf(platform: Platform, args: Arguments, tsKey: string) {
  const channel = findChannel(platform.workspace, text(args, 'channel') ?? '');
  if (!channel) return refuse('channel_not_found');
  const message = findMessage(platform.workspace, channel.id, text(args, tsKey) ?? '');
  if (!message) return refuse('message_not_found');
  return { channel, message };
}

/** chat.postMessage also takes a person's id, and then writes to them directly. */
function channelToPostIn(platform: Platform, id: string | undefined): Channel | undefined {
  if (id === undefined) return undefined;
  const { workspace, identity } = platform;
  if (findMember(workspace, id)) return directChannel(workspace, id, identity.botUserId);
  return findChannel(workspace, id);
}
