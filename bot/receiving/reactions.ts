import type { App } from '@slack/bolt';
import type { BotTools } from '../bot-tools.js';
import { answerReaction } from '../decide-reversal/card-reaction.js';
import type { Handled } from './handled.js';
import { reactionEvent } from './payloads.js';

/**
 * Pictures under a message; those that are taken away are not asked of Slack. A throw becomes a 503
 * and Slack sends the event again. Source: docs.slack.dev/reference/events/reaction_added.
 */
export function receiveReactions(app: App, tools: BotTools, handled: Handled): void {
  app.event('reaction_added', async ({ event, context }) => {
    const { item, user, reaction, event_ts: ts } = reactionEvent.parse(event);
    const { channel, ts: messageTs } = item;
    if (item.type !== 'message' || !channel || !messageTs) return;
    if (!user || user === context.botUserId) return;
    handled.by(context, 'reaction');
    await answerReaction(tools, { channel, messageTs, user, name: reaction, ts });
  });
}
