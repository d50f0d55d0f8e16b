import type { Response } from 'express';
import { holdsCardData } from '../intake/holds-card-data.js';
import { type Refusal, type RefusalName, refusals } from '../reversals/refusal.js';
import { type EdgeProblem, edgeProblems, refusalWords } from './refusal-words.js';
import type { WebDeps } from './web-deps.js';

/** RFC 9457. `type` names the refusal: `urn:reversal-hub:refusal:<name>`, or `:problem:` of the edge. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  retryable: boolean;
  [extension: string]: unknown;
};

type Guard = Pick<WebDeps, 'tripwire' | 'count'>;

export const refusalType = (name: RefusalName) => `urn:reversal-hub:refusal:${name}`;
const edgeType = (name: EdgeProblem) => `urn:reversal-hub:problem:${name}`;

/** A refusal as a problem; its facts stand under `facts`, and are safe to show by contract. */
export function refusalProblem(refusal: Refusal, extra: Record<string, unknown> = {}): Problem {
  const words = refusalWords[refusal.refused];
  const { retryable, status } = refusals[refusal.refused];
  return {
    type: refusalType(refusal.refused),
    title: words.title,
    status,
    detail: words.next,
    retryable,
    ...(Object.keys(refusal.facts).length > 0 ? { facts: refusal.facts } : {}),
    ...extra,
  };
}

/** Trouble of the edge as a problem. */
export function edgeProblem(name: EdgeProblem, extra: Record<string, unknown> = {}): Problem {
  const { status, title, next } = edgeProblems[name];
  return {
    type: edgeType(name),
    title,
    status,
    detail: next,
    retryable: status >= 500,
    ...extra,
  };
}

/** Sends a problem; one that would itself leak card data goes out without its extensions. */
export function sendProblem(response: Response, problem: Problem, guard: Guard): void {
  let safe = problem;
  if (holdsCardData(problem, guard.tripwire)) {
    guard.count('tripwire', { exit: 'problem' });
    safe = edgeProblem('card_data_blocked');
  }
  response.status(safe.status).type('application/problem+json').send(JSON.stringify(safe));
}

/** The one exit for JSON: an answer that holds card data is blocked, counted and never sent. */
export function sendJson(response: Response, status: number, body: unknown, guard: Guard): void {
  if (holdsCardData(body, guard.tripwire)) {
    guard.count('tripwire', { exit: 'json' });
    sendProblem(response, edgeProblem('card_data_blocked'), guard);
    return;
  }
  response.status(status).type('application/json').send(JSON.stringify(body));
}
