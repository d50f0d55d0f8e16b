import type { Express, Request, RequestHandler, Response } from 'express';
import { seesAgentData } from '../../access/permissions.js';
import {
  visibleEvidence,
  visibleHistory,
  visibleMessages,
  visibleRefusal,
  visibleReversal,
} from '../../access/visible-to.js';
import type { Actor } from '../../reversals/desk.js';
import { isRefusal, type Refusal, refusals, refuse } from '../../reversals/refusal.js';
import type { Reversal } from '../../reversals/reversal.js';
import { riskOf } from '../../reversals/risk.js';
import { ErrorPage } from '../pages/error-page.js';
import { type Notice, ReversalPage } from '../pages/reversal-page.js';
import { refusalProblem } from '../problem.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import { correct, correctionForm, decidable, decide, decisionForm } from './sent-forms.js';
import { isOwnForm, type Reader } from './session.js';
import { refuseForm } from './sign-in-routes.js';
import { standingOf } from './standing.js';

/** What a page may be told was done: the steps, and a correction as history names it. */
const doneActions = [...decidable, 'edited'] as const;

export function mountReversal(app: Express, form: RequestHandler, deps: WebDeps): void {
  app.get('/reversals/:reference', async (request, response) => {
    const reader = response.locals.reader as Reader;
    const done = doneActions.find((action) => action === request.query.done);
    const notice: Notice | null = done ? { kind: 'done', action: done } : null;
    await showReversal(String(request.params.reference), reader, notice, response, deps);
  });

  app.post('/reversals/:reference/decide', form, async (request, response) => {
    const body = decisionForm.safeParse(request.body);
    await take(request, response, deps, body.data?.action ?? '', (actor, reference) =>
      body.success ? decide(actor, reference, body.data, deps) : refuse('invalid_request'),
    );
  });

  app.post('/reversals/:reference/correct', form, async (request, response) => {
    const body = correctionForm.safeParse(request.body);
    await take(request, response, deps, 'edited', (actor, reference) =>
      body.success ? correct(actor, reference, body.data, deps) : refuse('invalid_request'),
    );
  });
}

/** Does what a form of our own page asks for; back to the page when done, else why not. */
async function take(
  request: Request,
  response: Response,
  deps: WebDeps,
  done: string,
  act: (actor: Actor, reference: string) => Promise<Reversal | Refusal> | Refusal,
): Promise<void> {
  const reader = response.locals.reader as Reader;
  const reference = String(request.params.reference);
  if (!isOwnForm(request, request.body?.csrf, deps.publicUrl)) return refuseForm(response, deps);
  const result = await act({ person: reader.person, surface: 'dashboard' }, reference);
  if (!isRefusal(result)) {
    response.redirect(303, `/reversals/${result.reference}?done=${done}`);
    return;
  }
  deps.count('refused', { surface: 'dashboard', refusal: result.refused });
  const refusal = visibleRefusal(reader.person, result);
  await showReversal(reference, reader, { kind: 'refused', refusal }, response, deps);
}

async function showReversal(
  reference: string,
  reader: Reader,
  notice: Notice | null,
  response: Response,
  deps: WebDeps,
): Promise<void> {
  const { person } = reader;
  const whole = await deps.desk.show(person, reference);
  if (isRefusal(whole)) return showNothing(reference, whole, reader, response, deps);
  const [messages, evidence, history, alsoOnPayment, related, waitingFor, clients, people, proof] =
    await Promise.all([
      deps.desk.messages(person, whole.reference),
      deps.desk.evidence(person, whole.reference),
      deps.desk.history(person, whole.reference),
      deps.desk.alsoOnPayment(whole),
      deps.desk.related(whole),
      deps.desk.waitingFor(whole),
      deps.desk.clients(person),
      deps.directory.all(),
      deps.verifyHistory ? deps.verifyHistory(whole.id) : null,
    ]);
  // Between two reads an entry may be closed to this person; then the first answer counts.
  if (isRefusal(messages) || isRefusal(evidence) || isRefusal(history)) {
    return showNothing(reference, refuse('not_found', { reference }), reader, response, deps);
  }
  const client = clients.find((one) => one.id === whole.clientId);
  const known = whole.amount ?? whole.payment?.captured;
  const page = ReversalPage({
    reversal: visibleReversal(person, whole),
    risk: seesAgentData(person) ? riskOf(whole) : null,
    standing: standingOf(person, whole, client, people, deps.now()),
    clientName: client?.name ?? whole.clientId,
    currency: known?.currency ?? client?.currency ?? '',
    messages: visibleMessages(person, messages),
    evidence: visibleEvidence(person, evidence),
    history: visibleHistory(person, history),
    proof,
    alsoOnPayment,
    related,
    waitingFor,
    notice,
    requestId: lettersOf(deps.randomBytes(12)),
    reader,
    deps,
  });
  const status = notice?.kind === 'refused' ? refusals[notice.refusal.refused].status : 200;
  sendPage(response, status, page, deps);
}

async function showNothing(
  reference: string,
  refusal: Refusal,
  reader: Reader,
  response: Response,
  deps: WebDeps,
): Promise<void> {
  const nearest = await deps.desk.nearest(reader.person, reference);
  const problem = refusalProblem({ refused: refusal.refused, facts: {} });
  sendPage(response, problem.status, ErrorPage({ problem, nearest, reader, deps }), deps);
}

/** Letters only: a run of digits in it could look like a card number to the tripwire. */
function lettersOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
