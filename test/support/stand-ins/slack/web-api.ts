/** The HTTP side the app calls: `/api/<method>` and `/response/<id>`. */
import express, { type Request, type Response, type Router } from 'express';
import type { Fault, Faults } from './faults.js';
import { refuse } from './messages.js';
import type { Platform } from './platform.js';
import { answerResponseUrl } from './response-url.js';
import type { Tickets } from './tickets.js';
import { type Arguments, argumentsOf, type Methods, text, tokenOf } from './web-api-arguments.js';
import { chatMethods } from './web-api-chat.js';
import { conversationMethods, userMethods, viewMethods } from './web-api-methods.js';

/** https://docs.slack.dev/apis/web-api/rate-limits: one message a second in a channel, short bursts. */
export type PostingLimit = { perSecond: number; burst: number };
export const POSTING_LIMIT: PostingLimit = { perSecond: 1, burst: 5 };

const CALL_LOG_LIMIT = 2_000;
const BODY_LIMIT = '1mb';

export type WebApiCall = {
  method: string;
  args: Arguments;
  status: number;
  error: string | null;
  /** Which response URL was answered: the last part of its path. */
  responseId?: string;
};

export type WebApiOptions = {
  platform: Platform;
  tickets: Tickets;
  faults: Faults;
  calls: WebApiCall[];
  onCall?: ((call: WebApiCall) => void) | undefined;
  /** Tokens that were taken back, with the error that tells it. */
  revoked: ReadonlyMap<string, string>;
  postingLimit: PostingLimit | null;
  repliesMax?: number | undefined;
};

export function createWebApi(options: WebApiOptions): Router {
  const { platform, tickets, faults } = options;
  const methods: Methods = {
    ...userMethods(platform),
    ...conversationMethods(platform, options.repliesMax),
    ...chatMethods(platform),
    ...viewMethods(platform, tickets),
    'api.test': () => ({ ok: true }),
  };
  const tooFast = options.postingLimit
    ? createPostingLimit(options.postingLimit, platform.now)
    : () => null;

  const router = express.Router();
  router.use(express.json({ limit: BODY_LIMIT }));
  router.use(express.urlencoded({ extended: false, limit: BODY_LIMIT }));

  router.all('/api/:method', (request, response) => {
    const method = request.params.method;
    const args = argumentsOf(request);
    const perform = (): { status: number; body: object; headers?: Record<string, string> } => {
      if (args === null) return { status: 200, body: refuse('invalid_arguments') };
      const token = tokenOf(request, args);
      if (token === null) return { status: 200, body: refuse('not_authed') };
      const revokedAs = options.revoked.get(token);
      if (revokedAs) return { status: 200, body: refuse(revokedAs) };
      if (token !== platform.identity.botToken) {
        return { status: 200, body: refuse('invalid_auth') };
      }
      const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
      if (!run) return { status: 200, body: refuse('unknown_method', { req_method: method }) };
      const waitSeconds =
        method === 'chat.postMessage' ? tooFast(text(args, 'channel') ?? '') : null;
      if (waitSeconds !== null) {
        const headers = { 'retry-after': String(waitSeconds) };
        return { status: 429, body: refuse('ratelimited'), headers };
      }
      return { status: 200, body: run(args) };
    };
    answer(request, response, method, args ?? {}, perform);
  });

  router.post('/response/:id', (request, response) => {
    const args = argumentsOf(request) ?? {};
    const { id } = request.params;
    const perform = () => answerResponseUrl(platform, tickets, id, args);
    answer(request, response, 'response_url', args, perform, id);
  });
  return router;

  function answer(
    request: Request,
    response: Response,
    method: string,
    args: Arguments,
    perform: () => { status: number; body: object | string; headers?: Record<string, string> },
    responseId?: string,
  ): void {
    const named = { method, args, ...(responseId === undefined ? {} : { responseId }) };
    const fault = faults.take(method);
    if (fault?.afterPerform) perform();
    if (fault) {
      log({ ...named, status: fault.status ?? 0, error: fault.error ?? 'fault' });
      befall(request, response, fault);
      return;
    }
    const { status, body, headers } = perform();
    const error =
      typeof body === 'object' && 'error' in body && typeof body.error === 'string'
        ? body.error
        : null;
    log({ ...named, status, error });
    response.status(status).set(headers ?? {});
    if (typeof body === 'string') response.type('text/plain').send(body);
    else response.json(body);
  }

  function log(call: WebApiCall): void {
    options.calls.push(call);
    options.onCall?.(call);
    if (options.calls.length > CALL_LOG_LIMIT) options.calls.shift();
  }
}

function befall(request: Request, response: Response, fault: Fault): void {
  if (fault.hangMs !== undefined) {
    setTimeout(() => request.socket.destroy(), fault.hangMs).unref();
    return;
  }
  if (fault.cut) {
    request.socket.destroy();
    return;
  }
  if (fault.error !== undefined) {
    response.status(fault.status ?? 200).json(refuse(fault.error));
    return;
  }
  if (fault.retryAfterSeconds !== undefined) {
    response.set('retry-after', String(fault.retryAfterSeconds));
  }
  response
    .status(fault.status ?? 500)
    .type('text/plain')
    .send('The stand-in was told to fail.');
}

/** Seconds to wait, or null when the message may go. A bucket for each channel. */
function createPostingLimit(limit: PostingLimit, now: () => Date) {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (channel: string): number | null => {
    const nowMs = now().getTime();
    const bucket = buckets.get(channel) ?? { tokens: limit.burst, atMs: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.atMs) / 1000) * limit.perSecond;
    const tokens = Math.min(limit.burst, refilled);
    const isAllowed = tokens >= 1;
    buckets.set(channel, { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs });
    return isAllowed ? null : Math.max(1, Math.ceil((1 - tokens) / limit.perSecond));
  };
}
