import { describe, expect, it, test } from 'vitest';
import { understandAnswer } from '../../../bot/decide-reversal/understand-answer.js';
import { parseCurrency } from '../../../core/index.js';
import { disputeRows, notYesRows, yesRows } from './answer-rows.js';

const yesTexts = yesRows.map(([text]) => text);
const usd = parseCurrency('USD');
if (!usd) throw new Error('USD is a currency');
const card = {
  reference: 'RV-000123',
  type: 'refund' as const,
  amount: { minor: 4999n, currency: usd },
};

test('the table is large enough to mean something', () => {
  expect(yesRows.length + notYesRows.length + disputeRows.length).toBeGreaterThanOrEqual(120);
  expect(notYesRows.length + disputeRows.length).toBeGreaterThanOrEqual(60);
});

describe('a certain yes approves, with the lower amount that was stated', () => {
  it.each(yesRows.map(([text, amount, reason]) => ({ text, amount, reason })))(
    '$text',
    ({ text, amount, reason }) => {
      const said = understandAnswer(text, card);
      expect(said).toMatchObject({ decision: 'approve', amount });
      if (reason) expect(said.reason).toBe(reason);
    },
  );
});

describe('never a wrong yes', () => {
  it.each(notYesRows)('%s: %s (%s)', (text, decision) => {
    expect(understandAnswer(text, card).decision).toBe(decision);
  });

  it.each(yesTexts)('a question mark makes one confirming button of: %s', (text) => {
    expect(understandAnswer(`${text}?`, card).decision).not.toBe('approve');
  });

  it.each(yesTexts)('an unknown word takes the certainty from: %s', (text) => {
    expect(understandAnswer(`${text} zzyzx`, card).decision).not.toBe('approve');
    expect(understandAnswer(`nobody ${text}`, card).decision).not.toBe('approve');
  });

  it.each(yesTexts)('a negation in front is no yes: %s', (text) => {
    expect(understandAnswer(`not ${text}`, card).decision).not.toBe('approve');
  });

  test('a letter of 40,000 characters is read in no time and decides nothing', () => {
    const letter = `approved ${'because it was a duplicate charge '.repeat(1200)}`;
    expect(understandAnswer(letter, card).decision).not.toBe('approve');
  });

  test.each(['bank_reversal', 'system_error'] as const)('%s has no plain yes', (type) => {
    expect(understandAnswer('approved', { ...card, type }).decision).toBe('confirm');
  });
});

describe('beside a chargeback', () => {
  it.each(disputeRows)('%s: %s', (text, decision, candidate) => {
    const said = understandAnswer(text, { ...card, type: 'chargeback' });
    expect(said.decision).toBe(decision);
    expect(said.candidate).toBe(candidate);
  });
});
