import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Policy, PolicyStep } from '../../core/reversals/approval-policy.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { keepAllTurns, passDueSteps } from '../../core/reversals/step-clock.js';
import { queueOf } from '../../core/reversals/work-queue.js';
import { type DeskSpace, policy } from './desk-space.js';
import { exampleSettings, redacted } from './storage-fixture.js';

const asking = (...steps: PolicyStep[]): Policy => ({ ...policy, rules: [{ steps }] });
const one: PolicyStep = { from: ['role:manager'], need: 1 };
const two: PolicyStep = { from: ['role:manager'], need: 2 };
const timed = (then: PolicyStep['then']): PolicyStep => ({ ...one, within: '8h', then });

/** Where less is asked and enough decided, it is approved by a press alone, and somebody is asked for it. */
export function enoughGuarantees(space: DeskSpace) {
  const { applyPolicy, as, clock, decide, desk, fixture, historyOf, pending, shown, told } = space;
  const tools = () => ({
    store: fixture().books.reversals,
    now: () => clock.now,
    newId: randomUUID,
    writeBackDelayMs: 30_000,
  });
  const waitsFor = async ({ reference }: Reversal) => {
    const waiting = [];
    for (const name of ['agent', 'manager', 'second', 'admin']) {
      const { person } = as(name);
      const { entries } = await queueOf(tools().store, person, ['acme'], clock.now);
      if (entries.some((entry) => entry.reference === reference)) waiting.push(name);
    }
    return waiting;
  };
  const byHub = async (reversal: Reversal) =>
    (await historyOf(reversal)).filter((line) => line.surface === 'hub').map((line) => line.action);
  const linesOf = async ({ id }: Reversal) =>
    (
      await fixture().database.prisma.effect.findMany({
        where: { reversalId: id, kind: 'add_thread_line' },
        orderBy: { createdAt: 'asc' },
      })
    ).map((row) => row.payload as Record<string, string>);
  /** One of two has decided when the policy comes to ask for less. */
  const enough = async (less: Policy, more: Policy = asking(two)) => {
    await applyPolicy(more);
    const reversal = await pending();
    await decide(as('manager'), reversal);
    await applyPolicy(less);
    return reversal;
  };
  const settling = 'one more press to settle it: less is asked now, and enough decided already';

  it('it stands in the queue of whoever decided and of those asked, until one of them presses', async () => {
    const reversal = await enough(asking(one));
    expect(await waitsFor(reversal)).toEqual(['manager', 'second']);
    expect(await told(decide(as('second'), reversal))).toBe('approved');
    expect(await waitsFor(reversal)).toEqual([]);
    await applyPolicy(policy);
  });

  it('its thread says once why it still waits, however often it is looked at', async () => {
    const reversal = await enough(asking(one));
    await keepAllTurns(tools());
    await keepAllTurns(tools());
    expect(await byHub(reversal)).toEqual(['enough_decided']);
    const lines = (await linesOf(reversal)).map(({ action }) => action);
    expect(lines).toEqual(['approve', 'enough_decided']);
    expect((await shown(reversal)).status).toBe('pending_approval');
    await applyPolicy(policy);
  });

  it('a policy that asks for more and again for less says it again', async () => {
    const reversal = await enough(asking(one));
    for (const now of [asking(one), asking(two), asking(one)]) {
      await applyPolicy(now);
      await keepAllTurns(tools());
    }
    expect(await byHub(reversal)).toEqual(['enough_decided', 'enough_decided']);
    await applyPolicy(policy);
  });

  it('it is reminded of like any step, and no clock rejects what enough people approved', async () => {
    const reversal = await enough(asking(timed('reject')));
    await keepAllTurns(tools());
    clock.now = new Date(clock.now.getTime() + 9 * 3_600_000);
    await passDueSteps(tools(), (error) => {
      throw error;
    });
    expect(await byHub(reversal)).toEqual(['enough_decided', 'step_reminded']);
    expect((await linesOf(reversal)).at(-1)).toMatchObject({ waitingFor: settling });
    expect((await shown(reversal)).status).toBe('pending_approval');
    await applyPolicy(policy);
  });

  it('whoever decided has left, and nobody else is asked: it goes to the admins', async () => {
    const lone: PolicyStep = { from: ['second@example.com'], need: 1 };
    const [acme, globex] = exampleSettings.clients;
    if (!acme || !globex) throw new Error('two clients');
    const delegate = {
      toEmail: 'agent@example.com',
      from: new Date(clock.now.getTime() - 1),
      until: new Date(clock.now.getTime() + 86_400_000),
    };
    const configure = (rule: Policy, isAgentHere: boolean) =>
      fixture().books.applySettings({
        ...exampleSettings,
        clients: [{ ...acme, chatChannelId: 'C0ACME', policy: rule }, globex],
        people: exampleSettings.people
          .filter(({ email }) => isAgentHere || email !== 'agent@example.com')
          .map((person) => ({
            ...person,
            delegate: person.email === 'second@example.com' && isAgentHere ? delegate : null,
          })),
      });
    await configure(asking(lone, one), true);
    const reversal = await space.loggedFromSource({ identifiers: [await space.payment()] });
    expect(await told(decide(as('agent'), reversal))).toBe('pending_approval');
    await configure(asking(lone), false);
    await keepAllTurns(tools());
    expect(await byHub(reversal)).toEqual(['step_fallback', 'enough_decided']);
    expect(await waitsFor(reversal)).toEqual(['admin']);
    expect(await told(decide(as('admin'), reversal))).toBe('approved');
    await applyPolicy(policy);
  });

  it.each([
    ['a reason', { reasonRequired: true }, 'reason_required'],
    ['evidence', { evidenceRequired: true }, 'evidence_required'],
  ] as const)(
    'fewer people but %s: the press that settles it brings it',
    async (_name, over, refusal) => {
      const reversal = await enough(asking({ ...one, ...over }));
      expect(await told(decide(as('manager'), reversal))).toBe(refusal);
      await desk().addEvidence(as('agent'), {
        reference: reversal.reference,
        url: redacted('https://files.example/receipt.pdf'),
        name: redacted('the receipt'),
        checksum: null,
        requestKey: undefined,
      });
      const reason = redacted('the receipt is there');
      const now = await shown(reversal);
      expect(await told(decide(as('manager'), now, { reason }))).toBe('approved');
      await applyPolicy(policy);
    },
  );

  it('one who chose otherwise than those who agree settles nothing by pressing again', async () => {
    await applyPolicy(asking({ from: ['role:manager', 'role:admin'], need: 3 }));
    const reversal = await space.loggedFromSource({
      type: 'chargeback',
      kind: 'fact',
      dispute: { stage: 'chargeback', respondBy: null },
      identifiers: [await space.payment()],
    });
    const press = (who: string, action: 'contest' | 'accept') => {
      clock.now = new Date(clock.now.getTime() + 1_000);
      return told(decide(as(who), reversal, { action }));
    };
    expect(await press('admin', 'contest')).toBe('pending_approval');
    expect(await press('manager', 'accept')).toBe('pending_approval');
    expect(await press('second', 'accept')).toBe('pending_approval');
    await applyPolicy(asking({ from: ['role:manager', 'role:admin'], need: 2 }));
    expect(await waitsFor(reversal)).toEqual(['manager', 'second']);
    expect(await press('admin', 'contest')).toBe('pending_approval');
    expect(await press('second', 'accept')).toBe('approved');
    expect((await shown(reversal)).outcome).toBe('accept');
    await applyPolicy(policy);
  });
}
