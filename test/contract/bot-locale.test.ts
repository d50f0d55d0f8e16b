import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { ACME, AGENT, type BotSpace, MANAGER, openBotSpace } from '../unit/bot/bot-space.js';
import { acme, money, reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(async () => {
  delete acme.locale;
  await space.close();
});

/** What Slack's stand-in holds, with each of the spaces that locales use as a plain one. */
const said = (what: unknown) => JSON.stringify(what).replace(/\p{Zs}/gu, ' ');
const channel = () => said(space.slack.messages(ACME));
const lastTold = (user: string) => said(space.slack.ephemerals(user).at(-1));
const entry = () => space.entries.get('RV-000001');

function reads(id: string, locale: string) {
  const person = space.team.find((one) => one.id === id);
  if (!person) throw new Error(`nobody is called ${id}`);
  person.locale = locale;
}

async function run(user: string, text: string) {
  await space.slack.runCommand(user, ACME, '/reversal', text);
  await space.settled();
}

const large = { amount: money(150_000n, 'EUR') };

describe('a card stands as its client reads amounts, an answer as its one reader does', () => {
  test('the card, its button and its notification', async () => {
    acme.locale = 'de-DE';
    reads('manager', 'en-GB');
    await space.postCard(large);
    expect(channel()).toContain('Approve 1.500,00 €');
    expect(channel()).not.toContain('1,500.00');
  });

  test('an answer to a French reader in an American channel; what they share is the channel’s again', async () => {
    reads('manager', 'fr-FR');
    await space.postCard(large);
    expect(channel()).toContain('€1,500.00');
    await run(MANAGER, 'show RV-1');
    expect(lastTold(MANAGER)).toContain('1 500,00 €');
    expect(lastTold(MANAGER)).not.toContain('1,500.00');
    await run(AGENT, 'show RV-1');
    expect(lastTold(AGENT)).toContain('€1,500.00');
    const before = space.slack.messages(ACME).length;
    const { ts = '' } = space.slack.ephemerals(MANAGER).at(-1) ?? {};
    await space.slack.click(MANAGER, ACME, ts, 'share');
    await space.settled();
    const shared = said(space.slack.messages(ACME).slice(before));
    expect(shared).toContain('€1,500.00');
    expect(shared).not.toContain('1 500,00');
  });

  test('the direct message, the digest and App Home', async () => {
    reads('manager', 'de-DE');
    const [, manager] = space.team;
    if (!manager) throw new Error('there is no manager');
    const one = reversal(large);
    const waiting = { count: 1, isWhole: true, first: { reversal: one, client: acme } };
    await space.bot.messenger.showWaiting(manager, waiting, null, 'effect-1');
    const due = { items: [one], total: 1, overdue: 0 };
    const day = { day: '2027-03-01', waiting, due, results: null };
    await space.bot.messenger.sendDigest(manager, day, 'effect-2');
    const direct = said(space.slack.messages(space.slack.directChannelOf(MANAGER).id));
    expect(direct.match(/1\.500,00 €/g)?.length).toBeGreaterThanOrEqual(2);
    expect(direct).toContain('Montag, 1. März');
    expect(direct).not.toContain('1,500.00');
    space.entries.set(one.reference, one);
    await space.slack.openHome(MANAGER);
    await space.settled();
    expect(said(space.slack.home(MANAGER))).toContain('1.500,00 €');
  });
});

describe('an amount copied from where it was read is the same amount', () => {
  it.each([
    ['U+202F', '1\u202f200,00\u00a0€'],
    ['U+00A0', '1\u00a0200,00\u00a0€'],
    ['U+2009', '1\u2009200,00 €'],
    ['a dot', '1.200,00 €'],
    ['an apostrophe', '1’200.00 €'],
  ])('behind a command, thousands set apart by %s', async (_space, written) => {
    reads('manager', 'fr-FR');
    await space.postCard(large);
    await run(MANAGER, `approve RV-1 ${written}`);
    expect(entry()).toMatchObject({ status: 'approved', amount: money(120_000n, 'EUR') });
  });

  it.each([
    ['U+202F', '1\u202f200,00\u00a0€'],
    ['a dot', '1.200,00 €'],
  ])('in a thread, thousands set apart by %s', async (_space, written) => {
    const card = await space.postCard(large);
    await space.slack.say(MANAGER, ACME, `approved, but only ${written}`, { threadTs: card.ts });
    await space.settled();
    expect(entry()).toMatchObject({ status: 'approved', amount: money(120_000n, 'EUR') });
  });

  test('a form that begins with 1500,00 comes back as 1,500.00', async () => {
    reads('manager', 'de-DE');
    const card = await space.postCard(large);
    await space.slack.click(MANAGER, ACME, card.ts, 'more');
    await space.settled();
    const [more] = space.slack.views(MANAGER);
    await space.slack.click(MANAGER, null, more?.id ?? '', 'ask:approve');
    await space.settled();
    const form = space.slack.views(MANAGER).at(-1);
    expect(said(form)).toContain('1500,00');
    expect(said(form)).toContain('Up to 1.500,00 €');
    await space.slack.submitView(MANAGER, form?.id ?? '');
    await space.settled();
    expect(entry()).toMatchObject({ status: 'approved', amount: money(150_000n, 'EUR') });
  });
});
