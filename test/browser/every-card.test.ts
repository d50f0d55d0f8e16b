import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reversal } from '../../core/index.js';
import { reversalStatuses, reversalTypes } from '../../core/index.js';
import type { View } from '../support/stand-ins/slack/workspace.js';
import { ACME, MANAGER } from '../unit/bot/bot-space.js';
import { clean, money } from '../unit/bot/reversal-builder.js';
import { type BotChat, openBotChat } from './bot-chat.js';
import { pageFaults } from './page-faults.js';

const screenshots = join(import.meta.dirname, 'screenshots', 'cards');
const devices = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  wide: { viewport: { width: 1280, height: 860 } },
};
/** So that a type's cards stand on one picture. */
const tall = 4_000;

/** Everything a card can be: each type, as a request and as a fact, in each status. */
const kinds = ['request', 'fact'] as const;
const standings = reversalTypes.flatMap((type) =>
  kinds.flatMap((kind) => reversalStatuses.map((status) => ({ type, kind, status }))),
);

function entryOf(index: number): Partial<Reversal> {
  const standing = standings[index];
  if (!standing) throw new Error(`there is no standing ${index}`);
  const reference = `RV-${String(index + 1).padStart(6, '0')}`;
  const isDecided = ['approved', 'completed', 'rejected'].includes(standing.status);
  const at = new Date('2026-11-23T14:05:00Z');
  return {
    ...standing,
    id: `r-${index + 1}`,
    reference,
    contentHash: `hash-${index + 1}`,
    dueAt: standing.type === 'chargeback' ? new Date('2026-12-01T12:00:00Z') : null,
    reasonCode: standing.type === 'bank_reversal' ? 'R01' : null,
    reviewReasons: standing.status === 'needs_review' ? ['The amount is missing'] : [],
    flags: index % 3 === 0 ? ['payment_already_claimed'] : [],
    before: standing.type === 'merchant_error' ? money(12_000n) : null,
    after: standing.type === 'merchant_error' ? money(1_200n) : null,
    approvals: isDecided
      ? [
          {
            personId: 'manager',
            personName: 'First Manager',
            decision: standing.status === 'rejected' ? 'reject' : 'approve',
            amount: money(4_999n),
            reason: clean('Seen on the receipt'),
            contentHash: `hash-${index + 1}`,
            surface: 'chat_button',
            at,
          } as Reversal['approvals'][number],
        ]
      : [],
    payoutReference: standing.status === 'completed' ? 're_3PqLmN8aBcDeFg' : null,
  };
}

describe('every card and form, as a reader meets it', () => {
  let chat: BotChat;
  let space: BotChat['space'];
  const cards: { ts: string; reference: string }[] = [];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    chat = await openBotChat();
    space = chat.space;
    for (let index = 0; index < standings.length; index += 1) {
      const { ts, reversal } = await space.postCard(entryOf(index));
      cards.push({ ts, reference: reversal.reference });
    }
  });
  afterAll(() => chat.close());

  async function openChat(device: keyof typeof devices, height?: number): Promise<Page> {
    const { viewport, ...rest } = devices[device];
    const size = { ...viewport, height: height ?? viewport.height };
    const page = await chat.openPage({ ...rest, viewport: size });
    await page.getByRole('button', { name: /acme/ }).click();
    await page.locator('#rows article.has-card').first().waitFor();
    return page;
  }

  it.each(Object.keys(devices) as (keyof typeof devices)[])(
    '%s: each of the cards, with nothing cut off and no fault',
    async (device) => {
      const page = await openChat(device, tall);
      const articles = page.locator('#rows article.has-card');
      expect(await articles.count()).toBe(standings.length);
      expect(await pageFaults(page)).toEqual([]);
      for (const type of reversalTypes) {
        const first = standings.findIndex((one) => one.type === type);
        await articles.nth(first).scrollIntoViewIfNeeded();
        await page.screenshot({ path: join(screenshots, `${device}-${type}.png`) });
      }
      await page.context().close();
    },
  );

  it.each(Object.keys(devices) as (keyof typeof devices)[])(
    '%s: each form that a card or its More opens',
    async (device) => {
      const page = await openChat(device);
      const seen = new Set<string>();
      for (const { ts } of cards) await lookAtForms(page, device, ts, seen);
      // More, and what each kind of decision still asks for.
      expect([...seen]).toEqual(expect.arrayContaining(['more', 'decide_form']));
      expect(seen.size).toBeGreaterThan(8);
      await page.context().close();
    },
  );

  it.each(Object.keys(devices) as (keyof typeof devices)[])(
    '%s: the evidence under More, and where there is none',
    async (device) => {
      const page = await openChat(device);
      const [withSome, withNone] = cards;
      if (!withSome || !withNone) throw new Error('two cards');
      space.evidence.splice(0);
      for (const name of [
        'receipt.pdf',
        'A photograph of the broken parcel, as the customer sent it',
      ]) {
        space.evidence.push({
          reference: withSome.reference,
          url: clean(
            `https://files.northwind.example/2026/11/${encodeURIComponent(name)}?share=1&v=2`,
          ),
          name: clean(name),
          checksum: null,
        });
      }
      for (const [{ ts }, words, file] of [
        [withSome, 'files.northwind.example', 'evidence'],
        [withNone, 'No evidence yet.', 'no-evidence'],
      ] as const) {
        const view = await open(ts, 'more');
        if (!view) throw new Error('More opens a window');
        await page.locator(`[data-view="${view.id}"]`).waitFor();
        const said = page.getByRole('dialog').getByText(words).first();
        await said.scrollIntoViewIfNeeded();
        expect(await pageFaults(page)).toEqual([]);
        await page.screenshot({ path: join(screenshots, `${device}-more-${file}.png`) });
      }
      await closeAll();
      await page.context().close();
    },
  );

  /** Opens More, then each form behind it that was not seen before. */
  async function lookAtForms(
    page: Page,
    device: string,
    ts: string,
    seen: Set<string>,
  ): Promise<void> {
    const message = space.slack.messages(ACME).find((one) => one.ts === ts);
    for (const actionId of formButtons(message?.blocks ?? [])) {
      const window = await open(ts, actionId);
      if (!window) continue;
      await look(page, device, window, seen);
      for (const inner of formButtons(window.blocks)) {
        // What is pressed may change the window itself: each begins from a fresh one.
        const fresh = await open(ts, actionId);
        if (!fresh) throw new Error(`${actionId} opened a window once and not again`);
        await press(null, fresh.id, inner);
        const form = await shownAfter((top) => top?.id !== fresh.id);
        if (form) await look(page, device, form, seen);
      }
      await closeAll();
    }
  }

  async function open(ts: string, actionId: string): Promise<View | undefined> {
    await closeAll();
    await press(ACME, ts, actionId);
    return shownAfter((top) => top !== undefined);
  }

  /** The work behind a press begins after its acknowledgement: what it shows may take a moment. */
  async function shownAfter(isThere: (top: View | undefined) => boolean) {
    const top = () => space.slack.views(MANAGER).at(-1);
    for (let tries = 0; tries < 100 && !isThere(top()); tries += 1) await sleep(20);
    return top();
  }

  async function closeAll(): Promise<void> {
    for (const view of space.slack.views(MANAGER).toReversed())
      await space.slack.closeView(MANAGER, view.id);
  }

  async function press(channel: string | null, where: string, actionId: string): Promise<void> {
    await space.slack.click(MANAGER, channel, where, actionId);
    await space.settled();
  }

  /** One picture a form: the same fields under another reference are the same form. */
  async function look(page: Page, device: string, view: View, seen: Set<string>): Promise<void> {
    seen.add(view.callbackId);
    const title = String((view.title as { text?: unknown }).text).replace(/RV-\d+/, 'entry');
    const fields = view.blocks.map((block) => block.type).join(' ');
    const name = `${view.callbackId} ${title} ${view.callbackId === 'more' ? '' : fields}`;
    if (seen.has(name)) return;
    seen.add(name);
    await page.getByRole('dialog').waitFor();
    await page.locator(`[data-view="${view.id}"]`).waitFor();
    expect(await pageFaults(page), name).toEqual([]);
    const file = `${device}-form-${view.callbackId}-${title.toLowerCase().replace(/\W+/g, '-')}`;
    await page.screenshot({ path: join(screenshots, `${file}-${seen.size}.png`) });
  }
});

/** Buttons that may open a window: those that decide at once are not pressed here. */
function formButtons(blocks: readonly Record<string, unknown>[]): string[] {
  const elements = blocks.flatMap((block) =>
    Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [],
  );
  return elements
    .map((element) => String(element.action_id ?? ''))
    .filter((actionId) => /^(ask:|more$|show_customer$|refund_instead$|edit)/.test(actionId));
}
