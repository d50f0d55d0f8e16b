import type { DeskTools } from './desk-tools.js';
import { caseOf, type Notice } from './notice.js';
import type { ClientFacts, LogTransaction } from './ports.js';
import type { RedactedText } from './redacted-text.js';
import { type Identifier, parseReference, type Reversal } from './reversal.js';

/** All that taking one event needs, inside its transaction. */
export type NoticeContext = {
  tools: DeskTools;
  tx: LogTransaction;
  client: ClientFacts;
  connectionId: string;
  reason: RedactedText | null;
  actFrom: Date;
};

/** The entry that a case is on, locked; null where there is none yet. */
export async function entryOfCase(
  { tx, connectionId, client }: NoticeContext,
  about: Identifier,
  isFit: (reversal: Reversal) => boolean,
): Promise<Reversal | null> {
  for (const number of await tx.entriesOfCase(connectionId, client.id, about)) {
    const found = await tx.lock(number);
    if (found && isFit(found)) return found;
  }
  return null;
}

/** The only entry among these numbers that still fits once it is locked. */
export async function onlyFit(
  { tx }: NoticeContext,
  references: readonly string[],
  isFit: (reversal: Reversal) => boolean,
): Promise<Reversal | null> {
  const [reference, ...others] = references;
  if (reference === undefined || others.length > 0) return null;
  const found = await tx.lock(parseReference(reference) ?? 0);
  return found && isFit(found) ? found : null;
}

/** The source item that stands for the event's case: its id at the processor and its address. */
export async function caseItemOf(
  { tx, tools, connectionId }: NoticeContext,
  notice: Exclude<Notice, { kind: 'payment' }>,
): Promise<string> {
  const about = caseOf(notice);
  if (!about) throw new Error('an event of a dispute or refund names none');
  return tx.caseItem(connectionId, about.value, notice.url, tools.now());
}
