import { agreeingVotes, isAskedNow, openStep, type PolicyStep } from './approval-policy.js';
import { mayStandIn } from './delegation.js';
import { requesterIdsOf } from './desk-tools.js';
import type { ClientFacts } from './ports.js';
import type { Approval, Person, Reversal } from './reversal.js';
import { isLeftWaiting, stepsOf } from './waiting-for.js';

/** The step that asks now. */
type StepNow = {
  step: PolicyStep;
  index: number;
  have: number;
  needed: number;
  /**
   * True where the votes given suffice, as less is asked now than when they were given. Nobody
   * approved it by that: the last step's people, and whoever voted, are asked for one press more.
   */
  isEnough: boolean;
};

/** The step that asks now, and who can decide it. */
export type WhoDecides = StepNow & {
  /** Everybody whose vote would count now, stand-ins among them; empty where nobody can. */
  people: readonly Person[];
  /** Whose turn it is where the step goes round; everybody in `people` may decide all the same. */
  turn: Person | null;
};

/**
 * Who can decide the open step of an undecided entry now: whoever is asked (by the policy, or since time
 * passed) and has not voted, and whoever stands in for one of those; never a requester, a payer, or somebody
 * gone from chat. Where enough decided, whoever did so may settle it too. Null where nothing is undecided.
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
  const { approvals } = reversal;
  const now = stepNow(stepsOf(reversal, client), approvals, people, requesterIds);
  if (!now) return null;
  const asked = { approvals, people, requesterIds, at };
  const agreed = now.isEnough ? agreeingVotes(approvals) : [];
  const maySettle = (person: Person) =>
    isDecider(person) &&
    !requesterIds.has(person.id) &&
    agreed.some((vote) => vote.personId === person.id);
  // Who was removed from chat may still decide elsewhere, but nothing waits for them.
  const deciders = people.filter(
    (person) =>
      !person.hasLeftChat && (maySettle(person) || authorityFor(person, now.step, asked) !== null),
  );
  const holder = deciders.find((person) => person.id === reversal.stepTurn?.holderId);
  return { ...now, people: deciders, turn: holder ?? null };
}

/** The open step or, where the votes suffice, the last one; null only of no steps at all. */
export function stepNow(
  steps: readonly PolicyStep[],
  approvals: readonly Approval[],
  people: readonly Person[],
  requesterIds: ReadonlySet<string>,
): StepNow | null {
  const open = openStep(steps, approvals, people, requesterIds);
  if (open) return { ...open, isEnough: false };
  const step = steps.at(-1);
  const have = agreeingVotes(approvals).length;
  return step ? { step, index: steps.length - 1, have, needed: have, isEnough: true } : null;
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
