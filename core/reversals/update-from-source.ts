import { askForThreadLine, type DeskTools } from './desk-tools.js';
import type { NewMessage } from './ports.js';
import { parseReference } from './reversal.js';

/**
 * New messages from the source of a logged item. They add a line in the thread and void nothing:
 * a change on a ticket after the decision is shown, never undoes it (domain-rules.md, Sources).
 * Returns how many were new.
 */
export async function addFromSource(
  tools: DeskTools,
  reversalId: string,
  connectionId: string,
  messages: readonly NewMessage[],
): Promise<number> {
  const known = await tools.store.byId(reversalId);
  const number = known ? parseReference(known.reference) : null;
  if (number === null) throw new Error('a source item names a reversal that is not in the log');
  return tools.store.transaction(async (tx) => {
    const reversal = await tx.lock(number);
    if (!reversal) return 0;
    const added = await tx.addMessages(reversal.id, messages);
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
