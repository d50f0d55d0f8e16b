import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connection, ConnectorError } from '../../core/intake/connector-contract.js';
import { type OpenConnection, pollConnection } from '../../core/intake/intake.js';
import { judgePending } from '../../core/intake/judge-pending.js';
import { judgeTogether } from '../../core/intake/judge-together.js';
import type { SourceItem } from '../../core/intake/source-item.js';
import { syncConnection } from '../../core/intake/sync.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { aMessage, aSourceItem } from '../unit/intake/source-item-builder.js';
import type { DatabaseEngine } from './databases.js';
import { loggedAt, openStorageFixture, type StorageFixture } from './storage-fixture.js';

/** What `hub sync` promises; the helpdesk is the far side. */
export function syncGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  const listed: (string | null)[] = [];
  const connection: Connection = {
    check: async () => ({ account: 'hub' }),
    listChanges: async (cursor) => {
      listed.push(cursor);
      const externalId = `item-${listed.length}`;
      return {
        references: [{ externalId, updatedAt: loggedAt }],
        cursor: `next-${listed.length}`,
        hasMore: false,
      };
    },
    fetchItem: async () => null,
  };
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  const toolsOf = (now = () => new Date()) => {
    const { reversals, sources } = fixture.books;
    const desk = openDesk({ store: reversals, now, newId: () => 'id', writeBackDelayMs: 0 });
    return {
      book: sources,
      desk,
      store: reversals,
      now,
      leaseMs: 30_000,
      count: () => undefined,
      warn: () => undefined,
    };
  };
  /** Of a hub whose clock goes twenty times as fast, where pauses between tries are waited for. */
  const fastTools = () => {
    const begunAt = Date.now();
    const now = () => new Date(begunAt + (Date.now() - begunAt) * 20);
    return { ...toolsOf(now), leaseMs: 600_000 };
  };
  const openOf = (far: Connection): OpenConnection => ({
    id: 'acme-zendesk',
    clientId: 'acme',
    actFrom: loggedAt,
    connection: far,
    thresholds: null,
  });
  const sync = (
    since: Date | null,
    far: Connection = connection,
    signal = new AbortController().signal,
    tools = toolsOf(),
  ) => {
    return syncConnection(tools, openOf(far), { since, full: false }, () => undefined, signal);
  };

  /** What intake needs, with the hub's clock in the test's hand. */
  const withClock = (clock: { now: Date }, far: Connection) => {
    const { reversals: store, sources: book } = fixture.books;
    const now = () => clock.now;
    const desk = openDesk({ store, now, newId: () => 'id', writeBackDelayMs: 0 });
    const quiet = { count: () => undefined, warn: () => undefined };
    const tools = { book, desk, store, now, leaseMs: 30_000, ...quiet };
    const open = { id: 'acme-zendesk', clientId: 'acme', actFrom: loggedAt, thresholds: null };
    return { book, tools, open: { ...open, connection: far } };
  };

  /** An account of numbered items in pages of 40, that counts how it is read. */
  const account = (prefix: string, size: number) => {
    const fetched: string[] = [];
    const most = { underWay: 0 };
    let underWay = 0;
    const far: Connection = {
      check: connection.check,
      listChanges: async (cursor) => {
        const from = Number(cursor?.split(' ')[1] ?? 0);
        const to = Math.min(from + 40, size);
        const references = Array.from({ length: to - from }, (_, index) => ({
          externalId: `${prefix}-${from + index}`,
          updatedAt: loggedAt,
        }));
        return { references, cursor: `${prefix} ${to}`, hasMore: to < size };
      },
      fetchItem: async (externalId) => {
        underWay += 1;
        most.underWay = Math.max(most.underWay, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        fetched.push(externalId);
        return null;
      },
    };
    return { far, fetched, most };
  };

  it('goes on from the saved cursor, and a look back with --since leaves it where it is', async () => {
    expect(await sync(null)).toMatchObject({ listed: 1, judged: 1, waiting: 0, failure: null });
    const { sources } = fixture.books;
    expect(await sources.cursor('acme-zendesk')).toBe('next-1');
    expect(await sync(loggedAt)).toMatchObject({ listed: 1, judged: 1 });
    expect(await sources.cursor('acme-zendesk')).toBe('next-1');
    await sync(null);
    expect(listed).toEqual([null, null, 'next-1']);
  });

  it('cut again and again it goes on, and reads every item once', async () => {
    const { far, fetched, most } = account('cut', 200);
    const { sources } = fixture.books;
    await sources.savePage('acme-zendesk', [], 'cut 0');
    for (const cutAt of [1, 17, 60, 61, 130]) {
      const cut = new AbortController();
      const cutting: Connection = {
        ...far,
        fetchItem: async (id) => {
          const item = await far.fetchItem(id);
          if (fetched.length >= cutAt) cut.abort();
          return item;
        },
      };
      await sync(null, cutting, cut.signal);
    }
    expect(fetched.length).toBeLessThan(200);
    expect(await sync(null, far)).toMatchObject({ waiting: 0, quarantined: 0, failure: null });
    expect(fetched.toSorted()).toEqual(
      Array.from({ length: 200 }, (_, n) => `cut-${n}`).toSorted(),
    );
    expect(most.underWay).toBeLessThanOrEqual(16);
  });

  it('what is common to many is read once for them; where it cannot be had, each comes again', async () => {
    const { far } = account('together', 90);
    await fixture.books.sources.savePage('acme-zendesk', [], 'together 0');
    const asked: number[] = [];
    const together: Connection = {
      ...far,
      fetchItem: async () => {
        throw new Error('an item was read by itself');
      },
      fetchTogether: async (ids) => {
        asked.push(ids.length);
        if (asked.length === 1) throw new ConnectorError('wait', 'rate_limited', 50);
        return async () => null;
      },
    };
    expect(await sync(null, together)).toMatchObject({ waiting: 0, failure: null });
    expect(asked.reduce((sum, one) => sum + one, 0)).toBe(90 + (asked[0] ?? 0));
    expect(Math.max(...asked)).toBeLessThanOrEqual(50);
  });

  it.each([
    ['unreadable', new ConnectorError('unreadable', 'unreadable_ticket')],
    ['refused for good', new ConnectorError('give_up', 'bad_request')],
  ])('what is common to many is %s: each is read by itself', async (name, error) => {
    const { far, fetched } = account(`spoilt-${name.replaceAll(' ', '-')}`, 60);
    await fixture.books.sources.savePage('acme-zendesk', [], 'spoilt 0');
    const spoilt: Connection = { ...far, fetchTogether: () => Promise.reject(error) };
    expect(await sync(null, spoilt)).toMatchObject({ judged: 60, waiting: 0, quarantined: 0 });
    expect(fetched).toHaveLength(60);
  });

  it('one failure of a batch makes no request of each item: it is asked for together again', async () => {
    const { far } = account('stumble', 40);
    await fixture.books.sources.savePage('acme-zendesk', [], 'stumble 0');
    const asked: string[][] = [];
    const stumbling: Connection = {
      ...far,
      fetchItem: async () => {
        throw new Error('an item was asked for by itself');
      },
      fetchTogether: async (ids) => {
        asked.push([...ids]);
        if (asked.length < 3) throw new ConnectorError('retry', 'server_error');
        return async () => null;
      },
    };
    const end = await sync(null, stumbling, undefined, fastTools());
    expect(end).toMatchObject({ waiting: 0, quarantined: 0, failure: null });
    expect(new Set(asked.flat()).size).toBe(40);
  });

  it('one that could not be read is not asked for with the others again', async () => {
    const { far, fetched } = account('smudged', 40);
    await fixture.books.sources.savePage('acme-zendesk', [], 'smudged 0');
    const asked: string[] = [];
    const smudged: Connection = {
      ...far,
      fetchTogether: async (ids) => {
        asked.push(...ids);
        return async (id) => {
          if (id === 'smudged-7') throw new ConnectorError('unreadable', 'unreadable_ticket');
          return null;
        };
      },
    };
    const end = await sync(null, smudged, undefined, fastTools());
    expect(end).toMatchObject({ waiting: 0, quarantined: 0 });
    expect(asked).toHaveLength(40);
    expect(fetched).toEqual(['smudged-7']);
  });

  it('one that spoils its batch each time keeps none of the others waiting', async () => {
    const { far, fetched } = account('poison', 60);
    await fixture.books.sources.savePage('acme-zendesk', [], 'poison 0');
    const spoilt: Connection = {
      ...far,
      fetchTogether: async (ids) => {
        if (ids.includes('poison-7')) throw new ConnectorError('retry', 'server_error');
        return far.fetchItem;
      },
      fetchItem: async (id) => {
        if (id === 'poison-7' && !fetched.includes('poison-59')) {
          throw new ConnectorError('retry', 'server_error');
        }
        return far.fetchItem(id);
      },
    };
    const end = await sync(null, spoilt, undefined, fastTools());
    expect(end).toMatchObject({ waiting: 0, quarantined: 0 });
    expect(fetched).toHaveLength(60);
  });

  it('a fault of ours at one item ends no run: it is put off, and the others are judged', async () => {
    const { far, fetched } = account('fault', 60);
    await fixture.books.sources.savePage('acme-zendesk', [], 'fault 0');
    let faults = 0;
    const faulty: Connection = {
      ...far,
      fetchItem: async (id) => {
        if (id === 'fault-7' && faults === 0) {
          faults += 1;
          throw new RangeError('Invalid time value');
        }
        return far.fetchItem(id);
      },
    };
    expect(await sync(null, faulty)).toMatchObject({ waiting: 0, quarantined: 0, failure: null });
    expect(fetched).toHaveLength(60);
  });

  it('an outage of a day puts nothing aside, is told of, and all is read once it is over', async () => {
    const { far, fetched } = account('outage', 30);
    const clock = { now: new Date('2026-03-05T08:00:00Z') };
    let isOut = false;
    const outside = () => {
      if (isOut) throw new ConnectorError('retry', 'server_error');
    };
    const failing: Connection = {
      ...far,
      listChanges: async (...given) => {
        outside();
        return far.listChanges(...given);
      },
      fetchItem: async (id) => {
        outside();
        return far.fetchItem(id);
      },
    };
    const { book, tools, open } = withClock(clock, failing);
    await book.savePage('acme-zendesk', [], 'outage 0');
    const round = async () => {
      await judgeTogether(tools, open, await pollConnection(tools, open), {
        atOnce: 8,
        signal: new AbortController().signal,
        onJudged: () => undefined,
      });
    };
    const known = async () => (await book.connections()).find(({ id }) => id === 'acme-zendesk');
    const before = await known();
    // Listed while it still answers; then every request fails.
    await book.savePage(
      'acme-zendesk',
      (await far.listChanges('outage 0', loggedAt)).references,
      'outage 30',
    );
    isOut = true;
    for (let minutes = 0; minutes < 24 * 60; minutes += 20) {
      await round();
      clock.now = new Date(clock.now.getTime() + 20 * 60_000);
    }
    expect(await known()).toMatchObject({
      quarantined: before?.quarantined,
      pending: 30,
      failure: 'server_error',
      stuck: { items: 30, code: 'server_error', refused: false },
    });
    isOut = false;
    await round();
    expect(await known()).toMatchObject({ pending: 0, failure: null, stuck: null });
    expect(fetched).toHaveLength(30);
  });

  it('what is not found at first is looked for once more: a notice may come before its item', async () => {
    const item = aSourceItem({ subject: 'Parcel', messages: [aMessage('Where is my parcel?')] });
    const clock = { now: new Date('2026-03-07T08:00:00Z') };
    const asked: string[] = [];
    const far: Connection = {
      check: connection.check,
      listChanges: async (cursor) => ({ references: [], cursor: cursor ?? 'late', hasMore: false }),
      fetchItem: async (id) => {
        asked.push(id);
        if (id === 'never') return null;
        if (id === 'deleted') return { ...item, externalId: id, isDeleted: true };
        return asked.filter((one) => one === id).length > 1 ? { ...item, externalId: id } : null;
      },
    };
    const { book, tools, open } = withClock(clock, far);
    const verdictOf = async (id: string) => {
      const rows = await fixture.database.query<{ verdict: string }>(
        `SELECT verdict::text FROM source_item WHERE external_id = '${id}'`,
      );
      return rows[0]?.verdict;
    };
    const told = ['late', 'never', 'deleted'];
    for (const id of told) await book.noteHint('acme-zendesk', id, clock.now);
    for (const afterMs of [0, 60_000, 5 * 60_000, 3_600_000, 86_400_000]) {
      clock.now = new Date(clock.now.getTime() + afterMs);
      await judgeTogether(tools, open, await pollConnection(tools, open), {
        atOnce: 1,
        signal: new AbortController().signal,
        onJudged: () => undefined,
      });
    }
    // Beside what the tests before left gone.
    const mine = asked.filter((id) => told.includes(id));
    expect(mine.toSorted()).toEqual(['deleted', 'late', 'late', 'never', 'never']);
    expect(await verdictOf('late')).toBe('left');
    expect(await verdictOf('never')).toBe('gone');
    expect(await verdictOf('deleted')).toBe('gone');
  });

  it('a row that names no item is put aside once, however often it is listed, and the rest is read', async () => {
    const row = { subject: 'card 4111 1111 1111 1111' };
    const { far, fetched } = account('row', 3);
    const listing: Connection = {
      ...far,
      listChanges: async (_cursor, since) => ({
        ...(await far.listChanges(null, since)),
        unreadable: [row, null],
      }),
    };
    await sync(null, listing);
    await sync(loggedAt, listing);
    expect(fetched).toContain('row-2');
    const letters = await fixture.books.sources.deadLetters();
    expect(letters.map(({ reason }) => reason)).toEqual(['unreadable_row', 'unreadable_row']);
    for (const { externalId } of letters) expect(externalId).toMatch(/^row-[0-9a-f]{16}$/);
  });

  it('a row put aside is never fetched, and leaves the list once a whole listing is read without it', async () => {
    const { far, fetched } = account('mended', 3);
    const { sources } = fixture.books;
    const rows = async () =>
      (await sources.deadLetters()).filter(({ reason }) => reason === 'unreadable_row').length;
    const listing = (unreadable: readonly unknown[]): Connection => ({
      ...far,
      listChanges: async (_cursor, since) => ({
        ...(await far.listChanges(null, since)),
        unreadable,
      }),
    });
    await sync(null, listing([{ mended: 1 }, { mended: 2 }]));
    const before = await rows();
    const ids = (await sources.deadLetters()).map(({ id }) => id);
    expect(await sources.retryDeadLetters(ids, new Date())).toBe(0);
    expect(await sources.retryDeadLetters(null, new Date())).toBe(0);
    await sync(null, listing([]));
    await sync(loggedAt, listing([]));
    expect(await rows()).toBe(before);
    const full = (far: Connection) =>
      syncConnection(
        toolsOf(),
        openOf(far),
        { since: null, full: true },
        () => undefined,
        new AbortController().signal,
      );
    const cut = async () => {
      throw new ConnectorError('unreadable', 'bad_json');
    };
    await full({ ...far, listChanges: cut });
    expect(await rows()).toBe(before);
    await full(listing([{ mended: 2 }]));
    expect(await rows()).toBe(1);
    await full(listing([]));
    expect(await rows()).toBe(0);
    expect(fetched.filter((id) => id.startsWith('row-'))).toEqual([]);
  });

  it('a change whose time cannot be read happened by now, and its page is kept', async () => {
    const { far, fetched } = account('timeless', 2);
    const listing: Connection = {
      ...far,
      listChanges: async () => {
        const { references } = await far.listChanges(null, loggedAt);
        const [first, ...rest] = references.map((one) => ({ ...one }));
        const timeless = { externalId: first?.externalId ?? '', updatedAt: new Date(Number.NaN) };
        return { references: [timeless, ...rest], cursor: 'timeless 2', hasMore: false };
      },
    };
    expect(await sync(null, listing)).toMatchObject({ listed: 2, waiting: 0, failure: null });
    expect(fetched.toSorted()).toEqual(['timeless-0', 'timeless-1']);
  });

  it('a connector says how many it is asked for together, and each is asked for in turn', async () => {
    const { far } = account('many', 300);
    await fixture.books.sources.savePage('acme-zendesk', [], 'many 0');
    const asked: number[] = [];
    let underWay = 0;
    const together: Connection = {
      ...far,
      togetherMax: 120,
      fetchTogether: async (ids) => {
        underWay += 1;
        expect(underWay).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        underWay -= 1;
        asked.push(ids.length);
        return async () => null;
      },
    };
    expect(await sync(null, together)).toMatchObject({ judged: 300, waiting: 0, failure: null });
    expect(asked.reduce((sum, one) => sum + one, 0)).toBe(300);
    expect(Math.max(...asked)).toBe(120);
  });

  it('items are judged while others of theirs are asked for, and the next wait until they were', async () => {
    const { far } = account('flow', 60);
    await fixture.books.sources.savePage('acme-zendesk', [], 'flow 0');
    const told: string[] = [];
    const flowing: Connection = {
      ...far,
      togetherMax: 30,
      fetchTogether: async (ids) => {
        told.push('asked');
        const isAsked = new Promise<void>((resolve) => {
          setTimeout(() => {
            told.push('all asked');
            resolve();
          }, 200);
        });
        const last = ids.at(-1);
        const each = async (id: string) => {
          if (id === last) await isAsked;
          told.push('fetched');
          return null;
        };
        return Object.assign(each, { isAsked });
      },
    };
    expect(await sync(null, flowing)).toMatchObject({ judged: 60, waiting: 0, failure: null });
    const steps = told.filter((step, index) => step !== told[index - 1]);
    expect(steps.slice(0, 3)).toEqual(['asked', 'fetched', 'all asked']);
    expect(steps.filter((step) => step.includes('asked'))).toEqual([
      'asked',
      'all asked',
      'asked',
      'all asked',
    ]);
  });

  it('entries of a batch are logged one at a time: more would hold the connections that limits need', async () => {
    const { far } = account('asking', 30);
    await fixture.books.sources.savePage('acme-zendesk', [], 'asking 0');
    const asking: Connection = { ...far, togetherMax: 30, fetchItem: async (id) => refundItem(id) };
    const tools = toolsOf();
    const { logManyFromSource } = tools.desk;
    const most = { underWay: 0, logged: 0 };
    let underWay = 0;
    const desk: typeof tools.desk = {
      ...tools.desk,
      logManyFromSource: async (...given) => {
        underWay += 1;
        most.underWay = Math.max(most.underWay, underWay);
        const logged = await logManyFromSource(...given);
        underWay -= 1;
        most.logged += logged.length;
        return logged;
      },
    };
    const end = await sync(null, asking, undefined, { ...tools, desk });
    expect(end).toMatchObject({ judged: 30, waiting: 0, quarantined: 0 });
    expect(most).toEqual({ underWay: 1, logged: 30 });
  });

  it('the running hub too reads many together; two beside each other read each item once', async () => {
    const { far } = account('running', 230);
    const { sources } = fixture.books;
    const asked: string[] = [];
    const read: string[] = [];
    const together: Connection = {
      ...far,
      togetherMax: 60,
      fetchTogether: async (ids) => {
        asked.push(...ids);
        return async (id) => {
          read.push(id);
          if (id.endsWith('7')) throw new ConnectorError('give_up', 'bad_request');
          return null;
        };
      },
    };
    for (let more = true, cursor = 'running 0'; more; ) {
      const page = await far.listChanges(cursor, loggedAt);
      await sources.savePage('acme-zendesk', page.references, page.cursor);
      ({ cursor, hasMore: more } = page);
    }
    const { signal } = new AbortController();
    const run = () => judgePending(toolsOf(), openOf(together), signal);
    const few = (await Promise.all([run(), run()])).flat();
    expect(new Set(read).size).toBe(read.length);
    expect(asked.toSorted()).toEqual(read.toSorted());
    // One that cannot be had stops no other, and the few that are left are returned.
    const aside = (await sources.deadLetters()).filter((one) =>
      one.externalId.startsWith('running'),
    );
    expect(aside.length).toBe(read.filter((id) => id.endsWith('7')).length);
    expect(await sources.waiting('acme-zendesk')).toBe(230 - read.length);
    expect(new Set(few).size).toBe(230 - read.length);
    await sync(null, { ...together, fetchTogether: async () => async () => null });
  });

  it('a connector that takes few together is read so by the running hub too, to the end', async () => {
    const { far } = account('small', 40);
    const { sources } = fixture.books;
    const page = await far.listChanges('small 0', loggedAt);
    await sources.savePage('acme-zendesk', page.references, page.cursor);
    const asked: number[] = [];
    const small: Connection = {
      ...far,
      togetherMax: 8,
      fetchItem: async () => {
        throw new Error('an item was asked for by itself');
      },
      fetchTogether: async (ids) => {
        asked.push(ids.length);
        return async () => null;
      },
    };
    const { signal } = new AbortController();
    expect(await judgePending(toolsOf(), openOf(small), signal)).toEqual([]);
    expect(asked).toEqual([8, 8, 8, 8, 8]);
  });

  it.each([0, -1, 2.5, Number.NaN])(
    'a connector that takes %s together is a fault, not one that is never read',
    async (togetherMax) => {
      const none: Connection = { ...account('none', 0).far, togetherMax };
      await expect(sync(loggedAt, none)).rejects.toBeInstanceOf(RangeError);
      const { signal } = new AbortController();
      await expect(judgePending(toolsOf(), openOf(none), signal)).rejects.toBeInstanceOf(
        RangeError,
      );
    },
  );

  it('the running hub, told to stop, leaves what it has not begun waiting', async () => {
    const { far, fetched } = account('stopped', 90);
    const { sources } = fixture.books;
    const page = await far.listChanges('stopped 0', loggedAt);
    const rest = await far.listChanges(page.cursor, loggedAt);
    await sources.savePage('acme-zendesk', page.references, page.cursor);
    await sources.savePage('acme-zendesk', rest.references, rest.cursor);
    const stop = new AbortController();
    const stopped: Connection = {
      ...far,
      fetchTogether: async () => async (id) => {
        stop.abort();
        return far.fetchItem(id);
      },
    };
    expect(await judgePending(toolsOf(), openOf(stopped), stop.signal)).toEqual([]);
    expect(fetched.length).toBeGreaterThan(0);
    expect(await sources.waiting('acme-zendesk')).toBe(80 - fetched.length);
    expect(await sources.nextDueAt('acme-zendesk')).toEqual(new Date(0));
    await sync(null, far);
  });

  const troubles = [
    ['waiting is asked for', new ConnectorError('wait', 'rate_limited', 20), null, 3],
    ['it is cut', new ConnectorError('retry', 'cut_off'), null, 3],
    [
      'credentials are refused',
      new ConnectorError('re_authorise', 'unauthorised'),
      'unauthorised',
      1,
    ],
    ['it cannot be read', new ConnectorError('unreadable', 'bad_json'), 'bad_json', 1],
  ] as const;
  it.each(troubles)(
    'listing, where %s: goes on or says so',
    async (name, error, failure, calls) => {
      const { far } = account(name.replaceAll(' ', '-'), 3);
      let count = 0;
      const failing: Connection = {
        ...far,
        listChanges: async (_cursor, since) => {
          count += 1;
          if (count < 3) throw error;
          return far.listChanges(null, since);
        },
      };
      expect(await sync(null, failing)).toMatchObject({ failure, waiting: 0 });
      expect(count).toBe(calls);
    },
  );
}

/** A ticket whose customer asks for money back. */
function refundItem(externalId: string): SourceItem {
  const text = 'I was charged twice for order 8841, please refund 49.99 USD.';
  return {
    externalId,
    url: null,
    subject: 'Refund',
    channel: 'email',
    createdAt: loggedAt,
    updatedAt: loggedAt,
    isClosed: false,
    isDeleted: false,
    customer: { name: null, email: `${externalId}@example.com`, phone: null },
    assignee: null,
    writers: [],
    messages: [
      {
        externalId: `${externalId}-1`,
        author: 'customer',
        authorName: null,
        text,
        isPublic: true,
        isOwn: false,
        sentAt: loggedAt,
        attachments: [],
      },
    ],
    tags: [],
    fields: {},
  };
}
