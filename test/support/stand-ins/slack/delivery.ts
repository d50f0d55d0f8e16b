/**
 * Sends to the hub what Slack would send, really signed, and comes again as Slack does.
 * Limits: https://docs.slack.dev/apis/events-api (3 s, three retries) and verifying requests.
 */
import { createHmac } from 'node:crypto';

export const ACK_TIMEOUT_MS = 3_000;
/** At once, after one minute, after five. */
export const RETRY_DELAYS_MS = [0, 60_000, 300_000] as const;
const LOG_LIMIT = 2_000;

export type DeliveryKind =
  | 'event'
  | 'command'
  | 'block_actions'
  | 'view_submission'
  | 'view_closed'
  | 'message_action';
type DeliveryFailure =
  | 'http_timeout'
  | 'http_error'
  | 'connection_failed'
  | 'too_many_redirects'
  | 'not_connected';

export type Delivery = {
  kind: DeliveryKind;
  eventId: string | null;
  /** 0 is the first sending. */
  attempt: number;
  contentType: string;
  body: string;
  /** Null when no answer came. */
  status: number | null;
  failure: DeliveryFailure | null;
  answer: string;
  answerType: string;
};

type Sending = {
  kind: DeliveryKind;
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  body: string;
  eventId?: string;
  /** Only events are sent again. */
  isRetried: boolean;
  /** It is itself the first retry of a sending whose answer Slack never got. */
  retryReason?: DeliveryFailure;
};

export type Deliveries = {
  log: Delivery[];
  /** Resolves after the hub's first answer; further attempts go on behind it. */
  send(sending: Sending): Promise<Delivery>;
  /** Resolves when nothing is under way, waiting retries included. */
  idle(): Promise<void>;
  close(): void;
};

export type DeliveryOptions = {
  signingSecret: string;
  target: () => string | null;
  now: () => Date;
  ackTimeoutMs: number;
  retryDelaysMs: readonly number[];
};

/** `X-Slack-Signature` for a raw body. */
export function slackSignature(secret: string, timestampSeconds: number, rawBody: string): string {
  const mac = createHmac('sha256', secret).update(`v0:${timestampSeconds}:${rawBody}`);
  return `v0=${mac.digest('hex')}`;
}

export function createDeliveries(options: DeliveryOptions): Deliveries {
  const log: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();

  function track<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
    return work;
  }

  async function attempt(sending: Sending, number: number, reason: string | null) {
    const delivery: Delivery = {
      kind: sending.kind,
      eventId: sending.eventId ?? null,
      attempt: number,
      contentType: sending.contentType,
      body: sending.body,
      status: null,
      failure: null,
      answer: '',
      answerType: '',
    };
    log.push(delivery);
    if (log.length > LOG_LIMIT) log.shift();
    const target = options.target();
    if (target === null) {
      delivery.failure = 'not_connected';
      return { delivery, mayRetry: false };
    }
    const seconds = Math.floor(options.now().getTime() / 1000);
    const headers: Record<string, string> = {
      'content-type': sending.contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': slackSignature(options.signingSecret, seconds, sending.body),
    };
    if (number > 0) {
      headers['x-slack-retry-num'] = String(number);
      headers['x-slack-retry-reason'] = reason ?? 'unknown_error';
    }
    return { delivery, mayRetry: await post(target, headers, delivery) };
  }

  async function post(
    target: string,
    headers: Record<string, string>,
    delivery: Delivery,
  ): Promise<boolean> {
    const timeout = AbortSignal.timeout(options.ackTimeoutMs);
    try {
      const response = await fetch(target, {
        method: 'POST',
        headers,
        body: delivery.body,
        redirect: 'manual',
        signal: AbortSignal.any([timeout, closing.signal]),
      });
      delivery.answer = await response.text();
      delivery.answerType = response.headers.get('content-type') ?? '';
      delivery.status = response.status;
      if (response.status >= 300 && response.status < 400) delivery.failure = 'too_many_redirects';
      else if (!response.ok) delivery.failure = 'http_error';
      return response.headers.get('x-slack-no-retry') !== '1';
    } catch {
      // Whatever stopped it, Slack knows two kinds: no answer in time, and no connection.
      delivery.failure = timeout.aborted ? 'http_timeout' : 'connection_failed';
      return !closing.signal.aborted;
    }
  }

  async function retry(sending: Sending, firstReason: string): Promise<void> {
    let reason = firstReason;
    for (const [index, delayMs] of options.retryDelaysMs.entries()) {
      if (!(await pause(delayMs, closing.signal))) return;
      const { delivery, mayRetry } = await attempt(sending, index + 1, reason);
      if (delivery.failure === null || !mayRetry) return;
      reason = delivery.failure;
    }
  }

  return {
    log,
    async send(sending) {
      const { retryReason = null } = sending;
      const { delivery, mayRetry } = await track(
        attempt(sending, retryReason ? 1 : 0, retryReason),
      );
      if (delivery.failure !== null && mayRetry && sending.isRetried) {
        void track(retry(sending, delivery.failure));
      }
      return delivery;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close() {
      closing.abort();
    },
  };
}

/** False when the stand-in closed meanwhile. The timer keeps no process alive. */
function pause(ms: number, closed: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (closed.aborted) return resolve(false);
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      closed.removeEventListener('abort', stop);
      resolve(true);
    }, ms);
    timer.unref();
    closed.addEventListener('abort', stop, { once: true });
  });
}
