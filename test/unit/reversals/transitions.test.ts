import { describe, expect, it } from 'vitest';
import { reversalStatuses, reversalTypes } from '../../../core/reversals/reversal.js';
import { actions, isActionForType, transition } from '../../../core/reversals/transitions.js';

const final = ['completed', 'rejected', 'cancelled'] as const;

describe('the transition table', () => {
  it('is total: every status and action has a next status or a named refusal', () => {
    let cells = 0;
    for (const status of reversalStatuses) {
      for (const action of actions) {
        const answer = transition(status, action);
        expect(
          'next' in answer
            ? reversalStatuses
            : ['already_final', 'already_decided', 'not_in_this_status'],
        ).toContain('next' in answer ? answer.next : answer.refused);
        cells += 1;
      }
    }
    expect(cells).toBe(reversalStatuses.length * actions.length);
  });

  it.each(final)('%s stays final whatever is asked', (status) => {
    for (const action of actions) {
      const answer = transition(status, action);
      // What was called off because it failed may turn out to have been paid before.
      const isLate = status === 'cancelled' && action === 'processor_told_late';
      if (isLate) expect(answer).toEqual({ next: 'completed' });
      else if ('next' in answer) expect(answer.next).toBe(status);
      else expect(answer.refused).toBe('already_final');
    }
  });

  it.each([
    ['needs_review', 'approve', 'not_in_this_status'],
    ['changes_requested', 'approve', 'not_in_this_status'],
    ['approved', 'approve', 'already_decided'],
    ['approved', 'reject', 'already_decided'],
    ['pending_approval', 'complete', 'not_in_this_status'],
    ['pending_approval', 'confirm', 'not_in_this_status'],
    ['needs_review', 'withdraw', 'not_in_this_status'],
    ['approved', 'confirm', 'already_decided'],
    ['needs_review', 'wait', 'not_in_this_status'],
    ['approved', 'wait', 'already_decided'],
  ] as const)('%s refuses %s with %s', (status, action, refused) => {
    expect(transition(status, action)).toEqual({ refused });
  });

  it.each([
    ['approved', 'outcome', 'approved'],
    ['changes_requested', 'withdraw', 'needs_review'],
  ] as const)('%s may go by %s to %s, where that is asked for', (status, action, wanted) => {
    expect(transition(status, action)).not.toEqual({ next: wanted });
    expect(transition(status, action, wanted)).toEqual({ next: wanted });
  });

  it('knows no other end of an action, and a refusal stays one', () => {
    expect(() => transition('pending_approval', 'approve', 'completed')).toThrow(/does not lead/);
    expect(() => transition('approved', 'outcome', 'rejected')).toThrow(/does not lead/);
    expect(transition('rejected', 'outcome', 'approved')).toEqual({ refused: 'already_final' });
  });

  it.each([
    ['needs_review', 'confirm', 'pending_approval'],
    ['pending_approval', 'approve', 'approved'],
    ['pending_approval', 'request_changes', 'changes_requested'],
    ['changes_requested', 'confirm', 'pending_approval'],
    ['approved', 'withdraw', 'pending_approval'],
    ['changes_requested', 'withdraw', 'pending_approval'],
    ['approved', 'cancel', 'cancelled'],
    ['approved', 'complete', 'completed'],
  ] as const)('%s goes by %s to %s', (status, action, next) => {
    expect(transition(status, action)).toEqual({ next });
  });
});

describe('what a type allows', () => {
  it('never approves a fact, of any type', () => {
    for (const type of reversalTypes)
      expect(isActionForType({ type, kind: 'fact' }, 'approve')).toBe(false);
  });

  it.each([
    ['chargeback', 'request', 'approve'],
    ['chargeback', 'request', 'contest'],
    ['chargeback', 'request', 'accept'],
    ['bank_reversal', 'fact', 'contest'],
    ['bank_reversal', 'fact', 'approve'],
    ['system_error', 'request', 'approve'],
    ['refund', 'request', 'accept'],
    ['refund', 'request', 'answer'],
    ['refund', 'fact', 'reject'],
    ['refund', 'request', 'wait'],
    ['chargeback', 'fact', 'wait'],
  ] as const)('%s %s refuses %s', (type, kind, action) => {
    expect(isActionForType({ type, kind }, action)).toBe(false);
  });

  it.each([
    ['refund', 'request', 'approve'],
    ['merchant_error', 'request', 'approve'],
    ['chargeback', 'request', 'wait'],
    ['chargeback', 'fact', 'accept'],
    ['chargeback', 'fact', 'contest'],
    ['bank_reversal', 'fact', 'next_step'],
    ['system_error', 'request', 'answer'],
  ] as const)('%s %s allows %s', (type, kind, action) => {
    expect(isActionForType({ type, kind }, action)).toBe(true);
  });
});
