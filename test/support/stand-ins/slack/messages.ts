/** What happens to messages, whoever asks for it: the change, then the events Slack sends about it. */
import { faultsOfBlocks } from './block-limits.js';
import type { Delivery } from './delivery.js';
import { messageEvent, messageJson } from './payloads.js';
import type { Platform } from './platform.js';
import type {
  Block,
  Channel,
  Ephemeral,
  Json,
  Message,
  MessageMetadata,
  SharedFile,
} from './workspace.js';

export type Refused = { ok: false; error: string } & Json;
export type NewMessage = {
  channel: Channel;
  user: string;
  isFromBot: boolean;
  text: string;
  blocks?: Block[];
  metadata?: MessageMetadata;
  threadTs?: string;
  isBroadcast?: boolean;
  username?: string;
  files?: readonly SharedFile[];
};

/** chat.postMessage: longer text is cut there; here it is refused, so that nobody leans on the cut. */
const MAX_TEXT = 40_000;
const MAX_METADATA_BYTES = 8_000; // https://docs.slack.dev/messaging/message-metadata

export function refuse(error: string, more: Json = {}): Refused {
  return { ok: false, error, ...more };
}

/** Why Slack would not take this content, or null. */
export function faultOfContent(content: {
  text: string | undefined;
  blocks: unknown;
  metadata?: unknown;
}): Refused | null {
  const { text, blocks, metadata } = content;
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (!text && !hasBlocks) return refuse('no_text');
  if ((text ?? '').length > MAX_TEXT) return refuse('msg_too_long');
  if (blocks !== undefined) {
    if (!Array.isArray(blocks)) return refuse('invalid_blocks_format');
    const faults = faultsOfBlocks(blocks, 'message');
    if (faults.length > 0) {
      return refuse('invalid_blocks', { errors: faults, response_metadata: { messages: faults } });
    }
  }
  return metadata === undefined ? null : faultOfMetadata(metadata);
}

function faultOfMetadata(metadata: unknown): Refused | null {
  const known = metadata as Partial<MessageMetadata> | null;
  if (
    typeof known?.event_type !== 'string' ||
    typeof known.event_payload !== 'object' ||
    known.event_payload === null
  ) {
    return refuse('invalid_metadata_format');
  }
  const bytes = Buffer.byteLength(JSON.stringify(known.event_payload));
  return bytes > MAX_METADATA_BYTES ? refuse('metadata_too_large') : null;
}

/** Slack names every block and element that came without a name. */
export function withIds(platform: Platform, blocks: Block[]): Block[] {
  const name = (item: Json, key: 'block_id' | 'action_id'): Json => ({
    ...item,
    [key]: item[key] ?? platform.nextId('').slice(0, 5),
  });
  const named = (element: unknown): unknown =>
    isInteractive(element) ? name(element, 'action_id') : element;
  return blocks.map((block) => {
    const copy = { ...name(block, 'block_id'), type: block.type };
    return {
      ...copy,
      ...(block.accessory === undefined ? {} : { accessory: named(block.accessory) }),
      ...(block.element === undefined ? {} : { element: named(block.element) }),
      ...(block.type === 'actions' && Array.isArray(block.elements)
        ? { elements: block.elements.map(named) }
        : {}),
    };
  });
}

function isInteractive(element: unknown): element is Json {
  return typeof element === 'object' && element !== null && (element as Json).type !== 'image';
}

/** Adds the message; the deliveries are the events about it (message, then app_mention). */
export function addMessage(
  platform: Platform,
  content: NewMessage,
): { message: Message; deliveries: Promise<Delivery>[] } {
  const { workspace, identity } = platform;
  const message: Message = {
    ts: platform.nextTs(),
    channel: content.channel.id,
    user: content.user,
    isFromBot: content.isFromBot,
    text: content.text,
    reactions: [],
    ...(content.blocks ? { blocks: withIds(platform, content.blocks) } : {}),
    ...(content.metadata ? { metadata: content.metadata } : {}),
    ...(content.threadTs ? { threadTs: content.threadTs } : {}),
    ...(content.isBroadcast ? { isBroadcast: true, subtype: 'thread_broadcast' } : {}),
    ...(content.files ? { files: content.files, subtype: 'file_share' } : {}),
    ...(content.username ? { username: content.username, subtype: 'bot_message' } : {}),
    ...(content.isFromBot ? {} : { clientMsgId: platform.nextId('') }),
  };
  workspace.messages.push(message);
  platform.changed();
  const deliveries: Promise<Delivery>[] = [];
  if (hearsChannel(platform, content.channel)) {
    const event = messageEvent(platform, message, content.channel);
    deliveries.push(platform.emit(event, content.channel));
    const isMention = content.text.includes(`<@${identity.botUserId}>`);
    if (isMention && !content.isFromBot && content.channel.kind !== 'im') {
      const { channel_type: _, subtype: __, ...rest } = event;
      deliveries.push(platform.emit({ ...rest, type: 'app_mention' }, content.channel));
    }
  }
  return { message, deliveries };
}

export type MessageChange = {
  text?: string;
  blocks?: Block[] | null;
  metadata?: MessageMetadata;
  editedBy?: string;
};

/** Changes a message in place; blocks null takes them away. */
export function changeMessage(
  platform: Platform,
  channel: Channel,
  message: Message,
  change: MessageChange,
): Promise<Delivery>[] {
  const before = messageJson(platform, message, true);
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks === null) delete message.blocks;
  else if (change.blocks !== undefined) message.blocks = withIds(platform, change.blocks);
  if (change.metadata !== undefined) message.metadata = change.metadata;
  const eventTs = platform.nextTs();
  if (change.editedBy) message.edited = { user: change.editedBy, ts: eventTs };
  platform.changed();
  return aboutMessage(platform, channel, 'message_changed', eventTs, {
    message: messageJson(platform, message, true),
    previous_message: before,
  });
}

export function removeMessage(
  platform: Platform,
  channel: Channel,
  message: Message,
): Promise<Delivery>[] {
  const { workspace } = platform;
  const before = messageJson(platform, message, true);
  workspace.messages.splice(workspace.messages.indexOf(message), 1);
  platform.changed();
  return aboutMessage(platform, channel, 'message_deleted', platform.nextTs(), {
    deleted_ts: message.ts,
    previous_message: before,
  });
}

/** Null when the person had reacted so before. */
export function addReaction(
  platform: Platform,
  channel: Channel,
  message: Message,
  name: string,
  userId: string,
): Promise<Delivery>[] | null {
  const reaction = message.reactions.find((known) => known.name === name);
  if (reaction?.users.includes(userId)) return null;
  if (reaction) reaction.users.push(userId);
  else message.reactions.push({ name, users: [userId] });
  platform.changed();
  if (!hearsChannel(platform, channel)) return [];
  const event = {
    type: 'reaction_added',
    user: userId,
    reaction: name,
    item_user: message.user,
    item: { type: 'message', channel: channel.id, ts: message.ts },
    event_ts: platform.nextTs(),
  };
  return [platform.emit(event, channel)];
}

export function addEphemeral(
  platform: Platform,
  ephemeral: Omit<Ephemeral, 'ts' | 'isFromSlack'> & { isFromSlack?: boolean },
): Ephemeral {
  const kept: Ephemeral = {
    ...ephemeral,
    ts: platform.nextTs(),
    isFromSlack: ephemeral.isFromSlack ?? false,
    ...(ephemeral.blocks ? { blocks: withIds(platform, ephemeral.blocks) } : {}),
  };
  platform.workspace.ephemerals.push(kept);
  platform.changed();
  return kept;
}

function aboutMessage(
  platform: Platform,
  channel: Channel,
  subtype: string,
  ts: string,
  more: Json,
): Promise<Delivery>[] {
  if (!hearsChannel(platform, channel)) return [];
  const event = {
    type: 'message',
    subtype,
    ...more,
    channel: channel.id,
    hidden: true,
    ts,
    event_ts: ts,
    channel_type: channel.kind,
  };
  return [platform.emit(event, channel)];
}

/** Events of a channel reach the app only while its bot is a member. */
function hearsChannel(platform: Platform, channel: Channel): boolean {
  return channel.members.includes(platform.identity.botUserId);
}
