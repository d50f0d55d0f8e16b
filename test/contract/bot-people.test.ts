import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Digest, Reversal } from '../../core/index.js';
import { AGENT, type BotSpace, MANAGER, openBotSpace, STRANGER } from '../unit/bot/bot-space.js';
import { acme, money, person, reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

const manager = person('manager', 'manager', ['acme', 'globex'], MANAGER);
const agent = person('agent', 'agent', ['acme'], AGENT);
const direct = (user = MANAGER) => space.slack.messages(space.slack.directChannelOf(user).id);
const put = (number: number, changes: Partial<Reversal> = {}) => {
  const reference = `RV-${String(number).padStart(6, '0')}`;
  const one = reversal({ id: `r-${number}`, reference, ...changes });
  space.entries.set(reference, one);
  return one;
};
const waiting = (count: number) => ({
  count,
  isWhole: true,
  first: count === 0 ? null : { reversal: reversal(), client: acme },
});

describe('one direct message, kept up to date', () => {
  test('says how many and what comes first, never the customer; a repeat posts no second one', async () => {
    const { messenger } = space.bot;
    const posted = await messenger.showWaiting(manager, waiting(3), null, 'effect-1');
    const again = await messenger.showWaiting(manager, waiting(3), null, 'effect-1');
    expect(again).toEqual(posted);
    expect(direct()).toHaveLength(1);
    expect(direct()[0]?.text).toBe('3 wait for your decision, first: Refund $49.99 · Acme Store');
    expect(JSON.stringify(direct())).not.toContain('jane');
    await messenger.showWaiting(manager, waiting(0), posted, 'effect-2');
    expect(direct().map((one) => one.text)).toEqual(['Nothing waits for you now.']);
  });

  test('a new one takes the place of the old; one that is gone is no trouble', async () => {
    const { messenger } = space.bot;
    const old = await messenger.showWaiting(manager, waiting(1), null, 'effect-1');
    if (!old) throw new Error('not posted');
    await messenger.removeMessage(old);
    await messenger.removeMessage(old);
    const fresh = await messenger.showWaiting(manager, waiting(2), old, 'effect-2');
    expect(fresh).not.toEqual(old);
    expect(direct()).toHaveLength(1);
    expect(await messenger.showWaiting(manager, waiting(0), old, 'effect-3')).toBeNull();
  });

  test('whoever was never seen is found by e-mail; whoever is not in Slack is left alone', async () => {
    const { messenger } = space.bot;
    const unseen = { ...manager, id: 'x', chatUserId: null, email: 'stranger@elsewhere.example' };
    await messenger.showWaiting(unseen, waiting(1), null, 'effect-1');
    expect(direct(STRANGER)).toHaveLength(1);
    const nobody = { ...manager, id: 'y', chatUserId: null, email: 'nobody@elsewhere.example' };
    expect(await messenger.showWaiting(nobody, waiting(1), null, 'effect-2')).toBeNull();
    const gone = { ...manager, id: 'z', chatUserId: 'U0GONE' };
    expect(await messenger.showWaiting(gone, waiting(1), null, 'effect-3')).toBeNull();
  });

  test('Slack’s trouble is told by what to do next; an answer lost on its way posts no second one', async () => {
    const { messenger } = space.bot;
    const tell = () => messenger.showWaiting(manager, waiting(1), null, 'effect-1');
    space.slack.inject({ on: 'chat.postMessage', status: 429, retryAfterSeconds: 7 });
    await expect(tell()).rejects.toMatchObject({ kind: 'wait', waitMs: 7_000 });
    space.slack.inject({ on: 'chat.postMessage', cut: true, afterPerform: true });
    await expect(tell()).rejects.toMatchObject({ kind: 'retry' });
    await tell();
    expect(direct()).toHaveLength(1);
  });
});

describe('the digest', () => {
  const digest: Digest = {
    day: '2027-03-01',
    waiting: waiting(2),
    due: {
      items: [reversal({ dueAt: new Date('2020-01-01T10:00:00Z') })],
      total: 4,
      overdue: 1,
    },
    results: {
      logged: 12,
      decided: [{ status: 'approved', count: 9, sums: [money(120_000n), money(5_000n, 'EUR')] }],
    },
  };

  test('is one message in words a screen reader reads whole, and none twice', async () => {
    await space.bot.messenger.sendDigest(manager, digest, 'effect-1');
    await space.bot.messenger.sendDigest(manager, digest, 'effect-1');
    expect(direct()).toHaveLength(1);
    expect(direct()[0]?.text).toBe(
      'Your day: 2 wait for your decision; 4 due today, 1 of them overdue; the last working day: 12 logged · 9 approved ($1,200.00 and €50.00)',
    );
    const said = JSON.stringify(direct()[0]?.blocks);
    expect(said).toContain('overdue since');
    expect(said).toContain('and 3 more');
    expect(said).not.toContain('jane');
  });
});

describe('App Home', () => {
  const home = (user = MANAGER) => JSON.stringify(space.slack.home(user)?.blocks ?? []);
  const open = async (user = MANAGER) => {
    await space.slack.openHome(user);
    await space.settled();
  };

  test('shows what waits for me, what is due soon and what is mine, and opens the queue', async () => {
    put(1);
    put(2, { dueAt: new Date(Date.now() + 3_600_000), loggedBy: { id: 'manager', name: 'Me' } });
    put(3, { dueAt: new Date(Date.now() - 3_600_000), status: 'needs_review' });
    await open();
    expect(home()).toContain('1 waits for your decision');
    expect(home()).toContain('overdue since');
    expect(home().match(/RV-000002/g)?.length).toBeGreaterThan(1);
    await space.slack.click(MANAGER, null, space.slack.home(MANAGER)?.id ?? '', 'queue:open');
    await space.settled();
    expect(JSON.stringify(space.slack.views(MANAGER))).toContain('1 of 1');
  });

  test('stays within Slack’s blocks however much there is, and says when there is nothing', async () => {
    await open(AGENT);
    expect(home(AGENT)).toContain('Nothing waits for you. Well done.');
    for (let number = 1; number <= 150; number += 1) {
      put(number, { dueAt: new Date(), assignee: { id: 'manager', name: 'Me' } });
    }
    await open();
    expect(space.slack.home(MANAGER)?.blocks.length).toBeLessThan(60);
    expect(home()).toContain('and 140 more');
  });

  test('logs from there, and is drawn anew when asked for', async () => {
    await open(AGENT);
    await space.slack.click(AGENT, null, space.slack.home(AGENT)?.id ?? '', 'home:log');
    await space.settled();
    expect(space.slack.views(AGENT).at(-1)?.callbackId).toBe('log_form');
    put(7, { loggedBy: { id: 'agent', name: 'Me' } });
    await space.bot.messenger.refreshHome(agent);
    expect(home(AGENT)).toContain('RV-000007');
  });

  test('what a person wants to hear is chosen there, or in words', async () => {
    await open();
    const where = space.slack.home(MANAGER)?.id ?? '';
    await space.slack.click(MANAGER, null, where, 'choose:notify', { selected: 'channel' });
    await space.slack.click(MANAGER, null, where, 'choose:digest', { selected: 'off' });
    await space.settled();
    expect(space.notices.get('manager')).toMatchObject({ isDirect: false, digestHour: null });
    for (const [text, expected] of [
      ['notify direct', { isDirect: true }],
      ['digest 8', { digestHour: 8 }],
      ['digest 7:00', { digestHour: 7 }],
      ['digest 1pm', { digestHour: 13 }],
      ['digest off', { digestHour: null }],
      ['notify off', { isDirect: false }],
    ] as const) {
      await space.slack.say(MANAGER, space.slack.directChannelOf(MANAGER).id, text);
      await space.settled();
      expect(space.notices.get('manager')).toMatchObject(expected);
    }
    await space.slack.say(MANAGER, space.slack.directChannelOf(MANAGER).id, 'digest 25');
    await space.settled();
    expect(direct().at(-1)?.text).toContain('Now: channel, digest off.');
  });

  test('says who decides for whom, while somebody is away', async () => {
    await open();
    expect(home()).not.toContain('Away');
    await space.desk.delegate(
      { person: manager, surface: 'chat_command' },
      { toEmail: 'other@northwind.example', firstDay: '2026-12-01', lastDay: '2026-12-14' },
    );
    await open();
    expect(home()).toContain('First other decides for First manager, 2026-12-01 to 2026-12-14');
  });

  test('a stranger sees how to be let in, and nothing else', async () => {
    put(1);
    await open(STRANGER);
    expect(home(STRANGER)).toContain('I do not know you yet');
    expect(home(STRANGER)).not.toContain('RV-');
  });
});
