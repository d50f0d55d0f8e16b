import { createHash, timingSafeEqual } from 'node:crypto';
import type { Express, Request } from 'express';
import { edgeProblem, sendJson, sendProblem } from './problem.js';
import type { WebDeps } from './web-deps.js';

/** Alive, ready, and figures for a scraper. */
export function mountHealth(app: Express, deps: WebDeps): void {
  app.get('/healthz', (_request, response) => {
    sendJson(response, 200, { ok: true }, deps);
  });
  app.get('/readyz', async (_request, response) => {
    const readiness = await deps.ready();
    sendJson(response, readiness.ok ? 200 : 503, readiness, deps);
  });
  app.get('/metrics', async (request, response) => {
    if (!mayRead(request, deps.metricsToken)) {
      return sendProblem(response, edgeProblem('metrics_closed'), deps);
    }
    response.type('text/plain; version=0.0.4').send(await deps.metrics());
  });
}

/** Figures name every client's connections: they are for this machine, or for who has the token. */
function mayRead(request: Request, token: string | null): boolean {
  const shown = /^Bearer (\S{1,500})$/.exec(request.get('authorization') ?? '')?.[1];
  if (token !== null && shown !== undefined) return timingSafeEqual(hash(shown), hash(token));
  const from = request.socket.remoteAddress ?? '';
  const isHere = from === '::1' || /^(?:::ffff:)?127\./.test(from);
  return isHere && request.get('x-forwarded-for') === undefined;
}

const hash = (text: string) => createHash('sha256').update(text).digest();
