import type { Person } from './reversal.js';

/** Decisions handed to somebody else between two instants; `until` is the first one after it. */
export type Delegation = { toId: string; from: Date; until: Date };

/** Whom this person has handed their decisions to now; null where they decide themselves. */
export function delegateOf(person: Pick<Person, 'delegations'>, at: Date): string | null {
  const now = person.delegations?.find((one) => one.from <= at && at < one.until);
  return now?.toId ?? null;
}

/**
 * Whether `person` decides for `away` now. What was handed on is not handed on again: only who was
 * named by the one away stands in.
 */
export function mayStandIn(person: Person, away: Person, at: Date): boolean {
  return delegateOf(away, at) === person.id && mayTakeOver(person, away);
}

/**
 * Whether one may stand in for the other at all: people of the company for each other, and the
 * merchant's own for each other. A payer decides nothing.
 */
export function mayTakeOver(person: Person, away: Person): boolean {
  if (person.id === away.id || person.role === 'payer' || away.role === 'payer') return false;
  return (person.role === 'client_approver') === (away.role === 'client_approver');
}
