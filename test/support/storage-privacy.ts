import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyHistory } from '../../core/audit/verify.js';
import type { Customer } from '../../core/reversals/reversal.js';
import type { DatabaseEngine } from './databases.js';
import {
  hashOf,
  newEntry,
  newMessage,
  newReversal,
  openStorageFixture,
  redacted,
  type StorageFixture,
  usd,
} from './storage-fixture.js';

/** Personal data is ciphertext at rest, and a destroyed key erases it while the record stays. */
export function storagePrivacy(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());

  const subjectOf = async (reversalId: string) => {
    const rows = await fixture.database.query<{ subject_id: string }>(
      'SELECT subject_id FROM reversal WHERE id = $1',
      [reversalId],
    );
    return rows[0]?.subject_id ?? '';
  };
  const destroyKeyOf = async (reversalId: string) =>
    fixture.database.query('DELETE FROM subject_key WHERE subject_id = $1', [
      await subjectOf(reversalId),
    ]);

  /** An entry with something personal wherever something personal may stand. */
  async function logPersonal(customer: Customer) {
    const { books, person } = fixture;
    return books.reversals.transaction(async (tx) => {
      const { id } = await tx.insert(
        newReversal({
          customer,
          reason: redacted('Zanzibar reason'),
          trace: redacted('Zanzibar trace'),
          requesters: [{ personId: null, label: 'Zanzibar requester' }],
          messages: [
            newMessage({
              text: redacted('Zanzibar message'),
              authorName: redacted('Zanzibar author'),
            }),
          ],
        }),
      );
      await tx.addHistory(
        id,
        newEntry({ action: 'logged', values: { reason: 'Zanzibar history', none: null } }),
      );
      await tx.addDecision(id, {
        personId: person('manager@example.com').id,
        decision: 'approve',
        amount: usd(4_999n),
        reason: redacted('Zanzibar vote'),
        contentHash: hashOf('content'),
        surface: 'rest',
        at: new Date('2026-03-01T13:00:00Z'),
        round: 1,
      });
      const after = await tx.update(id, {
        status: 'approved',
        addRequester: { personId: person('agent@example.com').id, label: 'Zanzibar second' },
      });
      await tx.addHistory(id, newEntry({ action: 'approve', values: { note: 'Zanzibar two' } }));
      return after;
    });
  }

  it('nothing personal stands in any table as it was written', async () => {
    const { books, database } = fixture;
    const customer = {
      email: 'Zanzibar.Jane@example.com',
      phone: '+49 170 7654321',
      name: 'Jane Zanzibar',
    };
    const { id } = await logPersonal(customer);
    const read = await books.reversals.byId(id);
    expect(read).toMatchObject({
      customer,
      reason: 'Zanzibar reason',
      trace: 'Zanzibar trace',
      requesters: [
        { label: 'Zanzibar requester', person: null },
        { label: 'Zanzibar second', person: { email: 'agent@example.com' } },
      ],
      approvals: [{ personName: 'Max Manager', reason: 'Zanzibar vote' }],
    });
    const tables = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    let rows = 0;
    for (const { name } of tables) {
      // Bytes as latin-1 text, so that plain words inside bytea columns would be seen too.
      const found = await database.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM "${name}" AS t`,
      );
      rows += found.length;
      const text = found.map(({ row }) => row + withBytesAsText(row)).join('\n');
      expect({ name, leaks: /zanzibar|7654321/i.exec(text)?.[0] }).toEqual({ name });
    }
    const planted = JSON.stringify({ text: `\\x${Buffer.from('Zanzibar').toString('hex')}` });
    expect(withBytesAsText(planted)).toContain('Zanzibar');
    expect(tables.length).toBeGreaterThan(20);
    expect(rows).toBeGreaterThan(20);
  });

  it('with the key destroyed the record stays, its person is gone, and history verifies', async () => {
    const { books } = fixture;
    const { id, reference } = await logPersonal({ email: 'gone@example.com', name: 'Gone' });
    await destroyKeyOf(id);
    expect(await books.reversals.byId(id)).toMatchObject({
      reference,
      status: 'approved',
      amount: usd(4_999n),
      customer: null,
      reason: null,
      trace: null,
      requesters: [{ label: 'erased', person: null }, { label: 'Ada Agent' }],
      approvals: [{ decision: 'approve', personName: 'Max Manager', reason: null }],
    });
    expect(await books.reversals.messages(id)).toMatchObject([{ text: null, authorName: null }]);
    const history = await books.reversals.history(id);
    expect(history.map((line) => [line.action, line.values])).toEqual([
      ['logged', null],
      ['approve', null],
    ]);
    expect(await books.verifyHistoryOf(id)).toEqual({ whole: true });
    expect((await verifyHistory(books.historyChains())).broken).toEqual([]);
  });

  it('an erased entry goes on without taking anything personal in again', async () => {
    const { books } = fixture;
    const { id } = await logPersonal({ email: 'erased@example.com' });
    await destroyKeyOf(id);
    const added = await books.reversals.transaction(async (tx) => {
      await tx.update(id, {
        payout: 'sent',
        reason: redacted('new words'),
        customer: { email: 'erased@example.com' },
      });
      await tx.addHistory(id, newEntry({ action: 'complete', values: { reason: 'new words' } }));
      return tx.addMessages(id, [newMessage()]);
    });
    expect(added).toBe(0);
    const read = await books.reversals.byId(id);
    expect(read).toMatchObject({ payout: 'sent', reason: null, customer: null });
    expect(await books.verifyHistoryOf(id)).toEqual({ whole: true });
    const later = await logPersonal({ email: 'erased@example.com' });
    expect(later.customer).toEqual({ email: 'erased@example.com' });
    expect(await subjectOf(later.id)).not.toBe(await subjectOf(id));
  });

  it('a ciphertext moved to another row is not shown there', async () => {
    const { books, database } = fixture;
    const first = await logPersonal({ email: 'same@example.com' });
    const second = await logPersonal({ email: 'same@example.com' });
    await database.query(
      `UPDATE reversal SET reason = (SELECT reason FROM reversal WHERE id = $1) WHERE id = $2`,
      [first.id, second.id],
    );
    await expect(books.reversals.byId(second.id)).rejects.toThrow('sealed content does not open');
  });

  describe('who is one subject', () => {
    const subjectsFor = async (...customers: (Customer | null)[]) => {
      const ids: string[] = [];
      for (const customer of customers) {
        ids.push(await subjectOf((await fixture.log({ customer })).id));
      }
      return new Set(ids).size;
    };

    it.each<[string, (Customer | null)[], number]>([
      ['the same mail', [{ email: 'a1@example.com' }, { email: ' A1@Example.com' }], 1],
      ['the same phone', [{ phone: '+1 555 010 1111' }, { phone: '15550101111' }], 1],
      [
        'a mail that joins a phone',
        [
          { phone: '+1 555 010 2222' },
          { phone: '+1 555 010 2222', email: 'a2@example.com' },
          { email: 'a2@example.com' },
        ],
        1,
      ],
      [
        'two mails on one phone',
        [
          { phone: '+1 555 010 3333', email: 'a3@example.com' },
          { phone: '+1 555 010 3333', email: 'a4@example.com' },
        ],
        2,
      ],
      ['a name only', [{ name: 'Jane' }, { name: 'Jane' }], 2],
      ['nobody known', [null, null], 2],
    ])('%s', async (_what, customers, expected) => {
      expect(await subjectsFor(...customers)).toBe(expected);
    });

    it('the same mail at two clients is two subjects', async () => {
      const customer = { email: 'both@example.com' };
      const here = await fixture.log({ customer });
      const there = await fixture.log({ customer, clientId: 'globex' });
      expect(await subjectOf(here.id)).not.toBe(await subjectOf(there.id));
    });

    it('six that come at once with one new mail, or one new phone, are one subject', async () => {
      for (const customer of [{ email: 'rush@example.com' }, { phone: '+1 555 010 9999' }]) {
        const made = await Promise.all(
          Array.from({ length: 6 }, () => fixture.log({ customer: { ...customer, name: 'R' } })),
        );
        const ids = await Promise.all(made.map((one) => subjectOf(one.id)));
        expect(new Set(ids).size).toBe(1);
      }
    });
  });

  describe('a customer that becomes known later', () => {
    const change = (id: string, customer: Customer | null) =>
      fixture.books.reversals.transaction((tx) => tx.update(id, { customer }));

    it('fills the entry’s own subject', async () => {
      const { id } = await logPersonal({ name: 'Jane' });
      const before = await subjectOf(id);
      const after = await change(id, { email: 'late1@example.com' });
      expect(after.customer).toEqual({ name: 'Jane', email: 'late1@example.com' });
      expect(await subjectOf(id)).toBe(before);
    });

    it('joins a person known before: texts move to their key, history stays readable', async () => {
      const { books, database, log } = fixture;
      const known = await log({ customer: { email: 'late2@example.com', name: 'Known' } });
      const { id } = await logPersonal({ name: 'Jane' });
      const before = await subjectOf(id);
      const after = await change(id, { email: 'late2@example.com' });
      expect(await subjectOf(id)).toBe(await subjectOf(known.id));
      expect(after).toMatchObject({
        customer: { email: 'late2@example.com', name: 'Known' },
        reason: 'Zanzibar reason',
        trace: 'Zanzibar trace',
        requesters: [{ label: 'Zanzibar requester' }, { label: 'Zanzibar second' }],
        approvals: [{ reason: 'Zanzibar vote' }],
      });
      expect(await books.reversals.messages(id)).toMatchObject([{ text: 'Zanzibar message' }]);
      const history = await books.reversals.history(id);
      expect(history[0]?.values).toEqual({ reason: 'Zanzibar history', none: null });
      expect(await books.verifyHistoryOf(id)).toEqual({ whole: true });
      const [old] = await database.query<{ same_as_id: string }>(
        'SELECT same_as_id FROM subject WHERE id = $1',
        [before],
      );
      expect(old?.same_as_id).toBe(await subjectOf(known.id));
    });

    it('corrected on one of two entries leaves the other with its own', async () => {
      const { books, log } = fixture;
      const kept = await log({ customer: { email: 'kept@example.com' } });
      const { id } = await logPersonal({ email: 'kept@example.com' });
      const after = await change(id, { email: 'right@example.com' });
      expect(after).toMatchObject({
        customer: { email: 'right@example.com' },
        reason: 'Zanzibar reason',
      });
      expect((await books.reversals.byId(kept.id))?.customer).toEqual({
        email: 'kept@example.com',
      });
    });

    it('taken away leaves nobody to be found', async () => {
      const { books } = fixture;
      const { id } = await logPersonal({ email: 'wrong@example.com' });
      expect((await change(id, null)).customer).toBeNull();
      const found = await books.reversals.find(
        { clients: ['acme'], q: 'wrong@example.com' },
        10,
        null,
      );
      expect(found.total).toBe(0);
    });
  });
}

/** `"\\x6a61…"` in a JSON row as the text its bytes would be. */
function withBytesAsText(row: string): string {
  return row.replace(/\\\\x([0-9a-f]+)/g, (_match, digits: string) =>
    Buffer.from(digits, 'hex').toString('latin1'),
  );
}
