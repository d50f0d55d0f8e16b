import { afterEach, beforeEach, expect, it, test } from 'vitest';
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

const entry = () => space.entries.get('RV-000001');
const all = (user: string) => space.slack.ephemerals(user);
const told = (user: string) => JSON.stringify(all(user));

async function react(user: string, ts: string, name = '+1') {
  await space.slack.react(user, ACME, ts, name);
  await space.slack.idle();
  await space.settled();
}

test('a thumb decides nothing: one button, seen by its owner alone, and a tap on it decides', async () => {
  const { ts } = await space.postCard();
  await react(MANAGER, ts);
  expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
  expect(all(MANAGER)).toHaveLength(1);
  expect(told(MANAGER)).toContain('Approve $49.99');
  await space.slack.click(MANAGER, ACME, all(MANAGER)[0]?.ts ?? '', 'decide:approve');
  await space.settled();
  expect(entry()).toMatchObject({ status: 'approved' });
});

it.each([
  ['a darker thumb', '+1::skin-tone-5', 'Approve $49.99'],
  ['a tick', 'white_check_mark', 'Approve $49.99'],
  ['a thumb down', '-1', 'Reject RV-000001'],
])('%s is asked about', async (_name, picture, words) => {
  const { ts } = await space.postCard();
  await react(MANAGER, ts, picture);
  expect(told(MANAGER)).toContain(words);
  expect(space.decided).toEqual([]);
});

test('on a chargeback a thumb offers both ways', async () => {
  const { ts } = await space.postCard({ type: 'chargeback', kind: 'fact' });
  await react(MANAGER, ts);
  expect(told(MANAGER)).toMatch(/Contest.*Accept the loss/);
});

test('once for what the card shows: not twice for two thumbs, anew after the content changed', async () => {
  const { ts, reversal } = await space.postCard();
  await react(MANAGER, ts);
  await react(MANAGER, ts, 'thumbsup');
  await space.slack.redeliver();
  expect(all(MANAGER)).toHaveLength(1);
  const changed = { ...reversal, amount: money(5999n), contentHash: 'hash-2' };
  space.entries.set('RV-000001', changed);
  space.showAgain(changed, ts);
  await react(MANAGER, ts, 'ok_hand');
  expect(all(MANAGER)).toHaveLength(2);
  expect(JSON.stringify(all(MANAGER)[1])).toContain('Approve $59.99');
});

test('a thumb down after a thumb up is asked about too: it means something else', async () => {
  const { ts } = await space.postCard();
  await react(MANAGER, ts);
  await react(MANAGER, ts, '-1');
  expect(all(MANAGER)).toHaveLength(2);
  expect(JSON.stringify(all(MANAGER)[1])).toContain('Reject RV-000001');
});

it.each([
  ['other pictures', 'eyes', {}],
  ['folded hands', 'pray', {}],
  ['a thumb on what is decided', '+1', { status: 'approved' as const }],
  ['a thumb of who asked for it', '+1', { loggedBy: { id: 'manager', name: 'First manager' } }],
])('%s: nothing is said', async (_name, picture, changes) => {
  const { ts } = await space.postCard(changes);
  await react(MANAGER, ts, picture);
  expect(all(MANAGER)).toEqual([]);
});

test('a thumb under any other message, an answer in the thread too, says nothing', async () => {
  const { ts } = await space.postCard();
  const spoken = await space.slack.say(AGENT, ACME, 'the receipt is there', { threadTs: ts });
  await space.slack.idle();
  await react(MANAGER, spoken.ts);
  expect(all(MANAGER)).toEqual([]);
});

test('a stranger’s thumb is told that it counts for nothing, once', async () => {
  const { ts } = await space.postCard();
  await react(STRANGER, ts);
  await react(STRANGER, ts, 'white_check_mark');
  expect(all(STRANGER)).toHaveLength(1);
  expect(told(STRANGER)).toContain('I do not know you yet');
});

test('a database that is away gives 503, and Slack’s repeat asks once', async () => {
  const { ts } = await space.postCard();
  space.trouble.failNext = 1;
  await react(MANAGER, ts);
  expect(all(MANAGER)).toHaveLength(1);
});
