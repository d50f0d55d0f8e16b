import { createHash, createHmac } from 'node:crypto';
import type { HubSpotState, TicketEvent } from './state.js';

export interface WebhookTarget {
  url: string;
  clientSecret: string;
}

export interface WebhookDelivery {
  /** Ids of the tickets the events of this batch were about. */
  ticketIds: string[];
  /** One entry an attempt: the HTTP status, or `cut` where no answer came. */
  attempts: (number | 'cut')[];
  delivered: boolean;
}

export interface WebhookSender {
  readonly deliveries: WebhookDelivery[];
  send(event: TicketEvent): void;
  /** Ends when no delivery is under way or waiting to be tried again. */
  settled(): Promise<void>;
  close(): void;
}

/** "Up to 100 events" in one request, five seconds to answer (Webhooks API). */
const BATCH_MAX = 100;
const ANSWER_TIMEOUT_MS = 5_000;
/** The vendor tries up to ten times over 24 hours; here four times in half a minute. */
const RETRY_DELAYS_MS = [1_000, 5_000, 25_000];
const DELIVERIES_KEPT = 1_000;
const SUBSCRIPTION_ID = 2_581_734;
const APP_ID = 1_160_452;

export function createWebhookSender(options: {
  state: () => HubSpotState;
  portalId: number;
  target: () => WebhookTarget | null;
  fetch: typeof fetch;
  retryDelaysMs?: readonly number[];
}): WebhookSender {
  const deliveries: WebhookDelivery[] = [];
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  const delaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;
  let waiting: { event: TicketEvent; at: number }[] = [];
  let lastEventId = 0;

  function send(event: TicketEvent): void {
    if (options.target() === null) return;
    waiting.push({ event, at: options.state().now().getTime() });
    if (waiting.length > 1) return;
    // After the API has answered, as at the vendor, where events are gathered and sent together.
    const work = new Promise<void>((resolve) => setImmediate(resolve)).then(deliverWaiting);
    track(work);
  }

  async function deliverWaiting(): Promise<void> {
    const events = waiting;
    waiting = [];
    for (let from = 0; from < events.length; from += BATCH_MAX) {
      track(deliver(events.slice(from, from + BATCH_MAX)));
    }
  }

  function track(work: Promise<void>): void {
    const kept = work.finally(() => underWay.delete(kept));
    underWay.add(kept);
  }

  async function deliver(batch: { event: TicketEvent; at: number }[]): Promise<void> {
    const delivery: WebhookDelivery = {
      ticketIds: batch.map(({ event }) => event.ticketId),
      attempts: [],
      delivered: false,
    };
    deliveries.push(delivery);
    if (deliveries.length > DELIVERIES_KEPT) deliveries.shift();
    const eventIds = batch.map(() => ++lastEventId);
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      options.state().flush();
      const target = options.target();
      if (target === null) return;
      const rows = batch.map(({ event, at }, index) => ({
        eventId: eventIds[index],
        subscriptionId: SUBSCRIPTION_ID,
        portalId: options.portalId,
        appId: APP_ID,
        occurredAt: at,
        attemptNumber: attempt,
        ...bodyOf(event),
      }));
      const status = await post(target, JSON.stringify(rows));
      delivery.attempts.push(status);
      delivery.delivered = status !== 'cut' && status < 300;
      const delayMs = delaysMs[attempt];
      // "Connection failure, time-out, 4xx, 5xx" are tried again, so everything is.
      if (delivery.delivered || delayMs === undefined) return;
      await pause(delayMs, closing.signal);
    }
  }

  async function post(target: WebhookTarget, body: string): Promise<number | 'cut'> {
    try {
      const response = await options.fetch(target.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebHooks',
          ...signedHeaders(target, body, options.state().now()),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // Whatever kept the answer away (refused, reset, timed out) is the same to a sender.
      return 'cut';
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

/** v3 and, "for backwards compatibility", v1 as well ("Validating requests from HubSpot"). */
export function signedHeaders(
  target: WebhookTarget,
  body: string,
  at: Date,
): Record<string, string> {
  const timestamp = String(at.getTime());
  const { clientSecret, url } = target;
  const v3 = createHmac('sha256', clientSecret).update(`POST${url}${body}${timestamp}`);
  return {
    'X-HubSpot-Signature-v3': v3.digest('base64'),
    'X-HubSpot-Request-Timestamp': timestamp,
    'X-HubSpot-Signature-Version': 'v1',
    'X-HubSpot-Signature': createHash('sha256')
      .update(clientSecret + body)
      .digest('hex'),
  };
}

/** What each kind of event has beside the rest (Webhooks API, "Webhook payloads"). */
function bodyOf(event: TicketEvent): object {
  const objectId = Number(event.ticketId);
  const changeSource = 'CRM';
  switch (event.kind) {
    case 'creation':
      return { subscriptionType: 'ticket.creation', objectId, changeFlag: 'CREATED', changeSource };
    case 'deletion':
      return { subscriptionType: 'ticket.deletion', objectId, changeFlag: 'DELETED', changeSource };
    case 'restore':
      return { subscriptionType: 'ticket.restore', objectId, changeFlag: 'RESTORED', changeSource };
    case 'propertyChange':
      return {
        subscriptionType: 'ticket.propertyChange',
        objectId,
        propertyName: event.name,
        propertyValue: event.value,
        changeSource,
      };
    case 'associationChange':
      return {
        subscriptionType: 'ticket.associationChange',
        associationType: `TICKET_TO_${event.toType.slice(0, -1).toUpperCase()}`,
        fromObjectId: objectId,
        toObjectId: Number(event.toId),
        associationRemoved: event.isRemoved,
        isPrimaryAssociation: false,
        changeSource: 'USER',
      };
    case 'merge':
      return {
        subscriptionType: 'ticket.merge',
        objectId,
        primaryObjectId: objectId,
        mergedObjectIds: [Number(event.mergedId)],
        newObjectId: objectId,
        numberOfPropertiesMoved: 0,
        changeFlag: 'MERGED',
        changeSource,
      };
  }
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
