import express from 'express';
import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { listen } from '../../support/stand-ins/http-server.js';
import { signedHeaders } from '../../support/stand-ins/hubspot/webhooks.js';
import { clientSecret, statusProperty } from './hubspot-stand-in.js';
import { hubspotUnderTest } from './hubspot-under-test.js';
import { noticeUrl } from './stand-in.js';
import { codeOf } from './zendesk-under-test.js';

const account = hubspotUnderTest();
const minuteMs = 60_000;

describe('the account', () => {
  it('says which portal it is, and where', async () => {
    const { host } = new URL(account.far.baseUrl);
    expect((await account.connection.check()).account).toBe(`portal 62515 at ${host}`);
  });

  it.each([
    ['a wrong token', { accessToken: 'wrong' }, 're_authorise unauthorised'],
    [
      'a property that is not there',
      { statusProperty: 'refund_state' },
      're_authorise property_missing',
    ],
  ])('%s is told as such', async (_name, settings, code) => {
    expect(await codeOf(account.open(settings).check())).toBe(code);
  });

  it('an address that is no HubSpot does not make every ticket gone', async () => {
    const elsewhere = account.open({ baseUrl: `${account.far.baseUrl}/elsewhere` });
    expect(await codeOf(elsewhere.fetchItem('1'))).toBe('re_authorise account_not_found');
    expect(await codeOf(elsewhere.check())).toBe('re_authorise account_not_found');
  });

  it('a scope that is missing is told as such', async () => {
    account.far.control.missingScopes.add('tickets');
    expect(await codeOf(account.connection.check())).toBe('re_authorise missing_scope');
    expect(await codeOf(account.connection.listChanges(null, new Date(0)))).toBe(
      're_authorise missing_scope',
    );
  });

  it('a property that nobody named need not be there', async () => {
    const { account: name } = await account.open({ statusProperty: undefined }).check();
    expect(name).toContain('portal 62515');
  });

  it.each([
    ['SECONDLY', 1_000],
    ['TEN_SECONDLY_ROLLING', 10_000],
    ['DAILY', 3_600_000],
    // How long is not said: core waits a second, then ever longer.
    ['SOMETHING_NEW', null],
  ])('the limit %s asks to wait for %s ms', async (policyName, waitMs) => {
    const body = { status: 'error', errorType: 'RATE_LIMIT', policyName };
    account.far.inject({ match: () => true, fault: { status: 429, body } });
    await expect(account.connection.fetchItem('1')).rejects.toMatchObject({ kind: 'wait', waitMs });
  });

  it.each([
    [423, 'wait', 2_000],
    [477, 'wait', 3_600_000],
    [521, 'retry', null],
    [525, 'retry', null],
  ])('status %i of the vendor’s own: %s', async (status, kind, waitMs) => {
    account.far.inject({ match: () => true, fault: { status } });
    await expect(account.connection.fetchItem('1')).rejects.toMatchObject({ kind, waitMs });
  });

  it('tells the vendor who calls, and never tells the token elsewhere', async () => {
    account.far.inject({
      match: () => true,
      fault: { status: 302, headers: { Location: `${account.far.baseUrl}/elsewhere` } },
    });
    expect(await codeOf(account.connection.check())).toBe('re_authorise moved');
    await account.connection.check();
    const { requests } = account.far.control;
    expect(requests.map(({ path }) => path)).not.toContain('/elsewhere');
    expect(new Set(requests.map(({ headers }) => headers['user-agent']))).toEqual(
      new Set(['reversal-hub/test']),
    );
  });

  it('without a client secret it is polled only', () => {
    expect(account.open({ clientSecret: undefined }).readWebhook).toBeUndefined();
  });
});

type Event = Record<string, unknown>;

function notice(events: unknown, change: { sentMs?: number; url?: string; body?: string } = {}) {
  const sentAt = new Date(account.far.clock.ms + (change.sentMs ?? 0));
  const body = change.body ?? JSON.stringify(events);
  return {
    method: 'POST',
    urls: ['http://127.0.0.1:3000/webhooks/under-test', noticeUrl],
    headers: signedHeaders({ url: change.url ?? noticeUrl, clientSecret }, body, sentAt),
    rawBody: Buffer.from(body),
    receivedAt: new Date(account.far.clock.ms),
  };
}

describe('webhook bodies', () => {
  const rows: { name: string; event: Event; hints: string[] }[] = [
    { name: 'creation', event: { subscriptionType: 'ticket.creation', objectId: 5 }, hints: ['5'] },
    { name: 'deletion', event: { subscriptionType: 'ticket.deletion', objectId: 5 }, hints: ['5'] },
    {
      name: 'an id as text',
      event: { subscriptionType: 'ticket.restore', objectId: '5' },
      hints: ['5'],
    },
    {
      name: 'a property',
      event: { subscriptionType: 'ticket.propertyChange', objectId: 5, propertyName: 'content' },
      hints: ['5'],
    },
    {
      name: 'our own property',
      event: {
        subscriptionType: 'ticket.propertyChange',
        objectId: 5,
        propertyName: statusProperty,
      },
      hints: [],
    },
    {
      name: 'merge: both sides',
      event: {
        subscriptionType: 'ticket.merge',
        objectId: 7,
        primaryObjectId: 5,
        mergedObjectIds: [6],
        newObjectId: 7,
      },
      hints: ['7', '5', '6'],
    },
    {
      name: 'a contact hung on it',
      event: {
        subscriptionType: 'ticket.associationChange',
        associationType: 'TICKET_TO_CONTACT',
        fromObjectId: 5,
        toObjectId: 9,
      },
      hints: ['5'],
    },
    {
      name: 'it hung on a contact',
      event: {
        subscriptionType: 'contact.associationChange',
        associationType: 'CONTACT_TO_TICKET',
        fromObjectId: 9,
        toObjectId: 5,
      },
      hints: ['5'],
    },
    {
      name: 'generic form, a ticket',
      event: { subscriptionType: 'object.creation', objectTypeId: '0-5', objectId: 5 },
      hints: ['5'],
    },
    {
      name: 'generic form, a note hung on a ticket',
      event: {
        subscriptionType: 'object.associationChange',
        fromObjectTypeId: '0-46',
        toObjectTypeId: '0-5',
        fromObjectId: 9,
        toObjectId: 5,
      },
      hints: ['5'],
    },
    {
      name: 'generic form, a contact',
      event: { subscriptionType: 'object.creation', objectTypeId: '0-1', objectId: 5 },
      hints: [],
    },
    { name: 'a contact', event: { subscriptionType: 'contact.creation', objectId: 5 }, hints: [] },
    {
      name: 'a new message',
      event: { subscriptionType: 'conversation.newMessage', objectId: 5 },
      hints: [],
    },
    {
      name: 'an id that is an address',
      event: { subscriptionType: 'ticket.creation', objectId: '5/../6' },
      hints: [],
    },
    { name: 'no type', event: { objectId: 5 }, hints: [] },
  ];
  it.each(rows)('$name', ({ event, hints }) => {
    expect(account.connection.readWebhook?.(notice([event]))).toEqual({ accepted: true, hints });
  });

  it('a batch of 100, one of them unreadable, names each ticket once', () => {
    const events = Array.from({ length: 99 }, (_, index) => ({
      subscriptionType: 'ticket.propertyChange',
      propertyName: 'content',
      objectId: 1 + (index % 50),
    }));
    const reading = account.connection.readWebhook?.(notice([...events, 'nonsense']));
    const hints = Array.from({ length: 50 }, (_, index) => String(index + 1));
    expect(reading).toEqual({ accepted: true, hints });
  });

  it.each([
    ['no list', { body: '{"subscriptionType":"ticket.creation","objectId":5}' }],
    ['no JSON', { body: '[{' }],
  ])('%s is unreadable', (_name, change) => {
    expect(account.connection.readWebhook?.(notice([], change))).toEqual({
      accepted: false,
      why: 'unreadable',
    });
  });
});

describe('webhook signatures', () => {
  const events = [{ subscriptionType: 'ticket.creation', objectId: 5 }];
  const read = (request: ReturnType<typeof notice>, settings: Record<string, unknown> = {}) =>
    account.open(settings).readWebhook?.(request);
  const refused = (why: string) => ({ accepted: false, why });

  const times = [
    { sentMs: -5 * minuteMs, outcome: { accepted: true, hints: ['5'] } },
    { sentMs: 5 * minuteMs, outcome: { accepted: true, hints: ['5'] } },
    { sentMs: -5 * minuteMs - 1, outcome: refused('stale') },
    { sentMs: 5 * minuteMs + 1, outcome: refused('stale') },
  ];
  it.each(times)('sent $sentMs ms from now: $outcome', ({ sentMs, outcome }) => {
    expect(read(notice(events, { sentMs }))).toEqual(outcome);
  });

  it.each([
    [
      'for another address',
      notice.bind(null, events, { url: 'https://evil.example/' }),
      'bad_signature',
    ],
    [
      'with another time',
      () => withHeader('X-HubSpot-Request-Timestamp', '1772439000001'),
      'bad_signature',
    ],
    ['with no time', () => withHeader('X-HubSpot-Request-Timestamp', ''), 'unsigned'],
    ['with a time in words', () => withHeader('X-HubSpot-Request-Timestamp', 'now'), 'unsigned'],
    [
      'with a time of 40 digits',
      () => withHeader('X-HubSpot-Request-Timestamp', '9'.repeat(40)),
      'unsigned',
    ],
    ['with another method', () => ({ ...notice(events), method: 'PUT' }), 'bad_signature'],
    ['with half a signature', () => withHeader('X-HubSpot-Signature-v3', 'abc'), 'bad_signature'],
    ['signed as of old only', () => withHeader('X-HubSpot-Signature-v3', undefined), 'unsigned'],
  ] as const)('%s it is refused', (_name, request, why) => {
    expect(read(request())).toEqual(refused(why));
  });

  it('old signatures count where the settings say so, and no worse than they are', () => {
    const older = { olderSignatures: true };
    const v1 = withHeader('X-HubSpot-Signature-v3', undefined);
    expect(read(v1, older)).toEqual({ accepted: true, hints: ['5'] });
    expect(read({ ...v1, rawBody: Buffer.from('[]') }, older)).toEqual(refused('bad_signature'));
    const wrongV3 = withHeader('X-HubSpot-Signature-v3', 'abc');
    expect(read(wrongV3, older)).toEqual(refused('bad_signature'));
    const v4 = { ...v1, headers: { ...v1.headers, 'X-HubSpot-Signature-Version': 'v4' } };
    expect(read(v4, older)).toEqual(refused('unsigned'));
  });

  it('the address counts with the characters decoded that the vendor decodes', () => {
    const sent = notice(events, { url: `${noticeUrl}?to=a@b,c` });
    const request = { ...sent, urls: [`${noticeUrl}?to=a%40b%2Cc`] };
    expect(read(request)).toEqual({ accepted: true, hints: ['5'] });
    expect(read({ ...sent, urls: [`${noticeUrl}?to=a%40b%26c`] })).toEqual(
      refused('bad_signature'),
    );
  });

  function withHeader(name: string, value: string | undefined) {
    const request = notice(events);
    const { [name]: _replaced, ...rest } = request.headers;
    return { ...request, headers: value === undefined ? rest : { ...rest, [name]: value } };
  }
});

describe('what the vendor really sends', () => {
  it('changes come signed, up to 100 in one request, and are read as hints', async () => {
    const { control } = account.far;
    const hints: string[] = [];
    const sizes: number[] = [];
    const app = express();
    app.post(
      '/webhooks/under-test',
      express.raw({ type: () => true, limit: '1mb' }),
      async (request, response) => {
        const reading = await account.connection.readWebhook?.({
          method: request.method,
          urls: [`http://${request.get('host')}${request.originalUrl}`],
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          ),
          rawBody: request.body,
          receivedAt: new Date(account.far.clock.ms),
        });
        if (reading?.accepted) hints.push(...reading.hints);
        sizes.push(JSON.parse(String(request.body)).length);
        response.status(reading?.accepted ? 200 : 401).end();
      },
    );
    const hub = await listen(app);
    control.setWebhook({ url: `${hub.url}/webhooks/under-test`, clientSecret });
    const ids = control.seedTickets(130, 'Charged twice');
    await control.webhooksSettled();
    await hub.close();
    expect(sizes.toSorted((one, other) => other - one)).toEqual([100, 30]);
    expect(hints.toSorted()).toEqual(ids.toSorted());
    expect(control.webhookDeliveries.every(({ delivered }) => delivered)).toBe(true);
  });
});

describe('settings', () => {
  const settings = { accessToken: 't', clientSecret: 's' };

  it('the example’s form is accepted, a slash at the end included', () => {
    for (const baseUrl of ['https://api.hubapi.com', 'https://api.hubapi.com/']) {
      expect(hubspot.settings.parse({ ...settings, baseUrl })).toEqual({
        ...settings,
        baseUrl: 'https://api.hubapi.com',
      });
    }
  });

  it('every fault is told at once, at its place', () => {
    const parsed = hubspot.settings.safeParse({
      baseUrl: 'hubapi',
      accessToken: '',
      clientSecret: '',
      pipelines: [],
      fields: { amount: 'Refund amount' },
      statusProperty: 'Status',
      olderSignatures: 'yes',
      actFrom: 'soon',
      pollSeconds: '30',
      tokn: 'x',
    });
    const faults = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    expect(faults).toEqual([
      'baseUrl: is the API’s address, https://api.hubapi.com',
      'accessToken: is empty; copy it from the private app, under Auth',
      'clientSecret: is empty; copy it from the private app, or leave the key out to poll',
      'olderSignatures: is true or false',
      'pipelines: names no pipeline; leave the key out for all',
      'fields.amount: is the internal name of a ticket property, such as refund_amount',
      'statusProperty: is the internal name of a ticket property, such as refund_amount',
      'actFrom: is a date such as 2026-01-31',
      'pollSeconds: is a number of seconds',
      ': Unrecognized key: "tokn"',
    ]);
  });
});
