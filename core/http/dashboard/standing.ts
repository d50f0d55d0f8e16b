import { mayDecide, openStep } from '../../reversals/approval-policy.js';
import { requesterIdsOf } from '../../reversals/desk-tools.js';
import type { ClientFacts } from '../../reversals/ports.js';
import type { Person, Reversal } from '../../reversals/reversal.js';
import { stepsOf } from '../../reversals/waiting-for.js';
import { authorityFor } from '../../reversals/who-decides.js';

/** Where a reader stands to a decision: what buttons are worth showing to them. */
export type Standing = {
  /** They asked for it: four eyes. */
  isRequester: boolean;
  /** The step that is open now names them. */
  isNamed: boolean;
};

/**
 * Asks the policy beforehand what the desk will ask again, so that nobody is offered a button
 * only to be refused. `everybody` are all active people; the desk stays the judge.
 */
export function standingOf(
  person: Person,
  reversal: Reversal,
  client: ClientFacts | undefined,
  everybody: readonly Person[],
  at: Date,
): Standing {
  const requesterIds = requesterIdsOf(reversal);
  const isRequester = requesterIds.has(person.id);
  if (!client) return { isRequester, isNamed: true };
  const people = everybody.filter((one) => one.clients.includes(client.id));
  const steps = stepsOf(reversal, client);
  const open = openStep(steps, reversal.approvals, people, requesterIds);
  const asked = { approvals: reversal.approvals, people, requesterIds, at };
  const isStandIn = open !== null && authorityFor(person, open.step, asked)?.standsInFor != null;
  const refused = mayDecide(person, steps, open, { requesterIds, isApproval: false, isStandIn });
  return { isRequester, isNamed: refused === null };
}
