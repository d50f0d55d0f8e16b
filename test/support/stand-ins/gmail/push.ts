import { randomUUID } from 'node:crypto';
import type { Identity } from './identity.js';

export interface PushTarget {
  url: string;
  audience: string;
  serviceAccountEmail: string;
  subscription: string;
}

export interface PushDelivery {
  historyId: number;
  /** One entry an attempt: the HTTP status, or `cut` where no answer came. */
  attempts: (number | 'cut')[];
}

/** Pub/Sub tries again until it is answered 2xx; here a few times, so that a test ends. */
const RETRY_DELAYS_MS = [1_000, 5_000, 25_000];
const ANSWER_TIMEOUT_MS = 10_000;
const DELIVERIES_KEPT = 500;

/** A really signed push, as a subscription with authentication sends it. */
export async function pushOf(
  identity: Identity,
  target: Pick<PushTarget, 'audience' | 'serviceAccountEmail' | 'subscription'>,
  news: { emailAddress: string; historyId: number },
  at: Date,
  lifeSeconds = 3_600,
): Promise<{ headers: Record<string, string>; body: string }> {
  const issuedAt = Math.floor(at.getTime() / 1_000);
  const token = await identity.signed({
    iss: 'https://accounts.google.com',
    aud: target.audience,
    azp: '113774264463038321964',
    sub: '113774264463038321964',
    email: target.serviceAccountEmail,
    email_verified: true,
    iat: issuedAt,
    exp: issuedAt + lifeSeconds,
  });
  const messageId = String(Math.floor(at.getTime()));
  const publishTime = at.toISOString();
  return {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      message: {
        data: Buffer.from(JSON.stringify(news)).toString('base64'),
        messageId,
        message_id: messageId,
        publishTime,
        publish_time: publishTime,
      },
      subscription: target.subscription,
    }),
  };
}

/** Sends a push for each change of a watched mailbox, one after the other. */
export function createPushSender(options: {
  identity: Identity;
  emailAddress: string;
  target: () => PushTarget | null;
  now: () => Date;
  fetch: typeof fetch;
  retryDelaysMs?: readonly number[] | undefined;
}) {
  const deliveries: PushDelivery[] = [];
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  const delaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;

  async function deliver(target: PushTarget, delivery: PushDelivery): Promise<void> {
    for (const delayMs of [0, ...delaysMs]) {
      if (delayMs > 0) await pause(delayMs, closing.signal);
      if (closing.signal.aborted) return;
      const news = { emailAddress: options.emailAddress, historyId: delivery.historyId };
      const { headers, body } = await pushOf(options.identity, target, news, options.now());
      const status = await options
        .fetch(target.url, {
          method: 'POST',
          headers: { ...headers, 'x-request-id': randomUUID() },
          body,
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        })
        .then(
          (response) => response.status,
          () => 'cut' as const,
        );
      delivery.attempts.push(status);
      if (typeof status === 'number' && status >= 200 && status < 300) return;
    }
  }

  return {
    deliveries,
    send(historyId: number): void {
      const target = options.target();
      if (!target) return;
      const delivery: PushDelivery = { historyId, attempts: [] };
      deliveries.push(delivery);
      if (deliveries.length > DELIVERIES_KEPT) deliveries.shift();
      const work = deliver(target, delivery).finally(() => underWay.delete(work));
      underWay.add(work);
    },
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(),
  };
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
