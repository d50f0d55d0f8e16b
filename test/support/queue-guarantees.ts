import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../core/reversals/approval-policy.js';
import type { DatabaseEngine } from './databases.js';
import { openDeskSpace } from './desk-space.js';
import { hashOf, usd } from './storage-fixture.js';

const twoSteps: Policy = {
  name: 'two steps',
  rules: [
    {
      when: { currency: 'USD', maxAmount: 50_000 },
      steps: [{ from: ['role:manager'], need: 'any' }],
    },
    {
      steps: [
        { from: ['role:manager'], need: 2 },
        { from: ['role:admin'], need: 1 },
      ],
    },
  ],
};
const later = (days: number) => new Date(Date.parse('2026-03-01T12:00:00Z') + days * 86_400_000);

/** What waits for whom, what is whose, what is due: over a real database. */
export function queueGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const { as, pending, decide, logged } = space;
  beforeEach(async () => {
    await space.applyPolicy(twoSteps);
    const { prisma } = space.fixture().database;
    await prisma.$executeRaw`UPDATE "reversal" SET "status" = 'cancelled' WHERE "status" = 'pending_approval'`;
  });
  const queue = async (name: string, client?: string) =>
    (await space.desk().queueOf(as(name).person, client)).entries.map((one) => one.reference);
  const work = async (name: string) =>
    (await space.desk().workOf(as(name).person, 50)).items.map((one) => one.reference);
  const due = async (until: Date) =>
    (await space.desk().dueBy(as('agent').person, until, 50)).items.map((one) => one.reference);

  describe('an entry waits for exactly those whose decision is asked now', () => {
    it('waits for every manager, not for who asked, nor for who is not named', async () => {
      const { reference } = await logged({ identifiers: [await space.payment()] }, as('manager'));
      expect(await queue('second')).toEqual([reference]);
      expect(await queue('manager')).toEqual([]);
      expect(await queue('agent')).toEqual([]);
      expect(await queue('admin')).toEqual([]);
      expect(await queue('second', 'globex')).toEqual([]);
    });

    it('goes from step to step, and comes back when a decision is taken back', async () => {
      const entry = await pending(usd(90_000n));
      expect(await queue('admin')).toEqual([]);
      await decide(as('manager'), entry);
      expect(await queue('manager')).toEqual([]);
      expect(await queue('second')).toEqual([entry.reference]);
      await decide(as('second'), entry);
      expect(await queue('second')).toEqual([]);
      expect(await queue('admin')).toEqual([entry.reference]);
      await decide(as('second'), entry, { action: 'withdraw' });
      expect(await queue('second')).toEqual([entry.reference]);
      expect(await queue('admin')).toEqual([]);
    });

    it('waits for nobody once it is decided, when it is historic, or where nothing can be decided', async () => {
      const decided = await pending();
      await decide(as('manager'), decided);
      await space.loggedFromSource({ historic: true });
      await space.loggedFromSource({ type: 'chargeback', kind: 'request' });
      expect(await queue('second')).toEqual([]);
    });

    it('comes soonest due first, then oldest', async () => {
      const old = await pending();
      space.clock.now = new Date(space.clock.now.getTime() + 60_000);
      const young = await pending();
      const late = await pending();
      const soon = await pending();
      const { prisma } = space.fixture().database;
      for (const [entry, days] of [
        [late, 9],
        [soon, 2],
      ] as const)
        await prisma.reversal.update({ where: { id: entry.id }, data: { dueAt: later(days) } });
      const inOrder = [soon, late, old, young].map((one) => one.reference);
      expect(await queue('manager')).toEqual(inOrder);
    });
  });

  describe('what is mine, and what is due', () => {
    it('is what I logged or was given, while it is open', async () => {
      const mine = await pending();
      const other = await logged({ identifiers: [await space.payment()] }, as('second'));
      expect(await work('agent')).toContain(mine.reference);
      expect(await work('agent')).not.toContain(other.reference);
      await decide(as('second'), other, { action: 'assign', assigneeEmail: 'agent@example.com' });
      expect(await work('agent')).toContain(other.reference);
      await decide(as('manager'), mine, { action: 'cancel' });
      expect(await work('agent')).not.toContain(mine.reference);
    });

    it('is due until a decision was made; a contested dispute until its evidence is in', async () => {
      const refund = await pending();
      const dispute = await space.loggedFromSource({
        type: 'chargeback',
        kind: 'fact',
        dispute: { stage: 'chargeback', respondBy: later(4) },
      });
      const { prisma } = space.fixture().database;
      await prisma.reversal.update({ where: { id: refund.id }, data: { dueAt: later(-1) } });
      await prisma.reversal.update({ where: { id: dispute.id }, data: { dueAt: later(2) } });
      expect(await due(later(3))).toEqual([refund.reference, dispute.reference]);
      expect(await due(later(1))).toEqual([refund.reference]);
      await decide(as('manager'), refund);
      await decide(as('manager'), dispute, { action: 'contest' });
      expect(await due(later(3))).toEqual([dispute.reference]);
      space.clock.now = new Date(space.clock.now.getTime() + 60_000);
      await decide(as('agent'), dispute, { action: 'submit' });
      expect(await due(later(3))).toEqual([]);
    });

    it('shows nothing of a client that is not the person’s', async () => {
      await space.fixture().log({ clientId: 'globex', contentHash: hashOf(randomUUID()) });
      const stranger = { ...as('manager').person, clients: ['acme'] };
      const seen = await space.desk().queueOf(stranger);
      expect(seen.entries.map((one) => one.clientId)).not.toContain('globex');
      expect((await space.desk().queueOf({ ...stranger, clients: [] })).entries).toEqual([]);
    });
  });
}
