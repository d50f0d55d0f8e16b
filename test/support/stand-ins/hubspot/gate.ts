import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import type { Faults, Reply, SeenRequest } from '../faults.js';
import { carryOut, logRequest, pathOf, type RequestLogEntry, seenIn } from '../requests.js';
import { Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

interface Call {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

type Handler = (call: Call) => Reply;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** `scope` is what a private app must have been granted for it. */
export type Route = (method: Method, path: string, scope: string, handler: Handler) => void;

const REQUESTS_KEPT = 5_000;
const BODY_LIMIT = '10mb';
/** Per private app of a Professional account, and per account for search (usage guidelines). */
const BURST_MAX = 190;
const BURST_MS = 10_000;
const SEARCHES_MAX = 5;
const SEARCHES_MS = 1_000;
const DAILY_MAX = 625_000;

/** The router, with logging, faults, token, scopes and limits in front of every route that `routes` adds. */
export function createGate(options: {
  state: HubSpotState;
  accessToken: string;
  /** Scopes the app was not granted. */
  missingScopes: () => ReadonlySet<string>;
  rateLimit: () => boolean;
  faults: Faults;
  requests: RequestLogEntry[];
  routes: (route: Route) => void;
}): Router {
  const { state, faults, requests } = options;
  const router = express.Router();
  const bodyRead = express.json({ limit: BODY_LIMIT, strict: false });
  const burst: number[] = [];
  const searches: number[] = [];
  const carrier = {
    faults,
    requests,
    kept: REQUESTS_KEPT,
    now: state.now,
    flush: () => state.flush(),
    send: sendReply,
  };

  router.use((request, response, next) => {
    bodyRead(request, response, (error?: unknown) => {
      if (error === undefined) return next();
      logRequest(carrier, look(request), response);
      sendReply(refusals.notJson(), response);
    });
  });
  options.routes((method, path, scope, handler) => {
    router[method](path, (request, response) =>
      serve(request, response, (call) => {
        if (options.missingScopes().has(scope)) throw new Refused(refusals.missingScope([scope]));
        return handler(call);
      }),
    );
  });
  router.use((request, response) => serve(request, response, () => refusals.noEndpoint()));

  function serve(request: Request, response: Response, handler: Handler): Promise<void> {
    const seen = look(request);
    const entry = logRequest(carrier, seen, response);
    return carryOut(carrier, seen, entry, response, () => {
      const isSearch = seen.path.endsWith('/search');
      const reply =
        request.headers.authorization === `Bearer ${options.accessToken}`
          ? (limited(isSearch) ?? answered(handler, request, seen))
          : refusals.noToken();
      const date = { Date: state.now().toUTCString() };
      return { ...reply, headers: { ...date, ...reply.headers, ...limitHeaders(isSearch) } };
    });
  }

  function answered(handler: Handler, request: Request, seen: SeenRequest): Reply {
    try {
      const params = request.params as Record<string, string>;
      return handler({ params, query: seen.query, body: seen.body });
    } catch (error) {
      if (error instanceof Refused) return error.reply;
      throw error;
    }
  }

  function limited(isSearch: boolean): Reply | null {
    if (!options.rateLimit()) return null;
    const nowMs = state.now().getTime();
    if (isSearch && !counted(searches, nowMs, SEARCHES_MS, SEARCHES_MAX)) {
      return refusals.tooMany('SECONDLY');
    }
    return counted(burst, nowMs, BURST_MS, BURST_MAX)
      ? null
      : refusals.tooMany('TEN_SECONDLY_ROLLING');
  }

  /** Search answers carry none of them (usage guidelines). */
  function limitHeaders(isSearch: boolean): Record<string, string> {
    const always = { 'X-HubSpot-Correlation-Id': randomUUID() };
    if (isSearch) return always;
    return {
      ...always,
      'X-HubSpot-RateLimit-Daily': String(DAILY_MAX),
      'X-HubSpot-RateLimit-Daily-Remaining': String(DAILY_MAX - requests.length),
      'X-HubSpot-RateLimit-Interval-Milliseconds': String(BURST_MS),
      'X-HubSpot-RateLimit-Max': String(BURST_MAX),
      'X-HubSpot-RateLimit-Remaining': String(Math.max(0, BURST_MAX - burst.length)),
    };
  }

  return router;
}

/** Counts a request, unless the window is full. */
function counted(times: number[], nowMs: number, windowMs: number, max: number): boolean {
  while (times.length > 0 && (times[0] ?? 0) <= nowMs - windowMs) times.shift();
  if (times.length >= max) return false;
  times.push(nowMs);
  return true;
}

function look(request: Request): SeenRequest {
  return seenIn(request, pathOf(request).slice(request.baseUrl.length), request.body);
}

function sendReply(reply: Reply, response: Response): void {
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else if (typeof reply.body === 'string') response.type('text/html').send(reply.body);
  else response.json(reply.body);
}
