/**
 * What the stand-in remembers, in the vendor's own field names, and how each is shown.
 * Fields and types follow developer.zendesk.com/api-reference/ticketing (tickets, ticket_comments,
 * ticket_audits, users) and the recorded responses.
 */

export type TicketStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed' | 'deleted';
export type CustomFieldValue = string | number | boolean | string[] | null;

export interface Via {
  channel: string;
  source: {
    from: Record<string, string | number>;
    to: Record<string, string | number>;
    rel: string | null;
  };
}

export interface TicketRecord {
  id: number;
  external_id: string | null;
  via: Via;
  created_at: string;
  updated_at: string;
  generated_timestamp: number;
  type: string | null;
  subject: string | null;
  description: string;
  priority: string | null;
  status: TicketStatus;
  recipient: string | null;
  requester_id: number;
  submitter_id: number;
  assignee_id: number | null;
  organization_id: number | null;
  group_id: number | null;
  collaborator_ids: number[];
  is_public: boolean;
  tags: string[];
  custom_fields: { id: number; value: CustomFieldValue }[];
  /** Ours alone: the order in which the export tells of changes. */
  changeSequence: number;
}

export interface AttachmentInput {
  fileName: string;
  contentType: string;
  size: number;
  contentUrl: string;
}

interface AttachmentRecord {
  id: number;
  file_name: string;
  content_url: string;
  content_type: string;
  size: number;
}

export interface CommentRecord {
  id: number;
  ticketId: number;
  auditId: number;
  author_id: number;
  body: string;
  html_body: string;
  public: boolean;
  attachments: AttachmentRecord[];
  via: Via;
  created_at: string;
}

export interface UserRecord {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  role: 'end-user' | 'agent' | 'admin';
  created_at: string;
  updated_at: string;
  active: boolean;
}

export interface AuditRecord {
  id: number;
  ticket_id: number;
  author_id: number;
  created_at: string;
  via: Via;
  events: ({ id: number; type: string } & Record<string, unknown>)[];
}

export interface TicketFieldDefinition {
  id: number;
  title: string;
  type: 'text' | 'integer' | 'decimal' | 'tagger' | 'textarea' | 'checkbox' | 'date';
}

export interface WebhookRecord {
  id: string;
  name: string;
  endpoint: string;
  status: 'active' | 'inactive';
  subscriptions: string[];
  secret: string;
  created_at: string;
}

export function isStaff(user: UserRecord): boolean {
  return user.role !== 'end-user';
}

export function viaChannel(channel: string): Via {
  return { channel, source: { from: {}, to: {}, rel: null } };
}

/** Vendor times have whole seconds and a Z: `2019-06-03T02:23:47Z`. */
export function vendorTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A ticket as the API shows it; `api` is the address of `/api/v2` as the caller reached it. */
export function ticketJson(
  ticket: TicketRecord,
  fields: readonly TicketFieldDefinition[],
  api: string,
) {
  // Every custom field is listed on every ticket, null where unset (vendor: Tickets, "custom_fields").
  const customFields = fields.map(({ id }) => ({
    id,
    value: ticket.custom_fields.find((field) => field.id === id)?.value ?? null,
  }));
  const { changeSequence, custom_fields, ...shown } = ticket;
  return {
    url: `${api}/tickets/${ticket.id}.json`,
    ...shown,
    raw_subject: ticket.subject,
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    due_at: null,
    custom_fields: customFields,
    fields: customFields,
    custom_status_id: null,
    satisfaction_rating: null,
    satisfaction_probability: null,
    sharing_agreement_ids: [],
    followup_ids: [],
    ticket_form_id: null,
    brand_id: null,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
  };
}

export function commentJson(comment: CommentRecord, api: string) {
  const { ticketId, auditId, attachments, ...shown } = comment;
  return {
    ...shown,
    type: 'Comment',
    plain_body: comment.body,
    audit_id: auditId,
    attachments: attachments.map((attachment) => ({
      url: `${api}/attachments/${attachment.id}.json`,
      ...attachment,
      mapped_content_url: attachment.content_url,
      inline: false,
      deleted: false,
      malware_access_override: false,
      malware_scan_result: 'malware_not_found',
      thumbnails: [],
    })),
    metadata: { system: {}, custom: {} },
  };
}

export function userJson(user: UserRecord, api: string) {
  return {
    ...user,
    url: `${api}/users/${user.id}.json`,
    time_zone: 'Eastern Time (US & Canada)',
    iana_time_zone: 'America/New_York',
    shared_phone_number: null,
    photo: null,
    locale_id: 1,
    locale: 'en-US',
    organization_id: null,
    verified: true,
    external_id: null,
    tags: [],
    alias: null,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    two_factor_auth_enabled: false,
    signature: null,
    details: null,
    notes: null,
    role_type: null,
    custom_role_id: null,
    moderator: isStaff(user),
    ticket_restriction: isStaff(user) ? null : 'requested',
    only_private_comments: false,
    restricted_agent: !isStaff(user),
    suspended: false,
    chat_only: false,
    default_group_id: null,
    report_csv: false,
    user_fields: {},
  };
}

export function auditJson(audit: AuditRecord) {
  const system = { client: 'stand-in', ip_address: '127.0.0.1', location: 'Nowhere' };
  return { ...audit, metadata: { system, custom: {} } };
}
