import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../core/reversals/approval-policy.js';
import type { ClientFacts } from '../../../core/reversals/ports.js';
import type { Approval, Person, Reversal, Role } from '../../../core/reversals/reversal.js';
import type { StepChange } from '../../../core/reversals/step-turn.js';
import { waitingForOf } from '../../../core/reversals/waiting-for.js';
import { whoDecides } from '../../../core/reversals/who-decides.js';
import { reversal as entry } from '../bot/reversal-builder.js';

const at = new Date('2026-03-03T12:00:00Z');
const person = (id: string, role: Role, over: Partial<Person> = {}): Person => ({
  id,
  email: `${id}@northwind.example`,
  name: id,
  role,
  clients: ['acme'],
  chatUserId: null,
  timezone: null,
  ...over,
});
const away = (toId: string, from = '2026-03-01', until = '2026-03-08') => ({
  delegations: [{ toId, from: new Date(from), until: new Date(until) }],
});
const people = [
  person('ann', 'manager'),
  person('bob', 'manager'),
  person('cem', 'compliance'),
  person('dee', 'agent'),
  person('eve', 'admin'),
  person('pat', 'payer'),
  person('mia', 'client_approver'),
];
const withAway = (id: string, toId: string, from?: string, until?: string) =>
  people.map((one) => (one.id === id ? { ...one, ...away(toId, from, until) } : one));
const vote = (personId: string, standsInFor?: string): Approval => ({
  personId,
  personName: personId,
  decision: 'approve',
  at,
  surface: 'rest',
  reason: null,
  ...(standsInFor ? { standsInFor: { id: standsInFor, name: standsInFor } } : {}),
});
const policyOf = (...steps: Policy['rules'][number]['steps'][number][]): Policy => ({
  name: 'x',
  rules: [{ steps }],
});
const client = (policy: Policy | null): ClientFacts => ({
  id: 'acme',
  name: 'Acme',
  currency: 'USD',
  timezone: 'UTC',
  policy,
  chatChannelId: null,
});
const managers = policyOf({ from: ['role:manager'], need: 'any' });
const asked = (over: Partial<Reversal> = {}): Reversal =>
  entry({ clientId: 'acme', status: 'pending_approval', loggedBy: null, requesters: [], ...over });
const requestedBy = (...ids: string[]) => ({
  requesters: ids.map((id) => ({ person: { id, name: id, email: `${id}@x.example` }, label: id })),
});
const changed = (...changes: StepChange[]) => ({
  round: 1,
  stepTurn: {
    round: 1,
    step: 0,
    openedAt: at,
    dueAt: null,
    within: '8h',
    timesPassed: 1,
    changes,
    holderId: null,
    isEnough: false,
  },
});
const names = (
  reversal: Reversal,
  policy: Policy = managers,
  known: readonly Person[] = people,
  when = at,
) => whoDecides(reversal, client(policy), known, when)?.people.map((one) => one.id);

describe('who can decide now', () => {
  const both = policyOf({ from: ['role:manager', 'role:compliance'], need: 2 });
  it.each([
    ['those the step names', asked(), managers, ['ann', 'bob']],
    ['not who asked', asked(requestedBy('ann')), managers, ['bob']],
    ['not who logged it', asked({ loggedBy: { id: 'bob', name: 'bob' } }), managers, ['ann']],
    ['not who voted', asked({ approvals: [vote('ann')] }), both, ['bob', 'cem']],
    ['never a payer', asked(), policyOf({ from: ['role:payer', 'role:admin'], need: 1 }), ['eve']],
    ['the client’s own', asked(), policyOf({ from: ['client'], need: 1 }), ['mia']],
    [
      'the next step after the first is met',
      asked({ approvals: [vote('ann')] }),
      policyOf({ from: ['role:manager'], need: 1 }, { from: ['role:admin'], need: 1 }),
      ['eve'],
    ],
    ['nobody where nobody is left', asked(requestedBy('ann', 'bob')), managers, []],
  ] as const)('%s', (_name, reversal, policy, expected) => {
    expect(names(reversal, policy)).toEqual(expected);
  });

  it.each(['approved', 'needs_review', 'changes_requested', 'rejected'] as const)(
    'no step is open while it is %s',
    (status) => expect(names(asked({ status }))).toBeUndefined(),
  );

  it('escalated: those it went to may decide too, and need no more votes for it', () => {
    const reversal = asked(changed({ step: 0, how: 'escalate', names: ['role:admin'] }));
    const all = policyOf({ from: ['role:manager'], need: 'all' });
    const open = whoDecides(reversal, client(all), people, at);
    expect(open).toMatchObject({ have: 0, needed: 2 });
    expect(open?.people.map((one) => one.id)).toEqual(['ann', 'bob', 'eve']);
    expect(waitingForOf(reversal, client(all), people)).toBe('2 decisions by manager or admin');
  });

  it('reassigned: only they may, and a vote given before still counts', () => {
    const change: StepChange = {
      step: 0,
      how: 'reassign',
      names: ['role:compliance', 'role:admin'],
    };
    const two = policyOf({ from: ['role:manager'], need: 2 });
    const reversal = asked({ approvals: [vote('ann')], ...changed(change) });
    expect(whoDecides(reversal, client(two), people, at)).toMatchObject({ have: 1, needed: 2 });
    expect(names(reversal, two)).toEqual(['cem', 'eve']);
  });

  it('a change of one step touches no other, and ends with its round', () => {
    const steps = policyOf(
      { from: ['role:manager'], need: 1 },
      { from: ['role:compliance'], need: 1 },
    );
    const change: StepChange = { step: 0, how: 'escalate', names: ['role:admin'] };
    const met = asked({ approvals: [vote('eve')], ...changed(change) });
    expect(names(met, steps)).toEqual(['cem']);
    expect(names({ ...met, round: 2, approvals: [] }, steps)).toEqual(['ann', 'bob']);
  });

  it.each([
    ['while they are away', withAway('ann', 'dee'), ['ann', 'bob', 'dee']],
    ['not before', withAway('ann', 'dee', '2026-03-04', '2026-03-08'), ['ann', 'bob']],
    [
      'not from the instant it ends',
      withAway('ann', 'dee', '2026-03-01', at.toISOString()),
      ['ann', 'bob'],
    ],
    ['a payer never', withAway('ann', 'pat'), ['ann', 'bob']],
    ['the merchant’s own never for the company’s', withAway('ann', 'mia'), ['ann', 'bob']],
    ['nor the company’s for the merchant’s own', withAway('mia', 'dee'), ['ann', 'bob']],
    ['somebody who does not see this client', withAway('ann', 'zoe'), ['ann', 'bob']],
  ] as const)('stands in for somebody: %s', (_name, known, expected) => {
    expect(names(asked(), managers, known)).toEqual(expected);
  });

  it('who asked stands in for nobody, and nobody stands in for who asked', () => {
    expect(names(asked(requestedBy('dee')), managers, withAway('ann', 'dee'))).toEqual([
      'ann',
      'bob',
    ]);
    expect(names(asked(requestedBy('ann')), managers, withAway('ann', 'dee'))).toEqual(['bob']);
  });

  it('one name is one vote, whoever of the two gives it', () => {
    const two = policyOf({ from: ['role:manager'], need: 2 });
    const known = withAway('ann', 'dee');
    const stoodIn = asked({ approvals: [vote('dee', 'ann')] });
    expect(names(stoodIn, two, known)).toEqual(['bob']);
    expect(names(asked({ approvals: [vote('ann')] }), two, known)).toEqual(['bob']);
    const twice = asked({ approvals: [vote('dee', 'ann'), vote('ann')] });
    expect(whoDecides(twice, client(two), known, at)).toMatchObject({ have: 1, needed: 2 });
  });

  it('a vote counts on after the time away is over', () => {
    const two = policyOf({ from: ['role:manager'], need: 2 });
    const stoodIn = asked({ approvals: [vote('dee', 'ann')] });
    expect(whoDecides(stoodIn, client(two), people, at)).toMatchObject({ have: 1 });
  });

  it.each([
    ['whoever decided, and those the last step names', [vote('ann')], managers, ['ann', 'bob']],
    [
      'also who decided and is no longer named',
      [vote('cem'), vote('eve')],
      policyOf({ from: ['role:admin'], need: 1 }),
      ['cem', 'eve'],
    ],
    [
      'not who chose otherwise than those who agree',
      [{ ...vote('bob'), decision: 'contest' }, vote('ann')],
      managers,
      ['ann'],
    ],
    ['not whom somebody stood in for', [vote('dee', 'ann')], managers, ['bob', 'dee']],
  ] as const)('enough decided already: %s', (_name, approvals, policy, expected) => {
    const reversal = asked({ approvals });
    expect(whoDecides(reversal, client(policy), people, at)).toMatchObject({ isEnough: true });
    expect(names(reversal, policy)).toEqual(expected);
  });
});
