import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import {
  ACME,
  AGENT,
  type BotSpace,
  GENERAL,
  MANAGER,
  openBotSpace,
  STRANGER,
} from '../unit/bot/bot-space.js';
import { money, reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
  space.setClock(new Date('2026-03-10T09:30:00Z'));
});
afterEach(() => space.close());

const entry = (number: number, changes = {}) => {
  const one = reversal({
    id: `r-${number}`,
    reference: `RV-00000${number}`,
    loggedAt: new Date('2026-03-04T12:00:00Z'),
    ...changes,
  });
  space.entries.set(one.reference, one);
};
async function ask(user: string, text: string, channel = ACME): Promise<string> {
  await space.slack.runCommand(user, channel, '/reversal', text);
  await space.settled();
  return JSON.stringify(space.slack.ephemerals(user).at(-1));
}

describe('report', () => {
  beforeEach(() => {
    entry(1);
    entry(2, { type: 'chargeback', amount: money(10_000n, 'EUR') });
    entry(3, { clientId: 'globex', amount: money(77_700n) });
    entry(4, { loggedAt: new Date('2026-02-10T12:00:00Z') });
  });

  test('tells the week that ended, of the channel’s client alone', async () => {
    const told = await ask(MANAGER, 'report weekly');
    expect(told).toContain(
      'Weekly report, 2026-03-02 to 2026-03-08 (America/New_York): Acme Store',
    );
    expect(told).toMatch(/Logged: 2 \(€100\.00, \$49\.99\)/);
    expect(told).toContain('chargeback: 1 (€100.00)');
    expect(told).toContain('Median time to the first decision: 1 h 30 min');
    expect(told).not.toMatch(/777|Globex/);
  });

  it.each([
    ['report monthly', GENERAL, /Monthly report, 2026-02-01 to 2026-02-28 \(UTC\).*Globex/],
    ['report weekly globex', GENERAL, /\(America\/New_York\): Globex.*Logged: 1 \(\$777\.00\)/],
    ['report', ACME, /Daily report, 2026-03-09 \(America\/New_York\): Acme Store.*Logged: 0/],
    ['report weekly globex', ACME, /no such client here. You can ask for: Acme Store\./],
    ['report yearly', ACME, /Which one\? Write `report daily`/],
    ['report weekly 4111 1111 1111 1111', ACME, /last four digits/],
  ])('%s in %s', async (text, channel, words) => {
    expect(await ask(MANAGER, text, channel)).toMatch(words);
  });
});

describe('export', () => {
  beforeEach(() => entry(1));

  test('is a link of the asker’s own that expires, told to the asker alone, no file', async () => {
    const told = await ask(AGENT, 'export refunds this month');
    expect(told).toContain('https://hub.example/exports/token|Download CSV');
    expect(told).toContain('https://hub.example/signin/once?next=%2Fexports%2Ftoken|');
    expect(told).toContain('For you alone');
    expect(space.exported).toEqual([
      {
        person: 'agent@northwind.example',
        filter: expect.objectContaining({ client: 'acme', type: 'refund' }),
      },
    ]);
    expect(space.slack.messages(ACME)).toEqual([]);
    expect(space.slack.calls.map((call) => call.method)).not.toContain('files.upload');
  });

  test('"top 1" takes out one, and says one', async () => {
    entry(2, { amount: money(10_000n) });
    const told = await ask(AGENT, 'export top 1 refunds');
    expect(told).toContain('*1* entry: refunds, largest first, the first');
    expect(space.exported).toEqual([
      {
        person: 'agent@northwind.example',
        filter: expect.objectContaining({ type: 'refund', sort: '-amount', entriesMost: 1 }),
      },
    ]);
  });

  it.each([
    [
      'what is not understood',
      AGENT,
      'export refunds frobnicated',
      /nothing is exported|did not understand/,
    ],
    ['what finds nothing', AGENT, 'export chargebacks', /Nothing found to export/],
    ['a card number', AGENT, 'export 4111 1111 1111 1111', /last four digits/],
    ['a stranger', STRANGER, 'export refunds', /I do not know you yet/],
  ])('%s gets no link', async (_name, user, text, words) => {
    expect(await ask(user, text)).toMatch(words);
    expect(space.exported).toEqual([]);
  });
});
