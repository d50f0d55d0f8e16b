import type { Actor, DecideRequest, DecideResult } from './desk.js';
import type { DeskTools } from './desk-tools.js';
import type { ClientFacts, LogTransaction } from './ports.js';
import type { Approval, Person, Reversal } from './reversal.js';
import { waitingForOf } from './waiting-for.js';

/** All that deciding one locked reversal needs. */
export type DecisionContext = {
  tools: DeskTools;
  tx: LogTransaction;
  actor: Actor;
  request: DecideRequest;
  reversal: Reversal;
  client: ClientFacts;
  people: readonly Person[];
};

export function unchanged({ reversal, client, people }: DecisionContext): DecideResult {
  return { reversal, changed: false, waitingFor: waitingForOf(reversal, client, people) };
}

/**
 * Who decided what when: told to whoever comes second. A cancelled entry was ended by no vote, so
 * nobody is named for it.
 */
export function whoDecided(reversal: Reversal): Record<string, string> {
  if (reversal.status === 'cancelled') return { status: reversal.status };
  const last = reversal.approvals[reversal.approvals.length - 1];
  return last ? votedBy(reversal, last) : { status: reversal.status };
}

/** One vote, as it is told to whoever comes after it. */
export function votedBy({ status }: Reversal, vote: Approval): Record<string, string> {
  const { personName: by, at, decision, choice } = vote;
  return { status, by, at: at.toISOString(), decision, ...(choice && { choice }) };
}
