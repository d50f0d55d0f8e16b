import express, { type Express, type Request } from 'express';
import { ErrorPage } from '../pages/error-page.js';
import { stylePath, styleSheet } from '../pages/style-sheet.js';
import { edgeProblem, sendProblem } from '../problem.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import { mountApiDocs } from './api-docs-route.js';
import { mountConnections } from './connection-routes.js';
import { mountExport } from './export-route.js';
import { mountList } from './list-route.js';
import { mountOwnPage } from './own-page-routes.js';
import { mountReversal } from './reversal-routes.js';
import { readerOf } from './session.js';
import { mountSignIn, safeNext } from './sign-in-routes.js';

/** A decision's form is a few hundred bytes; a reason may be a page. */
const maxFormBytes = 20_480;

/** Pages for people. They work without scripts; whoever is not signed in sees only /signin. */
export function mountDashboard(app: Express, deps: WebDeps): void {
  app.get(stylePath, (_request, response) => {
    // The address holds a hash of the content, so it may be kept for ever.
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    response.type('css').send(styleSheet);
  });
  mountApiDocs(app, deps);
  const form = express.urlencoded({ extended: false, limit: maxFormBytes });
  mountSignIn(app, form, deps);
  app.use(async (request, response, next) => {
    const reader = await readerOf(request, deps);
    if (reader) {
      response.locals.reader = reader;
      return next();
    }
    if (request.path.startsWith('/api')) {
      return sendProblem(response, edgeProblem('unauthenticated'), deps);
    }
    response.redirect(303, signInAddress(request, deps));
  });
  mountList(app, deps);
  mountReversal(app, form, deps);
  mountConnections(app, deps);
  mountOwnPage(app, form, deps);
  mountExport(app, deps);
  app.use((request, response) => {
    if (request.path.startsWith('/api')) {
      return sendProblem(response, edgeProblem('unknown_address'), deps);
    }
    const page = ErrorPage({
      problem: { ...edgeProblem('unknown_address'), detail: 'Go back to the list of reversals.' },
      nearest: [],
      reader: response.locals.reader,
      deps,
    });
    sendPage(response, 404, page, deps);
  });
}

/** Comes back to the page that was asked for; a search is not carried along, for it may be private. */
function signInAddress(request: Request, deps: WebDeps): string {
  const path = request.method === 'GET' ? safeNext(request.path) : '/';
  return path === '/' || deps.tripwire(path)
    ? '/signin'
    : `/signin?next=${encodeURIComponent(path)}`;
}
