import { ConnectorError, type WriteBack } from '../../core/index.js';
import { noteWithDraft } from '../draft-in-note.js';
import { htmlToText } from '../html-to-text.js';
import { markerIn, withMarker } from '../note-marker.js';
import { type HubSpotClient, unlessCode } from './client.js';
import { tagsIn } from './to-source-item.js';

/** Our tags in one property of the ticket, where the account has it or lets us make it. */
export type StatusProperty = {
  name: string;
  set(ticketId: string, tags: readonly string[]): Promise<void>;
};

/**
 * An internal note and the tags, once an effect. The vendor has no way to write a note only if it is
 * not there, so the notes are read before and again after: of two runs at once each finds both
 * notes, and all but the first made are taken away. The tags go first: a note found later means
 * that they were done.
 */
export async function writeBack(
  client: HubSpotClient,
  status: StatusProperty,
  now: () => Date,
  write: WriteBack,
): Promise<'written' | 'already_there' | 'gone'> {
  const id = write.externalId;
  const ticket = await client.ticket(id, [status.name], []);
  if (ticket === null || ticket.id !== id || ticket.archived) return 'gone';
  const found = await markedNotes(client, id, write.effectId);
  await changeTags(status, id, ticket.properties[status.name], write);
  if (found.length > 0) {
    await keepFirst(client, found);
    return 'already_there';
  }
  const html = htmlOf(withMarker(noteWithDraft(write), write.effectId));
  const noteId = await unlessGone(client, id, client.createNote(id, html, now()));
  if (noteId === null) return 'gone';
  const kept = await keepFirst(client, [
    noteId,
    ...(await markedNotes(client, id, write.effectId)),
  ]);
  return kept === noteId ? 'written' : 'already_there';
}

/** Ids of the notes on the ticket that were written for this effect. */
async function markedNotes(client: HubSpotClient, ticketId: string, effectId: string) {
  const ids = (await unlessCode('not_found', client.associatedIds(ticketId, 'notes'))) ?? [];
  const notes = await client.records('notes', ids, ['hs_note_body']);
  return notes
    .filter(({ properties }) => markerIn(htmlToText(properties.hs_note_body ?? '')) === effectId)
    .map((note) => note.id);
}

/** The first made of these notes; the others are taken away. Ids grow (they are longer than a number holds). */
async function keepFirst(
  client: HubSpotClient,
  noteIds: readonly string[],
): Promise<string | undefined> {
  const inOrder = [...new Set(noteIds)].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  for (const doubled of inOrder.slice(1)) await client.archiveNote(doubled);
  return inOrder[0];
}

async function changeTags(
  status: StatusProperty,
  ticketId: string,
  value: string | null | undefined,
  write: WriteBack,
): Promise<void> {
  const before = tagsIn(value);
  const kept = before.filter((tag) => !write.removeTags.includes(tag));
  const after = [...kept, ...write.addTags.filter((tag) => !kept.includes(tag))];
  if (after.join(';') !== before.join(';')) await status.set(ticketId, after);
}

/** The vendor answers a note for a ticket that has gone with 400 or 404; only a second look tells. */
async function unlessGone<T>(
  client: HubSpotClient,
  ticketId: string,
  work: Promise<T>,
): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const codes = ['bad_request', 'not_found', 'gone'];
    if (!(error instanceof ConnectorError) || !codes.includes(error.code)) throw error;
    if ((await client.ticket(ticketId, [], [])) !== null) throw error;
    return null;
  }
}

/** The body of a note is HTML (Notes, `hs_note_body`). */
function htmlOf(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '<br>');
}
