import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBot } from '../../bot/create-bot.js';
import { type DeliveryTools, deliverEffect } from '../../core/effects/deliver-effect.js';
import { askAfterQuietHours, askForDueDigests } from '../../core/effects/people-rounds.js';
import { holdsCardData } from '../../core/intake/holds-card-data.js';
import { readForChat } from '../../core/intake/read-for-chat.js';
import { findCardData } from '../../core/intake/redact.js';
import type { Policy } from '../../core/reversals/approval-policy.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { openDeskSpace } from '../support/desk-space.js';
import { listen } from '../support/stand-ins/http-server.js';
import { createSlackStandIn } from '../support/stand-ins/slack/slack-stand-in.js';
import type { Block } from '../support/stand-ins/slack/workspace.js';
import { usd } from '../support/storage-fixture.js';

const MANAGER = 'U0MANAGER';
const ACME = 'C0ACME';
const minute = 60_000;
/** The worker looks this often; whatever falls due between is due then. */
const stepMs = 4 * minute;
/** A Monday, 08:50 where the client is. */
const morning = new Date('2027-03-01T13:50:00Z');

const policy: Policy = {
  name: 'standard',
  rules: [
    { when: { currency: 'USD', maxAmount: 5_000 }, steps: [{ from: ['role:manager'], need: 1 }] },
    { steps: [{ from: ['role:manager'], need: 1 }] },
  ],
};

/** The real bot and desk on PostgreSQL, Slack's stand-in, and a clock that runs through one day. */
describe('a day of 60 decisions, counted', () => {
  const space = openDeskSpace('postgresql');
  // The day's clock stands still while the hub works, so Slack waits for it on a slow machine too.
  const slack = createSlackStandIn({
    postingLimit: null,
    retryScale: 0.0001,
    ackTimeoutMs: 60_000,
  });
  const counts = { taps: 0, decided: 0, most: 0 };
  let bot: ReturnType<typeof createBot>;
  let tools: DeliveryTools;
  let close: () => Promise<void>;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: morning });
    space.clock.now = new Date();
    await space.applyPolicy(policy);
    slack.addUser({ id: MANAGER, name: 'Max Manager', email: 'manager@example.com' });
    slack.addChannel({ id: ACME, name: 'acme', members: [MANAGER] });
    const { books } = space.fixture();
    const server = await listen(express().use('/slack', slack.router));
    const unused = () => Promise.reject(new Error('not asked for on this day'));
    bot = createBot({
      settings: {
        botToken: slack.identity.botToken,
        signingSecret: slack.identity.signingSecret,
        apiUrl: `${server.url}/slack/api/`,
      },
      desk: space.desk(),
      directory: books.directory,
      cards: books.cards,
      troubles: books.chatTroubles,
      installations: books.chatInstallations,
      pace: books.chatPace,
      drafts: books.drafts,
      people: books.people,
      leftChat: unused,
      keepTurns: unused,
      report: unused,
      exportLink: unused,
      reading: readForChat,
      channelClient: async (id) => (id === ACME ? books.reversals.client('acme') : null),
      noteCardData: unused,
      holdsCardData: (payload) => holdsCardData(payload, (text) => findCardData(text).length > 0),
      publicUrl: 'https://hub.example',
      now: () => new Date(),
      telemetry: { count: () => undefined, warn: () => undefined },
    });
    const app = express();
    bot.mount(app);
    const hub = await listen(app);
    slack.connect({ baseUrl: `${server.url}/slack`, eventsUrl: `${hub.url}/slack/events` });
    await bot.start();
    tools = {
      book: books.effects,
      store: books.reversals,
      announcer: bot.announcer,
      helpdesk: { write: async () => 'written' },
      people: { book: books.people, messenger: bot.messenger, person: books.directory.byId },
      waitingFor: space.desk().waitingFor,
      now: () => new Date(),
      publicUrl: 'https://hub.example',
      holdsCardData: () => false,
      leaseMs: 600_000,
      count: () => undefined,
    };
    close = async () => {
      await bot.stop();
      await hub.close();
      slack.close();
      await server.close();
      vi.useRealTimers();
    };
  });
  afterAll(() => close());

  const pass = (ms: number) => {
    vi.setSystemTime(Date.now() + ms);
    space.clock.now = new Date();
  };
  /** The worker's part, for so long: what is due is delivered as time goes by. */
  async function work(ms: number) {
    const { books } = space.fixture();
    const rounds = {
      book: books.people,
      store: books.reversals,
      everybody: books.directory.all,
      now: () => new Date(),
    };
    for (let passed = 0; passed < ms; passed += stepMs) {
      await askForDueDigests(rounds);
      await askAfterQuietHours(rounds);
      for (let due = await tools.book.due(new Date(), 200); due.length > 0; ) {
        for (const { id } of due) await deliverEffect(tools, id);
        due = await tools.book.due(new Date(), 200);
      }
      pass(stepMs);
    }
  }
  const arrive = async (minor: bigint): Promise<Reversal> =>
    space.loggedFromSource({ amount: usd(minor), identifiers: [await space.payment()] });
  const waiting = async () =>
    (await space.desk().queueOf(space.as('manager').person)).entries.length;

  /** Every tap of the person goes through here; what it decided is counted by what waits after it. */
  async function tap<T extends { failure: string | null }>(
    taps: number,
    act: () => Promise<T>,
  ): Promise<T> {
    const before = await waiting();
    counts.taps += taps;
    const result = await act();
    expect(result.failure).toBeNull();
    await bot.stop();
    pass(4_000);
    const decided = before - (await waiting());
    counts.decided += decided;
    if (decided === 1) counts.most = Math.max(counts.most, taps);
    return result;
  }
  const top = () => slack.views(MANAGER).at(-1);
  const press = (action: string, selected?: string) =>
    // A menu is opened, then one of its lines is chosen.
    tap(selected === undefined ? 1 : 2, () =>
      slack.click(
        MANAGER,
        null,
        top()?.id ?? '',
        action,
        selected === undefined ? {} : { selected },
      ),
    );
  const send = () => tap(1, () => slack.submitView(MANAGER, top()?.id ?? ''));
  const direct = () => slack.messages(slack.directChannelOf(MANAGER).id);

  /** By the button of the direct message, as on a phone. */
  async function openQueue() {
    const message = direct().at(-1);
    const channel = slack.directChannelOf(MANAGER).id;
    await tap(1, () => slack.click(MANAGER, channel, message?.ts ?? '', 'queue:open'));
    expect(JSON.stringify(top()?.blocks)).toContain('1 of');
  }
  async function closeQueue() {
    const id = top()?.id ?? '';
    await tap(1, () => slack.closeView(MANAGER, id));
  }
  const firstChoice = (action: string): string => {
    const elements = (top()?.blocks ?? []).flatMap((block: Block) =>
      Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [],
    );
    const menu = elements.find((one) => one.action_id === action);
    const [option] = (menu?.options ?? []) as { value: string }[];
    return option?.value ?? '';
  };

  it('two taps a decision at most, and a few rings', async () => {
    const entries: Reversal[] = [];
    await work(20 * minute);
    for (let session = 0; session < 6; session += 1) {
      // Five small plain ones and five that are larger, one after another.
      for (let number = 0; number < 5; number += 1) {
        entries.push(await arrive(1_999n), await arrive(25_000n));
        await work(4 * minute);
      }
      await openQueue();
      await press('queue:bulk');
      await press('queue:tick_all');
      await send();
      await send();
      await press('queue:go_on');
      await press('queue:reject', firstChoice('queue:reject'));
      await press('queue:request_changes', firstChoice('queue:request_changes'));
      for (let number = 0; number < 2; number += 1) await press('queue:approve');
      await closeQueue();
      const [last] = (await space.desk().queueOf(space.as('manager').person)).entries;
      const card = await space.fixture().books.cards.cardOf(last?.id ?? '');
      await tap(1, () => slack.say(MANAGER, ACME, 'approved', { threadTs: card?.messageId ?? '' }));
      await work(40 * minute);
    }

    const rings = ringsOf();
    process.stdout.write(
      `a day of 60 decisions: ${counts.taps} taps (${(counts.taps / 60).toFixed(2)} a decision, ${counts.most} at most for one), ` +
        `${rings.direct} direct messages that rang, ${rings.mentions} mentions, ${rings.followed} lines in threads one wrote in\n`,
    );
    expect(counts.decided).toBe(60);
    const after = await Promise.all(entries.map(space.shown));
    expect(after.filter((one) => one.status === 'pending_approval')).toEqual([]);
    expect(after.map((one) => one.approvals.length)).toEqual(entries.map(() => 1));
    expect(counts.most).toBeLessThanOrEqual(2);
    expect(counts.taps).toBeLessThanOrEqual(2 * 60);
    // One when work comes in, six times; the digest found nothing to tell that early.
    expect(rings.direct).toBeLessThanOrEqual(8);
    expect(rings.mentions).toBe(0);
    expect(rings.followed).toBeLessThanOrEqual(6);
    expect(direct().filter((one) => one.text.includes('wait'))).toHaveLength(1);
  }, 240_000);

  /** What makes a phone ring: a new direct message, a mention, a reply where one wrote. */
  function ringsOf() {
    const channel = slack.directChannelOf(MANAGER).id;
    const posts = slack.calls.filter((call) => call.method === 'chat.postMessage');
    const inChannel = slack.messages(ACME);
    const followed = new Set(
      inChannel.filter((one) => one.user === MANAGER).map((one) => one.threadTs),
    );
    return {
      direct: posts.filter((call) => call.args.channel === channel).length,
      mentions: inChannel.filter((one) => one.isFromBot && one.text.includes(`<@${MANAGER}>`))
        .length,
      followed: inChannel.filter(
        (one) =>
          one.isFromBot && one.threadTs && followed.has(one.threadTs) && one.threadTs !== one.ts,
      ).length,
    };
  }
});
