import { createHmac } from 'node:crypto';
import express from 'express';
import zendesk from 'node-zendesk';
import { afterEach, describe, expect, it } from 'vitest';
import { describeRecorded, readRecorded, readRecordedText } from '../support/recorded.js';
import { type ListeningServer, listen } from '../support/stand-ins/http-server.js';
import {
  createZendeskStandIn,
  type ZendeskStandIn,
  type ZendeskStandInOptions,
} from '../support/stand-ins/zendesk/stand-in.js';
import { webhookSignature } from '../support/stand-ins/zendesk/webhooks.js';

const EMAIL = 'hub@northwind.example';
const TOKEN = 'token-of-the-hub';
const MOUNT = '/sandbox/zendesk';
const AUTHORIZATION = `Basic ${Buffer.from(`${EMAIL}/token:${TOKEN}`).toString('base64')}`;
const MARCH = Date.parse('2026-03-02T10:00:00Z');

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});

interface Running {
  standIn: ZendeskStandIn;
  api: string;
  clock: { ms: number };
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; headers: Headers; json: Json }>;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by these tests
type Json = any;

async function start(options: Partial<ZendeskStandInOptions> = {}): Promise<Running> {
  const clock = { ms: MARCH };
  const standIn = createZendeskStandIn({
    email: EMAIL,
    apiToken: TOKEN,
    now: () => new Date(clock.ms),
    webhookRetryDelaysMs: [5, 5, 5],
    ...options,
  });
  const app = express();
  app.use(MOUNT, standIn.router);
  const server = await listen(app);
  open.push(server, standIn);
  const api = `${server.url}${MOUNT}/api/v2`;
  return {
    standIn,
    api,
    clock,
    async call(method, path, body) {
      const response = await fetch(path.startsWith('http') ? path : `${api}${path}`, {
        method,
        headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, json: text && JSON.parse(text) };
    },
  };
}

function clientOf(api: string, token = TOKEN) {
  return zendesk.createClient({
    username: EMAIL,
    token,
    endpointUri: api,
    throwOriginalException: true,
  });
}

const jane = { name: 'Jane Doe', email: 'jane@example.com' };

/** What the far side received, in order; `answers` are the statuses given, then 200. */
async function receiver(answers: (number | 'cut')[] = []) {
  const received: { headers: Record<string, string>; raw: string; body: Json }[] = [];
  const app = express();
  app.post('/hook', express.raw({ type: () => true }), (request, response) => {
    const raw = request.body.toString();
    received.push({
      headers: request.headers as Record<string, string>,
      raw,
      body: JSON.parse(raw),
    });
    const answer = answers.shift() ?? 200;
    if (answer === 'cut') response.socket?.destroy();
    else response.sendStatus(answer);
  });
  const server: ListeningServer = await listen(app);
  open.push(server);
  return { received, target: { id: '01HOOK', url: `${server.url}/hook`, secret: 'hook-secret' } };
}

describe('the real node-zendesk client works against the stand-in', () => {
  it('creates, reads, notes, tags and deletes a ticket', async () => {
    const { standIn, api } = await start();
    const client = clientOf(api);
    const created: Json = await client.tickets.create({
      ticket: { subject: 'Charged twice', comment: { body: 'Return 49.99 USD' }, requester: jane },
    } as Json);
    const id = created.result.id;
    await client.tickets.update(id, {
      ticket: {
        comment: { body: 'RV-000001 logged', public: false },
        additional_tags: ['rv_logged'],
      },
    } as Json);
    const shown: Json = await client.tickets.show(id);
    expect(shown.result).toMatchObject({
      status: 'new',
      tags: ['rv_logged'],
      subject: 'Charged twice',
    });
    const comments: Json = await client.tickets.getComments(id);
    expect(comments).toMatchObject([
      { body: 'Return 49.99 USD', public: true },
      { body: 'RV-000001 logged', public: false },
    ]);
    expect(standIn.state.notesOf(id).map((note) => note.body)).toEqual(['RV-000001 logged']);
    const me: Json = await client.users.me();
    expect(me.result).toMatchObject({ email: EMAIL, role: 'admin' });
    await client.tickets.delete(id);
    await expect(client.tickets.show(id)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('walks the cursor export to its end, each ticket once, users beside them', async () => {
    const { standIn, api, clock } = await start();
    for (let index = 0; index < 7; index += 1) {
      standIn.state.createTicket({ subject: `Ticket ${index}`, body: 'Refund', requester: jane });
    }
    clock.ms += 61_000;
    const client = clientOf(api);
    const seen: number[] = [];
    let query: Record<string, Json> = { start_time: MARCH / 1000, per_page: 3, include: 'users' };
    for (let page = 0; page < 5; page += 1) {
      const { result }: Json = await client.ticketexport.get([
        'incremental',
        'tickets',
        'cursor',
        query,
      ] as Json);
      const body = result.tickets ? result : { tickets: result };
      seen.push(...body.tickets.map((ticket: Json) => ticket.id));
      expect(body.users.map((user: Json) => user.email)).toContain(jane.email);
      if (body.end_of_stream) break;
      query = { cursor: body.after_cursor, per_page: 3, include: 'users' };
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('the export tells every change once it is a minute old', () => {
  const path = `/incremental/tickets/cursor.json?start_time=${MARCH / 1000 - 3600}`;

  it('leaves the last minute out, and goes on from the cursor without a gap', async () => {
    const { standIn, clock, call } = await start({ rateLimit: false });
    const old = standIn.state.createTicket({ subject: 'a', body: 'x', requester: jane });
    clock.ms += 60_000;
    const fresh = standIn.state.createTicket({ subject: 'b', body: 'x', requester: jane });
    const first = (await call('GET', path)).json;
    expect(first.tickets.map((ticket: Json) => ticket.id)).toEqual([old.id]);
    expect(first.end_of_stream).toBe(true);
    clock.ms += 60_000;
    const next = (await call('GET', first.after_url)).json;
    expect(next.tickets.map((ticket: Json) => ticket.id)).toEqual([fresh.id]);
    const none = (await call('GET', next.after_url)).json;
    expect(none).toMatchObject({
      tickets: [],
      after_cursor: next.after_cursor,
      end_of_stream: true,
    });
  });

  it('tells changes of the same second, system updates and deletions again', async () => {
    const { standIn, call } = await start({ exportLagMs: 0, rateLimit: false });
    const [one, two] = [1, 2].map((n) =>
      standIn.state.createTicket({ subject: `${n}`, body: 'x', requester: jane }),
    );
    const ids = (json: Json) => json.tickets.map((ticket: Json) => [ticket.id, ticket.status]);
    const first = (await call('GET', path)).json;
    standIn.state.touchTicket(one?.id ?? 0);
    const second = (await call('GET', first.after_url)).json;
    expect(ids(second)).toEqual([[1, 'new']]);
    standIn.state.deleteTicket(two?.id ?? 0);
    const third = (await call('GET', second.after_url)).json;
    expect(ids(third)).toEqual([[2, 'deleted']]);
    expect(ids((await call('GET', `${path}&exclude_deleted=true`)).json)).toEqual([[1, 'new']]);
  });

  it('refuses the eleventh request in a minute with 429 and Retry-After, then answers again', async () => {
    const { clock, call } = await start();
    for (let n = 0; n < 10; n += 1) expect((await call('GET', path)).status).toBe(200);
    clock.ms += 20_000;
    const refused = await call('GET', path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    clock.ms += 40_000;
    expect((await call('GET', path)).status).toBe(200);
  });
});

describe('refusals are the vendor’s', () => {
  const now = MARCH / 1000;
  it.each([
    // method, path, body, status, part of the answer
    [
      'GET',
      '/tickets/99.json',
      undefined,
      404,
      { error: 'RecordNotFound', description: 'Not found' },
    ],
    ['GET', '/nothing/here', undefined, 404, { error: 'InvalidEndpoint' }],
    ['GET', '/users/1', undefined, 404, { error: 'RecordNotFound' }],
    [
      'GET',
      `/incremental/tickets/cursor?start_time=${now - 59}`,
      undefined,
      422,
      { description: expect.stringContaining('Too recent start_time') },
    ],
    ['GET', '/incremental/tickets/cursor', undefined, 400, {}],
    ['GET', '/incremental/tickets/cursor?cursor=abc', undefined, 400, {}],
    [
      'GET',
      '/tickets/1/comments?page[size]=0',
      undefined,
      400,
      { error: 'InvalidPaginationParameter' },
    ],
    ['POST', '/tickets', {}, 400, { error: { title: 'Invalid attribute' } }],
    [
      'POST',
      '/tickets',
      { ticket: { subject: 'no comment' } },
      422,
      { error: 'RecordInvalid', details: { base: [{ error: 'BlankValue' }] } },
    ],
    [
      'POST',
      '/tickets',
      { ticket: { comment: { body: 'x' }, requester: { email: 'new@example.com' } } },
      422,
      { details: { requester: [{}] } },
    ],
    [
      'POST',
      '/tickets',
      { ticket: { comment: { body: 'x' }, priority: 'soon' } },
      422,
      { details: { priority: [{}] } },
    ],
    [
      'POST',
      '/tickets',
      { ticket: { comment: { body: 'x' }, assignee_id: 5 } },
      422,
      { details: { assignee: [{}] } },
    ],
    [
      'PUT',
      '/tickets/1',
      { ticket: { safe_update: true, updated_stamp: '2026-03-02T09:59:59Z', tags: ['late'] } },
      409,
      { error: 'UpdateConflict' },
    ],
    [
      'PUT',
      '/tickets/1/tags',
      { tags: ['x'], safe_update: 'true', updated_stamp: '2026-03-02T09:59:59Z' },
      409,
      { error: 'UpdateConflict' },
    ],
    [
      'PUT',
      '/tickets/2',
      { ticket: { comment: { body: 'x' } } },
      422,
      { details: { status: [{ description: 'Status: closed prevents ticket update' }] } },
    ],
    ['DELETE', '/tickets/99', undefined, 404, { error: 'RecordNotFound' }],
  ])('%s %s', async (method, path, body, status, part) => {
    const { standIn, call } = await start();
    standIn.state.createTicket({ subject: 'open', body: 'x', requester: jane });
    standIn.state.createTicket({ subject: 'closed', body: 'x', requester: jane, status: 'closed' });
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject(part);
    expect(standIn.state.tickets()).toHaveLength(2);
    expect(standIn.state.tickets().flatMap((ticket) => ticket.tags)).toEqual([]);
  });

  it.each([
    ['no header', undefined],
    ['a wrong token', `Basic ${Buffer.from(`${EMAIL}/token:other`).toString('base64')}`],
    ['an unknown user', `Basic ${Buffer.from(`x@example.com/token:${TOKEN}`).toString('base64')}`],
    ['a bearer nobody gave', 'Bearer nothing'],
  ])('401 for %s, and the log holds no credentials', async (_case, authorization) => {
    const { standIn, api } = await start();
    const response = await fetch(`${api}/users/me`, {
      headers: authorization ? { authorization } : {},
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "Couldn't authenticate you" });
    expect(standIn.state.requests).toMatchObject([{ path: '/api/v2/users/me', status: 401 }]);
    expect(standIn.state.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('lets node-zendesk see a 401 as an error', async () => {
    const { api } = await start();
    await expect(clientOf(api, 'wrong').users.me()).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe('tickets behave as at the vendor', () => {
  it('answers a creation with 201, Location and audit; knows a requester again by e-mail', async () => {
    const { standIn, api, call } = await start();
    const ticket = { subject: 'S', comment: { body: 'B' }, requester: jane, tags: ['A b', 'a'] };
    const first = await call('POST', '/tickets.json', { ticket });
    const second = await call('POST', '/tickets', { ticket });
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe(`${api}/tickets/1.json`);
    expect(first.json.audit).toMatchObject({ ticket_id: 1, author_id: standIn.state.hubUser.id });
    expect(first.json.ticket.tags).toEqual(['a', 'b']);
    expect(second.json.ticket.requester_id).toBe(first.json.ticket.requester_id);
    expect(standIn.state.users().filter((user) => user.email === jane.email)).toHaveLength(1);
    // Without author_id or submitter_id the signed-in user wrote the first comment.
    expect(standIn.state.commentsOf(1)[0]?.author_id).toBe(standIn.state.hubUser.id);
  });

  it('lets an agent write with the account’s token under their own address', async () => {
    const { standIn, api } = await start();
    const agent = standIn.state.addAgent({ name: 'First Agent', email: 'agent@northwind.example' });
    const authorization = `Basic ${Buffer.from(`${agent.email}/token:${TOKEN}`).toString('base64')}`;
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane });
    await fetch(`${api}/tickets/1.json`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        ticket: { comment: { body: 'on it', public: false }, assignee_id: agent.id },
      }),
    });
    expect(standIn.state.commentsOf(1).map((comment) => comment.author_id)).toContain(agent.id);
    expect(standIn.state.ticket(1)).toMatchObject({ assignee_id: agent.id, status: 'open' });
  });

  it('sets, adds and removes tags; a repeated tag changes nothing', async () => {
    const { standIn, clock, call } = await start();
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane, tags: ['one'] });
    clock.ms += 5_000;
    expect((await call('PUT', '/tickets/1/tags', { tags: ['one'] })).json).toEqual({
      tags: ['one'],
    });
    expect(standIn.state.ticket(1)?.updated_at).toBe('2026-03-02T10:00:00Z');
    expect((await call('PUT', '/tickets/1/tags', { tags: ['two'] })).json).toEqual({
      tags: ['one', 'two'],
    });
    expect((await call('DELETE', '/tickets/1/tags', { tags: ['one'] })).json).toEqual({
      tags: ['two'],
    });
    expect((await call('POST', '/tickets/1/tags', { tags: ['three'] })).json).toEqual({
      tags: ['three'],
    });
    await call('PUT', '/tickets/1', {
      ticket: { additional_tags: ['four'], remove_tags: ['three'] },
    });
    expect((await call('GET', '/tickets/1/tags')).json).toEqual({ tags: ['four'] });
  });

  it('pages comments by cursor and by offset, authors beside them', async () => {
    const { standIn, call } = await start();
    const ticket = standIn.state.createTicket({ subject: 'S', body: 'c0', requester: jane });
    for (const n of [1, 2, 3, 4]) {
      standIn.state.addComment(ticket.id, { body: `c${n}`, authorId: ticket.requester_id });
    }
    const bodies: string[] = [];
    let next: string | null = '/tickets/1/comments.json?page[size]=2&include=users';
    while (next !== null) {
      const page: Json = (await call('GET', next)).json;
      bodies.push(...page.comments.map((comment: Json) => comment.body));
      expect(page.users.map((user: Json) => user.email)).toEqual([jane.email]);
      expect(page.meta.has_more).toBe(page.links.next !== null);
      next = page.links.next;
    }
    expect(bodies).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    const offset = (await call('GET', '/tickets/1/comments?per_page=2&page=3')).json;
    expect(offset).toMatchObject({ comments: [{ body: 'c4' }], next_page: null, count: 5 });
  });

  it.each([
    ['type:ticket created>2026-03-01', [2]],
    ['type:ticket created>=2026-02-20 created<2026-03-02', [1]],
    ['type:ticket updated>2026-03-02T09:59:59Z', [2]],
    ['type:ticket status:new tags:vip', [1]],
    ['type:user', []],
    ['charged', [2]],
  ])('search %s', async (query, ids) => {
    const { standIn, call } = await start();
    const createdAt = new Date('2026-02-20T08:00:00Z');
    standIn.state.createTicket({
      subject: 'Old',
      body: 'x',
      requester: jane,
      tags: ['vip'],
      createdAt,
    });
    standIn.state.createTicket({ subject: 'New', body: 'Charged twice', requester: jane });
    const found = (await call('GET', `/search.json?query=${encodeURIComponent(query)}`)).json;
    expect(found.results.map((ticket: Json) => ticket.id)).toEqual(ids);
    expect(found.count).toBe(ids.length);
  });
});

describe('webhooks are signed, retried a stated number of times, and never hold the API back', () => {
  it('signs what it sends by the vendor’s rule, the hub’s own writes included', async () => {
    const { received, target } = await receiver();
    const { standIn, call } = await start({ webhook: target });
    await call('POST', '/tickets', {
      ticket: { subject: 'S', comment: { body: 'B' }, requester: jane },
    });
    await call('PUT', '/tickets/1', {
      ticket: { comment: { body: 'note', public: false }, status: 'open' },
    });
    await standIn.state.webhooksSettled();
    expect(received.map(({ body }) => body.type).sort()).toEqual(
      ['comment_added', 'comment_added', 'created', 'status_changed'].map(
        (name) => `zen:event-type:ticket.${name}`,
      ),
    );
    for (const { headers, raw, body } of received) {
      const stamp = headers['x-zendesk-webhook-signature-timestamp'];
      const expected = createHmac('sha256', 'hook-secret')
        .update(`${stamp}${raw}`)
        .digest('base64');
      expect(headers['x-zendesk-webhook-signature']).toBe(expected);
      expect(headers['x-zendesk-webhook-id']).toBe('01HOOK');
      expect(headers['x-zendesk-account-id']).toBe(String(body.account_id));
      expect(headers['x-zendesk-webhook-invocation-id']).toBeTruthy();
      expect(body.subject).toBe('zen:ticket:1');
    }
  });

  it.each([
    ['429, a cut and a 503, then taken', [429, 'cut', 503], [429, 'cut', 503, 200], true],
    ['given up after three more', [500, 500, 500, 500, 500], [500, 500, 500, 500], false],
    ['a refusal is final', [401], [401], false],
  ] as const)('%s', async (_case, answers, attempts, delivered) => {
    const { received, target } = await receiver([...answers]);
    const { standIn } = await start({
      webhook: { ...target, subscriptions: ['zen:event-type:ticket.created'] },
    });
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane });
    await standIn.state.webhooksSettled();
    expect(standIn.state.webhookDeliveries).toMatchObject([{ attempts, delivered }]);
    const invocations = received.map(({ headers }) => headers['x-zendesk-webhook-invocation-id']);
    expect(new Set(invocations).size).toBe(1);
  });

  it('answers the API while the receiver is silent, and waits as long as Retry-After says', async () => {
    const silent = await listen(() => undefined);
    open.push(silent);
    const { standIn, call } = await start({
      webhook: { id: '01SILENT', url: silent.url, secret: 's' },
      webhookAnswerTimeoutMs: 40,
      webhookRetryDelaysMs: [],
    });
    await call('POST', '/tickets', { ticket: { comment: { body: 'B' } } });
    expect(standIn.state.webhookDeliveries.map(({ attempts }) => attempts)).toEqual([[], []]);
    await standIn.state.webhooksSettled();
    expect(standIn.state.webhookDeliveries.map(({ attempts }) => attempts)).toEqual([
      ['cut'],
      ['cut'],
    ]);

    const headers = [{ 'retry-after': '1' }, undefined];
    const asked: number[] = [];
    const waited = await start({
      webhook: {
        id: '01WAIT',
        url: 'http://receiver.example/hook',
        secret: 's',
        subscriptions: ['zen:event-type:ticket.created'],
      },
      fetch: async () => {
        asked.push(performance.now());
        const header = headers.shift();
        return new Response('', { status: header ? 429 : 200, headers: header });
      },
    });
    waited.standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane });
    await waited.standIn.state.webhooksSettled();
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(950);
  });

  it('delivers to a webhook made through the API, with the secret the API hands out', async () => {
    const { received, target } = await receiver();
    const { standIn, call } = await start();
    const made = await call('POST', '/webhooks', {
      webhook: {
        name: 'Hub',
        endpoint: target.url,
        http_method: 'POST',
        request_format: 'json',
        status: 'active',
        subscriptions: ['zen:event-type:ticket.created'],
      },
    });
    const { id } = made.json.webhook;
    const { secret } = (await call('GET', `/webhooks/${id}/signing_secret`)).json.signing_secret;
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane });
    await standIn.state.webhooksSettled();
    const [hook] = received;
    const stamp = hook?.headers['x-zendesk-webhook-signature-timestamp'] ?? '';
    expect(hook?.headers['x-zendesk-webhook-signature']).toBe(
      webhookSignature(secret, stamp, hook?.raw ?? ''),
    );
    expect(received).toHaveLength(1);
  });
});

describe('faults strike as they were told to', () => {
  it.each([
    // fault, effect, whether the note was kept
    ['cut', 'before', 0],
    ['cut', 'after', 1],
    ['truncate', undefined, 1],
    ['badJson', undefined, 1],
  ] as const)('%s %s on a note', async (fault, effect, notes) => {
    const { standIn, call } = await start();
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane });
    const struck = standIn.state.inject({ match: ({ method }) => method === 'PUT', fault, effect });
    const write = () =>
      call('PUT', '/tickets/1', { ticket: { comment: { body: 'n', public: false } } });
    await expect(write()).rejects.toThrow();
    expect(standIn.state.notesOf(1)).toHaveLength(notes);
    expect((await write()).status).toBe(200);
    expect([struck.struck(), struck.left()]).toEqual([1, 0]);
    expect(standIn.state.notesOf(1)).toHaveLength(notes + 1);
  });

  it('answers with a status and headers of one’s choice, the stated number of times, after some', async () => {
    const { standIn, call } = await start();
    standIn.state.inject({
      match: ({ path }) => path === '/api/v2/users/me',
      fault: { status: 503, headers: { 'Retry-After': '7' } },
      times: 2,
      after: 1,
    });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await call('GET', '/users/me.json')).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it('keeps silent on timeout until the caller gives up, and answers late on slow', async () => {
    const { standIn, api, call } = await start();
    standIn.state.inject({ match: () => true, fault: 'timeout' });
    const signal = AbortSignal.timeout(50);
    await expect(
      fetch(`${api}/users/me`, { headers: { authorization: AUTHORIZATION }, signal }),
    ).rejects.toThrow();
    standIn.state.inject({ match: () => true, fault: 'slow', slowMs: 60 });
    const before = performance.now();
    expect((await call('GET', '/users/me')).json.user.email).toBe(EMAIL);
    expect(performance.now() - before).toBeGreaterThan(50);
  });

  it('strikes the same requests for the same seed, and says which faults were never met', async () => {
    const pattern = async () => {
      const { standIn, call } = await start();
      const chance = { seed: 7, share: 0.5 };
      standIn.state.inject({ match: () => true, fault: { status: 500 }, times: 99, chance });
      standIn.state.inject({ match: () => false, fault: 'cut' });
      const statuses: number[] = [];
      for (let n = 0; n < 12; n += 1) statuses.push((await call('GET', '/users/me')).status);
      expect(standIn.state.unusedFaults()).toMatchObject([{ fault: 'cut' }]);
      return statuses;
    };
    const first = await pattern();
    expect(await pattern()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });
});

describe('what was seen is never lost', () => {
  it('has kept a write before answering it, and gives no id twice after a restart', async () => {
    let kept: string | null = null;
    const persistence = {
      load: () => kept,
      save: (json: string) => {
        kept = json;
      },
    };
    const first = await start({ persistence });
    const ticket = { subject: 'S', comment: { body: 'B' }, requester: jane };
    const one = (await first.call('POST', '/tickets', { ticket })).json.ticket;
    await first.call('DELETE', `/tickets/${one.id}`);
    // No close: as after SIGKILL.
    const second = await start({ persistence });
    expect(second.standIn.state.ticket(one.id)).toMatchObject({ status: 'deleted', subject: 'S' });
    expect(second.standIn.state.hubUser.id).toBe(first.standIn.state.hubUser.id);
    const two = (await second.call('POST', '/tickets', { ticket })).json;
    expect(two.ticket.id).toBe(one.id + 1);
    expect(two.ticket.requester_id).toBe(one.requester_id);
    const auditsOfOne = second.standIn.state.commentsOf(one.id).map((comment) => comment.id);
    expect(auditsOfOne).not.toContain(second.standIn.state.commentsOf(two.ticket.id)[0]?.id);
  });
});

describeRecorded('recorded Zendesk payloads', () => {
  it.each([
    ['get-ticket.json', '/tickets/1.json', 'ticket'],
    ['put-ticket.json', '/tickets/1.json', 'ticket'],
    ['get-tickets.json', '/tickets.json', 'tickets'],
    ['get-ticket_show_many.json', '/tickets/show_many.json?ids=1', 'tickets'],
    ['get-search_ticket.json', '/search.json?query=type:ticket', 'results'],
    ['get-ticket_comments.json', '/tickets/1/comments.json?page[size]=10', 'comments'],
    ['get-ticket_audits.json', '/tickets/1/audits.json', 'audits'],
    ['get-user.json', '/users/me.json', 'user'],
    ['get-users.json', '/users.json', 'users'],
    ['get-tags.json', '/tickets/1/tags.json', 'tags'],
    ['get-ticket_fields.json', '/ticket_fields.json', 'ticket_fields'],
  ])('%s: every key and type stands in ours', async (file, path, key) => {
    const { standIn, call } = await start();
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane, tags: ['t'] });
    const recorded = readRecorded(`zendesk/${file}`) as Json;
    const ours = (await call('GET', path)).json;
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(Object.keys(recorded)));
    const [theirs, own] = [recorded[key], ours[key]].map((part) =>
      Array.isArray(part) ? part[0] : part,
    );
    expect(missing(theirs, own)).toEqual([]);
  });

  it('webhook events have the recorded shape', async () => {
    const { received, target } = await receiver();
    const { standIn } = await start({
      webhook: { ...target, subscriptions: ['zen:event-type:ticket.comment_added'] },
    });
    standIn.state.createTicket({ subject: 'S', body: 'B', requester: jane, priority: 'high' });
    await standIn.state.webhooksSettled();
    expect(
      missing(readRecorded('zendesk/ticket_comment_added.example.json'), received[0]?.body),
    ).toEqual([]);
  });

  it('signs as the recorded vectors say, and not as the withdrawn one did', () => {
    const [good, withdrawn] = readRecorded('zendesk/vectors.json') as Json[];
    const body = readRecordedText(`zendesk/${good.bodyFile}`);
    expect(webhookSignature(good.secret, good.timestamp, body)).toBe(good.signature);
    expect(webhookSignature(withdrawn.secret, withdrawn.timestamp, withdrawn.body)).not.toBe(
      withdrawn.signature,
    );
  });

  it('refuses past the limit with the recorded body', async () => {
    const { call } = await start();
    const path = `/incremental/tickets/cursor?start_time=${MARCH / 1000 - 3600}`;
    for (let n = 0; n < 10; n += 1) await call('GET', path);
    expect((await call('GET', path)).json).toEqual(
      readRecorded('zendesk/api_rate_limit_exceeded_429.json'),
    );
  });
});

/** Keys of an object that ours lacks, or where both hold something and of another type. */
function missing(theirs: Json, ours: Json, at = ''): string[] {
  if (typeof theirs !== 'object' || theirs === null || Array.isArray(theirs)) return [];
  return Object.entries(theirs).flatMap(([key, value]) => {
    const place = `${at}/${key}`;
    if (typeof ours !== 'object' || ours === null || !(key in ours)) return [place];
    const own = ours[key];
    if (value === null || own === null) return [];
    if (typeof own !== typeof value || Array.isArray(own) !== Array.isArray(value)) return [place];
    // What `via.source` holds depends on the channel, so only that it is there is asked.
    return key === 'source' ? [] : missing(value, own, place);
  });
}
