import { expect, it } from 'vitest';
import { slackSignature } from '../support/stand-ins/slack/delivery.js';
import { webhookSignature } from '../support/stand-ins/zendesk/webhooks.js';
import type { Journey } from './support/acts.js';
import { channels } from './support/configuration.js';
import { waitFor } from './support/wait-for.js';
import { secrets } from './support/world.js';

/** Stand in forged requests only; found in the database they were stored. */
export const forgedTicket = 987_654_321;
export const forgedWords = 'forged-words-kept-nowhere';

/** What is not signed as Slack and Zendesk sign, now and over these very bytes. */
export function forgedRequests(journey: () => Journey): void {
  it.each(['unsigned', 'stale', 'altered'] as const)(
    'answers %s requests 401 and counts them',
    async (how) => {
      const { world } = journey();
      const why = how === 'altered' ? 'bad_signature' : how;
      const before = await world.metrics();
      for (const [path, headers, body] of [slackRequest(how), zendeskRequest(how)] as const) {
        const response = await fetch(`${world.hub.url}${path}`, { method: 'POST', headers, body });
        expect(response.status, path).toBe(401);
      }
      for (const source of ['chat', 'acme-zendesk']) {
        const name = `hub_webhook_refused_total{source="${source}",why="${why}"}`;
        const counted = await waitFor(name, async () => {
          const value = (await world.metrics()).get(name);
          return value !== before.get(name) && value;
        });
        expect(counted, name).toBe((before.get(name) ?? 0) + 1);
      }
    },
  );
}

type Forgery = 'unsigned' | 'stale' | 'altered';
type ForgedRequest = readonly [path: string, headers: Record<string, string>, body: string];
const staleMs = 10 * 60_000;

function slackRequest(how: Forgery): ForgedRequest {
  const form = (text: string) =>
    new URLSearchParams({
      command: '/reversal',
      text,
      user_id: 'U0MANAGER',
      channel_id: channels.acme,
      team_id: 'T0SANDBOX',
      response_url: 'http://127.0.0.1:9/none',
      trigger_id: '1.2.3',
    }).toString();
  const seconds = Math.floor((Date.now() - (how === 'stale' ? staleMs : 0)) / 1000);
  const body = form(`log 12.00 USD ${forgedWords}`);
  const signed = how === 'altered' ? form('help') : body;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(how === 'unsigned'
      ? {}
      : {
          'x-slack-request-timestamp': String(seconds),
          'x-slack-signature': slackSignature(secrets.SLACK_SIGNING_SECRET, seconds, signed),
        }),
  };
  return ['/slack/events', headers, body];
}

function zendeskRequest(how: Forgery): ForgedRequest {
  const notice = (ticket: number) =>
    JSON.stringify({ type: 'zen:event-type:ticket.created', subject: `zen:ticket:${ticket}` });
  const timestamp = new Date(Date.now() - (how === 'stale' ? staleMs : 0)).toISOString();
  const body = notice(forgedTicket);
  const signed = how === 'altered' ? notice(1) : body;
  const secret = secrets.ACME_ZENDESK_WEBHOOK_SECRET;
  const headers = {
    'content-type': 'application/json',
    ...(how === 'unsigned'
      ? {}
      : {
          'x-zendesk-webhook-signature': webhookSignature(secret, timestamp, signed),
          'x-zendesk-webhook-signature-timestamp': timestamp,
        }),
  };
  return ['/webhooks/acme-zendesk', headers, body];
}
