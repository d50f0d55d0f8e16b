import { Client } from '@hubspot/api-client';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ListeningServer, listen } from '../support/stand-ins/http-server.js';
import {
  createHubSpotStandIn,
  type HubSpotStandIn,
} from '../support/stand-ins/hubspot/stand-in.js';

/** The stand-in as the vendor's own client and a script meet it. */
const accessToken = 'token';
const clock = { ms: 0 };
let kept: string | null = null;
let standIn: HubSpotStandIn;
let server: ListeningServer;
let client: Client;

async function start() {
  standIn = createHubSpotStandIn({
    accessToken,
    now: () => new Date(clock.ms),
    webhookRetryDelaysMs: [],
    persistence: {
      load: () => kept,
      save: (text) => {
        kept = text;
      },
    },
  });
  const app = express();
  app.use('/sandbox/hubspot', standIn.router);
  server = await listen(app);
  client = new Client({
    accessToken,
    basePath: `${server.url}/sandbox/hubspot`,
    numberOfApiCallRetries: 0,
  });
}

async function stop() {
  await standIn.close();
  await server.close();
}

beforeEach(async () => {
  kept = null;
  clock.ms = Date.parse('2026-03-02T10:00:00Z');
  await start();
});
afterEach(stop);

async function send(
  method: string,
  path: string,
  body?: unknown,
  token: string | null = accessToken,
) {
  const answer = await fetch(`${server.url}/sandbox/hubspot${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

const search = (body: object) => send('POST', '/crm/v3/objects/tickets/search', body);
const ticket = { hs_pipeline: '0', hs_pipeline_stage: '1', subject: 'Refund', content: 'Please' };

describe('the vendor’s own client', () => {
  it('makes a ticket with a contact and a note, finds, changes and deletes it', async () => {
    const { crm } = client;
    const contact = await crm.contacts.basicApi.create({
      properties: { email: 'jane@example.com', firstname: 'Jane' },
      associations: [],
    });
    const made = await crm.tickets.basicApi.create({ properties: ticket, associations: [] });
    await crm.associations.v4.basicApi.createDefault('tickets', made.id, 'contacts', contact.id);
    await crm.objects.notes.basicApi.create({
      properties: { hs_note_body: 'a note', hs_timestamp: String(clock.ms) },
      associations: [
        {
          to: { id: made.id },
          types: [{ associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: 228 }],
        },
      ],
    });
    const read = await crm.tickets.basicApi.getById(made.id, ['subject'], undefined, [
      'contacts',
      'notes',
    ]);
    expect(read.properties.subject).toBe('Refund');
    expect(read.associations?.contacts?.results[0]?.id).toBe(contact.id);
    expect(read.associations?.notes?.results).toHaveLength(1);
    const page = await crm.associations.v4.basicApi.getPage('tickets', made.id, 'notes');
    expect(page.results).toHaveLength(1);

    clock.ms += 10_000;
    await crm.tickets.basicApi.update(made.id, { properties: { subject: 'Changed' } });
    clock.ms += 10_000;
    const found = await crm.tickets.searchApi.doSearch({
      filterGroups: [
        {
          filters: [
            {
              propertyName: 'hs_lastmodifieddate',
              operator: 'GTE' as never,
              value: String(clock.ms - 10_000),
            },
          ],
        },
      ],
      properties: ['subject'],
      limit: 10,
    });
    expect(found.total).toBe(1);
    expect(found.results[0]?.properties.subject).toBe('Changed');

    await crm.tickets.basicApi.archive(made.id);
    await expect(crm.tickets.basicApi.getById(made.id)).rejects.toMatchObject({ code: 404 });
    const deleted = await crm.tickets.basicApi.getPage(
      10,
      undefined,
      undefined,
      undefined,
      undefined,
      true,
    );
    expect(deleted.results.map(({ id, archived }) => [id, archived])).toEqual([[made.id, true]]);
  });

  it('reads owners, pipelines and properties', async () => {
    standIn.state.addOwner({ name: 'First Agent', email: 'agent@northwind.example' });
    const owners = await client.crm.owners.ownersApi.getPage();
    expect(owners.results.map(({ email }) => email)).toEqual(['agent@northwind.example']);
    const pipelines = await client.crm.pipelines.pipelinesApi.getAll('tickets');
    expect(pipelines.results[0]?.stages.map(({ metadata }) => metadata?.ticketState)).toEqual([
      'OPEN',
      'OPEN',
      'OPEN',
      'CLOSED',
    ]);
    await expect(client.crm.properties.coreApi.getByName('tickets', 'nope')).rejects.toMatchObject({
      code: 404,
    });
  });
});

describe('refusals', () => {
  const error = { status: 'error', correlationId: expect.any(String), message: expect.any(String) };

  it.each([
    ['no token', null],
    ['a wrong token', 'wrong'],
  ])('%s: 401 in the vendor’s form', async (_name, token) => {
    const answer = await send('GET', '/crm/v3/objects/tickets', undefined, token);
    expect(answer).toMatchObject({
      status: 401,
      body: { ...error, category: 'INVALID_AUTHENTICATION' },
    });
  });

  it('a scope that was not granted: 403 with its name', async () => {
    standIn.state.missingScopes.add('crm.objects.owners.read');
    expect(await send('GET', '/crm/v3/owners')).toMatchObject({
      status: 403,
      body: {
        ...error,
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.owners.read'] } }],
      },
    });
  });

  const filter = { propertyName: 'subject', operator: 'EQ', value: 'x' };
  const group = (count: number) => ({ filters: Array.from({ length: count }, () => filter) });
  const groups = (count: number, each: number) => Array.from({ length: count }, () => group(each));
  it.each([
    ['a page of 201', { limit: 201 }],
    ['a page past 10,000', { after: '10000' }],
    ['a place that is none', { after: 'x' }],
    ['six groups', { filterGroups: groups(6, 1) }],
    ['seven filters in a group', { filterGroups: [group(7)] }],
    ['19 filters in all', { filterGroups: [...groups(4, 4), group(3)] }],
    ['two sorts', { sorts: ['createdate', 'subject'] }],
    [
      'a property nobody knows',
      { filterGroups: [{ filters: [{ ...filter, propertyName: 'nope' }] }] },
    ],
    [
      'an operator nobody knows',
      { filterGroups: [{ filters: [{ ...filter, operator: 'LIKE' }] }] },
    ],
    ['no value', { filterGroups: [{ filters: [{ propertyName: 'subject', operator: 'EQ' }] }] }],
    [
      'a time that is none',
      {
        filterGroups: [
          { filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GT', value: 'now' }] },
        ],
      },
    ],
    ['a question of 3,001 characters', { query: 'x'.repeat(3_001) }],
  ])('a search with %s: 400', async (_name, body) => {
    expect(await search(body)).toMatchObject({
      status: 400,
      body: { ...error, category: 'VALIDATION_ERROR' },
    });
  });

  it.each([
    ['an unknown property', { ...ticket, nope: 'x' }, 'PROPERTY_DOESNT_EXIST'],
    ['a value that is no option', { ...ticket, source_type: 'PIGEON' }, 'INVALID_OPTION'],
    ['a time that is none', { ...ticket, closed_date: 'soon' }, 'INVALID_DATE'],
    ['what only the vendor writes', { ...ticket, hs_object_source: 'CRM_UI' }, 'READ_ONLY_VALUE'],
    ['no stage', { subject: 'Refund' }, 'REQUIRED_PROPERTY'],
  ])('a ticket with %s: 400 and nothing is made', async (_name, properties, code) => {
    const answer = await send('POST', '/crm/v3/objects/tickets', { properties });
    expect(answer).toMatchObject({ status: 400, body: { ...error, errors: [{ code }] } });
    expect(standIn.state.tickets()).toEqual([]);
  });

  it.each([
    ['a type nobody knows', 'GET', '/crm/v3/objects/unicorns', undefined, 400],
    ['a record that is not there', 'GET', '/crm/v3/objects/tickets/1', undefined, 404],
    [
      'a change of what is not there',
      'PATCH',
      '/crm/v3/objects/tickets/1',
      { properties: {} },
      404,
    ],
    ['a list of 101', 'GET', '/crm/v3/objects/tickets?limit=101', undefined, 400],
    ['a body that is no JSON', 'POST', '/crm/v3/objects/tickets', '{', 400],
    [
      'a note for nobody',
      'POST',
      '/crm/v3/objects/notes',
      {
        properties: { hs_timestamp: '1', hs_note_body: 'x' },
        associations: [{ to: { id: '1' }, types: [{ associationTypeId: 228 }] }],
      },
      404,
    ],
    ['an address that is no endpoint', 'GET', '/crm/v9', undefined, 404],
  ])('%s', async (_name, method, path, body, status) => {
    expect((await send(method, path, body)).status).toBe(status);
  });

  it('deleting what is gone is no fault', async () => {
    expect((await send('DELETE', '/crm/v3/objects/tickets/1')).status).toBe(204);
  });
});

describe('limits and lateness', () => {
  it('a sixth search within a second is told its policy, without Retry-After or limit headers', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => search({})));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'SECONDLY' });
    expect(refused[0]?.headers.has('retry-after')).toBe(false);
    expect(refused[0]?.headers.has('x-hubspot-ratelimit-max')).toBe(false);
    clock.ms += 1_000;
    expect((await search({})).status).toBe(200);
  });

  it('other answers tell the limit and what is left of it', async () => {
    const { headers } = await send('GET', '/crm/v3/owners');
    expect(headers.get('x-hubspot-ratelimit-max')).toBe('190');
    expect(headers.get('x-hubspot-ratelimit-remaining')).toBe('189');
    expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
  });

  it('a change is found by search a while later, by its id at once', async () => {
    const { body } = await send('POST', '/crm/v3/objects/tickets', { properties: ticket });
    expect((await search({})).body.total).toBe(0);
    expect((await send('GET', `/crm/v3/objects/tickets/${body.id}`)).status).toBe(200);
    clock.ms += 2_000;
    expect((await search({})).body.total).toBe(1);
  });

  it('what was seen is there after a restart', async () => {
    const { body } = await send('POST', '/crm/v3/objects/tickets', { properties: ticket });
    await stop();
    await start();
    expect((await send('GET', `/crm/v3/objects/tickets/${body.id}`)).body.id).toBe(body.id);
    expect((await search({})).body.total).toBe(1);
  });
});
