import {
  type AttachmentInput,
  type AuditRecord,
  type CommentRecord,
  type CustomFieldValue,
  isStaff,
  type TicketRecord,
  type Via,
} from './records.js';
import { htmlBody, type ZendeskState } from './state.js';

export interface CommentInput {
  body: string;
  htmlBody?: string;
  public: boolean;
  authorId: number;
  attachments?: AttachmentInput[];
}

/** One thing that happened to a ticket, as the webhooks tell it (`zen:event-type:ticket.<name>`). */
export interface TicketEvent {
  name: string;
  event: Record<string, unknown>;
}

/** Replaces the tags; tells nothing where they are the same. */
export function changeTags(
  state: ZendeskState,
  ticket: TicketRecord,
  wanted: string[] | undefined,
  audit: AuditRecord,
  events: TicketEvent[],
): void {
  if (wanted === undefined) return;
  const tags = normalTags(wanted);
  const added = tags.filter((tag) => !ticket.tags.includes(tag));
  const removed = ticket.tags.filter((tag) => !tags.includes(tag));
  if (added.length + removed.length === 0) return;
  audit.events.push({
    id: state.nextId(),
    type: 'Change',
    field_name: 'tags',
    value: tags,
    previous_value: ticket.tags,
  });
  events.push({ name: 'tags_changed', event: { tags_added: added, tags_removed: removed } });
  ticket.tags = tags;
}

/** Sets the named custom fields, leaving the others. */
export function changeCustomFields(
  state: ZendeskState,
  ticket: TicketRecord,
  wanted: { id: number; value: CustomFieldValue }[],
  audit: AuditRecord,
  events: TicketEvent[],
): void {
  for (const { id, value } of wanted) {
    const previous = ticket.custom_fields.find((field) => field.id === id)?.value ?? null;
    if (previous === value) continue;
    ticket.custom_fields = [
      ...ticket.custom_fields.filter((field) => field.id !== id),
      { id, value },
    ];
    audit.events.push({
      id: state.nextId(),
      type: 'Change',
      field_name: String(id),
      value,
      previous_value: previous,
    });
    events.push({
      name: 'custom_field_changed',
      event: { current: value, previous, field: { id: String(id) } },
    });
  }
}

/** Every change of a ticket has an audit, which holds what it did as events. */
export function addAudit(
  state: ZendeskState,
  ticket: TicketRecord,
  actorId: number,
  via: Via,
  time: string,
): AuditRecord {
  const audit: AuditRecord = {
    id: state.nextId(),
    ticket_id: ticket.id,
    author_id: actorId,
    created_at: time,
    via,
    events: [],
  };
  const audits = state.audits.get(ticket.id);
  if (audits === undefined) state.audits.set(ticket.id, [audit]);
  else audits.push(audit);
  return audit;
}

/** Keeps a comment and enters it in its audit. */
export function addComment(
  state: ZendeskState,
  ticket: TicketRecord,
  input: CommentInput,
  audit: AuditRecord,
  via: Via,
  time: string,
): CommentRecord {
  const comment: CommentRecord = {
    id: state.nextId(),
    ticketId: ticket.id,
    auditId: audit.id,
    author_id: input.authorId,
    body: input.body,
    html_body: input.htmlBody ?? htmlBody(input.body),
    public: input.public,
    attachments: (input.attachments ?? []).map((attachment) => ({
      id: state.nextId(),
      file_name: attachment.fileName,
      content_url: attachment.contentUrl,
      content_type: attachment.contentType,
      size: attachment.size,
    })),
    via,
    created_at: time,
  };
  const comments = state.comments.get(ticket.id);
  if (comments === undefined) state.comments.set(ticket.id, [comment]);
  else comments.push(comment);
  audit.events.push({
    id: comment.id,
    type: 'Comment',
    author_id: comment.author_id,
    body: comment.body,
    html_body: comment.html_body,
    plain_body: comment.body,
    public: comment.public,
    attachments: comment.attachments,
    audit_id: audit.id,
  });
  return comment;
}

/** The event of the recorded `ticket_comment_added` webhook. */
export function commentAdded(state: ZendeskState, comment: CommentRecord): TicketEvent {
  const author = state.users.get(comment.author_id);
  return {
    name: 'comment_added',
    event: {
      comment: {
        id: comment.id,
        body: comment.body,
        is_public: comment.public,
        author: {
          id: comment.author_id,
          is_staff: author !== undefined && isStaff(author),
          name: author?.name ?? '',
        },
      },
    },
  };
}

/** Tags are lower case, without spaces, each once; a space parts two tags (vendor: Ticket Tags). */
export function normalTags(tags: readonly string[]): string[] {
  return [
    ...new Set(
      tags.flatMap((tag) => tag.toLowerCase().split(/[\s,]+/)).filter((tag) => tag !== ''),
    ),
  ];
}
