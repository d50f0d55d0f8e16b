import { openStep, type PolicyStep, requirementFor } from './approval-policy.js';
import { requesterIdsOf } from './desk-tools.js';
import type { ClientFacts } from './ports.js';
import type { Person, Reversal } from './reversal.js';

/** The steps people must take now, whatever could have been automatic. */
export function stepsOf(reversal: Reversal, client: ClientFacts): readonly PolicyStep[] {
  const requirement = requirementFor(reversal, client.policy);
  if (!requirement.automatic) return requirement.steps;
  // It could have been automatic but was not (held, beyond the day's ceiling): a person decides.
  const policy = client.policy;
  const manual = policy?.rules.filter((rule) => rule.steps.length > 0);
  return requirementFor(reversal, policy && manual ? { ...policy, rules: manual } : null).steps;
}

/** `1 more of manager, compliance`, or null where no decision is open. */
export function waitingForOf(
  reversal: Reversal,
  client: ClientFacts,
  people: readonly Person[],
): string | null {
  if (reversal.status !== 'pending_approval') return null;
  const open = openStep(
    stepsOf(reversal, client),
    reversal.approvals,
    people,
    requesterIdsOf(reversal),
  );
  return open ? describeStep(open) : null;
}

export function describeStep(open: { step: PolicyStep; have: number; needed: number }): string {
  const names = open.step.from.map((name) =>
    name.replace(/^role:/, '').replace('client', 'the client’s approver'),
  );
  return `${open.needed - open.have} more of ${names.join(', ')}`;
}
