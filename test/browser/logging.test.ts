import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACME, GENERAL, MANAGER } from '../unit/bot/bot-space.js';
import { type BotChat, openBotChat } from './bot-chat.js';
import { pageFaults } from './page-faults.js';

const screenshots = join(import.meta.dirname, 'screenshots', 'logging');
const devices = {
  phone: { viewport: { width: 390, height: 1_500 }, isMobile: true, hasTouch: true },
  wide: { viewport: { width: 1280, height: 1_100 } },
};
const charge = 'ch_3PqLmN8aBcDeFgHi';

/** What each type asks that the others do not. */
const asked = [
  ['merchant_error', 'Right amount'],
  ['chargeback', 'How far is it?'],
  ['bank_reversal', 'Return code'],
  ['system_error', 'What the system wrote'],
] as const;

describe('logging by hand, as its writer meets it', () => {
  let chat: BotChat;
  let space: BotChat['space'];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    chat = await openBotChat();
    space = chat.space;
  });
  afterAll(() => chat.close());

  async function openChat(device: keyof typeof devices): Promise<Page> {
    const page = await chat.openPage(devices[device]);
    await page.getByRole('button', { name: /acme/ }).click();
    return page;
  }

  async function run(text: string, channel = ACME): Promise<string> {
    await space.slack.runCommand(MANAGER, channel, '/reversal', text);
    await space.settled();
    return space.slack.ephemerals(MANAGER).at(-1)?.ts ?? '';
  }

  const top = () => space.slack.views(MANAGER).at(-1)?.id ?? '';

  async function form(page: Page, device: string, name: string): Promise<void> {
    await page.locator(`[data-view="${top()}"]`).waitFor();
    await picture(page, device, name);
  }

  async function picture(page: Page, device: string, name: string): Promise<void> {
    expect(await pageFaults(page), name).toEqual([]);
    await page.screenshot({ path: join(screenshots, `${device}-${name}.png`) });
  }

  it.each(Object.keys(devices) as (keyof typeof devices)[])(
    '%s: what was understood, like entries, the form of each type, drafts and a thread',
    async (device) => {
      const page = await openChat(device);
      await run(`log refund 20 USD of the 80 USD of ch_8XyLmN8aBcDeFgHi, parcel late`);
      await page.getByRole('button', { name: 'Log it', exact: true }).last().waitFor();
      await picture(page, device, 'understood');
      await run(`log refund for ch_7XyLmN8aBcDeFgHi, customer@example.com, parcel never came`);
      await page.getByText('There is no amount').last().waitFor();
      await picture(page, device, 'missing');
      await run(`log 49.99 USD ${charge} duplicate charge`);
      await run(`log 49.99 USD ${charge} charged twice, says the customer`);
      await page.getByRole('button', { name: 'It is this one' }).last().waitFor();
      await picture(page, device, 'alike');

      await run('log');
      await form(page, device, 'form-refund');
      for (const [type, label] of asked) {
        await page.getByLabel('Type').selectOption(type);
        await page.getByText(label).first().waitFor();
        await form(page, device, `form-${type}`);
      }
      await space.slack.click(MANAGER, null, top(), 'value', {
        ...{ blockId: 'type', selected: 'refund', values: { reason: { value: 'Parcel late' } } },
      });
      await space.slack.closeView(MANAGER, top());
      await space.settled();
      await page.getByText('kept as a draft').last().waitFor();
      await picture(page, device, 'draft');

      await run('log', GENERAL);
      await form(page, device, 'form-clients');
      await space.slack.closeView(MANAGER, top());

      const { ts } = await space.slack.say(MANAGER, ACME, `Refund 5 USD of ${charge} please`);
      await space.slack.say(MANAGER, ACME, 'the card is 4111 1111 1111 1111', { threadTs: ts });
      await space.slack.runMessageShortcut(MANAGER, ACME, ts, 'log_message');
      await space.settled();
      await form(page, device, 'form-thread');
      await space.slack.closeView(MANAGER, top());
      await space.settled();
      await page.context().close();
    },
  );
});
