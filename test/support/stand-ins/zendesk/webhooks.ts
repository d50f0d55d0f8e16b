import { createHmac, randomUUID } from 'node:crypto';
import type { TicketRecord } from './records.js';
import type { ZendeskState } from './state.js';
import type { TicketEvent } from './ticket-history.js';

export interface WebhookTarget {
  id: string;
  url: string;
  secret: string;
  /** `zen:event-type:ticket.created`, …; left out: every ticket event. */
  subscriptions?: string[];
}

export interface WebhookDelivery {
  webhookId: string;
  invocationId: string;
  type: string;
  ticketId: number;
  /** One entry an attempt: the HTTP status, or `cut` where no answer came. */
  attempts: (number | 'cut')[];
  delivered: boolean;
}

export interface WebhookSender {
  readonly deliveries: WebhookDelivery[];
  send(ticket: TicketRecord, actorId: number, events: TicketEvent[]): void;
  /** Ends when no delivery is under way or waiting to be tried again. */
  settled(): Promise<void>;
  close(): void;
}

/**
 * The vendor retries only some failures ("Webhook retries", developer.zendesk.com/api-reference/
 * webhooks/introduction); how often is our choice here: 409, 429, 5xx and a cut connection, three
 * more times, then never again. A Retry-After is kept to where it is below the vendor's 60 s.
 */
const RETRY_DELAYS_MS = [1_000, 5_000, 25_000];
const RETRY_AFTER_MAX_SECONDS = 60;
/** The receiver's time to answer; the vendor gives up after about this long too. */
const ANSWER_TIMEOUT_MS = 12_000;
const DELIVERIES_KEPT = 1_000;

export function createWebhookSender(options: {
  state: ZendeskState;
  accountId: number;
  targets: () => WebhookTarget[];
  fetch: typeof fetch;
  retryDelaysMs?: readonly number[];
  answerTimeoutMs?: number;
}): WebhookSender {
  const deliveries: WebhookDelivery[] = [];
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  const delaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;

  function send(ticket: TicketRecord, actorId: number, events: TicketEvent[]): void {
    const sequenceId = randomUUID().replaceAll('-', '').toUpperCase();
    events.forEach(({ name, event }, index) => {
      const type = `zen:event-type:ticket.${name}`;
      const meta = {
        sequence: { id: sequenceId, position: index + 1, total: events.length },
      };
      const body = JSON.stringify({
        account_id: options.accountId,
        detail: ticketDetail(ticket, actorId),
        event: { ...event, meta },
        id: randomUUID(),
        subject: `zen:ticket:${ticket.id}`,
        time: options.state.now().toISOString().replace('Z', '000000Z'),
        type,
        zendesk_event_version: '2022-11-06',
      });
      for (const target of options.targets()) {
        if (target.subscriptions && !target.subscriptions.includes(type)) continue;
        start(target, type, ticket.id, body);
      }
    });
  }

  function start(target: WebhookTarget, type: string, ticketId: number, body: string): void {
    const delivery: WebhookDelivery = {
      webhookId: target.id,
      invocationId: randomUUID(),
      type,
      ticketId,
      attempts: [],
      delivered: false,
    };
    deliveries.push(delivery);
    if (deliveries.length > DELIVERIES_KEPT) deliveries.shift();
    const work = deliver(target, delivery, body).finally(() => underWay.delete(work));
    underWay.add(work);
  }

  async function deliver(target: WebhookTarget, delivery: WebhookDelivery, body: string) {
    // After the API has answered, as at the vendor, where webhooks are asynchronous.
    await new Promise((resolve) => setImmediate(resolve));
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      options.state.flush();
      const answer = await post(target, delivery.invocationId, body);
      delivery.attempts.push(answer.status);
      delivery.delivered = answer.status !== 'cut' && answer.status < 300;
      const delayMs = delaysMs[attempt];
      if (delivery.delivered || !isRetried(answer.status) || delayMs === undefined) return;
      await pause(answer.retryAfterMs ?? delayMs, closing.signal);
    }
  }

  async function post(
    target: WebhookTarget,
    invocationId: string,
    body: string,
  ): Promise<{ status: number | 'cut'; retryAfterMs?: number }> {
    const timestamp = options.state.now().toISOString();
    try {
      const response = await options.fetch(target.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Zendesk Webhook',
          'X-Zendesk-Account-Id': String(options.accountId),
          'X-Zendesk-Webhook-Id': target.id,
          'X-Zendesk-Webhook-Invocation-Id': invocationId,
          'X-Zendesk-Webhook-Signature': webhookSignature(target.secret, timestamp, body),
          'X-Zendesk-Webhook-Signature-Timestamp': timestamp,
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([
          closing.signal,
          AbortSignal.timeout(options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS),
        ]),
      });
      await response.arrayBuffer();
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      const honoured = seconds >= 0 && seconds < RETRY_AFTER_MAX_SECONDS;
      return { status: response.status, ...(honoured ? { retryAfterMs: seconds * 1000 } : {}) };
    } catch {
      // Whatever kept the answer away (refused, reset, timed out) is the same to a sender.
      return { status: 'cut' };
    }
  }

  return {
    deliveries,
    send,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(),
  };
}

/** base64(HMAC-SHA256(secret, timestamp + body)): developer.zendesk.com/documentation/webhooks/verifying. */
export function webhookSignature(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret)
    .update(timestamp + body)
    .digest('base64');
}

/** The properties listed under "Detail object properties" of the vendor's Ticket events page. */
function ticketDetail(ticket: TicketRecord, actorId: number) {
  const idText = (id: number | null) => (id === null ? null : String(id));
  return {
    actor_id: String(actorId),
    assignee_id: idText(ticket.assignee_id),
    brand_id: null,
    created_at: ticket.created_at,
    custom_status: null,
    description: ticket.description,
    external_id: ticket.external_id,
    form_id: null,
    group_id: idText(ticket.group_id),
    id: String(ticket.id),
    is_public: ticket.is_public,
    organization_id: idText(ticket.organization_id),
    priority: ticket.priority?.toUpperCase() ?? null,
    requester_id: String(ticket.requester_id),
    status: ticket.status.toUpperCase(),
    subject: ticket.subject,
    submitter_id: String(ticket.submitter_id),
    tags: ticket.tags,
    type: ticket.type?.toUpperCase() ?? null,
    updated_at: ticket.updated_at,
    via: { channel: ticket.via.channel },
  };
}

function isRetried(status: number | 'cut'): boolean {
  return status === 'cut' || status === 409 || status === 429 || status >= 500;
}

/** Waits, or ends at once when the stand-in closes. */
function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, delayMs);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
