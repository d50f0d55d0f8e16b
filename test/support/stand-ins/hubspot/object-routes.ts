import { z } from 'zod';
import type { FaultStorm } from '../fault-storm.js';
import type { Route } from './gate.js';
import { parsed, readChange, readCreate, timeOf, typeOf } from './object-input.js';
import {
  type CrmRecord,
  modifiedName,
  type ObjectType,
  objectTypeOf,
  shownByDefault,
} from './records.js';
import { ok, Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

/** Vendor maxima: of a page of a list, of a batch read, of ids an answer's associations hold. */
const PAGE_MAX = 100;
const BATCH_MAX = 100;
const ASSOCIATED_MAX = 100;

/** Objects one by one, in lists and in batches (CRM objects API, v3). */
export function addObjectRoutes(
  route: Route,
  state: HubSpotState,
  storm: () => FaultStorm | null,
): void {
  route('get', '/crm/v3/objects/:type', 'tickets', ({ params, query }) => {
    const type = typeOf(params.type);
    const limit = pageSize(query, 10);
    const isArchived = query.get('archived') === 'true';
    const after = query.get('after');
    if (after !== null && !/^\d+$/.test(after))
      throw new Refused(refusals.invalid('Invalid after'));
    // Ids grow, so the order in which records were made is the order of their ids.
    const all = [...state.records(type).values()]
      .filter((record) => (record.archivedMs !== null) === isArchived)
      .filter((record) => after === null || BigInt(record.id) >= BigInt(after));
    const page = all.slice(0, limit);
    const next = all[limit];
    const results = page.map((record) => shown(state, record, propertiesIn(query)));
    return ok({
      results: storm()?.shown(results) ?? results,
      ...(next && { paging: { next: { after: next.id, link: '' } } }),
    });
  });

  route('post', '/crm/v3/objects/:type', 'tickets', ({ params, body }) => {
    const type = typeOf(params.type);
    const { properties, associations } = readCreate(state, type, body);
    const { createdate } = properties;
    const createdAt = createdate ? new Date(timeOf(createdate)) : undefined;
    const record = state.create(type, { properties, associations, createdAt });
    return ok(shown(state, record, null), 201);
  });

  route('post', '/crm/v3/objects/:type/batch/read', 'tickets', ({ params, body, query }) => {
    const type = typeOf(params.type);
    const input = parsed(batchSchema, body);
    const found = input.inputs.map(({ id }) => ({ id, record: present(state, type, id) }));
    const missing = found.filter(({ record }) => record === null).map(({ id }) => id);
    const results = found.flatMap(({ record }) =>
      record && !query.has('archived') ? [shown(state, record, input.properties ?? null)] : [],
    );
    const at = state.now().toISOString();
    const answer = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
    if (missing.length === 0) return ok(answer);
    const message = `Could not get some ${type.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
    const errors = [
      { status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids: missing } },
    ];
    return ok({ ...answer, numErrors: 1, errors }, 207);
  });

  route('post', '/crm/v3/objects/tickets/merge', 'tickets', ({ body }) => {
    const { primaryObjectId, objectIdToMerge } = parsed(mergeSchema, body);
    const primary = present(state, 'tickets', primaryObjectId);
    const merged = present(state, 'tickets', objectIdToMerge);
    if (!primary || !merged || primary === merged) throw new Refused(refusals.noRecord());
    state.merge(primary, merged);
    return ok(shown(state, primary, null));
  });

  route('get', '/crm/v3/objects/:type/:id', 'tickets', ({ params, query }) => {
    const type = typeOf(params.type);
    const record = state.find(type, params.id ?? '');
    const isArchived = query.get('archived') === 'true';
    if (!record || (record.archivedMs !== null) !== isArchived)
      throw new Refused(refusals.noRecord());
    const answer = shown(state, record, propertiesIn(query));
    const asked = query
      .getAll('associations')
      .flatMap((one) => one.split(','))
      .flatMap((one) => objectTypeOf(one) ?? []);
    const associations = Object.fromEntries(
      asked.flatMap((toType) => {
        const ids = state.associated(record, toType);
        if (ids.length === 0) return [];
        const name = `${type.slice(0, -1)}_to_${toType.slice(0, -1)}`;
        const results = ids.slice(0, ASSOCIATED_MAX).map((id) => ({ id, type: name }));
        const next = ids[ASSOCIATED_MAX];
        return [
          [toType, { results, ...(next && { paging: { next: { after: next, link: '' } } }) }],
        ];
      }),
    );
    return ok(Object.keys(associations).length > 0 ? { ...answer, associations } : answer);
  });

  route('patch', '/crm/v3/objects/:type/:id', 'tickets', ({ params, body }) => {
    const type = typeOf(params.type);
    const record = present(state, type, params.id ?? '');
    if (!record) throw new Refused(refusals.noRecord());
    state.update(record, readChange(state, type, body));
    return ok(shown(state, record, null));
  });

  route('delete', '/crm/v3/objects/:type/:id', 'tickets', ({ params }) => {
    const record = present(state, typeOf(params.type), params.id ?? '');
    // Deleting what is gone is no fault.
    if (record) state.archive(record);
    return { status: 204 };
  });
}

const idText = z.union([z.string(), z.number()]).transform(String);
const batchSchema = z.object({
  inputs: z.array(z.object({ id: idText })).max(BATCH_MAX),
  properties: z.array(z.string()).optional(),
});
const mergeSchema = z.object({ primaryObjectId: idText, objectIdToMerge: idText });

/** A record in the form of every answer; `names` null shows what is shown by default. */
export function shown(state: HubSpotState, record: CrmRecord, names: readonly string[] | null) {
  const always = ['hs_object_id', modifiedName(record.type), 'createdate'];
  const wanted = names === null ? shownByDefault[record.type] : [...new Set([...names, ...always])];
  const isKnown = (name: string) =>
    name.startsWith('hs_') || always.includes(name) || state.definition(record.type, name);
  const properties = Object.fromEntries(
    wanted.filter(isKnown).map((name) => [name, state.value(record, name)]),
  );
  return {
    id: record.id,
    properties,
    createdAt: new Date(record.createdMs).toISOString(),
    updatedAt: new Date(record.updatedMs).toISOString(),
    archived: record.archivedMs !== null,
    ...(record.archivedMs !== null && { archivedAt: new Date(record.archivedMs).toISOString() }),
  };
}

/** A record that is there under its own id and not deleted. */
function present(state: HubSpotState, type: ObjectType, id: string): CrmRecord | null {
  const record = state.find(type, id);
  return record?.archivedMs === null ? record : null;
}

function pageSize(query: URLSearchParams, standard: number): number {
  const limit = query.get('limit') ?? String(standard);
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > PAGE_MAX) {
    throw new Refused(refusals.invalid(`limit must be between 1 and ${PAGE_MAX}`));
  }
  return Number(limit);
}

function propertiesIn(query: URLSearchParams): string[] | null {
  const names = query.getAll('properties').flatMap((one) => one.split(','));
  return names.length === 0 ? null : names.map((name) => name.trim());
}
