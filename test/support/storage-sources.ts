import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type EntryGroup,
  type EntryOrder,
  type FindFilter,
  InvalidCursorError,
} from '../../core/reversals/ports.js';
import type { DatabaseEngine } from './databases.js';
import {
  hashOf,
  loggedAt,
  newEntry,
  openStorageFixture,
  type StorageFixture,
  stateOf,
  usd,
} from './storage-fixture.js';

const at = (minutes: number) => new Date(loggedAt.getTime() + minutes * 60_000);

/** What intake remembers of sources, and what a search over the log finds. */
export function storageSources(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  describe('source items', () => {
    const connection = 'acme-zendesk';
    const save = (cursor: string, ...items: [string, Date][]) =>
      fixture.books.sources.savePage(
        connection,
        items.map(([externalId, updatedAt]) => ({ externalId, updatedAt })),
        cursor,
      );
    const waiting = () => fixture.books.sources.pending(connection, at(1_000), 100);
    const judge = async (itemId: string, updatedAt: Date) =>
      fixture.books.sources.judgedAll([
        {
          itemId,
          verdict: 'left',
          contentHash: hashOf('item'),
          sourceUpdatedAt: updatedAt,
          url: 'https://acme.example/1',
          score: 0.1,
          reasons: [],
          at: at(50),
        },
      ]);
    const claim = (itemId: string) => fixture.books.sources.claim(itemId, at(20), at(30));

    it('a page and its cursor are saved together; a repeat opens nothing again', async () => {
      const { sources } = fixture.books;
      await save('c1', ['1', at(1)], ['2', at(2)], ['1', at(0)]);
      expect(await sources.cursor(connection)).toBe('c1');
      const [first, second] = await waiting();
      expect(await claim(first ?? '')).toMatchObject({
        externalId: '1',
        sourceUpdatedAt: at(1),
        attempts: 1,
        verdict: 'pending',
        contentHash: null,
      });
      await judge(first ?? '', at(1));
      await save('c2', ['1', at(1)], ['2', at(2)]);
      expect(await waiting()).toEqual([second]);
      await save('c3', ['1', at(3)]);
      expect(await waiting()).toEqual([second, first]);
      expect(await claim(first ?? '')).toMatchObject({
        sourceUpdatedAt: at(3),
        attempts: 1,
        verdict: 'left',
        contentHash: hashOf('item'),
      });
      await judge(first ?? '', at(3));
      await claim(second ?? '');
      await judge(second ?? '', at(2));
      expect(await waiting()).toEqual([]);
    });

    it('a cursor that cannot be saved takes its references with it', async () => {
      // PostgreSQL refuses a NUL in text (22021); the references went in before it.
      expect(await stateOf(save('c\u0000', ['lost', at(4)]))).toBe('22021');
      expect(await fixture.books.sources.cursor(connection)).toBe('c3');
      expect(await waiting()).toEqual([]);
    });

    it('of four workers one has an item', async () => {
      await save('c4', ['race', at(5)]);
      const [id] = await waiting();
      const claims = await Promise.all(Array.from({ length: 4 }, () => claim(id ?? '')));
      expect(claims.filter((one) => one !== null)).toHaveLength(1);
      expect(await fixture.books.sources.pending(connection, at(25), 10)).toEqual([]);
      await fixture.books.sources.endAllLeases();
      expect(await fixture.books.sources.pending(connection, at(25), 10)).toEqual([id]);
      await claim(id ?? '');
      await judge(id ?? '', at(5));
    });

    it.each([
      ['a newer listing', () => save('c5', ['news', at(9)])],
      ['a hint', () => fixture.books.sources.noteHint(connection, 'news', at(21))],
    ])('%s while it is judged makes it wait again', async (_what, news) => {
      await save('c5', ['news', at(6)]);
      const id = await fixture.books.sources.noteHint(connection, 'news', at(7));
      await claim(id);
      await news();
      await judge(id, at(6));
      expect(await waiting()).toEqual([id]);
      await claim(id);
      await judge(id, at(9));
      expect(await waiting()).toEqual([]);
    });

    it('a listing newer than what the vendor then says is judged once, not for ever', async () => {
      await save('c6', ['drift', at(40)]);
      const [id] = await waiting();
      await claim(id ?? '');
      await judge(id ?? '', at(10));
      await save('c7', ['drift', at(40)]);
      expect(await waiting()).toEqual([]);
    });

    it('a lost history has known items looked at again: open ones, and those judged since', async () => {
      const { sources } = fixture.books;
      const other = 'globex-gmail';
      const due = () => sources.pending(other, at(1_000), 100);
      const references = ['left', 'open', 'gone'].map((one) => ({
        externalId: one,
        updatedAt: at(1),
      }));
      await sources.savePage(other, references, 'r1');
      const verdicts = { left: 'left', open: 'logged', gone: 'gone' } as const;
      /** Judges whatever waits as it was judged before, and says what that was. */
      const judgeAll = async () => {
        const claimed = await Promise.all((await due()).map(claim));
        const names = claimed.map((item) => item?.externalId as keyof typeof verdicts);
        await sources.judgedAll(
          claimed.map((item, index) => ({
            itemId: item?.id ?? '',
            verdict: verdicts[names[index] ?? 'gone'],
            contentHash: null,
            sourceUpdatedAt: at(1),
            url: null,
            score: null,
            reasons: [],
            at: at(50),
          })),
        );
        return names.toSorted();
      };
      await judgeAll();
      const lookedAtAgain = async (since: Date) => {
        await sources.savePage(other, [], 'r2', { since });
        return judgeAll();
      };
      expect(await lookedAtAgain(at(51))).toEqual(['open']);
      expect(await lookedAtAgain(at(50))).toEqual(['left', 'open']);
      // One that was judged long before holds card data, as far as anybody knows.
      const left = await fixture.database.prisma.sourceItem.findFirstOrThrow({
        where: { connectionId: other, externalId: 'left' },
      });
      const item = { id: left.id, connectionId: other, externalId: 'left', clientId: 'globex' };
      const found = [{ place: 'm1', author: 'customer' as const, kinds: { card_number: 1 } }];
      const looks = { found, looked: new Set(['m1']), isWhole: true };
      await fixture.books.cardData.keepItem(item, looks, null, at(50));
      expect(await lookedAtAgain(at(51))).toEqual(['left', 'open']);
      await fixture.books.cardData.keepItem(item, { ...looks, found: [] }, null, at(52));
      expect(await lookedAtAgain(at(51))).toEqual(['open']);
    });

    it('an unreadable item is put aside, listed, and comes back when asked or changed', async () => {
      const { sources } = fixture.books;
      await save('c8', ['bad', at(11)]);
      const [id] = await waiting();
      await claim(id ?? '');
      await sources.again(id ?? '', at(22), 'cut_off', { isTry: true });
      expect(await sources.pending(connection, at(21), 10)).toEqual([]);
      expect(await sources.claim(id ?? '', at(22), at(30))).toMatchObject({ attempts: 2 });
      await sources.quarantine(id ?? '', at(23), 'unreadable');
      await save('c9', ['bad', at(11)]);
      expect(await waiting()).toEqual([]);
      const letter = { id, connectionId: connection, externalId: 'bad', reason: 'unreadable' };
      expect(await sources.deadLetters()).toEqual([{ ...letter, attempts: 2, since: at(23) }]);
      expect(await sources.retryDeadLetters([], at(24))).toBe(0);
      expect(await sources.retryDeadLetters(null, at(24))).toBe(1);
      expect(await waiting()).toEqual([id]);
      await sources.quarantine(id ?? '', at(25), 'unreadable');
      await save('c10', ['bad', at(26)]);
      expect(await waiting()).toEqual([id]);
    });

    it('an event that was put aside and then taken is no dead letter; another is untouched', async () => {
      const { sources } = fixture.books;
      const aside = (event: string) => sources.setAside('globex-gmail', event, at(2), 'unreadable');
      await Promise.all(['evt_1', 'evt_1', 'evt_2', 'evt_1'].map(aside));
      const letters = async () =>
        (await sources.deadLetters())
          .flatMap((one) => (one.connectionId === 'globex-gmail' ? [one.externalId] : []))
          .toSorted();
      expect(await letters()).toEqual(['evt_1', 'evt_2']);
      for (const event of ['evt_1', 'evt_1', 'evt_9']) {
        await sources.settleEvent('globex-gmail', event, at(3));
      }
      expect(await letters()).toEqual(['evt_2']);
      expect(await sources.pending('globex-gmail', at(4), 10)).toEqual([]);
      await sources.settleEvent('globex-gmail', 'evt_2', at(5));
      expect(await letters()).toEqual([]);
    });

    it('waiting uses no try up, however long; a try that failed does', async () => {
      const { sources } = fixture.books;
      const id = await sources.noteHint('globex-gmail', 'patient', at(1));
      for (let round = 2; round < 12; round += 1) {
        expect(await sources.claim(id, at(round), at(round + 1))).toMatchObject({ attempts: 1 });
        await sources.again(id, at(round + 1), 'unauthorized', { isTry: false });
      }
      await sources.claim(id, at(12), at(13));
      await sources.again(id, at(13), 'timeout', { isTry: true });
      expect(await sources.claim(id, at(13), at(14))).toMatchObject({ attempts: 2 });
      await judge(id, at(14));
    });

    it('of the tries, those that could not be read are counted apart, until something new came', async () => {
      const { sources } = fixture.books;
      const id = await sources.noteHint('globex-gmail', 'spoilt', at(1));
      const tryAt = async (minute: number, isUnreadable: boolean) => {
        const item = await sources.claim(id, at(minute), at(minute + 1));
        await sources.again(id, at(minute + 1), 'code', { isTry: true, isUnreadable });
        return [item?.attempts, item?.unreadableTries];
      };
      expect(await tryAt(1, false)).toEqual([1, 0]);
      expect(await tryAt(2, true)).toEqual([2, 0]);
      expect(await tryAt(3, false)).toEqual([3, 1]);
      expect(await tryAt(4, false)).toEqual([4, 1]);
      await sources.noteHint('globex-gmail', 'spoilt', at(5));
      expect(await tryAt(5, false)).toEqual([1, 0]);
      await sources.claim(id, at(6), at(7));
      await judge(id, at(7));
    });

    it('items that cannot be fetched are told of until they are, and wait no longer once it answers again', async () => {
      const { sources } = fixture.books;
      const gmail = 'globex-gmail';
      const stuck = async () =>
        (await sources.connections()).find((one) => one.id === gmail)?.stuck ?? null;
      const fail = async (
        name: string,
        minute: number,
        kind: 'retry' | 're_authorise',
        code: string,
      ) => {
        const id = await sources.noteHint(gmail, name, at(minute));
        await sources.claim(id, at(minute), at(minute + 1));
        const trouble = { kind, at: at(minute) };
        await sources.again(id, at(minute + 50), code, { isTry: kind === 'retry', trouble });
        return id;
      };
      const cut = await fail('cut', 1, 'retry', 'cut_off');
      await fail('cut', 2, 'retry', 'cut_off');
      const since = { items: 1, since: at(1) };
      expect(await stuck()).toEqual({ ...since, code: 'cut_off', refused: false });
      const locked = await fail('locked', 3, 're_authorise', 'forbidden');
      const worst = { items: 1, since: at(3), code: 'forbidden', refused: true };
      expect(await stuck()).toEqual(worst);
      expect(await sources.pending(gmail, at(4), 10)).toEqual([]);
      await sources.noteSuccess(gmail, at(4));
      expect(await sources.pending(gmail, at(4), 10)).toEqual([]);
      await sources.noteFailure(gmail, at(5), { code: 'server_error', kind: 'retry' });
      await sources.noteSuccess(gmail, at(6));
      expect((await sources.pending(gmail, at(6), 10)).toSorted()).toEqual(
        [cut, locked].toSorted(),
      );
      await sources.claim(locked, at(6), at(7));
      await judge(locked, at(7));
      expect(await stuck()).toEqual({ ...since, code: 'cut_off', refused: false });
      await sources.claim(cut, at(6), at(7));
      await sources.quarantine(cut, at(7), 'gone');
      expect(await stuck()).toBeNull();
      await sources.retryDeadLetters([cut], at(8));
      await sources.claim(cut, at(8), at(9));
      await judge(cut, at(9));
    });

    it('a failure noted while a success is: what waits for it is handed out all the same', async () => {
      const { books, database } = fixture;
      const { sources } = books;
      const gmail = 'globex-gmail';
      const id = await sources.noteHint(gmail, 'crossed', at(1));
      await sources.claim(id, at(1), at(2));
      const trouble = { kind: 'retry' as const, at: at(1) };
      await sources.again(id, at(50), 'server_error', { isTry: true, trouble });
      const waitsForLock = async () => {
        const [row] = await database.query<{ waiting: number }>(
          `SELECT count(*)::int AS waiting FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(row?.waiting).toBe(1);
      };
      let noted: Promise<void> | null = null;
      await database.prisma.$transaction(async (tx) => {
        const data = { failure: 'server_error', failureKind: 'retry', failingSince: at(2) };
        await tx.connection.update({ where: { id: gmail }, data });
        noted = sources.noteSuccess(gmail, at(3));
        // The embedded engine has one connection: there the success begins after this work.
        if (engine === 'postgresql') await vi.waitFor(waitsForLock, { timeout: 5_000 });
      });
      await noted;
      expect(await sources.pending(gmail, at(3), 10)).toEqual([id]);
      await sources.claim(id, at(3), at(4));
      await judge(id, at(4));
    });

    it('news that came while an item was given up on is read, not put aside with it', async () => {
      const { sources } = fixture.books;
      const id = await sources.noteHint('globex-gmail', 'mended', at(1));
      await sources.claim(id, at(2), at(3));
      await sources.noteHint('globex-gmail', 'mended', at(2));
      await sources.quarantine(id, at(3), 'unreadable');
      expect(await sources.deadLetters()).toEqual([]);
      expect(await sources.claim(id, at(4), at(5))).toMatchObject({ attempts: 1 });
      await judge(id, at(5));
    });

    it('a lease that is kept is nobody else’s, however long the work takes', async () => {
      const { sources } = fixture.books;
      const id = await sources.noteHint('globex-gmail', 'slow', at(1));
      await sources.claim(id, at(2), at(3));
      await sources.extend([id], at(9));
      expect(await sources.claim(id, at(8), at(20))).toBeNull();
      expect(await sources.claim(id, at(10), at(20))).toMatchObject({ attempts: 2 });
      await judge(id, at(11));
    });

    it('a connection’s health tells since when it fails', async () => {
      const { sources } = fixture.books;
      await sources.noteSuccess(connection, at(1));
      await sources.noteFailure(connection, at(2), { code: 'unauthorized', kind: 're_authorise' });
      await sources.noteFailure(connection, at(3), { code: 'timeout', kind: 'retry' });
      const health = async () => (await sources.connections())[0];
      expect(await health()).toMatchObject({
        id: connection,
        lastPolledAt: at(3),
        lastSucceededAt: at(1),
        failure: 'timeout',
        failingSince: at(2),
        pending: 1,
        judged: 5,
        quarantined: 0,
      });
      await sources.noteSuccess(connection, at(4));
      expect(await health()).toMatchObject({ failure: null, failingSince: null });
    });
  });

  describe('find', () => {
    const references: Record<string, string> = {};

    beforeAll(async () => {
      const { books, log, person, sourceItem } = fixture;
      await books.addPayment({
        clientId: 'acme',
        processor: 'stripe',
        identifiers: [{ kind: 'stripe_payment', value: 'ch_3PqL_x' }],
        captured: null,
        currency: null,
        returnedBefore: 0n,
      });
      const [payment] = await books.reversals.transaction((tx) =>
        tx.lockPayments('acme', [{ kind: 'stripe_payment', value: 'ch_3PqL_x' }]),
      );
      const entries = {
        first: {
          loggedAt: at(1),
          amount: usd(1_000n),
          customer: { email: 'jane@example.com', phone: '+1 555 010 4242' },
          identifiers: [{ kind: 'order_number', value: '8841' }],
          loggedById: person('agent@example.com').id,
          paymentId: payment?.id ?? null,
          dueAt: at(5),
          occurredAt: at(-6),
        },
        second: {
          loggedAt: at(2),
          amount: usd(5_000n),
          type: 'chargeback' as const,
          kind: 'fact' as const,
          reasonCode: 'F24',
          cardLast4: '4242',
          source: { sourceItemId: await sourceItem(), position: 0 },
          channel: 'email' as const,
          dueAt: at(20),
        },
        third: {
          loggedAt: at(3),
          amount: null,
          status: 'needs_review' as const,
          historic: true,
          assigneeId: person('manager@example.com').id,
          identifiers: [{ kind: 'arn', value: 'chX3PqL_other' }],
        },
        foreign: {
          loggedAt: at(4),
          clientId: 'globex',
          customer: { email: 'jane@example.com' },
          identifiers: [{ kind: 'order_number', value: '8841' }],
        },
      };
      for (const [name, entry] of Object.entries(entries)) {
        const { id, reference } = await log(entry);
        references[name] = reference;
        if (name !== 'second') continue;
        await books.reversals.transaction((tx) =>
          tx.addDecision(id, {
            personId: person('second@example.com').id,
            decision: 'contest',
            amount: null,
            reason: null,
            contentHash: hashOf('content'),
            surface: 'rest',
            at: at(5),
            round: 1,
          }),
        );
        await books.reversals.transaction((tx) =>
          tx.addHistory(id, newEntry({ at: at(5), action: 'contest' })),
        );
      }
    });

    const clients = ['acme', 'globex'];
    const find = async (filter: Partial<FindFilter>) => {
      const page = await fixture.books.reversals.find({ clients: ['acme'], ...filter }, 50, null);
      expect(page.total).toBe(page.items.length);
      const names = Object.entries(references);
      return page.items.map(
        (item) => names.find(([, reference]) => reference === item.reference)?.[0],
      );
    };

    it.each<[string, Partial<FindFilter>, string[]]>([
      ['nothing else', {}, ['third', 'second', 'first']],
      ['no client', { clients: [] }, []],
      ['two clients', { clients: ['acme', 'globex'] }, ['foreign', 'third', 'second', 'first']],
      ['type', { type: 'chargeback' }, ['second']],
      ['status', { status: 'needs_review' }, ['third']],
      ['currency', { currency: 'USD' }, ['second', 'first']],
      ['least amount', { minAmount: 1_001n }, ['second']],
      ['most amount', { maxAmount: 1_000n }, ['first']],
      ['from', { from: at(2) }, ['third', 'second']],
      ['to', { to: at(2) }, ['second', 'first']],
      ['without historic', { includeHistoric: false }, ['second', 'first']],
      ['agent who logged', { agent: 'agent@example.com' }, ['first']],
      ['agent assigned, by name', { agent: 'max' }, ['third']],
      ['agent who voted', { agent: 'Sam Second' }, ['second']],
      ['agent of wildcards', { agent: '%' }, []],
      ['source: connection', { source: 'acme-zendesk' }, ['second']],
      ['source: connector', { source: 'zendesk' }, ['second']],
      ['source: channel', { source: 'email' }, ['second']],
      ['q: identifier', { q: '8841' }, ['first']],
      ['q: identifier with #', { q: '#8841' }, ['first']],
      ['q: part of an identifier', { q: '884' }, []],
      ['q: prefix with …', { q: 'ch_3PqL…' }, ['first']],
      ['q: prefix with *', { q: 'ch_*' }, ['first']],
      ['q: wildcards', { q: '%' }, []],
      ['q: of the payment', { q: 'ch_3PqL_x' }, ['first']],
      ['q: reason code', { q: 'f24' }, ['second']],
      ['q: last four', { q: '4242' }, ['second']],
      ['q: e-mail', { q: 'Jane@Example.com' }, ['first']],
      ['q: e-mail of nobody', { q: 'jan@example.com' }, []],
      ['q: phone', { q: '1 (555) 010-4242' }, ['first']],
      ['customer: e-mail', { customer: 'Jane@Example.com' }, ['first']],
      ['customer: an order is none', { customer: '8841' }, []],
      ['identifier', { identifier: '#8841' }, ['first']],
      ['identifier: a reason code is none', { identifier: 'F24' }, []],
      ['reason code', { reasonCode: 'f24' }, ['second']],
      ['due from', { dateOf: 'due', from: at(10) }, ['second']],
      ['due, whenever', { dateOf: 'due' }, ['second', 'first']],
      ['occurred', { dateOf: 'occurred', from: at(-10), to: at(-5) }, ['first']],
      ['decided', { dateOf: 'decided', from: at(4), to: at(6) }, ['second']],
      ['decided at another time', { dateOf: 'decided', from: at(7) }, []],
      ['oldest first', { sort: 'loggedAt' }, ['first', 'second', 'third']],
      ['largest first, none last', { sort: '-amount' }, ['second', 'first', 'third']],
      ['smallest first, none last', { sort: 'amount' }, ['first', 'second', 'third']],
      ['due first, none last', { sort: 'dueAt' }, ['first', 'second', 'third']],
      ['due last first, none last', { sort: '-dueAt' }, ['second', 'first', 'third']],
    ])('%s', async (_what, filter, expected) => {
      expect(await find(filter)).toEqual(expected);
    });

    it('q: a reference, but not of another client', async () => {
      expect(await find({ q: references.second?.toLowerCase() })).toEqual(['second']);
      expect(await find({ q: references.foreign })).toEqual([]);
    });

    it('pages follow each other without gap or repeat, same instants included', async () => {
      const { books, log } = fixture;
      for (let index = 0; index < 5; index += 1)
        await log({ loggedAt: at(60), clientId: 'globex' });
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await books.reversals.find({ clients: ['globex'] }, 2, cursor);
        expect(page.total).toBe(6);
        seen.push(...page.items.map((item) => item.reference));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(new Set(seen).size).toBe(6);
      expect(seen).toHaveLength(6);
      expect(seen.at(-1)).toBe(references.foreign);
    });

    it('a count goes no further than it is asked to, and the page is whole all the same', async () => {
      const count = async (countMost: number) => {
        const { reversals } = fixture.books;
        const page = await reversals.find({ clients: ['globex'], countMost }, 50, null);
        return [page.total, page.items.length];
      };
      expect(await count(3)).toEqual([4, 6]);
      expect(await count(6)).toEqual([6, 6]);
    });

    it.each<EntryOrder>(['amount', '-amount', 'dueAt', '-dueAt', 'loggedAt'])(
      'pages by %s follow each other too, equal and absent values included',
      async (sort) => {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await fixture.books.reversals.find({ clients, sort }, 2, cursor);
          seen.push(...page.items.map((item) => item.reference));
          cursor = page.nextCursor;
        } while (cursor !== null);
        const whole = await fixture.books.reversals.find({ clients, sort }, 50, null);
        expect(seen).toEqual(whole.items.map((item) => item.reference));
        expect(new Set(seen).size).toBe(whole.total);
      },
    );

    it('a cursor of one order is none of another', async () => {
      const { reversals } = fixture.books;
      const { nextCursor } = await reversals.find({ clients, sort: 'amount' }, 1, null);
      const search = reversals.find({ clients, sort: 'dueAt' }, 1, nextCursor);
      await expect(search).rejects.toThrow(InvalidCursorError);
    });

    it.each<[string, Partial<FindFilter>, EntryGroup | null, [string | null, number, bigint][]]>([
      [
        'nothing: each currency',
        {},
        null,
        [
          [null, 1, 0n],
          [null, 2, 6_000n],
        ],
      ],
      [
        'type',
        {},
        'type',
        [
          ['chargeback', 1, 5_000n],
          ['refund', 1, 0n],
          ['refund', 1, 1_000n],
        ],
      ],
      [
        'person',
        {},
        'agent',
        [
          ['Ada Agent', 1, 1_000n],
          [null, 1, 0n],
          [null, 1, 5_000n],
        ],
      ],
      ['client, narrowed', { type: 'refund', currency: 'USD' }, 'client', [['acme', 1, 1_000n]]],
      ['no client', { clients: [] }, 'type', []],
    ])('counts and sums by %s', async (_what, filter, groupBy, expected) => {
      const rows = await fixture.books.reversals.measure({ clients: ['acme'], ...filter }, groupBy);
      const shown = rows.map(({ key, count, sum }) => [key, count, sum] as const);
      const order = ([key, , sum]: readonly [string | null, number, bigint]) =>
        `${key ?? 'z'} ${sum.toString().padStart(9, '0')}`;
      expect(shown.toSorted((a, b) => order(a).localeCompare(order(b)))).toEqual(
        expected.toSorted((a, b) => order(a).localeCompare(order(b))),
      );
    });

    it.each([
      '',
      'x',
      'bnVsbA',
      Buffer.from('["2026-03-01T12:00:00.000Z","1"]').toString('base64url'),
      Buffer.from('["-loggedAt","12","2f7a6f0e-6f6e-4c54-9d1c-0d8f6a1f2b3c"]').toString(
        'base64url',
      ),
    ])('a cursor that no page gave (%j) is refused', async (cursor) => {
      const search = fixture.books.reversals.find({ clients: ['acme'] }, 2, cursor);
      await expect(search).rejects.toThrow(InvalidCursorError);
    });

    it('the nearest references are of the same client', async () => {
      const number = Number(references.foreign?.slice(3));
      const nearest = await fixture.books.reversals.nearest(['acme'], number, 2);
      expect(nearest).toEqual([
        { reference: references.third, status: 'needs_review' },
        { reference: references.second, status: 'pending_approval' },
      ]);
    });
  });
}
