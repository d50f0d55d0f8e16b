import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ACME,
  type BotSpace,
  GENERAL,
  MANAGER,
  OTHER,
  openBotSpace,
} from '../unit/bot/bot-space.js';
import { clean, money } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
  const { reversal } = await space.postCard();
  const more = { ...reversal, amount: money(1_000n), loggedAt: new Date() };
  space.entries.set('RV-000002', { ...more, id: 'r-2', reference: 'RV-000002' });
  const foreign = { ...more, id: 'r-3', reference: 'RV-000003', clientId: 'globex' };
  space.entries.set('RV-000003', { ...foreign, amount: money(700n, 'EUR'), type: 'chargeback' });
});
afterEach(() => space.close());

async function ask(text: string, channel = GENERAL): Promise<string> {
  await space.slack.runCommand(MANAGER, channel, '/reversal', text);
  await space.settled();
  return JSON.stringify(space.slack.ephemerals(MANAGER).at(-1));
}

test('how many is one figure, and says what was counted', async () => {
  expect(await ask('how many refunds')).toContain('*2*: how many refunds');
});

test('a sum keeps currencies apart and groups by client, the largest first', async () => {
  const told = await ask('find total by client');
  expect(told).toContain('*$59.99 and €7.00 (3)*');
  expect(told).toMatch(/Acme Store · \*\$59\.99 \(2\)\*.*Globex · \*€7\.00 \(1\)\*/);
});

test('an average is of its currency', async () => {
  expect(await ask('average refund')).toContain('*$30.00*: the average of refunds');
});

test('days are counted one by one, empty ones too', async () => {
  const told = await ask('how many reversals per day in the last 3 days');
  expect(told.match(/\d{4}-\d\d-\d\d · \*\d+\*/g)).toHaveLength(3);
});

test('in a client’s channel only its entries are counted, whatever is asked', async () => {
  expect(await ask('how many reversals', ACME)).toContain('*2*');
  expect(await ask('find refunds for Globex', ACME)).toContain('There is no client “Globex” here');
});

test('a list that nobody pages through to its end says "more than", and is not counted to it', async () => {
  const { desk } = space;
  const find = desk.find;
  const asked: (number | undefined)[] = [];
  desk.find = async (person, filter, limit, cursor) => {
    asked.push(filter.countMost);
    const page = await find(person, filter, limit, cursor);
    return 'refused' in page ? page : { ...page, total: (filter.countMost ?? 0) + 1 };
  };
  expect(await ask('find refunds')).toContain('*more than 10,000* entries');
  expect(asked).toEqual([10_000]);
});

test('who approved it and why: the history, with the words', async () => {
  space.past.push({
    sequence: 2,
    at: new Date(),
    actor: 'Other Manager',
    surface: 'chat_thread',
    action: 'approve',
    facts: {},
    values: { reason: clean('goodwill <!channel>') },
    hash: '',
  });
  const told = await ask('who approved RV-1 and why');
  expect(told).toContain('*Other Manager* approved it: “goodwill &lt;!channel&gt;”');
});

test('a question about an entry of another client finds none', async () => {
  expect(await ask('who approved RV-3', ACME)).toContain('There is no RV-000003 for Acme Store');
});

test('what was not understood is said, with examples, and nothing is listed', async () => {
  const told = await ask('find refunds and chargebacks');
  expect(told).toContain('I did not understand');
  expect(told).toContain('how many refunds did I log yesterday');
  expect(told).not.toContain('RV-00000');
});

test('a follow-up in the thread keeps the context, read again from the thread', async () => {
  const bot = `<@${space.slack.identity.botUserId}>`;
  const { ts } = await space.slack.say(MANAGER, GENERAL, `${bot} how many reversals by client`);
  await space.settled();
  expect(JSON.stringify(space.slack.ephemerals(MANAGER).at(-1))).toContain('Globex · *1*');
  await space.slack.say(MANAGER, GENERAL, `${bot} only refunds`, { threadTs: ts });
  await space.settled();
  const told = JSON.stringify(space.slack.ephemerals(MANAGER).at(-1));
  expect(told).toContain('*2*: how many refunds, by client');
  expect(told).not.toContain('Globex');
});

test('somebody else’s question in the thread is no context of mine', async () => {
  const bot = `<@${space.slack.identity.botUserId}>`;
  const { ts } = await space.slack.say(OTHER, GENERAL, `${bot} how many chargebacks`);
  await space.settled();
  await space.slack.say(MANAGER, GENERAL, `${bot} only the ones in euro`, { threadTs: ts });
  await space.settled();
  const told = JSON.stringify(space.slack.ephemerals(MANAGER).at(-1));
  expect(told).toContain('entries: in EUR');
});
