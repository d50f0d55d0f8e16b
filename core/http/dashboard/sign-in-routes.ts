import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { endSession, startSession, takeSignInLink } from '../../access/sign-in.js';
import type { Person } from '../../reversals/reversal.js';
import { ErrorPage } from '../pages/error-page.js';
import { SignInChoicePage, SignInClosedPage, SignInLinkPage } from '../pages/sign-in-pages.js';
import { edgeProblem } from '../problem.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import {
  clearSessionCookie,
  isOwnForm,
  isSameOrigin,
  sessionSecret,
  setSessionCookie,
} from './session.js';

const choice = z.object({ email: z.string().max(254), next: z.string().max(500).optional() });
const signOut = z.object({ csrf: z.string().max(100) });

/**
 * Sign-in. A link is used up by the button on its page, not by opening it: mail and chat scanners
 * open every link. In the sandbox people choose who they are.
 */
export function mountSignIn(app: Express, form: RequestHandler, deps: WebDeps): void {
  app.get('/signin', async (request, response) => {
    const next = safeNext(request.query.next);
    const people = deps.sandbox ? await deps.sandbox.people() : null;
    const page = people
      ? SignInChoicePage({ people, next, deps })
      : SignInClosedPage({ isSpent: false, deps });
    sendPage(response, 200, page, deps);
  });

  app.post('/signin', form, async (request, response) => {
    if (!deps.sandbox) return refuseForm(response, deps);
    if (!isSameOrigin(request)) return refuseForm(response, deps);
    const body = choice.safeParse(request.body);
    const people = await deps.sandbox.people();
    const person = body.success
      ? people.find((one) => one.email.toLowerCase() === body.data.email.toLowerCase())
      : undefined;
    if (!person) {
      return sendPage(response, 422, SignInChoicePage({ people, next: '/', deps }), deps);
    }
    await signIn(person, request, response, deps);
    response.redirect(303, safeNext(body.data?.next));
  });

  app.get('/signin/:token', (request, response) => {
    const token = String(request.params.token);
    const next = safeNext(request.query.next);
    sendPage(response, 200, SignInLinkPage({ token, next, deps }), deps);
  });

  app.post('/signin/:token', async (request, response) => {
    if (!isSameOrigin(request)) return refuseForm(response, deps);
    const person = await takeSignInLink(deps.access, String(request.params.token), deps.now());
    if (!person) {
      deps.count('sign_in_refused');
      return sendPage(response, 401, SignInClosedPage({ isSpent: true, deps }), deps);
    }
    await signIn(person, request, response, deps);
    response.redirect(303, safeNext(request.query.next));
  });

  app.post('/signout', form, async (request, response) => {
    const body = signOut.safeParse(request.body);
    if (!isOwnForm(request, body.data?.csrf, deps.publicUrl)) return refuseForm(response, deps);
    const secret = sessionSecret(request, deps.publicUrl);
    if (secret) await endSession(deps.access, secret);
    clearSessionCookie(response, deps.publicUrl);
    response.redirect(303, '/signin');
  });
}

/** A new session each time; one that stood before ends, so that nobody fixes a session for another. */
async function signIn(person: Person, request: Request, response: Response, deps: WebDeps) {
  const before = sessionSecret(request, deps.publicUrl);
  if (before) await endSession(deps.access, before);
  const secret = await startSession(deps.access, person.id, {
    now: deps.now(),
    randomBytes: deps.randomBytes,
  });
  setSessionCookie(response, secret, deps.publicUrl);
  deps.count('signed_in');
}

export function refuseForm(response: Response, deps: WebDeps): void {
  deps.count('form_refused');
  const page = ErrorPage({
    problem: edgeProblem('form_not_ours'),
    nearest: [],
    reader: null,
    deps,
  });
  sendPage(response, 403, page, deps);
}

/** A path of our own to go on to; anything that could leave the site becomes `/`. */
export function safeNext(next: unknown): string {
  const isOwnPath = typeof next === 'string' && /^\/(?![/\\])[\w\-./?=&%+:@,]{0,1500}$/.test(next);
  return isOwnPath && !next.startsWith('/signin') ? next : '/';
}
