import { createHash } from 'node:crypto';
import type { ChangePage } from './connector-contract.js';
import type { IntakeTools } from './intake.js';
import { redact } from './redact.js';
import { unreadableRow } from './source-book.js';

/** No clock is a day ahead. */
const aheadMaxMs = 86_400_000;
/** So much of a row names it; the rest of one that long says nothing more. */
const namedByMax = 10_000;

export function isAhead(at: Date, now: Date): boolean {
  return at.getTime() > now.getTime() + aheadMaxMs;
}

/**
 * Keeps a page of changes: rows that cannot be read are put aside, then the references are saved, with
 * the cursor where it moves. A process that dies in between is told the page again, and puts the same
 * rows aside under the same names. A change that is far ahead, or has no time, happened by now.
 */
export async function keepPage(
  tools: Pick<IntakeTools, 'book' | 'now' | 'warn'>,
  connectionId: string,
  changes: ChangePage,
  { movesCursor }: { movesCursor: boolean },
): Promise<void> {
  const { book, now } = tools;
  for (const row of changes.unreadable ?? []) {
    await book.setAside(connectionId, nameOf(row), now(), unreadableRow);
    tools.warn('row_put_aside', { connection: connectionId, code: unreadableRow });
  }
  const references = changes.references.map((one) =>
    isTold(one.updatedAt, now()) ? one : { ...one, updatedAt: now() },
  );
  if (!movesCursor) {
    await book.saveReferences(connectionId, references);
    return;
  }
  const news = await book.savePage(connectionId, references, changes.cursor, changes.reconcile);
  if (news > 0) await book.noteNews(connectionId, now(), news);
}

/** A date that cannot be kept would have its page come to grief each time it is listed. */
function isTold(at: Date, now: Date): boolean {
  return !Number.isNaN(at.getTime()) && !isAhead(at, now);
}

/**
 * A name for a row without an id, the same each time it is listed. Of its redacted text: a hash of a
 * card number would tell the number to whoever tries them all.
 */
function nameOf(row: unknown): string {
  const text = JSON.stringify(row) ?? 'nothing';
  const { text: redacted } = redact(text.slice(0, namedByMax));
  return `row-${createHash('sha256').update(redacted).digest('hex').slice(0, 16)}`;
}
