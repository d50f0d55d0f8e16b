import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userRemoved } from '../../core/effects/chat-troubles.js';
import type { Policy } from '../../core/reversals/approval-policy.js';
import { endDelegationsOf } from '../../core/reversals/delegate.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { keepAllTurns } from '../../core/reversals/step-clock.js';
import type { DatabaseEngine } from './databases.js';
import { openDeskSpace, policy } from './desk-space.js';

/** What people hand to each other: their decisions while away, their work at the end of a shift. */
export function handOverGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const { applyPolicy, as, clock, decide, desk, fixture, historyOf, loggedFromSource } = space;
  const { payment, shown, told } = space;
  const tools = () => ({
    store: fixture().books.reversals,
    now: () => clock.now,
    newId: randomUUID,
    writeBackDelayMs: 30_000,
  });
  const inTurn: Policy = {
    name: 'turns',
    rules: [{ steps: [{ from: ['role:manager'], need: 1, take: 'round_robin' }] }],
  };
  const entry = async () => loggedFromSource({ identifiers: [await payment()] });
  const away = (toEmail: string, firstDay = '2027-03-01', lastDay = '2027-03-07') =>
    desk().delegate(as('manager', 'chat_command'), { toEmail, firstDay, lastDay });
  const linesTo = async (name: string) => {
    const rows = await fixture().database.prisma.effect.findMany({
      where: { kind: 'tell_handed_over' },
      orderBy: { createdAt: 'asc' },
    });
    return rows
      .map((row) => row.payload as Record<string, string>)
      .filter((line) => line.personId === as(name).person.id);
  };
  beforeEach(async () => {
    clock.now = new Date('2027-03-03T12:00:00Z');
    await desk().endDelegation(as('manager'));
    await fixture().database.prisma.effect.deleteMany({ where: { kind: 'tell_handed_over' } });
    await fixture().database.prisma.reversal.updateMany({
      where: { status: 'pending_approval' },
      data: { status: 'cancelled', stepDueAt: null, stepHolderId: null, assigneeId: null },
    });
  });

  describe('decisions handed over for some days', () => {
    it('are decided by the other, who is told once, and it is on record', async () => {
      expect(await away('agent@example.com')).toMatchObject({ standIn: 'Ada Agent' });
      await away('agent@example.com');
      expect(await linesTo('agent')).toMatchObject([
        { what: 'delegated', actor: 'Max Manager', firstDay: '2027-03-01', lastDay: '2027-03-07' },
      ]);
      const [last] = await fixture().database.prisma.history.findMany({
        where: { chain: 'delegations' },
        orderBy: { sequence: 'desc' },
        take: 1,
      });
      expect(last).toMatchObject({ action: 'delegated', personId: as('manager').person.id });
      expect(await told(decide(as('agent'), await entry()))).toBe('approved');
      expect((await desk().queueOf(as('agent').person)).isWhole).toBe(true);
    });

    it('begin and end with days in the zone of who is away', async () => {
      clock.now = new Date('2027-02-27T12:00:00Z');
      // 1 March begins in New York, the client's zone, at 05:00 UTC.
      await away('agent@example.com', '2027-03-01', '2027-03-02');
      const reversal = await entry();
      for (const [at, answer] of [
        ['2027-03-01T04:59:59Z', 'approver_not_named'],
        ['2027-03-03T05:00:00Z', 'approver_not_named'],
        ['2027-03-03T04:59:59Z', 'approved'],
      ] as const) {
        clock.now = new Date(at);
        expect(await told(decide(as('agent'), reversal)), at).toBe(answer);
      }
    });

    it('come back with "off", and a new time away replaces what overlaps of the old one', async () => {
      await away('agent@example.com');
      await away('admin@example.com', '2027-03-02', '2027-03-04');
      expect(await desk().delegationsOf(as('manager').person)).toEqual([
        {
          person: 'Max Manager',
          standIn: 'Ann Admin',
          firstDay: '2027-03-02',
          lastDay: '2027-03-04',
          isOwn: true,
        },
      ]);
      expect(await desk().delegationsOf(as('agent').person)).toEqual([]);
      expect(await desk().endDelegation(as('manager'))).toBe(1);
      expect(await told(decide(as('admin'), await entry()))).toBe('approver_not_named');
    });

    it('said again under the same name are one; the same name with other days is refused', async () => {
      const request = {
        toEmail: 'agent@example.com',
        firstDay: '2027-03-01',
        lastDay: '2027-03-07',
      };
      const requestKey = randomUUID();
      const said = { ...request, requestKey };
      expect(isRefusal(await desk().delegate(as('manager'), said))).toBe(false);
      await desk().endDelegation(as('manager'));
      expect(await desk().delegate(as('manager'), said)).toMatchObject({ standIn: 'Ada Agent' });
      expect(await desk().delegationsOf(as('manager').person)).toEqual([]);
      expect(await linesTo('agent')).toHaveLength(1);
      const other = await desk().delegate(as('manager'), { ...said, lastDay: '2027-03-09' });
      expect(other).toMatchObject({ refused: 'key_reused_with_other_content' });
    });

    it('said again once the days are over, they are answered as the first time', async () => {
      const said = {
        toEmail: 'agent@example.com',
        firstDay: '2027-03-01',
        lastDay: '2027-03-07',
        requestKey: randomUUID(),
      };
      const first = await desk().delegate(as('manager'), said);
      clock.now = new Date('2027-03-20T12:00:00Z');
      const again = { ...said, toEmail: ' Agent@Example.com' };
      expect(await desk().delegate(as('manager'), again)).toEqual(first);
      expect(await linesTo('agent')).toHaveLength(1);
    });

    it('said twice at once they are one, and told once', async () => {
      const said = () => away('agent@example.com');
      const both = await Promise.all([said(), said(), said()]);
      expect(both.filter(isRefusal)).toEqual([]);
      expect(await desk().delegationsOf(as('manager').person)).toHaveLength(1);
      expect(await linesTo('agent')).toHaveLength(1);
    });

    it.each([
      ['oneself', 'manager@example.com', '2027-03-01', '2027-03-07'],
      ['somebody unknown', 'nobody@example.com', '2027-03-01', '2027-03-07'],
      ['days that are over', 'agent@example.com', '2027-02-01', '2027-03-02'],
      ['the last before the first', 'agent@example.com', '2027-03-07', '2027-03-05'],
      ['a day no calendar has', 'agent@example.com', '2027-03-04', '2027-04-31'],
      ['more than a year', 'agent@example.com', '2027-03-04', '2028-06-01'],
    ])('are refused for %s, and nothing is written', async (_name, toEmail, first, last) => {
      expect(isRefusal(await away(toEmail, first, last))).toBe(true);
      expect(await desk().delegationsOf(as('manager').person)).toEqual([]);
      expect(await linesTo('agent')).toEqual([]);
    });
  });

  describe('somebody removed from chat', () => {
    const place = 'U0REMOVED';
    const goes = async (name: string) => {
      const { prisma } = fixture().database;
      const { id } = as(name).person;
      await prisma.person.update({ where: { id }, data: { chatUserId: place } });
      const since = clock.now;
      await fixture().books.chatTroubles.began({ place, code: userRemoved, text: 'gone', since });
      await endDelegationsOf(tools(), as(name).person);
      await keepAllTurns(tools());
    };
    const comesBack = () => fixture().books.chatTroubles.ended(place, 'back', clock.now);
    afterEach(async () => {
      await comesBack();
      await fixture().database.prisma.person.updateMany({
        where: { chatUserId: place },
        data: { chatUserId: null },
      });
      await applyPolicy(policy);
    });
    const asking = (need: 'all' | 1, from = ['role:manager']): Policy => ({
      name: 'gone',
      rules: [{ steps: [{ from, need }] }],
    });

    it('is waited for no more: what waited goes to the others whom the policy names', async () => {
      await applyPolicy(asking('all'));
      const reversal = await entry();
      expect(await told(decide(as('second'), reversal))).toBe('pending_approval');
      await goes('manager');
      const { person } = as('manager');
      expect((await desk().queueOf(person)).entries).toEqual([]);
      // Those who are left have all decided: one press settles it.
      expect(await told(decide(as('second'), reversal))).toBe('approved');
    });

    it('where nobody else is named it goes to the fallback, said in history, once', async () => {
      await applyPolicy(asking(1, ['manager@example.com']));
      const reversal = await entry();
      await goes('manager');
      await keepAllTurns(tools());
      const actions = (await historyOf(reversal)).map((line) => line.action);
      expect(actions).toEqual(['logged', 'step_fallback']);
      expect(await told(decide(as('admin'), reversal))).toBe('approved');
    });

    it('whose turn it was passes on', async () => {
      await applyPolicy(inTurn);
      const reversal = await entry();
      const holder = (await shown(reversal)).stepTurn?.holderId;
      const name = holder === as('manager').person.id ? 'manager' : 'second';
      await goes(name);
      const next = (await shown(reversal)).stepTurn?.holderId;
      expect([next, next === holder]).toEqual([expect.any(String), false]);
    });

    it.each([
      ['their own', 'manager'],
      ['those in which others handed to them', 'agent'],
    ])('ends delegations: %s', async (_name, name) => {
      await applyPolicy(asking(1));
      await away('agent@example.com');
      await goes(name);
      expect(await desk().delegationsOf(as('manager').person)).toEqual([]);
      expect(await told(decide(as('agent'), await entry()))).toBe('approver_not_named');
      const [last] = await fixture().database.prisma.history.findMany({
        where: { chain: 'delegations' },
        orderBy: { sequence: 'desc' },
        take: 1,
      });
      expect(last).toMatchObject({ action: 'delegation_ended' });
    });

    it('is handed nothing: no time away, no shift, no entry', async () => {
      await applyPolicy(asking(1));
      const reversal = await entry();
      await goes('second');
      expect(await away('second@example.com')).toMatchObject({ refused: 'invalid_request' });
      const toEmail = 'second@example.com';
      const shift = { toEmail, requestKey: randomUUID() };
      const moved = await desk().handOver(as('manager', 'chat_command'), shift);
      expect(moved).toMatchObject({ refused: 'invalid_request' });
      const taken = decide(as('manager'), reversal, { action: 'assign', assigneeEmail: toEmail });
      expect(await told(taken)).toBe('invalid_request');
      const offered = await desk().standInsFor(as('manager').person);
      expect(offered.map((one) => one.name)).not.toContain('Sam Second');
      expect(offered.map((one) => one.name)).toContain('Ada Agent');
      expect(await desk().delegationsOf(as('manager').person)).toEqual([]);
    });

    it('what was handed to them before is answered as it was, however often it comes', async () => {
      await applyPolicy(asking(1));
      const toEmail = 'second@example.com';
      const days = { firstDay: '2027-03-01', lastDay: '2027-03-07' };
      const said = { toEmail, ...days, requestKey: randomUUID() };
      const first = await desk().delegate(as('manager'), said);
      const shift = { toEmail, requestKey: randomUUID() };
      await desk().handOver(as('manager', 'chat_command'), shift);
      await goes('second');
      expect(await desk().delegate(as('manager'), said)).toEqual(first);
      const moved = await desk().handOver(as('manager', 'chat_command'), shift);
      expect(moved).toMatchObject({ to: 'Sam Second', changed: false });
      expect(await desk().delegationsOf(as('manager').person)).toEqual([]);
    });

    it('back again they are asked again', async () => {
      await applyPolicy(asking(1, ['manager@example.com']));
      await goes('manager');
      await comesBack();
      const reversal = await entry();
      const { entries } = await desk().queueOf(as('manager').person);
      expect(entries.map((one) => one.reference)).toContain(reversal.reference);
    });
  });

  describe('a shift that is handed over', () => {
    const handOver = (toEmail: string, requestKey: string = randomUUID(), client?: string) =>
      desk().handOver(as('manager', 'chat_command'), { toEmail, requestKey, client });
    const take = (reversal: Reversal, name: string) =>
      decide(as(name), reversal, { action: 'assign', assigneeEmail: `${name}@example.com` });
    const holderOf = async (reversal: Reversal) => (await shown(reversal)).stepTurn?.holderId;

    it('moves what is assigned and whose turn it was, each recorded, with one line to the receiver', async () => {
      await applyPolicy(inTurn);
      const made = [await entry(), await entry(), await entry(), await entry()];
      const [first, second] = made;
      if (!first || !second) throw new Error('four were made');
      await take(first, 'manager');
      await take(second, 'agent');
      const own = as('manager').person.id;
      const other = as('second').person.id;
      const turns = (await Promise.all(made.map(holderOf))).filter((id) => id === own).length;
      expect(turns).toBe(2);
      const key = randomUUID();
      const moved = await handOver('second@example.com', key);
      expect(moved).toMatchObject({ assigned: 1, turns, left: 0, changed: true });
      expect(await Promise.all(made.map(holderOf))).toEqual([other, other, other, other]);
      expect((await shown(first)).assignee?.name).toBe('Sam Second');
      expect((await shown(second)).assignee?.name).toBe('Ada Agent');
      expect((await historyOf(first)).at(-1)).toMatchObject({
        action: 'handed_over',
        actor: 'Max Manager',
        values: { to: 'Sam Second' },
      });
      // The same request once more, as after an answer that got lost.
      expect(await handOver('second@example.com', key)).toMatchObject({ changed: false });
      expect(await linesTo('second')).toMatchObject([
        { what: 'shift', actor: 'Max Manager', assigned: '1', turns: String(turns) },
      ]);
    });

    it('leaves turns of what the other may not decide, and says how many', async () => {
      await applyPolicy(inTurn);
      const made = [await entry(), await entry()];
      const moved = await handOver('agent@example.com');
      expect(moved).toMatchObject({ assigned: 0, turns: 0, left: 1 });
      expect(await Promise.all(made.map(holderOf))).toContain(as('manager').person.id);
      expect(await linesTo('agent')).toEqual([]);
    });

    it('in a client’s channel is of that client only', async () => {
      await applyPolicy(inTurn);
      const reversal = await entry();
      await take(reversal, 'manager');
      expect(await handOver('second@example.com', randomUUID(), 'globex')).toMatchObject({
        assigned: 0,
        turns: 0,
      });
      expect((await shown(reversal)).assignee?.name).toBe('Max Manager');
    });
  });
}
