import { askForCard, askForThreadLine, type DeskTools } from './desk-tools.js';
import type { LogTransaction, NewMessage } from './ports.js';
import { missingRequesters, type StaffName } from './requesters.js';
import { parseReference, type Reversal, type ReversalStatus } from './reversal.js';

const undecided: readonly ReversalStatus[] = [
  'needs_review',
  'pending_approval',
  'changes_requested',
];

/**
 * New messages and the staff now on the source of a logged item. Messages add a line in the thread
 * and void nothing; a change on a ticket after the decision is shown, never undoes it
 * (domain-rules.md, Sources). Until it is decided, whoever came to work on the ticket is a
 * requester. Returns how many messages were new.
 */
export async function addFromSource(
  tools: DeskTools,
  reversalId: string,
  connectionId: string,
  messages: readonly NewMessage[],
  staff: readonly StaffName[],
): Promise<number> {
  const known = await tools.store.byId(reversalId);
  const number = known ? parseReference(known.reference) : null;
  if (number === null) throw new Error('a source item names a reversal that is not in the log');
  return tools.store.transaction(async (tx) => {
    const own = await tx.lock(number);
    if (!own) return 0;
    // What comes to an entry that was joined counts on the one it was joined into.
    const host = own.joinedInto ? await tx.lock(parseReference(own.joinedInto) ?? 0) : null;
    const reversal = host ?? own;
    if (undecided.includes(reversal.status)) {
      await addRequesters(tools, tx, reversal, connectionId, staff);
    }
    const added = await tx.addMessages(own.id, messages);
    if (added === 0) return 0;
    await tx.addHistory(reversal.id, {
      at: tools.now(),
      actor: { kind: 'connection', connectionId },
      surface: 'connector',
      action: 'messages_added',
      facts: { count: added },
      values: {},
    });
    const line = { action: 'messages_added', count: String(added), status: reversal.status };
    if (reversal.status !== 'needs_review') await askForThreadLine(tx, reversal, line, tools);
    return added;
  });
}

/** Four eyes hold for who joins later too: a vote that a new requester gave counts no more. */
async function addRequesters(
  tools: DeskTools,
  tx: LogTransaction,
  reversal: Reversal,
  connectionId: string,
  staff: readonly StaffName[],
) {
  const known = reversal.requesters.map((one) => ({
    personId: one.person?.id ?? null,
    label: one.label,
  }));
  const missing = missingRequesters(staff, await tx.peopleOf(reversal.clientId), known);
  if (missing.length === 0) return;
  for (const requester of missing) {
    await tx.update(reversal.id, { addRequester: requester });
    if (requester.personId) {
      await tx.voidDecisions(reversal.id, reversal.round, requester.personId);
    }
  }
  const voters = new Set(reversal.approvals.map((vote) => vote.personId));
  await tx.addHistory(reversal.id, {
    at: tools.now(),
    actor: { kind: 'connection', connectionId },
    surface: 'connector',
    action: 'requesters_added',
    facts: {
      round: reversal.round,
      people: missing.flatMap((one) => one.personId ?? []).join(' ') || null,
      strangers: missing.filter((one) => one.personId === null).length,
      votesVoided: missing.filter((one) => one.personId && voters.has(one.personId)).length,
    },
    values: { requesters: missing.map((one) => one.label).join(', ') },
  });
  if (reversal.status !== 'needs_review') await askForCard(tx, reversal, tools);
}
