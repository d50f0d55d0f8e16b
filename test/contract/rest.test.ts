import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connectionsJson,
  decisionJson,
  evidenceJson,
  evidenceListJson,
  historyJson,
  loggedJson,
  messagesJson,
  reversalJson,
  reversalPageJson,
} from '../../core/http/rest/answer-schemas.js';
import { apiRoutes } from '../../core/http/rest/mount-rest.js';
import { createWebApp } from '../../core/http/web-app.js';
import {
  aReversal,
  card,
  hash,
  money,
  people,
  startWeb,
  type TestWeb,
  text,
} from '../unit/http/fake-web.js';

let web: TestWeb;
let key: string;

const vote = {
  personId: 'manager',
  personName: 'Manager Person',
  decision: 'approve',
  at: new Date('2026-03-10T09:00:00.000Z'),
  surface: 'chat_thread',
  reason: text('fine'),
} as const;

beforeAll(async () => {
  web = await startWeb({
    reversals: [
      aReversal({ flags: ['fraud_suspected', 'undercharge'], approvals: [vote] }),
      aReversal({ reference: 'RV-000002', amount: null, payment: null, customer: null }),
    ],
  });
  key = (await web.keyFor(people.manager)).key;
});
afterAll(() => web.stop());

describe('answers are what the contract says', () => {
  it.each`
    method     | path                               | body                                                                                       | status | schema
    ${'GET'}   | ${'/reversals'}                    | ${undefined}                                                                               | ${200} | ${reversalPageJson}
    ${'GET'}   | ${'/reversals/RV-000001'}          | ${undefined}                                                                               | ${200} | ${reversalJson}
    ${'GET'}   | ${'/reversals/rv-1'}               | ${undefined}                                                                               | ${200} | ${reversalJson}
    ${'GET'}   | ${'/reversals/RV-000002'}          | ${undefined}                                                                               | ${200} | ${reversalJson}
    ${'GET'}   | ${'/reversals/RV-000001/history'}  | ${undefined}                                                                               | ${200} | ${historyJson}
    ${'GET'}   | ${'/reversals/RV-000001/messages'} | ${undefined}                                                                               | ${200} | ${messagesJson}
    ${'GET'}   | ${'/reversals/RV-000001/evidence'} | ${undefined}                                                                               | ${200} | ${evidenceListJson}
    ${'POST'}  | ${'/reversals/RV-000001/evidence'} | ${{ url: 'https://files.example/receipt.pdf', name: 'receipt', checksum: 'a'.repeat(64) }} | ${201} | ${evidenceJson}
    ${'GET'}   | ${'/connections'}                  | ${undefined}                                                                               | ${200} | ${connectionsJson}
    ${'POST'}  | ${'/reversals'}                    | ${{ client: 'acme', type: 'refund', amount: 4999, currency: 'usd' }}                       | ${201} | ${loggedJson}
    ${'PATCH'} | ${'/reversals/RV-000001'}          | ${{ amount: 3000 }}                                                                        | ${200} | ${decisionJson}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}  | ${{ contentHash: hash }}                                                                   | ${200} | ${decisionJson}
    ${'POST'}  | ${'/reversals/RV-000001/confirm'}  | ${undefined}                                                                               | ${200} | ${decisionJson}
  `('$method $path: $status', async ({ method, path, body, status, schema }) => {
    const answer = await web.api(key, method, path, body);
    expect(answer.status).toBe(status);
    expect(schema.safeParse(answer.json).error).toBeUndefined();
  });

  it.each([
    ['a telephone system', { channel: 'phone' }, 'phone'],
    ['a robot that says nothing', {}, 'api'],
  ])('the channel of %s is kept', async (_name, said, channel) => {
    const body = { client: 'acme', type: 'refund', amount: 4999, currency: 'USD', ...said };
    expect((await web.api(key, 'POST', '/reversals', body)).status).toBe(201);
    expect(web.calls.at(-1)).toMatchObject({ method: 'log', request: { channel } });
  });

  it('writes a reversal with the names and units that scripts hold on to', async () => {
    const { json } = await web.api(key, 'GET', '/reversals/RV-000001');
    expect(json).toMatchObject({
      reference: 'RV-000001',
      client: 'acme',
      type: 'refund',
      kind: 'request',
      status: 'pending_approval',
      amount: 4999,
      currency: 'USD',
      payment: {
        processor: 'stripe',
        identifiers: [
          { kind: 'stripe_payment', value: 'ch_3PqLexample01' },
          { kind: 'order_number', value: '8841' },
        ],
        captured: 9998,
        left: 9998,
      },
      sources: [{ connection: 'acme-zendesk', id: '35436' }],
      loggedBy: { name: 'Agent Person' },
      requesters: [{ name: 'Agent Person', email: 'agent@hub.example' }],
      approvals: [{ by: 'Manager Person', decision: 'approve', surface: 'chat_thread' }],
      contentHash: hash,
      risk: { score: 40, signs: ['fraud_flag'] },
      before: null,
      dispute: null,
      corrects: null,
    });
  });

  it('gives the merchant’s own approver no agent data and no fraud signs', async () => {
    const merchant = await web.keyFor(people.merchant);
    const one = await web.api(merchant.key, 'GET', '/reversals/RV-000001');
    for (const name of ['risk', 'loggedBy', 'requesters', 'assignee']) {
      expect(one.json).not.toHaveProperty(name);
    }
    expect(one.json.flags).toEqual(['undercharge']);
    const history = await web.api(merchant.key, 'GET', '/reversals/RV-000001/history');
    const messages = await web.api(merchant.key, 'GET', '/reversals/RV-000001/messages');
    for (const answer of [one, history, messages]) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toMatch(/Agent Person|Manager Person|agent@hub|fraud|Looks right/);
    }
    expect((await web.api(merchant.key, 'GET', '/connections')).status).toBe(403);
    // A search by agent would spell their names out, letter by letter.
    expect((await web.api(merchant.key, 'GET', '/reversals?agent=a')).status).toBe(403);
  });
});

describe('requests reach the log as they were meant', () => {
  const lastRequest = () => web.calls.at(-1) as unknown as { actor: string; request: object };

  it('asks for what the filters say, whole days in UTC', async () => {
    await web.api(
      key,
      'GET',
      '/reversals?client=acme&type=refund&currency=usd&minAmount=1&maxAmount=5&from=2026-03-01&to=2026-03-31&limit=7&cursor=abc',
    );
    expect(lastRequest().request).toMatchObject({
      filter: {
        client: 'acme',
        type: 'refund',
        currency: 'USD',
        minAmount: 1n,
        maxAmount: 5n,
        from: new Date('2026-03-01T00:00:00.000Z'),
        to: new Date('2026-03-31T23:59:59.999Z'),
      },
      limit: 7,
      cursor: 'abc',
    });
  });

  it('redacts free text before the log sees it', async () => {
    await web.api(key, 'POST', '/reversals', {
      client: 'acme',
      type: 'system_error',
      reason: 'login password: hunter2',
    });
    expect(lastRequest().request).toMatchObject({ reason: 'login [secret]', channel: 'api' });
  });

  it('keeps one person’s idempotency keys apart from another’s', async () => {
    const agent = await web.keyFor(people.agent);
    const body = { client: 'acme', type: 'refund', amount: 1, currency: 'USD' };
    const headers = { 'idempotency-key': 'order-8841' };
    await web.api(key, 'POST', '/reversals', body, headers);
    expect(lastRequest().request).toMatchObject({ requestKey: 'rest:manager:order-8841' });
    await web.api(agent.key, 'POST', '/reversals', body, headers);
    expect(lastRequest().request).toMatchObject({ requestKey: 'rest:agent:order-8841' });
  });

  it('approves a lower amount in the currency of the reversal', async () => {
    await web.api(key, 'POST', '/reversals/RV-000001/approve', { contentHash: hash, amount: 3000 });
    expect(lastRequest().request).toMatchObject({
      action: 'approve',
      contentHash: hash,
      amount: money(3000),
    });
  });

  it.each`
    path                 | body                                              | expected
    ${'request-changes'} | ${{ contentHash: hash, reason: 'receipt?' }}      | ${{ action: 'request_changes', reason: 'receipt?' }}
    ${'outcome'}         | ${{ result: 'won' }}                              | ${{ action: 'outcome', detail: 'won' }}
    ${'next-step'}       | ${{ contentHash: hash, step: 'stop_collecting' }} | ${{ action: 'next_step', detail: 'stop_collecting' }}
    ${'answer'}          | ${{ contentHash: hash, answer: 'must_go_back' }}  | ${{ action: 'answer', detail: 'must_go_back' }}
    ${'complete'}        | ${{ refundId: 're_1' }}                           | ${{ action: 'complete', detail: 're_1' }}
    ${'assign'}          | ${{ assignee: 'agent@hub.example' }}              | ${{ action: 'assign', assigneeEmail: 'agent@hub.example' }}
  `('POST …/$path is $expected.action', async ({ path, body, expected }) => {
    const answer = await web.api(key, 'POST', `/reversals/RV-000001/${path}`, body);
    expect(answer.status).toBe(200);
    expect(lastRequest().request).toMatchObject(expected);
  });
});

describe('no card number leaves, whatever the log holds', () => {
  it('blocks and counts an answer that would carry one', async () => {
    const leaking = await startWeb({ reversals: [aReversal({ reason: text(`card ${card}`) })] });
    const made = await leaking.keyFor(people.manager);
    const answer = await leaking.api(made.key, 'GET', '/reversals/RV-000001');
    await leaking.stop();
    expect(answer.status).toBe(500);
    expect(String(answer.json.type)).toMatch(/:card_data_blocked$/);
    expect(answer.text).not.toContain('4111');
    expect(leaking.counted).toContain('tripwire json');
  });

  it('tells nothing of an error of our own', async () => {
    const bugs: unknown[] = [];
    const broken = await startWeb({
      onBug: (_where, error) => bugs.push(error),
      sources: {
        connections: () => Promise.reject(new Error('secret detail')),
        deadLetters: async () => [],
      },
    });
    const made = await broken.keyFor(people.manager);
    const answer = await broken.api(made.key, 'GET', '/connections');
    await broken.stop();
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret detail');
    expect(bugs).toHaveLength(1);
  });
});

describe('the OpenAPI document is the API', () => {
  it('documents every mounted route, and nothing that is not mounted', async () => {
    const { json } = await web.call('/api/openapi.json');
    const documented = Object.entries(json.paths as Record<string, object>).flatMap(
      ([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`),
    );
    const mounted = mountedRoutes(createWebApp(web.deps));
    expect(mounted.length).toBeGreaterThan(20);
    expect(documented.sort()).toEqual(mounted.sort());
    expect(json.openapi).toBe('3.1.0');
  });

  it('resolves every reference within itself and names each operation once', async () => {
    const { text: document, json } = await web.call('/api/openapi.json');
    const schemas = (json.components as { schemas: object }).schemas;
    const references = [...document.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(Object.keys(schemas)).toContain(name);
    expect(document).not.toMatch(/"\$ref":"#\/(?!components)/);
    const ids = apiRoutes.map((route) => route.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says which parts of a request are needed', async () => {
    const { json } = await web.call('/api/openapi.json');
    const paths = json.paths as Record<string, Record<string, Record<string, unknown>>>;
    const log = paths['/api/v1/reversals']?.post;
    expect(log).toMatchObject({
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { required: ['type'], properties: { amount: expect.anything() } },
          },
        },
      },
    });
    const parameters = paths['/api/v1/reversals']?.get?.parameters as { name: string }[];
    expect(parameters.map(({ name }) => name)).toEqual([
      'client',
      'type',
      'status',
      'currency',
      'minAmount',
      'maxAmount',
      'from',
      'to',
      'agent',
      'source',
      'q',
      'limit',
      'cursor',
    ]);
  });
});

/** Reads Express's own table of routes, so that a route mounted by hand is seen too. */
function mountedRoutes(app: Express): string[] {
  return app.router.stack.flatMap((layer) => {
    const route = layer.route;
    if (!route?.path.startsWith('/api/v1')) return [];
    const methods = new Set(route.stack.map((one) => one.method));
    return [...methods].map(
      (method) => `${method} ${route.path.replace(':reference', '{reference}')}`,
    );
  });
}
