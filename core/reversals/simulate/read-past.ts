import { type Money, parseCurrency } from '../money.js';
import { type AskedStep, readAsked } from '../requirement-record.js';
import { decisionKinds, type ReversalKind, type ReversalType, reversalTypes } from '../reversal.js';
import type { PastEntry, PastLine } from './past-entry.js';

/** What a policy was asked about at a moment. */
export type JudgedThen = {
  type: ReversalType;
  kind: ReversalKind;
  amount: Money | null;
  onPayment: boolean;
  hasStranger: boolean;
  risk: number;
};

type PastVote = { personId: string | null; at: Date };
type CastVote = PastVote & Pick<PastLine, 'action' | 'facts'>;

/** How people last decided an entry: who gave the votes that counted, and what was asked of them. */
export type PastDecision = {
  outcome: 'approved' | 'rejected' | 'changes_requested' | 'completed';
  /** When it came before people for this decision. */
  openedAt: Date;
  at: Date;
  judged: JudgedThen;
  /** Null for a decision from before requirements were recorded. */
  asked: readonly AskedStep[] | null;
  /** Those that counted, oldest first; of a rejection the rejecting one is the last. */
  votes: readonly PastVote[];
};

export type Past = {
  entry: PastEntry;
  logged: JudgedThen & { mayBeAutomatic: boolean; asked: readonly AskedStep[] | null };
  wasAutomatic: boolean;
  decision: PastDecision | null;
  /** Every decision that a person gave, counted or not: the work it was. */
  cast: readonly PastVote[];
};

/** Reads what happened to an entry out of its history. */
export function readPast(entry: PastEntry): Past {
  const logged = entry.lines.find((line) => line.action === 'logged');
  const facts = logged?.facts ?? {};
  return {
    entry,
    logged: {
      ...judgedIn(facts, entry),
      mayBeAutomatic:
        typeof facts.mayBeAutomatic === 'boolean'
          ? facts.mayBeAutomatic
          : facts.status === 'pending_approval' || facts.status === 'approved',
      asked: readAsked(facts.asks),
    },
    wasAutomatic: entry.lines.some((line) => line.action === 'approved_by_policy'),
    decision: lastDecision(entry),
    cast: entry.lines.filter((line) => isVote(line) && line.personId !== null),
  };
}

type Before = { votes: CastVote[]; openedAt: Date };

const isVote = (line: PastLine) => (decisionKinds as readonly string[]).includes(line.action);

function lastDecision(entry: PastEntry): PastDecision | null {
  let decision: PastDecision | null = null;
  let openedAt = entry.loggedAt;
  let votes: CastVote[] = [];
  let round: unknown = 1;
  /** As it stood before changes were asked for, while that may be taken back. */
  let before: Before | null = null;
  for (const line of entry.lines) {
    const { from, to } = line.facts;
    if (line.facts.round !== undefined && line.facts.round !== round) {
      round = line.facts.round;
      votes = [];
    }
    if (line.action === 'withdraw' || line.action === 'requesters_added') {
      const gone = line.action === 'withdraw' ? [line.personId] : listOf(line.facts.people);
      const stays = (vote: CastVote) => !gone.includes(vote.personId);
      votes = votes.filter(stays);
      if (before && line.action === 'requesters_added')
        before = { openedAt: before.openedAt, votes: before.votes.filter(stays) };
    }
    if (line.action === 'withdraw' && from === 'changes_requested' && before) {
      ({ votes, openedAt } = before);
      [decision, before] = [null, null];
      continue;
    }
    if (isVote(line)) {
      before = line.action === 'request_changes' ? { votes, openedAt } : before;
      votes = [...votes.filter((vote) => vote.personId !== line.personId), line];
      const outcome = outcomeOf(to);
      if (to === from || outcome === null) continue;
      decision = {
        outcome,
        openedAt,
        at: line.at,
        judged: judgedIn(line.facts, entry),
        asked: readAsked(line.facts.asks),
        votes: agreeingWith(line, votes).map(({ personId, at }) => ({ personId, at })),
      };
      votes = [];
    } else if (to !== from && to !== undefined) {
      // What else moved it on: it is open again, or was ended by nobody's decision.
      if (to === 'pending_approval' || to === 'changes_requested') {
        decision = null;
        openedAt = line.at;
        votes = [];
      }
    }
  }
  return decision;
}

/** Whoever chose another next step, or to contest where the loss was accepted, did not decide this. */
function agreeingWith(last: CastVote, votes: readonly CastVote[]): readonly CastVote[] {
  const isVeto = last.action === 'reject' || last.action === 'request_changes';
  if (isVeto) return votes;
  return votes.filter(
    ({ action, facts }) => action === last.action && facts.detail === last.facts.detail,
  );
}

function outcomeOf(to: unknown): PastDecision['outcome'] | null {
  const outcomes = ['approved', 'rejected', 'changes_requested', 'completed'] as const;
  return outcomes.find((one) => one === to) ?? null;
}

function listOf(people: unknown): readonly (string | null)[] {
  return typeof people === 'string' ? people.split(' ') : [];
}

/** As recorded with the line; for older lines as the entry is now, with the line's own amount. */
function judgedIn(facts: PastLine['facts'], entry: PastEntry): JudgedThen {
  const { type, kind, amountMinor, currency, onPayment, hasStranger, paymentId, risk } = facts;
  return {
    type: reversalTypes.find((one) => one === type) ?? entry.type,
    kind: kind === 'request' || kind === 'fact' ? kind : entry.kind,
    amount: amountMinor === undefined ? entry.amount : moneyIn(amountMinor, currency),
    onPayment:
      typeof onPayment === 'boolean'
        ? onPayment
        : paymentId === undefined
          ? entry.onPayment
          : paymentId !== null,
    // A line from before scores were recorded was decided without one.
    risk: typeof risk === 'number' ? risk : 0,
    hasStranger: typeof hasStranger === 'boolean' ? hasStranger : entry.hasStranger,
  };
}

function moneyIn(amountMinor: unknown, code: unknown): Money | null {
  const currency = typeof code === 'string' ? parseCurrency(code) : null;
  return currency && typeof amountMinor === 'string' && /^\d{1,16}$/.test(amountMinor)
    ? { minor: BigInt(amountMinor), currency }
    : null;
}
