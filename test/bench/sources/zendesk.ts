import express from 'express';
import { createZendeskStandIn } from '../../support/stand-ins/zendesk/stand-in.js';
import { type BenchSource, beginsAtMs, dayMs, eachOf, textOf } from './bench-source.js';

const login = { email: 'hub@northwind.example', apiToken: 'bench' };
const atOnce = 16;

/** Tickets of one message; a request each for its comments. */
export const zendeskSource: BenchSource = {
  connectorId: 'zendesk',
  // What the stand-in tells with every answer, as an Enterprise account is told.
  limits: [{ words: '700 requests a minute', msPerPoint: 60_000 / 700, items: 700 }],
  items: 3_000,
  unlimited: { requests: 10_000_000, exports: 1_000_000 },
  settings: (url) => ({ baseUrl: url, ...login }),
  account(items) {
    const standIn = createZendeskStandIn({ ...login, rateLimit: false });
    for (let index = 0; index < items; index += 1) {
      standIn.state.createTicket({
        subject: `Ticket ${index}`,
        body: textOf(index),
        requester: { name: `Customer ${index % 50}`, email: `customer-${index % 50}@example.com` },
        createdAt: new Date(beginsAtMs + index),
      });
    }
    return express().use(standIn.router);
  },
  async readBare({ url, turn, isOver }) {
    const authorization = `Basic ${Buffer.from(`${login.email}/token:${login.apiToken}`).toString('base64')}`;
    const ask = async (path: string): Promise<Record<string, unknown>> => {
      await turn(1);
      const answer = await fetch(`${url}/api/v2${path}`, { headers: { authorization } });
      return (await answer.json()) as Record<string, unknown>;
    };
    let read = 0;
    let place = `start_time=${Math.floor((beginsAtMs - dayMs) / 1_000)}`;
    while (!isOver()) {
      const page = await ask(`/incremental/tickets/cursor.json?${place}&include=users`);
      await eachOf(page.tickets as { id: number }[], atOnce, async ({ id }) => {
        if (isOver()) return;
        await ask(`/tickets/${id}/comments.json?include=users&page[size]=100`);
        read += 1;
      });
      if (page.end_of_stream === true) break;
      place = `cursor=${encodeURIComponent(String(page.after_cursor))}`;
    }
    return read;
  },
};
