import type { Actor, DecideResult } from './desk.js';
import {
  askForCard,
  askForThreadLine,
  type DeskTools,
  hiddenFrom,
  historyActor,
  inTransaction,
} from './desk-tools.js';
import type { LogTransaction, NewMessage } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import { missingRequesters } from './requesters.js';
import { parseReference, type Reversal } from './reversal.js';
import { waitingForOf } from './waiting-for.js';

/** How many messages were new; the entry they now stand on. */
export type AddedMessages = DecideResult & { added: number };

const mayAdd = ['agent', 'manager', 'compliance', 'admin'];
const undecided = ['needs_review', 'pending_approval', 'changes_requested'];

/**
 * A person says that these communications belong to an entry that is in the log. They void nothing;
 * whoever brings them asks for it too, so that four eyes hold (domain-rules.md, Who decides). The same
 * messages again add nothing.
 */
export async function addMessagesByHand(
  tools: DeskTools,
  actor: Actor,
  reference: string,
  messages: readonly NewMessage[],
): Promise<AddedMessages | Refusal> {
  if (!mayAdd.includes(actor.person.role)) {
    return refuse('not_permitted', { role: actor.person.role });
  }
  return inTransaction<AddedMessages>(tools.store, async (tx) => {
    const found = await tx.lock(parseReference(reference) ?? 0);
    if (!found || hiddenFrom(actor.person, found)) return refuse('not_found', { reference });
    // What comes to an entry that was joined counts on the one it was joined into.
    const host = found.joinedInto ? await tx.lock(parseReference(found.joinedInto) ?? 0) : null;
    const reversal = host ?? found;
    const client = await tx.client(reversal.clientId);
    if (!client) return refuse('not_found', { reference });
    const people = await tx.peopleOf(client.id);
    const added = await tx.addMessages(reversal.id, messages);
    if (added > 0) await tellOf(tools, tx, actor, reversal, added);
    const fresh = (await tx.lock(parseReference(reversal.reference) ?? 0)) ?? reversal;
    return {
      reversal: fresh,
      changed: added > 0,
      waitingFor: waitingForOf(fresh, client, people),
      added,
    };
  });
}

async function tellOf(
  tools: DeskTools,
  tx: LogTransaction,
  actor: Actor,
  reversal: Reversal,
  added: number,
): Promise<void> {
  const isNew = undecided.includes(reversal.status) && (await addRequester(tx, actor, reversal));
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: historyActor(actor),
    surface: actor.surface,
    action: 'messages_added',
    facts: { count: added, ...(isNew ? { people: actor.person.id } : {}) },
    values: {},
  });
  if (reversal.status === 'needs_review') return;
  if (isNew) await askForCard(tx, reversal, tools);
  const line = { action: 'messages_added', actor: actor.person.name, count: String(added) };
  await askForThreadLine(tx, reversal, line, tools);
}

async function addRequester(
  tx: LogTransaction,
  { person }: Actor,
  reversal: Reversal,
): Promise<boolean> {
  const known = reversal.requesters.map((one) => ({
    personId: one.person?.id ?? null,
    label: one.label,
  }));
  const staff = [{ name: person.name, email: person.email }];
  const missing = missingRequesters(staff, [person], known);
  for (const requester of missing) {
    await tx.update(reversal.id, { addRequester: requester });
    await tx.voidDecisions(reversal.id, reversal.round, person.id);
  }
  return missing.length > 0;
}
