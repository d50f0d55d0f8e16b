import { z } from 'zod';
import type { Route } from './gate.js';
import { parsed, typeOf } from './object-input.js';
import { definedProperties, type PropertyDefinition } from './records.js';
import { ok, Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

export interface AccountFacts {
  portalId: number;
  /** Where people look at records; null where there is no such place. */
  uiDomain: string | null;
}

/** The ticket pipeline every account begins with; its last stage is closed. */
export const standardPipeline = {
  id: '0',
  label: 'Support Pipeline',
  stages: [
    { id: '1', label: 'New', metadata: { ticketState: 'OPEN' } },
    { id: '2', label: 'Waiting on contact', metadata: { ticketState: 'OPEN' } },
    { id: '3', label: 'Waiting on us', metadata: { ticketState: 'OPEN' } },
    { id: '4', label: 'Closed', metadata: { ticketState: 'CLOSED', isClosed: 'true' } },
  ],
} as const;

const ownersMax = 500;

/** Account, owners, properties, pipelines and conversations. */
export function addAccountRoutes(route: Route, state: HubSpotState, facts: AccountFacts): void {
  route('get', '/account-info/v3/details', 'oauth', () =>
    ok({
      portalId: facts.portalId,
      accountType: 'STANDARD',
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      uiDomain: facts.uiDomain,
      dataHostingLocation: 'eu1',
    }),
  );

  route('get', '/crm/v3/owners', 'crm.objects.owners.read', ({ query }) => {
    const isArchived = query.get('archived') === 'true';
    const limit = Math.min(Number(query.get('limit') ?? 100), ownersMax);
    const email = query.get('email')?.toLowerCase();
    const start = Number(query.get('after') ?? 0);
    const owners = state.owners
      .filter((owner) => owner.archived === isArchived)
      .filter((owner) => email === undefined || owner.email.toLowerCase() === email);
    return ok({
      results: owners.slice(start, start + limit).map(shownOwner),
      ...(start + limit < owners.length && { paging: { next: { after: String(start + limit) } } }),
    });
  });

  route('get', '/crm/v3/owners/:id', 'crm.objects.owners.read', ({ params, query }) => {
    const byUser = query.get('idProperty') === 'userId';
    const owner = state.owners.find((one) => (byUser ? String(one.userId) : one.id) === params.id);
    if (!owner || owner.archived !== (query.get('archived') === 'true')) {
      throw new Refused(refusals.noRecord());
    }
    return ok(shownOwner(owner));
  });

  function shownOwner(owner: (typeof state.owners)[number]) {
    const { userId, archived, ...named } = owner;
    const at = state.now().toISOString();
    return {
      ...named,
      type: 'PERSON',
      userId: archived ? null : userId,
      userIdIncludingInactive: userId,
      archived,
      createdAt: at,
      updatedAt: at,
    };
  }

  route('get', '/crm/v3/pipelines/:type', 'tickets', ({ params }) => {
    if (typeOf(params.type) !== 'tickets') throw new Refused(refusals.noRecord());
    const at = state.now().toISOString();
    const dated = { createdAt: at, updatedAt: at, archived: false };
    const stages = standardPipeline.stages.map((stage, displayOrder) => ({
      ...stage,
      displayOrder,
      ...dated,
    }));
    return ok({ results: [{ ...standardPipeline, stages, displayOrder: 0, ...dated }] });
  });

  route('get', '/crm/v3/properties/:type', 'tickets', ({ params }) => {
    const type = typeOf(params.type);
    const own = type === 'tickets' ? state.ticketProperties : [];
    return ok({ results: [...definedProperties[type], ...own].map(shownProperty) });
  });

  route('get', '/crm/v3/properties/:type/:name', 'tickets', ({ params }) => {
    const definition = state.definition(typeOf(params.type), params.name ?? '');
    if (!definition) throw new Refused(refusals.noRecord());
    return ok(shownProperty(definition));
  });

  route('post', '/crm/v3/properties/:type', 'crm.schemas.tickets.write', ({ params, body }) => {
    const type = typeOf(params.type);
    const input = parsed(propertySchema, body);
    if (state.definition(type, input.name)) {
      throw new Refused(refusals.conflict(`A property named '${input.name}' already exists.`));
    }
    const { options, ...rest } = input;
    const definition = { ...rest, ...(options && { options: options.map((one) => one.value) }) };
    if (type === 'tickets') state.ticketProperties.push(definition);
    state.changed();
    return ok(shownProperty(definition), 201);
  });

  route(
    'get',
    '/conversations/v3/conversations/threads/:id/messages',
    'conversations.read',
    ({ params }) => {
      const messages = state.threadMessages.filter((one) => one.threadId === params.id);
      if (messages.length === 0) throw new Refused(refusals.noRecord());
      return ok({
        results: messages.map((one) => ({
          id: one.id,
          conversationsThreadId: one.threadId,
          type: one.type,
          createdAt: new Date(one.createdMs).toISOString(),
          createdBy: one.actorId,
          client: { clientType: 'HUBSPOT' },
          senders: [{ actorId: one.actorId, name: one.name, senderField: 'FROM' }],
          recipients: [],
          archived: false,
          text: one.text,
          richText: one.text,
          attachments: [],
          direction: one.direction,
          truncationStatus: 'NOT_TRUNCATED',
        })),
      });
    },
  );
}

const propertySchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: z.string(),
  type: z.enum(['string', 'number', 'datetime', 'enumeration', 'bool']),
  fieldType: z.string(),
  groupName: z.string(),
  options: z.array(z.object({ value: z.string() })).optional(),
});

function shownProperty({ options, ...definition }: PropertyDefinition) {
  const shownOptions = (options ?? []).map((value, displayOrder) => ({
    label: value,
    value,
    displayOrder,
    hidden: false,
  }));
  return { ...definition, options: shownOptions, hubspotDefined: false, archived: false };
}
