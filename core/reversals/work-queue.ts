import { mayStandIn } from './delegation.js';
import type { ClientFacts, ReversalStore } from './ports.js';
import type { DecisionKind, Person, Reversal } from './reversal.js';
import { isActionForType, transition } from './transitions.js';
import { whoDecides } from './who-decides.js';
import { mayTake } from './who-may.js';

/** What waits for one person now: soonest due first, then oldest. */
export type WorkQueue = {
  entries: readonly Reversal[];
  /** False where more was undecided than is looked through at once. */
  isWhole: boolean;
};

/** A day's work of a large team many times over; beyond it the dashboard and `find` are the way. */
const queueMax = 300;

/** Everything undecided that this person may decide now, in the clients asked for. */
export async function queueOf(
  store: ReversalStore,
  person: Person,
  clients: readonly string[],
  at: Date,
): Promise<WorkQueue> {
  const [queue] = await queuesOf(store, [{ person, clients }], at);
  return queue ?? { entries: [], isWhole: true };
}

/** The same for several people, reading what is undecided once. */
export async function queuesOf(
  store: ReversalStore,
  asked: readonly { person: Person; clients: readonly string[] }[],
  at: Date,
): Promise<readonly WorkQueue[]> {
  const ids = [...new Set(asked.flatMap(({ clients }) => clients))];
  if (ids.length === 0) return asked.map(() => ({ entries: [], isWhole: true }));
  const found = await store.pending(ids, queueMax + 1);
  const clients = new Map<string, { client: ClientFacts; people: readonly Person[] }>();
  for (const id of new Set(found.map((one) => one.clientId))) {
    const client = await store.client(id);
    if (client) clients.set(id, { client, people: await store.peopleOf(id) });
  }
  const isWhole = found.length <= queueMax;
  const looked = found.slice(0, queueMax);
  return asked.map(({ person, clients: wanted }) => ({
    isWhole,
    entries: looked.filter((reversal) => {
      const known = wanted.includes(reversal.clientId) ? clients.get(reversal.clientId) : undefined;
      return known !== undefined && waitsFor(person, reversal, known, at);
    }),
  }));
}

/**
 * Whether the step that is open can be decided by this person now, for themselves or standing in for
 * somebody away. What has no decision (a claim that waits for its notice) waits for nobody.
 */
function waitsFor(
  person: Person,
  reversal: Reversal,
  { client, people }: { client: ClientFacts; people: readonly Person[] },
  at: Date,
): boolean {
  if (reversal.status !== 'pending_approval' || reversal.historic) return false;
  const action = openDecisions.find((one) => isActionForType(reversal, one));
  if (!action || 'refused' in transition(reversal.status, action)) return false;
  if (!mayTake(person, action, reversal)) return false;
  const open = whoDecides(reversal, client, people, at);
  if (!open?.people.some((one) => one.id === person.id)) return false;
  // Where decisions go round it waits for whose turn it is; overdue it waits for all of them.
  const { turn } = open;
  const isOverdue = (reversal.stepTurn?.timesPassed ?? 0) > 0;
  return !turn || isOverdue || turn.id === person.id || mayStandIn(person, turn, at);
}

/** The deciding vote each type has; at most one of them fits an entry. */
const openDecisions: readonly DecisionKind[] = ['approve', 'contest', 'next_step', 'answer'];
