import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACME, AGENT, type BotSpace, MANAGER, openBotSpace } from '../unit/bot/bot-space.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

/** Commands that do something to an entry, by the action that reaches the desk. */
const actions: readonly (readonly [string, string, string])[] = [
  ['approve RV-000001', MANAGER, 'approve'],
  ['reject RV-000001 already refunded', MANAGER, 'reject'],
  ['changes RV-000001 receipt, please', MANAGER, 'request_changes'],
  ['accept RV-000001', MANAGER, 'accept'],
  ['contest RV-000001', MANAGER, 'contest'],
  ['confirm RV-000001', AGENT, 'confirm'],
  ['complete RV-000001 re_3PqLmN8a', MANAGER, 'complete'],
  ['cancel RV-000001', AGENT, 'cancel'],
  ['withdraw RV-000001', MANAGER, 'withdraw'],
  ['submit RV-000001', MANAGER, 'submit'],
  ['outcome RV-000001 won', MANAGER, 'outcome'],
  ['next RV-000001 present again', MANAGER, 'next_step'],
  ['answer RV-000001 not charged', MANAGER, 'answer'],
  ['join RV-000001 RV-000002', AGENT, 'join'],
  ['part RV-000001 RV-000002', AGENT, 'part'],
  ['take RV-000001', AGENT, 'assign'],
  ['assign RV-000001 manager@northwind.example', AGENT, 'assign'],
  ['note RV-000001 customer called', AGENT, 'note'],
  ['wait RV-000001', AGENT, 'wait'],
];

/** Commands that answer, with what the answer must speak of. */
const questions: readonly (readonly [string, string, RegExp])[] = [
  ['log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge', AGENT, /Logged as \*RV-/],
  ['find refunds', AGENT, /\*1\* entry/],
  ['show RV-000001', AGENT, /RV-000001/],
  ['mine', AGENT, /entr/],
  ['queue', AGENT, /entr|queue|waits/i],
  ['report weekly', AGENT, /Weekly report/],
  ['delegate off', AGENT, /nothing was changed/],
  ['delegations', AGENT, /Nobody decides for you/],
  ['handover manager@northwind.example', AGENT, /Nothing open of yours/],
  ['export refunds', AGENT, /Download CSV/],
  ['help', AGENT, /What Reversal Hub understands/],
];

const said = (user: string) =>
  JSON.stringify([space.slack.ephemerals(user), space.slack.views(user)]);

it.each(questions)('/reversal %s', async (text, user, words) => {
  await space.postCard();
  await space.slack.runCommand(user, ACME, '/reversal', text);
  await space.settled();
  const answer = said(user);
  expect(answer).toMatch(words);
  expect(answer).not.toMatch(/I did not understand|Did you mean|Not taken/);
});

it.each(questions)('the same in a direct message: %s', async (text, user, words) => {
  await space.postCard();
  const channel = space.slack.directChannelOf(user).id;
  // Where no channel says it, the client is named.
  await space.slack.say(user, channel, text.startsWith('log') ? `${text} acme` : text);
  await space.slack.idle();
  await space.settled();
  const answers = space.slack.messages(channel).filter((message) => message.isFromBot);
  expect(answers).toHaveLength(1);
  expect(JSON.stringify(answers)).toMatch(words);
  expect(JSON.stringify(answers)).not.toMatch(/I did not understand|Did you mean/);
});

const ways = [
  [
    'behind /reversal',
    (user: string, text: string) => space.slack.runCommand(user, ACME, '/reversal', text),
  ],
  [
    'in a direct message',
    (user: string, text: string) =>
      space.slack.say(user, space.slack.directChannelOf(user).id, text),
  ],
  [
    'in a mention',
    (user: string, text: string) =>
      space.slack.say(user, ACME, `<@${space.slack.identity.botUserId}> ${text}`),
  ],
] as const;

describe.each(ways)('%s', (_way, write) => {
  it.each(actions)('%s reaches the desk and is answered', async (text, user, action) => {
    await space.postCard();
    const from = space.slack.calls.length;
    await write(user, text);
    await space.slack.idle();
    await space.settled();
    expect(space.decided.at(-1)).toMatchObject({ reference: 'RV-000001', action });
    expect(space.slack.calls.length).toBeGreaterThan(from);
    expect(JSON.stringify(space.slack.calls.slice(from))).not.toContain('Did you mean');
  });
});

it('help names every one of them', async () => {
  await space.slack.runCommand(AGENT, ACME, '/reversal', 'help');
  await space.settled();
  const words = [...actions, ...questions].map(([text]) => text.split(' ')[0] ?? '');
  const help = said(AGENT);
  expect(words.filter((word) => !help.includes(`\`${word}`))).toEqual(['help']);
});
