import { z } from 'zod';
import type { Route } from './gate.js';
import { parsed, typeOf } from './object-input.js';
import { associationTypes, type CrmRecord, type ObjectType } from './records.js';
import { ok, Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

const PAGE_MAX = 500;
const BATCH_MAX = 1_000;

/** Associations v4, and the batch read of v3. */
export function addAssociationRoutes(route: Route, state: HubSpotState): void {
  route('get', '/crm/v4/objects/:type/:id/associations/:to', 'tickets', ({ params, query }) => {
    const from = recordOf(params.type, params.id);
    const toType = typeOf(params.to);
    const limit = Math.min(Number(query.get('limit') ?? PAGE_MAX), PAGE_MAX);
    const after = query.get('after');
    const ids = state.associated(from, toType);
    const start = after === null ? 0 : Math.max(0, ids.indexOf(after));
    const next = ids[start + limit];
    return ok({
      results: ids.slice(start, start + limit).map((id) => linkOf(from.type, toType, id)),
      ...(next && { paging: { next: { after: next, link: '' } } }),
    });
  });

  route(
    'put',
    '/crm/v4/objects/:type/:id/associations/default/:to/:toId',
    'tickets',
    ({ params }) => {
      state.associate(recordOf(params.type, params.id), recordOf(params.to, params.toId));
      return ok({ status: 'COMPLETE', results: [] });
    },
  );

  route('put', '/crm/v4/objects/:type/:id/associations/:to/:toId', 'tickets', ({ params }) => {
    const [from, to] = [recordOf(params.type, params.id), recordOf(params.to, params.toId)];
    state.associate(from, to);
    return ok(
      {
        fromObjectTypeId: from.type,
        fromObjectId: Number(from.id),
        toObjectId: Number(to.id),
        labels: [],
      },
      201,
    );
  });

  route('delete', '/crm/v4/objects/:type/:id/associations/:to/:toId', 'tickets', ({ params }) => {
    state.dissociate(recordOf(params.type, params.id), recordOf(params.to, params.toId));
    return { status: 204 };
  });

  route('post', '/crm/v4/associations/:type/:to/batch/read', 'tickets', ({ params, body }) =>
    batchOf(params, body, (type, toType, id) => linkOf(type, toType, id)),
  );
  route('post', '/crm/v3/associations/:type/:to/batch/read', 'tickets', ({ params, body }) =>
    batchOf(params, body, (type, toType, id) => ({
      id,
      type: `${type.slice(0, -1)}_to_${toType.slice(0, -1)}`,
    })),
  );

  function batchOf(
    params: Record<string, string>,
    body: unknown,
    shown: (type: ObjectType, toType: ObjectType, id: string) => unknown,
  ) {
    const [type, toType] = [typeOf(params.type), typeOf(params.to)];
    const { inputs } = parsed(batchSchema, body);
    const found = inputs.map(({ id }) => {
      const from = state.find(type, id);
      return { id, ids: from ? state.associated(from, toType) : [] };
    });
    const errors = found
      .filter(({ ids }) => ids.length === 0)
      .map(({ id }) => ({
        status: 'error',
        category: 'OBJECT_NOT_FOUND',
        subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
        message: `No ${toType.slice(0, -1)} is associated with ${type.slice(0, -1)} ${id}.`,
        context: { fromObjectId: [id] },
      }));
    const results = found
      .filter(({ ids }) => ids.length > 0)
      .map(({ id, ids }) => ({ from: { id }, to: ids.map((one) => shown(type, toType, one)) }));
    const answer = { status: 'COMPLETE', results };
    return errors.length > 0
      ? ok({ ...answer, numErrors: errors.length, errors }, 207)
      : ok(answer);
  }

  function recordOf(typeName: string | undefined, id: string | undefined): CrmRecord {
    const record = state.find(typeOf(typeName), id ?? '');
    if (record?.archivedMs !== null) throw new Refused(refusals.noRecord());
    return record;
  }
}

const batchSchema = z.object({
  inputs: z
    .array(z.object({ id: z.union([z.string(), z.number()]).transform(String) }))
    .max(BATCH_MAX),
});

function linkOf(type: ObjectType, toType: ObjectType, id: string) {
  const known = associationTypes.find((one) => one.from === type && one.to === toType);
  return {
    toObjectId: Number(id),
    associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: known?.id ?? 0, label: null }],
  };
}
