import { expect, it } from 'vitest';
import {
  type AcceptedNotices,
  ConnectorError,
  type PushConnection,
} from '../../../core/intake/connector-contract.js';
import { retryNotices } from '../../../core/intake/retry-notices.js';
import { disputeNotice } from '../../support/notice-builders.js';

const now = new Date('2026-03-01T12:00:00Z');
const notice = disputeNotice({ payment: [{ kind: 'stripe_payment', value: 'ch_1' }] });
const reading = (over: Partial<AcceptedNotices>): AcceptedNotices => ({
  accepted: true,
  notices: [],
  unreadable: [],
  ignored: 0,
  ...over,
});

/** One event that was put aside, and what the processor says of it now. */
async function retry(fetchNotice: PushConnection['fetchNotice'], connectionId = 'acme-stripe') {
  const taken: string[] = [];
  const settled: string[] = [];
  const asideAgain: string[] = [];
  const connection: PushConnection = {
    check: async () => ({ account: 'x' }),
    readNotice: async () => ({ accepted: false, why: 'unsigned' }),
    ...(fetchNotice ? { fetchNotice } : {}),
  };
  const unused = () => Promise.reject(new Error('nothing else is asked'));
  const ends = await retryNotices(
    {
      desk: {
        takeNotice: async (request) => {
          taken.push(request.notice.eventId);
          return { taken: true, reversal: null };
        },
      },
      store: { paymentsNamed: async () => [] },
      book: {
        noteSuccess: unused,
        setAside: async (_connection, eventId, _at, code) =>
          void asideAgain.push(`${eventId} ${code}`),
        settleEvent: async (_connection, eventId) => void settled.push(eventId),
      },
      now: () => now,
      count: () => undefined,
    },
    new Map([
      ['acme-stripe', { id: 'acme-stripe', clientId: 'acme', actFrom: new Date(0), connection }],
    ]),
    [
      {
        id: 'i-1',
        connectionId,
        externalId: 'evt_1',
        reason: 'unreadable_event',
        attempts: 1,
        since: now,
      },
    ],
  );
  return { ends, taken, settled, asideAgain };
}

it('an event that can be read by now is taken, and is put aside no more', async () => {
  const asked: string[] = [];
  const { ends, taken, settled } = await retry(async (eventId) => {
    asked.push(eventId);
    return reading({ notices: [notice] });
  });
  expect(ends).toEqual([{ id: 'i-1', result: 'taken', code: null }]);
  expect(asked).toEqual(['evt_1']);
  expect(taken).toEqual([notice.eventId]);
  expect(settled).toContain('evt_1');
});

it('one that turns out to be none of ours is done with', async () => {
  const { ends, taken, settled } = await retry(async () => reading({ ignored: 1 }));
  expect(ends).toMatchObject([{ result: 'taken' }]);
  expect([taken, settled]).toEqual([[], ['evt_1']]);
});

const refused = async (): Promise<never> => {
  throw new ConnectorError('re_authorise', 'forbidden');
};

type Row = [string, PushConnection['fetchNotice'], string, string | null];
it.each<Row>([
  // what the processor says | what is told | code
  ['gives no event by its id', undefined, 'not_able', null],
  ['has it no more', async () => null, 'unknown_there', null],
  [
    'has it in a form that cannot be read',
    async () => reading({ unreadable: [{ eventId: 'evt_1', code: 'unreadable_event' }] }),
    'unreadable',
    'unreadable_event',
  ],
  ['refuses the key', refused, 'failed', 'forbidden'],
])('where it %s the event stays put aside', async (_name, fetchNotice, result, code) => {
  const end = await retry(fetchNotice);
  expect(end.ends).toEqual([{ id: 'i-1', result, code }]);
  expect([end.taken, end.settled]).toEqual([[], []]);
});

it('an item of a connection that is listed is none of its business', async () => {
  const end = await retry(() => Promise.reject(new Error('not to be asked')), 'acme-zendesk');
  expect(end.ends).toEqual([]);
});
