import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../core/reversals/approval-policy.js';
import { isLowRisk } from '../../../core/reversals/low-risk.js';
import type { Reversal } from '../../../core/reversals/reversal.js';
import { acme, money, reversal } from '../bot/reversal-builder.js';

const policy: Policy = {
  name: 'standard',
  rules: [
    { when: { currency: 'USD', maxAmount: 1_000 }, steps: [] },
    { when: { currency: 'USD', maxAmount: 20_000 }, steps: [{ from: ['role:manager'], need: 1 }] },
    { steps: [{ from: ['role:manager'], need: 2, reasonRequired: true }] },
  ],
};
const payment = (left: bigint | null, currency = 'USD') => ({
  id: 'p-1',
  processor: 'stripe',
  identifiers: [],
  captured: money(99_999n, currency),
  left: left === null ? null : money(left, currency),
});

describe('only plain small requests may be ticked together', () => {
  it.each<[string, Partial<Reversal>, Policy | null, boolean]>([
    ['a small refund on a payment with room', {}, null, true],
    ['a wrong charge', { type: 'merchant_error' }, null, true],
    [
      'up to the lowest band that asks people',
      { amount: money(20_000n), payment: payment(20_000n) },
      policy,
      true,
    ],
    ['above that band', { amount: money(20_001n), payment: payment(99_999n) }, policy, false],
    [
      'above the default without a policy',
      { amount: money(5_001n), payment: payment(99_999n) },
      null,
      false,
    ],
    [
      'a currency the policy does not list',
      { amount: money(100n, 'EUR'), payment: payment(900n, 'EUR') },
      policy,
      false,
    ],
    ['a fact', { kind: 'fact' }, null, false],
    ['a chargeback', { type: 'chargeback' }, null, false],
    ['a bank return', { type: 'bank_reversal' }, null, false],
    ['a system error', { type: 'system_error' }, null, false],
    ['no payment matched', { payment: null }, null, false],
    ['an unknown captured amount', { payment: payment(null) }, null, false],
    ['less left than it asks', { payment: payment(4_998n) }, null, false],
    ['a payment in another currency', { payment: payment(9_999n, 'EUR') }, null, false],
    ['a flag', { flags: ['second_approval'] }, null, false],
    ['a requester nobody knows', { requesters: [{ person: null, label: 'x' }] }, null, false],
    ['a correction of an earlier one', { corrects: 'RV-000009' }, null, false],
    ['decided already', { status: 'approved' }, null, false],
    [
      'a policy that wants a reason',
      {},
      {
        name: 'r',
        rules: [{ steps: [{ from: ['role:manager'], need: 1, reasonRequired: true }] }],
      },
      false,
    ],
    [
      'a policy that wants evidence',
      {},
      {
        name: 'e',
        rules: [{ steps: [{ from: ['role:manager'], need: 1, evidenceRequired: true }] }],
      },
      false,
    ],
  ])('%s', (_what, changes, rules, expected) => {
    expect(isLowRisk(reversal(changes), { ...acme, policy: rules })).toBe(expected);
  });
});
