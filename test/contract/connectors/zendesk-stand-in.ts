import express from 'express';
import type { Fault } from '../../support/stand-ins/faults.js';
import { listen } from '../../support/stand-ins/http-server.js';
import {
  createZendeskStandIn,
  type ZendeskControl,
} from '../../support/stand-ins/zendesk/stand-in.js';
import { webhookSignature } from '../../support/stand-ins/zendesk/webhooks.js';
import type { ConnectorStandIn, RunningStandIn } from './stand-in.js';

export const hubEmail = 'hub@northwind.example';
export const webhookSecret = 'a-secret-of-the-account';
const apiToken = 'token-of-the-hub';
const startMs = Date.parse('2026-03-02T10:00:00Z');
const jane = { name: 'Jane Doe', email: 'jane@example.com' };

export type RunningZendesk = RunningStandIn & {
  control: ZendeskControl;
  baseUrl: string;
  settings: Record<string, unknown>;
  inject(fault: Fault): void;
};

/** A Zendesk account on a port of its own, its clock in the test's hand. */
export async function startZendesk(): Promise<RunningZendesk> {
  const clock = { ms: startMs };
  const standIn = createZendeskStandIn({
    email: hubEmail,
    apiToken,
    now: () => new Date(clock.ms),
    rateLimit: false,
    webhookRetryDelaysMs: [],
  });
  const app = express();
  app.use('/sandbox/zendesk', standIn.router);
  const server = await listen(app);
  const baseUrl = `${server.url}/sandbox/zendesk`;
  const control = standIn.state;
  return {
    control,
    baseUrl,
    clock,
    settings: { baseUrl, email: hubEmail, apiToken, webhookSecret },
    createItem: (text, createdAt) =>
      String(control.createTicket({ subject: text, body: text, requester: jane, createdAt }).id),
    changeItem(id, text) {
      const authorId = control.addEndUser(jane).id;
      control.addComment(Number(id), { body: text, authorId });
    },
    deleteItem: (id) => control.deleteTicket(Number(id)),
    notesOf: (id) => control.notesOf(Number(id)).map((note) => note.body),
    tagsOf: (id) => control.ticket(Number(id))?.tags ?? [],
    setTags: (id, tags) => {
      control.updateTicket(Number(id), { tags: [...tags] });
    },
    settle() {
      clock.ms += 10 * 60_000;
    },
    signedNotice(id, sentAt) {
      const body = JSON.stringify({
        type: 'zen:event-type:ticket.comment_added',
        subject: `zen:ticket:${id}`,
        detail: { id },
      });
      const timestamp = sentAt.toISOString();
      return {
        headers: {
          'x-zendesk-webhook-signature': webhookSignature(webhookSecret, timestamp, body),
          'x-zendesk-webhook-signature-timestamp': timestamp,
        },
        body,
      };
    },
    fail(kind, times) {
      const injected = control.inject({ match: () => true, times, ...faultOf(kind) });
      return { struck: injected.struck };
    },
    inject: (fault) => {
      control.inject(fault);
    },
    clearFaults: control.clearFaults,
    meetStorm: control.meetStorm,
    async close() {
      await standIn.close();
      await server.close();
    },
  };
}

function faultOf(kind: Parameters<RunningStandIn['fail']>[0]): Pick<Fault, 'fault' | 'slowMs'> {
  if (typeof kind === 'object' && 'slowMs' in kind) return { fault: 'slow', slowMs: kind.slowMs };
  return { fault: kind };
}

export const zendeskStandIn: ConnectorStandIn = { connectorId: 'zendesk', start: startZendesk };
