import { describe, expect, it } from 'vitest';
import {
  ConnectorError,
  type NoticeReading,
  type PushConnection,
} from '../../../core/intake/connector-contract.js';
import { takeNotices } from '../../../core/intake/take-notices.js';
import type { Notice } from '../../../core/reversals/notice.js';
import type { KnownPayment } from '../../../core/reversals/ports.js';
import { disputeNotice } from '../../support/notice-builders.js';

const payment = [{ kind: 'stripe_payment', value: 'ch_1' }];
const card = '4111 1111 1111 1111';
const delivery = { headers: {}, rawBody: Buffer.from('{}'), receivedAt: new Date() };

function space(reading: NoticeReading, over: Partial<PushConnection> = {}) {
  const taken: { notice: Notice; reason: string | null }[] = [];
  const aside: string[] = [];
  const settled: string[] = [];
  const counted: string[] = [];
  const known: KnownPayment[] = [];
  const news: number[] = [];
  const run = () =>
    takeNotices(
      {
        desk: {
          takeNotice: async ({ notice, reason }) => {
            taken.push({ notice, reason });
            return { taken: true, reversal: null };
          },
        },
        store: { paymentsNamed: async () => known },
        book: {
          setAside: async (_connection, eventId, _at, reason) =>
            void aside.push(`${eventId} ${reason}`),
          noteSuccess: async () => undefined,
          noteNews: async (_connection, _at, count) => void news.push(count),
          settleEvent: async (_connection, eventId) => void settled.push(eventId),
        },
        now: () => new Date('2026-03-01T12:00:00Z'),
        count: (name, labels) =>
          void counted.push([name, ...Object.values(labels ?? {})].join(' ')),
      },
      {
        id: 'acme-stripe',
        clientId: 'acme',
        actFrom: new Date(0),
        connection: {
          check: async () => ({ account: 'x' }),
          readNotice: async () => reading,
          ...over,
        },
      },
      delivery,
    );
  return { run, settled, taken, aside, counted, known, news };
}

const read = (...notices: Notice[]): NoticeReading => ({
  accepted: true,
  notices,
  unreadable: [],
  ignored: 0,
});

describe('a delivery is redacted before it goes anywhere', () => {
  it('takes a card number out of every word the processor wrote', async () => {
    const notice = disputeNotice({
      payment,
      reason: `paid with ${card}`,
      reasonCode: card,
      network: card,
      raw: { event: 'charge.dispute.created', status: card, code: card },
    });
    const { run, taken } = space(read(notice));
    await run();
    expect(
      JSON.stringify(taken, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toContain('1111 1111');
    expect(taken[0]?.reason).toContain('disputes it');
  });
});

describe('a delivery is a sign of life', () => {
  it('whatever it tells, but not where it is refused', async () => {
    const { run, news } = space({
      accepted: true,
      notices: [disputeNotice({ payment })],
      unreadable: [{ eventId: 'evt_9', code: 'unreadable_event' }],
      ignored: 2,
    });
    await run();
    expect(news).toEqual([4]);
    const refused = space({ accepted: false, why: 'bad_signature' });
    await refused.run();
    expect(refused.news).toEqual([]);
  });

  it('an event said to happen far ahead happened by now', async () => {
    const ahead = disputeNotice({ payment, occurredAt: new Date('9999-12-31T23:59:59Z') });
    const { run, taken } = space(read(ahead));
    await run();
    expect(taken[0]?.notice.occurredAt).toEqual(new Date('2026-03-01T12:00:00Z'));
  });
});

describe('what is not taken', () => {
  it('a refused delivery reaches neither the log nor the book', async () => {
    const { run, taken, aside, counted } = space({ accepted: false, why: 'stale' });
    expect(await run()).toEqual({ accepted: false, why: 'stale' });
    expect([taken, aside, counted]).toEqual([[], [], []]);
  });

  it('an event that cannot be read is put aside under its id, others are taken', async () => {
    const { run, taken, aside } = space({
      accepted: true,
      notices: [disputeNotice({ payment })],
      unreadable: [{ eventId: 'evt_9', code: 'unreadable_event' }],
      ignored: 2,
    });
    expect(await run()).toMatchObject({ accepted: true });
    expect(taken).toHaveLength(1);
    expect(aside).toEqual(['evt_9 unreadable_event']);
  });
});

describe('a payment nobody knows is looked up, and trouble there holds nothing up', () => {
  const found: Notice = {
    kind: 'payment',
    eventId: 'look_up:ch_1',
    occurredAt: new Date(0),
    processor: 'stripe',
    payment,
    raw: { event: 'look_up', status: null, code: null },
    captured: {
      minor: 1n,
      currency: disputeNotice({ payment }).amount?.currency ?? neverCurrency(),
    },
    isPart: false,
    returned: null,
  };

  it('the payment is taken before the dispute on it', async () => {
    const { run, taken } = space(read(disputeNotice({ payment })), {
      lookUpPayment: async () => found,
    });
    await run();
    expect(taken.map((one) => one.notice.kind)).toEqual(['payment', 'dispute']);
  });

  it.each([
    ['is unknown there', async () => null],
    ['is out of reach', () => Promise.reject(new ConnectorError('retry', 'unreachable'))],
    ['is refused', () => Promise.reject(new ConnectorError('re_authorise', 'unauthorised'))],
  ])('where it %s the dispute is taken all the same', async (_name, lookUpPayment) => {
    const { run, taken } = space(read(disputeNotice({ payment })), { lookUpPayment });
    expect(await run()).toMatchObject({ accepted: true });
    expect(taken.map((one) => one.notice.kind)).toEqual(['dispute']);
  });
});

function neverCurrency(): never {
  throw new Error('the builder names a currency');
}
