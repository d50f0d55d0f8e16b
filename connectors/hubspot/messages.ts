import { newestReply, type SourceMessage, type Staff } from '../../core/index.js';
import { htmlToText } from '../html-to-text.js';
import { markerIn } from '../note-marker.js';
import { authorsOf, type People, staffFrom } from './people.js';
import { fullName, textOrNull, timeValue } from './property-values.js';
import type { HubSpotRecord, Ticket } from './schema.js';

/** A message, and who on the vendor's side counts as having written it. */
export type Spoken = { message: SourceMessage; writers: readonly Staff[] };
/** Where a file of the vendor's can be asked for, by its id. */
type Link = (fileId: string) => string;

const authorProperties = [
  'hs_timestamp',
  'hs_createdate',
  'hubspot_owner_id',
  'hs_created_by_user_id',
  'hs_object_source',
  'hs_attachment_ids',
] as const;

/** Properties that are read of each kind of engagement (Activities, each one's guide). */
export const engagementProperties = {
  emails: [
    ...authorProperties,
    'hs_email_direction',
    'hs_email_subject',
    'hs_email_text',
    'hs_email_html',
    'hs_email_from_email',
    'hs_email_from_firstname',
    'hs_email_from_lastname',
  ],
  notes: [...authorProperties, 'hs_note_body'],
  calls: [...authorProperties, 'hs_call_title', 'hs_call_body'],
  communications: [...authorProperties, 'hs_communication_body'],
} as const;

/** What opened the ticket, in its own words; null where it has none. */
export function messageOfTicket(ticket: Ticket, people: People, createdAt: Date): Spoken | null {
  const text = textOrNull(ticket.properties.content);
  if (text === null) return null;
  // Whoever typed a ticket into the vendor's own pages is staff; other ways bring a customer's words.
  const isTyped = isTypedByStaff(ticket);
  const writers = isTyped ? authorsOf(madeBy(ticket), people) : [];
  return {
    message: {
      externalId: `ticket-${ticket.id}`,
      author: isTyped ? 'agent' : 'customer',
      authorName: writers[0]?.name ?? null,
      text: descriptionOf(ticket, text),
      isPublic: true,
      sentAt: createdAt,
      isOwn: false,
      attachments: [],
    },
    writers,
  };
}

/**
 * An e-mail. EMAIL was sent from the account, INCOMING_EMAIL came to it; one forwarded into it
 * (FORWARDED_EMAIL) or without a direction is the customer's only if a contact of the ticket sent it.
 */
export function messageOfEmail(
  email: HubSpotRecord,
  people: People,
  contactEmails: ReadonlySet<string>,
  link: Link,
): Spoken {
  const { properties } = email;
  const sender = textOrNull(properties.hs_email_from_email);
  const isFromStaff = sender !== null && people.byEmail(sender) !== undefined;
  const direction = properties.hs_email_direction;
  const isFromContact = sender !== null && contactEmails.has(sender.toLowerCase());
  const isByCustomer =
    !isFromStaff && (direction === 'INCOMING_EMAIL' || (direction !== 'EMAIL' && isFromContact));
  const text = newestReply({
    text: properties.hs_email_text,
    html: properties.hs_email_html,
    subject: properties.hs_email_subject,
  });
  const name = fullName(properties.hs_email_from_firstname, properties.hs_email_from_lastname);
  const writers = isByCustomer ? [] : authorsOrUnknown(email, people);
  return {
    message: {
      ...common(email, 'email', link),
      author: isByCustomer ? 'customer' : 'agent',
      authorName: name ?? writers[0]?.name ?? null,
      text,
      isPublic: true,
      isOwn: false,
    },
    writers,
  };
}

/** An internal note; the hub's own carries its marker, and counts nobody unless a person typed it. */
export function messageOfNote(note: HubSpotRecord, people: People, link: Link): Spoken {
  const text = htmlToText(note.properties.hs_note_body ?? '');
  const isOwn = markerIn(text) !== null;
  const isWritten = !isOwn || isTypedByStaff(note) || isOfUnknownOrigin(note);
  const known = authorsOf(note, people);
  const writers = !isWritten ? [] : isOwn ? known : authorsOrUnknown(note, people);
  return {
    message: {
      ...common(note, 'note', link),
      author: 'agent',
      authorName: known[0]?.name ?? null,
      text,
      isPublic: false,
      isOwn,
    },
    writers,
  };
}

/** A call as an agent wrote it down. */
export function messageOfCall(call: HubSpotRecord, people: People, link: Link): Spoken {
  const { hs_call_title: title, hs_call_body: body } = call.properties;
  const text = [textOrNull(title), textOrNull(htmlToText(body ?? ''))].filter(
    (part) => part !== null,
  );
  return writtenDown(call, 'call', text.join('\n'), people, link);
}

/** A WhatsApp, SMS or LinkedIn exchange logged by hand: the vendor does not say who spoke. */
export function messageOfCommunication(one: HubSpotRecord, people: People, link: Link): Spoken {
  const text = htmlToText(one.properties.hs_communication_body ?? '');
  return writtenDown(one, 'communication', text, people, link);
}

function writtenDown(
  record: HubSpotRecord,
  kind: string,
  text: string,
  people: People,
  link: Link,
): Spoken {
  const writers = authorsOrUnknown(record, people);
  return {
    message: {
      ...common(record, kind, link),
      author: 'agent',
      authorName: writers[0]?.name ?? null,
      text,
      isPublic: false,
      isOwn: false,
    },
    writers,
  };
}

function common({ id, properties }: HubSpotRecord, kind: string, link: Link) {
  const at = timeValue(properties.hs_timestamp ?? properties.hs_createdate);
  const fileIds = (properties.hs_attachment_ids ?? '').split(';').map((one) => one.trim());
  return {
    externalId: `${kind}-${id}`,
    sentAt: new Date(Number.isNaN(at) ? 0 : at),
    attachments: fileIds
      .filter((fileId) => /^\d+$/.test(fileId))
      .map((fileId) => ({ name: `file ${fileId}`, url: link(fileId), contentType: null })),
  };
}

/** Somebody on the vendor's side wrote it, named or not. */
function authorsOrUnknown(record: HubSpotRecord, people: People): Staff[] {
  const known = authorsOf(record, people);
  return known.length > 0 ? known : [staffFrom(undefined)];
}

/** `hs_object_source` (Properties, "Record source"): these are people in the vendor's own pages and apps. */
function isTypedByStaff({ properties }: HubSpotRecord): boolean {
  return ['CRM_UI', 'MOBILE_IOS', 'MOBILE_ANDROID'].includes(properties.hs_object_source ?? '');
}

function isOfUnknownOrigin({ properties }: HubSpotRecord): boolean {
  return textOrNull(properties.hs_object_source) === null;
}

/** A ticket's owner is its assignee, who need not have written a word. */
function madeBy(ticket: Ticket): HubSpotRecord {
  return { ...ticket, properties: { ...ticket.properties, hubspot_owner_id: null } };
}

/** Descriptions are plain, but integrations put mail bodies there as they are; the inbox whole mails. */
function descriptionOf({ properties }: Ticket, text: string): string {
  const isHtml = /<(?:p|div|br|html|body|table|span)\b[^<>]*>/i.test(text);
  const plain = isHtml ? htmlToText(text) : text;
  const isMail = properties.source_type?.toUpperCase() === 'EMAIL';
  return isMail ? newestReply({ text: plain, subject: properties.subject }) : plain;
}
