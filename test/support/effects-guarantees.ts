import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DeliveryTools, deliverEffect } from '../../core/effects/deliver-effect.js';
import { type Announcer, AnnouncerError, type HelpdeskWriter } from '../../core/effects/ports.js';
import type { Actor, Desk, LogRequest } from '../../core/reversals/desk.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { plainRequest } from '../../core/reversals/plain-request.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import type { DatabaseEngine } from './databases.js';
import { logOneFromSource } from './log-one-from-source.js';
import {
  exampleSettings,
  openStorageFixture,
  redacted,
  type StorageFixture,
  usd,
} from './storage-fixture.js';

type Said =
  | { what: 'card'; reference: string; status: string; isNew: boolean }
  | { what: 'line'; text: string }
  | { what: 'list'; day: string; review: string[]; automatic: string[]; isNew: boolean }
  | { what: 'note'; note: string; addTags: readonly string[]; reply: string | null };

/** What delivery promises, over a real database; chat and helpdesk are the far side. */
export function effectsGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let desk: Desk;
  let tools: DeliveryTools;
  let clock = new Date('2026-03-01T15:00:00Z');
  let said: Said[] = [];
  let trouble: AnnouncerError | null = null;

  const announcer: Announcer = {
    showCard: async ({ reversal }, posted) => {
      if (trouble) throw trouble;
      await new Promise((resolve) => setTimeout(resolve, 20));
      said.push({
        what: 'card',
        reference: reversal.reference,
        status: reversal.status,
        isNew: !posted,
      });
      return {
        ...(posted ?? { channelId: 'C0ACME', messageId: randomUUID() }),
        shownAt: new Date(clock),
      };
    },
    addThreadLine: async (_posted, text) => {
      if (trouble) throw trouble;
      said.push({ what: 'line', text });
    },
    showFoldedList: async (_client, day, { review, automatic }, posted) => {
      if (trouble) throw trouble;
      await new Promise((resolve) => setTimeout(resolve, 20));
      const names = (list: readonly Reversal[]) => list.map((one) => one.reference);
      said.push({
        what: 'list',
        day,
        review: names(review),
        automatic: names(automatic),
        isNew: !posted,
      });
      return posted ?? { channelId: 'C0ACME', messageId: randomUUID() };
    },
    notifyOperations: async () => undefined,
  };
  const helpdesk: HelpdeskWriter = {
    write: async (_connection, { note, addTags, replyDraft }) => {
      said.push({ what: 'note', note, addTags, reply: replyDraft?.text ?? null });
      return 'written';
    },
  };

  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
    const [acme, globex] = exampleSettings.clients;
    if (!acme || !globex) throw new Error('two clients');
    const clients = [{ ...acme, chatChannelId: 'C0ACME' }, globex];
    await fixture.books.applySettings({ ...exampleSettings, clients });
    const { reversals, effects } = fixture.books;
    const now = () => clock;
    desk = openDesk({ store: reversals, now, newId: randomUUID, writeBackDelayMs: 30_000 });
    tools = {
      book: effects,
      store: reversals,
      announcer,
      helpdesk,
      people: null,
      waitingFor: desk.waitingFor,
      now,
      publicUrl: 'http://hub',
      holdsCardData: () => false,
      leaseMs: 30_000,
      count: () => undefined,
    };
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    trouble = null;
    await deliverFor(120);
    said = [];
  });

  const as = (name: string): Actor => ({
    person: fixture.person(`${name}@example.com`),
    surface: 'rest',
  });
  const after = (seconds: number) => {
    clock = new Date(clock.getTime() + seconds * 1_000);
  };
  /** Everything due is delivered, all at once, as several workers would. */
  const deliver = async () => {
    for (let round = 0; round < 12; round += 1) {
      const due = await tools.book.due(clock, 200);
      if (due.length === 0) return;
      await Promise.all(
        due.flatMap(({ id }) => [deliverEffect(tools, id), deliverEffect(tools, id)]),
      );
    }
  };
  const deliverFor = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 5) {
      await deliver();
      after(5);
    }
    await deliver();
  };
  const fromTicket = async (over: Partial<LogRequest> = {}) => {
    const value = `ch_${randomUUID().replaceAll('-', '')}`;
    await fixture.books.addPayment({
      clientId: 'acme',
      processor: 'stripe',
      identifiers: [{ kind: 'stripe_payment', value }],
      captured: 100_000n,
      currency: usd(1n).currency,
      returnedBefore: 0n,
    });
    const { reversal } = await logOneFromSource(desk, 'acme-zendesk', {
      ...plainRequest({
        clientId: 'acme',
        type: 'refund',
        kind: 'request',
        amount: usd(4_999n),
        channel: 'email',
      }),
      identifiers: [{ kind: 'stripe_payment', value }],
      reason: redacted('charged twice'),
      source: { sourceItemId: await fixture.sourceItem(), position: 0 },
      ...over,
    });
    return reversal;
  };
  const act = async (
    who: string,
    reversal: Reversal,
    action: 'approve' | 'withdraw' | 'cancel' | 'assign' | 'confirm',
  ) => {
    const now = await desk.show(as(who).person, reversal.reference);
    if (isRefusal(now)) throw new Error(now.refused);
    const result = await desk.decide(as(who), {
      reference: now.reference,
      action,
      contentHash: now.contentHash,
    });
    if (isRefusal(result)) throw new Error(result.refused);
  };
  const cards = () => said.filter((one) => one.what === 'card');
  const notes = () => said.filter((one) => one.what === 'note');
  const lists = () => said.filter((one) => one.what === 'list');

  it('one card however many deliveries run at once, then updates in place', async () => {
    const reversal = await fromTicket();
    await act('manager', reversal, 'approve');
    await deliverFor(10);
    expect(cards().filter((one) => one.isNew)).toHaveLength(1);
    expect(cards().at(-1)).toMatchObject({ status: 'approved' });
    expect(said.filter((one) => one.what === 'line')).toEqual([
      { what: 'line', text: 'Max Manager approved $49.99.' },
    ]);
  });

  it('one list a client and day, however many items come at once', async () => {
    const logged = await Promise.all(
      [1, 2, 3].map(() => fromTicket({ reviewReasons: ['unclear'] })),
    );
    await deliverFor(10);
    expect(lists().filter((one) => one.isNew).length).toBeLessThanOrEqual(1);
    expect(lists().at(-1)?.review).toEqual(
      expect.arrayContaining(logged.map((one) => one.reference)),
    );
    expect(cards()).toEqual([]);
  });

  it('a token that is mended next day loses nothing', async () => {
    trouble = new AnnouncerError('hold', 'token_revoked');
    const reversal = await fromTicket();
    for (let hour = 0; hour < 26; hour += 1) {
      after(3_600);
      await deliver();
    }
    expect(await tools.book.waiting()).toMatchObject({ failed: 0 });
    trouble = null;
    await deliverFor(120);
    expect(cards()).toMatchObject([{ reference: reversal.reference, isNew: true }]);
  });

  it('what fails again and again is given up, listed, and delivered when tried again by hand', async () => {
    trouble = new AnnouncerError('retry', 'far_side_error');
    const reversal = await fromTicket();
    for (let hour = 0; hour < 30; hour += 1) {
      after(3_600);
      await deliver();
    }
    expect(await tools.book.givenUp()).toMatchObject([
      { kind: 'show_card', reference: reversal.reference, code: 'far_side_error' },
    ]);
    trouble = null;
    expect(await tools.book.retryGivenUp(null, clock)).toBe(1);
    await deliver();
    expect(cards()).toMatchObject([{ reference: reversal.reference }]);
  });

  it('an undo within the delay leaves no trace; decided again it is one note', async () => {
    const reversal = await fromTicket();
    await act('manager', reversal, 'approve');
    after(5);
    await act('manager', reversal, 'withdraw');
    await deliverFor(60);
    expect(notes()).toEqual([]);
    await act('manager', reversal, 'approve');
    after(5);
    await act('manager', reversal, 'withdraw');
    await act('second', reversal, 'approve');
    await deliverFor(60);
    expect(notes()).toHaveLength(1);
    expect(notes()[0]?.note).toContain('Decided by Sam Second');
  });

  it('a ticket hears that an approval was taken back, however soon the amount is changed after it', async () => {
    const reversal = await fromTicket();
    await act('manager', reversal, 'approve');
    await deliverFor(60);
    await act('manager', reversal, 'withdraw');
    await desk.edit(as('agent'), reversal.reference, { amount: usd(1_000n) });
    await deliverFor(60);
    expect(notes().map((one) => one.addTags[1])).toEqual(['reversal_approved', 'reversal_pending']);
  });

  it('a ticket that was told of an approval hears that it was taken back by an edit', async () => {
    const reversal = await fromTicket();
    await act('manager', reversal, 'approve');
    await deliverFor(60);
    await desk.edit(as('agent'), reversal.reference, { amount: usd(1_000n) });
    await deliverFor(60);
    expect(notes().map((one) => one.addTags[1])).toEqual(['reversal_approved', 'reversal_pending']);
    // The customer's draft goes with the approval.
    expect(notes().map((one) => one.reply !== null)).toEqual([true, false]);
  });

  it('lines told late keep their order and the figures of their time', async () => {
    const reversal = await fromTicket();
    await deliver();
    trouble = new AnnouncerError('retry', 'far_side_error');
    await act('manager', reversal, 'approve');
    await deliver();
    await desk.edit(as('agent'), reversal.reference, { amount: usd(90_000n) });
    trouble = null;
    await deliverFor(120);
    expect(said.flatMap((one) => (one.what === 'line' ? [one.text] : []))).toEqual([
      'Max Manager approved $49.99.',
      'Ada Agent changed amount $49.99 → $900.00; it needs a new decision.',
    ]);
  });

  it('a burst of lines in a thread is one message, in order, each line once', async () => {
    const reversal = await fromTicket();
    await deliver();
    said = [];
    trouble = new AnnouncerError('wait', 'channel_pace', 5_000);
    await act('manager', reversal, 'approve');
    await deliver();
    await act('manager', reversal, 'withdraw');
    await act('second', reversal, 'approve');
    trouble = null;
    await deliverFor(30);
    expect(said.flatMap((one) => (one.what === 'line' ? [one.text] : []))).toEqual([
      'Max Manager approved $49.99.\nMax Manager took the decision back.\nSam Second approved $49.99.',
    ]);
  });

  it('a line that may have been posted takes no later one into itself', async () => {
    const reversal = await fromTicket();
    await deliver();
    said = [];
    trouble = new AnnouncerError('retry', 'network');
    await act('manager', reversal, 'approve');
    await deliver();
    await act('manager', reversal, 'withdraw');
    trouble = null;
    await deliverFor(60);
    expect(said.flatMap((one) => (one.what === 'line' ? [one.text] : []))).toEqual([
      'Max Manager approved $49.99.',
      'Max Manager took the decision back.',
    ]);
  });

  it('an entry that is no reversal gets no card and leaves the list', async () => {
    const reversal = await fromTicket({ reviewReasons: ['unclear'] });
    const other = await fromTicket({ reviewReasons: ['unclear'] });
    await deliverFor(10);
    after(3 * 24 * 3_600);
    await act('agent', other, 'assign');
    await deliverFor(10);
    expect(lists().at(-1)?.review).toEqual(
      expect.arrayContaining([reversal.reference, other.reference]),
    );
    await act('agent', reversal, 'cancel');
    await deliverFor(10);
    expect(cards()).toEqual([]);
    expect(lists().at(-1)?.review).not.toContain(reversal.reference);
  });

  it('a note that would hold a card number is given up at once, listed, and never written', async () => {
    const reversal = await fromTicket();
    await act('manager', reversal, 'approve');
    tools = { ...tools, holdsCardData: () => true };
    await deliverFor(60);
    tools = { ...tools, holdsCardData: () => false };
    expect(notes()).toEqual([]);
    expect(await tools.book.givenUp()).toMatchObject([
      { kind: 'write_back', reference: reversal.reference, code: 'card_data_blocked', attempts: 1 },
    ]);
    expect(await tools.book.retryGivenUp(null, clock)).toBe(1);
    await deliver();
    expect(notes()).toHaveLength(1);
  });

  it('a note of a cancelled entry names no approver as its decider', async () => {
    const reversal = await fromTicket();
    await act('manager', reversal, 'approve');
    await deliverFor(60);
    await act('agent', reversal, 'cancel');
    await deliverFor(60);
    expect(notes().at(-1)?.note).toMatch(/cancelled/);
    expect(notes().at(-1)?.note).not.toContain('Decided by');
  });
}
