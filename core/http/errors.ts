import type { ErrorRequestHandler, Express, Request } from 'express';
import { z } from 'zod';
import { readerOf } from './dashboard/session.js';
import { ErrorPage } from './pages/error-page.js';
import { edgeProblem, sendProblem } from './problem.js';
import type { EdgeProblem } from './refusal-words.js';
import { sendPage } from './send-page.js';
import type { WebDeps } from './web-deps.js';

/** Errors of Express's own body parsers and router carry a status and a type. */
const parserError = z.object({ status: z.int().min(400).max(499), type: z.string().optional() });

/** Last of all: what nobody answered, and what threw. No error's text ever leaves. */
export function mountErrors(app: Express, deps: WebDeps): void {
  const failed: ErrorRequestHandler = async (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const found = edgeProblemOf(error);
    if (found === 'our_bug') {
      deps.count('web_failed');
      deps.onBug('web', error);
    }
    if (isForMachines(request)) return sendProblem(response, edgeProblem(found), deps);
    // The error has been told; where the session cannot be read either, the page goes without it.
    const reader = await readerOf(request, deps).catch(() => null);
    const page = ErrorPage({ problem: edgeProblem(found), nearest: [], reader, deps });
    sendPage(response, edgeProblem(found).status, page, deps);
  };
  app.use(failed);
}

function edgeProblemOf(error: unknown): EdgeProblem {
  const known = parserError.safeParse(error);
  if (!known.success) return 'our_bug';
  const { status, type } = known.data;
  if (status === 413) return 'body_too_large';
  if (status === 415) return 'not_json';
  // `entity.parse.failed` and its kin are body-parser's names; an undecodable path has none.
  return type === undefined ? 'unknown_address' : 'malformed_json';
}

function isForMachines(request: Request): boolean {
  return /^\/(?:api|webhooks|healthz|readyz|metrics)(?:\/|$)/.test(request.path);
}
