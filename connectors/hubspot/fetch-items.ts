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

const associatedTypes = [
  'contacts',
  'emails',
  'notes',
  'calls',
  'communications',
] as const satisfies readonly ('contacts' | EngagementType)[];
type AssociatedType = (typeof associatedTypes)[number];
/** What hangs on a ticket, by kind, each in the order in which the vendor names it. */
type Associated = Readonly<Record<AssociatedType, readonly HubSpotRecord[]>>;

const propertiesOf: Readonly<Record<AssociatedType, readonly string[]>> = {
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
 * Reads many tickets and all that hangs on them in few requests: a hundred in a dozen, a thousand in
 * fifty. One that is not among them, and all of them where one thing cannot be read or they are more
 * than memory should hold, are asked for by themselves: a fault is one ticket's own.
 */
export async function fetchTogether(reading: Reading, externalIds: readonly string[]) {
  const { client, settings, now } = reading;
  const alone = (externalId: string) => fetchItem(reading, externalId);
  const ids = externalIds.map(idOf);
  const records = roomyRecords(client);
  const tickets = await unlessUnread(records('tickets', ids, propertiesRead(settings)));
  if (tickets === null) return alone;
  const readAt = now();
  const asked = associatedTypes.map((type) => recordsOn(client, records, tickets, type));
  const hung = await unlessAbsent(unlessUnread(Promise.all(asked)));
  if (hung === null) return alone;
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  return async (externalId: string) => {
    const ticket = byId.get(externalId);
    if (!ticket) return alone(externalId);
    const on = byType((type) => hung[associatedTypes.indexOf(type)]?.get(externalId) ?? []);
    return wholeItem(reading, ticket, on, readAt);
  };
}

/** Characters of one batch: ten times what a thousand tickets of a busy account hold. */
const charactersMax = 50_000_000;
const askedAtOnce = 500;

/** The client's `records`, refused with `give_up` once they are more than memory should hold. */
function roomyRecords(client: HubSpotClient): HubSpotClient['records'] {
  let characters = 0;
  return async (type, ids, properties) => {
    const found: HubSpotRecord[] = [];
    for (let from = 0; from < ids.length; from += askedAtOnce) {
      const part = await client.records(type, ids.slice(from, from + askedAtOnce), properties);
      found.push(...part);
      characters += part.reduce((sum, one) => sum + charactersOf(one), 0);
      if (characters > charactersMax) throw new ConnectorError('give_up', 'too_large');
    }
    return found;
  };
}

function charactersOf({ properties }: HubSpotRecord): number {
  return Object.values(properties).reduce((sum, value) => sum + (value?.length ?? 0), 0);
}

/** Null where asking again would be answered the same: what is wrong is then found ticket by ticket. */
async function unlessUnread<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const isOfContent =
      error instanceof ConnectorError && (error.kind === 'unreadable' || error.kind === 'give_up');
    if (isOfContent) return null;
    throw error;
  }
}

/**
 * While things are still being hung on a new ticket its time may stay: a reading that fresh counts
 * as a little older, so that the next listing has it read again.
 */
const freshMs = 5_000;

async function wholeItem(
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

function byType(recordsFor: (type: AssociatedType) => readonly HubSpotRecord[]): Associated {
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

/** What of one kind hangs on each of the tickets. */
async function recordsOn(
  client: HubSpotClient,
  recordsOf: HubSpotClient['records'],
  tickets: readonly Ticket[],
  type: AssociatedType,
) {
  const ids = await client.associatedIdsOfMany(
    tickets.map(({ id }) => id),
    type,
  );
  const wanted = [...new Set([...ids.values()].flat())];
  const records = await recordsOf(type, wanted, propertiesOf[type]);
  const byId = new Map(records.map((record) => [record.id, record]));
  return new Map(
    [...ids].map(([ticketId, on]) => [ticketId, on.flatMap((id) => byId.get(id) ?? [])] as const),
  );
}

/** The conversation a ticket came from. Reading it is a scope of its own, which not every app has. */
async function threadOf(client: HubSpotClient, ticket: Ticket) {
  const threadId = textOrNull(ticket.properties.hs_conversations_originating_thread_id);
  if (threadId === null || !/^\d{1,19}$/.test(threadId)) return [];
  const messages = client.threadMessages(threadId);
  return (await unlessCode('missing_scope', unlessAbsent(messages))) ?? [];
}

function propertiesRead({ statusProperty, fields }: HubSpotSettings): string[] {
  const named = [statusProperty ?? statusPropertyDefault, ...Object.values(fields ?? {})];
  return [...ticketProperties, ...named.filter((name) => name !== undefined)];
}

/** Ids stand in addresses, so nothing but a number gets there. */
export function idOf(externalId: string): string {
  if (!/^\d{1,19}$/.test(externalId)) throw new ConnectorError('give_up', 'no_ticket_id');
  return externalId;
}
