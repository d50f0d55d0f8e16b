import type { Person } from './reversal.js';

/** As stored: `personId` null is an agent of the source whom no person here matches. */
export type RequesterRow = { personId: string | null; label: string };

/** An agent as the source names them. */
export type StaffName = { name: string | null; email: string | null };

/**
 * Those of the source's staff who are not among `known` yet, once each, matched to people by
 * e-mail (domain-rules.md, Who decides: Requesters).
 */
export function missingRequesters(
  staff: readonly StaffName[],
  people: readonly Person[],
  known: readonly RequesterRow[],
): RequesterRow[] {
  const missing: RequesterRow[] = [];
  for (const one of staff) {
    const person = personOf(one.email, people);
    const label = person?.name ?? one.name ?? one.email ?? 'an agent of the helpdesk';
    const isKnown = [...known, ...missing].some((row) =>
      person ? row.personId === person.id : row.personId === null && row.label === label,
    );
    if (!isKnown) missing.push({ personId: person?.id ?? null, label });
  }
  return missing;
}

/** The person of that e-mail, in any case of letters. */
export function personOf(email: string | null, people: readonly Person[]): Person | undefined {
  const wanted = email?.toLowerCase();
  return wanted ? people.find((person) => person.email.toLowerCase() === wanted) : undefined;
}
