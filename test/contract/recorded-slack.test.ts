import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import {
  blockActions,
  homeEvent,
  mentionEvent,
  messageEvent,
  messageShortcut,
  slashCommand,
  viewSubmission,
} from '../../bot/receiving/payloads.js';
import { describeRecorded, readRecorded, recordedDir } from '../support/recorded.js';
import { ACME, AGENT, type BotSpace, openBotSpace } from '../unit/bot/bot-space.js';

type Json = Record<string, unknown>;

const backend = 'slack/app-backend';
const read = (path: string) => readRecorded(path) as Json;
const eventOf = (path: string) => read(path).event as Json;

/** What Slack's samples leave blank, by dotted path. */
type Filling = Readonly<Record<string, unknown>>;

function filled(payload: Json, filling: Filling): Json {
  const copy = structuredClone(payload);
  for (const [path, value] of Object.entries(filling)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let place = copy;
    for (const key of keys) {
      place[key] ??= {};
      place = place[key] as Json;
    }
    if (value === undefined) delete place[last];
    else place[last] = value;
  }
  return copy;
}

const spoken = {
  'event.channel': ACME,
  'event.user': AGENT,
  'event.ts': '1700000000.000200',
  'event.text': 'hello',
};
const inThread = { ...spoken, 'event.thread_ts': '1700000000.000100', 'event.bot_id': undefined };
const interactive = {
  'user.id': AGENT,
  'team.id': 'T0SANDBOX',
  trigger_id: '1.2.abc',
  function_data: undefined,
};
const inView = { ...interactive, 'view.app_installed_team_id': 'T0SANDBOX' };

describeRecorded('recorded Slack payloads', () => {
  let space: BotSpace;
  beforeAll(async () => {
    space = await openBotSpace();
  });
  afterAll(() => space.close());

  test.each([
    [
      'slash command',
      () => slashCommand.parse(read(`${backend}/slash-commands/SlashCommandPayload.json`)),
    ],
    [
      'block actions',
      () => blockActions.parse(read(`${backend}/interactive-components/BlockActionPayload.json`)),
    ],
    [
      'view submission',
      () => viewSubmission.parse(read(`${backend}/views/ViewSubmissionPayload.json`)),
    ],
    [
      'message shortcut',
      () =>
        messageShortcut.parse(
          read(`${backend}/interactive-components/MessageShortcutPayload.json`),
        ),
    ],
    ['message', () => messageEvent.parse(eventOf('slack/events/MessagePayload.json'))],
    [
      'message with a file',
      () => messageEvent.parse(eventOf('slack/events/MessageFileSharePayload.json')),
    ],
    [
      'message shown in the channel too',
      () => messageEvent.parse(eventOf('slack/events/MessageThreadBroadcastPayload.json')),
    ],
    [
      'changed message',
      () => messageEvent.parse(eventOf('slack/events/MessageChangedPayload.json')),
    ],
    [
      'deleted message',
      () => messageEvent.parse(eventOf('slack/events/MessageDeletedPayload.json')),
    ],
    ['message of a bot', () => messageEvent.parse(eventOf('slack/events/MessageBotPayload.json'))],
    ['mention', () => mentionEvent.parse(eventOf('slack/events/AppMentionPayload.json'))],
    ['App Home', () => homeEvent.parse(eventOf('slack/events/AppHomeOpenedPayload.json'))],
  ])('the schema takes the sample as it is: %s', (_name, parse) => {
    expect(parse).not.toThrow();
  });

  async function deliver(
    payload: Json,
    form: 'event' | 'command' | 'interaction',
  ): Promise<number> {
    const text = form === 'event' ? JSON.stringify(payload) : formOf(payload, form);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const hmac = createHmac('sha256', space.slack.identity.signingSecret).update(
      `v0:${timestamp}:${text}`,
    );
    const answer = await fetch(`${space.hubUrl}/slack/events`, {
      method: 'POST',
      body: text,
      headers: {
        'content-type': form === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${hmac.digest('hex')}`,
      },
    });
    await space.settled();
    return answer.status;
  }

  const handlers: readonly (readonly [
    name: string,
    path: string,
    form: 'event' | 'command' | 'interaction',
    filling: Filling,
    handler: string,
  ])[] = [
    [
      'slash command',
      `${backend}/slash-commands/SlashCommandPayload.json`,
      'command',
      {
        command: '/reversal',
        text: 'help',
        user_id: AGENT,
        channel_id: ACME,
        team_id: 'T0SANDBOX',
        trigger_id: '1.2.a',
      },
      'command',
    ],
    [
      'press on a card',
      `${backend}/interactive-components/BlockActionPayload.json`,
      'interaction',
      {
        ...interactive,
        'channel.id': ACME,
        view: undefined,
        actions: [
          {
            type: 'button',
            action_id: 'decide:approve',
            block_id: 'card_actions',
            value: '{"r":"RV-000001","h":"x"}',
            action_ts: '1.1',
          },
        ],
      },
      'decide_button',
    ],
    [
      'press on More',
      `${backend}/interactive-components/BlockActionPayload.json`,
      'interaction',
      {
        ...interactive,
        'channel.id': ACME,
        view: undefined,
        actions: [
          {
            type: 'button',
            action_id: 'more',
            block_id: 'card_actions',
            value: '{"r":"RV-000001","h":"x"}',
            action_ts: '1.2',
          },
        ],
      },
      'more_button',
    ],
    [
      'log form',
      `${backend}/views/ViewSubmissionPayload.json`,
      'interaction',
      { ...inView, 'view.callback_id': 'log_form' },
      'log_form',
    ],
    [
      'decision form',
      `${backend}/views/ViewSubmissionPayload.json`,
      'interaction',
      { ...inView, 'view.callback_id': 'decide_form' },
      'decide_form',
    ],
    [
      'message shortcut',
      `${backend}/interactive-components/MessageShortcutPayload.json`,
      'interaction',
      {
        ...interactive,
        callback_id: 'log_message',
        'channel.id': ACME,
        'message.text': 'refund 5 USD',
      },
      'log_shortcut',
    ],
    [
      'message in a thread',
      'slack/events/MessagePayload.json',
      'event',
      inThread,
      'thread_message',
    ],
    [
      'message with a file in a thread',
      'slack/events/MessageFileSharePayload.json',
      'event',
      inThread,
      'thread_message',
    ],
    [
      'reply shown in the channel too',
      'slack/events/MessageThreadBroadcastPayload.json',
      'event',
      inThread,
      'thread_message',
    ],
    [
      'changed message in a thread',
      'slack/events/MessageChangedPayload.json',
      'event',
      {
        'event.channel': ACME,
        'event.message.user': AGENT,
        'event.message.bot_id': undefined,
        'event.message.ts': '1700000000.000300',
        'event.message.thread_ts': '1700000000.000100',
      },
      'thread_message',
    ],
    [
      'direct message',
      'slack/events/MessagePayload.json',
      'event',
      {
        ...spoken,
        'event.channel_type': 'im',
        'event.bot_id': undefined,
        'event.thread_ts': undefined,
        'event.edited': undefined,
      },
      'direct_message',
    ],
    [
      'mention',
      'slack/events/AppMentionPayload.json',
      'event',
      { ...spoken, 'event.bot_id': undefined },
      'mention',
    ],
    [
      'a picture under a message',
      'slack/events/ReactionAddedPayload.json',
      'event',
      {
        'event.user': AGENT,
        'event.reaction': '+1',
        'event.item.channel': ACME,
        'event.item.ts': '1700000000.000100',
      },
      'reaction',
    ],
    [
      'App Home',
      'slack/events/AppHomeOpenedPayload.json',
      'event',
      { 'event.user': AGENT },
      'home',
    ],
    [
      'tokens revoked',
      'slack/events/TokensRevokedPayload.json',
      'event',
      { 'event.tokens.bot': [] },
      'token_revoked',
    ],
    [
      'an archived channel',
      'slack/events/ChannelArchivePayload.json',
      'event',
      { 'event.channel': ACME },
      'channel_shut',
    ],
    [
      'a channel open again',
      'slack/events/ChannelUnarchivePayload.json',
      'event',
      { 'event.channel': ACME },
      'channel_open',
    ],
    [
      'a renamed channel',
      'slack/events/ChannelRenamePayload.json',
      'event',
      { 'event.channel.id': ACME },
      'channel_renamed',
    ],
    [
      'a changed user',
      'slack/events/UserChangePayload.json',
      'event',
      { 'event.user.id': AGENT },
      'user_changed',
    ],
    [
      'the app uninstalled',
      'slack/events/AppUninstalledPayload.json',
      'event',
      {},
      'app_uninstalled',
    ],
  ];

  it.each(handlers)('%s reaches its handler', async (_name, path, form, filling, handler) => {
    const before = space.countOf('chat_handled', { handler });
    const isEvent = form === 'event';
    const payload = filled(read(path), {
      ...(isEvent
        ? { type: 'event_callback', team_id: 'T0SANDBOX', 'event.ts': '1700000000.000200' }
        : {}),
      ...filling,
    });
    expect(await deliver(payload, form)).toBe(200);
    expect(space.countOf('chat_handled', { handler })).toBe(before + 1);
  });

  test('every other event is acknowledged and counted, and none decides anything', async () => {
    const taken = new Set(handlers.map(([, path]) => path));
    const others = readdirSync(join(recordedDir(), 'slack/events'))
      .map((name) => `slack/events/${name}`)
      .filter((path) => !taken.has(path));
    expect(others.length).toBeGreaterThan(60);
    for (const path of others) {
      const before = space.counted.length;
      const payload = filled(read(path), { type: 'event_callback', team_id: 'T0SANDBOX' });
      expect([path, await deliver(payload, 'event')]).toEqual([path, 200]);
      const since = space.counted.slice(before).filter((one) => one.name.startsWith('chat_'));
      expect([path, since.map((one) => one.name)]).toEqual([path, ['chat_unhandled']]);
    }
    expect(space.countOf('chat_decision', { result: 'done' })).toBe(0);
  });

  test('a closed form is acknowledged', async () => {
    const payload = filled(read(`${backend}/views/ViewClosedPayload.json`), {
      ...inView,
      trigger_id: undefined,
    });
    expect(await deliver(payload, 'interaction')).toBe(200);
  });
});

function formOf(payload: Json, form: 'command' | 'interaction'): string {
  if (form === 'interaction')
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}
