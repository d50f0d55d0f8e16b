import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adyen } from '../../connectors/adyen/index.js';
import { stripe } from '../../connectors/stripe/index.js';
import type { PushConnector } from '../../core/index.js';
import { type OpenPush, takeNotices } from '../../core/intake/take-notices.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { adyenEvent, adyenStandIn } from '../contract/connectors/adyen-stand-in.js';
import type { PushStandIn } from '../contract/connectors/push-suite.js';
import {
  stripeDispute,
  stripeEvent,
  stripeStandIn,
} from '../contract/connectors/stripe-stand-in.js';
import { asking, everyValue, megabyte } from './bad-input-rows.js';
import type { DatabaseEngine } from './databases.js';
import { openStorageFixture, type StorageFixture } from './storage-fixture.js';

const now = new Date('2026-03-01T12:00:00Z');

type Sender = {
  connector: PushConnector;
  standIn: PushStandIn;
  /** A dispute of its own, under this id. */
  dispute(id: string, over?: object): object;
  at(time: Date): object;
};
const senders: readonly Sender[] = [
  {
    connector: stripe,
    standIn: stripeStandIn,
    dispute: (id, over) => ({
      ...stripeEvent(
        'charge.dispute.created',
        { ...stripeDispute, id: `dp_${id}`, charge: `ch_${id}`, payment_intent: null },
        `evt_${id}`,
      ),
      ...over,
    }),
    at: (time) => ({ created: Math.floor(time.getTime() / 1_000) }),
  },
  {
    connector: adyen,
    standIn: adyenStandIn,
    dispute: (id, over) =>
      adyenEvent('CHARGEBACK', {
        pspReference: `D${id.toUpperCase()}`,
        originalReference: `P${id.toUpperCase()}`,
        ...over,
      }),
    at: (time) => ({ eventDate: time.toISOString() }),
  },
];

/** What processors send that cannot be read stops nothing but itself, and is seen. */
export function badNoticeGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  const newId = () => randomUUID().replaceAll('-', '').slice(0, 15);
  const take = (sender: Sender, body: string) => {
    const { connector, standIn } = sender;
    const { books } = fixture;
    const signed = standIn.sign(body, now);
    const tools = { fetch: standIn.fetch, now: () => now, userAgent: 'test' };
    // A payment that nobody knows would be asked for.
    const { lookUpPayment: _, ...connection } = connector.open(
      connector.settings.parse(standIn.settings),
      tools,
    );
    const open: OpenPush = {
      id: 'acme-zendesk',
      clientId: 'acme',
      actFrom: new Date(0),
      connection,
    };
    const store = books.reversals;
    const desk = openDesk({ store, now: tools.now, newId: randomUUID, writeBackDelayMs: 0 });
    return takeNotices(
      { desk, store, book: books.sources, now: tools.now, count: () => undefined },
      open,
      { headers: signed.headers, rawBody: Buffer.from(signed.body), receivedAt: now },
    );
  };
  const letters = async () =>
    (await fixture.books.sources.deadLetters()).map(({ externalId, reason }) => ({
      externalId,
      reason,
    }));
  const logged = async (kind: string, value: string) =>
    fixture.database.prisma.reversal.findMany({
      where: { identifiers: { some: { kind, value } } },
      include: { notices: true },
    });

  describe.each(senders)('$connector.id', (sender) => {
    const nameOf = (id: string) =>
      sender.connector.id === 'stripe' ? `dp_${id}` : `D${id.toUpperCase()}`;
    const kind = `${sender.connector.id}_dispute`;

    it('what cannot be read is put aside with its reason, and the next event is taken', async () => {
      const rows = sender.standIn.spoiled(sender.standIn.events.dispute);
      expect(rows.length).toBeGreaterThan(3);
      const fuzzed = [
        everyValue((value) => (typeof value === 'number' ? String(value) : value)),
        everyValue((value, key) => (key === 'amount' ? [value] : value)),
      ].map((spoil) => JSON.parse(spoil(JSON.stringify(sender.dispute(newId())))) as object);
      for (const event of [...rows.map((row) => row.event), ...fuzzed]) {
        const before = (await letters()).length;
        expect(await take(sender, JSON.stringify(event))).toMatchObject({ accepted: true });
        const after = await letters();
        // The same event again is the same letter.
        expect(after.length - before).toBeLessThanOrEqual(1);
        expect(after.length).toBeGreaterThan(0);
        expect(after.every(({ reason }) => /^[a-z_]+$/.test(reason))).toBe(true);
        const id = newId();
        await take(sender, JSON.stringify(sender.dispute(id)));
        expect(await logged(kind, nameOf(id))).toHaveLength(1);
      }
    });

    it.each([
      ['1970', new Date(0)],
      ['9999', new Date('9999-12-31T23:59:59Z')],
    ])('an event dated %s is taken, and those after it still count', async (_name, time) => {
      const id = newId();
      await take(sender, JSON.stringify(sender.dispute(id, sender.at(time))));
      const [entry] = await logged(kind, nameOf(id));
      const [notice] = entry?.notices ?? [];
      expect(notice?.occurredAt.getTime()).toBe(Math.min(time.getTime(), now.getTime()));
    });

    it.each([
      ['ten megabytes', `{"id":"evt_1","x":"${asking}${'x'.repeat(10 * megabyte)}"}`],
      ['nested a hundred thousand deep', '['.repeat(100_000) + ']'.repeat(100_000)],
      ['no JSON', '{"id":'],
      ['nothing', ''],
    ])('a body of %s is refused or put aside, and nothing is logged of it', async (_name, body) => {
      const count = () => fixture.database.prisma.reversal.count();
      const before = await count();
      await take(sender, body);
      expect(await count()).toBe(before);
      expect(process.memoryUsage().rss).toBeLessThan(1_500 * megabyte);
    });
  });
}
