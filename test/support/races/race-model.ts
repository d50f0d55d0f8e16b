import type { Person } from '../../../core/reversals/reversal.js';
import type { Asked } from './race-people.js';
import type { Line, Record } from './race-records.js';

const deciding: ReadonlySet<string> = new Set([
  'approve',
  'reject',
  'request_changes',
  'accept',
  'contest',
]);
const approving: ReadonlySet<string> = new Set(['approve', 'accept', 'contest']);
const ends: ReadonlySet<string> = new Set(['completed', 'rejected', 'cancelled']);

/** One counted decision, as the history tells it. */
export type Told = {
  line: Line;
  /** The content on which it was made: before the deciding person lowered the amount. */
  hashBefore: string;
  /** Everybody whose approval counted with it, and what it was about. */
  voters: readonly string[];
  minor: bigint;
  isMatched: boolean;
  /** Steps that went to the admins too, as nobody whom they name could decide, and at which amount. */
  fallbacks: readonly { step: number; minor: bigint }[];
};

/**
 * Goes through an entry's history line by line, with rules of its own, and collects what cannot be:
 * a status that comes from nowhere, a vote on other content, a vote of who asked for it.
 */
export function retell(record: Record, askedFirst: readonly string[]) {
  const faults: string[] = [];
  const told: Told[] = [];
  const requesters = new Set(askedFirst);
  /** Who gave which vote: whoever contests has not agreed with who accepts. */
  const voters = new Map<string, string>();
  const fallbacks = new Map<number, bigint>();
  let status = '';
  let hash = '';
  let minor = 0n;
  let isMatched = record.kind === 'fact';
  let round = 1;
  let before: { hash: string; personId: string | null } | null = null;
  const fault = (line: Line, what: string) =>
    faults.push(`${record.reference} ${line.sequence} ${line.action}: ${what}`);

  for (const [index, line] of record.lines.entries()) {
    const { action, facts, personId } = line;
    if (line.sequence !== index + 1) fault(line, 'a line is missing');
    const isLowering = action === 'amount_lowered';
    const hashBefore: string = before && before.personId === personId ? before.hash : hash;
    before = isLowering ? { hash, personId } : null;
    // A new round asks everybody again.
    if (typeof facts.round === 'number' && facts.round !== round) {
      round = facts.round;
      voters.clear();
      // Whoever was asked besides may lower the amount and decide: they stay asked for the same steps.
      if (!isLowering) fallbacks.clear();
    }
    if (facts.paymentId !== undefined) {
      const next = BigInt(String(facts.amountMinor));
      const isNew = facts.contentHash !== hash;
      if (action === 'edited' && isNew && next >= minor && personId) requesters.add(personId);
      hash = String(facts.contentHash);
      minor = next;
      isMatched = record.kind === 'fact' || facts.paymentId !== null;
    }
    if (action === 'requesters_added') {
      for (const id of String(facts.people ?? '').split(' ')) {
        requesters.add(id);
        voters.delete(id);
      }
    }
    if (action === 'step_fallback') fallbacks.set(Number(facts.step) - 1, minor);
    if (action === 'logged') status = String(facts.status);
    if (deciding.has(action) && personId) {
      if (facts.contentHash !== hash) fault(line, 'a vote on content that did not stand');
      if (approving.has(action)) {
        if (requesters.has(personId)) fault(line, 'a vote of who asked for it');
        if (voters.has(personId) && voters.get(personId) !== action) fault(line, 'a second vote');
        voters.set(personId, action);
      }
      const counted = {
        voters: agreeing(voters, action),
        fallbacks: [...fallbacks].map(([step, at]) => ({ step, minor: at })),
      };
      told.push({ line, hashBefore, minor, isMatched, ...counted });
    }
    if (facts.from !== undefined && facts.to !== undefined) {
      if (facts.from !== status) fault(line, `comes from ${String(facts.from)}, was ${status}`);
      if (ends.has(status) && facts.to !== status) fault(line, 'changes what is final');
      if (action === 'withdraw' && status === 'approved') {
        round += 1;
        voters.clear();
        fallbacks.clear();
        // A request for changes that is taken back leaves what was approved as it was.
      } else if (action === 'withdraw' && status !== 'changes_requested' && personId)
        voters.delete(personId);
      if (action === 'confirm' && status === 'changes_requested') {
        round += 1;
        voters.clear();
        fallbacks.clear();
      }
      status = String(facts.to);
    }
  }
  if (status !== record.status) faults.push(`${record.reference} stands as ${record.status}`);
  if (hash !== record.hash) faults.push(`${record.reference} holds content nobody wrote`);
  if (minor !== record.minor) faults.push(`${record.reference} holds an amount nobody wrote`);
  if (round !== record.round) faults.push(`${record.reference} is in round ${record.round}`);
  for (const id of record.requesters) {
    if (!requesters.has(id)) faults.push(`${record.reference} has a requester from nowhere`);
  }
  return { faults, told };
}

/** Those who gave this very vote. */
function agreeing(voters: ReadonlyMap<string, string>, action: string): readonly string[] {
  return [...voters].flatMap(([id, vote]) => (vote === action ? [id] : []));
}

export const isApproving = (action: string) => approving.has(action);
export const isDeciding = (action: string) => deciding.has(action);

/** Whether these voters are what a policy asks for, each of them filling one step at most. */
export function satisfies(
  asked: Asked,
  voters: readonly Person[],
  fallbacks: readonly number[],
): boolean {
  const places = asked.flatMap(({ roles, need }, step) =>
    Array.from({ length: need }, () => (fallbacks.includes(step) ? [...roles, 'admin'] : roles)),
  );
  const fill = (place: number, left: readonly Person[]): boolean => {
    const roles = places[place];
    if (!roles) return true;
    return left.some(
      (person) =>
        roles.includes(person.role) &&
        fill(
          place + 1,
          left.filter((one) => one !== person),
        ),
    );
  };
  return fill(0, voters);
}
