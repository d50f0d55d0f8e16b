import { isDeepStrictEqual } from 'node:util';
import {
  askedNames,
  openStep,
  type PolicyStep,
  requirementFor,
  withoutAutomatic,
} from './approval-policy.js';
import { waitsForNoticeFlag } from './claims.js';
import { requesterIdsOf } from './desk-tools.js';
import type { ClientFacts } from './ports.js';
import type { Person, Reversal } from './reversal.js';
import { judgedOf } from './risk.js';
import { withChanges } from './step-turn.js';

/** The steps people must take now, whatever could have been automatic, with what time changed. */
export function stepsOf(reversal: Reversal, client: ClientFacts): readonly PolicyStep[] {
  return withChanges(configuredSteps(reversal, client), reversal);
}

function configuredSteps(reversal: Reversal, client: ClientFacts): readonly PolicyStep[] {
  const judged = judgedOf(reversal);
  const requirement = requirementFor(judged, client.policy);
  if (!requirement.automatic) return requirement.steps;
  // It could have been automatic but was not (held, beyond the day's ceiling): a person decides.
  return requirementFor(judged, withoutAutomatic(client.policy)).steps;
}

/** Whether the policy asks the same of an entry before and after a change, by itself. */
export function asksTheSame(before: Reversal, after: Reversal, client: ClientFacts): boolean {
  return isDeepStrictEqual(configuredSteps(before, client), configuredSteps(after, client));
}

/** A claim that was left for the processor's notice asks nobody meanwhile. */
export const isLeftWaiting = ({ flags }: Pick<Reversal, 'flags'>) =>
  flags.includes(waitsForNoticeFlag);

/** `2 decisions by manager or compliance`, or null where no decision is open. */
export function waitingForOf(
  reversal: Reversal,
  client: ClientFacts,
  people: readonly Person[],
): string | null {
  if (reversal.status !== 'pending_approval' || isLeftWaiting(reversal)) return null;
  const open = openStep(
    stepsOf(reversal, client),
    reversal.approvals,
    people,
    requesterIdsOf(reversal),
  );
  // The policy came to ask for less: nothing is decided by a start of the hub, a person settles it.
  return open ? describeStep(open, reversal) : settlingWords(reversal, client);
}

function settlingWords(reversal: Reversal, client: ClientFacts): string {
  const asksProof = stepsOf(reversal, client).some((step) => step.evidenceRequired);
  const first = asksProof && !reversal.evidence ? 'evidence first, then ' : '';
  return `${first}one more press to settle it: less is asked now, and enough decided already`;
}

export function describeStep(
  open: { step: PolicyStep; have: number; needed: number },
  { evidence }: Pick<Reversal, 'evidence'>,
): string {
  const missing = open.needed - open.have;
  const count =
    missing === 1 ? (open.have > 0 ? 'one more decision' : 'a decision') : `${missing} decisions`;
  const first = open.step.evidenceRequired && !evidence ? 'evidence first, then ' : '';
  return `${first}${count} by ${nameWords(askedNames(open.step))}`;
}

/** `manager or a named approver`: a person's e-mail is agent data, and cards hang in clients' channels. */
export function nameWords(names: readonly string[]): string {
  const words = names.map((name) =>
    name.includes('@')
      ? 'a named approver'
      : name.replace(/^role:/, '').replace(/^client$/, 'the client’s approver'),
  );
  return [...new Set(words)].join(' or ');
}
