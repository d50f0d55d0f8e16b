import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { botEvents, botScopes, manifest } from '../../bot/manifest/manifest.js';
import { AnnouncerError } from '../../core/index.js';
import type { Fault } from '../support/stand-ins/slack/faults.js';
import { ACME, type BotSpace, GENERAL, openBotSpace } from '../unit/bot/bot-space.js';
import { acme, reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

const view = () => ({
  reversal: reversal(),
  client: acme,
  alsoOnPayment: [],
  waitingFor: null,
  dashboardUrl: 'https://hub.example',
});
const show = (posted: { channelId: string; messageId: string } | null = null, effectId = 'e-1') =>
  space.bot.announcer.showCard(view(), posted, effectId);
const cards = () => space.slack.messages(ACME).filter((message) => !message.threadTs);

async function troubleOf(work: Promise<unknown>): Promise<AnnouncerError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AnnouncerError)) throw new Error('an AnnouncerError was expected');
  return error;
}

describe('one card, whatever happens', () => {
  test('a card whose answer was lost is taken up again, not posted twice', async () => {
    space.slack.inject({ on: 'chat.postMessage', cut: true, afterPerform: true });
    expect((await troubleOf(show())).kind).toBe('retry');
    const second = await show();
    expect(cards().map((message) => message.ts)).toEqual([second.messageId]);
  });

  test('another effect for the same entry takes the same card', async () => {
    const first = await show();
    const second = await show(null, 'e-2');
    expect(second.messageId).toBe(first.messageId);
    expect(cards()).toHaveLength(1);
  });

  test('a change updates in place', async () => {
    const posted = await show();
    await space.bot.announcer.showCard(
      { ...view(), reversal: reversal({ status: 'approved' }) },
      posted,
      'e-2',
    );
    expect(cards()).toHaveLength(1);
    expect(JSON.stringify(cards())).toContain('Approved by policy');
  });

  test('a card that was deleted is posted anew', async () => {
    const posted = await show();
    const gone = await show({ ...posted, messageId: '1.000001' }, 'e-2');
    expect(gone.messageId).toBe(posted.messageId);
  });

  test('a line in the thread is written once', async () => {
    const posted = await show();
    space.slack.inject({ on: 'chat.postMessage', status: 500, afterPerform: true });
    const line = () =>
      space.bot.announcer.addThreadLine(posted, 'First Manager approved <!channel>', 'line-1');
    expect((await troubleOf(line())).kind).toBe('retry');
    await line();
    const replies = space.slack
      .replies(ACME, posted.messageId)
      .filter((message) => message.ts !== posted.messageId);
    expect(replies).toHaveLength(1);
    expect(JSON.stringify(replies)).not.toContain('<!channel>');
  });

  test('notices go to the operations channel, once', async () => {
    await space.bot.announcer.notifyOperations('A connection is failing.', 'n-1');
    await space.bot.announcer.notifyOperations('A connection is failing.', 'n-1');
    expect(space.slack.messages(GENERAL)).toHaveLength(1);
    expect(space.slack.messages(ACME)).toHaveLength(0);
  });

  test('the folded list is one message, redrawn in place', async () => {
    const list = {
      review: [reversal({ status: 'needs_review', reviewReasons: ['No amount'] })],
      automatic: [],
    };
    const posted = await space.bot.announcer.showFoldedList(acme, '2026-03-01', list, null, 'l-1');
    await space.bot.announcer.showFoldedList(
      acme,
      '2026-03-01',
      { review: [], automatic: [] },
      posted,
      'l-2',
    );
    expect(cards()).toHaveLength(1);
    expect(JSON.stringify(cards())).toContain('nothing to review');
  });

  it('the list of a day is taken up again, whatever asked for it and forgot it', async () => {
    const lists = { review: [], automatic: [] };
    const posted = await space.bot.announcer.showFoldedList(acme, '2026-03-01', lists, null, 'l-1');
    const again = await space.bot.announcer.showFoldedList(acme, '2026-03-01', lists, null, 'l-9');
    expect(again).toEqual(posted);
    await space.bot.announcer.showFoldedList(acme, '2026-03-02', lists, null, 'l-10');
    expect(cards()).toHaveLength(2);
  });
});

describe('what to do next is told by Slack’s own answer', () => {
  it.each<[string, Fault, AnnouncerError['kind'], number | null]>([
    ['too many calls', { on: 'chat.postMessage', status: 429, retryAfterSeconds: 7 }, 'wait', 7000],
    [
      'too many, without a number',
      { on: 'chat.postMessage', error: 'ratelimited' },
      'wait',
      30_000,
    ],
    ['a revoked token', { on: 'chat.postMessage', error: 'token_revoked' }, 'hold', null],
    ['a wrong token', { on: 'chat.postMessage', error: 'invalid_auth' }, 'hold', null],
    ['an archived channel', { on: 'chat.postMessage', error: 'is_archived' }, 'hold', null],
    [
      'a channel without the bot',
      { on: 'chat.postMessage', error: 'not_in_channel' },
      'hold',
      null,
    ],
    ['Slack failing', { on: 'chat.postMessage', status: 503 }, 'retry', null],
    ['Slack saying it fails', { on: 'chat.postMessage', error: 'internal_error' }, 'retry', null],
    ['the network cut', { on: 'chat.postMessage', cut: true }, 'retry', null],
    [
      'blocks that Slack refuses',
      { on: 'chat.postMessage', error: 'invalid_blocks' },
      'give_up',
      null,
    ],
  ])('%s', async (_name, fault, kind, waitMs) => {
    space.slack.inject(fault);
    const trouble = await troubleOf(show());
    expect([trouble.kind, trouble.waitMs]).toEqual([kind, waitMs]);
    expect(space.slack.faultsLeft()).toHaveLength(0);
  });
});

describe('the check of the token', () => {
  test('names the account', async () => {
    expect(await space.bot.check()).toMatchObject({ ok: true, missingScopes: [] });
  });

  test('tells Slack’s code where it is refused', async () => {
    space.slack.inject({ on: 'auth.test', error: 'account_inactive' });
    expect(await space.bot.check()).toEqual({ ok: false, error: 'account_inactive' });
  });
});

describe('the manifest', () => {
  test('asks for what is used and nothing more', () => {
    const asked = manifest('https://hub.example/');
    expect(asked.oauth_config.scopes.bot).toEqual(Object.values(botScopes));
    expect(asked.settings.event_subscriptions).toEqual({
      request_url: 'https://hub.example/slack/events',
      bot_events: [...botEvents],
    });
  });

  test('names no address in Socket Mode', () => {
    expect(JSON.stringify(manifest('https://hub.example', true))).not.toContain('hub.example');
  });
});
