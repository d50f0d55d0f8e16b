import type { z } from 'zod';
import { parseCurrency } from '../../reversals/money.js';
import type { KnownPayment } from '../../reversals/ports.js';
import { isRefusal, refuse } from '../../reversals/refusal.js';
import { paymentJson, paymentsJson } from './answer-schemas.js';
import { type ApiRoute, apiRoute } from './api-route.js';
import { paymentBody, paymentQuery } from './request-schemas.js';
import { accountInIdentifier, holdsAccount, onlyClient } from './reversal-routes.js';

/** Payments as the hub knows them: what reversals draw on. */
export const paymentRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/payments',
    operationId: 'findPayments',
    summary: 'The payments that an identifier names: charge, order, capture',
    scope: 'read',
    query: paymentQuery,
    answers: { 200: { description: 'Of your clients', schema: paymentsJson } },
    refusals: ['invalid_request', 'card_number_in_text', 'not_found'],
    handle: async ({ actor, query, deps }) => {
      const { client, identifier, kind } = query;
      const found = await deps.desk.findPayments(actor.person, {
        ...(client === undefined ? {} : { client }),
        ...(kind === undefined ? {} : { kind }),
        value: identifier,
      });
      return isRefusal(found) ? found : { status: 200, body: { items: found.map(toPaymentJson) } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/payments',
    operationId: 'recordPayment',
    summary: 'Add a payment, or bring the one with any of these identifiers up to date',
    scope: 'write',
    body: paymentBody,
    answers: { 200: { description: 'The payment as it is now', schema: paymentJson } },
    refusals: [
      'invalid_request',
      'card_number_in_text',
      'unknown_currency',
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
      if (holdsAccount(body.identifiers, deps)) return accountInIdentifier;
      const result = await deps.desk.recordPayment(actor, {
        clientId,
        processor: body.processor,
        identifiers: body.identifiers,
        captured:
          body.captured === undefined || currency === undefined
            ? null
            : { minor: BigInt(body.captured), currency },
        returnedBefore: body.returnedBefore === undefined ? null : BigInt(body.returnedBefore),
        requestKey,
      });
      if (isRefusal(result)) return result;
      return { status: 200, body: toPaymentJson({ ...result.payment, clientId }) };
    },
  }),
];

/** Exact: amounts are kept within JSON's safe integers (core/reversals/money.ts, maxMinor). */
function toPaymentJson(payment: KnownPayment): z.output<typeof paymentJson> {
  const { clientId, processor, identifiers, captured, left } = payment;
  return {
    client: clientId,
    processor,
    identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
    captured: captured ? Number(captured.minor) : null,
    left: left ? Number(left.minor) : null,
    currency: captured?.currency ?? null,
  };
}
