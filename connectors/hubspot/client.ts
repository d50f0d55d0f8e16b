import type {
  FilterOperatorEnum,
  PublicObjectSearchRequest,
} from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import {
  AssociationSpecAssociationCategoryEnum,
  BasicApi,
  createConfiguration,
  SearchApi,
  ServerConfiguration,
} from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { z } from 'zod';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import {
  type Account,
  accountAnswer,
  associationsBatch,
  associationsPage,
  type BatchErrors,
  batchAnswer,
  countedPage,
  type HubSpotRecord,
  type Owner,
  ownersPage,
  pipelinesAnswer,
  type RecordsPage,
  recordSchema,
  recordsPage,
  type ThreadMessage,
  type Ticket,
  threadPage,
  ticketSchema,
} from './schema.js';
import type { HubSpotSettings } from './settings.js';
import { exchangeJudged, httpLibraryOf } from './transport.js';
import { openVendorClock } from './vendor-clock.js';

/** Vendor maxima: of a search page (CRM search, "Limitations") and of a list's page. */
export const searchPageSize = 200;
const listPageSize = 100;
/** Vendor maxima of a batch read, of a page and a batch of associations, and of owners (each one's reference). */
export const batchMax = 100;
const associationsPageSize = 500;
export const associationsBatchMax = 1_000;
const ownersPageSize = 500;
/** Ends the reading of any list that people could not have filled. */
const pagesMax = 200;
/** "Note to ticket" among the vendor's association types (Associations v4, "Association type ID values"). */
const noteToTicketType = 228;

export type EngagementType = 'emails' | 'notes' | 'calls' | 'communications';
export type Filter = { propertyName: string; operator: string; value?: string; values?: string[] };
type Search = { filters: readonly Filter[]; sort: string };

const anything = z.unknown();

/** One account's requests in the vendor's words. Throws ConnectorError only; null is "no such record". */
export type HubSpotClient = {
  /** How far our clock goes ahead of the vendor's, as its last answer told. */
  aheadMs(): number;
  account(): Promise<Account>;
  searchTickets(search: Search): Promise<RecordsPage>;
  searchEmails(search: Search): Promise<RecordsPage>;
  /** How many tickets the search index holds. */
  ticketCount(): Promise<number>;
  /** One page of all tickets, or of the deleted ones, by id. */
  ticketsPage(after: string | undefined, isArchived: boolean): Promise<RecordsPage>;
  ticket(
    id: string,
    properties: readonly string[],
    associations: readonly string[],
  ): Promise<Ticket | null>;
  /** Every id of that type that the ticket is associated with. */
  associatedIds(ticketId: string, type: string): Promise<string[]>;
  /** The same for many tickets at once; those that nothing hangs on are left out. */
  associatedIdsOfMany(
    ticketIds: readonly string[],
    type: string,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The tickets that each e-mail hangs on; those that hang on none are left out. */
  ticketsOfEmails(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Those that are still there, in the order of the ids. */
  records(
    type: string,
    ids: readonly string[],
    properties: readonly string[],
  ): Promise<HubSpotRecord[]>;
  /** Owners, those who have left included. */
  owners(): Promise<Owner[]>;
  /** Ids of the stages in which a ticket is closed. */
  closedStages(): Promise<ReadonlySet<string>>;
  threadMessages(threadId: string): Promise<ThreadMessage[]>;
  hasTicketProperty(name: string): Promise<boolean>;
  createTicketProperty(name: string): Promise<void>;
  setTicketProperty(ticketId: string, name: string, value: string): Promise<void>;
  createNote(ticketId: string, html: string, at: Date): Promise<string>;
  archiveNote(noteId: string): Promise<void>;
};

export function openHubSpotClient(settings: HubSpotSettings, given: ConnectorTools): HubSpotClient {
  const { tools, aheadMs } = openVendorClock(given);
  const { baseUrl, accessToken } = settings;
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(baseUrl, {}),
    authMethods: { oauth2: { accessToken } },
    httpApi: httpLibraryOf(tools),
  });
  const basic = new BasicApi(configuration);
  const search = new SearchApi(configuration);

  /** For batches, and the few small endpoints whose SDK parts would cost 20 MB and 100 ms to load. */
  async function call<T>(
    schema: z.ZodType<T>,
    code: string,
    path: string,
    request?: { query?: Record<string, string>; body?: unknown },
  ): Promise<T> {
    const query = new URLSearchParams(request?.query).toString();
    const answer = await exchangeJudged(tools, {
      url: `${baseUrl}${path}${query ? `?${query}` : ''}`,
      method: request?.body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: `Bearer ${accessToken}`,
        Accept: 'application/json',
        ...(request?.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: request?.body === undefined ? undefined : JSON.stringify(request.body),
    });
    return read(schema, code, answer.body);
  }

  const searchOf = (type: string, property: string, { filters, sort }: Search) =>
    asked(recordsPage, 'unreadable_search', () =>
      search.doSearch(type, {
        filterGroups: [
          {
            filters: filters.map((one) => ({
              ...one,
              operator: one.operator as FilterOperatorEnum,
            })),
          },
        ],
        // The SDK's type says texts; the vendor takes objects to choose the direction.
        sorts: [{ propertyName: sort, direction: 'ASCENDING' }] as unknown as string[],
        properties: [property],
        limit: searchPageSize,
      } satisfies PublicObjectSearchRequest),
    );

  /** What of a type is associated with each of many records, those with nothing left out. */
  async function associatedOfMany(from: string, ids: readonly string[], to: string) {
    const found = new Map<string, readonly string[]>();
    for (const part of parts(ids, associationsBatchMax)) {
      const path = `/crm/v4/associations/${from}/${to}/batch/read`;
      const body = { inputs: part.map((id) => ({ id })) };
      const answer = await call(associationsBatch, 'unreadable_associations', path, { body });
      refuseErrors(answer.errors);
      for (const { from: one, to: others, paging } of answer.results) {
        const told = others.map(({ toObjectId }) => toObjectId);
        found.set(one.id, paging?.next ? await associatedWith(from, one.id, to) : unique(told));
      }
    }
    return found;
  }

  async function associatedWith(from: string, id: string, to: string): Promise<string[]> {
    const path = `/crm/v4/objects/${from}/${id}/associations/${to}`;
    const ids = await pages((after) =>
      call(associationsPage, 'unreadable_associations', path, {
        query: { limit: String(associationsPageSize), ...(after && { after }) },
      }),
    );
    return unique(ids.map((one) => one.toObjectId));
  }

  const client: HubSpotClient = {
    aheadMs,
    account: () => call(accountAnswer, 'unreadable_account', '/account-info/v3/details'),
    searchTickets: (wanted) => searchOf('tickets', 'hs_lastmodifieddate', wanted),
    searchEmails: (wanted) => searchOf('emails', 'hs_createdate', wanted),
    ticketCount: async () => {
      const all: PublicObjectSearchRequest = { filterGroups: [], limit: 1, properties: [] };
      const page = await asked(countedPage, 'unreadable_search', () =>
        search.doSearch('tickets', all),
      );
      return page.total;
    },
    ticketsPage: (after, isArchived) =>
      asked(recordsPage, 'unreadable_list', () =>
        basic.getPage(
          'tickets',
          listPageSize,
          after,
          ['createdate', 'hs_pipeline'],
          undefined,
          undefined,
          isArchived,
        ),
      ),
    ticket: (id, properties, associations) =>
      unlessMissing(
        asked(ticketSchema, 'unreadable_ticket', () =>
          basic.getById('tickets', id, [...properties], undefined, [...associations], false),
        ),
      ),
    associatedIds: (ticketId, type) => associatedWith('tickets', ticketId, type),
    associatedIdsOfMany: (ticketIds, type) => associatedOfMany('tickets', ticketIds, type),
    ticketsOfEmails: (ids) => associatedOfMany('emails', ids, 'tickets'),
    async records(type, ids, properties) {
      // At once: the account's limits space them, and no answer is waited for in vain.
      const answers = await Promise.all(
        parts(ids, batchMax).map((part) =>
          // Most of what is read comes so: past the SDK it is taken apart once, not three times.
          call(batchAnswer, `unreadable_${type}`, `/crm/v3/objects/${type}/batch/read`, {
            body: {
              inputs: part.map((id) => ({ id })),
              properties: [...properties],
              propertiesWithHistory: [],
            },
          }),
        ),
      );
      for (const { errors } of answers) refuseErrors(errors);
      const found = new Map(
        answers.flatMap(({ results }) => results.map((record) => [record.id, record] as const)),
      );
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    async owners() {
      const owners = (archived: string) =>
        pages((after) =>
          call(ownersPage, 'unreadable_owner', '/crm/v3/owners', {
            query: { limit: String(ownersPageSize), archived, ...(after && { after }) },
          }),
        );
      return [...(await owners('false')), ...(await owners('true'))];
    },
    async closedStages() {
      const path = '/crm/v3/pipelines/tickets';
      const answer = await call(pipelinesAnswer, 'unreadable_pipelines', path);
      const stages = answer.results.flatMap((pipeline) => pipeline.stages);
      return new Set(stages.filter((stage) => isClosedStage(stage.metadata)).map(({ id }) => id));
    },
    threadMessages: (threadId) =>
      pages((after) =>
        call(
          threadPage,
          'unreadable_thread',
          `/conversations/v3/conversations/threads/${threadId}/messages`,
          {
            query: { limit: String(listPageSize), ...(after && { after }) },
          },
        ),
      ),
    async hasTicketProperty(name) {
      const path = `/crm/v3/properties/tickets/${name}`;
      return (await unlessAbsent(call(anything, 'unreadable_property', path))) !== null;
    },
    async createTicketProperty(name) {
      const body = {
        name,
        label: 'Reversal Hub',
        groupName: 'ticketinformation',
        type: 'string',
        fieldType: 'text',
        description: 'What became of the reversal this ticket asks for. Written by Reversal Hub.',
      };
      await call(anything, 'unreadable_property', '/crm/v3/properties/tickets', { body });
    },
    async setTicketProperty(ticketId, name, value) {
      await asked(recordSchema, 'unreadable_ticket', () =>
        basic.update('tickets', ticketId, { properties: { [name]: value } }),
      );
    },
    async createNote(ticketId, html, at) {
      const note = await asked(recordSchema, 'unreadable_note', () =>
        basic.create('notes', {
          properties: { hs_note_body: html, hs_timestamp: at.toISOString() },
          associations: [
            {
              to: { id: ticketId },
              types: [
                {
                  associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
                  associationTypeId: noteToTicketType,
                },
              ],
            },
          ],
        }),
      );
      return note.id;
    },
    async archiveNote(noteId) {
      await unlessMissing(guarded(() => basic.archive('notes', noteId)));
    },
  };
  return client;
}

const unique = (ids: readonly string[]) => [...new Set(ids)];

/** The ids in parts that a batch may hold. */
function parts(ids: readonly string[], max: number): string[][] {
  const count = Math.ceil(ids.length / max);
  return Array.from({ length: count }, (_, index) => ids.slice(index * max, (index + 1) * max));
}

/**
 * What is gone, or has nothing of that kind, is no fault; anything else that a batch leaves out is not
 * there to be read now, and must not be taken for absent.
 */
function refuseErrors(errors: BatchErrors): void {
  const isAbsence = ({ category, subCategory }: NonNullable<BatchErrors>[number]) =>
    category === 'OBJECT_NOT_FOUND' || subCategory?.endsWith('NO_ASSOCIATIONS_FOUND') === true;
  const others = (errors ?? []).filter((error) => !isAbsence(error));
  if (others.length === 0) return;
  if (others.some(({ category }) => category === 'MISSING_SCOPES')) {
    throw new ConnectorError('re_authorise', 'missing_scope');
  }
  throw new ConnectorError('retry', 'answered_in_part');
}

type Page<Row> = { results: readonly Row[]; paging?: { next?: { after: string } | null } | null };

/** All rows of a list that goes on by `after`. */
async function pages<Row>(page: (after: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  for (let count = 0; count < pagesMax; count += 1) {
    const answer = await page(after);
    rows.push(...answer.results);
    const next = answer.paging?.next?.after;
    if (next === undefined) return rows;
    if (next === after) throw new ConnectorError('unreadable', 'no_next_page');
    after = next;
  }
  throw new ConnectorError('give_up', 'too_many_pages');
}

/** What the SDK made of an answer, with only the parts that are read. */
async function asked<T>(
  schema: z.ZodType<T>,
  code: string,
  work: () => Promise<unknown>,
): Promise<T> {
  return read(schema, code, await guarded(work));
}

/** The SDK takes answers apart without looking: what is not of the expected shape throws there. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if (error instanceof TypeError) throw new ConnectorError('unreadable', 'unreadable_answer');
    throw error;
  }
}

/** The promise's value, or null for the one trouble that the caller has an answer to. */
export async function unlessCode<T>(code: string, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError && error.code === code) return null;
    throw error;
  }
}

/** The value, or null where the vendor has no such thing. Only once the address is known to be right. */
export function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode('account_not_found', unlessCode('not_found', work));
}

function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  return unlessCode('gone', unlessCode('not_found', work));
}

/** Pipelines reference, stage metadata: `ticketState` is OPEN or CLOSED; `isClosed` in older answers. */
function isClosedStage(metadata: Readonly<Record<string, unknown>> | null | undefined): boolean {
  return metadata?.ticketState === 'CLOSED' || String(metadata?.isClosed) === 'true';
}

function read<T>(schema: z.ZodType<T>, code: string, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ConnectorError('unreadable', code);
  return parsed.data;
}
