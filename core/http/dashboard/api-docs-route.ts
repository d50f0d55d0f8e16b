import type { Express } from 'express';
import { ApiDocsPage } from '../pages/api-docs-page.js';
import { apiRoutes } from '../rest/mount-rest.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';

/** What the OpenAPI document says, for people; open to all, for it holds no data. */
export function mountApiDocs(app: Express, deps: WebDeps): void {
  app.get('/api/docs', (_request, response) => {
    sendPage(response, 200, ApiDocsPage({ routes: apiRoutes, deps }), deps);
  });
}
