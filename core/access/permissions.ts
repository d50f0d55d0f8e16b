import type { Person, Role } from '../reversals/reversal.js';

/**
 * What a role may try at all (domain-rules.md, Roles). Single actions on a reversal have their own
 * table in core/reversals/who-may.ts, and the client's policy and four eyes come after both.
 */
type Ability = 'read' | 'log' | 'decide' | 'see_connections' | 'manage';

const abilities = {
  agent: ['read', 'log', 'decide', 'see_connections'],
  manager: ['read', 'log', 'decide', 'see_connections'],
  compliance: ['read', 'log', 'decide', 'see_connections'],
  admin: ['read', 'log', 'decide', 'see_connections', 'manage'],
  client_approver: ['read', 'decide'],
  payer: ['read'],
} as const satisfies Record<Role, readonly Ability[]>;

/** Whether this role may try this. */
export function may(person: Pick<Person, 'role'>, ability: Ability): boolean {
  return (abilities[person.role] as readonly Ability[]).includes(ability);
}

/** The merchant's own approver sees no agent data and no fraud signs. */
export function seesAgentData(person: Pick<Person, 'role'>): boolean {
  return person.role !== 'client_approver';
}
