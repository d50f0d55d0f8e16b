import { describe, expect, it } from 'vitest';
import { type RiskFacts, riskOf } from '../../../core/reversals/risk.js';

const refund: RiskFacts = {
  type: 'refund',
  kind: 'request',
  reasonCode: null,
  flags: [],
  dispute: null,
};
const chargeback: RiskFacts = { ...refund, type: 'chargeback', kind: 'fact' };
const at = (stage: 'alert' | 'chargeback') => ({ dispute: { stage } });

describe('the risk score reads the signs of the entry, and nothing else', () => {
  it.each([
    ['a plain refund', refund, 0, []],
    ['a dispute about goods', { ...chargeback, ...at('chargeback'), reasonCode: '13.1' }, 0, []],
    ['an undercharge', { ...refund, flags: ['undercharge'] }, 0, []],
    ['Visa’s fraud code', { ...chargeback, reasonCode: '10.4' }, 40, ['fraud_reason']],
    ['a bank’s “not authorised”', { ...refund, reasonCode: 'r10' }, 40, ['fraud_reason']],
    ['the issuer’s warning', { ...chargeback, ...at('alert') }, 40, ['fraud_warning']],
    [
      'a warning that names fraud is one sign',
      { ...chargeback, ...at('alert'), reasonCode: '10.4' },
      40,
      ['fraud_warning'],
    ],
    [
      'a customer’s claim that a charge is not theirs',
      { ...chargeback, kind: 'request' },
      20,
      ['charge_not_theirs'],
    ],
    [
      'the same with a fraud code',
      { ...chargeback, kind: 'request', reasonCode: 'fraudulent' },
      60,
      ['fraud_reason', 'charge_not_theirs'],
    ],
    [
      'a refund on a disputed payment',
      { ...refund, flags: ['payment_disputed'] },
      40,
      ['payment_disputed'],
    ],
    [
      'paid without approval, of more than is left, flagged',
      { ...refund, flags: ['payment_already_claimed', 'unapproved_payout', 'fraud_suspected'] },
      100,
      ['payment_already_claimed', 'unapproved_payout', 'fraud_flag'],
    ],
  ] as const)('%s', (_name, entry, score, signs) => {
    expect(riskOf(entry)).toEqual({ score, signs });
  });
});
