import express from 'express';
import { OAuth2Client } from 'google-auth-library';
import { gmail, type gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushDelivery } from '../support/stand-ins/gmail/push.js';
import { createGmailStandIn, type GmailStandIn } from '../support/stand-ins/gmail/stand-in.js';
import { type ListeningServer, listen } from '../support/stand-ins/http-server.js';

/** The stand-in as an outside script sees it: through the vendor's own client, at the server's root. */
const address = 'refunds@acme.example';
const oauth = { clientId: 'client', clientSecret: 'secret', refreshToken: '1//refresh' };
let kept: string | null;
let clockMs: number;
let far: GmailStandIn;
let server: ListeningServer;
let users: gmail_v1.Resource$Users;
const pushed: { authorization: string | undefined; body: string }[] = [];
let answer = 200;

async function start(): Promise<void> {
  const app = express();
  app.post('/push', express.text({ type: () => true }), (request, response) => {
    pushed.push({ authorization: request.headers.authorization, body: request.body });
    response.sendStatus(answer);
  });
  server = await listen((request, response) => app(request, response));
  far = createGmailStandIn({
    mailbox: address,
    credentials: { oauth, accessToken: 'sandbox' },
    now: () => new Date(clockMs),
    persistence: {
      load: () => kept,
      save: (text) => {
        kept = text;
      },
    },
    push: {
      url: `${server.url}/push`,
      audience: 'https://hub.example',
      serviceAccountEmail: 'push@acme.iam.gserviceaccount.com',
      subscription: 'projects/acme/subscriptions/gmail',
    },
    pushRetryDelaysMs: [1, 1],
  });
  app.use(far.router);
  const auth = new OAuth2Client({
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    endpoints: { oauth2TokenUrl: `${server.url}/token` },
  });
  auth.setCredentials({ refresh_token: oauth.refreshToken });
  users = gmail({ version: 'v1', auth, rootUrl: server.url, retry: false }).users;
}

beforeEach(async () => {
  kept = null;
  clockMs = Date.parse('2026-03-02T10:00:00Z');
  answer = 200;
  pushed.length = 0;
  await start();
});
afterEach(async () => {
  await far.close();
  await server.close();
});

const userId = 'me';
const mail = (head: string, body = 'hello') =>
  Buffer.from(`From: jane@example.com\r\nTo: ${address}\r\n${head}\r\n\r\n${body}`).toString(
    'base64url',
  );
const inserted = async (head = 'Subject: x', labelIds = ['INBOX']) =>
  (await users.messages.insert({ userId, requestBody: { raw: mail(head), labelIds } })).data;
const reasonOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    const { response } = error as {
      response?: { status: number; data: { error: { status?: string } | string } };
    };
    const named = response?.data.error;
    return `${response?.status} ${typeof named === 'string' ? named : named?.status}`;
  }
  return 'no trouble';
};

describe('mail comes in by the vendor’s own calls', () => {
  it('insert, import and send; the date of an import is the mail’s own', async () => {
    await inserted();
    const raw = mail('Subject: old\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000');
    const old = (await users.messages.import({ userId, requestBody: { raw } })).data;
    const sent = (await users.messages.send({ userId, requestBody: { raw: mail('Subject: y') } }))
      .data;
    expect(sent.labelIds).toEqual(['SENT']);
    const read = await users.messages.get({ userId, id: old.id ?? '', format: 'minimal' });
    expect(read.data.internalDate).toBe(String(Date.parse('2026-01-01')));
    expect((await users.messages.list({ userId })).data.messages).toHaveLength(3);
  });

  it('an upload is taken as it is', async () => {
    const response = await fetch(
      `${server.url}/upload/gmail/v1/users/me/messages?uploadType=media`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer sandbox', 'content-type': 'message/rfc822' },
        body: 'From: a@b.example\r\nSubject: up\r\n\r\nhi',
      },
    );
    expect(response.status).toBe(200);
    const { id } = (await response.json()) as { id: string };
    const { data } = await users.messages.get({
      userId,
      id,
      format: 'metadata',
      metadataHeaders: ['Subject'],
    });
    expect(data.payload?.headers).toEqual([{ name: 'Subject', value: 'up' }]);
  });

  it('answers join the thread by reference and subject; another subject begins one', async () => {
    const first = await inserted('Subject: order\r\nMessage-ID: <1@x>');
    const joined = await inserted('Subject: Re: order\r\nIn-Reply-To: <1@x>');
    const apart = await inserted('Subject: other\r\nIn-Reply-To: <1@x>');
    expect(joined.threadId).toBe(first.threadId);
    expect(apart.threadId).not.toBe(first.threadId);
    const thread = await users.threads.get({ userId, id: first.threadId ?? '' });
    expect(thread.data.messages?.map((message) => message.id)).toEqual([first.id, joined.id]);
  });
});

describe('history', () => {
  it('tells each change after an id, in order, page by page, and forgets when told', async () => {
    const { data: profile } = await users.getProfile({ userId });
    const message = await inserted();
    await users.messages.modify({
      userId,
      id: message.id ?? '',
      requestBody: { addLabelIds: ['STARRED'] },
    });
    await users.messages.delete({ userId, id: message.id ?? '' });
    const startHistoryId = profile.historyId ?? '';
    const first = (await users.history.list({ userId, startHistoryId, maxResults: 2 })).data;
    const second = (
      await users.history.list({
        userId,
        startHistoryId,
        maxResults: 2,
        pageToken: first.nextPageToken ?? '',
      })
    ).data;
    const kinds = [...(first.history ?? []), ...(second.history ?? [])].map((record) =>
      Object.keys(record).find((key) => key.endsWith('ed')),
    );
    expect(kinds).toEqual(['messagesAdded', 'labelsAdded', 'messagesDeleted']);
    const only = await users.history.list({ userId, startHistoryId, historyTypes: ['labelAdded'] });
    expect(only.data.history).toHaveLength(1);
    far.control.mailbox.forgetHistory();
    expect(await reasonOf(users.history.list({ userId, startHistoryId }))).toBe('404 NOT_FOUND');
  });
});

describe('labels, drafts and the watch', () => {
  it('a draft that is sent is another mail in its thread', async () => {
    const message = await inserted('Subject: order\r\nMessage-ID: <1@x>');
    const { data: draft } = await users.drafts.create({
      userId,
      requestBody: { message: { threadId: message.threadId, raw: mail('Subject: Re: order') } },
    });
    expect((await users.drafts.list({ userId })).data.drafts).toHaveLength(1);
    const { data: sent } = await users.drafts.send({ userId, requestBody: { id: draft.id } });
    expect(sent).toMatchObject({ threadId: message.threadId, labelIds: ['SENT'] });
    expect(sent.id).not.toBe(draft.message?.id);
    expect((await users.drafts.list({ userId })).data.drafts).toEqual([]);
  });

  it('a watched mailbox pushes each change, signed, again while it is refused', async () => {
    await inserted();
    expect(pushed).toEqual([]);
    answer = 503;
    const topicName = 'projects/acme/topics/gmail';
    const { data } = await users.watch({ userId, requestBody: { topicName } });
    expect(Number(data.expiration)).toBe(clockMs + 7 * 86_400_000);
    await inserted();
    await far.control.pushesSettled();
    const [delivery]: PushDelivery[] = far.control.pushDeliveries;
    expect(delivery?.attempts).toEqual([503, 503, 503]);
    expect(pushed[0]?.authorization).toMatch(/^Bearer /);
    const { message } = JSON.parse(pushed[0]?.body ?? '{}') as { message: { data: string } };
    expect(JSON.parse(Buffer.from(message.data, 'base64').toString())).toEqual({
      emailAddress: address,
      historyId: delivery?.historyId,
    });
    clockMs += 8 * 86_400_000;
    pushed.length = 0;
    far.control.mailbox.add({ raw: Buffer.from('x'), labelIds: [] });
    await far.control.pushesSettled();
    expect(pushed).toEqual([]);
  });

  it('everything is there again after a restart', async () => {
    const message = await inserted();
    await users.labels.create({ userId, requestBody: { name: 'Kept' } });
    const before = (await users.getProfile({ userId })).data;
    await far.close();
    await server.close();
    await start();
    expect((await users.getProfile({ userId })).data).toEqual(before);
    expect((await users.labels.list({ userId })).data.labels?.map((label) => label.name)).toContain(
      'Kept',
    );
    const { data } = await users.messages.get({ userId, id: message.id ?? '', format: 'raw' });
    expect(data.raw).toBe(mail('Subject: x'));
  });
});

describe('refuses what the vendor refuses', () => {
  const rows: { name: string; call: () => Promise<unknown>; refusal: string }[] = [
    {
      name: 'no message',
      call: () => users.messages.get({ userId, id: '18c' }),
      refusal: '404 NOT_FOUND',
    },
    {
      name: 'an id that is none',
      call: () => users.messages.get({ userId, id: 'zz' }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'raw threads',
      call: async () =>
        users.threads.get({
          userId,
          id: (await inserted()).threadId ?? '',
          format: 'raw' as 'full',
        }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'a mail without bytes',
      call: () => users.messages.insert({ userId, requestBody: {} }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'sending to nobody',
      call: () =>
        users.messages.send({
          userId,
          requestBody: { raw: Buffer.from('Subject: x\r\n\r\nx').toString('base64url') },
        }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'an unknown label',
      call: async () =>
        users.messages.modify({
          userId,
          id: (await inserted()).id ?? '',
          requestBody: { addLabelIds: ['Label_99'] },
        }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'a label twice',
      call: async () => {
        await users.labels.create({ userId, requestBody: { name: 'A' } });
        return users.labels.create({ userId, requestBody: { name: 'a' } });
      },
      refusal: '409 ABORTED',
    },
    {
      name: 'a label of the system’s name',
      call: () => users.labels.create({ userId, requestBody: { name: 'Inbox' } }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'a page that is none',
      call: () => users.threads.list({ userId, pageToken: 'x' }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'history from nowhere',
      call: () => users.history.list({ userId }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'history from the future',
      call: () => users.history.list({ userId, startHistoryId: '999999' }),
      refusal: '404 NOT_FOUND',
    },
    {
      name: 'a topic that is none',
      call: () => users.watch({ userId, requestBody: { topicName: 'x' } }),
      refusal: '400 INVALID_ARGUMENT',
    },
    {
      name: 'another mailbox',
      call: () => users.getProfile({ userId: 'other@acme.example' }),
      refusal: '403 PERMISSION_DENIED',
    },
    {
      name: 'an ended token',
      call: async () => {
        await inserted();
        clockMs += 3_600_000;
        return users.getProfile({ userId });
      },
      refusal: '401 UNAUTHENTICATED',
    },
  ];
  it.each(rows)('$name: $refusal', async ({ call, refusal }) => {
    expect(await reasonOf(call())).toBe(refusal);
  });

  const form = (fields: Record<string, string>) =>
    fetch(`${server.url}/token`, { method: 'POST', body: new URLSearchParams(fields) });
  it.each([
    ['a grant nobody knows', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [
      'a wrong secret',
      { grant_type: 'refresh_token', client_id: 'client', client_secret: 'x' },
      401,
      'invalid_client',
    ],
    [
      'a wrong refresh token',
      {
        grant_type: 'refresh_token',
        client_id: 'client',
        client_secret: 'secret',
        refresh_token: 'x',
      },
      400,
      'invalid_grant',
    ],
    [
      'an assertion by nobody',
      { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' },
      400,
      'invalid_grant',
    ],
  ])('%s', async (_name, fields, status, error) => {
    const response = await form(fields as Record<string, string>);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });
});

describe('search', () => {
  it.each([
    ['from:jane', 2],
    ['subject:alpha', 1],
    ['-subject:alpha', 1],
    ['rfc822msgid:1@x', 1],
    ['in:inbox', 1],
    ['in:trash', 0],
    ['after:2026/03/02', 2],
    ['before:2026/03/02', 0],
    ['"no such words"', 0],
  ])('%s finds %i', async (q, count) => {
    await inserted('Subject: alpha\r\nMessage-ID: <1@x>');
    await inserted('Subject: beta', []);
    const { data } = await users.messages.list({ userId, q });
    expect(data.messages).toHaveLength(count);
  });
});
