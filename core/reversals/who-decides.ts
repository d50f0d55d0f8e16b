import { isAskedNow, openStep, type PolicyStep } from './approval-policy.js';
import { mayStandIn } from './delegation.js';
import { requesterIdsOf } from './desk-tools.js';
import type { ClientFacts } from './ports.js';
import type { Approval, Person, Reversal } from './reversal.js';
import { isLeftWaiting, stepsOf } from './waiting-for.js';

/** The step that is open now, and who can decide it. */
export type WhoDecides = {
  step: PolicyStep;
  index: number;
  have: number;
  needed: number;
  /** Everybody whose vote would count now, stand-ins among them; empty where nobody can. */
  people: readonly Person[];
  /** Whose turn it is where the step goes round; everybody in `people` may decide all the same. */
  turn: Person | null;
};

/**
 * Who can decide the open step of an undecided entry now: named by the policy or added by time, not a
 * requester, not among those who voted, or standing in for such a one. Null where no step is open.
 * `people` are those of the client.
 */
export function whoDecides(
  reversal: Reversal,
  client: ClientFacts,
  people: readonly Person[],
  at: Date,
): WhoDecides | null {
  if (reversal.status !== 'pending_approval' || isLeftWaiting(reversal)) return null;
  const requesterIds = requesterIdsOf(reversal);
  const open = openStep(stepsOf(reversal, client), reversal.approvals, people, requesterIds);
  if (!open) return null;
  const asked = { approvals: reversal.approvals, people, requesterIds, at };
  const deciders = people.filter((person) => authorityFor(person, open.step, asked) !== null);
  const holder = deciders.find((person) => person.id === reversal.stepTurn?.holderId);
  return { ...open, people: deciders, turn: holder ?? null };
}

/** What a person would decide by: their own name, or that of someone they stand in for. */
type Authority = { standsInFor: Person | null };

type Asked = {
  approvals: readonly Approval[];
  people: readonly Person[];
  requesterIds: ReadonlySet<string>;
  at: Date;
};

/**
 * By what right this person's vote would count for a step now, or null. Nobody votes twice, on
 * however many names; who asked never counts, neither for themselves nor for another.
 */
export function authorityFor(person: Person, step: PolicyStep, asked: Asked): Authority | null {
  const { approvals, people, requesterIds, at } = asked;
  const hasVoted = ({ id }: Person) =>
    approvals.some((vote) => vote.personId === id || vote.standsInFor?.id === id);
  if (!isDecider(person) || requesterIds.has(person.id) || hasVoted(person)) return null;
  if (isAskedNow(person, step)) return { standsInFor: null };
  const away = people.find(
    (other) =>
      isAskedNow(other, step) &&
      !requesterIds.has(other.id) &&
      !hasVoted(other) &&
      mayStandIn(person, other, at),
  );
  return away ? { standsInFor: away } : null;
}

/** A payer never decides (domain-rules.md, Roles). */
const isDecider = (person: Person) => person.role !== 'payer';
