import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaymentsDifferError } from '../../core/storage/add-payment.js';
import { ConnectionMovedError } from '../../core/storage/apply-connections.js';
import type { DatabaseEngine } from './databases.js';
import {
  exampleSettings,
  hashOf,
  loggedAt,
  newEntry,
  newReversal,
  openStorageFixture,
  type StorageFixture,
  usd,
} from './storage-fixture.js';

const at = (minutes: number) => new Date(loggedAt.getTime() + minutes * 60_000);

/** What the outbox, sources, keys, cards and settings promise to those who use them. */
export function storageBooks(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  it('the people of a client come as they are known, with times away and who has left chat', async () => {
    const { books, person, close } = await openStorageFixture(engine);
    const [ada, max, sam] = ['agent', 'manager', 'second'].map((one) =>
      person(`${one}@example.com`),
    );
    if (!ada || !max || !sam) throw new Error('nobody is there');
    await books.directory.linkChatUser(ada.id, 'U0ADA');
    await books.directory.linkChatUser(max.id, 'U0MAX');
    const trouble = { place: 'U0MAX', code: 'user_removed', text: 'gone', since: at(0) };
    await books.chatTroubles.began(trouble);
    await books.chatTroubles.began({ ...trouble, place: 'U0ADA', code: 'other' });
    const away = { toId: sam.id, from: at(60), until: at(120) };
    await books.reversals.transaction(async (tx) => {
      await tx.addDelegation({ personId: ada.id, ...away, at: at(0) });
      await tx.endDelegations(ada.id, at(0), null);
      await tx.addDelegation({
        personId: sam.id,
        toId: max.id,
        from: at(0),
        until: at(9),
        at: at(0),
      });
      await tx.addDelegation({
        personId: sam.id,
        toId: ada.id,
        from: at(20),
        until: at(30),
        at: at(0),
      });
    });
    const known = await books.directory.all();
    const expected = known.map((one) => (one.id === max.id ? { ...one, hasLeftChat: true } : one));
    expect(await books.reversals.transaction((tx) => tx.peopleOf('acme'))).toEqual(expected);
    expect(known.find((one) => one.id === sam.id)?.delegations).toHaveLength(2);
    await close();
  });

  describe('the outbox', () => {
    const add = async (dedupeKey: string) => {
      await fixture.books.reversals.transaction((tx) =>
        tx.addEffect({
          kind: 'notify_operations',
          dedupeKey,
          reversalId: null,
          clientId: null,
          payload: { text: dedupeKey },
          notBefore: at(0),
        }),
      );
      const due = await fixture.books.effects.due(at(0), 100);
      return due.at(-1)?.id ?? '';
    };
    const dueIds = async (now: Date) =>
      (await fixture.books.effects.due(now, 100)).map((effect) => effect.id);

    it('the same key is one effect, and is not due before its time', async () => {
      const id = await add('once');
      await add('once');
      expect(await dueIds(at(0))).toEqual([id]);
      expect(await dueIds(at(-1))).toEqual([]);
      await fixture.books.effects.done(id, at(1));
      expect(await dueIds(at(99))).toEqual([]);
    });

    it('of five workers that claim it one has it, until its lease ends', async () => {
      const { effects } = fixture.books;
      const id = await add('claimed');
      const claims = await Promise.all(
        Array.from({ length: 5 }, () => effects.claim(id, at(1), at(5))),
      );
      const won = claims.filter((claim) => claim !== null);
      expect(won).toMatchObject([{ id, attempts: 1, payload: { text: 'claimed' } }]);
      expect(await dueIds(at(4))).toEqual([]);
      expect(await effects.claim(id, at(4), at(9))).toBeNull();
      expect(await effects.claim(id, at(6), at(9))).toMatchObject({ attempts: 2 });
      await effects.endAllLeases();
      expect(await dueIds(at(6))).toEqual([id]);
      await effects.dropped(id, at(7), 'gone');
    });

    it('a postponed one waits, a held one is counted, a finished one never starts again', async () => {
      const { effects } = fixture.books;
      const id = await add('held');
      await effects.claim(id, at(1), at(5));
      await effects.again(id, at(10), 'token_revoked', { held: true, isTry: false });
      expect(await dueIds(at(9))).toEqual([]);
      expect(await effects.waiting()).toMatchObject({ pending: 1, held: 1, failed: 0 });
      // Waiting for somebody to mend a token used no try up.
      expect(await effects.claim(id, at(10), at(12))).toMatchObject({ attempts: 1 });
      await effects.failed(id, at(11), 'gave_up');
      await effects.again(id, at(12), 'late', { held: false, isTry: true });
      await effects.done(id, at(12));
      expect(await effects.waiting()).toEqual({ pending: 0, held: 0, failed: 1, oldestAt: null });
    });

    it('one that was given up is listed, and put back by hand', async () => {
      const { effects } = fixture.books;
      expect(await effects.givenUp()).toMatchObject([{ code: 'gave_up', attempts: 1 }]);
      expect(await effects.retryGivenUp(['00000000-0000-4000-8000-000000000000'], at(20))).toBe(0);
      expect(await effects.retryGivenUp(null, at(20))).toBe(1);
      const [id = ''] = await dueIds(at(20));
      // Its second try: the first may have reached chat, so that nothing may be folded into it.
      expect(await effects.claim(id, at(20), at(30))).toMatchObject({ attempts: 2 });
      await effects.done(id, at(21));
      expect(await effects.givenUp()).toEqual([]);
    });
  });

  describe('cards', () => {
    it('tell what was shown when, and where each stands', async () => {
      const { books, log } = fixture;
      const { id, reference } = await log();
      const card = { channelId: 'C1', messageId: '1.1' };
      expect(await books.effects.cardOf(id)).toBeNull();
      await books.effects.saveCard(id, card, hashOf('a'), at(0));
      await books.effects.saveCard(id, card, hashOf('b'), at(10));
      expect(await books.cards.reversalAt('C1', '1.1')).toEqual({
        reversalId: id,
        reference,
        postedAt: at(0),
      });
      expect(await books.cards.reversalAt('C1', '1.2')).toBeNull();
      expect(await books.effects.cardOf(id)).toEqual({ ...card, postedAt: at(0) });
      expect(await books.cards.contentShownAt(id, at(-1))).toBeNull();
      expect(await books.cards.contentShownAt(id, at(9))).toBe(hashOf('a'));
      expect(await books.cards.contentShownAt(id, at(10))).toBe(hashOf('b'));
      expect(await books.cards.newestContent(id)).toBe(hashOf('b'));
    });

    it('know who else spoke in the thread, and tell a person off once', async () => {
      const { books, log } = fixture;
      const { id } = await log();
      const say = (messageId: string, chatUserId: string, sentAt: Date) =>
        books.cards.noteThreadMessage({
          reversalId: id,
          channelId: 'C1',
          messageId,
          chatUserId,
          sentAt,
        });
      expect(await say('2.1', 'U1', at(1))).toBe(true);
      expect(await say('2.1', 'U1', at(1))).toBe(false);
      expect(await books.cards.othersSpoke(id, 'U1', at(0), at(5))).toBe(false);
      expect(await books.cards.othersSpoke(id, 'U2', at(0), at(5))).toBe(true);
      expect(await books.cards.othersSpoke(id, 'U2', at(2), at(5))).toBe(false);
      expect(await books.cards.firstTelling(id, 'U1', 'may_not')).toBe(true);
      expect(await books.cards.firstTelling(id, 'U1', 'may_not')).toBe(false);
      expect(await books.cards.firstTelling(id, 'U1', 'reaction h1')).toBe(true);
      expect(await books.cards.firstTelling(id, 'U2', 'may_not')).toBe(true);
    });

    it('a folded list of a client and day has one place', async () => {
      const { effects } = fixture.books;
      const day = '2026-03-01';
      expect(await effects.foldedList('acme', day)).toBeNull();
      await effects.saveFoldedList('acme', day, { channelId: 'C1', messageId: '1' });
      await effects.saveFoldedList('acme', day, { channelId: 'C1', messageId: '2' });
      expect(await effects.foldedList('acme', day)).toEqual({ channelId: 'C1', messageId: '2' });
    });
  });

  describe('keys, links and sessions', () => {
    const key = { prefix: 'hub_1', scopes: ['read' as const], clients: ['acme'], at: at(0) };

    it('a key acts as its person until it is revoked', async () => {
      const { books, person } = fixture;
      const agent = person('agent@example.com');
      await books.access.addKey({ ...key, hash: hashOf('k1'), personId: agent.id });
      expect(await books.access.keyByHash(hashOf('k1'), at(1))).toMatchObject({
        person: agent,
        scopes: ['read'],
        clients: ['acme'],
        lastUsedAt: at(1),
      });
      expect(await books.access.keyByHash(hashOf('other'), at(1))).toBeNull();
      expect(await books.access.revokeKey('hub_1', at(2))).toBe(true);
      expect(await books.access.revokeKey('hub_1', at(2))).toBe(false);
      expect(await books.access.keyByHash(hashOf('k1'), at(3))).toBeNull();
      expect(await books.access.keys()).toMatchObject([{ revokedAt: at(2) }]);
    });

    it('a link is used up once, even by two at once, and not after its end', async () => {
      const { books, person } = fixture;
      const { id } = person('agent@example.com');
      await books.access.addSignIn(hashOf('l1'), id, at(10));
      const taken = await Promise.all([
        books.access.takeSignIn(hashOf('l1'), at(1)),
        books.access.takeSignIn(hashOf('l1'), at(1)),
      ]);
      expect(taken.filter((one) => one !== null)).toMatchObject([{ id }]);
      await books.access.addSignIn(hashOf('l2'), id, at(10));
      expect(await books.access.takeSignIn(hashOf('l2'), at(10))).toBeNull();
    });

    it('a session stands until it ends', async () => {
      const { books, person } = fixture;
      const { id } = person('agent@example.com');
      await books.access.addSession(hashOf('s1'), id, at(10));
      expect(await books.access.sessionPerson(hashOf('s1'), at(9))).toMatchObject({ id });
      expect(await books.access.sessionPerson(hashOf('s1'), at(10))).toBeNull();
      await books.access.extendSession(hashOf('s1'), at(20));
      expect(await books.access.sessionPerson(hashOf('s1'), at(19))).toMatchObject({ id });
      await books.access.endSession(hashOf('s1'));
      await books.access.extendSession(hashOf('s1'), at(30));
      expect(await books.access.sessionPerson(hashOf('s1'), at(19))).toBeNull();
    });
  });

  it('a chat user is one person, whoever had it before', async () => {
    const { books, person } = fixture;
    await books.directory.linkChatUser(person('agent@example.com').id, 'U1');
    await books.directory.linkChatUser(person('manager@example.com').id, 'U1');
    expect(await books.directory.byChatUserId('U1')).toMatchObject({
      email: 'manager@example.com',
    });
    expect((await books.directory.byEmail(' Agent@Example.com '))?.chatUserId).toBeNull();
  });

  describe('payments', () => {
    const order = { kind: 'order_number', value: '8841' };
    const charge = { kind: 'stripe_payment', value: 'ch_1' };
    const payment = {
      clientId: 'acme',
      processor: 'stripe',
      identifiers: [order],
      captured: 10_000n,
      currency: usd(0n).currency,
      returnedBefore: 1_000n,
    };
    const left = async () => {
      const [found] = await fixture.books.reversals.transaction((tx) =>
        tx.lockPayments('acme', [charge]),
      );
      return found?.left?.minor;
    };

    it('the same import twice is one payment that knows more', async () => {
      const first = await fixture.books.addPayment(payment);
      const again = await fixture.books.addPayment({ ...payment, identifiers: [charge, order] });
      expect(first.created).toBe(true);
      expect(again).toEqual({ id: first.id, created: false });
      expect(await left()).toBe(9_000n);
      const elsewhere = await fixture.books.addPayment({ ...payment, clientId: 'globex' });
      expect(elsewhere.created).toBe(true);
    });

    it('identifiers of two payments are not made one', async () => {
      const other = { kind: 'order_number', value: 'other' };
      await fixture.books.addPayment({ ...payment, identifiers: [other] });
      const both = fixture.books.addPayment({ ...payment, identifiers: [order, other] });
      await expect(both).rejects.toThrow(PaymentsDifferError);
    });

    it('two decisions on one payment at once: the second sees what the first took', async () => {
      const { books, log } = fixture;
      const sole = [{ kind: 'order_number', value: 'sole' }];
      const { id: paymentId } = await books.addPayment({ ...payment, identifiers: sole });
      const approve = async (number: number) =>
        books.reversals.transaction(async (tx) => {
          const reversal = await tx.lock(number);
          if (!reversal?.payment?.left || reversal.payment.left.minor < 9_000n) return false;
          await tx.update(reversal.id, { status: 'approved' });
          return true;
        });
      const asked = [];
      for (let index = 0; index < 3; index += 1) {
        const { reference } = await log({ amount: usd(9_000n), paymentId });
        asked.push(Number(reference.slice(3)));
      }
      expect((await Promise.all(asked.map(approve))).filter(Boolean)).toHaveLength(1);
    });

    it.each([
      ['a request that waits', {}, 0n],
      ['an approved request', { status: 'approved' as const }, 100n],
      ['a completed request', { status: 'completed' as const }, 100n],
      ['a rejected request', { status: 'rejected' as const }, 0n],
      ['a fact in review', { status: 'needs_review' as const, kind: 'fact' as const }, 100n],
      ['a cancelled fact', { status: 'cancelled' as const, kind: 'fact' as const }, 0n],
    ])('%s draws what it should', async (_what, entry, drawn) => {
      const { books, log } = fixture;
      const [found] = await books.reversals.transaction((tx) => tx.lockPayments('acme', [order]));
      const before = (await left()) ?? 0n;
      const made = await log({ amount: usd(100n), paymentId: found?.id ?? null, ...entry });
      expect(await left()).toBe(before - drawn);
      expect(made.payment?.left?.minor).toBe(before - drawn);
      const claims = await books.reversals.claimsOn(found?.id ?? '');
      expect(claims.at(-1)).toMatchObject({ reference: made.reference, amount: usd(100n) });
    });

    it('a payout that failed frees the balance; an unknown captured amount stays unknown', async () => {
      const { books, log } = fixture;
      const [found] = await books.reversals.transaction((tx) => tx.lockPayments('acme', [order]));
      const before = await left();
      const { id } = await log({
        amount: usd(100n),
        status: 'completed',
        paymentId: found?.id ?? null,
      });
      await books.reversals.transaction((tx) => tx.update(id, { payout: 'failed' }));
      expect(await left()).toBe(before);
      const unknown = [{ kind: 'order_number', value: '1' }];
      await books.addPayment({ ...payment, identifiers: unknown, captured: null, currency: null });
      const [open] = await books.reversals.transaction((tx) => tx.lockPayments('acme', unknown));
      expect(open).toMatchObject({ captured: null, left: null });
    });
  });

  it('what was approved by policy is summed by client, currency and day', async () => {
    const { books } = fixture;
    const approve = (clientId: string, amount: bigint, when: Date) =>
      books.reversals.transaction(async (tx) => {
        const { id } = await tx.insert(newReversal({ clientId, amount: usd(amount) }));
        const facts = { amountMinor: amount.toString(), currency: 'USD' };
        await tx.addHistory(id, newEntry({ at: when, action: 'approved_by_policy', facts }));
      });
    await approve('acme', 100n, at(0));
    await approve('acme', 200n, at(10));
    await approve('globex', 1_000n, at(10));
    const sum = (currency: string, since: Date) =>
      books.reversals.transaction((tx) => tx.automaticallyApproved('acme', currency, since));
    expect(await sum('USD', at(0))).toBe(300n);
    expect(await sum('USD', at(1))).toBe(200n);
    expect(await sum('EUR', at(0))).toBe(0n);
  });

  describe('settings', () => {
    const next = {
      ...exampleSettings,
      clients: [
        {
          id: 'acme',
          name: 'Acme Store',
          currency: 'USD',
          timezone: 'America/New_York',
          chatChannelId: 'C0ACME',
          policy: { name: 'standard', rules: [{ steps: [{ from: ['role:manager'], need: 1 }] }] },
          settings: { dueBuffer: '2d' },
        },
      ],
      connections: exampleSettings.connections.filter((one) => one.clientId === 'acme'),
      people: exampleSettings.people
        .filter((one) => one.email !== 'admin@example.com')
        .map((one) => ({ ...one, email: one.email.toUpperCase(), clients: ['acme'] })),
      at: new Date('2026-04-01T00:00:00.000Z'),
    };

    it('applied again they change nothing and leave no entry', async () => {
      const { books, database } = fixture;
      expect(await books.applySettings(exampleSettings)).toEqual([]);
      const rows = await database.query(`SELECT 1 FROM history WHERE chain = 'settings'`);
      expect(rows).toHaveLength(1);
    });

    it('how people and clients read amounts is kept, and taken back where it is named no more', async () => {
      const { books } = fixture;
      const [first, ...others] = exampleSettings.people;
      const [acme, ...rest] = exampleSettings.clients;
      if (!first || !acme) throw new Error('the example has people and clients');
      const difference = await books.applySettings({
        ...exampleSettings,
        people: [{ ...first, locale: 'de-DE' }, ...others],
        clients: [{ ...acme, settings: { locale: 'fr-FR' } }, ...rest],
      });
      expect(difference.map(({ fields }) => fields)).toEqual([['settings'], ['locale']]);
      expect(await books.directory.byEmail(first.email)).toMatchObject({ locale: 'de-DE' });
      expect(await books.reversals.client('acme')).toMatchObject({ locale: 'fr-FR' });
      await books.applySettings(exampleSettings);
      expect(await books.directory.byEmail(first.email)).toMatchObject({ locale: null });
      expect(await books.reversals.client('acme')).toMatchObject({ locale: null });
    });

    it('changed they are the new rows; what is missing is switched off, not deleted', async () => {
      const { books, database, person } = fixture;
      const admin = person('admin@example.com').id;
      const difference = await books.applySettings(next);
      expect(difference).toContainEqual({
        of: 'client',
        id: 'acme',
        change: 'changed',
        fields: ['name', 'chatChannelId', 'policy', 'settings'],
      });
      const off = difference.filter((one) => one.change === 'switched_off');
      expect(off.map((one) => one.id)).toEqual(['globex', admin, 'globex-gmail']);
      expect(await books.reversals.clients()).toMatchObject([
        { id: 'acme', chatChannelId: 'C0ACME', policy: { name: 'standard' } },
      ]);
      expect(await books.directory.byEmail('admin@example.com')).toBeNull();
      expect(await books.directory.byEmail('agent@example.com')).toMatchObject({
        id: person('agent@example.com').id,
        clients: ['acme'],
      });
      const connections = await books.sources.connections();
      expect(connections.map(({ id, isActive, actFrom }) => [id, isActive, actFrom])).toEqual([
        ['acme-zendesk', true, exampleSettings.at],
        ['globex-gmail', false, exampleSettings.at],
      ]);
      const [entry] = await database.query<{ facts: string }>(
        `SELECT facts FROM history WHERE chain = 'settings' ORDER BY sequence DESC LIMIT 1`,
      );
      expect(entry?.facts).toContain('"settingsHash"');
      expect(entry?.facts).not.toContain('@');
      expect(await books.verifyHistoryOf('settings')).toEqual({ whole: true });
    });

    it('a channel, and a chat user, may go from one to another in one go', async () => {
      const { books } = fixture;
      const [acme] = next.clients;
      if (!acme) throw new Error('one client');
      const [first, second, ...rest] = next.people;
      if (!first || !second) throw new Error('two people');
      const swapped = (one: string, other: string) => ({
        ...next,
        clients: [
          { ...acme, chatChannelId: one },
          { ...acme, id: 'globex', name: 'Globex', chatChannelId: other },
        ],
        people: [{ ...first, chatUserId: one }, { ...second, chatUserId: other }, ...rest],
      });
      await books.applySettings(swapped('X1', 'X2'));
      await books.applySettings(swapped('X2', 'X1'));
      expect(
        (await books.reversals.clients()).map(({ id, chatChannelId }) => [id, chatChannelId]),
      ).toEqual([
        ['acme', 'X2'],
        ['globex', 'X1'],
      ]);
      expect(await books.directory.byChatUserId('X2')).toMatchObject({
        email: first.email.toLowerCase(),
      });
    });

    it('a connection’s id is not given to another client', async () => {
      const { books } = fixture;
      const moved = { ...exampleSettings.connections[0], clientId: 'globex' };
      const connections = [{ id: 'acme-zendesk', connector: 'zendesk', actFrom: null, ...moved }];
      await expect(books.applySettings({ ...exampleSettings, connections })).rejects.toThrow(
        ConnectionMovedError,
      );
    });
  });
}
