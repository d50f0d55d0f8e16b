import type { App } from '@slack/bolt';
import { z } from 'zod';
import { userRemoved } from '../../core/index.js';
import { type Places, workspacePlace } from '../announce/places.js';
import {
  newIdWords,
  removedWords,
  renamedWords,
  returnedWords,
} from '../announce/trouble-words.js';
import type { BotTools } from '../bot-tools.js';
import type { Handled } from './handled.js';

/**
 * What Slack tells of channels, people and the app itself. Sources: docs.slack.dev/reference/events,
 * the pages named like the events; shapes: npm @slack/types 3.2.0, dist/events. A private channel is a
 * "group" there.
 */
const channelEvent = z.object({ channel: z.string() });
const renameEvent = z.object({ channel: z.object({ id: z.string(), name: z.string() }) });
const newIdEvent = z.object({ old_channel_id: z.string(), new_channel_id: z.string() });
const memberEvent = z.object({ user: z.string(), channel: z.string() });
const userEvent = z.object({
  user: z.object({ id: z.string(), deleted: z.boolean().optional() }),
});
const revokedEvent = z.object({
  tokens: z.object({ bot: z.array(z.string()).default([]) }).optional(),
});

const shutBy: Readonly<Record<string, string>> = {
  channel_archive: 'is_archived',
  group_archive: 'is_archived',
  channel_deleted: 'channel_not_found',
  group_deleted: 'channel_not_found',
  channel_left: 'not_in_channel',
  group_left: 'not_in_channel',
};

type WorkspaceTools = BotTools & {
  places: Places;
  /** Forgets a workspace's access: it was revoked. */
  forget(workspace: string): Promise<void>;
  /** Null for a workspace that is none of the hub's. */
  workspaceIn(teamId: string | undefined): Promise<string | null>;
};

/** Events of other channels and people are nobody's: they are acknowledged with the rest. */
export function receiveWorkspaceEvents(app: App, tools: WorkspaceTools, handled: Handled): void {
  const { places, troubles, now } = tools;
  const ours = async (channelId: string) => {
    const place = await places.nameOf(channelId);
    return place.kind === 'other_channel' ? null : place;
  };

  for (const [name, code] of Object.entries(shutBy)) {
    app.event(name, async ({ event, context }) => {
      const place = await ours(channelEvent.parse(event).channel);
      if (!place) return;
      handled.by(context, 'channel_shut');
      await places.began(place, code);
    });
  }
  for (const name of ['channel_unarchive', 'group_unarchive']) {
    app.event(name, async ({ event, context }) => {
      const place = await ours(channelEvent.parse(event).channel);
      if (!place) return;
      handled.by(context, 'channel_open');
      await places.ended(place);
    });
  }
  app.event('member_joined_channel', async ({ event, context }) => {
    const joined = memberEvent.parse(event);
    if (joined.user !== context.botUserId) return;
    const place = await ours(joined.channel);
    if (!place) return;
    handled.by(context, 'channel_open');
    await places.ended(place);
  });
  for (const name of ['channel_rename', 'group_rename']) {
    app.event(name, async ({ event, context, body }) => {
      const renamed = renameEvent.safeParse(event);
      const place = renamed.success ? await ours(renamed.data.channel.id) : null;
      if (!renamed.success || !place) return;
      handled.by(context, 'channel_renamed');
      const key = `renamed:${place.id}:${body.event_time}`;
      await troubles.tell(key, renamedWords(place, renamed.data.channel.name), now());
    });
  }
  app.event('channel_id_changed', async ({ event, context }) => {
    const changed = newIdEvent.parse(event);
    const place = await ours(changed.old_channel_id);
    if (!place) return;
    handled.by(context, 'channel_renamed');
    const text = newIdWords(place, changed.new_channel_id);
    await troubles.tell(`new_id:${place.id}:${changed.new_channel_id}`, text, now());
  });

  app.event('user_change', async ({ event, context }) => {
    const { user } = userEvent.parse(event);
    const person = user.id === '' ? null : await tools.directory.byChatUserId(user.id);
    if (!person) return;
    handled.by(context, 'user_changed');
    if (user.deleted) {
      const text = removedWords(person);
      await troubles.began({ place: user.id, code: userRemoved, text, since: now() });
      await tools.leftChat(person);
    } else if (!(await troubles.ended(user.id, returnedWords(person), now()))) return;
    handled.inBackground(() => tools.keepTurns());
  });

  app.event('tokens_revoked', async ({ event, context, body }) => {
    const { tokens } = revokedEvent.parse(event);
    handled.by(context, 'token_revoked');
    if ((tokens?.bot.length ?? 0) === 0) return;
    await shutWorkspace(body.team_id, 'token_revoked');
  });
  app.event('app_uninstalled', async ({ context, body }) => {
    handled.by(context, 'app_uninstalled');
    await shutWorkspace(body.team_id, 'app_uninstalled');
  });

  async function shutWorkspace(teamId: string | undefined, code: string): Promise<void> {
    const workspace = await tools.workspaceIn(teamId);
    if (workspace === null) return;
    await places.began(workspacePlace(workspace), code);
    await tools.forget(workspace);
  }
}
