import {
  askedOf,
  type PolicyRule,
  type PolicyStep,
  requirementFor,
  withoutAutomatic,
} from '../approval-policy.js';
import { dayIn } from '../desk-tools.js';
import type { Money } from '../money.js';
import { type AskedStep, askedSteps } from '../requirement-record.js';
import type { ReplayClient } from './past-entry.js';
import type { JudgedThen, Past } from './read-past.js';

/** What a configuration makes of one past entry. */
export type Replayed = {
  rule: PolicyRule | null;
  isAutomatic: boolean;
  /** Empty where it is automatic. */
  steps: readonly (AskedStep & { step: PolicyStep; eligibleIds: readonly string[] })[];
};

/**
 * Replays entries, in the order in which they were logged, through a configuration: automatic
 * approval is judged on what was logged, with the ceilings of that day as they fill; what people are
 * asked is judged on what they decided. Null for a client that the configuration does not have.
 */
export function openReplay(clients: ReadonlyMap<string, ReplayClient>) {
  const spent = new Map<string, Map<string, bigint>>();

  function approves(past: Past, client: ReplayClient): PolicyRule | null {
    const { clientId, loggedAt } = past.entry;
    const { amount, mayBeAutomatic } = past.logged;
    if (!mayBeAutomatic || !amount) return null;
    const { automatic, rule } = requirementFor(toJudge(past.logged), client.policy);
    if (!automatic) return null;
    const days = spent.get(`${clientId} ${amount.currency}`) ?? new Map<string, bigint>();
    const day = dayIn(client.timezone, loggedAt);
    const sum = [...days].reduce(
      (total, [other, part]) => (other >= day ? total + part : total),
      0n,
    );
    const ceiling = automatic.ceilingPerDay;
    if (ceiling && sum + amount.minor > ceiling.minor) return null;
    spent.set(`${clientId} ${amount.currency}`, spentOn(days, day, amount));
    return rule;
  }

  return (past: Past): Replayed | null => {
    const client = clients.get(past.entry.clientId);
    if (!client) return null;
    const automatic = approves(past, client);
    if (automatic) return { rule: automatic, isAutomatic: true, steps: [] };
    const judged = toJudge(past.decision?.judged ?? past.logged);
    const first = requirementFor(judged, client.policy);
    const asked = first.automatic ? requirementFor(judged, withoutAutomatic(client.policy)) : first;
    const { requesterIds } = past.entry;
    const counted = askedSteps(asked.steps, client.people, requesterIds);
    return {
      rule: asked.rule,
      isAutomatic: false,
      steps: asked.steps.flatMap((step, index) => {
        const one = counted[index];
        const eligible = askedOf(step, client.people, requesterIds);
        return one ? [{ ...one, step, eligibleIds: eligible.map((person) => person.id) }] : [];
      }),
    };
  };
}

/** Days long past are forgotten: only an entry's own day and later ones count for its ceiling. */
const daysKept = 4;

function spentOn(days: ReadonlyMap<string, bigint>, day: string, { minor }: Money) {
  const next = new Map(days).set(day, (days.get(day) ?? 0n) + minor);
  return new Map([...next].sort(([left], [right]) => (left < right ? -1 : 1)).slice(-daysKept));
}

/** What was judged, in the form that the policy asks about. */
function toJudge({ onPayment, hasStranger, ...judged }: JudgedThen) {
  const payment = { id: '', processor: null, identifiers: [], captured: null, left: null };
  return {
    ...judged,
    payment: onPayment ? payment : null,
    requesters: hasStranger ? [{ person: null, label: '' }] : [],
  };
}
