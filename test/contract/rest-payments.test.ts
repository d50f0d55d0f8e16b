import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReversal, card, people, startWeb, type TestWeb } from '../unit/http/fake-web.js';

let web: TestWeb;
let key: string;

beforeAll(async () => {
  web = await startWeb({
    reversals: [aReversal(), aReversal({ reference: 'RV-000002' })],
  });
  key = (await web.keyFor(people.agent)).key;
});
afterAll(() => web.stop());

const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  web.call(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

const payment = {
  processor: 'stripe',
  identifiers: [{ kind: 'stripe_payment', value: 'ch_1' }],
  captured: 9_998,
  currency: 'usd',
};

describe('payments by REST', () => {
  it('an identifier finds its payment, and one of nobody finds none', async () => {
    expect((await call('GET', '/payments?identifier=ch_1')).json).toEqual({
      items: [{ ...payment, client: 'acme', currency: 'USD', left: 4_999 }],
    });
    expect((await call('GET', '/payments?identifier=ch_2')).json).toEqual({ items: [] });
  });

  it('a payment is recorded under its own request’s key', async () => {
    const answer = await call('POST', '/payments', payment, { 'idempotency-key': 'import-1' });
    expect(answer.status).toBe(200);
    expect(web.calls.at(-1)).toMatchObject({
      method: 'recordPayment',
      request: {
        clientId: 'acme',
        captured: { minor: 9_998n, currency: 'USD' },
        returnedBefore: null,
        requestKey: `rest:${people.agent.id}:import-1`,
      },
    });
  });

  it.each`
    what                              | method    | path                                                  | body                                                                      | name
    ${'no identifier asked for'}      | ${'GET'}  | ${'/payments'}                                        | ${undefined}                                                              | ${'invalid_request'}
    ${'a card number asked for'}      | ${'GET'}  | ${`/payments?identifier=${encodeURIComponent(card)}`} | ${undefined}                                                              | ${'card_number_in_text'}
    ${'no identifier'}                | ${'POST'} | ${'/payments'}                                        | ${{ ...payment, identifiers: [] }}                                        | ${'invalid_request'}
    ${'an amount without a currency'} | ${'POST'} | ${'/payments'}                                        | ${{ processor: 'stripe', identifiers: payment.identifiers, captured: 1 }} | ${'invalid_request'}
    ${'an amount below nothing'}      | ${'POST'} | ${'/payments'}                                        | ${{ ...payment, captured: -1 }}                                           | ${'invalid_request'}
    ${'a part of a cent'}             | ${'POST'} | ${'/payments'}                                        | ${{ ...payment, captured: 1.5 }}                                          | ${'invalid_request'}
    ${'a currency of nobody'}         | ${'POST'} | ${'/payments'}                                        | ${{ ...payment, currency: 'QQQ' }}                                        | ${'unknown_currency'}
    ${'a card number'}                | ${'POST'} | ${'/payments'}                                        | ${{ ...payment, identifiers: [{ kind: 'order_number', value: card }] }}   | ${'card_number_in_text'}
    ${'joining without a reference'}  | ${'POST'} | ${'/reversals/RV-000001/join'}                        | ${{}}                                                                     | ${'invalid_request'}
    ${'joining with what is none'}    | ${'POST'} | ${'/reversals/RV-000001/join'}                        | ${{ reference: 'the other' }}                                             | ${'invalid_request'}
  `('refuses $what', async ({ method, path, body, name }) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(422);
    expect(answer.json.type).toBe(`urn:reversal-hub:refusal:${name}`);
  });

  it.each(['join', 'part'])('%s names the other entry to the desk', async (action) => {
    await call('POST', `/reversals/RV-000001/${action}`, { reference: 'RV-000002' });
    expect(web.calls.at(-1)).toMatchObject({
      method: 'decide',
      request: { reference: 'RV-000001', action, detail: 'RV-000002' },
    });
  });
});
