import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../core/index.js';
import { idsOf, listAll, writeNote } from './calls.js';
import { gmailUnderTest, mailOf } from './gmail-under-test.js';
import { retelling, told } from './retelling.js';
import { codeOf } from './zendesk-under-test.js';

const account = gmailUnderTest();
const since = new Date(0);
const ends = (url: URL, end: string) => url.pathname.endsWith(end);

describe('a listing, told in another form', () => {
  it('a thread without an id is put aside, and the page goes on', async () => {
    const id = account.far.createItem('One');
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!ends(url, '/threads')) return undefined;
        const { threads, ...rest } = answer as { threads: object[] };
        return { ...rest, threads: [null, { snippet: 'x' }, ...threads] };
      }),
    );
    const page = await connection.listChanges(null, since);
    expect(idsOf(page.references)).toEqual([id]);
    expect(page.unreadable).toEqual([null, { snippet: 'x' }]);
  });

  it('a record or change of history that cannot be read is put aside, and the others are read', async () => {
    account.far.createItem('Before');
    const { cursor } = await listAll(account.connection, null, since);
    const id = account.far.createItem('After');
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!ends(url, '/history')) return undefined;
        const { history, ...rest } = answer as { history: { messagesAdded?: object[] }[] };
        const spoilt = history.map((record) => ({
          ...record,
          ...(record.messagesAdded && {
            messagesAdded: [{ message: {} }, ...record.messagesAdded],
          }),
        }));
        return { ...rest, history: ['seven', ...spoilt] };
      }),
    );
    const page = await connection.listChanges(cursor, since);
    expect(idsOf(page.references)).toEqual([id]);
    expect(page.unreadable).toEqual(['seven', { message: {} }]);
    expect(page.cursor).not.toBe(cursor);
  });

  /** Pages of one thread each, whose places are refused while `isForgetful`. */
  const pagesOf = (names: readonly string[]) => {
    const far = { isForgetful: false, listings: 0 };
    const connection = account.open(
      {},
      retelling(({ url }) => {
        if (!ends(url, '/threads')) return undefined;
        const at = Number(url.searchParams.get('pageToken') ?? 0);
        if (at > 0 && far.isForgetful) {
          return told(400, {
            error: {
              code: 400,
              errors: [{ reason: 'invalidArgument' }],
              status: 'INVALID_ARGUMENT',
            },
          });
        }
        if (at === 0) far.listings += 1;
        const next = at + 1 < names.length ? { nextPageToken: String(at + 1) } : {};
        return told(200, { threads: [{ id: names[at] }], ...next });
      }),
    );
    return { far, connection };
  };

  it('a place that the vendor has forgotten begins that listing again, and none is missed', async () => {
    const { far, connection } = pagesOf(['a1', 'b2', 'c3']);
    const first = await connection.listChanges(null, since);
    far.isForgetful = true;
    const refusedPage = await connection.listChanges(first.cursor, since);
    expect(refusedPage).toMatchObject({ references: [], hasMore: true });
    far.isForgetful = false;
    const rest = await listAll(connection, refusedPage.cursor, since);
    expect(idsOf(rest.references)).toEqual(['a1', 'b2', 'c3']);
    expect(far.listings).toBe(2);
  });

  it('a vendor that forgets every place it names is told of, not asked for ever', async () => {
    const { far, connection } = pagesOf(['a1', 'b2']);
    far.isForgetful = true;
    expect(await codeOf(listAll(connection, null, since))).toBe('retry page_refused');
    expect(far.listings).toBeLessThan(20);
  });

  it('a listing refused too often recovers by itself from where it stood, a few requests an hour', async () => {
    const { far, connection } = pagesOf(['a1', 'b2', 'c3']);
    far.isForgetful = true;
    let cursor: string | null = null;
    const found: string[] = [];
    /** One look of the hub: its trouble, or null. */
    const look = async () => {
      try {
        for (let more = true; more; ) {
          const page = await connection.listChanges(cursor, since);
          found.push(...idsOf(page.references));
          cursor = page.cursor;
          more = page.hasMore;
        }
        return null;
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        return error.code;
      }
    };
    for (let minutes = 0; minutes < 4 * 60; minutes += 20) {
      expect(await look()).toBe('page_refused');
      account.far.clock.ms += 20 * 60_000;
    }
    expect(far.listings).toBeGreaterThan(4 * 10);
    expect(far.listings).toBeLessThan(4 * 12);
    expect(found).not.toContain('b2');
    far.isForgetful = false;
    // The place it stood at may be given again at once, and is then gone on from.
    for (let looks = 0; looks < 7 && !found.includes('c3'); looks += 1) {
      expect(await look()).toBeNull();
      account.far.clock.ms += 10 * 60_000;
    }
    expect(new Set(found)).toEqual(new Set(['a1', 'b2', 'c3']));
  });

  it('a cursor that an earlier version left at its end goes on', async () => {
    const { far, connection } = pagesOf(['a1', 'b2']);
    const first = await connection.listChanges(null, since);
    const stuck = JSON.stringify({ ...JSON.parse(first.cursor), restarts: 10, page: '9' });
    far.isForgetful = true;
    const anew = await connection.listChanges(stuck, since);
    expect(anew).toMatchObject({ references: [], hasMore: true });
    far.isForgetful = false;
    expect(idsOf((await listAll(connection, anew.cursor, since)).references)).toEqual(['a1', 'b2']);
  });
});

describe('ids and numbers in another form', () => {
  it('ids need not be hexadecimal; an address of another thing is refused', async () => {
    const id = account.far.createItem('One');
    const connection = account.open({}, (input, init) =>
      fetch(String(input).replace('thread-f%3A17', id), init).then(
        async (answer) =>
          new Response((await answer.text()).replaceAll(`"${id}"`, '"thread-f:17"'), answer),
      ),
    );
    expect(await connection.fetchItem('thread-f:17')).toMatchObject({ subject: 'One' });
    for (const bad of ['../profile', 'a/b', '', '.', 'x'.repeat(200)]) {
      expect(await codeOf(connection.fetchItem(bad))).toBe('give_up no_thread_id');
    }
  });

  it('history ids and times may be numbers', async () => {
    const id = account.far.createItem('One');
    const connection = account.open({}, async (input, init) => {
      const answer = await fetch(input, init);
      const text = await answer.text();
      return new Response(
        text.replace(/"(historyId|internalDate|id)":"(\d+)"/g, (whole, name, digits) =>
          name === 'id' && digits.length > 8 ? whole : `"${name}":${digits}`,
        ),
        answer,
      );
    });
    const listed = await listAll(connection, null, since);
    expect(idsOf(listed.references)).toEqual([id]);
    const usual = await account.connection.fetchItem(id);
    expect(await connection.fetchItem(id)).toEqual(usual);
    const next = account.far.createItem('Two');
    expect(idsOf((await listAll(connection, listed.cursor, since)).references)).toEqual([next]);
  });
});

describe('a far side that does not know format=raw', () => {
  type Fetching = typeof fetch;
  const isRaw = (input: Parameters<Fetching>[0]) => String(input).includes('format=raw');
  const gives: Fetching = (input, init) =>
    fetch(String(input).replace('format=raw', 'format=full'), init);
  const refuses: Fetching = async (input, init) =>
    isRaw(input)
      ? told(400, { error: { code: 400, status: 'INVALID_ARGUMENT' } })
      : fetch(input, init);

  it.each([
    ['gives what it knows', gives],
    ['refuses', refuses],
  ])(
    'and %s: the mail is put together from its parts, the answer’s draft too',
    async (_name, fetching) => {
      // An encoded subject is what `full` leaves in doubt.
      const mail = mailOf({ Subject: '=?utf-8?B?UsO8Y2t6YWhsdW5n?=' }, 'Bitte 49,99 EUR zurück.');
      const { threadId } = account.far.control.receiveRaw(mail);
      const connection = account.open({}, fetching);
      const asSent = await account.connection.fetchItem(threadId);
      const item = await connection.fetchItem(threadId);
      expect(item?.messages.map(({ text }) => text)).toEqual(['Bitte 49,99 EUR zurück.']);
      expect(item?.customer).toEqual(asSent?.customer);
      expect(await writeNote(connection, threadId)).toBe('written');
    },
  );
});

describe('limits in whatever words', () => {
  const forbidden = (error: object, headers: Record<string, string> = {}) => {
    const body = JSON.stringify({ error: { code: 403, message: 'x', ...error } });
    return () =>
      new Response(body, {
        status: 403,
        headers: { 'Content-Type': 'application/json', ...headers },
      });
  };
  it.each([
    [
      'with Retry-After',
      forbidden({ errors: [{ reason: 'rateLimitExceeded' }] }, { 'Retry-After': '7' }),
      { kind: 'wait', waitMs: 7_000 },
    ],
    [
      'without',
      forbidden({ errors: [{ reason: 'rateLimitExceeded' }] }),
      { kind: 'wait', waitMs: null },
    ],
    ['as a status', forbidden({ status: 'RESOURCE_EXHAUSTED' }), { kind: 'wait', waitMs: null }],
    [
      'in details',
      forbidden({ status: 'PERMISSION_DENIED', details: [{ reason: 'RATE_LIMIT_EXCEEDED' }] }),
      { kind: 'wait', waitMs: null },
    ],
    ['no limit', forbidden({ status: 'PERMISSION_DENIED' }), { kind: 're_authorise' }],
  ])('403 %s', async (_name, answer, outcome) => {
    const id = account.far.createItem('One');
    const connection = account.open(
      {},
      retelling(({ url }) => (url.pathname.includes('/gmail/v1/') ? answer() : undefined)),
    );
    await expect(connection.fetchItem(id)).rejects.toMatchObject(outcome);
  });
});
