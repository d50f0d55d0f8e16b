import { isDeepStrictEqual } from 'node:util';
import { isAskedNow, type PolicyStep } from './approval-policy.js';
import { delegateOf } from './delegation.js';
import { askForCard, askForThreadLine, type DeskTools, requesterIdsOf } from './desk-tools.js';
import { addWithin, isOpenAt } from './office-hours.js';
import type { ClientFacts, LogTransaction, ReversalStore } from './ports.js';
import { type Person, parseReference, type Reversal } from './reversal.js';
import type { StepChange, StepTurn } from './step-turn.js';
import { isLeftWaiting, nameWords, stepsOf } from './waiting-for.js';
import { stepNow, whoDecides } from './who-decides.js';

/**
 * The same store, which leaves no transaction before each entry it touched has the clock of the step
 * that is open now: whatever opened the step, nothing has to think of its time.
 */
export function withTurns(tools: DeskTools): ReversalStore {
  const { store } = tools;
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (outside) => {
        const touched = new Map<string, Touched>();
        const touch = <Entry extends Reversal>(reversal: Entry): Entry => {
          const number = parseReference(reversal.reference) ?? 0;
          touched.set(reversal.id, { number, asWritten: reversal });
          return reversal;
        };
        const isStale = (id: string) => {
          const entry = touched.get(id);
          if (entry) touched.set(id, { ...entry, asWritten: null });
        };
        const tx = readingOnce(outside);
        const result = await work({
          ...tx,
          insert: async (entry) => touch(await tx.insert(entry)),
          update: async (id, changes) => touch(await tx.update(id, changes)),
          addDecision: async (id, vote) => {
            isStale(id);
            await tx.addDecision(id, vote);
          },
          voidDecisions: async (id, ...which) => {
            isStale(id);
            await tx.voidDecisions(id, ...which);
          },
          setStepTurn: async (id, turn) => {
            isStale(id);
            await tx.setStepTurn(id, turn);
          },
        });
        const inOrder = [...touched.values()].sort((one, other) => one.number - other.number);
        for (const { number, asWritten } of inOrder) {
          // Its row is this transaction's since it was written: nobody can have changed it.
          if (asWritten) await keepTurnOf(tools, tx, asWritten);
          else await keepTurn(tools, tx, number);
        }
        return result;
      }),
  };
}

/** An entry a transaction wrote; `asWritten` null where more was written of it since it was read. */
type Touched = { number: number; asWritten: Reversal | null };

/** The same transaction, which asks once for client and people until it waits for an entry. */
function readingOnce(tx: LogTransaction): LogTransaction {
  const clients = new Map<string, ReturnType<LogTransaction['client']>>();
  const people = new Map<string, ReturnType<LogTransaction['peopleOf']>>();
  const once = <Read>(known: Map<string, Read>, id: string, read: (id: string) => Read): Read => {
    const before = known.get(id);
    if (before) return before;
    const asked = read(id);
    known.set(id, asked);
    return asked;
  };
  const forget = () => {
    clients.clear();
    people.clear();
  };
  return {
    ...tx,
    client: (id) => once(clients, id, tx.client),
    peopleOf: (id) => once(people, id, tx.peopleOf),
    lock(number) {
      forget();
      return tx.lock(number);
    },
    addDelegation(delegation) {
      forget();
      return tx.addDelegation(delegation);
    },
    endDelegations(...which) {
      forget();
      return tx.endDelegations(...which);
    },
    endDelegationsTo(...whom) {
      forget();
      return tx.endDelegationsTo(...whom);
    },
  };
}

/** Brings one entry's clock, turn and fallback in line with the step that is open now. */
export async function keepTurn(
  tools: DeskTools,
  tx: LogTransaction,
  number: number,
): Promise<void> {
  const reversal = await tx.lock(number);
  if (reversal) await keepTurnOf(tools, tx, reversal);
}

/** The entry as it stands in this transaction, its row locked. */
async function keepTurnOf(tools: DeskTools, tx: LogTransaction, reversal: Reversal): Promise<void> {
  if (reversal.historic) return;
  const before = reversal.stepTurn;
  if (reversal.status !== 'pending_approval') {
    if (before?.dueAt || before?.holderId) {
      const { dueAt, holderId } = before;
      const paused = reversal.status === 'changes_requested' ? { paused: { dueAt, holderId } } : {};
      await tx.setStepTurn(reversal.id, { ...before, dueAt: null, holderId: null, ...paused });
    }
    return;
  }
  const client = await tx.client(reversal.clientId);
  if (!client) throw new Error('a reversal names a client that is not in the database');
  const people = await tx.peopleOf(reversal.clientId);
  const at = tools.now();
  const asked = turnNow(reversal, client, people, at);
  if (!asked) return;
  const turn = { ...asked.turn, holderId: await holderOf(tx, asked, { client, people, at }) };
  if (isDeepStrictEqual(turn, before)) return;
  await tx.setStepTurn(reversal.id, turn);
  if (asked.fallback) {
    await tellFallback(tools, tx, { ...reversal, stepTurn: turn }, asked.fallback, asked.step);
  }
  if (asked.isEnoughNow) await tellEnough(tools, tx, { ...reversal, stepTurn: turn });
}

type AskedTurn = {
  turn: StepTurn;
  step: PolicyStep;
  /** The entry with the turn, for who decides it. */
  reversal: Reversal;
  fallback: StepChange | null;
  /** True where the votes have just come to suffice with nobody's press. */
  isEnoughNow: boolean;
};

/** The turn as it should stand; null where neither time nor turns nor a fallback matter to it. */
function turnNow(
  reversal: Reversal,
  client: ClientFacts,
  people: readonly Person[],
  at: Date,
): AskedTurn | null {
  const stored = reversal.stepTurn?.round === reversal.round ? reversal.stepTurn : null;
  const steps = stepsOf(reversal, client);
  const now = stepNow(steps, reversal.approvals, people, requesterIdsOf(reversal));
  if (!now) return null;
  const { step, index } = now;
  const isEnough = now.isEnough && !isLeftWaiting(reversal);
  const same = stored?.step === index && stored.isEnough === isEnough ? stored : null;
  const within = step.within ?? null;
  const openedAt = same?.openedAt ?? at;
  const turn: StepTurn = {
    round: reversal.round,
    step: index,
    openedAt,
    within,
    // A limit that came, or changed, with the configuration starts when that is known.
    dueAt: isLeftWaiting(reversal)
      ? null
      : same && same.within === within
        ? (same.paused?.dueAt ?? same.dueAt)
        : deadlineOf(reversal, client, within, at),
    timesPassed: same?.timesPassed ?? 0,
    changes: stored?.changes ?? [],
    holderId: same?.paused?.holderId ?? same?.holderId ?? null,
    isEnough,
  };
  const canDecide = whoDecides({ ...reversal, stepTurn: turn }, client, people, at);
  const hasFallback = turn.changes.some((one) => one.step === index && one.how === 'fallback');
  const fallback: StepChange | null =
    canDecide && canDecide.people.length === 0 && !hasFallback
      ? { step: index, how: 'fallback', names: client.policy?.fallback ?? fallbackDefault }
      : null;
  const isPlain =
    within === null && step.take !== 'round_robin' && turn.changes.length === 0 && !isEnough;
  if (isPlain && !fallback && !reversal.stepTurn) return null;
  const whole = fallback ? { ...turn, changes: [...turn.changes, fallback] } : turn;
  const isEnoughNow = isEnough && !same;
  return { turn: whole, step, reversal: { ...reversal, stepTurn: whole }, fallback, isEnoughNow };
}

const fallbackDefault: readonly string[] = ['role:admin'];

/**
 * When a limit that begins at `at` runs out: in the client's office hours, but they never stop a
 * dispute's clock, and what the processor waits for is never waited for longer than that.
 */
export function deadlineOf(
  reversal: Pick<Reversal, 'dueAt' | 'type' | 'dispute'>,
  client: ClientFacts,
  within: string | null,
  at: Date,
): Date | null {
  if (within === null) return null;
  const isDispute = reversal.type === 'chargeback' || reversal.dispute !== null;
  const { officeHours, timezone } = client;
  const end = addWithin(at, within, officeHours && !isDispute ? { officeHours, timezone } : null);
  const { dueAt } = reversal;
  return dueAt && dueAt > at && dueAt < end ? dueAt : end;
}

/** Whose turn it is: who has it keeps it for as long as they can decide, else the next one present. */
async function holderOf(
  tx: LogTransaction,
  { turn, step, reversal }: AskedTurn,
  { client, people, at }: { client: ClientFacts; people: readonly Person[]; at: Date },
): Promise<string | null> {
  if (step.take !== 'round_robin') return null;
  const deciders = whoDecides(reversal, client, people, at)?.people ?? [];
  if (deciders.some((person) => person.id === turn.holderId)) return turn.holderId;
  const named = deciders.filter((person) => isAskedNow(person, step) && !delegateOf(person, at));
  const present = named.filter((person) => isAtWork(person, client, at));
  return tx.takeTurn((present.length > 0 ? present : named).map((person) => person.id));
}

function isAtWork(person: Person, client: ClientFacts, at: Date): boolean {
  const hours = person.officeHours ?? client.officeHours;
  return !hours || isOpenAt(at, hours, person.timezone ?? client.timezone);
}

/** With nobody eligible it goes to the named fallback and says so (domain-rules.md, Who decides). */
async function tellFallback(
  tools: DeskTools,
  tx: LogTransaction,
  reversal: Reversal,
  fallback: StepChange,
  step: PolicyStep,
) {
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: { kind: 'hub' },
    surface: 'hub',
    action: 'step_fallback',
    facts: { round: reversal.round, step: fallback.step + 1 },
    values: { asked: step.from.join(', '), asksNow: fallback.names.join(', ') },
  });
  await askForCard(tx, reversal, tools);
  const line = {
    action: 'step_fallback',
    asked: nameWords(step.from),
    asksNow: nameWords(fallback.names),
  };
  await askForThreadLine(tx, reversal, line, tools);
}

/** Less is asked than before, and nobody pressed anything: the thread says why it still waits. */
async function tellEnough(tools: DeskTools, tx: LogTransaction, reversal: Reversal) {
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: { kind: 'hub' },
    surface: 'hub',
    action: 'enough_decided',
    facts: { round: reversal.round },
    values: {},
  });
  await askForCard(tx, reversal, tools);
  await askForThreadLine(tx, reversal, { action: 'enough_decided' }, tools);
}
