import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort, type HubProcess, startHub } from '../journeys/support/hub-process.js';
import { waitFor } from '../journeys/support/wait-for.js';
import { openBrowser } from './open-browser.js';
import { pageFaults } from './page-faults.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const desk = { viewport: { width: 1280, height: 860 } };
/** Longer than the 30 s after which a decision is written on the ticket. */
const writeBackMsMax = 60_000;

describe('the sandbox, in a browser', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'hub-browser-'));
  let url = '';
  let hub: HubProcess | undefined;
  let browser: Browser | undefined;
  let ticket = 0;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = { PORT: String(port), SANDBOX_TRAFFIC: 'off' };
    hub = await startHub({ cwd, env, url });
    browser = await openBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await hub?.kill();
    rmSync(cwd, { recursive: true, force: true });
  });

  async function openPage(device: typeof desk | typeof phone, path: string): Promise<Page> {
    if (!browser) throw new Error('There is no browser.');
    const context = await browser.newContext({ ...device, baseURL: url });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(path);
    return page;
  }

  async function zendesk(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${url}/sandbox/zendesk/api/v2${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Basic ${btoa('hub@northwind.example/token:sandbox')}`,
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.ok, path).toBe(true);
    return response.json();
  }

  async function fileTicket(order: string): Promise<number> {
    const made = await zendesk('/tickets.json', {
      ticket: {
        subject: 'Charged twice',
        comment: { body: `I was charged twice for order ${order}, please return 49.99 USD` },
        requester: { name: 'Jane Cooper', email: 'jane.cooper@example.com' },
      },
    });
    return z.object({ ticket: z.object({ id: z.number() }) }).parse(made).ticket.id;
  }

  const card = (page: Page, reference: string) =>
    page.locator('#rows article.has-card', { hasText: reference });

  it('shows a ticket as a card, and the card as it changes by an answer in its thread', async () => {
    ticket = await fileTicket('8841');
    const page = await openPage(desk, '/sandbox/chat');
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'chat-who.png') });
    await page.getByRole('link', { name: /First Manager/ }).click();
    await page.getByRole('button', { name: /acme-reversals/ }).click();

    await card(page, 'RV-000001').waitFor();
    expect(await card(page, 'RV-000001').innerText()).toMatch(
      /Refund[\s\S]*49\.99[\s\S]*Acme Store/,
    );
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'chat-card.png') });

    await card(page, 'RV-000001').getByRole('button', { name: 'Reply in thread' }).click();
    await page.getByLabel('Reply in the thread').fill('approved');
    await page.screenshot({ path: join(screenshots, 'chat-thread.png') });
    await page.getByLabel('Reply in the thread').press('Enter');

    const changed = card(page, 'RV-000001').filter({ hasText: 'Approved by First Manager' });
    await changed.waitFor();
    await page
      .getByText(/First Manager approved/)
      .first()
      .waitFor();
    expect(await card(page, 'RV-000001').count()).toBe(1);
    expect(await changed.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'chat-approved.png') });
    await page.context().close();
  });

  it('logs what is typed behind /reversal log, and answers the writer alone', async () => {
    const page = await openPage(desk, '/sandbox/chat?as=U0AGENT');
    await page.getByRole('button', { name: /acme-reversals/ }).click();
    const composer = page.getByLabel('Write a message');
    await composer.fill(
      '/reversal log 49.99 USD ch_3PqLk2KZ9xYtB7wM1nD4sVhE duplicate charge, customer@example.com',
    );
    await composer.press('Enter');

    const answer = page.locator('article.ephemeral', { hasText: 'RV-000002' });
    await answer.waitFor();
    expect(await answer.innerText()).toMatch(/Only visible to you[\s\S]*Logged as RV-000002/);
    await card(page, 'RV-000002').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'chat-log.png') });

    await composer.fill(
      '/reversal evidence RV-000001 https://files.northwind.example/8841 receipt',
    );
    await composer.press('Enter');
    await page.locator('article.ephemeral', { hasText: 'The evidence stands on' }).waitFor();

    await composer.fill('/reversal log 4111 1111 1111 1111 refund 10 USD');
    await composer.press('Enter');
    await page.locator('article.ephemeral', { hasText: 'card data' }).waitFor();
    await composer.fill('/reversal log');
    await composer.press('Enter');
    await page.getByRole('dialog', { name: 'Log a reversal' }).waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'chat-form.png') });
    await page.context().close();
  });

  it('shows list and entry on the dashboard to a person who was chosen', async () => {
    const page = await openPage(desk, '/');
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'dashboard-who.png') });
    await page.getByRole('button', { name: /First Manager/ }).click();

    await page.getByRole('link', { name: 'RV-000002' }).first().waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'dashboard-list.png'), fullPage: true });
    await page.getByRole('link', { name: 'RV-000001' }).first().click();
    await page.getByRole('heading', { level: 1, name: /RV-000001/ }).waitFor();
    const shown = await page.getByRole('main').innerText();
    expect(shown).toMatch(/49\.99/);
    expect(shown).toMatch(/First Manager/);
    expect(shown).toMatch(/I was charged twice for order 8841/);
    expect(shown).toMatch(/receipt \(files\.northwind\.example\)\s+added by First Agent/);
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'dashboard-entry.png'), fullPage: true });
    await lookAtOwnPage(page, 'dashboard-me.png');
    await page.context().close();
  });

  it('does all of it at 390 px, without scrolling sideways', async () => {
    await fileTicket('8853');
    const page = await openPage(phone, '/sandbox/chat');
    await page.getByRole('link', { name: /First Manager/ }).click();
    await page.getByRole('button', { name: /acme-reversals/ }).waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'phone-channels.png') });
    await page.getByRole('button', { name: /acme-reversals/ }).click();
    const newest = card(page, 'RV-000003');
    await newest.waitFor();
    await waitFor('the newest card to be in sight', async () => {
      const box = await newest.boundingBox();
      return box !== null && box.y + box.height <= phone.viewport.height;
    });
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'phone-card.png') });
    await newest.getByRole('button', { name: 'Reply in thread' }).click();
    await page.getByLabel('Reply in the thread').fill('approved');
    await page.getByRole('button', { name: 'Send' }).last().click();
    await page
      .locator('#thread-rows')
      .getByText(/First Manager approved/)
      .waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'phone-thread.png') });
    await page.context().close();

    const dashboard = await openPage(phone, '/');
    await dashboard.getByRole('button', { name: /First Manager/ }).click();
    await dashboard
      .getByRole('link', { name: /RV-000001/ })
      .first()
      .waitFor();
    expect(await pageFaults(dashboard)).toEqual([]);
    await dashboard.screenshot({ path: join(screenshots, 'phone-list.png'), fullPage: true });
    await dashboard
      .getByRole('link', { name: /RV-000001/ })
      .first()
      .click();
    await dashboard.getByRole('heading', { level: 1, name: /RV-000001/ }).waitFor();
    expect(await pageFaults(dashboard)).toEqual([]);
    await dashboard.screenshot({ path: join(screenshots, 'phone-entry.png'), fullPage: true });
    await lookAtOwnPage(dashboard, 'phone-me.png');
    await dashboard.context().close();
  });

  /** Who decides while one is away: both days can be seen whole. */
  async function lookAtOwnPage(page: Page, name: string) {
    await page.goto(new URL('/me', page.url()).href);
    await page.getByLabel('First day').fill('2027-12-30');
    await page.getByLabel('Last day').fill('2028-01-02');
    expect(await pageFaults(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, name), fullPage: true });
  }

  it('has written note and tag on the ticket', async () => {
    const note = await waitFor(
      'the note',
      async () => {
        const { comments } = commentList.parse(await zendesk(`/tickets/${ticket}/comments.json`));
        const notes = comments.filter((comment) => !comment.public);
        return notes.length > 0 && notes;
      },
      writeBackMsMax,
    );
    expect(note).toHaveLength(1);
    expect(note[0]?.body).toMatch(/RV-000001[\s\S]*approved[\s\S]*First Manager/);
    const { tags } = tagList.parse(await zendesk(`/tickets/${ticket}/tags.json`));
    expect(tags).toEqual(expect.arrayContaining(['reversal_hub', 'reversal_approved']));
  });
});

const commentList = z.object({
  comments: z.array(z.object({ body: z.string(), public: z.boolean() })),
});
const tagList = z.object({ tags: z.array(z.string()) });
