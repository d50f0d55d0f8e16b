import express, { type Request, type Response, type Router } from 'express';
import type { Faults, Reply, SeenRequest } from '../faults.js';
import { carryOut, logRequest, pathOf, type RequestLogEntry, seenIn } from '../requests.js';
import type { Identity } from './identity.js';
import type { Mailbox } from './mailbox.js';
import { refusals } from './replies.js';

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
  now: () => Date;
  routes: (route: Route) => void;
}): Router {
  const { mailbox, identity, faults, requests } = options;
  const router = express.Router();
  const anyBody = express.raw({ type: () => true, limit: BODY_LIMIT });

  const carrier = {
    faults,
    requests,
    kept: REQUESTS_KEPT,
    now: options.now,
    flush: () => mailbox.flush(),
    send,
  };

  function serve(
    request: Request,
    response: Response,
    act: (seen: SeenRequest) => Reply | Promise<Reply>,
  ): Promise<void> {
    const path = pathOf(request).slice(request.baseUrl.length);
    const seen = seenIn(request, path, bodyOf(request));
    const isKept = path !== '/token' && !Buffer.isBuffer(seen.body);
    const entry = logRequest(carrier, seen, response, isKept ? seen.body : null);
    return carryOut(carrier, seen, entry, response, () => {
      mailbox.release();
      return act(seen);
    });
  }

  const route: Route = (method, path, handler) => {
    const answer = (request: Request, response: Response) =>
      serve(request, response, (seen) => {
        if (!identity.isSignedIn(request.headers.authorization)) return refusals.unauthenticated();
        const user = String(request.params.userId);
        if (user !== 'me' && user.toLowerCase() !== mailbox.address) {
          return refusals.delegationDenied(user);
        }
        const params = request.params as Record<string, string>;
        return handler({ params, query: seen.query, body: seen.body });
      });
    router[method](`/gmail/v1/users/:userId${path}`, anyBody, answer);
    // The SDK uploads what is given as `media` here.
    if (method === 'post') router.post(`/upload/gmail/v1/users/:userId${path}`, anyBody, answer);
  };

  router.post('/token', anyBody, (request, response) =>
    serve(request, response, () =>
      identity.token(
        new URLSearchParams(Buffer.isBuffer(request.body) ? String(request.body) : ''),
      ),
    ),
  );
  router.get('/oauth2/v3/certs', (request, response) =>
    serve(request, response, () => identity.certificates()),
  );
  options.routes(route);
  return router;
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
