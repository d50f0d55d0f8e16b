import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../core/index.js';
import { idsOf, listAll, writeNote } from './calls.js';
import { hubspotUnderTest } from './hubspot-under-test.js';
import { retelling, told } from './retelling.js';
import { codeOf } from './zendesk-under-test.js';

const account = hubspotUnderTest();
const since = new Date(0);
const jane = { name: 'Jane Doe', email: 'jane@example.com' };
const asking = 'I was charged twice, please refund 49.99 USD';
const minuteMs = 60_000;

type Row = { id: string; properties: Record<string, string | null>; updatedAt?: string };
type Rows = { results: Row[]; paging?: unknown };
const isSearch = (url: URL) => url.pathname.endsWith('/tickets/search');
const ticket = () =>
  account.far.control.createTicket({ subject: 'Refund', content: asking, contact: jane }).id;

/** A connection whose search pages are told otherwise. */
const searching = (retell: (rows: Rows) => unknown): Connection =>
  account.open(
    {},
    retelling(({ url }, answer) => (isSearch(url) ? retell(answer as Rows) : undefined)),
  );

describe('a page of tickets, told in another form', () => {
  it('a row without an id is put aside, and the page goes on', async () => {
    const id = ticket();
    account.far.settle();
    const connection = searching(({ results }) => ({
      results: [null, { properties: {} }, ...results],
    }));
    const page = await connection.listChanges(null, since);
    expect(idsOf(page.references)).toEqual([id]);
    expect(page.unreadable).toEqual([null, { properties: {} }]);
  });

  it('properties that are numbers or missing spoil no row', async () => {
    const [one, two] = [ticket(), ticket()];
    account.far.settle();
    const connection = searching(({ results: [first, second] }) => ({
      results: [
        { id: Number(first?.id), properties: { hs_lastmodifieddate: 1_772_438_400_000, x: true } },
        { id: second?.id, properties: { hs_lastmodifieddate: {} } },
      ],
    }));
    const { references } = await connection.listChanges(null, since);
    expect(new Set(idsOf(references))).toEqual(new Set([one, two]));
    const known = references.find(({ updatedAt }) => updatedAt.getTime() === 1_772_438_400_000);
    expect(known).toBeDefined();
  });

  /** More than two pages of tickets, each changed at its own time. */
  const manyTickets = () => {
    const ids: string[] = [];
    for (let number = 0; number < 450; number += 1) {
      ids.push(...account.far.control.seedTickets(1, asking));
      account.far.clock.ms += 1_000;
    }
    account.far.settle();
    return ids;
  };
  const timed = (time: (at: string) => string | null, updatedAt: (at?: string) => unknown) =>
    searching(({ results, ...rest }) => ({
      ...rest,
      results: results.map((row) => ({
        ...row,
        updatedAt: updatedAt(row.updatedAt),
        properties: { hs_lastmodifieddate: time(row.properties.hs_lastmodifieddate ?? '') },
      })),
    }));

  it.each([
    ['milliseconds', (at: string) => String(Date.parse(at)), () => undefined],
    ['the record’s own word alone', () => null, (at?: string) => at],
    ['words nobody can read', () => 'yesterday', () => 'yesterday'],
    ['times that no date holds', () => '9999999999999999', () => undefined],
  ])('with times as %s every ticket of every page is listed', async (_name, time, updatedAt) => {
    const ids = manyTickets();
    const { references } = await listAll(timed(time, updatedAt), null, since);
    expect(new Set(idsOf(references))).toEqual(new Set(ids));
  });

  it('a far side that does not know `archived` calls no living ticket deleted', async () => {
    ticket();
    account.far.settle();
    const alive: { asked: number } = { asked: 0 };
    const connection = account.open({}, async (input, init) => {
      const url = new URL(String(input));
      if (url.searchParams.get('archived') === 'true') alive.asked += 1;
      url.searchParams.delete('archived');
      return fetch(url, init);
    });
    const { cursor } = await listAll(connection, null, since);
    account.far.settle();
    const { references } = await listAll(connection, cursor, since);
    expect(alive.asked).toBe(1);
    expect(references).toEqual([]);
  });
});

describe('a batch that is answered in part (207)', () => {
  const failing = (path: string, error: object) =>
    account.open(
      {},
      retelling(({ url }, answer) =>
        url.pathname.endsWith(path)
          ? told(207, { ...(answer as object), results: [], numErrors: 1, errors: [error] })
          : undefined,
      ),
    );

  it.each([
    ['gone', { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'x' }, 'no trouble'],
    ['trouble', { status: 'error', category: 'INTERNAL_ERROR' }, 'retry answered_in_part'],
    ['a form of its own', { subCategory: {} }, 'retry answered_in_part'],
    ['a scope', { category: 'MISSING_SCOPES' }, 're_authorise missing_scope'],
  ])('e-mails, %s', async (_name, error, outcome) => {
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'Please answer' });
    const connection = failing('/objects/emails/batch/read', error);
    expect(await codeOf(connection.fetchItem(id))).toBe(outcome);
  });

  it.each([
    [
      'nothing of that kind',
      { category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' },
      'no trouble',
    ],
    ['trouble', { category: 'RATE_LIMITS' }, 'retry answered_in_part'],
  ])('associations of many tickets, %s', async (_name, error, outcome) => {
    const id = ticket();
    const connection = failing('/tickets/emails/batch/read', error);
    expect(await codeOf(connection.fetchTogether?.([id]))).toBe(outcome);
  });

  it('a note that cannot be read now is not written a second time', async () => {
    const id = ticket();
    expect(await writeNote(account.connection, id)).toBe('written');
    const connection = failing('/objects/notes/batch/read', { category: 'INTERNAL_ERROR' });
    expect(await codeOf(writeNote(connection, id))).toBe('retry answered_in_part');
    expect(account.far.notesOf(id)).toHaveLength(1);
  });
});

describe('what hangs on a ticket', () => {
  it('is asked for as long as it never came with one, however many tickets had nothing', async () => {
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!/\/objects\/tickets\/\d+$/.test(url.pathname)) return undefined;
        const { associations: _, ...alone } = answer as Record<string, unknown>;
        return alone;
      }),
    );
    for (let number = 0; number < 25; number += 1) {
      await connection.fetchItem(account.far.control.seedTickets(1, 'x')[0] ?? '');
    }
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'Please answer' });
    const item = await connection.fetchItem(id);
    expect(item?.customer.email).toBe(jane.email);
    expect(item?.messages.map(({ text }) => text)).toContain('Please answer');
  });

  it('a time that no date holds is none, and the words are read', async () => {
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'Please answer' });
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!url.pathname.endsWith('/objects/emails/batch/read')) return undefined;
        const { results } = answer as Rows;
        return {
          results: results.map((row) => ({
            ...row,
            properties: { ...row.properties, hs_timestamp: '9999999999999999' },
          })),
        };
      }),
    );
    const item = await connection.fetchItem(id);
    const email = item?.messages.find(({ text }) => text === 'Please answer');
    expect(email?.sentAt).toEqual(new Date(0));
  });

  it('a ticket without `hs_lastmodifieddate` has the record’s own time', async () => {
    const id = ticket();
    account.far.clock.ms += minuteMs;
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!/\/objects\/tickets\/\d+$/.test(url.pathname)) return undefined;
        const row = answer as Row;
        return { ...row, properties: { ...row.properties, hs_lastmodifieddate: null } };
      }),
    );
    const usual = await account.connection.fetchItem(id);
    expect((await connection.fetchItem(id))?.updatedAt).toEqual(usual?.updatedAt);
  });
});

describe('an account that has not every call', () => {
  it('stages without metadata are open ones', async () => {
    const id = ticket();
    const connection = account.open(
      {},
      retelling(({ url }) =>
        url.pathname.endsWith('/pipelines/tickets')
          ? { results: [{ stages: [{ id: '1' }, { id: 2, metadata: null }] }] }
          : undefined,
      ),
    );
    expect((await connection.fetchItem(id))?.isClosed).toBe(false);
  });

  it.each([
    ['JSON', () => told(404, { status: 'error', message: 'resource not found' })],
    [
      'a page',
      () => new Response('<html>', { status: 404, headers: { 'Content-Type': 'text/html' } }),
    ],
  ])(
    'no calls for properties (404 as %s): the note is written all the same',
    async (_name, answer) => {
      const id = ticket();
      const connection = account.open(
        { statusProperty: undefined },
        retelling(({ url, method }) => {
          if (url.pathname.includes('/properties/tickets')) return answer();
          const isSetting = method === 'PATCH' && url.pathname.includes('/objects/tickets/');
          return isSetting ? told(400, { category: 'VALIDATION_ERROR' }) : undefined;
        }),
      );
      expect(await writeNote(connection, id)).toBe('written');
      expect(account.far.notesOf(id)).toHaveLength(1);
    },
  );
});
