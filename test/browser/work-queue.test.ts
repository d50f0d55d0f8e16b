import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, Reversal } from '../../core/index.js';
import { ACME, MANAGER } from '../unit/bot/bot-space.js';
import { acme, clean, money, person, reversal } from '../unit/bot/reversal-builder.js';
import { type BotChat, openBotChat } from './bot-chat.js';
import { pageFaults } from './page-faults.js';

const screenshots = join(import.meta.dirname, 'screenshots', 'queue');
const devices = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  wide: { viewport: { width: 1280, height: 860 } },
};
type Device = keyof typeof devices;
const each = it.each(Object.keys(devices) as Device[]);

const manager: Person = person('manager', 'manager', ['acme', 'globex'], MANAGER);
const soon = new Date(Date.now() + 5 * 3_600_000);

describe('a queue, App Home and direct messages, as a reader meets them', () => {
  let chat: BotChat;
  let space: BotChat['space'];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    chat = await openBotChat();
    space = chat.space;
  });
  afterAll(() => chat.close());

  function put(number: number, changes: Partial<Reversal> = {}) {
    const reference = `RV-${String(number).padStart(6, '0')}`;
    const one = reversal({
      id: `r-${number}`,
      reference,
      contentHash: String(number).padStart(64, '0'),
      reason: clean('Charged twice for order 8841; the second parcel never came'),
      ...changes,
    });
    space.entries.set(reference, one);
    return one;
  }
  function fill() {
    space.entries.clear();
    for (const view of space.slack.views(MANAGER)) void space.slack.closeView(MANAGER, view.id);
    for (let number = 1; number <= 12; number += 1)
      put(number, { amount: money(999n * BigInt((number % 5) + 1)) });
    put(13, { type: 'chargeback', kind: 'fact', dueAt: soon, reasonCode: '10.4' });
    put(14, { type: 'bank_reversal', kind: 'fact', reasonCode: 'R01' });
    put(15, { type: 'system_error' });
    put(16, { amount: money(250_000n), assignee: { id: 'manager', name: 'First Manager' } });
  }
  const openChat = (device: Device): Promise<Page> => chat.openPage(devices[device]);
  async function look(page: Page, device: Device, name: string) {
    expect(await pageFaults(page), name).toEqual([]);
    await page.screenshot({ path: join(screenshots, `${device}-${name}.png`) });
  }
  const dialog = (page: Page) => page.locator('#modal');

  each('%s: the queue from its first entry to its end, by hand', async (device) => {
    fill();
    const page = await openChat(device);
    await space.slack.runCommand(MANAGER, ACME, '/reversal', 'queue');
    await dialog(page).getByText('1 of 16').waitFor();
    await look(page, device, 'entry');
    await dialog(page).getByRole('button', { name: 'Approve $19.98' }).click();
    await dialog(page).getByText('2 of 16').waitFor();
    await look(page, device, 'after-a-decision');
    await dialog(page).getByRole('button', { name: 'Undo' }).click();
    await dialog(page).getByText('1 of 16').waitFor();
    await dialog(page)
      .getByRole('combobox', { name: 'Reject because…' })
      .selectOption({ label: 'Already refunded' });
    await dialog(page).getByText('You rejected RV-000001').waitFor();
    await dialog(page)
      .getByRole('button', { name: /low-risk/ })
      .click();
    await dialog(page).getByRole('button', { name: 'Tick all' }).waitFor();
    await look(page, device, 'low-risk');
    await dialog(page).getByRole('button', { name: 'Tick all' }).click();
    await dialog(page).locator('input:checked').nth(9).waitFor();
    await look(page, device, 'all-ticked');
    await dialog(page).getByRole('button', { name: 'Approve ticked…' }).click();
    await dialog(page)
      .getByText(/together\?/)
      .waitFor();
    await look(page, device, 'question');
    await dialog(page)
      .getByRole('button', { name: /^Approve \d+$/ })
      .click();
    await dialog(page)
      .getByText(/of \d+ done/)
      .waitFor();
    await look(page, device, 'results');
    await dialog(page).getByRole('button', { name: 'Go on' }).click();
    await dialog(page).getByText('RV-000013').waitFor();
    await look(page, device, 'chargeback');
    for (const reference of ['RV-000014', 'RV-000015', 'RV-000016']) {
      await dialog(page).getByRole('button', { name: 'Skip' }).click();
      await dialog(page).getByText(reference).first().waitFor();
      await look(page, device, reference.toLowerCase());
    }
    await dialog(page).getByRole('button', { name: 'Skip' }).click();
    await dialog(page).getByText('That was all.').waitFor();
    await look(page, device, 'end');
    expect(space.entries.get('RV-000001')?.status).toBe('rejected');
    expect(space.entries.get('RV-000012')?.status).toBe('approved');
    await page.context().close();
  });

  each('%s: App Home, full and empty, and the messages of the day', async (device) => {
    fill();
    const page = await openChat(device);
    await page.goto(chat.addressOf('home'));
    await page.locator('#home').getByText('16 wait for your decision').waitFor();
    await look(page, device, 'home');
    await page.locator('#home').getByText('What I hear').scrollIntoViewIfNeeded();
    await look(page, device, 'home-end');
    space.entries.clear();
    await space.bot.messenger.refreshHome(manager);
    await page.locator('#home').getByText('Well done').waitFor();
    await look(page, device, 'home-empty');
    const first = { reversal: reversal({ dueAt: soon }), client: acme };
    const waiting = { count: 3, isWhole: true, first };
    await space.bot.messenger.showWaiting(manager, waiting, null, `waiting-${device}`);
    await space.bot.messenger.sendDigest(
      manager,
      {
        day: '2027-03-01',
        waiting,
        due: {
          items: [reversal({ dueAt: new Date('2027-01-01T10:00:00Z') })],
          total: 4,
          overdue: 1,
        },
        results: {
          logged: 12,
          decided: [{ status: 'approved', count: 9, sums: [money(120_000n)] }],
        },
      },
      `digest-${device}`,
    );
    await page.goto(chat.addressOf(space.slack.directChannelOf(MANAGER).id));
    await page.locator('#rows').getByText('The last working day').last().waitFor();
    await look(page, device, 'direct-message');
    await page.locator('#rows').getByRole('button', { name: 'Work my queue' }).last().waitFor();
    await page.context().close();
  });
});
