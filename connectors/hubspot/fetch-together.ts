import { ConnectorError, type FetchEach } from '../../core/index.js';
import { batchMax, type HubSpotClient, unlessAbsent } from './client.js';
import {
  type AssociatedType,
  associatedTypes,
  byType,
  fetchItem,
  idOf,
  propertiesOf,
  propertiesRead,
  type Reading,
  wholeItem,
} from './fetch-items.js';
import type { HubSpotRecord, Ticket } from './schema.js';

/**
 * Reads many tickets and all that hangs on them in few requests: a hundred in a dozen, a thousand in
 * fifty. What hangs on them is asked for in the tickets' order, so that the first are whole while the
 * last are still asked for. One that is not among them, and those that share what cannot be read or is
 * more than memory should hold, are asked for by themselves: a fault is one ticket's own.
 */
export async function fetchTogether(
  reading: Reading,
  externalIds: readonly string[],
): Promise<FetchEach> {
  const { client, settings, now } = reading;
  const alone = (externalId: string) => fetchItem(reading, externalId);
  const ids = externalIds.map(idOf);
  const records = roomyRecords(client);
  const tickets = await unlessUnread(records('tickets', ids, propertiesRead(settings)));
  if (tickets === null) return alone;
  const readAt = now();
  const found = tickets.map(({ id }) => id);
  const associated = associatedTypes.map((type) => client.associatedIdsOfMany(found, type));
  const idsOn = await unlessAbsent(unlessUnread(Promise.all(associated)));
  if (idsOn === null) return alone;
  const hung = idsOn.map((on, index) => ({ type: associatedTypes[index] ?? 'contacts', on }));
  const { recordsOn, isAsked } = askInOrder(records, tickets, hung);
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const fetchEach = async (externalId: string) => {
    const ticket = byId.get(externalId);
    if (!ticket) return alone(externalId);
    const all = associatedTypes.map((type) => recordsOn(ticket, type));
    const read = await unlessAbsent(unlessUnread(Promise.all(all)));
    if (read === null) return alone(externalId);
    const on = byType((type) => read[associatedTypes.indexOf(type)] ?? []);
    return wholeItem(reading, ticket, on, readAt);
  };
  return Object.assign(fetchEach, { isAsked });
}

type IdsOn = ReadonlyMap<string, readonly string[]>;
/** What one request reads; `place` is that of the first ticket that needs it. */
type Part = { type: AssociatedType; ids: readonly string[]; place: number };
type ById = ReadonlyMap<string, HubSpotRecord>;

/** Requests under way at once: enough that no answer is waited for in vain, few enough to be held. */
const partsAtOnce = 10;

/**
 * Asks for all that hangs on the tickets, what the first need before what the last need. Each part
 * follows the one that is so many before it: after trouble that is no part's own nothing more is asked.
 */
function askInOrder(
  records: HubSpotClient['records'],
  tickets: readonly Ticket[],
  hung: readonly { type: AssociatedType; on: IdsOn }[],
) {
  const parts = hung
    .flatMap(({ type, on }) => partsOf(tickets, type, on))
    .toSorted((one, other) => one.place - other.place);
  const answers: Promise<ById>[] = [];
  const partOf = new Map<string, Promise<ById>>();
  for (const [index, part] of parts.entries()) {
    const answer = askAfter(records, answers[index - partsAtOnce], part);
    answer.catch(ignore);
    answers.push(answer);
    for (const id of part.ids) partOf.set(keyOf(part.type, id), answer);
  }
  return {
    async recordsOn(ticket: Ticket, type: AssociatedType): Promise<HubSpotRecord[]> {
      const ids = hung.find((one) => one.type === type)?.on.get(ticket.id) ?? [];
      const found = ids.map(async (id) => (await partOf.get(keyOf(type, id)))?.get(id) ?? []);
      return (await Promise.all(found)).flat();
    },
    isAsked: (answers.at(-1 - partsAtOnce) ?? Promise.resolve()).then(ignore, ignore),
  };
}

async function askAfter(
  records: HubSpotClient['records'],
  before: Promise<ById> | undefined,
  { type, ids }: Part,
): Promise<ById> {
  if (before) await unlessUnread(before);
  const found = await records(type, ids, propertiesOf[type]);
  return new Map(found.map((record) => [record.id, record]));
}

/** The ids of one kind once each, in the order of their tickets, so many to a part as a request takes. */
function partsOf(tickets: readonly Ticket[], type: AssociatedType, on: IdsOn): Part[] {
  const places = new Map<string, number>();
  for (const [place, { id }] of tickets.entries()) {
    for (const hungId of on.get(id) ?? []) if (!places.has(hungId)) places.set(hungId, place);
  }
  const all = [...places];
  const count = Math.ceil(all.length / batchMax);
  return Array.from({ length: count }, (_, index) => {
    const these = all.slice(index * batchMax, (index + 1) * batchMax);
    return { type, ids: these.map(([id]) => id), place: these[0]?.[1] ?? 0 };
  });
}

const keyOf = (type: AssociatedType, id: string) => `${type} ${id}`;

function ignore(): void {
  // Whoever needs it is told when they ask for it; it may be nobody, where a run was ended.
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
