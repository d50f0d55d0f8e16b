import { describe, expect, it } from 'vitest';
import { zendesk } from '../../../connectors/zendesk/index.js';
import { webhookSignature } from '../../support/stand-ins/zendesk/webhooks.js';
import { hubEmail, webhookSecret } from './zendesk-stand-in.js';
import { codeOf, zendeskUnderTest } from './zendesk-under-test.js';

const account = zendeskUnderTest();

describe('the account', () => {
  it('an address that is no Zendesk does not make every ticket gone', async () => {
    account.connection = account.open({ baseUrl: `${account.far.baseUrl}/elsewhere` });
    expect(await codeOf(account.connection.fetchItem('1'))).toBe('re_authorise account_not_found');
    expect(await codeOf(account.connection.check())).toBe('re_authorise account_not_found');
  });

  it('a wrong token is told as such', async () => {
    account.connection = account.open({ apiToken: 'wrong' });
    expect(await codeOf(account.connection.check())).toBe('re_authorise unauthorised');
  });

  it.each([
    ['the anonymous user', { id: null, name: 'Anonymous user' }, 're_authorise unauthorised'],
    ['an end user', { id: 7, role: 'end-user' }, 're_authorise not_staff'],
  ])('%s is nobody to work as', async (_name, user, code) => {
    account.far.inject({ match: () => true, fault: { status: 200, body: { user } } });
    expect(await codeOf(account.connection.check())).toBe(code);
  });

  it('says who it is, and where', async () => {
    expect((await account.connection.check()).account).toBe(
      `${hubEmail} at ${new URL(account.far.baseUrl).host}`,
    );
  });

  it('tells the vendor who calls', async () => {
    await account.connection.check();
    expect(account.far.control.requests[0]?.headers['user-agent']).toBe('reversal-hub/test');
  });

  it('takes a good answer with Retry-After for a good answer', async () => {
    const body = { user: { id: 7, role: 'admin' } };
    account.far.inject({
      match: () => true,
      fault: { status: 200, headers: { 'Retry-After': '5' }, body },
    });
    expect((await account.connection.check()).account).toContain(hubEmail);
  });

  it('without a webhook secret it is polled only', () => {
    expect(account.open({ webhookSecret: undefined }).readWebhook).toBeUndefined();
  });
});

describe('the export', () => {
  it('a cursor that the vendor refuses does not stop it: it goes on from the cursor’s time', async () => {
    const ids = [account.far.createItem('One'), account.far.createItem('Two')];
    account.far.settle();
    const { cursor } = await account.connection.listChanges(null, new Date(0));
    const refusal = {
      status: 400,
      body: { error: 'InvalidPaginationParameter', description: 'cursor is not valid' },
    };
    account.far.inject({ match: ({ query }) => query.has('cursor'), fault: refusal });
    const again = await account.connection.listChanges(cursor, new Date(0));
    expect(again.references.map((one) => one.externalId)).toEqual(ids);
    expect(again.hasMore).toBe(false);
  });

  it('a page that is refused whatever it asks is told', async () => {
    const listing = (cursor: string | null) => account.connection.listChanges(cursor, new Date(0));
    const { cursor } = await listing(null);
    account.far.inject({ match: () => true, fault: { status: 400 }, times: 9 });
    expect(await codeOf(listing(cursor))).toBe('give_up bad_request');
  });

  it('a proxy’s 410 makes no ticket gone', async () => {
    const id = account.far.createItem('One');
    account.far.inject({ match: () => true, fault: { status: 410, body: '<html>gone</html>' } });
    expect(await codeOf(account.connection.fetchItem(id))).toBe('re_authorise account_not_found');
  });
});

describe('ids for completeness', () => {
  it('a span with more than a search can give is halved until all are told', async () => {
    const from = new Date(account.far.clock.ms);
    const ids: string[] = [];
    for (let second = 0; second < 30; second += 1) {
      for (let number = 0; number < 50; number += 1) ids.push(account.far.createItem('x'));
      account.far.clock.ms += 1_000;
    }
    const listed: string[] = [];
    for await (const id of account.connection.listIds?.(from, new Date(account.far.clock.ms)) ?? [])
      listed.push(id);
    expect(listed).toHaveLength(1_500);
    expect(new Set(listed)).toEqual(new Set(ids));
  });
});

describe('webhook bodies', () => {
  const rows = [
    {
      name: 'event by subject',
      body: { type: 'zen:event-type:ticket.created', subject: 'zen:ticket:5' },
      hints: ['5'],
    },
    {
      name: 'event by detail',
      body: { type: 'zen:event-type:ticket.created', detail: { id: '5' } },
      hints: ['5'],
    },
    {
      name: 'event about a user',
      body: { type: 'zen:event-type:user.created', subject: 'zen:user:5', detail: { id: '5' } },
      hints: [],
    },
    { name: 'trigger, ticketID', body: { ticketID: '5' }, hints: ['5'] },
    { name: 'trigger, ticket_id', body: { ticket_id: 5 }, hints: ['5'] },
    { name: 'trigger, ticket.id', body: { ticket: { id: 5 } }, hints: ['5'] },
    { name: 'trigger, id', body: { id: '5' }, hints: ['5'] },
    { name: 'an id that is an address', body: { id: '5/../6' }, hints: null },
    { name: 'no id', body: { hello: 'world' }, hints: null },
    { name: 'no object', body: 'hello', hints: null },
  ];
  it.each(rows)('$name', ({ body, hints }) => {
    const text = JSON.stringify(body);
    const timestamp = new Date(account.far.clock.ms).toISOString();
    const reading = account.connection.readWebhook?.({
      method: 'POST',
      urls: [],
      headers: {
        'X-Zendesk-Webhook-Signature': webhookSignature(webhookSecret, timestamp, text),
        'X-Zendesk-Webhook-Signature-Timestamp': timestamp,
      },
      rawBody: Buffer.from(text),
      receivedAt: new Date(account.far.clock.ms),
    });
    expect(reading).toEqual(
      hints ? { accepted: true, hints } : { accepted: false, why: 'unreadable' },
    );
  });
});

describe('settings', () => {
  it('the example’s form is accepted, a slash or /api/v2 at the end included', () => {
    const settings = { email: 'hub@northwind.example', apiToken: 't', webhookSecret: 's' };
    for (const baseUrl of [
      'https://acme.zendesk.com',
      'https://acme.zendesk.com/',
      'https://acme.zendesk.com/api/v2',
    ]) {
      expect(zendesk.settings.parse({ ...settings, baseUrl })).toEqual({
        ...settings,
        baseUrl: 'https://acme.zendesk.com',
      });
    }
  });

  it('every fault is told at once, at its place', () => {
    const parsed = zendesk.settings.safeParse({
      baseUrl: 'acme',
      email: 'hub',
      apiToken: '',
      fields: { amount: 'Refund amount' },
      pollSeconds: '30',
      tokn: 'x',
    });
    const faults = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    expect(faults).toEqual([
      'baseUrl: is the account’s address, such as https://acme.zendesk.com',
      'email: is the e-mail address of the user the API token acts as',
      'apiToken: is empty; make one under Apps and integrations, APIs',
      'fields.amount: is the number of a ticket field, as in its address in the Admin Center',
      'pollSeconds: is a number of seconds',
      ': Unrecognized key: "tokn"',
    ]);
  });
});
