import { ConnectorError } from '../../core/index.js';
import type { GmailClient } from './client.js';

/** Two and a half million mails in one span; more than any day holds. */
const pagesMax = 5_000;

/**
 * Ids of threads with mail taken in from `from` until before `to`, by searching messages: another
 * listing than the one changes come from, and no history. Search goes by whole seconds, and new mail
 * may reach it late, so ask for spans that have ended.
 */
export async function* listIds(client: GmailClient, from: Date, to: Date): AsyncIterable<string> {
  const seconds = (at: Date) => Math.ceil(at.getTime() / 1000);
  const query = `after:${seconds(from)} before:${seconds(to)}`;
  const told = new Set<string>();
  let pageToken: string | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await client.messages({ query, pageToken });
    for (const { threadId } of page.messages ?? []) {
      if (told.has(threadId)) continue;
      told.add(threadId);
      yield threadId;
    }
    const next: string | null = page.nextPageToken ?? null;
    if (next === null) return;
    if (next === pageToken) throw new ConnectorError('unreadable', 'listing_stands_still');
    pageToken = next;
  }
  throw new ConnectorError('give_up', 'listing_too_long');
}
