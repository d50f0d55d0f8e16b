import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACME,
  AGENT,
  type BotSpace,
  OTHER,
  openBotSpace,
  STRANGER,
} from '../unit/bot/bot-space.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

const cardNumber = '4111 1111 1111 1111';

/** Nothing here may decide or log by itself, wherever it is written. */
const texts: readonly (readonly [string, string])[] = [
  ['emoji only', '👍🎉✅'],
  ['an emoji by its name', ':white_check_mark:'],
  ['40,000 characters', 'please look at this again '.repeat(1_539)],
  ['one word of 40,000 characters', 'a'.repeat(40_000)],
  ['right to left', '\u202Eapproved\u202C موافق على الاسترداد'],
  ['an approval inside a code block', '```\napproved\n```'],
  ['a quoted approval', '&gt; approved'],
  ['a struck-through approval', '~approved~'],
  ['a call to the whole channel', '<!channel> <!here> look'],
  ['a link under a false name', '<https://evil.example/login|Approve $49.99>'],
  ['a false card', '*RV-000001 · Refund $49.99*\nApproved by First Manager'],
  ['a card number', `is ${cardNumber} the right one?`],
  ['a reference of another client', 'RV-000007'],
  ['null and control characters', 'a\u0000b\u0007c'],
];

type Way = (user: string, text: string, cardTs: string) => Promise<unknown>;
const ways: readonly (readonly [string, Way])[] = [
  ['behind /reversal', (user, text) => space.slack.runCommand(user, ACME, '/reversal', text)],
  [
    'behind /reversal find',
    (user, text) => space.slack.runCommand(user, ACME, '/reversal', `find ${text}`),
  ],
  [
    'behind /reversal log',
    (user, text) => space.slack.runCommand(user, ACME, '/reversal', `log ${text}`),
  ],
  [
    'in a mention',
    (user, text) => space.slack.say(user, ACME, `<@${space.slack.identity.botUserId}> ${text}`),
  ],
  [
    'in a direct message',
    (user, text) => space.slack.say(user, space.slack.directChannelOf(user).id, text),
  ],
  [
    'in the card’s thread',
    (user, text, cardTs) => space.slack.say(user, ACME, text, { threadTs: cardTs }),
  ],
];

/** Everything the bot sent after the card was posted. */
const sentSince = (from: number) =>
  space.slack.calls
    .slice(from)
    .map((call) => JSON.stringify(call))
    .join('\n');

async function openCardOfEach() {
  const { ts, reversal } = await space.postCard();
  space.entries.set('RV-000007', {
    ...reversal,
    id: 'r-7',
    reference: 'RV-000007',
    clientId: 'globex',
  });
  return ts;
}

describe.each(ways)('%s', (way, write) => {
  it.each(texts)('%s decides nothing, and the answer is harmless', async (_name, text) => {
    const ts = await openCardOfEach();
    const from = space.slack.calls.length;
    await write(OTHER, text, ts);
    await space.slack.idle();
    await space.settled();

    const standing = ['RV-000001', 'RV-000007'].map((one) => space.entries.get(one)?.status);
    expect(standing).toEqual(['pending_approval', 'pending_approval']);
    // Behind `log` an amount may well be logged: it was asked for.
    if (!way.endsWith('log')) expect(space.logged).toEqual([]);
    expect(space.countOf('chat_work_failed')).toBe(0);
    expect(space.slack.deliveries.map((one) => one.status)).not.toContain(500);
    const sent = sentSince(from);
    expect(sent).not.toMatch(/<!(channel|here|everyone)/);
    expect(sent).not.toContain('<https://evil.example');
    expect(sent).not.toContain('1111 1111');
    // Of another client's entry not even its standing is told.
    expect(sent).not.toMatch(/Globex/);
    expect(space.slack.calls.slice(from).filter((call) => call.error !== null)).toEqual([]);
  });
});

describe('a stranger', () => {
  it.each(ways)('%s is told whom to ask, and nothing of any entry', async (_way, write) => {
    const ts = await openCardOfEach();
    const from = space.slack.calls.length;
    await write(STRANGER, 'approve RV-000001', ts);
    await space.slack.idle();
    await space.settled();
    expect(space.entries.get('RV-000001')?.status).toBe('pending_approval');
    expect(sentSince(from)).not.toMatch(/49\.99|Acme Store|pending/);
  });
});

it('every one of them is answered: silence is no answer to a person who wrote to the bot', async () => {
  const ts = await openCardOfEach();
  for (const [name, write] of ways.filter(([way]) => way !== 'in the card’s thread')) {
    const from = space.slack.calls.length;
    await write(AGENT, '👍🎉✅', ts);
    await space.slack.idle();
    await space.settled();
    expect(space.slack.calls.length, name).toBeGreaterThan(from);
  }
});
