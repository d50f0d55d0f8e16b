import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACME, type BotSpace, MANAGER, openBotSpace } from '../unit/bot/bot-space.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

/** The entry as somebody else left it meanwhile. */
function stands(status: 'approved' | 'pending_approval') {
  const one = space.entries.get('RV-000001');
  if (!one) throw new Error('no entry');
  space.entries.set(one.reference, { ...one, status });
}
const entry = () => space.entries.get('RV-000001');
const told = () => space.slack.ephemerals(MANAGER).map(({ text }) => text);

async function refusedAnswer() {
  const { ts: threadTs } = await space.postCard();
  stands('approved');
  const { ts } = await space.slack.say(MANAGER, ACME, 'approved', { threadTs });
  expect(told()).toEqual([expect.stringContaining('othing was changed')]);
  stands('pending_approval');
  return { ts, threadTs };
}

test.each([
  ['as a retry', () => space.slack.redeliver(undefined, 'ack was lost')],
  ['under a new event id', (ts: string) => space.slack.messageUnderNewEventId(ACME, ts)],
])('an answer that was refused decides nothing when it comes again %s', async (_how, again) => {
  const { ts } = await refusedAnswer();
  expect(await again(ts)).toMatchObject({ status: 200 });
  expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
  expect(told()).toHaveLength(1);
});

test('the same words written anew are an answer of their own', async () => {
  const { threadTs } = await refusedAnswer();
  await space.slack.say(MANAGER, ACME, 'approved', { threadTs });
  expect(entry()).toMatchObject({ status: 'approved' });
});

test('a mention that was refused decides nothing when Slack brings it again', async () => {
  await space.postCard();
  stands('approved');
  const text = `<@${space.slack.identity.botUserId}> approve RV-000001`;
  await space.slack.say(MANAGER, ACME, text);
  await space.slack.idle();
  expect(told()).toHaveLength(1);
  stands('pending_approval');
  await space.slack.redeliver(undefined, 'ack was lost');
  expect(space.decided).toHaveLength(1);
  expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
  expect(told()).toHaveLength(1);
});

test('a direct message that was refused decides nothing under a new event id', async () => {
  await space.postCard();
  stands('approved');
  const channel = space.slack.directChannelOf(MANAGER).id;
  const { ts } = await space.slack.say(MANAGER, channel, 'approve RV-000001');
  await space.slack.idle();
  stands('pending_approval');
  await space.slack.messageUnderNewEventId(channel, ts);
  expect(space.decided).toHaveLength(1);
  expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
  const answers = space.slack.messages(channel).filter((one) => one.isFromBot);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toContain('othing was changed');
});
