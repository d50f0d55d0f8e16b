import type { Actor } from '../../reversals/desk.js';
import { isRefusal, type Refusal, refuse } from '../../reversals/refusal.js';
import type { WebDeps } from '../web-deps.js';
import { delegationJson, delegationsEndedJson, delegationsJson } from './answer-schemas.js';
import { type ApiRoute, apiRoute } from './api-route.js';
import { delegationBody } from './request-schemas.js';

/** Who decides for whom while they are away, as `/reversal delegate` has it. */
export const delegationRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/delegations',
    operationId: 'readDelegations',
    summary: 'Times away that are not over: your own, and those in which you decide for others',
    scope: 'read',
    answers: { 200: { description: 'The earliest first', schema: delegationsJson } },
    refusals: [],
    handle: async ({ actor, deps }) => ({
      status: 200,
      body: { items: await deps.desk.delegationsOf(actor.person) },
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/delegations',
    operationId: 'delegate',
    summary:
      'Somebody else decides for you between two days; what overlaps of your earlier ones ends',
    scope: 'decide',
    body: delegationBody,
    answers: { 201: { description: 'The time away', schema: delegationJson } },
    refusals: ['not_permitted', 'invalid_request', 'key_reused_with_other_content'],
    handle: async ({ actor, body, requestKey, deps }) => {
      const narrow = await refusalOfNarrowKey(actor, deps);
      if (narrow) return narrow;
      const { to: toEmail, firstDay, lastDay } = body;
      const request = { toEmail, firstDay, lastDay: lastDay ?? firstDay, requestKey };
      const result = await deps.desk.delegate(actor, request);
      return isRefusal(result) ? result : { status: 201, body: result };
    },
  }),
  apiRoute({
    method: 'delete',
    path: '/delegations',
    operationId: 'endDelegations',
    summary: 'Ends your own times away, those to come among them',
    scope: 'decide',
    answers: { 200: { description: 'How many ended', schema: delegationsEndedJson } },
    refusals: ['not_permitted'],
    handle: async ({ actor, deps }) => {
      const narrow = await refusalOfNarrowKey(actor, deps);
      return narrow ?? { status: 200, body: { ended: await deps.desk.endDelegation(actor) } };
    },
  }),
];

/** Somebody who stands in does so for every client: a key that reaches some of them cannot say it. */
async function refusalOfNarrowKey({ person }: Actor, deps: WebDeps): Promise<Refusal | null> {
  const whole = await deps.directory.byId(person.id);
  const isNarrow = whole?.clients.some((client) => !person.clients.includes(client)) ?? true;
  return isNarrow ? refuse('not_permitted', { key: 'reaches some of your clients only' }) : null;
}
