import {
  type AuditRecord,
  type CustomFieldValue,
  isStaff,
  type TicketRecord,
  type TicketStatus,
  type Via,
  vendorTime,
  viaChannel,
} from './records.js';
import type { ZendeskState } from './state.js';
import {
  addAudit,
  addComment,
  type CommentInput,
  changeCustomFields,
  changeTags,
  commentAdded,
  normalTags,
  type TicketEvent,
} from './ticket-history.js';

export interface NewTicket {
  subject: string | null;
  comment: CommentInput;
  requesterId: number;
  submitterId: number;
  assigneeId?: number | null;
  groupId?: number | null;
  priority?: string | null;
  type?: string | null;
  status?: TicketStatus;
  tags?: string[];
  customFields?: { id: number; value: CustomFieldValue }[];
  externalId?: string | null;
  recipient?: string | null;
  via?: Via;
  /** For sample history; everything else happens now. */
  createdAt?: Date;
}

export interface TicketChange {
  subject?: string | null;
  status?: TicketStatus;
  priority?: string | null;
  type?: string | null;
  assigneeId?: number | null;
  groupId?: number | null;
  requesterId?: number;
  externalId?: string | null;
  tags?: string[];
  customFields?: { id: number; value: CustomFieldValue }[];
  comment?: CommentInput;
  via?: Via;
  at?: Date;
}

export type TicketListener = (ticket: TicketRecord, actorId: number, events: TicketEvent[]) => void;

export interface TicketChanges {
  create(input: NewTicket, actorId: number): { ticket: TicketRecord; audit: AuditRecord };
  /** Applies what differs; a change that changes nothing leaves times and export as they are. */
  update(ticket: TicketRecord, change: TicketChange, actorId: number): AuditRecord;
  remove(ticket: TicketRecord, actorId: number): void;
}

/** The only writer of tickets, comments and audits; tells `listener` what happened, once each. */
export function createTicketChanges(state: ZendeskState, listener: TicketListener): TicketChanges {
  function create(input: NewTicket, actorId: number) {
    const at = input.createdAt ?? state.now();
    const time = vendorTime(at);
    const via = input.via ?? viaChannel('api');
    const ticket: TicketRecord = {
      id: state.nextTicketId(),
      external_id: input.externalId ?? null,
      via,
      created_at: time,
      updated_at: time,
      generated_timestamp: 0,
      type: input.type ?? null,
      subject: input.subject,
      description: input.comment.body,
      priority: input.priority ?? null,
      // "new" until somebody is assigned (vendor: Tickets, "status").
      status: input.status ?? (input.assigneeId ? 'open' : 'new'),
      recipient: input.recipient ?? null,
      requester_id: input.requesterId,
      submitter_id: input.submitterId,
      assignee_id: input.assigneeId ?? null,
      organization_id: null,
      group_id: input.groupId ?? null,
      collaborator_ids: [],
      is_public: input.comment.public,
      tags: normalTags(input.tags ?? []),
      custom_fields: input.customFields ?? [],
      changeSequence: 0,
    };
    state.tickets.set(ticket.id, ticket);
    const audit = addAudit(state, ticket, actorId, via, time);
    const comment = addComment(state, ticket, input.comment, audit, via, time);
    for (const field of ['subject', 'status', 'priority', 'requester_id', 'assignee_id'] as const) {
      audit.events.push({
        id: state.nextId(),
        type: 'Create',
        field_name: field,
        value: ticket[field],
      });
    }
    state.markChanged(ticket, at);
    listener(ticket, actorId, [{ name: 'created', event: {} }, commentAdded(state, comment)]);
    return { ticket, audit };
  }

  function update(ticket: TicketRecord, change: TicketChange, actorId: number): AuditRecord {
    const at = change.at ?? state.now();
    const time = vendorTime(at);
    const via = change.via ?? viaChannel('api');
    const audit = addAudit(state, ticket, actorId, via, time);
    const events: TicketEvent[] = [];
    const set = <K extends ChangeableField>(field: K, value: TicketRecord[K] | undefined) => {
      const previous = ticket[field];
      if (value === undefined || value === previous) return;
      ticket[field] = value;
      audit.events.push({
        id: state.nextId(),
        type: 'Change',
        field_name: field,
        value,
        previous_value: previous,
      });
      events.push({ name: EVENT_OF_FIELD[field], event: { current: value, previous } });
    };
    set('subject', change.subject);
    set('priority', change.priority);
    set('type', change.type);
    set('group_id', change.groupId);
    set('requester_id', change.requesterId);
    set('external_id', change.externalId);
    set('assignee_id', change.assigneeId);
    set('status', change.status ?? statusAfter(ticket, change));
    changeTags(state, ticket, change.tags, audit, events);
    changeCustomFields(state, ticket, change.customFields ?? [], audit, events);
    if (change.comment) {
      const comment = addComment(state, ticket, change.comment, audit, via, time);
      if (comment.public) ticket.is_public = true;
      events.push(commentAdded(state, comment));
    }
    if (events.length === 0) return audit;
    ticket.updated_at = time;
    state.markChanged(ticket, at);
    listener(ticket, actorId, events);
    return audit;
  }

  function remove(ticket: TicketRecord, actorId: number): void {
    const at = state.now();
    ticket.status = 'deleted';
    ticket.updated_at = vendorTime(at);
    state.markChanged(ticket, at);
    listener(ticket, actorId, [{ name: 'soft_deleted', event: {} }]);
  }

  /** Assigning opens a new ticket; an end user's answer reopens one that waits or is solved. */
  function statusAfter(ticket: TicketRecord, change: TicketChange): TicketStatus | undefined {
    if (ticket.status === 'new' && change.assigneeId) return 'open';
    const author = change.comment ? state.users.get(change.comment.authorId) : undefined;
    const waits = ticket.status === 'pending' || ticket.status === 'solved';
    return author && !isStaff(author) && waits ? 'open' : undefined;
  }

  return { create, update, remove };
}

type ChangeableField = keyof typeof EVENT_OF_FIELD;

/** Names from developer.zendesk.com/api-reference/webhooks/event-types/ticket-events. */
const EVENT_OF_FIELD = {
  subject: 'subject_changed',
  status: 'status_changed',
  priority: 'priority_changed',
  type: 'type_changed',
  assignee_id: 'agent_assignment_changed',
  group_id: 'group_assignment_changed',
  requester_id: 'requester_changed',
  external_id: 'external_id_changed',
} as const;
