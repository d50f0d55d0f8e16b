import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isNamed,
  mayDecide,
  openStep,
  type Policy,
  type PolicyStep,
  requirementFor,
  votesNeeded,
} from '../../../core/reversals/approval-policy.js';
import { type Currency, parseCurrency } from '../../../core/reversals/money.js';
import type { Approval, Person, Reversal, Role } from '../../../core/reversals/reversal.js';

const currency = (code: string) => parseCurrency(code) as Currency;
const usd = (minor: bigint) => ({ minor, currency: currency('USD') });
const payment = {
  id: 'p',
  processor: null,
  identifiers: [],
  captured: usd(100_000n),
  left: usd(100_000n),
};
const judged = (over: Partial<Reversal> & { risk?: number } = {}) => ({
  risk: 0,
  type: 'refund' as const,
  kind: 'request' as const,
  amount: usd(2_000n),
  payment,
  requesters: [],
  ...over,
});
const manager: PolicyStep = { from: ['role:manager'], need: 'any' };
const two: PolicyStep = {
  from: ['role:manager', 'role:compliance'],
  need: 2,
  reasonRequired: true,
};
const policy: Policy = {
  name: 'standard',
  rules: [
    {
      when: { types: ['refund', 'merchant_error'], currency: 'USD', maxAmount: 2_500 },
      steps: [],
      perDay: 50_000,
    },
    { when: { currency: 'USD', maxAmount: 50_000 }, steps: [manager] },
    { steps: [two] },
  ],
};
const person = (id: string, role: Role): Person => ({
  id,
  email: `${id}@northwind.example`,
  name: id,
  role,
  clients: ['acme'],
  chatUserId: null,
  timezone: null,
});
const vote = (personId: string, decision: Approval['decision'] = 'approve'): Approval => ({
  personId,
  personName: personId,
  decision,
  at: new Date(0),
  surface: 'rest',
  reason: null,
});

describe('which steps a policy asks for', () => {
  it.each([
    ['a small refund', judged(), [], 'automatic'],
    ['exactly the ceiling', judged({ amount: usd(2_500n) }), [], 'automatic'],
    ['a cent above the ceiling', judged({ amount: usd(2_501n) }), [manager], null],
    ['a small chargeback', judged({ type: 'chargeback' }), [manager], null],
    ['a small fact', judged({ kind: 'fact' }), [two], null],
    ['beyond the last band', judged({ amount: usd(50_001n) }), [two], null],
    [
      'an unlisted currency',
      judged({ amount: { minor: 100n, currency: currency('GBP') } }),
      [two],
      null,
    ],
    ['an unknown amount', judged({ amount: null }), [two], null],
    ['an unmatched payment', judged({ payment: null }), [two], null],
  ])('%s', (_name, reversal, steps, automatic) => {
    const requirement = requirementFor(reversal, policy);
    expect(requirement.steps).toEqual(steps);
    expect(requirement.automatic !== null).toBe(automatic === 'automatic');
  });

  const careful: Policy = {
    name: 'careful',
    rules: [{ when: { minRisk: 40 }, steps: [two] }, ...policy.rules],
  };
  it.each([
    ['no sign of fraud', 0, [], true],
    ['less than the rule names', 39, [], true],
    ['just what the rule names', 40, [two], false],
    ['more', 100, [two], false],
  ])('minRisk: %s', (_name, risk, steps, isAutomatic) => {
    const requirement = requirementFor(judged({ risk }), careful);
    expect(requirement.steps).toEqual(steps);
    expect(requirement.automatic !== null).toBe(isAutomatic);
  });

  it('no policy means one approver', () => {
    expect(requirementFor(judged(), null).steps).toMatchObject([{ need: 1 }]);
  });

  it('an agent whom nobody here matches adds a second approver', () => {
    const stranger = { person: null, label: 'Kim' };
    const requirement = requirementFor(
      judged({ amount: usd(4_000n), requesters: [stranger] }),
      policy,
    );
    expect(requirement).toMatchObject({ steps: [{ need: 2 }], because: 'unmatched_requester' });
  });

  it('an agent whom nobody here matches ends what would have been automatic', () => {
    const requirement = requirementFor(
      judged({ requesters: [{ person: null, label: 'Kim' }] }),
      policy,
    );
    expect(requirement).toMatchObject({ automatic: null, steps: [{ ...manager, need: 2 }] });
  });

  it.each([
    ['refund', 'automatic'],
    ['merchant_error', 'automatic'],
    ['chargeback', null],
    ['bank_reversal', null],
    ['system_error', null],
  ] as const)('by itself nothing is approved that has no approval: %s', (type, automatic) => {
    const any: Policy = {
      name: 'x',
      rules: [
        { when: { currency: 'USD', maxAmount: 2_500 }, steps: [] },
        { when: { currency: 'USD' }, steps: [two] },
      ],
    };
    const requirement = requirementFor(judged({ type }), any);
    expect(requirement.automatic !== null).toBe(automatic === 'automatic');
    expect(requirement.steps).toEqual(automatic ? [] : [two]);
  });

  it('an automatic rule without a ceiling a case approves nothing', () => {
    const careless: Policy = { name: 'x', rules: [{ steps: [] }, { steps: [two] }] };
    expect(requirementFor(judged(), careless)).toMatchObject({ automatic: null, steps: [two] });
  });
});

describe('counting votes', () => {
  const people = [
    person('ann', 'manager'),
    person('bob', 'manager'),
    person('cem', 'compliance'),
    person('dee', 'agent'),
  ];

  it.each([
    ['any', { ...manager }, ['ann'], null],
    ['two of two roles', two, ['ann'], { have: 1, needed: 2 }],
    ['two done', two, ['ann', 'cem'], null],
    ['one person twice is one', two, ['ann', 'ann'], { have: 1, needed: 2 }],
    ['an agent is not named', manager, ['dee'], { have: 0, needed: 1 }],
    ['all managers', { ...manager, need: 'all' as const }, ['ann'], { have: 1, needed: 2 }],
    [
      'majority of two is both',
      { ...manager, need: 'majority' as const },
      ['ann'],
      { have: 1, needed: 2 },
    ],
  ])('%s', (_name, step, voters, open) => {
    const result = openStep(
      [step],
      voters.map((id) => vote(id)),
      people,
      new Set(),
    );
    expect(result && { have: result.have, needed: result.needed }).toEqual(open);
  });

  it.each([
    ['all', ['ann'], { have: 1, needed: 2 }],
    ['all', ['bob'], null],
    ['all', ['ann', 'bob'], null],
    ['majority', ['ann'], { have: 1, needed: 2 }],
    ['majority', ['bob'], null],
  ] as const)('who is gone counts only with their vote: %s, by %j', (need, voters, open) => {
    const [ann, bob] = people;
    if (!ann || !bob) throw new Error('two managers');
    const left = [{ ...ann, hasLeftChat: true as const }, bob];
    const given = voters.map((id) => vote(id));
    const result = openStep([{ ...manager, need }], given, left, new Set());
    expect(result && { have: result.have, needed: result.needed }).toEqual(open);
  });

  it('a rejection is no vote for approval', () => {
    expect(openStep([manager], [vote('ann', 'reject')], people, new Set())).not.toBeNull();
  });

  it('a vote fills one step only', () => {
    expect(openStep([manager, two], [vote('ann'), vote('cem')], people, new Set())).toMatchObject({
      index: 1,
      have: 1,
    });
  });

  it('never counts a requester, whoever votes and however often', () => {
    const ids = people.map((one) => one.id);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ids)),
        fc.constantFrom(...ids),
        (voters, requester) => {
          const counted = openStep(
            [two],
            voters.map((id) => vote(id)),
            people,
            new Set([requester]),
          );
          const eligible = new Set(voters.filter((id) => id !== requester && id !== 'dee'));
          expect(counted === null).toBe(eligible.size >= 2);
        },
      ),
    );
  });

  it.each([
    ['any', 5, 1],
    ['all', 5, 5],
    ['all', 0, 1],
    ['majority', 4, 3],
    ['majority', 5, 3],
    ['majority', 0, 1],
    [2, 5, 2],
  ] as const)('%s of %i needs %i', (need, eligible, needed) => {
    expect(votesNeeded({ from: ['role:manager'], need }, eligible)).toBe(needed);
  });
});

describe('who may decide', () => {
  const options = { requesterIds: new Set(['ann']), isApproval: true };
  const open = { step: manager, index: 0, have: 0, needed: 1 };
  it('the requester may not approve, though named', () => {
    expect(mayDecide(person('ann', 'manager'), [manager], open, options)).toMatchObject({
      refused: 'requester_cannot_approve',
    });
  });
  it('who is not named may not', () => {
    expect(mayDecide(person('dee', 'agent'), [manager], open, options)).toMatchObject({
      refused: 'approver_not_named',
    });
  });
  it('a named other may', () => {
    expect(mayDecide(person('bob', 'manager'), [manager], open, options)).toBeNull();
  });
  it.each([
    ['the requester', 'ann', 'manager', 'requester_cannot_approve'],
    ['someone of no step', 'dee', 'agent', 'approver_not_named'],
    ['someone of an earlier step only', 'eve', 'admin', 'approver_not_named'],
    ['someone of the last step', 'cem', 'compliance', null],
  ] as const)('where every step is met already: %s', (_name, id, role, refused) => {
    const steps = [{ from: ['role:admin'], need: 1 }, two];
    const refusal = mayDecide(person(id, role), steps, null, options);
    expect(refusal?.refused ?? null).toBe(refused);
  });
  it('names by e-mail in any case, by role, and the client’s own approver', () => {
    expect(isNamed(person('bob', 'agent'), { from: ['Bob@Northwind.example'], need: 1 })).toBe(
      true,
    );
    expect(isNamed(person('eve', 'client_approver'), { from: ['client'], need: 1 })).toBe(true);
    expect(isNamed(person('bob', 'agent'), { from: ['client'], need: 1 })).toBe(false);
  });
});
