import {
  type Channel,
  ConnectorError,
  type SourceItem,
  type SourceMessage,
  type Staff,
} from '../../core/index.js';
import {
  messageOfCall,
  messageOfCommunication,
  messageOfEmail,
  messageOfNote,
  messageOfTicket,
  type Spoken,
} from './messages.js';
import { type People, staffFrom } from './people.js';
import { fullName, textOrNull, timeValue } from './property-values.js';
import type { Account, HubSpotRecord, ThreadMessage, Ticket } from './schema.js';
import type { HubSpotSettings } from './settings.js';
import { statusPropertyDefault } from './settings.js';
import { messageOfThread } from './thread-messages.js';

/** A ticket with all that hangs on it, as far as the vendor still has it. */
export type WholeTicket = {
  ticket: Ticket;
  contacts: readonly HubSpotRecord[];
  emails: readonly HubSpotRecord[];
  notes: readonly HubSpotRecord[];
  calls: readonly HubSpotRecord[];
  communications: readonly HubSpotRecord[];
  thread: readonly ThreadMessage[];
  people: People;
  closedStages: ReadonlySet<string>;
  account: Account | null;
};

/** Properties of a ticket that are read, beside those that the settings name. */
export const ticketProperties = [
  'subject',
  'content',
  'createdate',
  'hs_lastmodifieddate',
  'hs_pipeline',
  'hs_pipeline_stage',
  'hubspot_owner_id',
  'source_type',
  'hs_object_source',
  'hs_created_by_user_id',
  'hs_conversations_originating_thread_id',
] as const;

/** A ticket in our neutral form; `unreadable` where it has no times. */
export function toSourceItem(whole: WholeTicket, settings: HubSpotSettings): SourceItem {
  const { ticket, people } = whole;
  const { properties } = ticket;
  const spoken = spokenOn(whole, settings);
  const ownerId = textOrNull(properties.hubspot_owner_id);
  return {
    externalId: ticket.id,
    url: urlOf(ticket.id, whole.account, settings),
    subject: textOrNull(properties.subject),
    channel: channelOf(whole),
    createdAt: timeOf(properties.createdate),
    updatedAt: timeOf(properties.hs_lastmodifieddate ?? ticket.updatedAt?.toISOString()),
    isClosed: whole.closedStages.has(properties.hs_pipeline_stage ?? ''),
    isDeleted: ticket.archived === true,
    customer: customerOf(whole),
    assignee: ownerId === null ? null : staffFrom(people.byOwnerId(ownerId)),
    writers: onceEach(spoken.flatMap(({ writers }) => writers)),
    messages: spoken.map(({ message }) => message),
    tags: tagsIn(properties[settings.statusProperty ?? statusPropertyDefault]),
    fields: {
      amount: fieldOf(ticket, settings.fields?.amount),
      currency: fieldOf(ticket, settings.fields?.currency),
      orderId: fieldOf(ticket, settings.fields?.orderId),
    },
  };
}

/** The hub's tags as they stand in one property; `;` as in the vendor's own multiple choices. */
export function tagsIn(value: string | null | undefined): string[] {
  return (value ?? '').split(';').flatMap((tag) => textOrNull(tag) ?? []);
}

function spokenOn(whole: WholeTicket, settings: HubSpotSettings): Spoken[] {
  const { ticket, people } = whole;
  const link = (fileId: string) => `${settings.baseUrl}/files/v3/files/${fileId}/signed-url`;
  const contactEmails = new Set(
    whole.contacts.flatMap(({ properties }) => properties.email?.trim().toLowerCase() ?? []),
  );
  const told = [
    ...whole.emails.map((email) => messageOfEmail(email, people, contactEmails, link)),
    ...whole.notes.map((note) => messageOfNote(note, people, link)),
    ...whole.calls.map((call) => messageOfCall(call, people, link)),
    ...whole.communications.map((one) => messageOfCommunication(one, people, link)),
    ...whole.thread.flatMap((one) => messageOfThread(one, people) ?? []),
  ].toSorted(bySent);
  const first = messageOfTicket(ticket, people, timeOf(ticket.properties.createdate));
  return first === null || isToldBy(first.message, told) ? told : [first, ...told];
}

/** The vendor copies the first e-mail or chat message into the ticket: told once is enough. */
function isToldBy(first: SourceMessage, told: readonly Spoken[]): boolean {
  const words = wordsOf(first.text);
  return told.some(
    ({ message }) => message.author === 'customer' && wordsOf(message.text).includes(words),
  );
}

const wordsOf = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

function bySent(one: Spoken, other: Spoken): number {
  const byTime = one.message.sentAt.getTime() - other.message.sentAt.getTime();
  return byTime || one.message.externalId.localeCompare(other.message.externalId);
}

function onceEach(staff: readonly Staff[]): Staff[] {
  const known = new Map(staff.map((one) => [one.email?.toLowerCase() ?? one.name ?? '', one]));
  return [...known.values()];
}

/** The contact who wrote first, else the first there is; else the sender of the first e-mail. */
function customerOf({ contacts, emails }: WholeTicket): SourceItem['customer'] {
  const incoming = emails
    .filter(({ properties }) => properties.hs_email_direction === 'INCOMING_EMAIL')
    .toSorted(
      (one, other) =>
        (timeValue(one.properties.hs_timestamp) || 0) -
        (timeValue(other.properties.hs_timestamp) || 0),
    )[0];
  const sender = textOrNull(incoming?.properties.hs_email_from_email);
  const isSender = ({ properties }: HubSpotRecord) =>
    sender !== null && properties.email?.toLowerCase() === sender.toLowerCase();
  const contact = contacts.find(isSender) ?? contacts[0];
  if (contact) {
    const { firstname, lastname, email, phone, mobilephone } = contact.properties;
    return {
      name: fullName(firstname, lastname),
      email: textOrNull(email),
      phone: textOrNull(phone) ?? textOrNull(mobilephone),
    };
  }
  const { hs_email_from_firstname: first, hs_email_from_lastname: last } =
    incoming?.properties ?? {};
  return { name: fullName(first, last), email: sender, phone: null };
}

/** `source_type` as the vendor fills it in (Tickets, "Source"); a form is the vendor's own page. */
const channels: Readonly<Record<string, Channel>> = {
  EMAIL: 'email',
  CHAT: 'chat',
  PHONE: 'phone',
  CALLING: 'phone',
  FORM: 'crm',
  WHATSAPP: 'chat',
  FB_MESSENGER: 'chat',
  SMS: 'chat',
};

function channelOf({ ticket, emails, calls, thread }: WholeTicket): Channel {
  const source = textOrNull(ticket.properties.source_type)?.toUpperCase();
  const named = source === undefined ? undefined : channels[source];
  if (named) return named;
  if (emails.some(({ properties }) => properties.hs_email_direction === 'INCOMING_EMAIL'))
    return 'email';
  if (thread.length > 0) return 'chat';
  if (calls.length > 0) return 'phone';
  const origin = ticket.properties.hs_object_source;
  return origin === 'INTEGRATION' || origin === 'API' ? 'api' : 'crm';
}

function urlOf(id: string, account: Account | null, { baseUrl }: HubSpotSettings): string | null {
  if (account === null) return null;
  const origin = account.uiDomain ? `https://${account.uiDomain}` : baseUrl;
  return `${origin}/contacts/${account.portalId}/record/0-5/${id}`;
}

function fieldOf({ properties }: Ticket, name: string | undefined): string | undefined {
  return (name === undefined ? null : textOrNull(properties[name])) ?? undefined;
}

function timeOf(text: string | null | undefined): Date {
  const at = timeValue(text);
  if (Number.isNaN(at)) throw new ConnectorError('unreadable', 'unreadable_ticket');
  return new Date(at);
}
