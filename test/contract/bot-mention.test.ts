import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { HistoryLine } from '../../core/index.js';
import {
  ACME,
  AGENT,
  type BotSpace,
  MANAGER,
  openBotSpace,
  STRANGER,
} from '../unit/bot/bot-space.js';
import { money } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

const entry = (reference = 'RV-000001') => space.entries.get(reference);
const all = (user: string) => space.slack.ephemerals(user);
const told = (user: string) => JSON.stringify(all(user));

const firstLine: HistoryLine = {
  sequence: 1,
  at: new Date('2026-03-01T09:00:00Z'),
  actor: 'First agent',
  surface: 'chat_command',
  action: 'logged',
  facts: {},
  values: null,
  hash: '',
};

/** Says something to the bot in the thread of the card. */
async function mention(user: string, ts: string, text: string) {
  await space.slack.say(user, ACME, `<@${space.slack.identity.botUserId}> ${text}`.trim(), {
    threadTs: ts,
  });
  await space.slack.idle();
  await space.settled();
}

describe('every mention of the bot in a card’s thread gets one true answer', () => {
  it.each([
    ['hello there', 'RV-000001 (Refund, $49.99) is waiting for a decision: 1 more of manager'],
    ['', 'RV-000001 (Refund, $49.99) is waiting for a decision'],
    ['please call the customer', 'approved, but only 30'],
    ['cancel the order please', 'Nothing was done: if `cancel` is meant for this entry'],
    ['wait for the parcel', 'Nothing was done: if `wait` is meant for this entry'],
    ['take a look at the ticket', 'Nothing was done: if `take` is meant for this entry'],
    ['cancel', 'Nothing was done: if `cancel` is meant for this entry'],
    ['how many refunds this week', 'refunds'],
    ['find approved refunds', 'for Acme Store'],
    ['show', 'card_actions'],
    ['show it', 'card_actions'],
    ['what is the status of this?', 'card_actions'],
    ['who approved this and why?', 'The history of RV-000001'],
    ['what happened', 'The history of RV-000001'],
    ['show RV-99', 'There is no RV-000099'],
    ['notify direct', 'direct'],
    ['help', 'What Reversal Hub understands'],
  ])('“%s” is answered once, and decides nothing', async (text, words) => {
    const { ts } = await space.postCard();
    space.past.push(firstLine);
    await mention(MANAGER, ts, text);
    expect(all(MANAGER)).toHaveLength(1);
    expect(told(MANAGER)).toContain(words);
    expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
    expect(space.decided).toEqual([]);
  });

  it.each([
    ['note the customer called twice', 'note', { reason: 'the customer called twice' }],
    ['take', 'assign', {}],
    ['take it', 'assign', {}],
    ['note approve it tomorrow', 'note', { reason: 'approve it tomorrow' }],
    ['note RV-1 called', 'note', { reason: 'called' }],
  ])('“%s” is the command for this entry', async (text, action, parts) => {
    const { ts } = await space.postCard();
    await mention(AGENT, ts, text);
    expect(space.decided).toMatchObject([{ reference: 'RV-000001', action, ...parts }]);
    expect(all(AGENT)).toHaveLength(1);
  });

  test('decision words are the answer to the card, as without a mention', async () => {
    const { ts } = await space.postCard();
    await mention(MANAGER, ts, 'approved, but only 30');
    expect(entry()).toMatchObject({ status: 'approved', amount: money(3000n) });
    expect(all(MANAGER)).toEqual([]);
  });

  test('a second “ok” to the bot says who decided', async () => {
    const { ts } = await space.postCard();
    await mention(MANAGER, ts, 'ok');
    expect(entry()).toMatchObject({ status: 'approved' });
    expect(all(MANAGER)).toEqual([]);
    await mention(MANAGER, ts, 'ok');
    expect(all(MANAGER)).toHaveLength(1);
    expect(told(MANAGER)).toContain('First manager decided it already');
  });

  test('“you may not” is said to every mention, and once a thread to plain answers', async () => {
    const { ts } = await space.postCard();
    await mention(AGENT, ts, 'approved');
    await mention(AGENT, ts, 'approve');
    await space.slack.say(AGENT, ACME, 'approved', { threadTs: ts });
    await space.slack.idle();
    expect(all(AGENT)).toHaveLength(2);
    expect(JSON.stringify(all(AGENT)[1])).toContain('You may not');
  });

  it.each([['hello'], ['approved'], ['show']])(
    'a stranger’s “%s” is told whom to ask',
    async (text) => {
      const { ts } = await space.postCard();
      await mention(STRANGER, ts, text);
      expect(all(STRANGER)).toHaveLength(1);
      expect(told(STRANGER)).toContain('admin');
      expect(told(STRANGER)).not.toContain('49.99');
    },
  );

  test('a decided entry is told as it is, without how to decide it', async () => {
    const { ts } = await space.postCard({ status: 'rejected' });
    await mention(AGENT, ts, 'any news about the parcel');
    expect(told(AGENT)).toContain('is rejected.');
    expect(told(AGENT)).not.toContain('Decide it');
  });

  test('a command beside a file that is refused is carried out, and both are told in one answer', async () => {
    const { ts } = await space.postCard();
    const files = [
      { id: 'F1', name: 'a', permalink: 'https://files.example/4111111111111111.pdf' },
    ];
    const text = `<@${space.slack.identity.botUserId}> note the customer called`;
    await space.slack.say(AGENT, ACME, text, { threadTs: ts, files });
    await space.slack.idle();
    await space.settled();
    expect(space.evidence).toEqual([]);
    expect(space.decided).toMatchObject([{ action: 'note', reason: 'the customer called' }]);
    expect(all(AGENT)).toHaveLength(1);
    expect(told(AGENT)).toMatch(/card data.*Your note is kept on RV-000001/);
  });

  test('the same mention under a new event id is answered once', async () => {
    const { ts } = await space.postCard();
    const spoken = await space.slack.say(
      AGENT,
      ACME,
      `<@${space.slack.identity.botUserId}> hello`,
      { threadTs: ts },
    );
    await space.slack.idle();
    await space.slack.messageUnderNewEventId(ACME, spoken.ts);
    expect(all(AGENT)).toHaveLength(1);
  });
});
