import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { zendesk } from '../../connectors/zendesk/index.js';
import {
  commentsAnswer,
  eventBody,
  searchAnswer,
  ticketAnswer,
  ticketSchema,
  triggerBody,
  userAnswer,
  usersAnswer,
} from '../../connectors/zendesk/schema.js';
import { settingsSchema } from '../../connectors/zendesk/settings.js';
import { toSourceItem } from '../../connectors/zendesk/to-source-item.js';
import { readWebhook } from '../../connectors/zendesk/webhook.js';
import {
  describeRecorded,
  readRecorded,
  readRecordedText,
  recordedDir,
} from '../support/recorded.js';

/** Files that hold what the connector reads, and the schema that reads it. */
const schemas: Record<string, z.ZodType> = {
  'get-ticket.json': ticketAnswer,
  'put-ticket.json': ticketAnswer,
  'get-ticket_comments.json': commentsAnswer,
  'get-search_ticket.json': searchAnswer,
  'get-user.json': userAnswer,
  'get-users.json': usersAnswer,
  'group_membership_created.json': eventBody,
  'ticket_comment_added.example.json': eventBody,
  'trigger_ticket_update.json': triggerBody,
};
/** Lists whose tickets are read one by one, and files that have a test of their own below. */
const ticketLists = ['get-tickets.json', 'get-ticket_show_many.json'];
const withOwnTest = ['vectors.json', 'api_rate_limit_exceeded_429.json'];
/** Answers to requests that the connector never makes. */
const notRead = [
  'get-attachment.json',
  'get-tags.json',
  'get-ticket_audits.json',
  'get-ticket_fields.json',
  'get-webhook.json',
];

const settings = settingsSchema.parse({
  baseUrl: 'https://d3v-terraform-provider.zendesk.com',
  email: 'hub@northwind.example',
  apiToken: 'token',
});

describeRecorded('recorded Zendesk payloads', () => {
  it('are all accounted for', () => {
    const known = [...Object.keys(schemas), ...ticketLists, ...withOwnTest, ...notRead];
    expect(readdirSync(join(recordedDir(), 'zendesk')).toSorted()).toEqual(known.toSorted());
  });

  it.each(Object.entries(schemas))('%s is read by its schema', (file, schema) => {
    expect(schema.safeParse(readRecorded(`zendesk/${file}`)).error?.issues).toBeUndefined();
  });

  it.each(ticketLists)('every ticket of %s is read by its schema', (file) => {
    const { tickets } = readRecorded(`zendesk/${file}`) as { tickets: unknown[] };
    expect(tickets.length).toBeGreaterThan(0);
    for (const ticket of tickets) expect(ticketSchema.parse(ticket).id).toBeGreaterThan(0);
  });

  it('a recorded ticket with its comments becomes a source item', () => {
    const { ticket } = ticketAnswer.parse(readRecorded('zendesk/get-ticket.json'));
    const { comments } = commentsAnswer.parse(readRecorded('zendesk/get-ticket_comments.json'));
    const { user } = userAnswer.parse(readRecorded('zendesk/get-user.json'));
    const requester = { ...user, id: ticket.requester_id ?? null, role: 'end-user' };
    const item = toSourceItem({ ticket, comments, users: [requester] }, settings);
    expect(item).toMatchObject({
      externalId: '2',
      url: 'https://d3v-terraform-provider.zendesk.com/agent/tickets/2',
      channel: 'email',
      isClosed: true,
      isDeleted: false,
      customer: { email: 'customer@example.com', phone: null },
      createdAt: new Date('2019-06-03T02:23:47Z'),
    });
    // plain_body and html_body are blank in the recording; the words stand in body alone.
    expect(item.messages.map((message) => message.text)).toEqual([
      'Mail to create fixture ticket for testing',
      'Mail to create fixture ticket for testing',
    ]);
  });

  it('notices are routed to the ticket they name, and to none for a group', () => {
    const secret = 'secret';
    const reading = (file: string) => readWebhook(secret, signed(secret, `zendesk/${file}`));
    expect(reading('ticket_comment_added.example.json')).toEqual({
      accepted: true,
      hints: ['5158'],
    });
    expect(reading('trigger_ticket_update.json')).toEqual({ accepted: true, hints: ['12345'] });
    expect(reading('group_membership_created.json')).toEqual({ accepted: true, hints: [] });
  });

  it('the published signature is accepted; one byte, another time or another secret is not', () => {
    const vector = vectors()[0];
    if (!vector?.bodyFile) throw new Error('the positive vector has no body file');
    const body = readRecordedText(`zendesk/${vector.bodyFile}`);
    const receivedAt = new Date(1_234_000);
    const read = (change: { body?: string; timestamp?: string; secret?: string; at?: Date }) =>
      readWebhook(change.secret ?? vector.secret, {
        method: 'POST',
        urls: [],
        headers: headersOf(vector.signature, change.timestamp ?? vector.timestamp),
        rawBody: Buffer.from(change.body ?? body),
        receivedAt: change.at ?? receivedAt,
      });
    expect(read({})).toEqual({ accepted: true, hints: [] });
    const refused = (why: string) => ({ accepted: false, why });
    expect(read({ body: body.replace('0', '1') })).toEqual(refused('bad_signature'));
    expect(read({ timestamp: '1235' })).toEqual(refused('bad_signature'));
    expect(read({ secret: `${vector.secret}=` })).toEqual(refused('bad_signature'));
    expect(read({ at: new Date(1_234_000 + 300_000) })).toEqual({ accepted: true, hints: [] });
    expect(read({ at: new Date(1_234_000 + 300_001) })).toEqual(refused('stale'));
    expect(read({ at: new Date(1_234_000 - 300_001) })).toEqual(refused('stale'));
  });

  it('the vector of the outdated rule (body before timestamp) is refused', () => {
    const vector = vectors()[1];
    if (!vector?.body) throw new Error('the negative vector has no body');
    const reading = readWebhook(vector.secret, {
      method: 'POST',
      urls: [],
      headers: headersOf(vector.signature, vector.timestamp),
      rawBody: Buffer.from(vector.body),
      receivedAt: new Date(vector.timestamp),
    });
    expect(reading).toEqual({ accepted: false, why: 'bad_signature' });
  });

  it('the recorded limit of the export asks to wait', async () => {
    const body = JSON.stringify(readRecorded('zendesk/api_rate_limit_exceeded_429.json'));
    const headers = { 'Content-Type': 'application/json', 'Retry-After': '36' };
    const connection = zendesk.open(settings, {
      fetch: async () => new Response(body, { status: 429, headers }),
      now: () => new Date('2026-03-02T10:00:00Z'),
      userAgent: 'reversal-hub/test',
    });
    await expect(connection.listChanges(null, new Date(0))).rejects.toMatchObject({
      kind: 'wait',
      code: 'rate_limited',
      waitMs: 36_000,
    });
  });
});

type Vector = {
  secret: string;
  timestamp: string;
  signature: string;
  body?: string;
  bodyFile?: string;
};

function vectors(): Vector[] {
  return readRecorded('zendesk/vectors.json') as Vector[];
}

function headersOf(signature: string, timestamp: string) {
  return {
    'x-zendesk-webhook-signature': signature,
    'x-zendesk-webhook-signature-timestamp': timestamp,
  };
}

function signed(secret: string, path: string) {
  const body = readRecordedText(path);
  const timestamp = '2026-03-02T10:00:00Z';
  const signature = createHmac('sha256', secret)
    .update(timestamp + body)
    .digest('base64');
  return {
    method: 'POST',
    urls: [],
    headers: headersOf(signature, timestamp),
    rawBody: Buffer.from(body),
    receivedAt: new Date(timestamp),
  };
}
