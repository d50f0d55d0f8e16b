import type { Express, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { DecideRequest } from '../../reversals/desk.js';
import { parseDecimal } from '../../reversals/money.js';
import { isRefusal, type Refusal, refusals, refuse } from '../../reversals/refusal.js';
import type { Reversal } from '../../reversals/reversal.js';
import { redactedOrRefused, refuseCardData } from '../incoming-text.js';
import { ErrorPage } from '../pages/error-page.js';
import { type Notice, ReversalPage } from '../pages/reversal-page.js';
import { refusalProblem } from '../problem.js';
import { sendPage } from '../send-page.js';
import { visibleHistory, visibleMessages, visibleRefusal, visibleReversal } from '../visible-to.js';
import type { WebDeps } from '../web-deps.js';
import { isOwnForm, type Reader } from './session.js';
import { refuseForm } from './sign-in-routes.js';

const decidable = [
  'confirm',
  'approve',
  'reject',
  'request_changes',
  'accept',
  'contest',
  'submit',
  'outcome',
  'next_step',
  'answer',
  'complete',
  'cancel',
  'withdraw',
  'assign',
  'note',
] as const satisfies readonly DecideRequest['action'][];

const decisionForm = z.object({
  csrf: z.string().max(100),
  action: z.enum(decidable),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Made with the page, so that a form sent twice acts once. */
  requestId: z.string().regex(/^[\w-]{8,64}$/),
  amount: z.string().max(30).optional(),
  reason: z.string().max(4000).optional(),
  detail: z.string().max(200).optional(),
});

export function mountReversal(app: Express, form: RequestHandler, deps: WebDeps): void {
  app.get('/reversals/:reference', async (request, response) => {
    const reader = response.locals.reader as Reader;
    const done = decidable.find((action) => action === request.query.done);
    const notice: Notice | null = done ? { kind: 'done', action: done } : null;
    await showReversal(String(request.params.reference), reader, notice, response, deps);
  });

  app.post('/reversals/:reference/decide', form, async (request, response) => {
    const reader = response.locals.reader as Reader;
    const reference = String(request.params.reference);
    const body = decisionForm.safeParse(request.body);
    if (!isOwnForm(request, request.body?.csrf, deps.publicUrl)) return refuseForm(response, deps);
    const result = body.success
      ? await decide(reference, reader, body.data, deps)
      : refuse('invalid_request');
    if (!isRefusal(result)) {
      response.redirect(303, `/reversals/${result.reference}?done=${body.data?.action ?? ''}`);
      return;
    }
    deps.count('refused', { surface: 'dashboard', refusal: result.refused });
    const refusal = visibleRefusal(reader.person, result);
    await showReversal(reference, reader, { kind: 'refused', refusal }, response, deps);
  });
}

async function decide(
  reference: string,
  { person }: Reader,
  input: z.output<typeof decisionForm>,
  deps: WebDeps,
): Promise<Reversal | Refusal> {
  const { action, amount, reason: text, detail, contentHash, requestId } = input;
  const cardData = refuseCardData([amount, text, detail].filter(Boolean), deps);
  if (cardData) return cardData;
  const reason = redactedOrRefused(text, deps);
  if (isRefusal(reason)) return reason;
  const request: DecideRequest = {
    reference,
    action,
    contentHash,
    requestKey: `dashboard:${person.id}:${requestId}`,
    ...(reason ? { reason } : {}),
    ...(detail?.trim() ? { detail: detail.trim() } : {}),
  };
  if (action === 'approve' && amount?.trim()) {
    const present = await deps.desk.show(person, reference);
    if (isRefusal(present)) return present;
    if (!present.amount) return refuse('amount_missing');
    const money = parseDecimal(amount, present.amount.currency);
    if (!money) return refuse('invalid_request', { amount: 'must be a number such as 49.99' });
    if (money.minor !== present.amount.minor) request.amount = money;
  }
  const result = await deps.desk.decide({ person, surface: 'dashboard' }, request);
  return isRefusal(result) ? result : result.reversal;
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
  const [messages, history, alsoOnPayment, waitingFor, clients, proof] = await Promise.all([
    deps.desk.messages(person, whole.reference),
    deps.desk.history(person, whole.reference),
    deps.desk.alsoOnPayment(whole),
    deps.desk.waitingFor(whole),
    deps.desk.clients(person),
    deps.verifyHistory ? deps.verifyHistory(whole.id) : null,
  ]);
  // Between two reads an entry may be closed to this person; then the first answer counts.
  if (isRefusal(messages) || isRefusal(history)) {
    return showNothing(reference, refuse('not_found', { reference }), reader, response, deps);
  }
  const page = ReversalPage({
    reversal: visibleReversal(person, whole),
    isRequester: whole.requesters.some((requester) => requester.person?.id === person.id),
    clientName: clients.find((one) => one.id === whole.clientId)?.name ?? whole.clientId,
    messages: visibleMessages(person, messages),
    history: visibleHistory(person, history),
    proof,
    alsoOnPayment,
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
