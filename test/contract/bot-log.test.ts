import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../support/stand-ins/slack/workspace.js';
import {
  ACME,
  AGENT,
  type BotSpace,
  GENERAL,
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

const charge = 'ch_3PqLmN8aBcDeFgHi';
const doubtful = `log refund 20 USD of the 80 USD of ${charge}, parcel late`;
const told = (user = AGENT) => JSON.stringify(space.slack.ephemerals(user));
const last = (user = AGENT) => space.slack.ephemerals(user).at(-1);
const top = (user = AGENT) => space.slack.views(user).at(-1);
const blocksOf = (view: View | undefined) => (view?.blocks ?? []).map((one) => one.block_id);
const initialOf = (view: View | undefined, id: string) => {
  const element = view?.blocks.find((one) => one.block_id === id)?.element as
    | { initial_value?: string; initial_option?: { value: string } }
    | undefined;
  return element?.initial_value ?? element?.initial_option?.value;
};

async function run(user: string, text: string, channel = ACME) {
  await space.slack.runCommand(user, channel, '/reversal', text);
  await space.settled();
}

async function press(actionId: string, where = last()?.ts ?? '', channel: string | null = ACME) {
  await space.slack.click(AGENT, channel, where, actionId);
  await space.settled();
}

async function choose(user: string, block: string, selected: string, values = {}) {
  const view = top(user);
  await space.slack.click(user, null, view?.id ?? '', 'value', {
    ...{ blockId: block, selected, values },
  });
  await space.settled();
}

const submit = async (values: Record<string, { value: string }>, user = AGENT) => {
  const outcome = await space.slack.submitView(user, top(user)?.id ?? '', values);
  await space.settled();
  return outcome;
};

describe('what was understood is shown before it is logged', () => {
  it.each([
    ['two amounts', doubtful, /2 amounts; I took \$20\.00/],
    ['an undercharge', `log charged 12 USD instead of 120 USD ${charge}`, /undercharge/],
    ['nothing but an amount', 'log 20 USD hello there', /No type was named/],
    [
      'thousands under the mark of cents',
      `log refund 1.500 USD ${charge} parcel late`,
      /“1\.500” may be 1\.50 or 1500\.00 USD; I took \$1,500\.00/,
    ],
    ['two payments', `log refund 5 USD ${charge} ch_9ZzLmN8aBcDeFgHi`, /more than one payment/],
  ])('with %s nothing is logged until one tap', async (_name, text, doubt) => {
    await run(AGENT, text);
    expect(space.logged).toEqual([]);
    expect(told()).toMatch(/Nothing is logged yet/);
    expect(told()).toMatch(doubt);
    await press('log_draft');
    expect(space.logged).toHaveLength(1);
    expect(told()).toContain('Logged as *RV-000001*');
    expect(space.drafts.size).toBe(0);
  });

  it.each([
    ['49.99', 4_999n],
    ['1,500', 150_000n],
    ['1,500.00', 150_000n],
  ])('what is certain is logged at once: %s USD', async (written, minor) => {
    await run(AGENT, `log ${written} USD ${charge} duplicate charge`);
    expect(space.logged).toMatchObject([{ amount: { minor } }]);
    expect(space.drafts.size).toBe(0);
  });

  it('what is missing is named beside what was understood; Change opens the form filled in', async () => {
    await run(AGENT, `log refund for ${charge}, customer@example.com, parcel never came`);
    expect(told()).toContain('There is no amount');
    expect(told()).not.toContain('"log_draft"');
    expect(told()).toContain('amount missing');
    expect(told()).toContain(`Payment: ${charge}`);
    expect(told()).not.toContain('customer@example.com');
    await press('open_draft');
    const form = top();
    expect(initialOf(form, 'identifier')).toBe(charge);
    expect(initialOf(form, 'customer')).toBe('customer@example.com');
    expect(initialOf(form, 'channel')).toBe('slack');
    await submit({ amount: { value: '12.50' } });
    expect(space.logged[0]).toMatchObject({ amount: money(1_250n), type: 'refund' });
    expect(space.drafts.size).toBe(0);
  });

  it('pressed twice, and then changed and sent, it is logged once', async () => {
    await run(AGENT, doubtful);
    const message = last()?.ts ?? '';
    await press('open_draft', message);
    const form = top();
    const draft = [...space.drafts.values()][0];
    await press('log_draft', message);
    await press('log_draft', last()?.ts ?? message).catch(() => undefined);
    expect(form).toBeDefined();
    await submit({ amount: { value: '30' } });
    expect(space.logged).toHaveLength(1);
    expect(draft).toBeDefined();
    expect(told()).toContain('not waiting any more');
  });

  it('Cancel logs nothing and leaves nothing behind', async () => {
    await run(AGENT, doubtful);
    await press('discard_draft');
    expect(told()).toContain('nothing was logged');
    expect([space.logged.length, space.drafts.size]).toEqual([0, 0]);
  });

  it('in a mention and in a direct message it is shown and pressed the same', async () => {
    const bot = space.slack.identity.botUserId;
    await space.slack.say(AGENT, ACME, `<@${bot}> ${doubtful}`);
    await space.slack.idle();
    await press('log_draft');
    expect(space.logged).toHaveLength(1);

    const direct = space.slack.directChannelOf(AGENT).id;
    await space.slack.say(AGENT, direct, doubtful.replace(charge, 'ch_8XyLmN8aBcDeFgHi'));
    await space.slack.idle();
    const answer = space.slack.messages(direct).at(-1);
    await press('log_draft', answer?.ts, direct);
    expect(space.logged).toHaveLength(2);
  });

  it.each([
    ['a call to the channel', '<!channel> &lt;!here&gt;'],
    ['a false link', '<https://evil.example/login|Approve $49.99>'],
    ['a false card', '*RV-000009 · Approved by First Manager*'],
    ['a code block', '```approved```'],
    ['right to left', '\u202Eapproved\u202C'],
  ])('%s in what is shown first does nothing there', async (_name, hostile) => {
    const from = space.slack.calls.length;
    await run(AGENT, `${doubtful} ${hostile}`);
    expect(told()).toContain('Nothing is logged yet');
    const sent = JSON.stringify(space.slack.calls.slice(from));
    expect(sent).not.toMatch(/<!(channel|here)|<https:\/\/evil|\u202E/);
    expect(sent).not.toContain('*RV-000009 · Approved');
    expect(space.slack.calls.slice(from).filter((call) => call.error !== null)).toEqual([]);
    await press('open_draft');
    expect(top()?.callbackId).toBe('log_form');
    expect(space.slack.calls.slice(from).filter((call) => call.error !== null)).toEqual([]);
  });

  it('a draft is its writer’s alone', async () => {
    await run(AGENT, doubtful);
    const [id = ''] = space.drafts.keys();
    expect(await space.slack.home(MANAGER)).toBeUndefined();
    await run(MANAGER, doubtful);
    const own = space.slack.ephemerals(MANAGER).at(-1)?.ts ?? '';
    await space.slack.click(MANAGER, ACME, own, 'log_draft', { value: id });
    await space.settled();
    expect(space.logged).toEqual([]);
    expect(told(MANAGER)).toContain('not waiting any more');
  });
});

describe('like entries come first', () => {
  const again = `log 49.99 USD ${charge} charged twice, says the customer`;
  beforeEach(async () => {
    await run(AGENT, `log 49.99 USD ${charge} duplicate charge`);
  });

  it('the same payment is shown before a second entry is logged', async () => {
    await run(AGENT, again);
    expect(space.logged).toHaveLength(1);
    expect(last()?.text).toContain('RV-000001 may be the same');
    await press('log_draft');
    expect(space.logged).toHaveLength(2);
  });

  it('“It is this one” adds what was written to it, once, and logs nothing new', async () => {
    await run(AGENT, again);
    const message = last()?.ts ?? '';
    await press('same_as:0', message);
    expect(space.logged).toHaveLength(1);
    expect(space.added).toMatchObject([{ reference: 'RV-000001', author: 'agent' }]);
    expect(space.added[0]?.text).toContain('charged twice, says the customer');
    expect(told()).toContain('No new entry was logged');
    expect(space.drafts.size).toBe(0);
  });

  it('a form shows them too, and having been seen they do not stop it again', async () => {
    await run(AGENT, 'log');
    const values = { identifier: { value: charge }, reason: { value: 'again' } };
    const outcome = await submit({ ...values, amount: { value: '5' } });
    expect(outcome.isClosed).toBe(true);
    expect(space.logged).toHaveLength(1);
    await press('open_draft');
    await submit({ amount: { value: '6' } });
    expect(space.logged[1]).toMatchObject({ amount: money(600n), reason: 'again' });
  });

  it('the same command again after “try again” is the same entry, not one like it', async () => {
    space.trouble.failNext = 1;
    const text = `log 7 USD ch_8XyLmN8aBcDeFgHi duplicate charge`;
    await run(AGENT, text);
    await run(AGENT, text);
    expect(space.logged).toHaveLength(2);
  });
});

describe('the form', () => {
  it.each([
    ['refund', ['amount', 'currency@acme'], ['before', 'stage', 'trace', 'reasonCode']],
    ['merchant_error', ['before', 'after', 'currency@acme'], ['amount', 'stage', 'trace']],
    ['chargeback', ['amount', 'stage', 'respondBy', 'reasonCode'], ['before', 'trace']],
    ['bank_reversal', ['amount', 'reasonCode'], ['before', 'stage', 'trace']],
    ['system_error', ['trace'], ['amount', 'currency@acme', 'before', 'stage']],
  ])('asks what a %s needs, and nothing else', async (type, asked, absent) => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', type);
    expect(blocksOf(top())).toEqual(expect.arrayContaining(asked));
    for (const one of absent) expect(blocksOf(top())).not.toContain(one);
  });

  it('keeps what was typed through changes of the type', async () => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'system_error', {
      amount: { value: '12.50' },
      reason: { value: 'The page hung' },
    });
    await choose(AGENT, 'type', 'chargeback');
    await submit({ identifier: { value: charge } });
    expect(space.logged[0]).toMatchObject({
      ...{ type: 'chargeback', kind: 'request', dispute: null },
      ...{ amount: money(1_250n), reason: 'The page hung' },
    });
  });

  it('a dispute that the processor has told of is a fact with its stage and day', async () => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'chargeback', { reason: { value: 'Fraud, says the bank' } });
    const wrong = await submit({
      ...{ amount: { value: '80' }, stage: { value: 'chargeback' } },
      respondBy: { value: '2020-01-01' },
    });
    expect(wrong.errors).toHaveProperty('respondBy');
    await submit({ respondBy: { value: '2999-01-31' }, reasonCode: { value: '10.4' } });
    expect(space.logged[0]).toMatchObject({
      ...{ kind: 'fact', reasonCode: '10.4' },
      dispute: { stage: 'chargeback', respondBy: new Date('2999-01-31T23:59:59Z') },
    });
  });

  it('a wrong charge takes before and after; a system error its trace and no amount', async () => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'merchant_error', { reason: { value: 'Typed a zero too many' } });
    const wrong = await submit({ before: { value: '12' }, after: { value: '12' } });
    expect(wrong.errors).toHaveProperty('after');
    await submit({ before: { value: '120' }, after: { value: '12' } });
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'system_error', { reason: { value: 'Gateway timed out' } });
    await submit({ trace: { value: 'HTTP 504 req_1' }, channel: { value: 'chat' } });
    expect(space.logged).toMatchObject([
      { type: 'merchant_error', before: money(12_000n), after: money(1_200n) },
      { type: 'system_error', amount: null, trace: 'HTTP 504 req_1', channel: 'chat' },
    ]);
  });

  it('of several clients asks which, and takes that one’s currency unless another was written', async () => {
    await run(MANAGER, 'log', GENERAL);
    const missing = await space.slack.submitView(MANAGER, top(MANAGER)?.id ?? '', {});
    expect(missing.errors).toHaveProperty('client');
    await choose(MANAGER, 'client', 'globex', { reason: { value: 'late parcel' } });
    expect(initialOf(top(MANAGER), 'currency@globex')).toBe('EUR');
    await choose(MANAGER, 'client', 'acme');
    expect(initialOf(top(MANAGER), 'currency@acme')).toBe('USD');
    await choose(MANAGER, 'client', 'globex', { 'currency@acme': { value: 'GBP' } });
    await submit({ amount: { value: '5' } }, MANAGER);
    expect(space.logged[0]).toMatchObject({
      ...{ clientId: 'globex', amount: { minor: 500n, currency: 'GBP' } },
      reason: 'late parcel',
    });
  });

  it('in a client’s channel it is for that client, whatever the form says', async () => {
    await run(MANAGER, 'log');
    expect(blocksOf(top(MANAGER))).not.toContain('client');
  });
});

describe('a form closed without sending', () => {
  const close = async (user = AGENT) => {
    await space.slack.closeView(user, top(user)?.id ?? '');
    await space.settled();
  };

  it('is kept as a draft that goes on where it was left', async () => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'chargeback', {
      ...{ amount: { value: '12.50' }, reason: { value: 'Not mine' } },
    });
    await close();
    expect(told()).toContain('kept as a draft');
    await press('open_draft');
    expect(initialOf(top(), 'type')).toBe('chargeback');
    expect(initialOf(top(), 'amount')).toBe('12.50');
    expect(initialOf(top(), 'reason')).toBe('Not mine');
    await submit({});
    expect(space.logged).toHaveLength(1);
    expect(space.drafts.size).toBe(0);
  });

  it('App Home lists it, and goes on with it or discards it', async () => {
    for (const reason of ['First of two', 'Second of two']) {
      await run(AGENT, 'log');
      await choose(AGENT, 'type', 'refund', { reason: { value: reason } });
      await close();
    }
    await space.slack.openHome(AGENT);
    await space.settled();
    const home = () => JSON.stringify(space.slack.home(AGENT)?.blocks);
    expect(home()).toContain('First of two');
    const view = space.slack.home(AGENT)?.id ?? '';
    await space.slack.click(AGENT, null, view, 'discard_draft');
    await space.settled();
    expect(home()).not.toContain('Second of two');
    await space.slack.click(AGENT, null, view, 'open_draft');
    await space.settled();
    expect(initialOf(top(), 'reason')).toBe('First of two');
  });

  it('a text that waits is called by what was understood of it, the customer masked', async () => {
    await run(AGENT, `${doubtful} jane.doe@example.com`);
    await run(AGENT, 'log refund 20 USD of the 80 USD to jane.doe@example.com, parcel late');
    await space.slack.openHome(AGENT);
    await space.settled();
    const home = JSON.stringify(space.slack.home(AGENT)?.blocks);
    expect(home).toContain(`*Refund · 20.00 USD · Acme Store · ${charge}*`);
    expect(home).toContain('*Refund · 20.00 USD · Acme Store · j•••@example.com*');
    expect(home).not.toContain('jane.doe');
  });

  it('what a draft lacks is said in its title', async () => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'refund', { reason: { value: 'Parcel late' } });
    await close();
    expect(told()).toContain('*Refund · no amount yet · ');
  });

  it('with nothing written in it leaves no draft and says nothing', async () => {
    await run(AGENT, 'log');
    await close();
    expect([space.drafts.size, space.slack.ephemerals(AGENT).length]).toEqual([0, 0]);
  });

  it('with a card number in it nothing of it is kept, and that is told', async () => {
    await run(AGENT, 'log');
    await choose(AGENT, 'type', 'refund', { reason: { value: 'card 4111 1111 1111 1111' } });
    await close();
    expect(space.drafts.size).toBe(0);
    expect(told()).toContain('last four digits');
    expect(told()).not.toContain('1111 1111');
  });
});

describe('Log as reversal', () => {
  const receipt = {
    ...{ id: 'F0RECEIPT', name: 'receipt.pdf' },
    permalink: 'https://sandbox.slack.com/files/U0MANAGER/F0RECEIPT/receipt.pdf',
  };
  const logThread = async (ts: string, channel = ACME, user = AGENT) => {
    await space.slack.runMessageShortcut(user, channel, ts, 'log_message');
    await space.settled();
  };

  it('takes the thread as communications and its files as links, the bot’s own words left out', async () => {
    const { ts } = await space.slack.say(
      AGENT,
      ACME,
      `Customer wants 49.99 USD back for ${charge}`,
    );
    await space.slack.say(MANAGER, ACME, 'Here is the receipt', {
      ...{ threadTs: ts, files: [receipt] },
    });
    const bot = space.slack.identity.botUserId;
    await space.slack.say(AGENT, ACME, `<@${bot}> help`, { threadTs: ts });
    await space.slack.idle();
    await logThread(ts);
    expect(JSON.stringify(top()?.blocks)).toContain('3 messages of the thread, 1 file as a link');
    expect(initialOf(top(), 'amount')).toBe('49.99');
    expect(initialOf(top(), 'channel')).toBe('slack');
    await submit({});
    const messages = space.logged[0]?.messages ?? [];
    expect(messages.map((one) => one.externalId)[0]).toBe(`chat:${ACME}:${ts}`);
    expect(messages.map((one) => one.authorName)).toEqual([
      ...['First agent', 'First manager', 'First agent'],
    ]);
    expect(messages[1]?.text).toMatch(/receipt\.pdf https:\/\/\S+\/files\//);
    expect(messages[0]?.sentAt).toEqual(new Date(Number(ts) * 1000));
  });

  it('from an answer in the thread the whole thread is taken, over more than one page', async () => {
    await space.close();
    space = await openBotSpace({ repliesMax: 3 });
    const { ts } = await space.slack.say(AGENT, ACME, `Refund 5 USD of ${charge} please`);
    let answer = ts;
    for (let count = 0; count < 7; count += 1) {
      answer = (await space.slack.say(AGENT, ACME, `more ${count}`, { threadTs: ts })).ts;
    }
    await logThread(answer);
    expect(JSON.stringify(top()?.blocks)).toContain('8 messages of the thread');
  });

  it('a card number in it is left out, recorded, and told', async () => {
    const { ts } = await space.slack.say(AGENT, ACME, `Refund 5 USD of ${charge} please`);
    await space.slack.say(AGENT, ACME, 'the card is 4111 1111 1111 1111', { threadTs: ts });
    await logThread(ts);
    expect(JSON.stringify(top()?.blocks)).toContain('Card data in it was left out');
    expect(space.cardData.some((one) => one.kinds?.includes('card_number'))).toBe(true);
    await submit({});
    expect(JSON.stringify(space.logged[0]?.messages)).not.toMatch(/4111|1111 1111/);
  });

  it('where the bot is not in the channel it says how to invite it', async () => {
    space.slack.addChannel({ id: 'C0AWAY', name: 'away', members: [AGENT], withoutBot: true });
    const { ts } = await space.slack.say(AGENT, 'C0AWAY', 'Refund 5 USD please');
    await logThread(ts, 'C0AWAY');
    expect(JSON.stringify(top()?.blocks)).toContain('/invite');
    expect(space.drafts.size).toBe(0);
  });

  it('closed without sending it is kept with its messages', async () => {
    const { ts } = await space.slack.say(AGENT, ACME, `Refund 5 USD of ${charge} please`);
    await logThread(ts);
    await space.slack.closeView(AGENT, top()?.id ?? '');
    await space.settled();
    await press('open_draft');
    await submit({});
    expect(space.logged[0]?.messages).toHaveLength(1);
  });

  it('a stranger opens nothing', async () => {
    const { ts } = await space.slack.say(AGENT, ACME, 'Refund 5 USD please');
    await logThread(ts, ACME, STRANGER);
    expect(space.slack.views(STRANGER)).toEqual([]);
    expect(told(STRANGER)).toContain('Ask an admin');
  });
});
