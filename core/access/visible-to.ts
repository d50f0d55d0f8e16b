import type { EvidenceLine, HistoryLine, MessageLine } from '../reversals/ports.js';
import type { Refusal } from '../reversals/refusal.js';
import type { Approval, Person, Reversal } from '../reversals/reversal.js';
import { isFraudFlag } from '../reversals/risk.js';
import type { StepTurn } from '../reversals/step-turn.js';
import { seesAgentData } from './permissions.js';

/** How people of the support company are named to the merchant's own approver. */
const unnamed = 'the support team';

/**
 * A reversal as this person may see it. The client's approver gets no agent data: nobody logged,
 * asked or was assigned, votes of others carry no name, and no fraud sign stands among the flags.
 */
export function visibleReversal(person: Person, reversal: Reversal): Reversal {
  if (seesAgentData(person)) return reversal;
  return {
    ...reversal,
    loggedBy: null,
    requesters: [],
    assignee: null,
    flags: reversal.flags.filter((flag) => !isFraudFlag(flag)),
    approvals: reversal.approvals.map((vote) =>
      vote.personId === person.id
        ? vote
        : { ...withoutStandIn(vote), personId: '', personName: unnamed, reason: null },
    ),
    ...(reversal.stepTurn && { stepTurn: withoutPeople(reversal.stepTurn) }),
    readingReasons: [],
    trace: null,
  };
}

/** Whose turn it is, and who else was asked, is agent data. */
function withoutPeople({ paused: _paused, ...turn }: StepTurn): StepTurn {
  return { ...turn, changes: [], holderId: null };
}

/** Who of the company is away is agent data. */
function withoutStandIn({ standsInFor: _away, ...vote }: Approval): Approval {
  return vote;
}

/** Internal notes are agent data; of public ones by agents only the words are shown. */
export function visibleMessages(
  person: Person,
  messages: readonly MessageLine[],
): readonly MessageLine[] {
  if (seesAgentData(person)) return messages;
  return messages
    .filter((message) => message.isPublic)
    .map((message) => (message.author === 'agent' ? { ...message, authorName: unnamed } : message));
}

/** Evidence is what the decision rests on: everybody sees the link, not who of the company gave it. */
export function visibleEvidence(
  person: Person,
  lines: readonly EvidenceLine[],
): readonly EvidenceLine[] {
  if (seesAgentData(person)) return lines;
  return lines.map((line) =>
    line.addedBy.id === person.id ? line : { ...line, addedBy: { id: '', name: unnamed } },
  );
}

/** History without names, votes' details and reasons of the support company's people. */
export function visibleHistory(
  person: Person,
  lines: readonly HistoryLine[],
): readonly HistoryLine[] {
  if (seesAgentData(person)) return lines;
  return (
    lines
      .filter((line) => line.action !== 'note' && line.action !== 'assign')
      // By name nobody is told apart for certain, so one's own lines are shown no fuller than others'.
      .map((line) => ({
        ...line,
        actor: line.surface === 'hub' ? line.actor : unnamed,
        facts: withoutAgentFacts(line.facts),
        values: null,
      }))
  );
}

/** How many people of the support company decide, and who asked, is agent data. */
const agentFacts: readonly string[] = [
  'asks',
  'hasStranger',
  'risk',
  'people',
  'strangers',
  'assignee',
  'standsInFor',
];

function withoutAgentFacts(facts: HistoryLine['facts']): HistoryLine['facts'] {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !agentFacts.includes(name)));
}

/** Facts of a refusal without the name of who decided before. */
export function visibleRefusal(person: Person, refusal: Refusal): Refusal {
  if (seesAgentData(person)) return refusal;
  const { by, others: _others, asks: _asks, ...facts } = refusal.facts;
  return { ...refusal, facts: by === undefined ? facts : { ...facts, by: unnamed } };
}
