import { ConnectorError, type SourceItem } from '../../core/index.js';
import { type EngagementType, type HubSpotClient, unlessAbsent, unlessCode } from './client.js';
import { engagementProperties } from './messages.js';
import { peopleOf } from './people.js';
import { textOrNull } from './property-values.js';
import type { Account, HubSpotRecord, Owner, Ticket } from './schema.js';
import { type HubSpotSettings, statusPropertyDefault } from './settings.js';
import { ticketProperties, toSourceItem } from './to-source-item.js';

/** What changes seldom and is needed for every ticket. */
export type Known = {
  owners(): Promise<readonly Owner[]>;
  closedStages(): Promise<ReadonlySet<string>>;
  account(): Promise<Account | null>;
};
export type Reading = {
  client: HubSpotClient;
  known: Known;
  settings: HubSpotSettings;
  now: () => Date;
  /** Whether a ticket has ever come with what hangs on it. */
  told: { isSeen: boolean };
};

export const associatedTypes = [
  'contacts',
  'emails',
  'notes',
  'calls',
  'communications',
] as const satisfies readonly ('contacts' | EngagementType)[];
export type AssociatedType = (typeof associatedTypes)[number];
/** What hangs on a ticket, by kind, each in the order in which the vendor names it. */
type Associated = Readonly<Record<AssociatedType, readonly HubSpotRecord[]>>;

export const propertiesOf: Readonly<Record<AssociatedType, readonly string[]>> = {
  contacts: ['firstname', 'lastname', 'email', 'phone', 'mobilephone'],
  ...engagementProperties,
};

/** One ticket whole: one request, and one more for each kind of thing hung on it. */
export async function fetchItem(reading: Reading, externalId: string): Promise<SourceItem | null> {
  const { client, settings, now } = reading;
  const id = idOf(externalId);
  const ticket = await client.ticket(id, propertiesRead(settings), associatedTypes);
  // A ticket merged into another is answered with that other, which is an item of its own.
  if (ticket === null || ticket.id !== id) return null;
  const readAt = now();
  const isTold = areTold(reading, ticket);
  const records = await Promise.all(
    associatedTypes.map(async (type) => {
      const ids = isTold ? await idsTold(client, ticket, type) : await idsOn(client, ticket, type);
      return client.records(type, ids, propertiesOf[type]);
    }),
  );
  const on = byType((type) => records[associatedTypes.indexOf(type)] ?? []);
  return wholeItem(reading, ticket, on, readAt);
}

/**
 * While things are still being hung on a new ticket its time may stay: a reading that fresh counts
 * as a little older, so that the next listing has it read again.
 */
const freshMs = 5_000;

export async function wholeItem(
  { client, known, settings }: Reading,
  ticket: Ticket,
  associated: Associated,
  readAt: Date,
): Promise<SourceItem> {
  const thread = await threadOf(client, ticket);
  const people = peopleOf(await known.owners());
  const [closedStages, account] = [await known.closedStages(), await known.account()];
  const whole = { ticket, ...associated, thread, people, closedStages, account };
  const item = toSourceItem(whole, settings);
  const isFresh = readAt.getTime() - item.updatedAt.getTime() < freshMs;
  return isFresh ? { ...item, updatedAt: new Date(item.updatedAt.getTime() - 1) } : item;
}

export function byType(recordsFor: (type: AssociatedType) => readonly HubSpotRecord[]): Associated {
  return {
    contacts: recordsFor('contacts'),
    emails: recordsFor('emails'),
    notes: recordsFor('notes'),
    calls: recordsFor('calls'),
    communications: recordsFor('communications'),
  };
}

/**
 * What hangs on a ticket comes with it, and is left out where nothing does. Until one has come with
 * something, every ticket without is asked about once more: whoever answers may not tell it this way.
 */
function areTold({ told }: Reading, ticket: Ticket): boolean {
  if (Object.keys(ticket.associations ?? {}).length > 0) told.isSeen = true;
  return told.isSeen;
}

/** The ids that came with the ticket, unless there are too many. */
async function idsTold(client: HubSpotClient, ticket: Ticket, type: AssociatedType) {
  const associated = ticket.associations?.[type];
  if (!associated) return [];
  if (associated.paging?.next) return idsOn(client, ticket, type);
  return [...new Set(associated.results.map(({ id }) => id))];
}

async function idsOn(client: HubSpotClient, ticket: Ticket, type: AssociatedType) {
  return (await unlessAbsent(client.associatedIds(ticket.id, type))) ?? [];
}

/** The conversation a ticket came from. Reading it is a scope of its own, which not every app has. */
async function threadOf(client: HubSpotClient, ticket: Ticket) {
  const threadId = textOrNull(ticket.properties.hs_conversations_originating_thread_id);
  if (threadId === null || !/^\d{1,19}$/.test(threadId)) return [];
  const messages = client.threadMessages(threadId);
  return (await unlessCode('missing_scope', unlessAbsent(messages))) ?? [];
}

export function propertiesRead({ statusProperty, fields }: HubSpotSettings): string[] {
  const named = [statusProperty ?? statusPropertyDefault, ...Object.values(fields ?? {})];
  return [...ticketProperties, ...named.filter((name) => name !== undefined)];
}

/** Ids stand in addresses, so nothing but a number gets there. */
export function idOf(externalId: string): string {
  if (!/^\d{1,19}$/.test(externalId)) throw new ConnectorError('give_up', 'no_ticket_id');
  return externalId;
}
