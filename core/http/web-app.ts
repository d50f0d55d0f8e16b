import express, { type Express } from 'express';
import { mountDashboard } from './dashboard/mount-dashboard.js';
import { mountErrors } from './errors.js';
import { mountHealth } from './health-routes.js';
import { mountRest } from './rest/mount-rest.js';
import { securityHeaders } from './security-headers.js';
import type { WebDeps } from './web-deps.js';
import { mountWebhooks } from './webhook-routes.js';

/**
 * The whole web of the hub, not yet listening. The order matters: headers stand on every answer,
 * and whatever verifies signatures reads its raw bytes before any parser touches them.
 */
export function createWebApp(deps: WebDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  // Answers are never cached (no-store), so hashing each of them for an ETag is work for nothing.
  app.disable('etag');
  app.use(securityHeaders(deps));
  mountHealth(app, deps);
  deps.mounts(app);
  mountWebhooks(app, deps);
  mountRest(app, deps);
  mountDashboard(app, deps);
  mountErrors(app, deps);
  return app;
}
