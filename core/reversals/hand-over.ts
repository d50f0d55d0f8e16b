import { createHash } from 'node:crypto';
import { asWritten, colleague, nameBehind, tell } from './delegate.js';
import type { Actor } from './desk.js';
import { askForCard, type DeskTools, historyActor, inTransaction } from './desk-tools.js';
import type { LogTransaction } from './ports.js';
import { type Refusal, refuse } from './refusal.js';
import type { Person, Reversal } from './reversal.js';
import { whoDecides } from './who-decides.js';

export type HandOverRequest = {
  toEmail: string;
  /** Entries of this client only. */
  client?: string | undefined;
  requestKey: string;
};

export type HandedOver = {
  to: string;
  /** Entries that were assigned, and decisions whose turn it was. */
  assigned: number;
  turns: number;
  /** What stays: the other does not see the client, or may not decide it. */
  left: number;
  /** True where there is more than goes in one go. */
  hasMore: boolean;
  /** False when this very request had been carried out before. */
  changed: boolean;
};

/** As many as one transaction changes within its patience. */
const entriesMax = 50;

/**
 * Moves everything open of one's own to somebody else, at the end of a shift: all or nothing, each
 * recorded with its entry, and one line to the receiver. A repeat of the request moves nothing more.
 */
export async function handOver(
  tools: DeskTools,
  actor: Actor,
  request: HandOverRequest,
): Promise<HandedOver | Refusal> {
  const { person } = actor;
  const { requestKey, toEmail } = request;
  const clients = person.clients.filter((id) => !request.client || id === request.client);
  return inTransaction<HandedOver>(tools.store, async (tx) => {
    const none = { assigned: 0, turns: 0, left: 0, hasMore: false };
    // First of all: what was moved stays answered, though the other was removed from chat since.
    const before = await tx.takeRequest(requestKey, fingerprintOf(person, request));
    if (before && !before.sameContent) return refuse('key_reused_with_other_content');
    if (before) return { ...none, to: await nameBehind(tx, person, toEmail), changed: false };
    const to = await colleague(tx, person, toEmail);
    if ('refused' in to) return to;
    const numbers = await tx.heldBy(person.id, clients, entriesMax + 1);
    const moved = { ...none, to: to.name, hasMore: numbers.length > entriesMax, changed: true };
    for (const number of numbers.slice(0, entriesMax)) {
      const reversal = await tx.lock(number);
      if (!reversal) continue;
      const what = await moveOne(tools, tx, actor, to, reversal);
      moved.assigned += what.assigned ? 1 : 0;
      moved.turns += what.turn ? 1 : 0;
      moved.left += what.assigned || what.turn ? 0 : 1;
    }
    if (moved.assigned + moved.turns > 0) {
      await tell(tools, tx, to, {
        what: 'shift',
        actor: person.name,
        assigned: String(moved.assigned),
        turns: String(moved.turns),
      });
    }
    return moved;
  });
}

async function moveOne(
  tools: DeskTools,
  tx: LogTransaction,
  actor: Actor,
  to: Person,
  reversal: Reversal,
): Promise<{ assigned: boolean; turn: boolean }> {
  const { person } = actor;
  const nothing = { assigned: false, turn: false };
  if (!to.clients.includes(reversal.clientId)) return nothing;
  const assigned = reversal.assignee?.id === person.id && to.role !== 'client_approver';
  const { stepTurn } = reversal;
  const turn = stepTurn?.holderId === person.id && (await canDecide(tools, tx, to, reversal));
  if (!assigned && !turn) return nothing;
  if (turn && stepTurn) await tx.setStepTurn(reversal.id, { ...stepTurn, holderId: to.id });
  const after = assigned ? await tx.update(reversal.id, { assigneeId: to.id }) : reversal;
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: historyActor(actor),
    surface: actor.surface,
    action: 'handed_over',
    facts: { assigned, turn, to: to.id },
    values: { to: to.name },
  });
  await askForCard(tx, after, tools);
  return { assigned, turn };
}

async function canDecide(
  tools: DeskTools,
  tx: LogTransaction,
  to: Person,
  reversal: Reversal,
): Promise<boolean> {
  const client = await tx.client(reversal.clientId);
  if (!client) return false;
  const people = await tx.peopleOf(client.id);
  const who = whoDecides(reversal, client, people, tools.now());
  return who?.people.some((one) => one.id === to.id) ?? false;
}

function fingerprintOf(person: Person, { toEmail, client }: HandOverRequest): string {
  // Sixty-four signs, as fingerprints are: who to whom says all of the request.
  return createHash('sha256')
    .update(['hand over', person.id, asWritten(toEmail), client ?? ''].join('\n'))
    .digest('hex');
}
