import { seesAgentData } from '../../access/permissions.js';
import type { LogRequest } from '../../reversals/desk.js';
import { type Currency, type Money, parseCurrency } from '../../reversals/money.js';
import { plainRequest } from '../../reversals/plain-request.js';
import { isRefusal, type Refusal, refuse } from '../../reversals/refusal.js';
import type { Customer, Identifier, Person } from '../../reversals/reversal.js';
import { endOfDay, startOfDay } from '../../reversals/zoned-dates.js';
import { holdsSensitive, redactedOrRefused } from '../incoming-text.js';
import type { WebDeps } from '../web-deps.js';
import { decisionJson, loggedJson, reversalJson, reversalPageJson } from './answer-schemas.js';
import { type ApiRoute, apiRoute, faulty } from './api-route.js';
import { defaultPageSize, editBody, listQuery, logBody } from './request-schemas.js';
import { toReversalJson } from './reversal-json.js';

/** Finding, logging, reading and editing reversals. */
export const reversalRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/reversals',
    operationId: 'findReversals',
    summary: 'Find reversals, newest first',
    scope: 'read',
    query: listQuery,
    answers: { 200: { description: 'One page', schema: reversalPageJson } },
    refusals: [
      'invalid_request',
      'unknown_currency',
      'not_found',
      'not_permitted',
      'card_number_in_text',
    ],
    handle: async ({ actor, query, deps }) => {
      const { limit, cursor, minAmount, maxAmount, from, to, currency, ...rest } = query;
      const known = currency === undefined ? undefined : parseCurrency(currency);
      if (known === null) return refuse('unknown_currency');
      // Whom it finds would spell out the agents' names to who may not see them.
      if (rest.agent !== undefined && !seesAgentData(actor.person)) {
        return refuse('not_permitted', { role: actor.person.role });
      }
      const page = await deps.desk.find(
        actor.person,
        {
          ...rest,
          currency: known,
          minAmount: minAmount === undefined ? undefined : BigInt(minAmount),
          maxAmount: maxAmount === undefined ? undefined : BigInt(maxAmount),
          from: from === undefined ? undefined : startOfDay(from, 'UTC'),
          to: to === undefined ? undefined : endOfDay(to, 'UTC'),
        },
        Number(limit ?? defaultPageSize),
        cursor ?? null,
      );
      if (isRefusal(page)) return page;
      const items = page.items.map((reversal) => toReversalJson(actor.person, reversal));
      return { status: 200, body: { items, nextCursor: page.nextCursor, total: page.total } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/reversals',
    operationId: 'logReversal',
    summary: 'Log a reversal; with an Idempotency-Key the same request is one entry',
    scope: 'write',
    body: logBody,
    answers: {
      201: { description: 'Logged', schema: loggedJson },
      200: { description: 'The same request had logged it before', schema: loggedJson },
    },
    refusals: [
      'invalid_request',
      'card_number_in_text',
      'unknown_currency',
      'amount_missing',
      'amount_not_positive',
      'client_missing',
      'not_found',
      'not_permitted',
      'key_reused_with_other_content',
    ],
    handle: async ({ actor, body, requestKey, deps }) => {
      const currency = body.currency === undefined ? undefined : parseCurrency(body.currency);
      if (currency === null) return refuse('unknown_currency');
      const clientId = body.client ?? onlyClient(actor.person);
      if (!clientId) return refuse('client_missing');
      const reason = redactedOrRefused(body.reason, deps);
      if (isRefusal(reason)) return reason;
      const trace = redactedOrRefused(body.trace, deps);
      if (isRefusal(trace)) return trace;
      if (holdsAccount(body.identifiers, deps)) return accountInIdentifier;
      const customer = redactedCustomer(body.customer, deps.redact);
      const request: LogRequest = {
        ...plainRequest({
          clientId,
          type: body.type,
          kind: body.kind ?? 'request',
          amount: moneyOf(body.amount, currency),
          channel: body.channel ?? 'api',
        }),
        identifiers: body.identifiers ?? [],
        reason,
        reasonCode: body.reasonCode ?? null,
        cardLast4: body.cardLast4 ?? null,
        customer,
        occurredAt: body.occurredAt === undefined ? null : new Date(body.occurredAt),
        before: moneyOf(body.before, currency),
        after: moneyOf(body.after, currency),
        dispute: body.dispute
          ? {
              stage: body.dispute.stage,
              respondBy: body.dispute.respondBy ? new Date(body.dispute.respondBy) : null,
            }
          : null,
        trace,
        corrects: body.corrects ?? null,
        requestKey,
      };
      const logged = await deps.desk.log(actor, request);
      if (isRefusal(logged)) return logged;
      return {
        status: logged.created ? 201 : 200,
        headers: { Location: `/api/v1/reversals/${logged.reversal.reference}` },
        body: {
          ...toReversalJson(actor.person, logged.reversal),
          created: logged.created,
          alsoOnPayment: logged.alsoOnPayment.map(({ reference, status }) => ({
            reference,
            status,
          })),
        },
      };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/reversals/{reference}',
    operationId: 'readReversal',
    summary: 'One reversal',
    scope: 'read',
    answers: { 200: { description: 'The reversal', schema: reversalJson } },
    refusals: ['not_found'],
    handle: async ({ actor, reference, deps }) => {
      const reversal = await deps.desk.show(actor.person, reference);
      if (isRefusal(reversal)) return reversal;
      return { status: 200, body: toReversalJson(actor.person, reversal) };
    },
  }),
  apiRoute({
    method: 'patch',
    path: '/reversals/{reference}',
    operationId: 'editReversal',
    summary: 'Change content; where bound content changes, approvers are asked again',
    scope: 'write',
    body: editBody,
    answers: { 200: { description: 'The reversal after the change', schema: decisionJson } },
    refusals: [
      'not_found',
      'not_permitted',
      'invalid_request',
      'card_number_in_text',
      'unknown_currency',
      'amount_not_positive',
      'already_final',
      'content_changed',
      'payout_already_sent',
      'key_reused_with_other_content',
    ],
    handle: async ({ actor, reference, body, requestKey, deps }) => {
      const { amount, currency: code, reason: text, customer, contentHash, ...rest } = body;
      const reason = redactedOrRefused(text, deps);
      if (isRefusal(reason)) return reason;
      if (holdsAccount(rest.identifiers, deps)) return accountInIdentifier;
      const money = amount === undefined ? null : await newAmount(amount, code);
      if (isRefusal(money)) return money;
      const changes = {
        ...rest,
        ...(money ? { amount: money } : {}),
        ...(reason ? { reason } : {}),
        ...(customer ? { customer: redactedCustomer(customer, deps.redact) ?? {} } : {}),
      };
      const result = await deps.desk.edit(actor, reference, changes, { contentHash, requestKey });
      if (isRefusal(result)) return result;
      const { reversal, changed, waitingFor } = result;
      return {
        status: 200,
        body: { ...toReversalJson(actor.person, reversal), changed, waitingFor },
      };

      async function newAmount(minor: number, given: string | undefined): Promise<Money | Refusal> {
        if (given !== undefined) {
          const currency = parseCurrency(given);
          return currency ? { minor: BigInt(minor), currency } : refuse('unknown_currency');
        }
        const present = await deps.desk.show(actor.person, reference);
        if (isRefusal(present)) return present;
        if (!present.amount) return refuse('unknown_currency', { currency: 'is needed here' });
        return { minor: BigInt(minor), currency: present.amount.currency };
      }
    },
  }),
];

/** Identifiers are stored as they are, so a bank account or a secret may not stand among them. */
export const holdsAccount = (identifiers: readonly Identifier[] = [], deps: WebDeps) =>
  identifiers.some(({ value }) => holdsSensitive(value, deps));

export const accountInIdentifier = faulty(
  'identifiers',
  'one holds a bank account or a secret: give payment identifiers only',
);

export function onlyClient(person: Person): string | null {
  return person.clients.length === 1 ? (person.clients[0] ?? null) : null;
}

function moneyOf(minor: number | null | undefined, currency: Currency | undefined): Money | null {
  return minor === undefined || minor === null || currency === undefined
    ? null
    : { minor: BigInt(minor), currency };
}

/** A name is free text too; e-mail and phone have their own forms, and card data was refused. */
function redactedCustomer(
  customer: Customer | undefined,
  redact: (text: string) => { text: string },
): Customer | null {
  if (!customer || Object.keys(customer).length === 0) return null;
  return customer.name === undefined ? customer : { ...customer, name: redact(customer.name).text };
}
