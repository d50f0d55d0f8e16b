import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purge } from '../../core/effects/purge.js';
import type { Person } from '../../core/reversals/reversal.js';
import type { DatabaseEngine } from './databases.js';
import {
  loggedAt,
  newMessage,
  openStorageFixture,
  redacted,
  type StorageFixture,
  usd,
} from './storage-fixture.js';

const dayMs = 24 * 3_600_000;
const counting = { count: () => undefined };
const later = (days: number) => new Date(loggedAt.getTime() + days * dayMs);

/** What storage promises to whoever logs by hand: drafts, and what may be the same matter. */
export function loggingGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let agent: Person;
  let manager: Person;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
    agent = fixture.person('agent@example.com');
    manager = fixture.person('manager@example.com');
  });
  afterAll(() => fixture.close());
  beforeEach(() => fixture.database.query('DELETE FROM log_draft'));

  const drafts = () => fixture.books.drafts;
  const keep = (
    id: string,
    reason: string,
    more: { person?: Person; clientId?: string | null } = {},
  ) =>
    drafts().keep({
      id,
      person: more.person ?? agent,
      clientId: more.clientId === undefined ? 'acme' : more.clientId,
      fields: { type: redacted('refund'), reason: redacted(reason) },
      messages: [newMessage({ externalId: 'chat:1', text: redacted('Zanzibar in the thread') })],
      at: loggedAt,
    });

  describe('drafts', () => {
    it('one that was kept opens with its fields and messages, for its person alone', async () => {
      await keep('one', 'charged twice');
      expect(await drafts().open(agent, 'one', loggedAt)).toMatchObject({
        clientId: 'acme',
        fields: { type: 'refund', reason: 'charged twice' },
        messages: [{ externalId: 'chat:1', text: 'Zanzibar in the thread' }],
        savedAt: loggedAt,
      });
      expect(await drafts().open(manager, 'one', loggedAt)).toBeNull();
      expect(await drafts().of(manager, loggedAt)).toEqual([]);
      expect(await drafts().discard(manager, 'one')).toBe(false);
    });

    it('kept again it is replaced; an id of somebody else changes nothing', async () => {
      await keep('one', 'first');
      expect(await keep('one', 'second')).toBe(true);
      expect(await keep('one', 'stolen', { person: manager })).toBe(false);
      const kept = await drafts().of(agent, loggedAt);
      expect(kept.map((draft) => draft.fields.reason)).toEqual(['second']);
    });

    it('it is gone a week later', async () => {
      await keep('one', 'first');
      expect(await drafts().open(agent, 'one', later(6.9))).not.toBeNull();
      expect(await drafts().open(agent, 'one', later(7))).toBeNull();
      expect(await drafts().of(agent, later(7))).toEqual([]);
    });

    it('whoever no longer works for the client does not see it', async () => {
      await keep('one', 'first');
      const moved = { ...agent, clients: ['globex'] };
      expect(await drafts().of(moved, loggedAt)).toEqual([]);
      expect(await drafts().open(moved, 'one', loggedAt)).toBeNull();
    });

    it('nothing of it stands in the table as it was written', async () => {
      await keep('one', 'Zanzibar reason of zan.zibar@example.com');
      const rows = await fixture.database.query('SELECT log_draft::text AS row FROM log_draft');
      expect(JSON.stringify(rows)).not.toMatch(/zan.?zibar/i);
      const bytes = Buffer.from('Zanzibar').toString('hex');
      expect(JSON.stringify(rows)).not.toContain(bytes);
    });

    it('erasing a person at a client takes the drafts that name them there, and no other', async () => {
      await keep('named', 'for Jane.Doe@example.com, charged twice');
      await keep('other-client', 'for jane.doe@example.com', { clientId: 'globex' });
      await keep('somebody-else', 'for john@example.com');
      await fixture.books.subjectRights.erase({
        clientId: 'acme',
        email: 'jane.doe@example.com',
        instruction: 'letter of 1 March',
        byPersonId: null,
        at: loggedAt,
      });
      const left = await drafts().of(agent, loggedAt);
      expect(left.map((draft) => draft.id).toSorted()).toEqual(['other-client', 'somebody-else']);
    });
  });

  describe('what nobody needs any more', () => {
    const of = (email: string, clientId = 'acme') => ({
      ...{ clientId, email, instruction: 'T-1', byPersonId: null },
      at: loggedAt,
    });

    it('drafts that name a person are part of what is exported of them, at that client alone', async () => {
      await keep('one', 'for jane.doe@example.com, charged twice');
      await keep('two', 'for jane.doe@example.com elsewhere', { clientId: 'globex' });
      await keep('three', 'for john@example.com');
      const found = await fixture.books.subjectRights.findForExport(of('Jane.Doe@example.com'));
      expect(found).toMatchObject({ customer: null, reversalIds: [] });
      expect(found?.drafts.map((draft) => draft.fields.reason)).toEqual([
        'for jane.doe@example.com, charged twice',
      ]);
      expect(await fixture.books.subjectRights.findForExport(of('nobody@example.com'))).toBeNull();
    });

    it('a draft without a client is exported where it can become no other client’s, and erased at each', async () => {
      const { prisma } = fixture.database;
      const clients = await prisma.personClient.findMany({ where: { personId: agent.id } });
      expect(clients.map((one) => one.clientId).toSorted()).toEqual(['acme', 'globex']);
      await keep('open', 'for jane.doe@example.com, charged twice', { clientId: null });
      const { subjectRights } = fixture.books;
      const exported = async (clientId: string) =>
        (await subjectRights.findForExport(of('jane.doe@example.com', clientId)))?.drafts.length;
      expect([await exported('acme'), await exported('globex')]).toEqual([undefined, undefined]);
      await prisma.personClient.deleteMany({ where: { personId: agent.id, clientId: 'globex' } });
      expect([await exported('acme'), await exported('globex')]).toEqual([1, undefined]);
      await prisma.personClient.createMany({ data: clients, skipDuplicates: true });
      await subjectRights.erase(of('jane.doe@example.com', 'globex'));
      expect(await drafts().of(agent, loggedAt)).toEqual([]);
    });

    it('expired drafts go by the hour, though nobody writes another', async () => {
      await keep('one', 'first');
      await purge(fixture.books.purge, later(6.9), counting);
      expect(await drafts().of(agent, later(6.9))).toHaveLength(1);
      await purge(fixture.books.purge, later(7), counting);
      expect(await fixture.database.query('SELECT id FROM log_draft')).toEqual([]);
    });

    it('what was told goes after 30 days, in batches; what waits, failed or is asked for again stays', async () => {
      const row = (
        dedupeKey: string,
        kind: string,
        status: 'done' | 'dropped' | 'failed' | 'pending',
      ) => ({
        ...{ dedupeKey, kind, status, payload: {}, dueAt: loggedAt },
        doneAt: status === 'pending' ? null : loggedAt,
      });
      const many = Array.from({ length: 1_200 }, (_, number) =>
        row(`told ${number}`, number % 2 === 0 ? 'show_card' : 'tell_person', 'done'),
      );
      const stays = [
        row('note', 'write_back', 'done'),
        row('notice', 'notify_operations', 'done'),
        row('card data', 'report_card_data', 'dropped'),
        row('given up', 'show_card', 'failed'),
        row('waits', 'show_card', 'pending'),
        { ...row('young', 'show_card', 'done'), doneAt: later(10) },
      ];
      const { prisma } = fixture.database;
      await prisma.effect.deleteMany();
      await prisma.effect.createMany({ data: [...many, ...stays] });
      await purge(fixture.books.purge, later(29), counting);
      expect(await prisma.effect.count()).toBe(1_206);
      await purge(fixture.books.purge, later(31), counting);
      const left = await prisma.effect.findMany({ orderBy: { createdAt: 'asc' } });
      expect(left.map((one) => one.dedupeKey).toSorted()).toEqual(
        stays.map((one) => one.dedupeKey).toSorted(),
      );
    });
  });

  describe('what may be the same matter', () => {
    const charge = { kind: 'stripe_payment', value: 'ch_3PqLmN8aBcDeFgHi' };
    const jane = { email: 'jane.alike@example.com' };
    const wanted = {
      ...{
        clientId: 'acme',
        identifiers: [],
        amount: null,
        customer: null,
        requestKey: null,
        at: loggedAt,
      },
    };
    const namesOf = async (changes: Partial<Parameters<typeof alike>[0]>) =>
      (await alike({ ...wanted, ...changes })).map((one) => [one.reference, one.why]);
    const alike = (what: Parameters<StorageFixture['books']['reversals']['alike']>[0]) =>
      fixture.books.reversals.alike(what);

    it('is found by identifier, cut short or whole, and by customer and amount of late', async () => {
      const named = await fixture.log({ identifiers: [charge], loggedAt });
      const hers = await fixture.log({ customer: jane, amount: usd(7_700n), loggedAt });
      const old = new Date(loggedAt.getTime() - 15 * dayMs);
      await fixture.log({ customer: jane, amount: usd(8_800n), loggedAt: old });

      expect(await namesOf({ identifiers: [charge] })).toEqual([
        [named.reference, ['the same stripe payment']],
      ]);
      const short = { ...charge, value: 'ch_3PqLmN8a…' };
      expect((await namesOf({ identifiers: [short] })).map(([reference]) => reference)).toEqual([
        named.reference,
      ]);
      expect(await namesOf({ customer: jane, amount: usd(7_700n) })).toEqual([
        [hers.reference, ['the same customer and amount']],
      ]);
      expect(await namesOf({ customer: jane, amount: usd(8_800n) })).toEqual([]);
      expect(await namesOf({ clientId: 'globex', identifiers: [charge] })).toEqual([]);
      expect(await namesOf({})).toEqual([]);
    });

    it('a cancelled entry is no other claim', async () => {
      const identifiers = [{ kind: 'order_number', value: 'A-77' }];
      await fixture.log({ identifiers, status: 'cancelled' });
      const open = await fixture.log({ identifiers });
      expect((await namesOf({ identifiers })).map(([reference]) => reference)).toEqual([
        open.reference,
      ]);
    });
  });
}
