import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReversal, card, hash, people, startWeb, type TestWeb } from '../unit/http/fake-web.js';

const refund = { type: 'refund', amount: 4999, currency: 'USD' };
const other = 'c'.repeat(64);

let web: TestWeb;
let key: string;

beforeAll(async () => {
  web = await startWeb({
    reversals: [aReversal(), aReversal({ reference: 'RV-000002', clientId: 'globex' })],
  });
  key = (await web.keyFor(people.agent)).key;
});
afterAll(() => web.stop());

describe('a request that is not as it should be is refused by name and changes nothing', () => {
  it.each`
    method     | path                                          | body                                                                         | status | name                      | where
    ${'GET'}   | ${'/reversals?limit=0'}                       | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.limit'}
    ${'GET'}   | ${'/reversals?limit=201'}                     | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.limit'}
    ${'GET'}   | ${'/reversals?limit=ten'}                     | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.limit'}
    ${'GET'}   | ${'/reversals?type=refunds'}                  | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.type'}
    ${'GET'}   | ${'/reversals?type=refund&type=x'}            | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.type'}
    ${'GET'}   | ${'/reversals?status=open'}                   | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.status'}
    ${'GET'}   | ${'/reversals?colour=red'}                    | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query'}
    ${'GET'}   | ${'/reversals?minAmount=12.50'}               | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.minAmount'}
    ${'GET'}   | ${'/reversals?minAmount=2&maxAmount=1'}       | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.minAmount'}
    ${'GET'}   | ${'/reversals?from=31.03.2026'}               | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.from'}
    ${'GET'}   | ${'/reversals?from=2026-02-30'}               | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.from'}
    ${'GET'}   | ${'/reversals?from=2026-04-01&to=2026-03-01'} | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.from'}
    ${'GET'}   | ${'/reversals?cursor=%00'}                    | ${undefined}                                                                 | ${422} | ${'invalid_request'}      | ${'query.cursor'}
    ${'GET'}   | ${'/reversals?currency=QQQ'}                  | ${undefined}                                                                 | ${422} | ${'unknown_currency'}     | ${null}
    ${'GET'}   | ${'/reversals?client=globex'}                 | ${undefined}                                                                 | ${404} | ${'not_found'}            | ${null}
    ${'GET'}   | ${`/reversals?q=${encodeURIComponent(card)}`} | ${undefined}                                                                 | ${422} | ${'card_number_in_text'}  | ${null}
    ${'GET'}   | ${'/reversals/RV-000099'}                     | ${undefined}                                                                 | ${404} | ${'not_found'}            | ${null}
    ${'GET'}   | ${'/reversals/RV-000002'}                     | ${undefined}                                                                 | ${404} | ${'not_found'}            | ${null}
    ${'GET'}   | ${'/reversals/nonsense'}                      | ${undefined}                                                                 | ${404} | ${'not_found'}            | ${null}
    ${'GET'}   | ${'/reversals/RV-000002/history'}             | ${undefined}                                                                 | ${404} | ${'not_found'}            | ${null}
    ${'GET'}   | ${'/reversals/RV-000002/messages'}            | ${undefined}                                                                 | ${404} | ${'not_found'}            | ${null}
    ${'GET'}   | ${`/reversals/${encodeURIComponent(card)}`}   | ${undefined}                                                                 | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, identifiers: [{ kind: 'arn', value: 'password: hunter2' }] }} | ${422} | ${'invalid_request'}      | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{}}                                                                        | ${422} | ${'invalid_request'}      | ${'body.type'}
    ${'POST'}  | ${'/reversals'}                               | ${[]}                                                                        | ${422} | ${'invalid_request'}      | ${'body'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, type: 'gift' }}                                               | ${422} | ${'invalid_request'}      | ${'body.type'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, amount: 49.99 }}                                              | ${422} | ${'invalid_request'}      | ${'body.amount'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, amount: '4999' }}                                             | ${422} | ${'invalid_request'}      | ${'body.amount'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, amount: 2 ** 53 }}                                            | ${422} | ${'invalid_request'}      | ${'body.amount'}
    ${'POST'}  | ${'/reversals'}                               | ${{ type: 'refund', amount: 4999 }}                                          | ${422} | ${'invalid_request'}      | ${'body.currency'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, currency: 'QQQ' }}                                            | ${422} | ${'unknown_currency'}     | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, currency: 'XAU' }}                                            | ${422} | ${'unknown_currency'}     | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, status: 'approved' }}                                         | ${422} | ${'invalid_request'}      | ${'body'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, cardLast4: '41111' }}                                         | ${422} | ${'invalid_request'}      | ${'body.cardLast4'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, customer: { email: 'jane' } }}                                | ${422} | ${'invalid_request'}      | ${'body.customer.email'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, identifiers: [{ kind: 'Order No', value: '1' }] }}            | ${422} | ${'invalid_request'}      | ${'body.identifiers.0.kind'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, corrects: 'the last one' }}                                   | ${422} | ${'invalid_request'}      | ${'body.corrects'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, channel: 'pigeon' }}                                          | ${422} | ${'invalid_request'}      | ${'body.channel'}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, client: 'nobody' }}                                           | ${404} | ${'not_found'}            | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, client: 'globex' }}                                           | ${404} | ${'not_found'}            | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, reason: `my card ${card}` }}                                  | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, trace: card }}                                                | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, customer: { name: card } }}                                   | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, identifiers: [{ kind: 'arn', value: card }] }}                | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, amount: 4111111111111111 }}                                   | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals'}                               | ${{ ...refund, [card]: 1 }}                                                  | ${422} | ${'card_number_in_text'}  | ${null}
    ${'PATCH'} | ${'/reversals/RV-000001'}                     | ${{}}                                                                        | ${422} | ${'invalid_request'}      | ${'body'}
    ${'PATCH'} | ${'/reversals/RV-000001'}                     | ${{ status: 'approved' }}                                                    | ${422} | ${'invalid_request'}      | ${'body'}
    ${'PATCH'} | ${'/reversals/RV-000001'}                     | ${{ currency: 'EUR' }}                                                       | ${422} | ${'invalid_request'}      | ${'body.amount'}
    ${'PATCH'} | ${'/reversals/RV-000001'}                     | ${{ reason: card }}                                                          | ${422} | ${'card_number_in_text'}  | ${null}
    ${'PATCH'} | ${'/reversals/RV-000002'}                     | ${{ amount: 100 }}                                                           | ${404} | ${'not_found'}            | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}             | ${undefined}                                                                 | ${428} | ${'content_hash_missing'} | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}             | ${{}}                                                                        | ${428} | ${'content_hash_missing'} | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}             | ${{ contentHash: 'latest' }}                                                 | ${422} | ${'invalid_request'}      | ${'body.contentHash'}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}             | ${{ contentHash: other }}                                                    | ${409} | ${'content_changed'}      | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}             | ${{ contentHash: hash, amount: '30' }}                                       | ${422} | ${'invalid_request'}      | ${'body.amount'}
    ${'POST'}  | ${'/reversals/RV-000001/approve'}             | ${{ contentHash: hash, reason: card }}                                       | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals/RV-000002/approve'}             | ${{ contentHash: hash }}                                                     | ${404} | ${'not_found'}            | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/outcome'}             | ${{ result: 'draw' }}                                                        | ${422} | ${'invalid_request'}      | ${'body.result'}
    ${'POST'}  | ${'/reversals/RV-000001/next-step'}           | ${{ contentHash: hash }}                                                     | ${422} | ${'invalid_request'}      | ${'body.step'}
    ${'POST'}  | ${'/reversals/RV-000001/answer'}              | ${{ contentHash: hash, answer: 'yes' }}                                      | ${422} | ${'invalid_request'}      | ${'body.answer'}
    ${'POST'}  | ${'/reversals/RV-000001/assign'}              | ${{ assignee: 'me' }}                                                        | ${422} | ${'invalid_request'}      | ${'body.assignee'}
    ${'POST'}  | ${'/reversals/RV-000001/messages'}            | ${{}}                                                                        | ${422} | ${'invalid_request'}      | ${'body.text'}
    ${'POST'}  | ${'/reversals/RV-000002/evidence'}            | ${{ url: 'https://files.example/a.pdf' }}                                    | ${404} | ${'not_found'}            | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/evidence'}            | ${{ url: 'file:///etc/passwd' }}                                             | ${422} | ${'invalid_request'}      | ${'body.url'}
    ${'POST'}  | ${'/reversals/RV-000001/evidence'}            | ${{ url: 'https://files.example/a.pdf', checksum: 'abc' }}                   | ${422} | ${'invalid_request'}      | ${'body.checksum'}
    ${'POST'}  | ${'/reversals/RV-000001/evidence'}            | ${{ url: 'https://files.example/a.pdf', name: card }}                        | ${422} | ${'card_number_in_text'}  | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/messages'}            | ${{ text: card }}                                                            | ${422} | ${'card_number_in_text'}  | ${null}
    ${'GET'}   | ${'/reversals/RV-000001/insight'}             | ${undefined}                                                                 | ${404} | ${'unknown_address'}      | ${null}
    ${'POST'}  | ${'/reversals/RV-000001/unite'}               | ${{}}                                                                        | ${404} | ${'unknown_address'}      | ${null}
    ${'PUT'}   | ${'/reversals/RV-000001'}                     | ${{}}                                                                        | ${405} | ${'method_not_allowed'}   | ${null}
  `('$method $path $body: $status $name', async ({ method, path, body, status, name, where }) => {
    web.calls.length = 0;
    const answer = await web.api(key, method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(String(answer.json.type).split(':').at(-1)).toBe(name);
    expect(answer.json).toMatchObject({ status, title: expect.any(String) });
    expect(String(answer.json.detail).length).toBeGreaterThan(10);
    expect(answer.text).not.toContain('4111');
    if (where) {
      const faults = answer.json.faults as { where: string }[];
      expect(faults.map((fault) => fault.where)).toContain(where);
    }
    if (name !== 'not_found' && !/^content_/.test(name)) {
      expect(web.calls.filter(({ method: called }) => called !== 'find')).toEqual([]);
    }
  });

  it('tells every fault of a request at once', async () => {
    const answer = await web.api(key, 'POST', '/reversals', {
      type: 'gift',
      amount: 1.5,
      cardLast4: 'four',
    });
    const faults = answer.json.faults as { where: string }[];
    expect(faults.map((fault) => fault.where)).toEqual(
      expect.arrayContaining(['body.type', 'body.amount', 'body.cardLast4']),
    );
  });

  it('tells a stale decision what differs and the hash that stands now', async () => {
    const answer = await web.api(key, 'POST', '/reversals/RV-000001/approve', {
      contentHash: other,
    });
    expect(answer.json.difference).toEqual([
      { what: 'amountMinor', shown: '4999 USD', now: '5999 USD' },
    ]);
    expect(answer.json.contentHash).toBe(hash);
  });

  it('names the nearest references of the same person for an unknown one', async () => {
    const answer = await web.api(key, 'GET', '/reversals/RV-000099');
    expect(answer.json.nearest).toEqual([{ reference: 'RV-000001', status: 'pending_approval' }]);
  });

  it.each`
    what                      | headers                                                                          | body                                     | status | name
    ${'no JSON'}              | ${{ 'content-type': 'text/plain' }}                                              | ${'type=refund'}                         | ${415} | ${'not_json'}
    ${'broken JSON'}          | ${{ 'content-type': 'application/json' }}                                        | ${'{"type":'}                            | ${400} | ${'malformed_json'}
    ${'a JSON text'}          | ${{ 'content-type': 'application/json' }}                                        | ${'"refund"'}                            | ${400} | ${'malformed_json'}
    ${'too much JSON'}        | ${{ 'content-type': 'application/json' }}                                        | ${`{"reason":"${'x'.repeat(110_000)}"}`} | ${413} | ${'body_too_large'}
    ${'a blank key'}          | ${{ 'content-type': 'application/json', 'idempotency-key': 'a b' }}              | ${'{}'}                                  | ${422} | ${'invalid_request'}
    ${'an overlong key'}      | ${{ 'content-type': 'application/json', 'idempotency-key': 'k'.repeat(201) }}    | ${'{}'}                                  | ${422} | ${'invalid_request'}
    ${'a card number as key'} | ${{ 'content-type': 'application/json', 'idempotency-key': '4111111111111111' }} | ${'{}'}                                  | ${422} | ${'card_number_in_text'}
  `('refuses $what: $status $name', async ({ headers, body, status, name }) => {
    const answer = await web.call('/api/v1/reversals', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, ...headers },
      body,
    });
    expect(answer.status).toBe(status);
    expect(String(answer.json.type)).toMatch(new RegExp(`:${name}$`));
  });
});

describe('whoever shows no valid key learns and changes nothing', () => {
  it.each`
    what                      | authorization                             | actAs                  | status | name
    ${'nothing'}              | ${undefined}                              | ${undefined}           | ${401} | ${'unauthenticated'}
    ${'basic credentials'}    | ${'Basic c2FuZGJveDo='}                   | ${undefined}           | ${401} | ${'unauthenticated'}
    ${'a malformed key'}      | ${'Bearer rh_short_key'}                  | ${undefined}           | ${401} | ${'unauthenticated'}
    ${'an unknown key'}       | ${`Bearer rh_00000000_${'x'.repeat(43)}`} | ${undefined}           | ${401} | ${'unauthenticated'}
    ${'the sandbox key here'} | ${'Bearer sandbox'}                       | ${'agent@hub.example'} | ${401} | ${'unauthenticated'}
    ${'a revoked key'}        | ${'revoked'}                              | ${undefined}           | ${401} | ${'unauthenticated'}
    ${'a key and another'}    | ${'valid'}                                | ${'agent@hub.example'} | ${400} | ${'act_as_not_allowed'}
  `('$what: $status $name', async ({ authorization, actAs, status, name }) => {
    const revoked = await web.keyFor(people.agent);
    await web.access.revokeKey(revoked.prefix, new Date());
    const known: Record<string, string> = {
      revoked: `Bearer ${revoked.key}`,
      valid: `Bearer ${key}`,
    };
    const header = known[authorization] ?? authorization;
    const answer = await web.call('/api/v1/reversals/RV-000001', {
      headers: {
        ...(header ? { authorization: header } : {}),
        ...(actAs ? { 'x-act-as': actAs } : {}),
      },
    });
    expect(answer.status).toBe(status);
    expect(String(answer.json.type)).toMatch(new RegExp(`:${name}$`));
    expect(answer.text).not.toContain('4999');
  });

  it.each`
    scopes                | method     | path                              | body                     | status
    ${['read']}           | ${'POST'}  | ${'/reversals'}                   | ${refund}                | ${403}
    ${['read']}           | ${'PATCH'} | ${'/reversals/RV-000001'}         | ${{ amount: 1 }}         | ${403}
    ${['read', 'write']}  | ${'POST'}  | ${'/reversals/RV-000001/approve'} | ${{ contentHash: hash }} | ${403}
    ${['read', 'decide']} | ${'POST'}  | ${'/reversals'}                   | ${refund}                | ${403}
    ${['write']}          | ${'GET'}   | ${'/reversals'}                   | ${undefined}             | ${403}
    ${['decide']}         | ${'GET'}   | ${'/reversals/RV-000001/history'} | ${undefined}             | ${403}
    ${['read', 'write']}  | ${'POST'}  | ${'/reversals'}                   | ${refund}                | ${201}
    ${['decide']}         | ${'POST'}  | ${'/reversals/RV-000001/approve'} | ${{ contentHash: hash }} | ${200}
  `('$scopes may not pass its scopes: $method $path $status', async (row) => {
    const narrow = await web.keyFor(people.agent, row.scopes);
    const answer = await web.api(narrow.key, row.method, row.path, row.body);
    expect(answer.status).toBe(row.status);
    if (row.status === 403) expect(String(answer.json.type)).toMatch(/:scope_missing$/);
  });

  it('narrows a key to its clients, whatever its person may see', async () => {
    const narrow = await web.keyFor(people.manager, ['read'], ['acme']);
    const whole = await web.keyFor(people.manager, ['read']);
    const seen = async (given: string) =>
      (await web.api(given, 'GET', '/reversals/RV-000002')).status;
    expect(await seen(narrow.key)).toBe(404);
    expect(await seen(whole.key)).toBe(200);
    const clients = await web.api(narrow.key, 'GET', '/clients');
    expect((clients.json.items as { id: string }[]).map(({ id }) => id)).toEqual(['acme']);
  });
});

describe('in the sandbox the key is sandbox, and X-Act-As says who acts', () => {
  it.each`
    actAs                    | status | name
    ${undefined}             | ${400} | ${'act_as_missing'}
    ${''}                    | ${400} | ${'act_as_missing'}
    ${'nobody@hub.example'}  | ${401} | ${'act_as_unknown'}
    ${'manager@hub.example'} | ${200} | ${null}
  `('$actAs: $status', async ({ actAs, status, name }) => {
    const sandbox = await startWeb({ isSandbox: true });
    const headers = actAs === undefined ? {} : { 'x-act-as': actAs };
    const answer = await sandbox.api('sandbox', 'GET', '/reversals', undefined, headers);
    await sandbox.stop();
    expect(answer.status).toBe(status);
    if (name) expect(String(answer.json.type)).toMatch(new RegExp(`:${name}$`));
  });
});
