import type { Response } from 'express';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { pageHoldsCardData } from './outgoing.js';
import { edgeProblems } from './refusal-words.js';
import type { WebDeps } from './web-deps.js';

/** The one exit for pages: one that shows card data is blocked, counted and never sent. */
export function sendPage(
  response: Response,
  status: number,
  page: ReactElement,
  deps: Pick<WebDeps, 'tripwire' | 'count'>,
): void {
  const html = renderToStaticMarkup(page);
  if (pageHoldsCardData(html, deps.tripwire)) {
    deps.count('tripwire', { exit: 'page' });
    const { title, next, status: blocked } = edgeProblems.card_data_blocked;
    response.status(blocked).type('text/plain').send(`${title}. ${next}\n`);
    return;
  }
  response.status(status).type('html').send(`<!doctype html>${html}`);
}
