import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ConnectorError,
  type IncomingWebhook,
  type WebhookReading,
} from '../../../core/intake/connector-contract.js';
import { startWeb, type TestWeb } from './fake-web.js';

let web: TestWeb;
afterEach(() => web.stop());

const secret = 'shared secret';
const sign = (body: string) => createHmac('sha256', secret).update(body).digest('base64');

/** Verifies the raw bytes as vendors do; `stale` and `unreadable` by what the body says. */
function verify({ headers, rawBody }: IncomingWebhook): WebhookReading {
  const given = headers['x-signature'];
  if (!given) return { accepted: false, why: 'unsigned' };
  if (given !== sign(rawBody.toString('utf8'))) return { accepted: false, why: 'bad_signature' };
  if (rawBody.includes('old')) return { accepted: false, why: 'stale' };
  if (rawBody.includes('%%')) return { accepted: false, why: 'unreadable' };
  return { accepted: true, hints: rawBody.includes('nothing') ? [] : ['35436'] };
}

const start = (changes = {}) =>
  startWeb({ readWebhook: (id) => (id === 'acme-zendesk' ? verify : null), ...changes });
const send = (path: string, body: string, headers: Record<string, string>) =>
  web.call(path, { method: 'POST', body, headers });

describe('a notice counts only when its signature covers the very bytes', () => {
  const body = '{ "ticket_id": 35436 }\n';
  it.each`
    what                    | path                        | sent          | signature          | status | counted
    ${'signed'}             | ${'/webhooks/acme-zendesk'} | ${body}       | ${sign(body)}      | ${200} | ${'webhook_accepted acme-zendesk'}
    ${'signed, no hint'}    | ${'/webhooks/acme-zendesk'} | ${'nothing'}  | ${sign('nothing')} | ${200} | ${'webhook_accepted acme-zendesk'}
    ${'unsigned'}           | ${'/webhooks/acme-zendesk'} | ${body}       | ${undefined}       | ${401} | ${'webhook_refused acme-zendesk unsigned'}
    ${'of another secret'}  | ${'/webhooks/acme-zendesk'} | ${body}       | ${sign('other')}   | ${401} | ${'webhook_refused acme-zendesk bad_signature'}
    ${'altered by a space'} | ${'/webhooks/acme-zendesk'} | ${`${body} `} | ${sign(body)}      | ${401} | ${'webhook_refused acme-zendesk bad_signature'}
    ${'stale'}              | ${'/webhooks/acme-zendesk'} | ${'old'}      | ${sign('old')}     | ${401} | ${'webhook_refused acme-zendesk stale'}
    ${'unreadable'}         | ${'/webhooks/acme-zendesk'} | ${'%%'}       | ${sign('%%')}      | ${401} | ${'webhook_refused acme-zendesk unreadable'}
    ${'for no connection'}  | ${'/webhooks/nobody'}       | ${body}       | ${sign(body)}      | ${404} | ${'webhook_refused unknown unknown_connection'}
  `('$what: $status', async ({ path, sent, signature, status, counted }) => {
    web = await start();
    const headers = {
      'content-type': 'application/json',
      ...(signature ? { 'x-signature': signature } : {}),
    };
    const answer = await send(path, sent, headers);
    expect(answer.status).toBe(status);
    expect(web.counted).toEqual([counted]);
    const isHinted = status === 200 && sent !== 'nothing';
    expect(web.hints).toEqual(isHinted ? [{ connectionId: 'acme-zendesk', hints: ['35436'] }] : []);
    if (status !== 200) expect(answer.headers.get('content-type')).toContain('problem+json');
  });

  it.each`
    what               | body                     | headers                           | status
    ${'above one MiB'} | ${'x'.repeat(1_048_577)} | ${{}}                             | ${413}
    ${'compressed'}    | ${'x'}                   | ${{ 'content-encoding': 'gzip' }} | ${415}
  `('refuses a body that is $what', async ({ body: sent, headers, status }) => {
    web = await start();
    const answer = await send('/webhooks/acme-zendesk', sent, { 'x-signature': 'x', ...headers });
    expect(answer.status).toBe(status);
    expect(web.hints).toEqual([]);
  });

  it('answers 5xx when the hint was not kept, so that the sender comes again', async () => {
    web = await start({ onHints: () => Promise.reject(new Error('database gone')) });
    const answer = await send('/webhooks/acme-zendesk', body, { 'x-signature': sign(body) });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('database gone');
    expect(web.counted).toContain('web_failed');
  });

  it('a notice that only says that something is new has the connection listed', async () => {
    const reading: WebhookReading = { accepted: true, hints: [], pollNow: true };
    web = await start({ readWebhook: () => () => Promise.resolve(reading) });
    expect((await send('/webhooks/acme-gmail', '{}', {})).status).toBe(200);
    expect(web.hints).toEqual([{ connectionId: 'acme-gmail', hints: [] }]);
  });

  it('answers 503 while the sender’s keys are out of reach, so that the sender comes again', async () => {
    const outside = () => Promise.reject(new ConnectorError('retry', 'unreachable'));
    web = await start({ readWebhook: () => outside });
    const answer = await send('/webhooks/acme-gmail', '{}', {});
    expect(answer.status).toBe(503);
    expect(web.hints).toEqual([]);
    expect(web.counted).toEqual(['webhook_refused acme-gmail keys_unreachable']);
  });

  it('lets the chat receiver read its own raw bytes first', async () => {
    web = await startWeb({
      mounts: (app) => {
        app.post('/slack/events', (request, response) => {
          let size = 0;
          request.on('data', (chunk: Buffer) => {
            size += chunk.length;
          });
          request.on('end', () => response.json({ size, parsed: request.body !== undefined }));
        });
      },
    });
    const answer = await send('/slack/events', '{"a":1}', { 'content-type': 'application/json' });
    expect(answer.json).toEqual({ size: 7, parsed: false });
  });
});

describe('a delivery of facts is answered once they are committed', () => {
  const body = '{"id":"evt_1"}';
  it.each`
    what           | taken                                     | status | text              | counted
    ${'taken'}     | ${{ accepted: true, body: null }}         | ${200} | ${'{"accepted":'} | ${'webhook_accepted acme-stripe'}
    ${'own words'} | ${{ accepted: true, body: '[accepted]' }} | ${200} | ${'[accepted]'}   | ${'webhook_accepted acme-stripe'}
    ${'unsigned'}  | ${{ accepted: false, why: 'unsigned' }}   | ${401} | ${'problem'}      | ${'webhook_refused acme-stripe unsigned'}
    ${'stale'}     | ${{ accepted: false, why: 'stale' }}      | ${401} | ${'problem'}      | ${'webhook_refused acme-stripe stale'}
  `('$what: $status', async ({ taken, status, text, counted }) => {
    const seen: IncomingWebhook[] = [];
    web = await start({
      takeNotices: () => async (incoming: IncomingWebhook) => {
        seen.push(incoming);
        return taken;
      },
    });
    const answer = await send('/webhooks/acme-stripe', body, { 'stripe-signature': 't=1' });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
    expect(web.counted).toEqual([counted]);
    expect(seen[0]?.rawBody.toString()).toBe(body);
    expect(seen[0]?.headers['stripe-signature']).toBe('t=1');
  });

  it.each([
    ['the database', new Error('connection string of the database')],
    ['a look-up at the vendor', new ConnectorError('retry', 'unreachable')],
  ])('5xx when %s is away, so that the sender comes again', async (_name, error) => {
    web = await start({ takeNotices: () => () => Promise.reject(error) });
    const answer = await send('/webhooks/acme-stripe', body, {});
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toContain('connection string');
    expect(web.counted).not.toContain('webhook_accepted acme-stripe');
  });
});

describe('every answer carries the headers that keep browsers safe', () => {
  it.each(['/healthz', '/signin', '/', '/api/v1/reversals', '/webhooks/nobody', '/nothing'])(
    '%s',
    async (path) => {
      web = await start({ publicUrl: 'https://hub.northwind.test' });
      const { headers } = await web.call(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  it('is not ready while a part is not', async () => {
    web = await start({ ready: async () => ({ ok: false, checks: { database: { ok: false } } }) });
    expect((await web.call('/readyz')).status).toBe(503);
    expect((await web.call('/healthz')).status).toBe(200);
  });
});
