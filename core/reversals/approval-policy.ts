import type { Money } from './money.js';
import { type Refusal, refuse } from './refusal.js';
import type { Approval, DecisionKind, Person, Reversal, ReversalType, Role } from './reversal.js';
import { isActionForType } from './transitions.js';

/** `any` and 1 are one vote; `all` every eligible person named; `majority` more than half of them. */
type Need = 'any' | 'all' | 'majority' | number;

export type PolicyStep = {
  /** E-mails, `role:manager` and the like, or `client` for the merchant's own approver. */
  from: readonly string[];
  need: Need;
  within?: string | undefined;
  then?: 'remind' | 'escalate' | 'reassign' | 'reject' | undefined;
  to?: readonly string[] | undefined;
  reasonRequired?: boolean | undefined;
  evidenceRequired?: boolean | undefined;
  /** `round_robin`: each entry is the turn of one of them; the others may decide it all the same. */
  take?: 'any' | 'round_robin' | undefined;
  /** Who else is asked since time passed; `isInstead`: only they are. Never configured. */
  added?: { names: readonly string[]; isInstead: boolean } | undefined;
};

export type PolicyRule = {
  when?:
    | {
        types?: readonly ReversalType[] | undefined;
        currency?: string | undefined;
        minAmount?: number | undefined;
        maxAmount?: number | undefined;
        /** Score of the entry, 0 to 100 (risk.ts). */
        minRisk?: number | undefined;
      }
    | undefined;
  steps: readonly PolicyStep[];
  /** Ceiling a day for automatic approval, minor units of `when.currency`. */
  perDay?: number | undefined;
};

export type Policy = {
  name: string;
  rules: readonly PolicyRule[];
  /** Who is asked where nobody whom a step names may decide; admins where nothing is said. */
  fallback?: readonly string[] | undefined;
};

/** No policy means one approver and four eyes (domain-rules.md, Who decides). */
const defaultStep: PolicyStep = {
  from: ['role:manager', 'role:compliance', 'role:admin'],
  need: 1,
};

export type Requirement = {
  steps: readonly PolicyStep[];
  /** The rule that these steps are of; null where no policy, or none of its rules, has any. */
  rule: PolicyRule | null;
  /** Set only where the first matching rule has no steps. */
  automatic: { ceilingPerDay: Money | null; rule: number } | null;
  /** Why a stricter step than the matching rule's was taken. */
  because:
    | 'unknown_amount'
    | 'unmatched_payment'
    | 'unlisted_currency'
    | 'unmatched_requester'
    | null;
};

type Judged = Pick<Reversal, 'type' | 'amount' | 'payment' | 'requesters' | 'kind'> & {
  /** 0 to 100, as `riskOf` counts the signs on the entry. */
  risk: number;
};

/**
 * Who must decide this. The first rule that matches decides; an unlisted currency, an unknown
 * amount or an unmatched payment takes the strictest steps of the policy; a requester whom no
 * person here matches adds a second approver, and nothing is automatic then.
 */
export function requirementFor(reversal: Judged, policy: Policy | null): Requirement {
  const hasStranger = reversal.requesters.some((requester) => requester.person === null);
  if (!hasStranger) return baseRequirement(reversal, policy);
  const base = baseRequirement(reversal, withoutAutomatic(policy));
  return {
    ...base,
    steps: withSecondApprover(base.steps),
    because: base.because ?? 'unmatched_requester',
  };
}

/** The policy's rules that ask people: what decides where nothing may be automatic. */
export function withoutAutomatic(policy: Policy | null): Policy | null {
  return policy && { ...policy, rules: policy.rules.filter((rule) => rule.steps.length > 0) };
}

function baseRequirement(reversal: Judged, policy: Policy | null): Requirement {
  if (!policy || policy.rules.length === 0)
    return { steps: [defaultStep], rule: null, automatic: null, because: null };
  const strictest = (because: Requirement['because']): Requirement => ({
    ...strictestSteps(policy),
    automatic: null,
    because,
  });
  const amount = reversal.amount;
  if (reversal.type === 'system_error' && !amount) return strictest('unknown_amount');
  if (!amount) return strictest('unknown_amount');
  if (reversal.kind === 'request' && !reversal.payment) return strictest('unmatched_payment');
  const listed = policy.rules.some((rule) => rule.when?.currency === amount.currency);
  const namesCurrencies = policy.rules.some((rule) => rule.when?.currency !== undefined);
  if (namesCurrencies && !listed) return strictest('unlisted_currency');
  const index = policy.rules.findIndex((rule) => matches(rule, reversal, amount));
  const rule = policy.rules[index];
  if (!rule) return strictest(null);
  if (rule.steps.length > 0) return { steps: rule.steps, rule, automatic: null, because: null };
  // An automatic rule without a ceiling for each case never applies: the schema refuses it too.
  if (rule.when?.maxAmount === undefined || !isActionForType(reversal, 'approve'))
    return strictest(null);
  const ceilingPerDay =
    rule.perDay === undefined ? null : { minor: BigInt(rule.perDay), currency: amount.currency };
  return { steps: [], rule, automatic: { ceilingPerDay, rule: index }, because: null };
}

function matches(rule: PolicyRule, { type, risk }: Judged, amount: Money): boolean {
  const when = rule.when;
  if (!when) return true;
  if (when.types && !when.types.includes(type)) return false;
  if (when.currency !== undefined && when.currency !== amount.currency) return false;
  if (when.minAmount !== undefined && amount.minor < BigInt(when.minAmount)) return false;
  if (when.maxAmount !== undefined && amount.minor > BigInt(when.maxAmount)) return false;
  return when.minRisk === undefined || risk >= when.minRisk;
}

/** The steps of the rule that asks most people; ties go to the later rule. */
function strictestSteps(policy: Policy): Pick<Requirement, 'steps' | 'rule'> {
  const weight = (steps: readonly PolicyStep[]) =>
    steps.reduce((sum, step) => sum + weightOf(step.need), 0);
  const best = policy.rules
    .filter((rule) => rule.steps.length > 0)
    .reduce<PolicyRule | null>(
      (most, rule) => (weight(rule.steps) >= weight(most?.steps ?? []) ? rule : most),
      null,
    );
  return { steps: best?.steps ?? [defaultStep], rule: best };
}

const weightOf = (need: Need) => (typeof need === 'number' ? need : need === 'any' ? 1 : 3);

function withSecondApprover(steps: readonly PolicyStep[]): readonly PolicyStep[] {
  const [first, ...rest] = steps;
  if (!first || steps.reduce((sum, step) => sum + weightOf(step.need), 0) >= 2) return steps;
  return [{ ...first, need: 2 }, ...rest];
}

/** Whether a step names this person, by e-mail, by role, or as the client's own approver. */
export function isNamed(person: Pick<Person, 'email' | 'role'>, step: PolicyStep): boolean {
  return step.from.some((name) => {
    if (name.startsWith('role:')) return person.role === (name.slice(5) as Role);
    if (name === 'client') return person.role === 'client_approver';
    return person.email.toLowerCase() === name.toLowerCase();
  });
}

/** As `isNamed`, after what time changed: asked besides, or instead of those named. */
export function isAskedNow(person: Pick<Person, 'email' | 'role'>, step: PolicyStep): boolean {
  const { added } = step;
  if (!added) return isNamed(person, step);
  const isAdded = isNamed(person, { ...step, from: added.names });
  return isAdded || (!added.isInstead && isNamed(person, step));
}

/** The names a step asks now, as configured. */
export function askedNames({ from, added }: PolicyStep): readonly string[] {
  if (!added) return from;
  return added.isInstead ? added.names : [...new Set([...from, ...added.names])];
}

/** Whose votes count: also those given before somebody else was asked instead. */
function counts(person: Person, step: PolicyStep): boolean {
  return isNamed(person, step) || isAskedNow(person, step);
}

/** How many of the eligible people a step needs; at least one. */
export function votesNeeded(step: PolicyStep, eligible: number): number {
  if (step.need === 'any') return 1;
  if (step.need === 'all') return Math.max(1, eligible);
  if (step.need === 'majority') return Math.max(1, Math.floor(eligible / 2) + 1);
  return Math.max(1, step.need);
}

/** How many votes all steps ask for together. */
export function votesInAll(
  steps: readonly PolicyStep[],
  people: readonly Person[],
  requesterIds: ReadonlySet<string>,
): number {
  return steps.reduce(
    (sum, step) => sum + votesNeeded(step, askedOf(step, people, requesterIds).length),
    0,
  );
}

/**
 * Of these people, whom a step counts when it asks for all or most of them. Who is gone is not waited
 * for, but counted where their vote is: the others' votes would else be one too few.
 */
export function askedOf<Someone extends Pick<Person, 'id' | 'email' | 'role' | 'hasLeftChat'>>(
  step: PolicyStep,
  people: readonly Someone[],
  requesterIds: ReadonlySet<string>,
  voters: ReadonlySet<string> = new Set(),
): readonly Someone[] {
  return people.filter(
    (person) =>
      !requesterIds.has(person.id) &&
      (!person.hasLeftChat || voters.has(person.id)) &&
      (step.added?.isInstead ? isAskedNow(person, step) : isNamed(person, step)),
  );
}

/** The decisions that a policy asks votes for; a rejection or a request for changes needs none. */
export function isApproving(decision: DecisionKind): boolean {
  return decision !== 'reject' && decision !== 'request_changes';
}

type Chosen = Pick<Approval, 'decision' | 'choice'>;

/** Whether two votes say the very same: to contest and to accept are two things, as are two next steps. */
export function isLike(one: Chosen, other: Chosen): boolean {
  return one.decision === other.decision && one.choice === other.choice;
}

/** Those who chose differently have not agreed: the newest vote finds those like it only. */
export function agreeingVotes(approvals: readonly Approval[]): readonly Approval[] {
  const decisive = approvals.filter(({ decision }) => isApproving(decision));
  const newest = decisive.at(-1);
  return newest ? decisive.filter((vote) => isLike(vote, newest)) : [];
}

export type Progress = { step: PolicyStep; index: number; have: number; needed: number } | null;

/**
 * The first step that still lacks votes, or null when all are satisfied. `people` are those of
 * the client; requesters are not eligible. Votes count for the first step that names the voter, or
 * whom they stood in for, and still needs one, so one person never fills two steps. Those asked
 * besides add nobody to how many are needed; those asked instead are the whole of it.
 */
export function openStep(
  steps: readonly PolicyStep[],
  approvals: readonly Approval[],
  people: readonly Person[],
  requesterIds: ReadonlySet<string>,
): Progress {
  const unused = [...agreeingVotes(approvals)];
  for (const [index, step] of steps.entries()) {
    const others = people.filter((person) => !requesterIds.has(person.id));
    const voters = new Set(unused.map(votedFor));
    const needed = votesNeeded(step, askedOf(step, others, requesterIds, voters).length);
    let have = 0;
    for (const person of others.filter((one) => counts(one, step))) {
      if (have === needed) break;
      const position = unused.findIndex((vote) => votedFor(vote) === person.id);
      if (position >= 0) {
        unused.splice(position, 1);
        have += 1;
      }
    }
    if (have < needed) return { step, index, have, needed };
  }
  return null;
}

/** Whose vote it is: of whom the voter stood in for, if anybody. */
const votedFor = ({ standsInFor, personId }: Approval) => standsInFor?.id ?? personId;

/**
 * Whether this person may cast a deciding vote now; a refusal says why not. Where no step is open
 * (the policy came to ask for less), the last one says who is named; four eyes hold as ever.
 */
export function mayDecide(
  person: Person,
  steps: readonly PolicyStep[],
  open: Progress,
  options: { requesterIds: ReadonlySet<string>; isApproval: boolean; isStandIn?: boolean },
): Refusal | null {
  if (options.isApproval && options.requesterIds.has(person.id)) {
    return refuse('requester_cannot_approve', { role: person.role });
  }
  const step = open?.step ?? steps[steps.length - 1] ?? defaultStep;
  if (options.isStandIn || isAskedNow(person, step)) return null;
  return refuse('approver_not_named', { asks: askedNames(step).join(', ') });
}
