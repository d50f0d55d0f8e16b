import { standardPipeline } from './account-routes.js';
import type { CrmRecord, OwnerRecord, ThreadMessageRecord } from './records.js';
import type { HubSpotState } from './state.js';

interface SampleTicket {
  subject: string | null;
  /** The description; left out, the ticket has none. */
  content?: string;
  contact?: { name: string; email: string | null; phone?: string };
  /** `source_type`: EMAIL (default), CHAT, FORM, PHONE, or null for none. */
  source?: 'EMAIL' | 'CHAT' | 'FORM' | 'PHONE' | null;
  /** Who typed it in by hand; left out, an integration or the inbox made it. */
  typedBy?: OwnerRecord;
  owner?: OwnerRecord;
  stage?: string;
  pipeline?: string;
  properties?: Record<string, string>;
  createdAt?: Date;
  /** When it changed last; left out: now. A contact is a change of its own. */
  changedAt?: Date;
}

interface SampleEmail {
  direction?: 'EMAIL' | 'INCOMING_EMAIL' | 'FORWARDED_EMAIL' | null;
  from?: { name: string; email: string };
  subject?: string;
  text?: string;
  html?: string;
  /** The agent whose mail it is. */
  owner?: OwnerRecord;
  attachmentIds?: string[];
}

/** What customers and agents do with tickets, without going through the API. */
export interface TicketWork {
  createTicket(input: SampleTicket): CrmRecord;
  /** Many plain tickets, all with one time of change. */
  seedTickets(count: number, text: string): string[];
  addEmail(ticketId: string, input: SampleEmail): CrmRecord;
  /** A note in HTML; without an owner it was made by an integration. */
  addNote(ticketId: string, html: string, owner?: OwnerRecord): CrmRecord;
  addCall(ticketId: string, input: { title: string; html: string; owner?: OwnerRecord }): CrmRecord;
  addCommunication(ticketId: string, html: string, owner?: OwnerRecord): CrmRecord;
  addContact(
    ticketId: string,
    contact: { name: string; email: string | null; phone?: string },
  ): CrmRecord;
  /** The conversation the ticket came from. */
  addThread(
    ticketId: string,
    messages: readonly Pick<ThreadMessageRecord, 'actorId' | 'direction' | 'name' | 'text'>[],
  ): void;
  updateTicket(ticketId: string, properties: Record<string, string | null>): void;
  closeTicket(ticketId: string): void;
  deleteTicket(ticketId: string): void;
  mergeTickets(primaryId: string, mergedId: string): void;
  tickets(): CrmRecord[];
  ticket(ticketId: string): CrmRecord | undefined;
  /** Bodies of the notes on it, in HTML, oldest first. */
  notesOf(ticketId: string): string[];
  /** Everything of that kind on the ticket. */
  on(ticketId: string, type: CrmRecord['type']): CrmRecord[];
}

export function createTicketWork(state: HubSpotState): TicketWork {
  const known = (ticketId: string): CrmRecord => {
    const ticket = state.records('tickets').get(ticketId);
    if (ticket === undefined) throw new Error(`The stand-in has no ticket ${ticketId}.`);
    return ticket;
  };
  const timestamp = () => state.now().toISOString();
  const sourceOf = (owner: OwnerRecord | undefined) =>
    owner ? { object: 'CRM_UI', userId: String(owner.userId) } : { object: 'INTEGRATION' };
  const engagement = (
    ticketId: string,
    type: 'notes' | 'calls' | 'communications' | 'emails',
    owner: OwnerRecord | undefined,
    properties: Record<string, string | null>,
  ) =>
    state.create(type, {
      properties: { hs_timestamp: timestamp(), hubspot_owner_id: owner?.id ?? null, ...properties },
      source: sourceOf(owner),
      associations: [{ type: 'tickets', id: known(ticketId).id }],
    });

  const work: TicketWork = {
    createTicket(input) {
      const ticket = state.create('tickets', {
        properties: {
          subject: input.subject,
          content: input.content ?? null,
          hs_pipeline: input.pipeline ?? standardPipeline.id,
          hs_pipeline_stage: input.stage ?? standardPipeline.stages[0].id,
          source_type: input.source === undefined ? 'EMAIL' : input.source,
          hubspot_owner_id: input.owner?.id ?? null,
          ...input.properties,
        },
        source: input.typedBy ? sourceOf(input.typedBy) : { object: 'CONVERSATIONS' },
        createdAt: input.createdAt,
        changedAt: input.changedAt,
      });
      if (input.contact) work.addContact(ticket.id, input.contact);
      return ticket;
    },
    seedTickets: (count, text) =>
      Array.from({ length: count }, () => work.createTicket({ subject: text, content: text }).id),
    addEmail(ticketId, input) {
      const [firstName, ...rest] = input.from?.name.split(' ') ?? [];
      return engagement(ticketId, 'emails', input.owner, {
        hs_email_direction: input.direction === undefined ? 'INCOMING_EMAIL' : input.direction,
        hs_email_subject: input.subject ?? null,
        hs_email_text: input.text ?? null,
        hs_email_html: input.html ?? null,
        hs_email_from_email: input.from?.email ?? null,
        hs_email_from_firstname: firstName ?? null,
        hs_email_from_lastname: rest.join(' ') || null,
        hs_attachment_ids: input.attachmentIds?.join(';') ?? null,
      });
    },
    addNote: (ticketId, html, owner) =>
      engagement(ticketId, 'notes', owner, { hs_note_body: html }),
    addCall: (ticketId, { title, html, owner }) =>
      engagement(ticketId, 'calls', owner, { hs_call_title: title, hs_call_body: html }),
    addCommunication: (ticketId, html, owner) =>
      engagement(ticketId, 'communications', owner, { hs_communication_body: html }),
    addContact(ticketId, { name, email, phone }) {
      const [firstname, ...rest] = name.split(' ');
      const existing = [...state.records('contacts').values()].find(
        (contact) => email !== null && contact.properties.email === email,
      );
      const properties = {
        firstname: firstname ?? null,
        lastname: rest.join(' ') || null,
        email,
        phone: phone ?? null,
      };
      const contact = existing ?? state.create('contacts', { properties });
      state.associate(known(ticketId), contact);
      return contact;
    },
    addThread(ticketId, messages) {
      const threadId = state.nextId();
      for (const message of messages) {
        state.threadMessages.push({
          ...message,
          id: state.nextId(),
          threadId,
          type: 'MESSAGE',
          createdMs: state.now().getTime(),
        });
      }
      state.update(known(ticketId), { hs_conversations_originating_thread_id: threadId });
    },
    updateTicket: (ticketId, properties) => state.update(known(ticketId), properties),
    closeTicket: (ticketId) =>
      state.update(known(ticketId), {
        hs_pipeline_stage: standardPipeline.stages[3].id,
        closed_date: timestamp(),
      }),
    deleteTicket: (ticketId) => state.archive(known(ticketId)),
    mergeTickets: (primaryId, mergedId) => state.merge(known(primaryId), known(mergedId)),
    tickets: () => [...state.records('tickets').values()],
    ticket: (ticketId) => state.records('tickets').get(ticketId),
    notesOf: (ticketId) =>
      work.on(ticketId, 'notes').map((note) => note.properties.hs_note_body ?? ''),
    on: (ticketId, type) =>
      state.associated(known(ticketId), type).flatMap((id) => state.records(type).get(id) ?? []),
  };
  return work;
}
