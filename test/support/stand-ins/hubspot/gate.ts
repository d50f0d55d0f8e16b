import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { type Faults, type Reply, type SeenRequest, strikesBefore } from '../faults.js';
import { ok, Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

/** One request as it came in; the token is left out. */
export interface RequestLogEntry {
  method: string;
  /** Without the mount point. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  /** What was answered; 0 while under way, or when the connection ended without an answer. */
  status: number;
  at: Date;
}

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

  router.use((request, response, next) => {
    bodyRead(request, response, (error?: unknown) => {
      if (error === undefined) return next();
      log(look(request), response);
      sendReply(refusals.notJson(), response);
    });
  });
  options.routes((method, path, scope, handler) => {
    router[method](path, (request, response) => {
      carryOut(request, response, (call) => {
        if (options.missingScopes().has(scope)) throw new Refused(refusals.missingScope([scope]));
        return handler(call);
      });
    });
  });
  router.use((request, response) => {
    carryOut(request, response, () => refusals.noEndpoint());
  });

  function carryOut(request: Request, response: Response, handler: Handler): void {
    const seen = look(request);
    const entry = log(seen, response);
    const fault = faults.strike(seen);
    if (fault && strikesBefore(fault)) {
      faults.spoil(fault, ok({}), response);
      return;
    }
    const isSearch = seen.path.endsWith('/search');
    const reply =
      request.headers.authorization === `Bearer ${options.accessToken}`
        ? (limited(isSearch) ?? answered(handler, request, seen))
        : refusals.noToken();
    // Kept before it is told, so that a killed process forgets nothing anybody has seen.
    state.flush();
    entry.status = reply.status;
    const told = { ...reply, headers: { ...reply.headers, ...limitHeaders(isSearch) } };
    if (fault) faults.spoil(fault, told, response);
    else sendReply(told, response);
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

  function log(seen: SeenRequest, response: Response): RequestLogEntry {
    const entry: RequestLogEntry = {
      method: seen.method,
      path: seen.path,
      query: Object.fromEntries(seen.query),
      headers: seen.headers,
      body: seen.body,
      status: 0,
      at: state.now(),
    };
    requests.push(entry);
    if (requests.length > REQUESTS_KEPT) requests.shift();
    response.once('close', () => {
      entry.status = response.headersSent ? response.statusCode : 0;
    });
    return entry;
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
  const url = new URL(request.originalUrl, 'http://stand-in');
  const { authorization, ...others } = request.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) headers[name] = String(value);
  return {
    method: request.method,
    path: url.pathname.slice(request.baseUrl.length),
    query: url.searchParams,
    headers,
    body: request.body,
  };
}

function sendReply(reply: Reply, response: Response): void {
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else if (typeof reply.body === 'string') response.type('text/html').send(reply.body);
  else response.json(reply.body);
}
