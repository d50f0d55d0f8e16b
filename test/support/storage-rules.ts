import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyHistory } from '../../core/audit/verify.js';
import { parseReference, type Reversal } from '../../core/reversals/reversal.js';
import { decidingActions } from '../../core/storage/find-reversals.js';
import type { DatabaseEngine } from './databases.js';
import {
  hashOf,
  loggedAt,
  newEntry,
  newMessage,
  newReversal,
  openStorageFixture,
  redacted,
  type StorageFixture,
  stateOf,
  usd,
} from './storage-fixture.js';

const restricted = '23001';
const checkFailed = '23514';
const notUnique = '23505';

/** What the database itself refuses, and what holds when many write at once. */
export function storageRules(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  describe('history and decisions are added to, never edited', () => {
    beforeAll(async () => {
      const { books, log, person } = fixture;
      const reversal = await log();
      await books.reversals.transaction(async (tx) => {
        await tx.addHistory(reversal.id, newEntry({ values: { reason: 'broken' } }));
        await tx.addDecision(reversal.id, {
          personId: person('manager@example.com').id,
          decision: 'approve',
          amount: usd(4_999n),
          reason: null,
          contentHash: hashOf('content'),
          surface: 'rest',
          at: new Date(),
          round: 1,
        });
      });
    });

    it.each([
      ['change a history row', `UPDATE history SET action = 'approve'`, restricted],
      ['take out a history row', `DELETE FROM history`, restricted],
      ['empty history', `TRUNCATE history`, restricted],
      ['empty history by the way', `TRUNCATE reversal CASCADE`, restricted],
      ['take out a decision', `DELETE FROM decision`, restricted],
      ['empty decisions', `TRUNCATE decision`, restricted],
      ['turn a vote', `UPDATE decision SET decision = 'reject'`, restricted],
      [
        'turn a vote while taking it back',
        `UPDATE decision SET decision = 'reject', voided_at = now()`,
        restricted,
      ],
      ['take a vote back', `UPDATE decision SET voided_at = now()`, 'none'],
      ['take it back again', `UPDATE decision SET voided_at = now()`, restricted],
      ['give it back', `UPDATE decision SET voided_at = NULL`, restricted],
    ])('%s', async (_what, statement, expected) => {
      expect(await stateOf(fixture.database.query(statement))).toBe(expected);
    });
  });

  describe('checks', () => {
    it.each([
      ['amount missing while asked for', { amount: null }, checkFailed],
      ['amount missing when approved', { amount: null, status: 'approved' as const }, checkFailed],
      ['amount zero', { amount: usd(0n) }, checkFailed],
      ['amount below zero', { amount: usd(-1n) }, checkFailed],
      ['amount missing in review', { amount: null, status: 'needs_review' as const }, 'none'],
      ['amount missing, cancelled', { amount: null, status: 'cancelled' as const }, 'none'],
      ['amount missing, system error', { amount: null, type: 'system_error' as const }, 'none'],
      ['last four that are five', { cardLast4: '1234567'.slice(0, 3) }, checkFailed],
      ['a content hash that is none', { contentHash: 'x'.repeat(64) }, checkFailed],
    ])('an entry with %s', async (_what, entry, expected) => {
      expect(await stateOf(fixture.log(entry))).toBe(expected);
    });

    it.each([
      [`UPDATE reversal SET currency = NULL`, checkFailed],
      [`UPDATE reversal SET kind = 'wish'`, checkFailed],
      [`UPDATE reversal SET outcome = 'maybe'`, checkFailed],
      [`UPDATE reversal SET channel = 'fax'`, checkFailed],
      [`UPDATE reversal SET dispute_stage = 'first_dispute'`, checkFailed],
      [`UPDATE person SET role = 'owner'`, checkFailed],
      [`INSERT INTO reference_counter (id, last) VALUES (2, 0)`, checkFailed],
      [
        `INSERT INTO payment (id, client_id, captured_minor, currency)
         VALUES (gen_random_uuid(), 'acme', -1, 'USD')`,
        checkFailed,
      ],
    ])('%s is refused', async (statement, expected) => {
      expect(await stateOf(fixture.database.query(statement))).toBe(expected);
    });
  });

  describe('one entry for one source position', () => {
    it('a second row for it is refused', async () => {
      const { database, log, sourceItem } = fixture;
      const source = { sourceItemId: await sourceItem(), position: 0 };
      const first = await log({ source });
      const other = await log();
      const insert = database.query(
        `INSERT INTO reversal_source (reversal_id, source_item_id, position)
         VALUES ($1, $2, 0)`,
        [other.id, source.sourceItemId],
      );
      expect(await stateOf(insert)).toBe(notUnique);
      expect(await stateOf(log({ source }))).toBe(notUnique);
      expect(first.sources).toHaveLength(1);
    });

    it('two that log it at once end with one entry, and the loser is told which', async () => {
      const { books, sourceItem } = fixture;
      const source = { sourceItemId: await sourceItem(), position: 3 };
      const log = () =>
        books.reversals.transaction(async (tx) => {
          const existing = await tx.atSource(source.sourceItemId, source.position);
          return existing ?? (await tx.insert(newReversal({ source }))).id;
        });
      const ids = await Promise.all([log(), log(), log()]);
      expect(new Set(ids).size).toBe(1);
    });
  });

  it('references have no gaps: 20 at once, with failed ones between them', async () => {
    const { log } = fixture;
    const first = parseReference((await log()).reference) ?? 0;
    const asked = Array.from({ length: 25 }, (_, index) =>
      index % 5 === 4 ? stateOf(log({ amount: usd(0n) })) : log(),
    );
    const made = (await Promise.all(asked)).flatMap((one) =>
      typeof one === 'string' ? [] : [parseReference(one.reference)],
    );
    expect(made.sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, index) => first + 1 + index),
    );
  });

  it('many lines at once on one entry stand in one whole chain', async () => {
    const { books, log } = fixture;
    const { id } = await log();
    const add = (action: string) =>
      books.reversals.transaction((tx) => tx.addHistory(id, newEntry({ action })));
    await Promise.all(Array.from({ length: 8 }, (_, index) => add(`note ${index}`)));
    const lines = await books.reversals.history(id);
    expect(lines.map((line) => line.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await books.verifyHistoryOf(id)).toEqual({ whole: true });
  });

  it('lines of an entry stand in one whole chain from the transaction that makes it', async () => {
    const { books } = fixture;
    const customer = { email: 'chain@example.com' };
    const { id } = await books.reversals.transaction(async (tx) => {
      const made = await tx.insert(newReversal({ customer }));
      const values = { reason: 'as it was' };
      await tx.addHistory(made.id, newEntry({ action: 'logged', values }));
      await tx.addHistory(made.id, newEntry({ action: 'approved_by_policy', values }));
      await tx.update(made.id, { customer: { email: 'other@example.com' } });
      await tx.addHistory(made.id, newEntry({ action: 'edited', values }));
      return made;
    });
    await books.reversals.transaction((tx) => tx.addHistory(id, newEntry({ action: 'note' })));
    const lines = await books.reversals.history(id);
    expect(lines.map((line) => line.sequence)).toEqual([1, 2, 3, 4]);
    expect(lines.slice(0, 3).map((line) => line.values?.reason)).toEqual(
      Array.from({ length: 3 }, () => 'as it was'),
    );
    expect(await books.verifyHistoryOf(id)).toEqual({ whole: true });
  });

  it('a history row altered behind the trigger is found', async () => {
    const { books, database, log } = fixture;
    const { id } = await log();
    for (const action of ['logged', 'edited', 'approve']) {
      await books.reversals.transaction((tx) => tx.addHistory(id, newEntry({ action })));
    }
    expect((await verifyHistory(books.historyChains())).broken).toEqual([]);
    // As a superuser could; in one session, because the setting belongs to it.
    await database.withSession(async (session) => {
      await session.runScript(`SET session_replication_role = 'replica'`);
      await session.query(
        `UPDATE history SET action = 'reject' WHERE chain = $1 AND sequence = 2`,
        [id],
      );
      await session.runScript(`SET session_replication_role = 'origin'`);
    });
    expect(await books.verifyHistoryOf(id)).toEqual({ whole: false, brokenAt: 2 });
    const proof = await verifyHistory(books.historyChains());
    expect(proof.broken).toEqual([{ chain: id, sequence: 2 }]);
    expect(proof.chains).toBeGreaterThan(3);
  });

  it('the index of decisions holds every action that is asked for', async () => {
    const [index] = await fixture.database.query<{ indexdef: string }>(
      `SELECT indexdef FROM pg_indexes WHERE indexname = 'history_decided'`,
    );
    const named = index?.indexdef.match(/'(\w+)'/g)?.map((word) => word.slice(1, -1));
    expect(named?.toSorted()).toEqual(decidingActions.toSorted());
  });

  it('an entry comes back from its writing as it is read ever after', async () => {
    const { books, log, person, sourceItem } = fixture;
    const identifiers = [
      { kind: 'order_number', value: 'b-2' },
      { kind: 'charge_id', value: 'ch_77' },
      { kind: 'order_number', value: 'A-1' },
      { kind: 'order_number', value: 'b-2' },
      { kind: 'order_number', value: '{a,"b"\\c NULL}' },
    ];
    await books.addPayment({
      clientId: 'acme',
      processor: 'stripe',
      identifiers: [{ kind: 'charge_id', value: 'ch_77' }],
      captured: 9_000n,
      currency: usd(0n).currency,
      returnedBefore: 0n,
    });
    const [payment] = await books.reversals.transaction((tx) =>
      tx.lockPayments('acme', identifiers),
    );
    const customer = { email: 'jane@example.com', name: 'Jane' };
    const [agent, manager] = [person('agent@example.com'), person('manager@example.com')];
    const isAsRead = async (written: Reversal) =>
      expect(await books.reversals.byId(written.id)).toEqual(written);
    const corrected = await log({ customer });
    await isAsRead(corrected);
    const whole = await log({
      paymentId: payment?.id ?? null,
      identifiers,
      reason: redacted('Arrived broken'),
      reasonCode: '10.4',
      trace: redacted('TypeError'),
      cardLast4: '4242',
      customer: { ...customer, phone: '+14155550100' },
      source: { sourceItemId: await sourceItem(), position: 1 },
      occurredAt: loggedAt,
      dueAt: loggedAt,
      loggedById: agent.id,
      requesters: [
        { personId: agent.id, label: 'Ada' },
        { personId: null, label: 'Somebody else' },
      ],
      assigneeId: manager.id,
      flags: ['claimed'],
      before: usd(100n),
      after: usd(60n),
      dispute: { stage: 'inquiry', respondBy: loggedAt },
      correctsId: corrected.id,
      readingReasons: ['A word'],
      reviewReasons: ['Another'],
      messages: [
        newMessage({ externalId: '{1,"2"}', authorName: null, isPublic: false }),
        newMessage({ externalId: 'NULL', text: redacted('Grüße, "\\" {}') }),
        newMessage({ externalId: 'NULL', text: redacted('told again') }),
      ],
    });
    expect(whole.payment?.left).not.toBeNull();
    expect(whole.identifiers).toHaveLength(4);
    await isAsRead(whole);
    const told = await books.reversals.messages(whole.id);
    expect(told.map(({ authorName, text, isPublic }) => [authorName, text, isPublic])).toEqual(
      expect.arrayContaining([
        [null, 'please return it', false],
        ['Jane Doe', 'Grüße, "\\" {}', true],
      ]),
    );
    expect(told).toHaveLength(2);
  });

  describe('a request key', () => {
    const take = (key: string, content: string) =>
      fixture.books.reversals.transaction(async (tx) => {
        const before = await tx.takeRequest(key, hashOf(content));
        if (before) return before;
        const { id } = await tx.insert(newReversal());
        await tx.finishRequest(key, id);
        return id;
      });

    it('acts once, and the same again is told what it made', async () => {
      const id = await take('key-1', 'a');
      expect(await take('key-1', 'a')).toEqual({ reversalId: id, sameContent: true });
    });

    it('with other content is told apart', async () => {
      const id = await take('key-2', 'a');
      expect(await take('key-2', 'b')).toEqual({ reversalId: id, sameContent: false });
    });

    it('sent twice at once waits for the first and sees its entry', async () => {
      const results = await Promise.all([take('key-3', 'a'), take('key-3', 'a')]);
      const id = results.find((one) => typeof one === 'string');
      expect(results).toContainEqual({ reversalId: id, sameContent: true });
    });

    it('of a transaction that was undone may be used again', async () => {
      const { books } = fixture;
      const undone = books.reversals.transaction(async (tx) => {
        await tx.takeRequest('key-4', hashOf('a'));
        throw new RangeError('refused');
      });
      await expect(undone).rejects.toThrow(RangeError);
      expect(await take('key-4', 'a')).toBeTypeOf('string');
    });
  });
}
