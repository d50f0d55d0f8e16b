import express from 'express';
import { createGmailStandIn } from '../../support/stand-ins/gmail/stand-in.js';
import { type BenchSource, beginsAtMs, dayMs, eachOf, textOf } from './bench-source.js';

const mailbox = 'refunds@acme.example';
const oauth = { clientId: 'client', clientSecret: 'secret', refreshToken: '1//refresh' };
const atOnce = 16;
/** Units of a page of threads and of a thread; the same table as the connector's. */
const units = { list: 10, thread: 40 };

/** Threads of a customer's mail; every third has an answer and a second mail. */
export const gmailSource: BenchSource = {
  connectorId: 'gmail',
  limits: [{ words: '6,000 units a minute', msPerPoint: 10, items: 150 }],
  items: 2_000,
  unlimited: { units: 1_000_000_000 },
  settings: (url) => ({ baseUrl: url, tokenUrl: `${url}/token`, mailbox, oauth }),
  account(items) {
    const { router, control } = createGmailStandIn({ mailbox, credentials: { oauth } });
    for (let index = 0; index < items; index += 1) {
      const from = { name: `Customer ${index}`, email: `customer-${index}@example.com` };
      const at = new Date(beginsAtMs + index * 1_000);
      const mail = { subject: `Mail ${index}`, body: textOf(index), from, at };
      const { threadId } = control.receive(mail);
      if (index % 3 > 0) continue;
      const agent = { name: 'Ada Agent', email: 'ada@acme.example' };
      control.receive({ ...mail, body: 'We are looking into it.', from: agent, threadId });
      control.receive({ ...mail, body: 'Is there any news?', threadId });
    }
    return express().use(router);
  },
  async readBare({ url, turn, isOver }) {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: oauth.clientId,
      client_secret: oauth.clientSecret,
      refresh_token: oauth.refreshToken,
    });
    const token = await fetch(`${url}/token`, { method: 'POST', body: form });
    const { access_token } = (await token.json()) as { access_token: string };
    const ask = async (path: string, points: number): Promise<Record<string, unknown>> => {
      await turn(points);
      const headers = { authorization: `Bearer ${access_token}` };
      const answer = await fetch(`${url}/gmail/v1/users/me${path}`, { headers });
      return (await answer.json()) as Record<string, unknown>;
    };
    const since = Math.floor((beginsAtMs - dayMs) / 1_000);
    let read = 0;
    let place = '';
    while (!isOver()) {
      const page = await ask(`/threads?maxResults=500&q=after:${since}${place}`, units.list);
      await eachOf((page.threads ?? []) as { id: string }[], atOnce, async ({ id }) => {
        if (isOver()) return;
        const thread = await ask(`/threads/${id}?format=full`, units.thread);
        for (const { payload } of thread.messages as Message[]) {
          Buffer.from(payload.body?.data ?? '', 'base64url').toString('utf8');
        }
        read += 1;
      });
      if (typeof page.nextPageToken !== 'string') break;
      place = `&pageToken=${encodeURIComponent(page.nextPageToken)}`;
    }
    return read;
  },
};

type Message = { payload: { body?: { data?: string } } };
