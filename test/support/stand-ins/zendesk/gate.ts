import express, { type Request, type Response, type Router } from 'express';
import { type Faults, type Reply, type SeenRequest, strikesBefore } from '../faults.js';
import { isStaff, type UserRecord } from './records.js';
import { ok, refusals } from './replies.js';
import type { ZendeskState } from './state.js';

/** One request as it came in; secrets in `authorization` are left out. */
export interface RequestLogEntry {
  method: string;
  /** Without the mount point and `.json`. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  /** What was answered; 0 while under way, or when the connection ended without an answer. */
  status: number;
  at: Date;
}

/** What a handler gets: who asks, what for, and the address of `/api/v2` as the caller reached it. */
export interface Call {
  user: UserRecord;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  api: string;
}

type Handler = (call: Call) => Reply;
type Method = 'get' | 'post' | 'put' | 'delete';
export type Route = (method: Method, path: string, handler: Handler) => void;

export interface Credentials {
  /** The account-wide API token (Basic `email/token:apiToken`). */
  apiToken: string;
  /** Bearer token; acts as `email`. */
  oauthToken?: string;
  email: string;
}

const REQUESTS_KEPT = 2_000;
const BODY_LIMIT = '10mb';

/** The router, with logging, faults and sign-in in front of every route that `routes` adds. */
export function createGate(options: {
  state: ZendeskState;
  credentials: Credentials;
  faults: Faults;
  requests: RequestLogEntry[];
  routes: (route: Route) => void;
}): Router {
  const { state, faults, requests } = options;
  const router = express.Router();
  const bodyRead = express.json({ limit: BODY_LIMIT });

  const route: Route = (method, path, handler) => {
    router[method](`/api/v2${path}`, (request, response) => {
      carryOut(request, response, handler);
    });
  };

  function carryOut(request: Request, response: Response, handler: Handler): void {
    const seen = look(request);
    const entry = log(seen, response);
    const fault = faults.strike(seen);
    if (fault && strikesBefore(fault)) {
      faults.spoil(fault, ok({}), response);
      return;
    }
    const user = signedIn(request.headers.authorization);
    const reply =
      user === undefined
        ? refusals.unauthenticated()
        : !isStaff(user)
          ? refusals.forbidden()
          : handler({
              user,
              params: request.params as Record<string, string>,
              query: seen.query,
              body: seen.body,
              api: `${request.protocol}://${request.get('host')}${request.baseUrl}/api/v2`,
            });
    // Kept before it is told, so that a killed process forgets nothing anybody has seen.
    state.flush();
    entry.status = reply.status;
    if (fault) faults.spoil(fault, reply, response);
    else sendReply(reply, response);
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

  /** API tokens are account-wide: any user's address goes with one (vendor: Security and authentication). */
  function signedIn(authorization: string | undefined): UserRecord | undefined {
    const [scheme, value] = (authorization ?? '').split(' ');
    const { apiToken, oauthToken, email } = options.credentials;
    if (scheme?.toLowerCase() === 'bearer' && oauthToken !== undefined && value === oauthToken) {
      return state.userByEmail(email);
    }
    if (scheme?.toLowerCase() !== 'basic' || value === undefined) return undefined;
    const pair = Buffer.from(value, 'base64').toString();
    const tail = `/token:${apiToken}`;
    return pair.endsWith(tail) ? state.userByEmail(pair.slice(0, -tail.length)) : undefined;
  }

  // The vendor's paths work with and without `.json`.
  router.use('/api/v2', (request, _response, next) => {
    request.url = request.url.replace(/\.json(?=\?|$)/, '');
    next();
  });
  router.use('/api/v2', (request, response, next) => {
    bodyRead(request, response, (error?: unknown) => {
      if (error === undefined) return next();
      log(look(request), response);
      sendReply(refusals.invalidAttribute('body', 'It could not be read as JSON.'), response);
    });
  });
  options.routes(route);
  router.use('/api/v2', (request, response) => {
    carryOut(request, response, () => refusals.noSuchEndpoint());
  });
  return router;
}

function look(request: Request): SeenRequest {
  const url = new URL(request.originalUrl, 'http://stand-in');
  const { authorization, ...others } = request.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) headers[name] = String(value);
  return {
    method: request.method,
    path: url.pathname.slice(mountOf(request).length).replace(/\.json$/, ''),
    query: url.searchParams,
    headers,
    body: request.body,
  };
}

/** Inside a `use('/api/v2')` handler Express counts `/api/v2` to the base; elsewhere it does not. */
function mountOf(request: Request): string {
  return request.baseUrl.replace(/\/api\/v2$/, '');
}

/** What an Enterprise account is told with every answer (API introduction, "Rate limits"). */
const RATE_LIMIT = { 'X-Rate-Limit': '700', 'X-Rate-Limit-Remaining': '699' };

function sendReply(reply: Reply, response: Response): void {
  response.status(reply.status).set({ ...RATE_LIMIT, ...reply.headers });
  if (reply.body === undefined) response.end();
  else response.json(reply.body);
}
