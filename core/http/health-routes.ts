import type { Express } from 'express';
import { sendJson } from './problem.js';
import type { WebDeps } from './web-deps.js';

/** Alive, ready, and figures for a scraper. None of them holds anything private. */
export function mountHealth(app: Express, deps: WebDeps): void {
  app.get('/healthz', (_request, response) => {
    sendJson(response, 200, { ok: true }, deps);
  });
  app.get('/readyz', async (_request, response) => {
    const readiness = await deps.ready();
    sendJson(response, readiness.ok ? 200 : 503, readiness, deps);
  });
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await deps.metrics());
  });
}
