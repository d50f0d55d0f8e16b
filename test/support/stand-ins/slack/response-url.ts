/** What a response URL takes: https://docs.slack.dev/interactivity/handling-user-interaction (response_url). */

import {
  addEphemeral,
  addMessage,
  changeMessage,
  faultOfContent,
  removeMessage,
  withIds,
} from './messages.js';
import type { Platform } from './platform.js';
import type { ResponseTicket, Tickets } from './tickets.js';
import { type Arguments, flag, text } from './web-api-arguments.js';
import type { Block, Json } from './workspace.js';
import { findChannel, findMessage } from './workspace.js';

export function answerResponseUrl(
  platform: Platform,
  tickets: Tickets,
  ticketId: string,
  args: Arguments,
): { status: number; body: object | string } {
  const ticket = tickets.spendResponseUrl(ticketId);
  if (typeof ticket === 'string') return { status: 404, body: { ok: false, error: ticket } };
  const isDelete = flag(args, 'delete_original');
  if (!isDelete) {
    const fault = faultOfContent({ text: text(args, 'text'), blocks: args.blocks });
    if (fault) return { status: 400, body: fault };
  }
  if (isDelete) deleteOriginal(platform, ticket);
  else if (flag(args, 'replace_original') && ticket.originalTs !== undefined) {
    replaceOriginal(platform, ticket, args);
  } else sayInAnswer(platform, ticket, args);
  return { status: 200, body: 'ok' };
}

/** What a slash command's own answer and a response URL have in common. */
export function sayInAnswer(
  platform: Platform,
  place: Pick<ResponseTicket, 'channel' | 'userId' | 'threadTs'>,
  answer: Json,
): void {
  const channel = findChannel(platform.workspace, place.channel);
  if (!channel) return;
  const threadTs = text(answer, 'thread_ts') ?? place.threadTs;
  const content = {
    text: text(answer, 'text') ?? '',
    ...(Array.isArray(answer.blocks) ? { blocks: answer.blocks as Block[] } : {}),
    ...(threadTs ? { threadTs } : {}),
  };
  if (answer.response_type === 'in_channel') {
    addMessage(platform, {
      channel,
      user: platform.identity.botUserId,
      isFromBot: true,
      ...content,
    });
  } else {
    addEphemeral(platform, { channel: place.channel, to: place.userId, ...content });
  }
}

function replaceOriginal(platform: Platform, ticket: ResponseTicket, args: Arguments): void {
  const { workspace } = platform;
  const originalTs = ticket.originalTs ?? '';
  const blocks = Array.isArray(args.blocks) ? (args.blocks as Block[]) : null;
  const ephemeral = workspace.ephemerals.find((kept) => kept.ts === originalTs);
  if (ephemeral) {
    ephemeral.text = text(args, 'text') ?? '';
    ephemeral.blocks = blocks ? withIds(platform, blocks) : undefined;
    platform.changed();
    return;
  }
  const channel = findChannel(workspace, ticket.channel);
  const message = findMessage(workspace, ticket.channel, originalTs);
  if (!channel || !message) return;
  changeMessage(platform, channel, message, { text: text(args, 'text') ?? '', blocks });
}

function deleteOriginal(platform: Platform, ticket: ResponseTicket): void {
  const { workspace } = platform;
  const at = workspace.ephemerals.findIndex((kept) => kept.ts === ticket.originalTs);
  if (at >= 0) {
    workspace.ephemerals.splice(at, 1);
    platform.changed();
    return;
  }
  const channel = findChannel(workspace, ticket.channel);
  const message = findMessage(workspace, ticket.channel, ticket.originalTs ?? '');
  if (channel && message) removeMessage(platform, channel, message);
}
