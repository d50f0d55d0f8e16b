import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { visibleRefusal } from '../../access/visible-to.js';
import { isRefusal, type Refusal, refuse } from '../../reversals/refusal.js';
import type { Person } from '../../reversals/reversal.js';
import { differencesOf } from '../difference.js';
import { refuseCardData } from '../incoming-text.js';
import { edgeProblem, type Problem, refusalProblem, sendJson, sendProblem } from '../problem.js';
import type { WebDeps } from '../web-deps.js';
import type { ApiRoute } from './api-route.js';
import { authenticate, type Caller } from './authenticate.js';
import { decisionRoutes } from './decision-routes.js';
import { delegationRoutes } from './delegation-routes.js';
import { evidenceRoutes } from './evidence-routes.js';
import { openApiDocument } from './openapi.js';
import { paymentRoutes } from './payment-routes.js';
import { reversalRoutes } from './reversal-routes.js';
import { surroundingRoutes } from './surrounding-routes.js';

const base = '/api/v1';

/** A long reason, twenty identifiers and a trace fit many times over. */
const maxBodyBytes = 102_400;

/** Visible ASCII; long enough for any id scheme. Draft ietf-httpapi-idempotency-key-header. */
const idempotencyKey = /^[\x21-\x7e]{1,200}$/;

/** Every operation; OpenAPI is made from this very list. */
export const apiRoutes: readonly ApiRoute[] = [
  ...reversalRoutes,
  ...decisionRoutes,
  ...surroundingRoutes,
  ...evidenceRoutes,
  ...paymentRoutes,
  ...delegationRoutes,
];

export function mountRest(app: Express, deps: WebDeps): void {
  const document = openApiDocument(apiRoutes, deps);
  app.get('/api/openapi.json', (_request, response) => sendJson(response, 200, document, deps));
  app.use(base, guard(deps));
  const json = express.json({ limit: maxBodyBytes, type: 'application/json' });
  for (const route of apiRoutes) {
    const path = base + route.path.replace('{reference}', ':reference');
    app[route.method](path, ...(route.body ? [json] : []), async (request, response) => {
      await serve(route, request, response, deps);
    });
  }
  app.use(base, nothingHere(deps));
}

/** Refuses whoever shows no valid key before anything of the request is read. */
function guard(deps: WebDeps): RequestHandler {
  return async (request, response, next) => {
    const caller = await authenticate(request, deps);
    if ('type' in caller) {
      deps.count('api_refused', { why: String(caller.type).split(':').pop() ?? '' });
      if (caller.status === 401) response.set('WWW-Authenticate', 'Bearer');
      sendProblem(response, caller, deps);
      return;
    }
    response.locals.caller = caller;
    next();
  };
}

/** One in thousands looks like a card number by chance, and none is one. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function serve(route: ApiRoute, request: Request, response: Response, deps: WebDeps) {
  const { person, scopes } = response.locals.caller as Caller;
  const problem = (found: Problem) => sendProblem(response, found, deps);
  if (!scopes.includes(route.scope)) {
    return problem(edgeProblem('scope_missing', { scope: route.scope }));
  }
  if (route.body && hasBody(request) && !request.is('application/json')) {
    return problem(edgeProblem('not_json'));
  }
  const sent = [request.query, request.body ?? {}, String(request.params.reference ?? '')];
  const cardData = sent.map((part) => refuseCardData(part, deps)).find((found) => found);
  if (cardData) {
    deps.count('card_data_refused', { entrance: 'rest' });
    return problem(refusalProblem(cardData));
  }
  const key = request.get('idempotency-key');
  if (key !== undefined && !idempotencyKey.test(key)) {
    const faults = [
      { where: 'header.Idempotency-Key', fault: 'must be 1 to 200 visible characters' },
    ];
    return problem(refusalProblem(refuse('invalid_request'), { faults }));
  }
  // Kept as it is to know the request again, so it may hold no card data either.
  if (key !== undefined && !uuid.test(key) && refuseCardData(key, deps)) {
    deps.count('card_data_refused', { entrance: 'rest' });
    return problem(refusalProblem(refuse('card_number_in_text')));
  }
  const result = await route.run({
    actor: { person, surface: 'rest' },
    reference: String(request.params.reference ?? ''),
    query: request.query,
    body: request.body,
    requestKey: key === undefined ? null : `rest:${person.id}:${key}`,
    deps,
  });
  if ('faults' in result) {
    return problem(refusalProblem(refuse('invalid_request'), { faults: result.faults }));
  }
  if (isRefusal(result)) {
    deps.count('refused', { surface: 'rest', refusal: result.refused });
    return problem(await explain(result, person, deps));
  }
  response.set(result.headers ?? {});
  sendJson(response, result.status, result.body, deps);
}

/** A refusal with what helps to go on: the difference, the nearest references. */
async function explain(refusal: Refusal, person: Person, deps: WebDeps): Promise<Problem> {
  const shown = visibleRefusal(person, refusal);
  if (refusal.refused === 'content_changed') {
    return refusalProblem(shown, {
      difference: differencesOf(refusal),
      ...(refusal.facts.contentHash ? { contentHash: refusal.facts.contentHash } : {}),
    });
  }
  if (refusal.refused === 'not_found' && refusal.facts.reference) {
    const nearest = await deps.desk.nearest(person, refusal.facts.reference);
    return refusalProblem(shown, {
      nearest: nearest.map(({ reference, status }) => ({ reference, status })),
    });
  }
  return refusalProblem(shown);
}

function nothingHere(deps: WebDeps): RequestHandler {
  return (request, response) => {
    const methods = apiRoutes
      .filter((route) => pathPattern(route).test(request.path))
      .map((route) => route.method.toUpperCase());
    if (methods.length === 0) {
      sendProblem(response, edgeProblem('unknown_address'), deps);
      return;
    }
    response.set('Allow', [...new Set(methods)].join(', '));
    sendProblem(response, edgeProblem('method_not_allowed'), deps);
  };
}

const pathPattern = (route: ApiRoute) =>
  new RegExp(`^${route.path.replace('{reference}', '[^/]+')}/?$`);

/** RFC 9112 6.3: a request has a body when it has a length or a transfer coding. */
function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  );
}
