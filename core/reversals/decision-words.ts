/** What may follow a bank return (domain-rules.md, Decisions by type). */
export const nextSteps = [
  'present_again',
  'ask_for_new_details',
  'stop_collecting',
  'recover_outside',
] as const;

/** What a system error may be answered with. */
export const systemErrorAnswers = [
  'customer_not_charged',
  'already_returned',
  'must_go_back',
] as const;

export const disputeResults = ['won', 'lost'] as const;

/**
 * Returns that may be collected once more: insufficient and uncollected funds (Nacha rules;
 * reference/bank-return-codes.json). R07, R10 and R29 never; other codes ask for another step.
 */
export const presentableReturns: ReadonlySet<string> = new Set(['R01', 'R09']);
