import { ConnectorError, type WriteBack } from '../../core/index.js';
import { noteWithDraft } from '../draft-in-note.js';
import { markerIn, withMarker } from '../note-marker.js';
import { unlessCode, type ZendeskClient } from './client.js';
import type { Ticket } from './schema.js';
import { textOf } from './to-source-item.js';

/** Somebody who changes a ticket more often than this while we look is let finish; the effect comes again. */
const passesMax = 5;

/**
 * An internal note and tags, once an effect. The ticket's time is read before its comments and sent
 * with the note (Tickets, "Protecting against ticket update collisions"): whatever happened in
 * between, another run's note included, is refused as a conflict and read afresh. `gone` also stands
 * for a closed ticket, which takes no update any more (Tickets, "status").
 */
export async function writeBack(
  client: ZendeskClient,
  write: WriteBack,
): Promise<'written' | 'already_there' | 'gone'> {
  let areTagsDone = false;
  for (let pass = 0; pass < passesMax; pass += 1) {
    const ticket = await openTicket(client, write.externalId);
    const conversation = await client.conversation(write.externalId);
    if (conversation === null) return 'gone';
    // A marker counts only where we put it: on an internal note.
    const isThere = conversation.comments.some(
      (comment) => !comment.public && markerIn(textOf(comment)) === write.effectId,
    );
    if (isThere) return 'already_there';
    if (ticket === null) return 'gone';
    if (!areTagsDone) {
      const change = await changeTags(client, ticket, write);
      areTagsDone = change !== 'conflict';
      // Our own change gave the ticket another time, and so did whoever came between.
      if (change !== 'none') continue;
    }
    if (await addNote(client, ticket, write)) return 'written';
  }
  throw new ConnectorError('retry', 'conflict');
}

/** Null where no note can be added: missing, deleted or closed. */
async function openTicket(client: ZendeskClient, id: string): Promise<Ticket | null> {
  const ticket = (await client.ticket(id))?.ticket;
  return ticket && ticket.status !== 'closed' && ticket.status !== 'deleted' ? ticket : null;
}

/**
 * Tags have calls of their own that add and take away without touching the rest ("Adding tags to
 * tickets without overwriting existing tags"); in an update of one ticket `tags` replaces them all.
 * Before the note, so that a note found later means that the tags were done.
 */
async function changeTags(
  client: ZendeskClient,
  ticket: Ticket,
  write: WriteBack,
): Promise<'none' | 'changed' | 'conflict'> {
  const id = write.externalId;
  const before = ticket.tags ?? [];
  const missing = write.addTags.filter((tag) => !before.includes(tag));
  const unwanted = write.removeTags.filter((tag) => before.includes(tag));
  if (missing.length === 0 && unwanted.length === 0) return 'none';
  try {
    if (missing.length > 0) await unlessClosed(client, id, client.addTags(id, missing));
    if (unwanted.length > 0) await unlessClosed(client, id, client.removeTags(id, unwanted));
    return 'changed';
  } catch (error) {
    if (!(error instanceof ConnectorError) || !noTagCallCodes.includes(error.code)) throw error;
  }
  // With the ticket's time, so that a tag that somebody sets meanwhile is not lost.
  const after = [...before.filter((tag) => !unwanted.includes(tag)), ...missing];
  const setting = client.setTags(id, after, ticket.updated_at).then(() => 'changed' as const);
  const isOpen = unlessClosed(client, id, setting).then((done) => done ?? ('changed' as const));
  return (await unlessCode('conflict', isOpen)) ?? 'conflict';
}

/** The ticket is there, and the account has no calls for its tags. */
const noTagCallCodes = ['not_found', 'gone', 'account_not_found'];

/** True once it stands there; false where the ticket has changed under our hands. */
async function addNote(client: ZendeskClient, ticket: Ticket, write: WriteBack): Promise<boolean> {
  const id = write.externalId;
  const adding = client.addNote(
    id,
    withMarker(noteWithDraft(write), write.effectId),
    ticket.updated_at,
  );
  const isAdded = adding.then(() => true);
  return (await unlessCode('conflict', unlessClosed(client, id, isAdded))) ?? false;
}

/** A closed ticket is refused with 422, as faulty input is; only a second look tells them apart. */
const closedCodes = ['refused', 'not_found', 'gone'];

/** The work's value, or null where it was refused because the ticket has closed or gone meanwhile. */
async function unlessClosed<T>(
  client: ZendeskClient,
  id: string,
  work: Promise<T>,
): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ConnectorError) || !closedCodes.includes(error.code)) throw error;
    if ((await openTicket(client, id)) !== null) throw error;
    return null;
  }
}
