import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Policy, PolicyStep } from '../../core/reversals/approval-policy.js';
import type { DeskTools } from '../../core/reversals/desk-tools.js';
import type { OfficeHours } from '../../core/reversals/office-hours.js';
import type { ReversalStore } from '../../core/reversals/ports.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { keepAllTurns, passDueSteps } from '../../core/reversals/step-clock.js';
import type { DatabaseEngine } from './databases.js';
import { openDeskSpace } from './desk-space.js';
import { exampleSettings, redacted, usd } from './storage-fixture.js';

const managers: PolicyStep = { from: ['role:manager'], need: 'any' };
const admins: PolicyStep = { from: ['role:admin'], need: 'any' };
const timed = (then: PolicyStep['then'], over: Partial<PolicyStep> = {}): PolicyStep => ({
  ...managers,
  within: '8h',
  then,
  to: ['role:admin'],
  ...over,
});

/** What time does to a step by itself: each thing once, whoever looks, dies or comes late. */
export function policyTimeGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const { as, clock, decide, desk, fixture, historyOf, logged, loggedFromSource, payment } = space;
  const { pending, shown, told } = space;

  const policyOf = (...steps: PolicyStep[]): Policy => ({ name: 'timed', rules: [{ steps }] });
  const tools = (over: Partial<ReversalStore> = {}): DeskTools => ({
    store: { ...fixture().books.reversals, ...over },
    now: () => clock.now,
    newId: randomUUID,
    writeBackDelayMs: 30_000,
  });
  const failOn = (error: unknown) => {
    throw error;
  };
  const pass = (over?: Partial<ReversalStore>, onFault: (error: unknown) => void = failOn) =>
    passDueSteps(tools(over), onFault);
  const later = (hours: number) => {
    clock.now = new Date(clock.now.getTime() + hours * 3_600_000);
  };
  const byHub = async (reversal: Reversal) =>
    (await historyOf(reversal)).filter((line) => line.surface === 'hub').map((line) => line.action);
  const linesOf = async (reversal: Reversal) =>
    (
      await fixture().database.prisma.effect.findMany({
        where: { reversalId: reversal.id, kind: 'add_thread_line' },
        orderBy: { createdAt: 'asc' },
      })
    ).map((row) => row.payload as Record<string, string>);
  /** People, officeHours and delegates as a start with this configuration would set them. */
  async function configure(
    policy: Policy,
    over: {
      officeHours?: OfficeHours;
      delegate?: { email: string; to: string; from: Date; until: Date };
    } = {},
  ) {
    const [acme, globex] = exampleSettings.clients;
    if (!acme || !globex) throw new Error('two clients');
    const settings = over.officeHours ? { officeHours: over.officeHours } : {};
    await fixture().books.applySettings({
      ...exampleSettings,
      clients: [{ ...acme, chatChannelId: 'C0ACME', policy, settings }, globex],
      people: exampleSettings.people.map((one) => ({
        ...one,
        chatUserId: `U0${one.name.split(' ')[0]?.toUpperCase()}`,
        delegate:
          over.delegate?.email === one.email
            ? { toEmail: over.delegate.to, from: over.delegate.from, until: over.delegate.until }
            : null,
      })),
    });
  }
  /** What other tests left waiting has no clock any more. */
  beforeEach(async () => {
    await fixture().database.prisma.reversal.updateMany({
      where: { status: 'pending_approval' },
      data: { status: 'cancelled', stepDueAt: null, stepHolderId: null },
    });
  });

  describe('when a time limit runs out', () => {
    const kinds = [
      ['remind', 'step_reminded', 'pending_approval'],
      ['escalate', 'step_escalated', 'pending_approval'],
      ['reassign', 'step_reassigned', 'pending_approval'],
      ['reject', 'rejected_by_policy', 'rejected'],
    ] as const;

    it.each(kinds)(
      '%s: once, of workers at once, of one that dies, and days late',
      async (then, action, status) => {
        await configure(policyOf(timed(then)));
        const reversal = await pending();
        later(7.9);
        await pass();
        expect(await byHub(reversal)).toEqual([]);
        later(24 * 5);
        const faults: unknown[] = [];
        const diesBefore: ReversalStore['transaction'] = (work) =>
          fixture().books.reversals.transaction(async (tx) => {
            await work(tx);
            throw new Error('killed');
          });
        await pass({ transaction: diesBefore }, (error) => faults.push(error));
        expect(await byHub(reversal)).toEqual([]);
        const diesAfter: ReversalStore['transaction'] = async (work) => {
          await fixture().books.reversals.transaction(work);
          throw new Error('killed');
        };
        const dying = pass({ transaction: diesAfter }, (error) => faults.push(error));
        await Promise.all([dying, pass(), pass()]);
        await pass();
        expect(faults.length).toBeGreaterThan(0);
        expect(await byHub(reversal)).toEqual([action]);
        expect((await linesOf(reversal)).map((line) => line.action)).toEqual([action]);
        expect((await shown(reversal)).status).toBe(status);
      },
    );

    it('reminds again after each further limit, and calls those who can decide', async () => {
      await configure(policyOf({ ...managers, within: '8h' }));
      const reversal = await logged({ identifiers: [await payment()] }, as('manager'));
      for (let limit = 0; limit < 3; limit += 1) {
        later(8);
        await pass();
      }
      expect(await byHub(reversal)).toEqual(['step_reminded', 'step_reminded', 'step_reminded']);
      expect((await linesOf(reversal)).at(-1)).toMatchObject({
        within: '8h',
        waitingFor: 'a decision by manager',
        mentions: 'U0SAM',
      });
    });

    it('escalated: those it went to may decide, beside those named; it is escalated once', async () => {
      await configure(policyOf(timed('escalate')));
      const [first, second] = [await pending(), await pending()];
      expect(await told(decide(as('admin'), first))).toBe('approver_not_named');
      later(8);
      await pass();
      later(8);
      await pass();
      expect(await byHub(first)).toEqual(['step_escalated', 'step_reminded']);
      expect(await desk().waitingFor(await shown(first))).toBe('a decision by manager or admin');
      expect(await told(decide(as('admin'), first))).toBe('approved');
      expect(await told(decide(as('manager'), second))).toBe('approved');
    });

    it('whoever it was escalated to may approve less as well', async () => {
      await configure(policyOf(timed('escalate', { need: 2 })));
      const reversal = await pending();
      later(8);
      await pass();
      const lower = { amount: usd(3_000n) };
      expect(await told(decide(as('admin'), reversal, lower))).toBe('pending_approval');
      expect(await shown(reversal)).toMatchObject({ round: 2, amount: lower.amount });
      const fresh = await shown(reversal);
      expect(await told(decide(as('manager'), fresh))).toBe('approved');
    });

    it('reassigned: those named before may not, those it went to may', async () => {
      await configure(policyOf(timed('reassign')));
      const reversal = await pending();
      later(8);
      await pass();
      expect(await told(decide(as('manager'), reversal))).toBe('approver_not_named');
      expect(await desk().waitingFor(await shown(reversal))).toBe('a decision by admin');
      expect(await told(decide(as('admin'), reversal))).toBe('approved');
    });

    it('rejected by the hub: history says why, and the ticket is told', async () => {
      await configure(policyOf(timed('reject')));
      const reversal = await loggedFromSource({ identifiers: [await payment()] });
      later(8);
      await pass();
      expect((await historyOf(reversal)).at(-1)).toMatchObject({
        actor: 'hub',
        action: 'rejected_by_policy',
        facts: { from: 'pending_approval', to: 'rejected' },
        values: { reason: 'no decision within 8h' },
      });
      expect(await space.effectsOf(reversal)).toContain('write_back');
      expect(await told(decide(as('manager'), reversal))).toBe('already_final');
    });

    it.each([
      ['a chargeback', { type: 'chargeback', kind: 'fact' }],
      ['a customer’s claim of one', { type: 'chargeback', kind: 'request' }],
      ['a bank return', { type: 'bank_reversal', kind: 'fact' }],
      ['a refund that has happened', { type: 'refund', kind: 'fact' }],
    ] as const)('never rejects %s: it reminds instead', async (_name, what) => {
      await configure(policyOf(timed('reject')));
      const reversal = await loggedFromSource({ ...what, identifiers: [await payment()] });
      later(8);
      await pass();
      expect(await byHub(reversal)).toEqual(['step_reminded']);
      expect((await shown(reversal)).status).toBe('pending_approval');
    });
  });

  describe('the clock of a step', () => {
    it('starts when the step opens, and is silent once it is decided', async () => {
      await configure(policyOf(timed('remind'), { ...admins, within: '4h' }));
      const reversal = await pending();
      later(7);
      expect(await told(decide(as('manager'), reversal))).toBe('pending_approval');
      later(3);
      await pass();
      expect(await byHub(reversal)).toEqual([]);
      later(1);
      await pass();
      expect(await byHub(reversal)).toEqual(['step_reminded']);
      expect(await told(decide(as('admin'), reversal))).toBe('approved');
      later(100);
      await pass();
      expect(await byHub(reversal)).toHaveLength(1);
    });

    it('starts anew with new content, and what was escalated is asked again from the beginning', async () => {
      await configure(policyOf(timed('escalate')));
      const reversal = await pending();
      later(8);
      await pass();
      await desk().edit(as('agent'), reversal.reference, { amount: usd(6_000n) });
      later(7);
      await pass();
      const now = await shown(reversal);
      expect(await told(decide(as('admin'), now))).toBe('approver_not_named');
      later(1);
      await pass();
      expect(await byHub(reversal)).toEqual(['step_escalated', 'step_escalated']);
    });

    it('stands still while changes are asked for', async () => {
      await configure(policyOf(timed('remind')));
      const reversal = await pending();
      const changes = { action: 'request_changes', reason: redacted('the receipt') } as const;
      expect(await told(decide(as('manager'), reversal, changes))).toBe('changes_requested');
      later(50);
      await pass();
      expect(await byHub(reversal)).toEqual([]);
      await decide(as('agent'), reversal, { action: 'confirm' });
      later(8);
      await pass();
      expect(await byHub(reversal)).toEqual(['step_reminded']);
    });

    it('of a limit that came with the configuration starts with it', async () => {
      await configure(policyOf(managers));
      const reversal = await pending();
      later(100);
      await configure(policyOf(timed('reject')));
      await keepAllTurns(tools());
      await pass();
      expect(await byHub(reversal)).toEqual([]);
      later(8);
      await pass();
      expect(await byHub(reversal)).toEqual(['rejected_by_policy']);
    });

    it('of a limit that the configuration took away rings no more', async () => {
      await configure(policyOf(timed('reject')));
      const reversal = await pending();
      later(7);
      await configure(policyOf(managers));
      later(2);
      await pass();
      expect(await byHub(reversal)).toEqual([]);
      expect((await shown(reversal)).status).toBe('pending_approval');
    });

    it('counts office hours of the client, but never for a dispute', async () => {
      const officeHours: OfficeHours = {
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        from: '09:00',
        to: '17:00',
      };
      await configure(policyOf(timed('remind')), { officeHours });
      // A Friday, 16:00 in New York.
      clock.now = new Date('2027-01-08T21:00:00Z');
      const refund = await pending();
      const dispute = await loggedFromSource({
        type: 'chargeback',
        kind: 'fact',
        identifiers: [await payment()],
        dispute: { stage: 'chargeback', respondBy: new Date('2027-01-30T00:00:00Z') },
      });
      later(8);
      await pass();
      expect(await byHub(dispute)).toEqual(['step_reminded']);
      expect(await byHub(refund)).toEqual([]);
      clock.now = new Date('2027-01-11T20:59:00Z');
      await pass();
      expect(await byHub(refund)).toEqual([]);
      clock.now = new Date('2027-01-11T21:00:00Z');
      await pass();
      expect(await byHub(refund)).toEqual(['step_reminded']);
      clock.now = new Date('2027-02-01T00:00:00Z');
    });
  });

  describe('with nobody eligible', () => {
    it('it goes to the admins when it is logged, and says so', async () => {
      await configure(policyOf({ from: ['manager@example.com'], need: 1 }));
      const reversal = await logged({ identifiers: [await payment()] }, as('manager'));
      expect(await byHub(reversal)).toEqual(['step_fallback']);
      expect(await linesOf(reversal)).toMatchObject([
        { action: 'step_fallback', asked: 'a named approver', asksNow: 'admin' },
      ]);
      expect(await desk().waitingFor(await shown(reversal))).toBe(
        'a decision by a named approver or admin',
      );
      expect(await told(decide(as('admin'), reversal))).toBe('approved');
    });

    it('or to those the policy names for it, when the last one who could turns out to have asked', async () => {
      const policy = {
        ...policyOf({ from: ['manager@example.com'], need: 1 }),
        fallback: ['second@example.com'],
      };
      await configure(policy);
      const reversal = await loggedFromSource({ identifiers: [await payment()] });
      expect(await byHub(reversal)).toEqual([]);
      const staff = [{ name: 'Max', email: 'manager@example.com' }];
      await desk().addFromSource(reversal.id, 'acme-zendesk', [], staff);
      expect(await byHub(reversal)).toEqual(['step_fallback']);
      expect(await told(decide(as('admin'), reversal))).toBe('approver_not_named');
      expect(await told(decide(as('second'), reversal))).toBe('approved');
    });
  });

  describe('somebody away', () => {
    const away = (from: string, until: string) => ({
      delegate: {
        email: 'manager@example.com',
        to: 'agent@example.com',
        from: new Date(from),
        until: new Date(until),
      },
    });

    it('is stood in for: the vote, history and thread say for whom', async () => {
      clock.now = new Date('2027-03-03T12:00:00Z');
      await configure(policyOf({ ...managers, need: 2 }), away('2027-03-01', '2027-03-08'));
      const reversal = await loggedFromSource({ identifiers: [await payment()] });
      expect(await told(decide(as('agent'), reversal))).toBe('pending_approval');
      const now = await shown(reversal);
      expect(now.approvals).toMatchObject([
        { personName: 'Ada Agent', standsInFor: { name: 'Max Manager' } },
      ]);
      expect((await historyOf(reversal)).at(-1)?.values).toMatchObject({
        standsInFor: 'Max Manager',
      });
      expect((await linesOf(reversal)).at(-1)?.actor).toBe('Ada Agent for Max Manager');
      // One name, one vote: whoever is away adds nothing to what was decided for them.
      const again = await decide(as('manager'), reversal);
      expect(again).toMatchObject({ refused: 'already_decided', facts: { by: 'Ada Agent' } });
      expect(await told(decide(as('second'), reversal))).toBe('approved');
    });

    it.each([
      ['before it begins', '2027-03-04', '2027-03-08'],
      ['from when it ends', '2027-03-01', '2027-03-03T12:00:00Z'],
    ])('is not stood in for %s', async (_name, from, until) => {
      clock.now = new Date('2027-03-03T12:00:00Z');
      await configure(policyOf(managers), away(from, until));
      const reversal = await loggedFromSource({ identifiers: [await payment()] });
      expect(await told(decide(as('agent'), reversal))).toBe('approver_not_named');
    });

    it('who asked for it stands in for nobody, and nobody for who asked', async () => {
      clock.now = new Date('2027-03-03T12:00:00Z');
      await configure(policyOf(managers), away('2027-03-01', '2027-03-08'));
      expect(await told(decide(as('agent'), await pending()))).toBe('requester_cannot_approve');
      const asked = await logged({ identifiers: [await payment()] }, as('manager'));
      expect(await told(decide(as('agent'), asked))).toBe('approver_not_named');
    });
  });

  describe('turns', () => {
    const inTurn = policyOf({ ...managers, take: 'round_robin' });
    const holderOf = async (reversal: Reversal) => {
      const id = (await shown(reversal)).stepTurn?.holderId;
      return [as('manager'), as('second')].find((one) => one.person.id === id)?.person.name;
    };

    it('go round, also for entries that come at once; anybody of the step may decide', async () => {
      await configure(inTurn);
      const made = await Promise.all(Array.from({ length: 6 }, () => pending()));
      const holders = await Promise.all(made.map(holderOf));
      expect(holders.filter((name) => name === 'Max Manager')).toHaveLength(3);
      expect(holders.filter((name) => name === 'Sam Second')).toHaveLength(3);
      const [first] = made;
      if (!first) throw new Error('six were made');
      const other = holders[0] === 'Max Manager' ? 'second' : 'manager';
      expect(await told(decide(as(other), first))).toBe('approved');
      expect((await shown(first)).stepTurn?.holderId).toBeNull();
    });

    it('wait in the queue of whose turn it is, and in everybody’s once they are overdue', async () => {
      await configure(policyOf({ ...managers, take: 'round_robin', within: '8h' }));
      const reversal = await pending();
      const holder = await holderOf(reversal);
      const isWaiting = async (name: string) => {
        const queue = await desk().queueOf(as(name).person);
        return queue.entries.some((one) => one.id === reversal.id);
      };
      const [own, other] = holder === 'Max Manager' ? ['manager', 'second'] : ['second', 'manager'];
      expect([await isWaiting(own ?? ''), await isWaiting(other ?? '')]).toEqual([true, false]);
      later(8);
      await pass();
      expect([await isWaiting(own ?? ''), await isWaiting(other ?? '')]).toEqual([true, true]);
      expect((await linesOf(reversal)).at(-1)?.mentions).toBe(
        holder === 'Max Manager' ? 'U0MAX' : 'U0SAM',
      );
    });

    it('pass over who asked, and who is away', async () => {
      await configure(inTurn);
      const asked = await logged({ identifiers: [await payment()] }, as('manager'));
      expect(await holderOf(asked)).toBe('Sam Second');
      const delegate = {
        email: 'second@example.com',
        to: 'agent@example.com',
        from: new Date(clock.now.getTime() - 1),
        until: new Date(clock.now.getTime() + 1_000),
      };
      await configure(inTurn, { delegate });
      for (let made = 0; made < 3; made += 1)
        expect(await holderOf(await pending())).toBe('Max Manager');
    });

    it('go on to the next when whose turn it was comes to have asked for it', async () => {
      await configure(inTurn);
      const reversal = await loggedFromSource({ identifiers: [await payment()] });
      const before = await holderOf(reversal);
      const email = before === 'Max Manager' ? 'manager@example.com' : 'second@example.com';
      await desk().addFromSource(reversal.id, 'acme-zendesk', [], [{ name: null, email }]);
      expect([before, await holderOf(reversal)].sort()).toEqual(['Max Manager', 'Sam Second']);
    });
  });
}
