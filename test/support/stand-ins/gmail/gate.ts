import express, { type Request, type Response, type Router } from 'express';
import { type Faults, type Reply, type SeenRequest, strikesBefore } from '../faults.js';
import type { Identity } from './identity.js';
import type { Mailbox } from './mailbox.js';
import { ok, refusals } from './replies.js';

/** One request as it came in; secrets in `authorization` and the token form are left out. */
export interface RequestLogEntry {
  method: string;
  /** Without the mount point. */
  path: string;
  query: Record<string, string>;
  body: unknown;
  /** What was answered; 0 while under way, or when the connection ended without an answer. */
  status: number;
}

export interface Call {
  params: Record<string, string>;
  query: URLSearchParams;
  /** JSON where JSON was sent; a Buffer for an upload. */
  body: unknown;
}

type Handler = (call: Call) => Reply;
export type Route = (
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  handler: Handler,
) => void;

const REQUESTS_KEPT = 2_000;
/** The vendor takes messages of 25 MB to send and 50 MB to import, larger by a third as base64. */
const BODY_LIMIT = '70mb';

/** The router, with logging, faults and sign-in in front of every route that `routes` adds. */
export function createGate(options: {
  mailbox: Mailbox;
  identity: Identity;
  faults: Faults;
  requests: RequestLogEntry[];
  routes: (route: Route) => void;
}): Router {
  const { mailbox, identity, faults, requests } = options;
  const router = express.Router();
  const anyBody = express.raw({ type: () => true, limit: BODY_LIMIT });

  async function carryOut(
    request: Request,
    response: Response,
    act: (seen: SeenRequest) => Reply | Promise<Reply>,
  ): Promise<void> {
    const seen = look(request);
    const entry = log(seen, response);
    const fault = faults.strike(seen);
    if (fault && strikesBefore(fault)) {
      faults.spoil(fault, ok({}), response);
      return;
    }
    mailbox.release();
    const reply = await act(seen);
    // Kept before it is told, so that a killed process forgets nothing anybody has seen.
    mailbox.flush();
    entry.status = reply.status;
    if (fault) faults.spoil(fault, reply, response);
    else send(reply, response);
  }

  function log(seen: SeenRequest, response: Response): RequestLogEntry {
    const { method, path } = seen;
    const body = path === '/token' || Buffer.isBuffer(seen.body) ? null : seen.body;
    const entry = { method, path, query: Object.fromEntries(seen.query), body, status: 0 };
    requests.push(entry);
    if (requests.length > REQUESTS_KEPT) requests.shift();
    response.once('close', () => {
      entry.status = response.headersSent ? response.statusCode : 0;
    });
    return entry;
  }

  const route: Route = (method, path, handler) => {
    const serve = (request: Request, response: Response) =>
      carryOut(request, response, (seen) => {
        if (!identity.isSignedIn(request.headers.authorization)) return refusals.unauthenticated();
        const user = String(request.params.userId);
        if (user !== 'me' && user.toLowerCase() !== mailbox.address) {
          return refusals.delegationDenied(user);
        }
        const params = request.params as Record<string, string>;
        return handler({ params, query: seen.query, body: seen.body });
      });
    router[method](`/gmail/v1/users/:userId${path}`, anyBody, serve);
    // The SDK uploads what is given as `media` here.
    if (method === 'post') router.post(`/upload/gmail/v1/users/:userId${path}`, anyBody, serve);
  };

  router.post('/token', anyBody, (request, response) =>
    carryOut(request, response, () =>
      identity.token(
        new URLSearchParams(Buffer.isBuffer(request.body) ? String(request.body) : ''),
      ),
    ),
  );
  router.get('/oauth2/v3/certs', (request, response) =>
    carryOut(request, response, () => identity.certificates()),
  );
  options.routes(route);
  return router;
}

function look(request: Request): SeenRequest {
  const url = new URL(request.originalUrl, 'http://stand-in');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'authorization') headers[name] = String(value);
  }
  return {
    method: request.method,
    path: url.pathname.slice(request.baseUrl.length),
    query: url.searchParams,
    headers,
    body: bodyOf(request),
  };
}

function bodyOf(request: Request): unknown {
  if (!Buffer.isBuffer(request.body)) return undefined;
  if (!request.is('json')) return request.body;
  // What is no JSON stays bytes: the route then finds none of its fields in it.
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return request.body;
    throw error;
  }
}

function send(reply: Reply, response: Response): void {
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else response.json(reply.body);
}
