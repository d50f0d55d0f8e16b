import type { WriteBack } from '../core/index.js';

/**
 * The note with the draft answer under a heading of its own, for sources that keep no drafts: Zendesk's
 * API has none (developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments), HubSpot's none
 * on tickets (developers.hubspot.com/docs/api/crm/notes). It stays internal; a person copies and sends
 * it. What was written before cannot be taken away, so it says how long it holds.
 */
export function noteWithDraft({
  note,
  replyDraft,
}: Pick<WriteBack, 'note' | 'replyDraft'>): string {
  if (!replyDraft || replyDraft.text === null) return note;
  return `${note.trimEnd()}\n\n${headingFor(replyDraft.about)}\n\n${replyDraft.text.trim()}`;
}

const headingFor = (about: string) =>
  `Draft reply to the customer (not sent: read it, then copy and send it yourself; it holds while this is the newest note on ${about})`;
