import { ConnectorError } from '../../core/index.js';
import type { GmailClient } from './client.js';
import type { GmailSettings } from './settings.js';

/** Two and a half million mails in one span; more than any day holds. */
const pagesMax = 5_000;

/**
 * Ids of threads with mail taken in from `from` until before `to`, by searching messages: another
 * listing than the one changes come from, and no history. Search goes by whole seconds, and new mail
 * may reach it late, so ask for spans that have ended.
 */
export async function* listIds(
  client: GmailClient,
  { labelIds }: Pick<GmailSettings, 'labelIds'>,
  from: Date,
  to: Date,
): AsyncIterable<string> {
  const seconds = (at: Date) => Math.ceil(at.getTime() / 1000);
  // What is not said yet, and chats, are no items: a day that names them would never be complete.
  const query = `after:${seconds(from)} before:${seconds(to)} -in:drafts -in:chats`;
  const told = new Set<string>();
  for (const labelId of labelIds ?? [null]) {
    for await (const threadId of threadIds(client, query, labelId)) {
      if (told.has(threadId)) continue;
      told.add(threadId);
      yield threadId;
    }
  }
}

async function* threadIds(
  client: GmailClient,
  query: string,
  labelId: string | null,
): AsyncIterable<string> {
  let pageToken: string | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await client.messages({ query, pageToken, labelId });
    for (const { threadId } of page.messages ?? []) yield threadId;
    const next: string | null = page.nextPageToken ?? null;
    if (next === null) return;
    if (next === pageToken) throw new ConnectorError('unreadable', 'listing_stands_still');
    pageToken = next;
  }
  throw new ConnectorError('give_up', 'listing_too_long');
}
