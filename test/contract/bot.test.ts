import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import {
  ACME,
  AGENT,
  type BotSpace,
  GENERAL,
  MANAGER,
  OTHER,
  openBotSpace,
  STRANGER,
} from '../unit/bot/bot-space.js';
import { money } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

const statusOf = (reference = 'RV-000001') => space.entries.get(reference)?.status;
const told = (user: string) => JSON.stringify(space.slack.ephemerals(user));
const lastTo = (user: string) => space.slack.ephemerals(user).at(-1);

async function run(user: string, text: string, channel = ACME) {
  const outcome = await space.slack.runCommand(user, channel, '/reversal', text);
  await space.settled();
  return outcome;
}

async function answer(user: string, ts: string, text: string) {
  const outcome = await space.slack.say(user, ACME, text, { threadTs: ts });
  await space.slack.idle();
  return outcome;
}

describe('logging', () => {
  test('the issue’s own line is logged and told to its writer alone', async () => {
    await run(AGENT, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge, customer@example.com');
    const [request] = space.logged;
    expect(request).toMatchObject({
      clientId: 'acme',
      type: 'refund',
      amount: money(4999n),
      channel: 'slack',
      customer: { email: 'customer@example.com' },
    });
    expect(request?.identifiers).toContainEqual({
      kind: 'stripe_payment',
      value: 'ch_3PqLmN8aBcDeFgHi',
    });
    expect(request?.reason).toBe('duplicate charge');
    expect(told(AGENT)).toContain('Logged as *RV-000001*');
    expect(told(AGENT)).not.toContain('customer@example.com');
    expect(space.slack.messages(ACME)).toHaveLength(0);
  });

  test('Share shows it to the channel', async () => {
    await run(AGENT, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge');
    await space.slack.click(AGENT, ACME, lastTo(AGENT)?.ts ?? '', 'share');
    await space.settled();
    expect(JSON.stringify(space.slack.messages(ACME))).toContain('RV-000001');
  });

  it.each([
    ['no amount', 'log duplicate charge on order 8841', /There is no amount/],
    ['an unknown currency', 'log 49.99 ZZZ duplicate charge', /do not know the currency ZZZ/],
    ['two amounts', 'log 49.99 USD and 59.99 USD ch_3PqLmN8aBcDeFgHi', /two amounts/],
    ['a card number', 'log 49.99 USD card 4111 1111 1111 1111', /last four digits/],
  ])('refuses %s and says what to write instead', async (_name, text, words) => {
    await run(AGENT, text);
    expect(space.logged).toHaveLength(0);
    expect(told(AGENT)).toMatch(words);
    expect(told(AGENT)).not.toContain('1111 1111');
  });

  test('outside a client’s channel the client is asked with one tap', async () => {
    await run(MANAGER, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge', GENERAL);
    expect(space.logged).toHaveLength(0);
    await space.slack.click(MANAGER, GENERAL, lastTo(MANAGER)?.ts ?? '', 'log_for:1');
    await space.settled();
    expect(space.logged[0]).toMatchObject({ clientId: 'globex' });
  });

  test('the form shows errors under its fields, then logs', async () => {
    await run(AGENT, 'log');
    const [form] = space.slack.views(AGENT);
    const values = {
      identifier: { value: 'ch_3PqLmN8aBcDeFgHi' },
      reason: { value: 'Charged twice' },
      amount: { value: 'much' },
    };
    const wrong = await space.slack.submitView(AGENT, form?.id ?? '', values);
    expect(wrong.errors).toHaveProperty('amount');
    const right = await space.slack.submitView(AGENT, form?.id ?? '', {
      ...values,
      amount: { value: '49.99' },
    });
    expect(right.isClosed).toBe(true);
    expect(space.logged[0]).toMatchObject({ amount: money(4999n), channel: 'phone' });
  });

  test('a card number in the form is refused under its field', async () => {
    await run(AGENT, 'log');
    const [form] = space.slack.views(AGENT);
    const outcome = await space.slack.submitView(AGENT, form?.id ?? '', {
      amount: { value: '5' },
      reason: { value: 'card 4111111111111111' },
    });
    expect(outcome.errors).toHaveProperty('reason');
    expect(space.logged).toHaveLength(0);
  });

  test('the message shortcut opens the form filled in', async () => {
    const { ts } = await space.slack.say(
      AGENT,
      ACME,
      'Customer wants 49.99 USD back for ch_3PqLmN8aBcDeFgHi',
    );
    await space.slack.runMessageShortcut(AGENT, ACME, ts, 'log_message');
    await space.settled();
    expect(JSON.stringify(space.slack.views(AGENT))).toContain('49.99');
  });

  test('a stranger is told to ask an admin, and nothing is logged', async () => {
    await run(STRANGER, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge');
    expect(space.logged).toHaveLength(0);
    expect(told(STRANGER)).toContain('Ask an admin');
  });
});

describe('deciding by button and command', () => {
  test('a manager’s press approves what the card showed', async () => {
    const { ts } = await space.postCard();
    await space.slack.click(MANAGER, ACME, ts, 'decide:approve');
    await space.settled();
    expect(statusOf()).toBe('approved');
    expect(told(MANAGER)).toContain('You approved $49.99');
  });

  test('a stale card decides nothing and shows what changed', async () => {
    const { ts, reversal } = await space.postCard();
    space.entries.set('RV-000001', { ...reversal, amount: money(5999n), contentHash: 'hash-2' });
    await space.slack.click(MANAGER, ACME, ts, 'decide:approve');
    await space.settled();
    expect(statusOf()).toBe('pending_approval');
    expect(told(MANAGER)).toContain('was $49.99 and is now $59.99');
  });

  test('a requester may approve by none of the three ways', async () => {
    const { ts } = await space.postCard({ loggedBy: { id: 'manager', name: 'First Manager' } });
    await space.slack.click(MANAGER, ACME, ts, 'decide:approve');
    await run(MANAGER, 'approve RV-000001');
    await answer(MANAGER, ts, 'approved');
    expect(statusOf()).toBe('pending_approval');
    expect(told(MANAGER)).toContain('four eyes');
  });

  test('the second of two is told who decided', async () => {
    const { ts } = await space.postCard();
    await space.slack.click(MANAGER, ACME, ts, 'decide:approve');
    await space.settled();
    await space.slack.click(OTHER, ACME, ts, 'decide:approve');
    await space.settled();
    expect(told(OTHER)).toContain('First manager decided it already');
  });

  test('reject asks for the reason the policy requires', async () => {
    const { ts } = await space.postCard();
    await space.slack.click(MANAGER, ACME, ts, 'decide:reject');
    await space.settled();
    const [form] = space.slack.views(MANAGER);
    await space.slack.submitView(MANAGER, form?.id ?? '', {
      reason: { value: 'already refunded' },
    });
    expect(statusOf()).toBe('rejected');
  });

  test('the command binds to the newest card and takes a lower amount', async () => {
    await space.postCard();
    await run(MANAGER, 'approve RV-1 30.00 goodwill');
    expect(space.entries.get('RV-000001')).toMatchObject({
      status: 'approved',
      amount: money(3000n),
    });
  });

  test('without a card the content is shown before anything is decided', async () => {
    const { reversal } = await space.postCard();
    space.entries.set('RV-000002', { ...reversal, id: 'r-2', reference: 'RV-000002' });
    await run(MANAGER, 'approve RV-2');
    expect(statusOf('RV-000002')).toBe('pending_approval');
    await space.slack.click(MANAGER, ACME, lastTo(MANAGER)?.ts ?? '', 'decide:approve');
    await space.settled();
    expect(statusOf('RV-000002')).toBe('approved');
  });

  test('an unknown reference names the nearest of the same client only', async () => {
    const { reversal } = await space.postCard();
    space.entries.set('RV-000007', {
      ...reversal,
      id: 'r-7',
      reference: 'RV-000007',
      clientId: 'globex',
    });
    await run(MANAGER, 'approve RV-99');
    expect(told(MANAGER)).toContain('RV-000001');
    expect(told(MANAGER)).not.toContain('RV-000007');
  });

  test('in a client’s channel another client’s entry does not exist, whatever the rights', async () => {
    const { reversal } = await space.postCard();
    space.entries.set('RV-000007', {
      ...reversal,
      id: 'r-7',
      reference: 'RV-000007',
      clientId: 'globex',
    });
    await run(MANAGER, 'show RV-7');
    expect(told(MANAGER)).toContain('There is no RV-000007 for Acme Store');
    await run(MANAGER, 'find refunds');
    expect(told(MANAGER)).toContain('*1* entry for Acme Store');
  });

  test('the database being away is told as not taken, and trying again acts once', async () => {
    space.trouble.failNext = 1;
    await run(AGENT, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge');
    expect(told(AGENT)).toContain('Not taken');
    await run(AGENT, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge');
    expect(space.entries.size).toBe(1);
  });

  test('a slow database: acknowledged in time, told as not taken, then told the truth', async () => {
    await space.postCard();
    space.trouble.delayMs = 2_700;
    const outcome = await space.slack.runCommand(
      AGENT,
      ACME,
      '/reversal',
      'log 5 USD ch_3PqLmN8aBcDeFgHi twice',
    );
    expect(outcome.failure).toBeNull();
    await space.settled();
    expect(told(AGENT)).toContain('Not taken yet');
    expect(told(AGENT)).toContain('The late answer');
  });
});

describe('answers in the card’s thread', () => {
  test('a plain approved approves, and needs no other word', async () => {
    const { ts } = await space.postCard();
    await answer(MANAGER, ts, 'approved');
    expect(statusOf()).toBe('approved');
    expect(space.slack.ephemerals(MANAGER)).toHaveLength(0);
  });

  test('approved, but only 30 approves the lower amount', async () => {
    const { ts } = await space.postCard();
    await answer(MANAGER, ts, 'approved, but only 30');
    expect(space.entries.get('RV-000001')).toMatchObject({
      status: 'approved',
      amount: money(3000n),
    });
  });

  test('a mention in the thread is the same answer, and acts once', async () => {
    const { ts } = await space.postCard();
    await answer(MANAGER, ts, `<@${space.slack.identity.botUserId}> approved`);
    expect(statusOf()).toBe('approved');
    expect(space.countOf('chat_decision', { result: 'done' })).toBe(1);
  });

  test('after somebody else spoke a bare ok becomes one confirming button', async () => {
    const { ts } = await space.postCard();
    await answer(AGENT, ts, 'the customer sent the receipt');
    await answer(MANAGER, ts, 'ok');
    expect(statusOf()).toBe('pending_approval');
    await space.slack.click(MANAGER, ACME, lastTo(MANAGER)?.ts ?? '', 'decide:approve');
    await space.settled();
    expect(statusOf()).toBe('approved');
  });

  test('an edited answer is no decision', async () => {
    const { ts } = await space.postCard();
    const { ts: own } = await answer(MANAGER, ts, 'hello there');
    await space.slack.edit(MANAGER, ACME, own, 'approved');
    await space.slack.idle();
    expect(statusOf()).toBe('pending_approval');
    expect(told(MANAGER)).toContain('I do not act on edited messages');
  });

  test('the same message under a new event id acts once and tells once', async () => {
    const { ts } = await space.postCard();
    const { ts: own } = await answer(AGENT, ts, 'approved');
    await space.slack.messageUnderNewEventId(ACME, own);
    expect(space.slack.ephemerals(AGENT)).toHaveLength(1);
    expect(statusOf()).toBe('pending_approval');
  });

  test('"you may not" is said once a thread', async () => {
    const { ts } = await space.postCard();
    await answer(AGENT, ts, 'approved');
    await answer(AGENT, ts, 'approved, really');
    await answer(AGENT, ts, 'approve');
    expect(
      space.slack.ephemerals(AGENT).filter((one) => JSON.stringify(one).includes('You may not')),
    ).toHaveLength(1);
  });

  test('an answer written before the content changed does not approve the new content', async () => {
    const { ts, reversal } = await space.postCard();
    space.entries.set('RV-000001', { ...reversal, amount: money(5999n), contentHash: 'hash-2' });
    await answer(MANAGER, ts, 'approved');
    expect(statusOf()).toBe('pending_approval');
    expect(told(MANAGER)).toContain('changed after it was shown');
  });

  test('a database that is away gives 503, and Slack’s repeat acts once', async () => {
    const { ts } = await space.postCard();
    space.trouble.failNext = 1;
    await answer(MANAGER, ts, 'approved');
    expect(
      space.slack.deliveries.filter((one) => one.kind === 'event').map((one) => one.status),
    ).toContain(503);
    expect(statusOf()).toBe('approved');
    expect(space.countOf('chat_decision', { result: 'done' })).toBe(1);
  });

  test('a card number in an answer is told to its author and kept nowhere', async () => {
    const { ts } = await space.postCard();
    await answer(MANAGER, ts, 'rejected, card 4111 1111 1111 1111 was refunded');
    expect(told(MANAGER)).toContain('holds card data');
    expect(told(MANAGER)).not.toContain('1111 1111');
    expect(JSON.stringify(space.entries.get('RV-000001')?.approvals)).not.toContain('4111');
  });

  test('a card number in a message is an incident until it is edited out or deleted', async () => {
    const { ts } = await space.postCard();
    const spoken = await answer(MANAGER, ts, 'rejected, card 4111 1111 1111 1111 was refunded');
    const own = { channelId: ACME, messageId: spoken.ts };
    expect(space.cardData).toContainEqual({ ...own, clientId: 'acme', kinds: ['card_number'] });
    expect(space.cardData.some((one) => one.kinds === null)).toBe(false);
    await space.slack.edit(MANAGER, ACME, spoken.ts, 'rejected, it was refunded');
    await space.slack.idle();
    expect(space.cardData.at(-1)).toMatchObject({ ...own, kinds: null });
    await run(MANAGER, 'find card 4111 1111 1111 1111');
    expect(space.cardData.filter((one) => one.messageId !== spoken.ts)).toEqual([]);
  });

  test('on a chargeback ok offers both ways', async () => {
    const { ts } = await space.postCard({ type: 'chargeback', kind: 'fact' });
    await answer(MANAGER, ts, 'ok');
    expect(statusOf()).toBe('pending_approval');
    expect(told(MANAGER)).toMatch(/Contest.*Accept the loss/);
  });
});

describe('elsewhere', () => {
  test('a direct message takes the same words', async () => {
    await space.postCard();
    const channel = space.slack.directChannelOf(MANAGER).id;
    await space.slack.say(MANAGER, channel, 'show RV-1');
    await space.slack.idle();
    expect(JSON.stringify(space.slack.messages(channel))).toContain('RV-000001');
  });

  test('More shows the rest, and the customer only after it is recorded', async () => {
    const { ts } = await space.postCard();
    await space.slack.click(MANAGER, ACME, ts, 'more');
    await space.settled();
    const [window] = space.slack.views(MANAGER);
    expect(JSON.stringify(window)).not.toContain('jane@example.com');
    await space.slack.click(MANAGER, null, window?.id ?? '', 'show_customer');
    await space.settled();
    expect(JSON.stringify(space.slack.views(MANAGER).at(-1))).toContain('jane@example.com');
    expect(space.notes).toHaveLength(1);
  });

  test('help lists only what works', async () => {
    await run(AGENT, 'help');
    expect(told(AGENT)).toContain('approve RV-000123');
    expect(told(AGENT)).toMatch(/report daily.*export refunds/);
  });
});

describe('requests that are not Slack’s', () => {
  const body =
    'token=x&command=%2Freversal&text=help&user_id=U0AGENT&channel_id=C0ACME&trigger_id=1';
  const send = (headers: Record<string, string>) =>
    fetch(`${space.hubUrl}/slack/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const signed = (ageSeconds: number, secret = space.slack.identity.signingSecret) => {
    const ts = String(Math.floor(Date.now() / 1000) - ageSeconds);
    const hmac = createHmac('sha256', secret).update(`v0:${ts}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': ts, 'x-slack-signature': `v0=${hmac}` };
  };

  test('unsigned, altered, stale and future ones get 401 and are counted by reason', async () => {
    expect((await send({})).status).toBe(401);
    expect((await send(signed(0, 'another secret'))).status).toBe(401);
    expect((await send(signed(301))).status).toBe(401);
    expect((await send(signed(-400))).status).toBe(401);
    expect(space.countOf('webhook_refused', { source: 'chat', why: 'unsigned' })).toBe(1);
    expect(space.countOf('webhook_refused', { source: 'chat', why: 'bad_signature' })).toBe(1);
    expect(space.countOf('webhook_refused', { source: 'chat', why: 'stale' })).toBe(2);
    expect(space.countOf('chat_handled')).toBe(0);
  });
});
