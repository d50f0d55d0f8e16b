import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ACME,
  AGENT,
  type BotSpace,
  GENERAL,
  MANAGER,
  openBotSpace,
  STRANGER,
} from '../unit/bot/bot-space.js';
import { reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
  for (const one of [
    reversal({ reason: null }),
    reversal({ id: 'r-2', reference: 'RV-000002', clientId: 'globex' }),
  ]) {
    space.entries.set(one.reference, one);
  }
});
afterEach(() => space.close());

async function unfurled(user: string, channel: string, urls: string[]): Promise<string> {
  const { ts } = await space.slack.say(user, channel, urls.join(' '));
  const delivery = await space.slack.tellOfLinks(channel, user, ts, urls);
  expect(delivery.status).toBe(200);
  await space.settled();
  return JSON.stringify(
    space.slack.messages(channel).find((one) => one.ts === ts)?.unfurls ?? null,
  );
}
const own = 'https://hub.example/reversals/RV-000001';

it('a link in its client’s channel unfolds to one line without personal data', async () => {
  const shown = await unfurled(AGENT, ACME, [own]);
  expect(shown).toContain('RV-000001');
  expect(shown).toContain('$49.99');
  expect(shown).not.toMatch(/jane|Jane|First agent/);
});

it.each<[string, string, string, string]>([
  ['another client’s entry', MANAGER, ACME, 'https://hub.example/reversals/RV-000002'],
  ['outside a client’s channel', MANAGER, GENERAL, own],
  ['a stranger’s link', STRANGER, ACME, own],
  ['an entry that is not there', AGENT, ACME, 'https://hub.example/reversals/RV-000099'],
  ['another page', AGENT, ACME, 'https://hub.example/connections'],
  [
    'a link that only looks like ours',
    AGENT,
    ACME,
    'https://hub.example.evil.example/reversals/RV-000001',
  ],
  ['an entry behind another path', AGENT, ACME, 'https://hub.example/x/reversals/RV-000001'],
])('%s unfolds to nothing', async (_name, user, channel, url) => {
  expect(await unfurled(user, channel, [url])).toBe('null');
});
