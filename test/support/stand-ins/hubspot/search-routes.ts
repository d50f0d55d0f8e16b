import { z } from 'zod';
import type { FaultStorm } from '../fault-storm.js';
import type { Route } from './gate.js';
import { parsed, timeOf, typeOf } from './object-input.js';
import { shown } from './object-routes.js';
import {
  type CrmRecord,
  createdName,
  type Indexed,
  modifiedName,
  type ObjectType,
} from './records.js';
import { ok, Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

/** CRM search, "Limitations". */
const PAGE_MAX = 200;
const RESULTS_MAX = 10_000;
const GROUPS_MAX = 5;
const FILTERS_MAX = 6;
const FILTERS_ALL_MAX = 18;
const QUERY_MAX = 3_000;

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: z.union([z.string(), z.number()]).transform(String).optional(),
  highValue: z.union([z.string(), z.number()]).transform(String).optional(),
  values: z.array(z.union([z.string(), z.number()]).transform(String)).optional(),
});
type Filter = z.output<typeof filterSchema>;
const sortSchema = z.union([
  z.string().transform((text) => ({
    propertyName: text.replace(/^-/, ''),
    direction: text.startsWith('-') ? ('DESCENDING' as const) : ('ASCENDING' as const),
  })),
  z.object({
    propertyName: z.string(),
    direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
  }),
]);
const searchSchema = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  sorts: z.array(sortSchema).default([]),
  query: z.string().nullish(),
  properties: z.array(z.string()).nullish(),
  limit: z.number().int().default(10),
  after: z.union([z.string(), z.number()]).transform(String).nullish(),
});

/**
 * Search over the index, which is late: filters and order go by what the index knows, the answer
 * shows records as they are by now (seen by estuary/connectors #2210).
 */
export function addSearchRoutes(
  route: Route,
  state: HubSpotState,
  storm: () => FaultStorm | null,
): void {
  route('post', '/crm/v3/objects/:type/search', 'tickets', ({ params, body }) => {
    const type = typeOf(params.type);
    const search = parsed(searchSchema, body);
    refuseLimits(search);
    for (const { filters } of search.filterGroups) {
      for (const filter of filters) refuseFilter(state, type, filter);
    }
    const offset = offsetOf(search.after);
    const groups = search.filterGroups.map(({ filters }) =>
      filters.map((filter) => testOf(state, type, filter)),
    );
    const words = search.query?.toLowerCase().trim();
    const matches = inOrder(state, type, search.sorts[0]).filter((record) => {
      const known = record.indexed;
      if (known === null) return false;
      const isFound =
        groups.length === 0 || groups.some((tests) => tests.every((test) => test(record, known)));
      return isFound && (!words || holdsWords(known, words));
    });
    const page = matches.slice(offset, Math.min(offset + search.limit, RESULTS_MAX));
    const end = offset + page.length;
    const results = page.map((record) => shown(state, record, search.properties ?? null));
    return ok({
      total: matches.length,
      results: storm()?.shown(results) ?? results,
      // Also past the last page that can be had: whoever follows it there is refused.
      ...(end < matches.length && { paging: { next: { after: String(end) } } }),
    });
  });
}

function refuseLimits(search: z.output<typeof searchSchema>): void {
  const refuse = (message: string) => {
    throw new Refused(refusals.invalid(message));
  };
  const counts = search.filterGroups.map(({ filters }) => filters.length);
  const all = counts.reduce((sum, one) => sum + one, 0);
  if (search.limit > PAGE_MAX || search.limit < 0) refuse(`limit must be at most ${PAGE_MAX}`);
  if (counts.length > GROUPS_MAX) refuse(`at most ${GROUPS_MAX} filterGroups are allowed`);
  if (counts.some((count) => count > FILTERS_MAX)) refuse(`at most ${FILTERS_MAX} filters a group`);
  if (all > FILTERS_ALL_MAX) refuse(`at most ${FILTERS_ALL_MAX} filters in all`);
  if (search.sorts.length > 1) refuse('only one sort is allowed');
  if ((search.query?.length ?? 0) > QUERY_MAX)
    refuse(`query must be at most ${QUERY_MAX} characters`);
}

/** "Attempting to page beyond 10,000 will result in a 400 error" (CRM search, "Limitations"). */
function offsetOf(after: string | null | undefined): number {
  if (after == null || after === '') return 0;
  if (!/^\d+$/.test(after)) throw new Refused(refusals.invalid('after must be a number'));
  if (Number(after) >= RESULTS_MAX) {
    throw new Refused(refusals.invalid('There was a problem with the request.'));
  }
  return Number(after);
}

function refuseFilter(state: HubSpotState, type: ObjectType, filter: Filter): void {
  const kind = kindOf(state, type, filter.propertyName);
  const invalid = (message: string) => {
    throw new Refused(refusals.invalid(message));
  };
  if (kind === null) invalid(`There was a problem with the request: ${filter.propertyName}`);
  const needsNone = filter.operator === 'HAS_PROPERTY' || filter.operator === 'NOT_HAS_PROPERTY';
  const isList = filter.operator === 'IN' || filter.operator === 'NOT_IN';
  if (isList && !filter.values?.length) invalid('operator requires values');
  if (!needsNone && !isList && filter.value === undefined) invalid('operator requires a value');
  if (filter.operator === 'BETWEEN' && filter.highValue === undefined)
    invalid('requires highValue');
  const given = [filter.value, filter.highValue].filter((one) => one !== undefined);
  if (kind === 'number' && given.some((one) => Number.isNaN(timeOf(one)))) invalid('invalid value');
}

/** Times and numbers are compared as numbers, everything else as text; null for an unknown property. */
function kindOf(state: HubSpotState, type: ObjectType, name: string): 'number' | 'text' | null {
  if (name === 'hs_object_id' || name === modifiedName(type) || name === createdName(type))
    return 'number';
  const definition = state.definition(type, name);
  if (!definition) return null;
  return definition.type === 'number' || definition.type === 'datetime' ? 'number' : 'text';
}

type Test = (record: CrmRecord, known: Indexed) => boolean;

function testOf(state: HubSpotState, type: ObjectType, filter: Filter): Test {
  const { operator, propertyName } = filter;
  if (kindOf(state, type, propertyName) === 'number') {
    const [low, high] = [timeOf(filter.value ?? ''), timeOf(filter.highValue ?? '')];
    const among = new Set((filter.values ?? []).map(timeOf));
    return (record, known) => {
      const value = numberIn(type, record, known, propertyName);
      if (operator === 'NOT_HAS_PROPERTY') return Number.isNaN(value);
      if (operator === 'HAS_PROPERTY') return !Number.isNaN(value);
      if (operator === 'EQ') return value === low;
      if (operator === 'NEQ') return value !== low;
      if (operator === 'GT') return value > low;
      if (operator === 'GTE') return value >= low;
      if (operator === 'LT') return value < low;
      if (operator === 'LTE') return value <= low;
      if (operator === 'BETWEEN') return value >= low && value <= high;
      return among.has(value) === (operator === 'IN');
    };
  }
  const wanted = filter.value?.toLowerCase() ?? '';
  const among = new Set((filter.values ?? []).map((one) => one.toLowerCase()));
  return (_record, known) => {
    const value = known.properties[propertyName]?.toLowerCase() ?? '';
    if (operator === 'HAS_PROPERTY') return value !== '';
    if (operator === 'NOT_HAS_PROPERTY') return value === '';
    if (operator === 'EQ') return value === wanted;
    if (operator === 'NEQ') return value !== wanted;
    if (operator === 'IN') return among.has(value);
    if (operator === 'NOT_IN') return !among.has(value);
    const isFound = value.includes(wanted.replaceAll('*', ''));
    return operator === 'NOT_CONTAINS_TOKEN' ? !isFound : isFound;
  };
}

/** Ids here are short enough for a number to hold them exactly. */
function numberIn(type: ObjectType, record: CrmRecord, known: Indexed, name: string): number {
  if (name === 'hs_object_id') return Number(record.id);
  if (name === modifiedName(type)) return known.updatedMs;
  if (name === createdName(type)) return record.createdMs;
  const text = known.properties[name];
  return text == null ? Number.NaN : timeOf(text);
}

function holdsWords(known: Indexed, words: string): boolean {
  return Object.values(known.properties).some((one) => one?.toLowerCase().includes(words));
}

type Sort = { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' };
/** Orders of a list of the index, for as long as that list is the index. */
const orders = new WeakMap<readonly CrmRecord[], Map<string, readonly CrmRecord[]>>();

/** Newest first where nothing is asked for; what is equal comes in no order to rely on. */
function inOrder(state: HubSpotState, type: ObjectType, sort: Sort | undefined) {
  const records = state.indexed(type);
  const name = sort?.propertyName ?? createdName(type);
  const sign = sort?.direction === 'ASCENDING' ? 1 : -1;
  const key = `${name} ${sign}`;
  const known = orders.get(records) ?? new Map<string, readonly CrmRecord[]>();
  orders.set(records, known);
  const sorted = known.get(key) ?? sortedBy(state, type, records, name, sign);
  known.set(key, sorted);
  return sorted;
}

function sortedBy(
  state: HubSpotState,
  type: ObjectType,
  records: readonly CrmRecord[],
  name: string,
  sign: 1 | -1,
): readonly CrmRecord[] {
  if (kindOf(state, type, name) === 'number') {
    const keyed = records.map((record) => ({
      record,
      key: record.indexed ? numberIn(type, record, record.indexed, name) || 0 : 0,
      id: Number(record.id),
    }));
    keyed.sort((one, other) => sign * (one.key - other.key) || other.id - one.id);
    return keyed.map(({ record }) => record);
  }
  const textOf = (record: CrmRecord) => record.indexed?.properties[name] ?? '';
  return records.toSorted((one, other) => sign * textOf(one).localeCompare(textOf(other)));
}
