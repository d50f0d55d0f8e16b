import type { Channel, SourceItem, SourceMessage, Staff } from '../../core/index.js';
import { decodeEntities, htmlToText } from '../html-to-text.js';
import { markerIn } from '../note-marker.js';
import type { Comment, Ticket, User } from './schema.js';
import type { ZendeskSettings } from './settings.js';

type WholeTicket = {
  ticket: Ticket;
  comments: readonly Comment[];
  /** Everybody the ticket and its comments name, as far as the vendor still knows them. */
  users: readonly User[];
};

/**
 * A ticket in our neutral form. Staff are users that are no end users; somebody the vendor no longer
 * knows counts as staff unless they are the requester, so that four eyes are never got round.
 */
export function toSourceItem(told: WholeTicket, settings: ZendeskSettings): SourceItem {
  const { ticket } = told;
  const whole = { ...told, comments: withFirstAuthor(told) };
  const people = peopleOf(whole, settings);
  const requester = people.find(ticket.requester_id);
  const isCustomer = requester !== undefined && !people.isStaff(requester.id);
  const from = ticket.via?.source?.from;
  return {
    externalId: String(ticket.id),
    url: `${settings.baseUrl}/agent/tickets/${ticket.id}`,
    subject: textOrNull(ticket.subject),
    channel: channelOf(ticket.via?.channel),
    createdAt: new Date(ticket.created_at),
    updatedAt: new Date(ticket.updated_at),
    isClosed: ticket.status === 'solved' || ticket.status === 'closed',
    isDeleted: ticket.status === 'deleted',
    customer: {
      name: isCustomer ? textOrNull(requester.name) : null,
      email: isCustomer ? textOrNull(requester.email) : null,
      phone: (isCustomer ? textOrNull(requester.phone) : null) ?? textOrNull(from?.phone),
    },
    assignee: ticket.assignee_id == null ? null : people.staff(ticket.assignee_id),
    writers: writersOf(whole.comments, people),
    messages: whole.comments.map((comment, index) => messageOf(comment, index === 0, people)),
    tags: ticket.tags ?? [],
    fields: fieldsOf(ticket, settings),
  };
}

/** A ticket opens with its requester's words (Tickets, "Setting a comment"), also where nobody is named. */
function withFirstAuthor({ ticket, comments }: WholeTicket): readonly Comment[] {
  const [first, ...others] = comments;
  if (!first?.public || first.author_id != null) return comments;
  return [{ ...first, author_id: ticket.requester_id }, ...others];
}

/** Ids of users that a ticket and its comments name; the vendor's own actors are below zero. */
export function namedUsers(ticket: Ticket, comments: readonly Comment[]): number[] {
  const ids = [ticket.requester_id, ticket.assignee_id, ...comments.map((one) => one.author_id)];
  return [...new Set(ids.filter((id) => id != null && id > 0))] as number[];
}

type People = {
  find(id: number | null | undefined): User | undefined;
  /** Somebody who is not named counts as staff too. */
  isStaff(id: number | null | undefined): boolean;
  staff(id: number | null | undefined): Staff;
  /** The user the hub's API token acts as. */
  isHub(id: number | null | undefined): boolean;
  isRequesterCustomer: boolean;
};

function peopleOf({ ticket, users }: WholeTicket, settings: ZendeskSettings): People {
  const byId = new Map(users.map((user) => [user.id, user]));
  const find = (id: number | null | undefined) => (id == null ? undefined : byId.get(id));
  const isStaff = (id: number | null | undefined) => {
    const role = find(id)?.role;
    return role == null ? id == null || id !== ticket.requester_id : role !== 'end-user';
  };
  return {
    find,
    isStaff,
    staff: (id) => ({
      name: textOrNull(find(id)?.name),
      email: textOrNull(find(id)?.email),
    }),
    isHub: (id) => find(id)?.email?.toLowerCase() === settings.email.toLowerCase(),
    isRequesterCustomer: ticket.requester_id != null && !isStaff(ticket.requester_id),
  };
}

/**
 * Every staff member who wrote, once each. A note that only carries the hub's marker is no way out:
 * left out are the vendor's own actors, and what the hub's user wrote through the API, where no
 * person writes.
 */
function writersOf(comments: readonly Comment[], people: People): Staff[] {
  const ids = comments
    .filter((comment) => !isMachine(comment) && people.isStaff(comment.author_id))
    .filter((comment) => !(people.isHub(comment.author_id) && cameByApi(comment)))
    .map((comment) => comment.author_id);
  return [...new Set(ids)].map((id) => people.staff(id));
}

function messageOf(comment: Comment, isFirst: boolean, people: People): SourceMessage {
  const text = textOf(comment);
  const isByStaff = people.isStaff(comment.author_id);
  // An integration that opens a ticket for its requester is its first comment's author unless it
  // says otherwise (guide "Creating and updating tickets"); the words are the requester's.
  const isForCustomer =
    isFirst &&
    comment.public &&
    cameByApi(comment) &&
    people.isHub(comment.author_id) &&
    people.isRequesterCustomer;
  return {
    externalId: String(comment.id),
    author: isMachine(comment) ? 'system' : isByStaff && !isForCustomer ? 'agent' : 'customer',
    authorName: isForCustomer ? null : textOrNull(people.find(comment.author_id)?.name),
    text,
    isPublic: comment.public,
    sentAt: new Date(comment.created_at),
    // A customer who writes the marker is heard all the same: ours are internal notes by staff.
    isOwn: !comment.public && isByStaff && markerIn(text) !== null,
    attachments: (comment.attachments ?? [])
      .filter((attachment) => attachment.deleted !== true)
      .map((attachment) => ({
        name: attachment.file_name,
        url: attachment.content_url,
        contentType: attachment.content_type ?? null,
      })),
  };
}

/** The plainest form there is, a call's transcript behind it. */
export function textOf(comment: Comment): string {
  const plain = textOrNull(comment.plain_body) ?? textOrNull(comment.body);
  // plain_body keeps a few entities (`&nbsp;`) of the HTML it was made from.
  const text = plain === null ? htmlToText(comment.html_body ?? '') : decodeEntities(plain);
  const transcript = textOrNull(comment.data?.transcription_text);
  return transcript === null || text.includes(transcript) ? text : `${text}\n${transcript}`.trim();
}

/** Comments that nobody wrote: triggers, merges and the vendor's system user (-1). */
function isMachine(comment: Comment): boolean {
  const channel = comment.via?.channel;
  const rel = comment.via?.source?.rel;
  return (
    (comment.author_id ?? 0) < 0 ||
    channel === 'rule' ||
    channel === 'system' ||
    channel === 'merge' ||
    rel === 'merge' ||
    channel === viaNumbers.rule ||
    channel === viaNumbers.merge
  );
}

/** Agents write in the vendor's interface; a comment without a channel is not known to be a machine's. */
function cameByApi(comment: Comment): boolean {
  const channel = comment.via?.channel;
  return channel === 'api' || channel === viaNumbers.api;
}

/** Reference guide "Via types": the numbers that stand in place of a name. */
const viaNumbers = { email: 4, api: 5, rule: 8, merge: 19, chat: 29 } as const;
const phoneNumbers = [33, 34, 35];
const phoneNames = ['voice', 'phone', 'voicemail', 'phone_call_inbound', 'phone_call_outbound'];
const chatNames = [
  'chat',
  'native_messaging',
  'messaging',
  'chat_transcript',
  'mobile_sdk',
  'whatsapp',
  'facebook',
  'facebook_message',
  'facebook_post',
  'twitter',
  'twitter_dm',
  'twitter_favorite',
  'instagram_dm',
  'line',
  'wechat',
  'viber',
  'telegram',
  'apple_business_chat',
  'google_business_messages',
  'kakaotalk',
  'sms',
  'text_message',
  'any_channel',
  'sunshine_conversations_api',
  'sunshine_conversations_facebook_messenger',
  'sunshine_conversations_twitter_dm',
];

function channelOf(channel: string | number | null | undefined): Channel {
  if (channel === 'email' || channel === 'mail' || channel === viaNumbers.email) return 'email';
  if (channel === 'api' || channel === 'web_service' || channel === viaNumbers.api) return 'api';
  if (typeof channel === 'number') {
    if (channel === viaNumbers.chat) return 'chat';
    return phoneNumbers.includes(channel) ? 'phone' : 'crm';
  }
  if (phoneNames.includes(channel ?? '')) return 'phone';
  return chatNames.includes(channel ?? '') ? 'chat' : 'crm';
}

function fieldsOf(ticket: Ticket, { fields }: ZendeskSettings): SourceItem['fields'] {
  const value = (fieldId: string | undefined) => {
    const found = ticket.custom_fields?.find((field) => String(field.id) === fieldId)?.value;
    const isWord = typeof found === 'string' || typeof found === 'number';
    return (isWord ? textOrNull(String(found)) : null) ?? undefined;
  };
  return {
    amount: value(fields?.amount),
    currency: value(fields?.currency),
    orderId: value(fields?.orderId),
  };
}

function textOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
