import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeliveryTools, deliverEffect } from '../../core/effects/deliver-effect.js';
import type { Digest, Messenger } from '../../core/effects/messenger.js';
import {
  askAfterQuietHours,
  askForDueDigests,
  askWhereTimeChanged,
} from '../../core/effects/people-rounds.js';
import { AnnouncerError } from '../../core/effects/ports.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { DatabaseEngine } from './databases.js';
import { openDeskSpace, policy } from './desk-space.js';

type Said =
  | { what: 'ring' | 'change'; who: string; count: number; id: string }
  | { what: 'home' | 'removed'; who: string }
  | { what: 'line'; who: string; text: string }
  | { what: 'digest'; who: string; digest: Digest };

const minute = 60_000;
const hour = 60 * minute;

/** What people hear, over a real database; chat is the far side. */
export function peopleGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const { as, pending, decide, clock } = space;
  let tools: DeliveryTools;
  let said: Said[] = [];
  let trouble: AnnouncerError | null = null;
  /** What stands in chat by effect, as Slack's message metadata keeps it. */
  const standing = new Map<string, string>();
  let diesAfterRing = false;
  let absent = '';
  let lookedFor = 0;

  const messenger: Messenger = {
    async showWaiting({ email }, { count }, posted, effectId) {
      if (trouble) throw trouble;
      if (email === absent) {
        lookedFor += 1;
        return null;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (posted) {
        said.push({ what: 'change', who: email, count, id: posted.messageId });
        return posted;
      }
      const id = standing.get(effectId) ?? randomUUID();
      if (!standing.has(effectId)) said.push({ what: 'ring', who: email, count, id });
      standing.set(effectId, id);
      if (diesAfterRing) {
        diesAfterRing = false;
        throw new AnnouncerError('retry', 'process_died');
      }
      return { channelId: 'D0', messageId: id };
    },
    async removeMessage({ messageId }) {
      said.push({ what: 'removed', who: messageId });
    },
    async refreshHome({ email }) {
      said.push({ what: 'home', who: email });
    },
    async sendLine({ email }, text, effectId) {
      if (!standing.has(effectId)) said.push({ what: 'line', who: email, text });
      standing.set(effectId, 'line');
      return true;
    },
    async sendDigest({ email }, digest, effectId) {
      if (!standing.has(effectId)) said.push({ what: 'digest', who: email, digest });
      standing.set(effectId, 'digest');
      return true;
    },
  };
  const rounds = () => ({
    book: space.fixture().books.people,
    store: space.fixture().books.reversals,
    everybody: space.fixture().books.directory.all,
    now: () => clock.now,
  });

  beforeAll(() => {
    const { books } = space.fixture();
    tools = {
      book: books.effects,
      store: books.reversals,
      announcer: {
        showCard: async () => ({
          channelId: 'C0ACME',
          messageId: randomUUID(),
          shownAt: clock.now,
        }),
        addThreadLine: async () => undefined,
        showFoldedList: async () => ({ channelId: 'C0ACME', messageId: randomUUID() }),
        notifyOperations: async () => undefined,
      },
      helpdesk: { write: async () => 'written' },
      people: { book: books.people, messenger, person: books.directory.byId },
      waitingFor: space.desk().waitingFor,
      now: () => clock.now,
      publicUrl: 'http://hub',
      holdsCardData: () => false,
      leaseMs: 30_000,
      count: () => undefined,
    };
  });
  beforeEach(async () => {
    const { prisma } = space.fixture().database;
    await prisma.effect.updateMany({ where: { status: 'pending' }, data: { status: 'dropped' } });
    await prisma.$executeRaw`UPDATE "reversal" SET "status" = 'cancelled' WHERE "status" IN ('pending_approval', 'approved')`;
    await prisma.personNotice.deleteMany({});
    clock.now = new Date(clock.now.getTime() + 48 * hour);
    said = [];
    trouble = null;
    diesAfterRing = false;
  });

  /** Everything due is delivered, each by two workers at once. */
  const deliver = async (passedMs = 10_000) => {
    clock.now = new Date(clock.now.getTime() + passedMs);
    for (let round = 0; round < 20; round += 1) {
      const due = await tools.book.due(clock.now, 200);
      if (due.length === 0) return;
      await Promise.all(
        due.flatMap(({ id }) => [deliverEffect(tools, id), deliverEffect(tools, id)]),
      );
    }
    throw new Error('effects never end');
  };
  const of = (what: Said['what'], name: string) =>
    said.filter((one) => one.what === what && one.who === `${name}@example.com`);
  const counts = (what: 'ring' | 'change', name: string) =>
    of(what, name).flatMap((one) => ('count' in one ? [one.count] : []));

  describe('one direct message says how many wait', () => {
    it('rings once for many entries, then changes in place, to nothing', async () => {
      const entries = [await pending(), await pending(), await pending()];
      await deliver();
      expect(counts('ring', 'manager')).toEqual([3]);
      expect(counts('ring', 'agent')).toEqual([]);
      for (const entry of entries) {
        await decide(as('manager'), entry);
        await deliver();
      }
      expect(counts('ring', 'manager')).toEqual([3]);
      expect(counts('change', 'manager')).toEqual([2, 1, 0]);
    });

    it('does not ring again within the hour, says it in place at once, and rings after the hour if it still waits', async () => {
      const first = await pending();
      await deliver();
      await decide(as('manager'), first);
      await deliver();
      await pending();
      await deliver();
      expect(counts('ring', 'manager')).toEqual([1]);
      expect(counts('change', 'manager')).toEqual([0, 1]);
      await askAfterQuietHours(rounds());
      await deliver();
      expect(counts('ring', 'manager')).toEqual([1]);
      clock.now = new Date(clock.now.getTime() + hour);
      await askAfterQuietHours(rounds());
      await askAfterQuietHours(rounds());
      await deliver();
      expect(counts('ring', 'manager')).toEqual([1, 1]);
      expect(said.filter((one) => one.what === 'removed').length).toBeGreaterThan(0);
    });

    it('a process that dies between ringing and remembering rings no second time', async () => {
      await space.fixture().database.prisma.personNotice.create({
        data: { personId: as('second').person.id, isDirect: false },
      });
      diesAfterRing = true;
      await pending();
      await deliver();
      await deliver(10 * minute);
      expect(counts('ring', 'manager').length + counts('ring', 'admin').length).toBe(1);
      const { message } = await space.fixture().books.people.noticeOf(as('manager').person.id);
      expect(message).not.toBeNull();
    });

    it('chat being away loses nothing: what is true then is told when it is back', async () => {
      trouble = new AnnouncerError('retry', 'network');
      const first = await pending();
      await pending();
      await deliver();
      await decide(as('second'), first);
      trouble = null;
      await deliver(10 * minute);
      expect(counts('ring', 'manager')).toEqual([1]);
    });

    it('who chose channels hears nothing, and hears at once when they choose otherwise', async () => {
      const { people } = space.fixture().books;
      const { id } = as('manager').person;
      await people.choose(id, { isDirect: false }, clock.now);
      await pending();
      await deliver();
      expect(counts('ring', 'manager')).toEqual([]);
      expect(counts('ring', 'second')).toEqual([1]);
      await people.choose(id, { isDirect: true }, clock.now);
      await deliver();
      expect(counts('ring', 'manager')).toEqual([1]);
    });

    it('tells who stands in from today on, though nothing was committed at midnight', async () => {
      await space.applyPolicy({
        name: 'one',
        rules: [{ steps: [{ from: ['manager@example.com'], need: 1 }] }],
      });
      const day = (days: number) =>
        new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(
          new Date(clock.now.getTime() + days * 24 * hour),
        );
      const away = await space.desk().delegate(as('manager'), {
        toEmail: 'second@example.com',
        firstDay: day(2),
        lastDay: day(3),
      });
      expect(isRefusal(away)).toBe(false);
      await pending();
      await deliver();
      expect(counts('ring', 'second')).toEqual([]);
      clock.now = new Date(clock.now.getTime() + 2.9 * 24 * hour);
      await askWhereTimeChanged(rounds());
      await askWhereTimeChanged(rounds());
      await deliver();
      expect(counts('ring', 'second')).toEqual([1]);
      await space.desk().endDelegation(as('manager'));
      await askWhereTimeChanged(rounds());
      await deliver();
      await space.applyPolicy(policy);
    });

    it('looks for whoever is not in chat once an hour, and tells them once they are', async () => {
      absent = 'manager@example.com';
      lookedFor = 0;
      await pending();
      await deliver();
      await pending();
      await deliver();
      await askWhereTimeChanged(rounds());
      await deliver();
      expect(lookedFor).toBe(1);
      absent = '';
      clock.now = new Date(clock.now.getTime() + hour);
      await askAfterQuietHours(rounds());
      await deliver();
      expect(counts('ring', 'manager')).toEqual([2]);
    });

    it('keeps App Home fresh for whoever opened it of late, once for many changes', async () => {
      const { people } = space.fixture().books;
      await people.homeOpened(as('agent').person.id, clock.now);
      await people.homeOpened(as('admin').person.id, new Date(clock.now.getTime() - 9 * 24 * hour));
      await pending();
      await pending();
      await deliver();
      expect(of('home', 'agent')).toHaveLength(1);
      expect(of('home', 'admin')).toEqual([]);
    });
  });

  describe('a digest in the morning, where the person is', () => {
    const monday = new Date('2027-03-01T00:00:00Z');
    const at = (days: number, utcHour: number) => {
      clock.now = new Date(monday.getTime() + days * 24 * hour + utcHour * hour);
    };
    const ask = async () => {
      await askForDueDigests(rounds());
      await askForDueDigests(rounds());
      await deliver();
    };

    it('comes once a working day at the chosen hour, whatever restarts, and not in the evening', async () => {
      at(0, 13.5); // 08:30 in New York, zone of the first client
      await pending();
      await ask();
      expect(of('digest', 'manager')).toEqual([]);
      at(0, 14.2);
      await ask();
      await ask();
      expect(of('digest', 'manager')).toHaveLength(1);
      at(1, 3); // still Monday evening there
      await ask();
      expect(of('digest', 'manager')).toHaveLength(1);
      at(1, 14.2);
      await ask();
      expect(of('digest', 'manager')).toHaveLength(2);
      at(5, 15); // Saturday
      await ask();
      expect(of('digest', 'manager')).toHaveLength(2);
    });

    it('tells what waits, what is due and overdue, and whoever leads what the day before brought', async () => {
      at(8, 15);
      const decided = await pending();
      await decide(as('manager'), decided);
      const waits = await pending();
      const late = await pending();
      const { prisma } = space.fixture().database;
      await prisma.reversal.update({
        where: { id: waits.id },
        data: { dueAt: new Date(monday.getTime() + 9 * 24 * hour + 20 * hour) },
      });
      await prisma.reversal.update({
        where: { id: late.id },
        data: { dueAt: new Date(monday.getTime() + 9 * 24 * hour + 2 * hour) },
      });
      at(9, 14.2);
      await ask();
      const [told] = of('digest', 'second');
      const digest = told && 'digest' in told ? told.digest : null;
      expect(digest?.waiting.count).toBe(2);
      expect(digest?.due).toMatchObject({ total: 2, overdue: 1 });
      expect(digest?.results?.logged).toBe(3);
      expect(digest?.results?.decided).toEqual([
        { status: 'approved', count: 1, sums: [{ minor: 4_999n, currency: 'USD' }] },
      ]);
      const [forAgent] = of('digest', 'agent');
      expect(forAgent && 'digest' in forAgent ? forAgent.digest.results : undefined).toBeNull();
    });

    it('is quiet where there is nothing to tell, or where none is wanted', async () => {
      at(14, 15);
      await space
        .fixture()
        .books.people.choose(as('second').person.id, { digestHour: null }, clock.now);
      await ask();
      expect(of('digest', 'manager')).toEqual([]);
      const entry = await pending();
      at(15, 15);
      await ask();
      expect(of('digest', 'manager')).toHaveLength(1);
      expect(of('digest', 'second')).toEqual([]);
      expect(isRefusal(await decide(as('manager'), entry))).toBe(false);
    });
  });
}
