import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../reversals/desk.js';
import { isRefusal, type Refusal, refusals, refuse } from '../../reversals/refusal.js';
import { refuseCardData } from '../incoming-text.js';
import { OwnPage, type OwnPageNotice } from '../pages/own-page.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import { isOwnForm, type Reader } from './session.js';
import { refuseForm } from './sign-in-routes.js';

const awayForm = z.object({
  to: z.string().trim().min(1).max(320),
  firstDay: z.string().trim().max(10),
  lastDay: z.string().trim().max(10),
});

/** The signed-in person's own page: how they read, and who decides for them while they are away. */
export function mountOwnPage(app: Express, form: RequestHandler, deps: WebDeps): void {
  app.get('/me', async (request, response) => {
    const done = (['delegated', 'ended'] as const).find((one) => one === request.query.done);
    await show(response, deps, done ? { kind: 'done', what: done } : null);
  });

  app.post('/me/delegate', form, (request, response) =>
    take(request, response, deps, 'delegated', async (actor) => {
      const body = awayForm.safeParse(request.body);
      if (!body.success) return refuse('invalid_request', { detail: 'a person and two days' });
      const { to: toEmail, firstDay, lastDay } = body.data;
      const cardData = refuseCardData(body.data, deps);
      return cardData ?? deps.desk.delegate(actor, { toEmail, firstDay, lastDay });
    }),
  );

  app.post('/me/delegate/end', form, (request, response) =>
    take(request, response, deps, 'ended', (actor) => deps.desk.endDelegation(actor)),
  );
}

async function take(
  request: Request,
  response: Response,
  deps: WebDeps,
  what: 'delegated' | 'ended',
  act: (actor: Actor) => Promise<unknown | Refusal>,
): Promise<void> {
  const reader = response.locals.reader as Reader;
  if (!isOwnForm(request, request.body?.csrf, deps.publicUrl)) return refuseForm(response, deps);
  const result = await act({ person: reader.person, surface: 'dashboard' });
  if (!isRefusal(result)) return response.redirect(303, `/me?done=${what}`);
  deps.count('refused', { surface: 'dashboard', refusal: result.refused });
  await show(response, deps, { kind: 'refused', refusal: result });
}

async function show(
  response: Response,
  deps: WebDeps,
  notice: OwnPageNotice | null,
): Promise<void> {
  const reader = response.locals.reader as Reader;
  const { person } = reader;
  const page = OwnPage({
    away: await deps.desk.delegationsOf(person),
    standIns: await deps.desk.standInsFor(person),
    notice,
    reader,
    deps,
  });
  const status = notice?.kind === 'refused' ? refusals[notice.refusal.refused].status : 200;
  sendPage(response, status, page, deps);
}
