import express, { type Request, type Response, type Router } from 'express';
import type { Faults, Reply, SeenRequest } from '../faults.js';
import { carryOut, logRequest, pathOf, type RequestLogEntry, seenIn } from '../requests.js';
import { isStaff, type UserRecord } from './records.js';
import { refusals } from './replies.js';
import type { ZendeskState } from './state.js';

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
    router[method](`/api/v2${path}`, (request, response) => serve(request, response, handler));
  };

  const carrier = {
    faults,
    requests,
    kept: REQUESTS_KEPT,
    now: state.now,
    flush: () => state.flush(),
    send: sendReply,
  };

  function serve(request: Request, response: Response, handler: Handler): Promise<void> {
    const seen = look(request);
    const entry = logRequest(carrier, seen, response);
    return carryOut(carrier, seen, entry, response, () => {
      const user = signedIn(request.headers.authorization);
      if (user === undefined) return refusals.unauthenticated();
      if (!isStaff(user)) return refusals.forbidden();
      return handler({
        user,
        params: request.params as Record<string, string>,
        query: seen.query,
        body: seen.body,
        api: `${request.protocol}://${request.get('host')}${request.baseUrl}/api/v2`,
      });
    });
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
      logRequest(carrier, look(request), response);
      sendReply(refusals.invalidAttribute('body', 'It could not be read as JSON.'), response);
    });
  });
  options.routes(route);
  router.use('/api/v2', (request, response) =>
    serve(request, response, () => refusals.noSuchEndpoint()),
  );
  return router;
}

function look(request: Request): SeenRequest {
  const path = pathOf(request)
    .slice(mountOf(request).length)
    .replace(/\.json$/, '');
  return seenIn(request, path, request.body);
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
