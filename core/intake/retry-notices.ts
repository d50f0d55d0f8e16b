import { ConnectorError } from './connector-contract.js';
import type { DeadLetter } from './source-book.js';
import { type NoticeTools, type OpenPush, takeReading } from './take-notices.js';

/** What became of an event that was asked for again; all but `taken` leave it put aside. */
export type NoticeRetry = {
  id: string;
  result:
    | 'taken'
    /** This processor gives no event by its id. */
    | 'not_able'
    /** It has the event no more, or the event came without an id. */
    | 'unknown_there'
    | 'unreadable'
    /** The processor could not be asked: `code` is the connector error's. */
    | 'failed';
  code: string | null;
};

/**
 * Asks processors again for events that were put aside, and takes what can be read by now. Letters of
 * connections that are not pushed from are left out. A repeat takes nothing twice.
 */
export async function retryNotices(
  tools: NoticeTools,
  pushed: ReadonlyMap<string, OpenPush>,
  letters: readonly DeadLetter[],
): Promise<readonly NoticeRetry[]> {
  const ends: NoticeRetry[] = [];
  for (const letter of letters) {
    const open = pushed.get(letter.connectionId);
    if (open) ends.push(await retryOne(tools, open, letter));
  }
  return ends;
}

async function retryOne(
  tools: NoticeTools,
  open: OpenPush,
  { id, externalId }: DeadLetter,
): Promise<NoticeRetry> {
  if (!open.connection.fetchNotice) return { id, result: 'not_able', code: null };
  try {
    const reading = await open.connection.fetchNotice(externalId);
    if (!reading) return { id, result: 'unknown_there', code: null };
    const [unreadable] = reading.unreadable;
    if (unreadable) {
      await tools.book.setAside(open.id, externalId, tools.now(), unreadable.code);
      return { id, result: 'unreadable', code: unreadable.code };
    }
    await takeReading(tools, open, reading);
    await tools.book.settleEvent(open.id, externalId, tools.now());
    return { id, result: 'taken', code: null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { id, result: 'failed', code: error.code };
  }
}
