import { describe, expect, it } from 'vitest';
import { customerWords } from '../../../core/effects/customer-words.js';
import { type Currency, parseCurrency } from '../../../core/reversals/money.js';
import type { RedactedText } from '../../../core/reversals/redacted-text.js';
import type { Reversal, ReversalStatus, ReversalType } from '../../../core/reversals/reversal.js';
import { aReversal } from '../http/fake-web.js';

const usd = parseCurrency('USD') as Currency;
const money = (minor: bigint) => ({ minor, currency: usd });
const acme = { name: 'Acme Store' };
const internal = 'INTERNAL chargeback fraud First Manager';
const decided = (changes: Partial<Reversal>): Reversal =>
  aReversal({
    kind: 'request',
    type: 'refund',
    status: 'approved',
    amount: money(4_999n),
    reason: internal as RedactedText,
    flags: ['fraud_suspected'],
    historic: false,
    before: null,
    after: null,
    ...changes,
  });

describe('what a customer may be told', () => {
  it.each<[ReversalStatus, string]>([
    ['approved', 'we will return $49.99'],
    ['completed', 'we have returned $49.99'],
    ['rejected', 'cannot return the money'],
  ])('%s', (status, said) => {
    const words = customerWords(decided({ status }), acme);
    expect(words).toContain(said);
    expect(words).toMatch(/^Hello,\n\n.*\n\nKind regards\nAcme Store$/s);
    expect(words).not.toMatch(/INTERNAL|fraud|Manager|RV-/);
  });

  it('is written as the client writes amounts', () => {
    const words = customerWords(decided({}), { ...acme, locale: 'de-DE' });
    expect(words).toContain('49,99\u00a0$');
  });

  it.each<[string, Partial<Reversal>]>([
    ['nothing was decided', { status: 'pending_approval' }],
    ['changes were asked for', { status: 'changes_requested' }],
    ['nobody has looked', { status: 'needs_review' }],
    ['it was cancelled', { status: 'cancelled' }],
    ['it is a fact', { kind: 'fact' }],
    ['it is of long ago', { historic: true }],
    ['no amount is known', { amount: null }],
    ['too little was charged', { type: 'merchant_error', before: money(100n), after: money(200n) }],
    ...(['chargeback', 'bank_reversal', 'system_error'] satisfies ReversalType[]).map(
      (type): [string, Partial<Reversal>] => [`it is a ${type}`, { type }],
    ),
  ])('nothing, where %s', (_why, changes) => {
    expect(customerWords(decided(changes), acme)).toBeNull();
  });

  it('too much was charged: the difference comes back', () => {
    const changes = {
      type: 'merchant_error',
      before: money(9_998n),
      after: money(4_999n),
    } as const;
    expect(customerWords(decided(changes), acme)).toContain('$49.99');
  });
});
