import { afterAll, beforeAll, expect, it } from 'vitest';
import { visibleHistory, visibleReversal } from '../../core/access/visible-to.js';
import type { PolicyRule, PolicyStep } from '../../core/reversals/approval-policy.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Person, Reversal } from '../../core/reversals/reversal.js';
import { type DeskSpace, policy } from './desk-space.js';
import { exampleSettings, redacted } from './storage-fixture.js';

/** `name` of a person, or `name ✗ refusal` for one who may not. */
type Vote = string;

/** Who has to decide, from end to end: how many, of whom, with which words, and the client's own. */
export function needsGuarantees(space: DeskSpace) {
  const { applyPolicy, clock, decide, desk, fixture, historyOf, logged, payment, pending, shown } =
    space;
  const extra = [
    ['owner@acme.example', 'Olga Owner', 'client_approver', ['acme']],
    ['other@globex.example', 'Otto Other', 'client_approver', ['globex']],
    ['third@example.com', 'Tea Third', 'manager', ['acme', 'globex']],
    ['payer@example.com', 'Pam Payer', 'payer', ['acme', 'globex']],
  ] as const;
  const people = [
    ...exampleSettings.people,
    ...extra.map(([email, name, role, clients]) => ({
      email,
      name,
      role,
      clients: [...clients],
      chatUserId: null,
      timezone: null,
    })),
  ];
  const ask = (steps: readonly PolicyStep[]) => askBy([{ steps }]);
  const askBy = async (rules: readonly PolicyRule[]) => {
    const [acme, globex] = exampleSettings.clients;
    if (!acme || !globex) throw new Error('two clients');
    const asking = { name: 'standard', rules };
    await fixture().books.applySettings({
      ...exampleSettings,
      people,
      clients: [{ ...acme, chatChannelId: 'C0ACME', policy: asking }, globex],
    });
  };
  const known = new Map<string, Person>();
  const person = (name: string) => {
    const found = known.get(name);
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const vote = async (reversal: Reversal, name: string, over: object = {}) => {
    const result = await decide({ person: person(name), surface: 'rest' }, reversal, over);
    return isRefusal(result) ? result.refused : result.reversal.status;
  };

  beforeAll(async () => {
    await ask([{ from: ['role:manager'], need: 1 }]);
    for (const one of await fixture().books.directory.all()) {
      known.set(one.email.split('@')[0] ?? '', one);
    }
  });
  afterAll(() => applyPolicy(policy));

  const managers = ['role:manager'];
  const table: readonly (readonly [string, readonly PolicyStep[], readonly Vote[], string])[] = [
    ['any of three', [{ from: managers, need: 'any' }], ['second'], 'approved'],
    ['two of three', [{ from: managers, need: 2 }], ['manager', 'third'], 'approved'],
    [
      'two of three, one twice',
      [{ from: managers, need: 2 }],
      ['manager', 'manager'],
      'pending_approval',
    ],
    ['most of three', [{ from: managers, need: 'majority' }], ['manager', 'second'], 'approved'],
    [
      'most of three, one so far',
      [{ from: managers, need: 'majority' }],
      ['third'],
      'pending_approval',
    ],
    ['all of three', [{ from: managers, need: 'all' }], ['manager', 'second', 'third'], 'approved'],
    [
      'all of three, two so far',
      [{ from: managers, need: 'all' }],
      ['manager', 'second'],
      'pending_approval',
    ],
    [
      'one by name',
      [{ from: ['second@example.com'], need: 1 }],
      ['manager ✗ approver_not_named', 'second'],
      'approved',
    ],
    [
      'a role and a name',
      [{ from: ['role:admin', 'third@example.com'], need: 2 }],
      ['third', 'admin'],
      'approved',
    ],
    [
      'one after the other: never the second first, and nobody for both',
      [
        { from: managers, need: 1 },
        { from: ['role:manager', 'role:admin'], need: 1 },
      ],
      ['admin ✗ approver_not_named', 'manager', 'manager', 'admin'],
      'approved',
    ],
    [
      'whoever asked',
      [{ from: ['role:agent', 'role:manager'], need: 1 }],
      ['agent ✗ requester_cannot_approve', 'third'],
      'approved',
    ],
    [
      'who pays',
      [{ from: ['role:payer', 'role:manager'], need: 1 }],
      ['payer ✗ not_permitted', 'manager'],
      'approved',
    ],
    [
      'the client',
      [{ from: ['client'], need: 1 }],
      ['manager ✗ approver_not_named', 'owner'],
      'approved',
    ],
    [
      'another client’s approver',
      [{ from: ['client'], need: 1 }],
      ['other ✗ not_found', 'owner'],
      'approved',
    ],
    [
      'the client, then the company',
      [
        { from: ['client'], need: 1 },
        { from: managers, need: 'any' },
      ],
      ['second ✗ approver_not_named', 'owner', 'second'],
      'approved',
    ],
    [
      'the client or the company',
      [{ from: ['client', 'role:admin'], need: 'any' }],
      ['owner'],
      'approved',
    ],
  ];
  it.each(table)('%s', async (_name, steps, votes, ends) => {
    await ask(steps);
    const reversal = await pending();
    for (const said of votes) {
      const [name = '', refused] = said.split(' ✗ ');
      const told = await vote(reversal, name);
      if (refused) expect([name, told]).toEqual([name, refused]);
      else expect(['pending_approval', 'approved']).toContain(told);
    }
    expect((await shown(reversal)).status).toBe(ends);
  });

  it('a step that requires a reason takes no vote without one, of the client neither', async () => {
    await ask([{ from: ['client', 'role:manager'], need: 2, reasonRequired: true }]);
    const reversal = await pending();
    const reason = redacted('agreed on the phone');
    for (const name of ['manager', 'owner']) {
      expect(await vote(reversal, name)).toBe('reason_required');
      expect(await vote(reversal, name, { reason: redacted('   ') })).toBe('reason_required');
    }
    expect(await vote(reversal, 'manager', { reason })).toBe('pending_approval');
    expect(await vote(reversal, 'owner', { reason })).toBe('approved');
  });

  it('minRisk asks more people where the entry shows signs of fraud, in its votes and its history', async () => {
    const rules = [
      { when: { minRisk: 40 }, steps: [{ from: managers, need: 2 }] },
      { steps: [{ from: managers, need: 1 }] },
    ];
    await askBy(rules);
    const plain = await pending();
    expect(await vote(plain, 'manager')).toBe('approved');
    const risky = await logged({ identifiers: [await payment()], reasonCode: '10.4' });
    expect(await vote(risky, 'manager')).toBe('pending_approval');
    expect(await vote(risky, 'second')).toBe('approved');
    const [line] = await historyOf(risky);
    expect(line).toMatchObject({ action: 'logged', facts: { risk: 40 } });
  });

  it('the client’s approver sees that client only, no agent data and nothing of how it is asked', async () => {
    await ask([{ from: managers, need: 2 }]);
    const reversal = await pending();
    await vote(reversal, 'manager', { reason: redacted('as agreed') });
    const owner = person('owner');
    const seen = await desk().show(owner, reversal.reference);
    if (isRefusal(seen)) throw new Error(seen.refused);
    const parts = [visibleReversal(owner, seen), visibleHistory(owner, await historyOf(reversal))];
    const told = JSON.stringify(parts, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    for (const hidden of [
      'Ada Agent',
      'Max Manager',
      'as agreed',
      '"asks"',
      'hasStranger',
      '"risk"',
    ]) {
      expect(told).not.toContain(hidden);
    }
    expect(await desk().show(person('other'), reversal.reference)).toMatchObject({
      refused: 'not_found',
    });
  });

  it.each([
    ['by name', 'Max Manager', 'not_permitted'],
    ['by e-mail', 'manager@example.com', 'not_permitted'],
    ['themselves', 'owner@acme.example', null],
  ])(
    'the client’s approver cannot ask whose entries are whose: %s',
    async (_how, agent, refused) => {
      await ask([{ from: managers, need: 1 }]);
      const owner = person('owner');
      const filter = { agent, clients: ['acme'] };
      const asked = [
        await desk().find(owner, filter, 10, null),
        await desk().measure(owner, filter, null),
        await desk().measure(owner, filter, 'type'),
      ];
      for (const one of asked) expect(isRefusal(one) ? one.refused : null).toBe(refused);
      expect(isRefusal(await desk().find(person('manager'), filter, 10, null))).toBe(false);
    },
  );

  it('time that the client took is recorded apart, and the first decision’s median is without it', async () => {
    await ask([
      { from: ['client'], need: 1 },
      { from: managers, need: 1 },
    ]);
    const start = clock.now;
    const after = (minutes: number) => {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    };
    clock.now = new Date('2026-05-04T08:00:00Z');
    const from = clock.now;
    const reversal = await pending();
    after(90);
    await vote(reversal, 'owner');
    after(30);
    await vote(reversal, 'second');
    const facts = (await historyOf(reversal)).map((line) => line.facts.clientWaitMs ?? null);
    expect(facts).toEqual([null, 90 * 60_000, null]);
    const { insight } = fixture().books;
    expect(await insight.clientWait(['acme'], from, clock.now)).toEqual({
      count: 1,
      medianMs: 90 * 60_000,
    });
    expect(await insight.medianDecisionMs(['acme'], from, clock.now)).toBe(0);
    expect(await insight.clientWait(['globex'], from, clock.now)).toEqual({
      count: 0,
      medianMs: null,
    });
    clock.now = start;
  });
}
