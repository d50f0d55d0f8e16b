import type { z } from 'zod';
import type { Scope } from '../../access/access-book.js';
import type { DecideRequest } from '../../reversals/desk.js';
import { isRefusal, type Refusal, type RefusalName } from '../../reversals/refusal.js';
import { redactedOrRefused } from '../incoming-text.js';
import type { WebDeps } from '../web-deps.js';
import { decisionJson } from './answer-schemas.js';
import { type ApiCall, type ApiRoute, apiRoute, faulty } from './api-route.js';
import {
  answerBody,
  approveBody,
  assignBody,
  completeBody,
  confirmBody,
  decisionBody,
  joinBody,
  nextStepBody,
  outcomeBody,
  stepBody,
} from './request-schemas.js';
import { toReversalJson } from './reversal-json.js';

type Action = DecideRequest['action'];
type StepInput = { contentHash?: string | undefined; reason?: string | undefined };
type Extra = Pick<DecideRequest, 'amount' | 'detail' | 'assigneeEmail'>;

const common: readonly RefusalName[] = [
  'not_found',
  'not_permitted',
  'invalid_request',
  'card_number_in_text',
  'already_final',
  'not_in_this_status',
  'not_for_this_type',
  'key_reused_with_other_content',
];

const ofDecisions: readonly RefusalName[] = [
  ...common,
  'already_decided',
  'content_hash_missing',
  'content_changed',
  'requester_cannot_approve',
  'approver_not_named',
  'payment_already_claimed',
  'payment_disputed',
  'reason_required',
  'evidence_required',
];

/** Every step on one reversal, in the order of its life. */
export const decisionRoutes: readonly ApiRoute[] = [
  step('confirm', 'write', 'It is a reversal and complete; also resubmits after changes', {
    body: confirmBody,
    refusals: [...common, 'amount_missing', 'payment_already_claimed'],
  }),
  step('approve', 'decide', 'Approve, or approve a lower amount', {
    body: approveBody,
    refusals: [...ofDecisions, 'amount_above_requested', 'amount_not_positive'],
    extra: approvedAmount,
  }),
  step('reject', 'decide', 'Reject', { body: decisionBody, refusals: ofDecisions }),
  step('request_changes', 'decide', 'Send back and say what is missing', {
    body: decisionBody,
    refusals: ofDecisions,
  }),
  step('accept', 'decide', 'Chargeback: accept the loss', {
    body: decisionBody,
    refusals: ofDecisions,
  }),
  step('contest', 'decide', 'Chargeback: contest it', {
    body: decisionBody,
    refusals: ofDecisions,
  }),
  step('submit', 'write', 'Chargeback: the evidence was handed in', {
    body: stepBody,
    refusals: common,
  }),
  step(
    'outcome',
    'write',
    'Chargeback: its result; a win before arbitration leaves it open, as a later stage may follow',
    {
      body: outcomeBody,
      refusals: common,
      extra: async ({ body }) => ({ detail: body.result }),
    },
  ),
  step('next_step', 'decide', 'Bank return: choose the next step', {
    body: nextStepBody,
    refusals: ofDecisions,
    extra: async ({ body }) => ({ detail: body.step }),
  }),
  step('answer', 'decide', 'System error: answer what happened', {
    body: answerBody,
    refusals: ofDecisions,
    extra: async ({ body }) => ({ detail: body.answer }),
  }),
  step(
    'complete',
    'write',
    'It is done; with the refund id where money went back, after the outcome where it was contested',
    {
      body: completeBody,
      refusals: [...common, 'refund_id_required'],
      extra: async ({ body }) => ({ detail: body.refundId }),
    },
  ),
  step('cancel', 'write', 'Close it without payout, for instance as not a reversal', {
    body: stepBody,
    refusals: [...common, 'payout_already_sent'],
  }),
  step(
    'withdraw',
    'decide',
    'Take an approval back before the payout is sent, or your request for changes before it is asked again',
    {
      body: stepBody,
      refusals: [...common, 'nothing_to_withdraw', 'payout_already_sent'],
    },
  ),
  step('assign', 'write', 'Give it to a person; without one, take it', {
    body: assignBody,
    refusals: common,
    extra: async ({ body }) => ({ assigneeEmail: body.assignee }),
  }),
  step('wait', 'write', 'A customer’s claim: leave it until the processor’s notice joins it', {
    body: stepBody,
    refusals: common,
  }),
  step('join', 'write', 'Say that two entries are one; a fact stays, else the one in the path', {
    body: joinBody,
    refusals: [...common, 'payout_already_sent'],
    extra: async ({ body }) => ({ detail: body.reference }),
  }),
  step('part', 'write', 'Undo a join', {
    body: joinBody,
    refusals: common,
    extra: async ({ body }) => ({ detail: body.reference }),
  }),
];

function step<Body extends z.ZodType<StepInput>>(
  action: Action,
  scope: Scope,
  summary: string,
  {
    body,
    refusals,
    extra = async () => ({}),
  }: {
    body: Body;
    refusals: readonly RefusalName[];
    extra?: (call: ApiCall<unknown, z.output<Body>>) => Promise<Extra | Refusal>;
  },
): ApiRoute {
  return apiRoute({
    method: 'post',
    path: `/reversals/{reference}/${action.replace('_', '-')}`,
    operationId: action.replace(/_(\w)/, (_match, letter: string) => letter.toUpperCase()),
    summary,
    scope,
    body,
    answers: { 200: { description: 'The reversal after the step', schema: decisionJson } },
    refusals,
    handle: async (call) => {
      const added = await extra(call);
      return isRefusal(added) ? added : decide(action, call, added, call.deps);
    },
  });
}

async function decide(
  action: Action,
  { actor, reference, body, requestKey }: ApiCall<unknown, StepInput>,
  extra: Extra,
  deps: WebDeps,
) {
  const reason = redactedOrRefused(body.reason, deps);
  if (isRefusal(reason)) return reason;
  const result = await deps.desk.decide(actor, {
    reference,
    action,
    contentHash: body.contentHash ?? null,
    ...(reason ? { reason } : {}),
    ...(requestKey ? { requestKey } : {}),
    ...extra,
  });
  if (isRefusal(result)) return result;
  const { reversal, changed, waitingFor } = result;
  return { status: 200, body: { ...toReversalJson(actor.person, reversal), changed, waitingFor } };
}

/** The amount of an approval is in the reversal's own currency, so the reversal is read first. */
async function approvedAmount({
  actor,
  reference,
  body,
  deps,
}: ApiCall<unknown, z.output<typeof approveBody>>): Promise<Extra | Refusal> {
  if (body.amount === undefined) return {};
  const present = await deps.desk.show(actor.person, reference);
  if (isRefusal(present)) return present;
  if (!present.amount) return faulty('amount', 'the reversal has no amount yet: edit it first');
  return { amount: { minor: BigInt(body.amount), currency: present.amount.currency } };
}
