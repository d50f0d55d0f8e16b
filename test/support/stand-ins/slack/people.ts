/** What a person writes in Slack's own client. Each act resolves when the hub has answered. */

import type { Delivery } from './delivery.js';
import {
  addEphemeral,
  addMessage,
  addReaction,
  changeMessage,
  type NewMessage,
  removeMessage,
} from './messages.js';
import { channelFor, jsonOf, type Outcome, outcomeOf } from './outcome.js';
import { viewJson, withoutAbsent } from './payloads.js';
import type { Platform } from './platform.js';
import { sayInAnswer } from './response-url.js';
import type { Tickets } from './tickets.js';
import type { Block, Message, SharedFile } from './workspace.js';
import { directChannel, findChannel, findMember, findMessage } from './workspace.js';

export function createPeople(platform: Platform, tickets: Tickets) {
  const { workspace, identity } = platform;

  function ownMessage(userId: string, channelId: string, ts: string): Message {
    const message = findMessage(workspace, channelId, ts);
    if (!message) throw new Error(`no such message: ${channelId} ${ts}`);
    if (message.user !== userId) throw new Error(`not written by ${userId}: ${ts}`);
    return message;
  }

  return {
    async say(
      userId: string,
      channelId: string,
      text: string,
      more: { threadTs?: string; files?: readonly SharedFile[] } = {},
    ): Promise<Outcome & { ts: string }> {
      const content: NewMessage = {
        channel: channelFor(platform, userId, channelId),
        user: userId,
        isFromBot: false,
        text,
        blocks: [richText(text)],
        ...(more.files ? { files: more.files } : {}),
        ...(more.threadTs ? { threadTs: more.threadTs } : {}),
      };
      const { message, deliveries } = addMessage(platform, content);
      return { ts: message.ts, ...(await outcomeOfAll(deliveries)) };
    },

    async edit(userId: string, channelId: string, ts: string, text: string): Promise<Outcome> {
      const channel = channelFor(platform, userId, channelId);
      const change = { text, blocks: [richText(text)], editedBy: userId };
      const message = ownMessage(userId, channelId, ts);
      return outcomeOfAll(changeMessage(platform, channel, message, change));
    },

    async remove(userId: string, channelId: string, ts: string): Promise<Outcome> {
      const channel = channelFor(platform, userId, channelId);
      return outcomeOfAll(removeMessage(platform, channel, ownMessage(userId, channelId, ts)));
    },

    async react(userId: string, channelId: string, ts: string, name: string): Promise<Outcome> {
      const channel = channelFor(platform, userId, channelId);
      const message = findMessage(workspace, channelId, ts);
      if (!message) throw new Error(`no such message: ${channelId} ${ts}`);
      return outcomeOfAll(addReaction(platform, channel, message, name, userId) ?? []);
    },

    async join(userId: string, channelId: string): Promise<Outcome> {
      const channel = findChannel(workspace, channelId);
      if (!channel) throw new Error(`no such channel: ${channelId}`);
      if (!channel.members.includes(userId)) channel.members.push(userId);
      platform.changed();
      const event = {
        type: 'member_joined_channel',
        user: userId,
        channel: channelId,
        channel_type: channel.kind === 'group' ? 'G' : 'C',
        team: identity.teamId,
        event_ts: platform.nextTs(),
      };
      return outcomeOfAll([platform.emit(event, channel)]);
    },

    /** Slack refuses commands in a thread itself; the app never hears of them. */
    async runCommand(
      userId: string,
      channelId: string,
      command: string,
      text: string,
      more: { threadTs?: string } = {},
    ): Promise<Outcome> {
      const channel = channelFor(platform, userId, channelId);
      if (more.threadTs) {
        const refused = `${command} cannot be used in a thread.`;
        tellFromSlack(channelId, userId, refused, more.threadTs);
        return { status: null, failure: null, refused };
      }
      const delivery = await platform.deliveries.send({
        kind: 'command',
        contentType: 'application/x-www-form-urlencoded',
        body: new URLSearchParams({
          token: identity.verificationToken,
          team_id: identity.teamId,
          team_domain: identity.teamDomain,
          channel_id: channelId,
          channel_name: channel.name,
          user_id: userId,
          user_name: findMember(workspace, userId)?.handle ?? '',
          command,
          text,
          api_app_id: identity.appId,
          is_enterprise_install: 'false',
          response_url: tickets.newResponseUrl({ channel: channelId, userId }),
          trigger_id: tickets.newTrigger(userId),
        }).toString(),
        isRetried: false,
      });
      // Slack's own client names the failure so: no answer in time, or an answer that is not 2xx.
      if (delivery.failure !== null) {
        const name = delivery.failure === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
        tellFromSlack(channelId, userId, `${command} failed with the error "${name}"`);
      } else if (delivery.answer.trim() !== '') {
        const answer = jsonOf(delivery.answer) ?? { text: delivery.answer };
        sayInAnswer(platform, { channel: channelId, userId }, answer);
      }
      return outcomeOf(delivery);
    },

    /** Takes an ephemeral message off the person's own screen; the app does not hear of it. */
    dismiss(userId: string, ts: string): void {
      const at = workspace.ephemerals.findIndex((kept) => kept.ts === ts && kept.to === userId);
      if (at < 0) return;
      workspace.ephemerals.splice(at, 1);
      platform.changed();
    },

    async openHome(userId: string): Promise<Outcome> {
      const channel = directChannel(workspace, userId, identity.botUserId);
      const home = workspace.homes[userId];
      const event = withoutAbsent({
        type: 'app_home_opened',
        user: userId,
        channel: channel.id,
        tab: 'home',
        event_ts: platform.nextTs(),
        view: home ? viewJson(platform, home) : undefined,
      });
      return outcomeOfAll([platform.emit(event, channel)]);
    },
  };

  function tellFromSlack(channel: string, to: string, text: string, threadTs?: string): void {
    addEphemeral(platform, { channel, to, text, isFromSlack: true, threadTs });
  }
}

/** What Slack's editor makes of typed text; text here is as Slack keeps it, `&lt;` and all. */
function richText(text: string): Block {
  const elements = text
    .split(/(<@[A-Z0-9]+>)/)
    .filter((part) => part !== '')
    .map((part) => {
      const userId = /^<@([A-Z0-9]+)>$/.exec(part)?.[1];
      if (userId) return { type: 'user', user_id: userId };
      const plain = part.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      return { type: 'text', text: plain };
    });
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Of several deliveries about one act the worst is told. */
async function outcomeOfAll(deliveries: Promise<Delivery>[]): Promise<Outcome> {
  const all = await Promise.all(deliveries);
  const told = all.find((delivery) => delivery.failure !== null) ?? all[0];
  return told ? outcomeOf(told) : { status: null, failure: null };
}
