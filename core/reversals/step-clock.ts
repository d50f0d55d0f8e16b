import type { PolicyStep } from './approval-policy.js';
import {
  askForCard,
  askForThreadLine,
  askForWriteBack,
  type DeskTools,
  requesterIdsOf,
} from './desk-tools.js';
import { deadlineOf, keepTurn } from './keep-turn.js';
import type { ClientFacts, LogTransaction } from './ports.js';
import type { Person, Reversal } from './reversal.js';
import type { StepChange, StepTurn } from './step-turn.js';
import { isActionForType, transition } from './transitions.js';
import { nameWords, stepsOf, waitingForOf } from './waiting-for.js';
import { stepNow, whoDecides } from './who-decides.js';

/** What a step does by itself when its time has run out. */
type TimedAction = 'remind' | 'escalate' | 'reassign' | 'reject';

/** Entries looked at in one go; what is left is looked at the next time. */
const batchMax = 100;

/**
 * Does what the steps that ran out of time ask for, each once. The deadline stands with the entry and
 * moves in the transaction that acts: whoever comes second, or after a death, finds nothing due.
 * What was due while nobody looked happens once, not as often as it would have.
 */
export async function passDueSteps(
  tools: DeskTools,
  onFault: (error: unknown) => void,
): Promise<number> {
  let passed = 0;
  const due = await tools.store.stepsDue(tools.now(), batchMax);
  for (const number of due) {
    // One entry that cannot be worked on must not stop the clocks of all behind it.
    try {
      if (await tools.store.transaction((tx) => passStep(tools, tx, number))) passed += 1;
    } catch (error) {
      onFault(error);
    }
  }
  return passed;
}

/** Brings every undecided entry in line with the policies as they are now: after a start. */
export async function keepAllTurns(tools: DeskTools): Promise<void> {
  let after = 0;
  for (;;) {
    const numbers = await tools.store.pendingNumbers(after, batchMax);
    for (const number of numbers) {
      await tools.store.transaction((tx) => keepTurn(tools, tx, number));
    }
    after = numbers.at(-1) ?? 0;
    if (numbers.length < batchMax) return;
  }
}

async function passStep(tools: DeskTools, tx: LogTransaction, number: number): Promise<boolean> {
  // First in line with what is asked now: a clock of a step that is done, or of other limits, is none.
  await keepTurn(tools, tx, number);
  const reversal = await tx.lock(number);
  const turn = reversal?.stepTurn;
  const at = tools.now();
  if (!reversal || !turn?.dueAt || turn.dueAt > at) return false;
  const client = await tx.client(reversal.clientId);
  if (!client) throw new Error('a reversal names a client that is not in the database');
  const people = await tx.peopleOf(reversal.clientId);
  const now = stepNow(
    stepsOf(reversal, client),
    reversal.approvals,
    people,
    requesterIdsOf(reversal),
  );
  if (!now) {
    await tx.setStepTurn(reversal.id, { ...turn, dueAt: null });
    return false;
  }
  const passed = { tools, tx, number, reversal, turn, client, people, step: now.step, at };
  const action = actionOf(reversal, turn, now.step);
  if (action === 'reject') await rejectByClock(passed);
  else await askMore(passed, action);
  return true;
}

type Passed = {
  tools: DeskTools;
  tx: LogTransaction;
  number: number;
  reversal: Reversal;
  turn: StepTurn;
  client: ClientFacts;
  people: readonly Person[];
  step: PolicyStep;
  at: Date;
};

/**
 * Others are asked once; after that, and where nobody else is named, it reminds. Rejecting by itself
 * is refused for chargebacks, bank returns, whatever has happened already and what enough people
 * approved: those remind.
 */
function actionOf(reversal: Reversal, turn: StepTurn, step: PolicyStep): TimedAction {
  const action = step.then ?? 'remind';
  if (action === 'reject') return mayRejectByClock(reversal) ? 'reject' : 'remind';
  const wasAsked = turn.changes.some((one) => one.step === turn.step && one.how === action);
  return action !== 'remind' && (wasAsked || !step.to?.length) ? 'remind' : action;
}

function mayRejectByClock(reversal: Reversal): boolean {
  const isRefused =
    reversal.type === 'chargeback' ||
    reversal.type === 'bank_reversal' ||
    reversal.stepTurn?.isEnough === true;
  return (
    !isRefused &&
    isActionForType(reversal, 'reject') &&
    !('refused' in transition(reversal.status, 'reject'))
  );
}

/** Reminds, or asks others besides or instead; the next deadline is a whole limit from now. */
async function askMore(passed: Passed, action: Exclude<TimedAction, 'reject'>): Promise<void> {
  const { tools, tx, number, reversal, turn, client, people, step, at } = passed;
  const change: StepChange | null =
    action === 'remind' ? null : { step: turn.step, how: action, names: step.to ?? [] };
  const next: StepTurn = {
    ...turn,
    timesPassed: turn.timesPassed + 1,
    changes: change ? [...turn.changes, change] : turn.changes,
    dueAt: deadlineOf(reversal, client, turn.within, at),
  };
  await tx.setStepTurn(reversal.id, next);
  const after = { ...reversal, stepTurn: next };
  const name = actionNames[action];
  await tx.addHistory(reversal.id, {
    at,
    actor: { kind: 'hub' },
    surface: 'hub',
    action: name,
    facts: factsOf(passed),
    values: change ? { asked: step.from.join(', '), asksNow: change.names.join(', ') } : {},
  });
  await askForCard(tx, after, tools);
  const line = {
    action: name,
    within: turn.within ?? '',
    asked: nameWords(step.from),
    asksNow: nameWords(change?.names ?? []),
    waitingFor: waitingForOf(after, client, people) ?? '',
    mentions: mentionsOf(after, client, people, at),
  };
  await askForThreadLine(tx, after, line, tools);
  // Those asked instead may be nobody who can decide: then it goes to the fallback, in this very step.
  await keepTurn(tools, tx, number);
}

const actionNames = {
  remind: 'step_reminded',
  escalate: 'step_escalated',
  reassign: 'step_reassigned',
} as const;

async function rejectByClock(passed: Passed): Promise<void> {
  const { tools, tx, reversal, turn, at } = passed;
  await tx.setStepTurn(reversal.id, {
    ...turn,
    timesPassed: turn.timesPassed + 1,
    dueAt: null,
    holderId: null,
  });
  const after = await tx.update(reversal.id, { status: 'rejected' });
  await tx.addHistory(reversal.id, {
    at,
    actor: { kind: 'hub' },
    surface: 'hub',
    action: 'rejected_by_policy',
    facts: {
      ...factsOf(passed),
      from: reversal.status,
      to: after.status,
      contentHash: reversal.contentHash,
      amountMinor: reversal.amount ? reversal.amount.minor.toString() : null,
      currency: reversal.amount?.currency ?? null,
    },
    values: { reason: `no decision within ${turn.within ?? 'the time set'}` },
  });
  await askForCard(tx, after, tools);
  const line = { action: 'rejected_by_policy', within: turn.within ?? '', status: after.status };
  await askForThreadLine(tx, after, line, tools);
  await askForWriteBack(tx, after, tools);
}

function factsOf({ turn, reversal }: Passed) {
  return {
    round: reversal.round,
    step: turn.step + 1,
    within: turn.within,
    timesPassed: turn.timesPassed + 1,
  };
}

/** Overdue is the one time at which a card's thread calls people by name; many would be noise. */
const mentionsMax = 8;

function mentionsOf(
  reversal: Reversal,
  client: ClientFacts,
  people: readonly Person[],
  at: Date,
): string {
  const who = whoDecides(reversal, client, people, at);
  const called = who?.turn && reversal.stepTurn?.timesPassed === 1 ? [who.turn] : who?.people;
  const ids = (called ?? []).flatMap((person) => person.chatUserId ?? []);
  return ids.slice(0, mentionsMax).join(' ');
}
