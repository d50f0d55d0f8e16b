import express from 'express';
import { htmlToText } from '../../../connectors/html-to-text.js';
import type { Fault } from '../../support/stand-ins/faults.js';
import { listen } from '../../support/stand-ins/http-server.js';
import {
  createHubSpotStandIn,
  type HubSpotControl,
} from '../../support/stand-ins/hubspot/stand-in.js';
import { signedHeaders } from '../../support/stand-ins/hubspot/webhooks.js';
import { type ConnectorStandIn, noticeUrl, type RunningStandIn } from './stand-in.js';

export const clientSecret = 'a-secret-of-the-app';
export const statusProperty = 'reversal_hub_status';
const accessToken = 'pat-eu1-token-of-the-app';
/** Two hours before ten past ten, the time that the ladder's dates are reckoned from. */
const startMs = Date.parse('2026-03-02T08:10:00Z');
const jane = { name: 'Jane Doe', email: 'jane@example.com' };

export type RunningHubSpot = RunningStandIn & {
  control: HubSpotControl;
  baseUrl: string;
  settings: Record<string, unknown>;
  inject(fault: Fault): void;
};

/** A HubSpot account on a port of its own, its clock in the test's hand. */
export async function startHubSpot(): Promise<RunningHubSpot> {
  const clock = { ms: startMs };
  const standIn = createHubSpotStandIn({
    accessToken,
    now: () => new Date(clock.ms),
    rateLimit: false,
    webhookRetryDelaysMs: [],
  });
  const app = express();
  app.use('/sandbox/hubspot', standIn.router);
  const server = await listen(app);
  const baseUrl = `${server.url}/sandbox/hubspot`;
  const control = standIn.state;
  control.addTicketProperty(statusProperty);
  return {
    control,
    baseUrl,
    clock,
    settings: { baseUrl, accessToken, clientSecret, statusProperty },
    createItem(text, createdAt) {
      // Old before anybody asked: history. Old and new to somebody who has asked: an import.
      const isHistory = createdAt !== undefined && control.requests.length === 0;
      const what = { subject: text, content: text, createdAt };
      if (isHistory) return control.createTicket({ ...what, changedAt: createdAt }).id;
      return control.createTicket({ ...what, contact: jane }).id;
    },
    changeItem(id, text) {
      control.addEmail(id, { from: jane, text });
    },
    deleteItem: control.deleteTicket,
    notesOf: (id) => control.notesOf(id).map(htmlToText),
    tagsOf: (id) => control.ticket(id)?.properties[statusProperty]?.split(';') ?? [],
    setTags: (id, tags) => control.updateTicket(id, { [statusProperty]: tags.join(';') }),
    // Past the farthest look back, so that what was listed is not listed again.
    settle() {
      clock.ms += 2 * 3_600_000;
    },
    signedNotice(id, sentAt) {
      const body = JSON.stringify([
        {
          eventId: 1,
          subscriptionId: 12_345,
          portalId: 62_515,
          occurredAt: sentAt.getTime(),
          subscriptionType: 'ticket.creation',
          attemptNumber: 0,
          objectId: Number(id),
          changeFlag: 'CREATED',
        },
      ]);
      return { headers: signedHeaders({ url: noticeUrl, clientSecret }, body, sentAt), body };
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

export const hubspotStandIn: ConnectorStandIn = { connectorId: 'hubspot', start: startHubSpot };
