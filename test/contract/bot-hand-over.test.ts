import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reversal } from '../../core/index.js';
import {
  ACME,
  type BotSpace,
  GENERAL,
  MANAGER,
  OTHER,
  openBotSpace,
} from '../unit/bot/bot-space.js';
import { reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

async function say(text: string, user = MANAGER, channel = GENERAL): Promise<string> {
  await space.slack.runCommand(user, channel, '/reversal', text);
  await space.settled();
  return JSON.stringify(space.slack.ephemerals(user).at(-1));
}

function assigned(number: number, changes: Partial<Reversal> = {}) {
  const reference = `RV-00000${number}`;
  const one = reversal({ id: `r-${number}`, reference, ...changes });
  const assignee = { id: 'manager', name: 'First Manager' };
  space.entries.set(reference, { ...one, assignee });
}

describe('who is away says who decides', () => {
  test('by mention and days, by e-mail, and for one day', async () => {
    expect(await say(`delegate <@${OTHER}|other> 2026-12-01 2026-12-14`)).toContain(
      'decides for you from 2026-12-01 to 2026-12-14',
    );
    expect(await say('delegate other@northwind.example from 2026-12-20 to 2026-12-21')).toContain(
      'from 2026-12-20 to 2026-12-21',
    );
    expect(await say(`delegate <@${OTHER}> 2026-12-24`)).toContain('on 2026-12-24');
    const listed = await say('delegations');
    expect(listed).toContain('2026-12-14');
    expect(await say('delegate', OTHER)).toContain('2026-12-24');
    expect(await say('delegate off')).toContain('decide for yourself again');
    expect(await say('delegate off')).toContain('nothing was changed');
    expect(await say('delegations')).toContain('Nobody decides for you');
  });

  test('App Home says it to both', async () => {
    await say(`delegate <@${OTHER}> 2026-12-24`);
    for (const user of [MANAGER, OTHER]) {
      await space.slack.openHome(user);
      await space.settled();
      expect(JSON.stringify(space.slack.home(user))).toContain(
        'First other for First manager, on 2026-12-24',
      );
    }
  });

  test.each([
    ['nobody named', 'delegate 2026-12-01 2026-12-14', /whom you mean/],
    ['a stranger', 'delegate <@U0STRANGE> 2026-12-01', /whom you mean/],
    ['no days', `delegate <@${OTHER}>`, /could not tell the days/],
    ['days in words', `delegate <@${OTHER}> next week`, /could not tell the days/],
    ['three days', `delegate <@${OTHER}> 2026-12-01 2026-12-02 2026-12-03`, /could not tell/],
    ['oneself', `delegate <@${MANAGER}> 2026-12-01`, /somebody else than you/],
  ])('what is unclear changes nothing and says how to write it: %s', async (_name, text, words) => {
    expect(await say(text)).toMatch(words);
    expect(await say('delegations')).toContain('Nobody decides for you');
  });
});

describe('a shift is handed over', () => {
  test('with how much in the answer; in a client’s channel only what is that client’s', async () => {
    assigned(1);
    assigned(2);
    assigned(3, { clientId: 'globex' });
    expect(await say(`handover <@${OTHER}>`, MANAGER, ACME)).toMatch(/2 entries of yours at Acme/);
    expect(await say(`handover <@${OTHER}>`)).toMatch(/1 entry of yours now/);
    expect(await say(`handover <@${OTHER}>`)).toContain('Nothing open of yours');
    expect(await say('handover')).toContain('handover @someone');
  });
});
